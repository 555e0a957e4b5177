// `count` and `for_each`: which instances a declaration has, and under which conditions (semantics D3, D4).
#include <algorithm>

#include <fmt/format.h>

#include "expr/evaluate.h"
#include "terraform/expand.h"
#include "terraform/key_set.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

constexpr std::int64_t most_instances = 20'000;
constexpr std::uint64_t steps_of_instance = 100;  // an instance costs much more than a step of an expression

/// One value that `count` or `for_each` can have.
struct Choice {
  Value value;
  std::span<const Atom> when;
  KeySet keys;
};

std::vector<Choice> cases_of(const Value& value) {
  if (value.known() || value.why().alternatives.empty()) return {{value, {}, KeySet(value)}};
  std::vector<Choice> cases;
  for (const auto& one : value.why().alternatives) cases.push_back({one.value, one.when, KeySet(one.value)});
  return cases;
}

/// Of what stands for all keys of a collection.
SymbolId key_symbol(Context& context, const Value& each) { return context.symbols.make("key", "", {symbol_of(each, context.symbols)}); }

class Planner {
 public:
  Planner(Context& context, Key::Kind kind, const Value& over, Span span) : context_(context), span_(span) {
    plan_.kind = kind;
    plan_.over = over;
    plan_.collection = context.symbols.make(kind == Key::Kind::count ? "range" : "for_each", "", {symbol_of(over, context.symbols)});
    cases_ = cases_of(over);
  }

  Plan run() {
    bool open = false;
    for (const auto& one : cases_) open = (plan_.kind == Key::Kind::count ? numbers(one) : keys(one)) || open;
    for (auto& key : plan_.keys) conditions(key);
    plan_.at_least_one = Truth::unknown;
    if (open) add_symbolic();
    return std::move(plan_);
  }

 private:
  // True: there may be more than what could be listed.
  bool numbers(const Choice& one) {
    const auto number = count_of(one.value);
    if (!number) return !one.value.is_null();
    if (*number > most_instances) {
      context_.diagnostics.report(Code::copy_limit, span_, *number);
      return true;
    }
    for (auto i = static_cast<std::int64_t>(plan_.keys.size()); i < *number; ++i) {
      if (!context_.budget.take(steps_of_instance)) return limit();
      Key key;
      key.kind = Key::Kind::count;
      key.text = fmt::format("[{}]", i);
      key.name = Value::of(i, span_);
      plan_.keys.push_back(std::move(key));
    }
    return false;
  }

  bool keys(const Choice& one) {
    const auto& over = one.value;
    if (over.is_object()) {
      for (const auto& m : over.members()) add_key(Value::of(m.key, m.key_span), m.value);
      return over.rest() != nullptr || cut_short_;
    }
    if (over.is_array()) {
      bool open = over.rest() != nullptr;
      for (const auto& item : over.items()) {
        open = open || !item.is_string();
        if (item.is_string()) add_key(item, item);
      }
      return open || cut_short_;
    }
    return !over.is_null();
  }

  bool limit() {
    (void)limit_unknown(context_, "step", span_);  // says so, once
    return true;
  }

  void too_many() {
    context_.diagnostics.report(Code::copy_limit, span_, std::max(plan_.over.items().size(), plan_.over.members().size()));
    cut_short_ = true;
  }

  void add_key(const Value& name, const Value& value) {
    if (cut_short_ || !seen_.insert(name.text()).second) return;
    if (static_cast<std::int64_t>(plan_.keys.size()) >= most_instances) return too_many();
    if (!context_.budget.take(steps_of_instance)) {
      cut_short_ = limit();
      return;
    }
    Key key;
    key.kind = Key::Kind::each;
    key.text = fmt::format("[\"{}\"]", name.text());
    key.name = name;
    key.value = value;
    plan_.keys.push_back(std::move(key));
  }

  // There in one case: under its conditions. In several, not all: under a condition of its own.
  void conditions(Key& key) {
    if (cases_.size() < 2) return;
    std::vector<const Choice*> in;
    for (const auto& one : cases_) {
      if (one.keys.has(key)) in.push_back(&one);
    }
    if (in.size() == 1) key.when.assign(in[0]->when.begin(), in[0]->when.end());
    if (in.size() > 1 && in.size() < cases_.size()) {
      key.when = {Atom{context_.symbols.make("has instance", key.text, {plan_.collection}), true}};
    }
    if (key.kind == Key::Kind::each) key.value = value_in_cases(key);
  }

  Value value_in_cases(const Key& key) {
    std::vector<Alternative> values;
    for (const auto& one : cases_) {
      if (!one.keys.has(key)) continue;
      values.push_back({one.value.is_object() ? one.value.get(key.name.text()) : key.name, one.when});
    }
    return either(context_, values, context_.symbols.make("each.value", key.text, {plan_.collection}), span_);
  }

  void add_symbolic() {
    const auto& over = plan_.over;
    Key key;
    key.kind = plan_.kind;
    key.text = "[*]";
    key.symbolic = true;
    const auto subject = over.known() ? std::string_view("instances") : over.why().subject;
    if (plan_.kind == Key::Kind::count) {
      key.name = index_in(context_, plan_.collection, subject, span_);
    } else {
      key.value = each_of(context_, over, span_);
      const auto symbol = key_symbol(context_, key.value);
      key.name = new_unknown(context_, over.known() ? Unknown::Why::not_evaluated : over.why().why, subject, symbol, span_, ValueType::string);
      if (over.is_array() || (!over.known() && over.why().type == ValueType::array)) key.value = key.name;
    }
    plan_.keys.push_back(std::move(key));
  }

  Context& context_;
  Span span_;
  Plan plan_;
  std::vector<Choice> cases_;
  std::set<std::string_view> seen_;
  bool cut_short_ = false;
};

}  // namespace

SymbolId Expander::symbolic_key(const Value& over, Span use) { return key_symbol(context_, each_of(context_, over, use)); }

Plan Expander::plan(Frame& frame, const Declaration& declaration) {
  const auto each = declaration.find("for_each");
  const auto count = declaration.find("count");
  if (!each && !count) {
    Plan plan;
    plan.keys.emplace_back();
    return plan;
  }
  const auto& written = each ? each : count;
  const auto over = evaluate(frame, written, nullptr);
  return Planner(context_, each ? Key::Kind::each : Key::Kind::count, over, written.attribute->value_span).run();
}

LoopInfo Expander::loop_of(const LoopInfo& outer, const Plan& plan, const Key& key) const {
  if (plan.kind == Key::Kind::single) return outer;
  LoopInfo loop;
  loop.collection = plan.collection;
  loop.symbolic = key.symbolic || outer.symbolic;
  loop.at_least_one = key.symbolic ? Truth::unknown : Truth::yes;
  const bool open = !plan.keys.empty() && plan.keys.back().symbolic;
  loop.count = open ? -1 : static_cast<std::int64_t>(plan.keys.size());
  return loop;
}

bool Expander::join_conditions(const std::vector<Atom>& outer, const std::vector<Atom>& own, std::vector<Atom>& into) {
  into = outer;
  for (const auto atom : own) {
    if (std::find(into.begin(), into.end(), atom) == into.end()) into.push_back(atom);
  }
  return !contradict(context_.symbols, into, into);
}

std::unique_ptr<Instance> Expander::make_instance(Frame& frame, const ResourceDeclaration& declaration, const Plan& plan, const Key& key) {
  auto made = std::make_unique<Instance>();
  if (!join_conditions(frame.condition, key.when, made->condition)) return nullptr;
  made->declaration = &declaration;
  made->frame = &frame;
  made->key = key;
  made->loop = loop_of(frame.loop, plan, key);
  made->number = static_cast<std::uint32_t>(all_.size());
  all_.push_back(made.get());
  return made;
}

std::string Instance::address() const {
  return frame->address_of(fmt::format("{}{}", declaration->address, key.text));
}

}  // namespace pillarlint::terraform
