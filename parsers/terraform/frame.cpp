// Names of one instance of a module.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "expr/evaluate.h"
#include "terraform/expand.h"
#include "terraform/key_set.h"
#include "terraform/operators.h"
#include "terraform/types.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

Frame::Frame(Expander& expander, std::shared_ptr<const Module> module) : expander_(expander), module_(std::move(module)) {
  instances_.resize(module_->resources.size());
  calls_.resize(module_->calls.size());
}

std::string Frame::address_of(std::string_view name) const {
  return address.empty() ? std::string(name) : fmt::format("{}{}{}", address, caller == nullptr ? '/' : '.', name);
}

Value Frame::not_declared(std::string_view what, std::string_view suggestion, Span use) {
  auto& context = expander_.context();
  context.diagnostics.report(Code::symbol_not_declared, use, what, suggestion);
  return new_unknown(context, Unknown::Why::does_not_parse, what, context.symbols.fresh("not declared", what), use);
}

namespace {
template <typename All, typename Name>
std::string near(std::string_view name, const All& all, Name name_of) {
  std::vector<std::string_view> names;
  for (const auto& one : all) names.push_back(name_of(one));
  const auto found = nearest(name, std::span<const std::string_view>(names));
  return found.empty() ? std::string() : fmt::format("; did you mean `{}`?", found);
}
}  // namespace

// ── variables ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value Frame::variable(std::string_view name, Span use) {
  const auto* declaration = module_->variable(name);
  if (declaration == nullptr) {
    return not_declared(fmt::format("var.{}", name), near(name, module_->variables, [](const auto& v) { return v.name; }), use);
  }
  auto& tracked = variables_[declaration->name];
  auto value = expander_.once(tracked, "variable", name, use, [&] { return make_variable(*declaration); });
  if (!value.known()) value = value.at(use);
  return value.via(expander_.context().arena, Origin::Step::parameter, use, declaration->name);
}

Value Frame::make_variable(const NamedDeclaration& declaration) {
  auto value = as_declared(declaration, given(declaration));
  const auto sensitive = declaration.find("sensitive");
  if (sensitive && truth_of(expander_.evaluate(*this, sensitive, nullptr)) == Truth::yes) value = value.marked(Mark::secret);
  return value;
}

Value Frame::given(const NamedDeclaration& declaration) {
  auto& context = expander_.context();
  const auto nullable = declaration.find("nullable");
  const bool null_is_default = nullable && truth_of(expander_.evaluate(*this, nullable, nullptr)) == Truth::no;
  if (caller != nullptr) {
    if (const auto argument = call->find(declaration.name)) {
      auto value = expander_.evaluate(*caller, argument, &key);
      value = value.via(context.arena, Origin::Step::module_input, argument.attribute->name_span, declaration.name);
      if (!null_is_default || is_null(value) != Truth::yes) return value;
    }
  } else if (const auto input = expander_.input(declaration.name)) {
    if (!null_is_default || is_null(*input) != Truth::yes) return *input;
  }
  return not_given(declaration);
}

Value Frame::not_given(const NamedDeclaration& declaration) {
  auto& context = expander_.context();
  const auto fallback = declaration.find("default");
  if (fallback && !(caller == nullptr && expander_.request().parameters_unknown)) {
    const auto value = expander_.evaluate(*this, fallback, nullptr);
    return value.via(context.arena, Origin::Step::default_value, fallback.attribute->value_span, declaration.name);
  }
  Unknown why;
  why.why = Unknown::Why::input_not_given;
  why.subject = context.arena.copy(fmt::format("variable {}", declaration.name));
  why.span = declaration.header();
  why.never_null = !fallback;
  why.symbol = context.symbols.make("variable", address_of(declaration.name));
  return Value::unknown(context.arena, why);
}

Value Frame::as_declared(const NamedDeclaration& declaration, const Value& value) {
  const auto type = declaration.find("type");
  if (!type) return allowed_by_validation(declaration, value);
  const auto constraint = read_type(*type.attribute->value);
  const auto typed = as_type(expander_.context(), constraint, value, [&](const Expr& fallback) {
    Here here(*this);
    return pillarlint::evaluate(fallback, {expander_.context(), here, type.file->site, nullptr});
  });
  return allowed_by_validation(declaration, typed);
}

namespace {

// The literals of `contains(["a", "b"], var.x)`; empty: it says something else.
std::vector<Value> literals_of(const Expr& condition, std::string_view variable) {
  if (condition.kind != Expr::Kind::call || condition.text != "contains" || condition.children.size() != 2) return {};
  const auto& of = *condition.children[1];
  if (of.kind != Expr::Kind::name || of.name_kind != NameKind::parameter || of.text != variable) return {};
  const auto& list = *condition.children[0];
  if (list.function != &operator_row(Operator::tuple) || list.children.size() > max_alternatives) return {};
  std::vector<Value> literals;
  for (const auto* item : list.children) {
    if (item->kind != Expr::Kind::literal) return {};
    literals.push_back(item->literal);
  }
  return literals;
}

}  // namespace

// A validation that lists what is allowed says what an unknown can be (semantics D9).
Value Frame::allowed_by_validation(const NamedDeclaration& declaration, const Value& value) {
  if (value.known() || !value.why().alternatives.empty()) return value;
  auto& context = expander_.context();
  for (const auto& part : declaration.blocks()) {
    const auto* test = part.block->type == "validation" ? part.block->body->find("condition") : nullptr;
    if (test == nullptr) continue;
    const auto literals = literals_of(*test->value, declaration.name);
    if (literals.empty()) continue;
    std::vector<Alternative> each;
    for (const auto& literal : literals) {
      const auto mine = value.why().symbol;
      const auto other = symbol_of(literal, context.symbols);
      const Atom atom{context.symbols.make("equals", "", {std::min(mine, other), std::max(mine, other)}), true};
      each.push_back({literal.at(value.span()), context.arena.copy(std::span<const Atom>(&atom, 1))});
    }
    auto* why = context.arena.make<Unknown>(value.why());
    why->alternatives = context.arena.copy(each);
    why->never_null = true;
    return ValueAccess::came_as(Value::unknown(why, value.span()).marked(value.marks()), value);
  }
  return value;
}

// ── locals and outputs ────────────────────────────────────────────────────────────────────────────────────────────

Value Frame::local(std::string_view name, Span use) {
  const auto* written = module_->local(name);
  if (written == nullptr) {
    return not_declared(fmt::format("local.{}", name), near(name, module_->locals, [](const auto& l) { return l.first; }), use);
  }
  auto& tracked = locals_[written->attribute->name];
  const auto value = expander_.once(tracked, "local", name, use, [&] { return expander_.evaluate(*this, *written, nullptr); });
  return value.via(expander_.context().arena, Origin::Step::variable, use, written->attribute->name);
}

Value Frame::output(std::string_view name, Span use) {
  const auto* declaration = module_->output(name);
  if (declaration == nullptr) {
    return not_declared(fmt::format("{}.{}", address.empty() ? "output" : address, name),
                        near(name, module_->outputs, [](const auto& o) { return o.name; }), use);
  }
  auto& tracked = outputs_[declaration->name];
  const auto value = expander_.once(tracked, "output", name, use, [&] {
    const auto written = declaration->find("value");
    if (!written) return Value::null(declaration->header());
    auto made = expander_.evaluate(*this, written, nullptr);
    const auto sensitive = declaration->find("sensitive");
    if (sensitive && truth_of(expander_.evaluate(*this, sensitive, nullptr)) == Truth::yes) made = made.marked(Mark::secret);
    return made;
  });
  return caller == nullptr ? value : value.via(expander_.context().arena, Origin::Step::module_output, use, declaration->name);
}

// ── resources and calls ───────────────────────────────────────────────────────────────────────────────────────────

const std::vector<std::unique_ptr<Instance>>& Frame::instances(std::size_t n) {
  auto& made = instances_[n];
  if (made.state == Lazy::State::open) {
    made.state = Lazy::State::running;
    Tracked tracked;
    const auto& declaration = module_->resources[n];
    expander_.once(tracked, "resource", declaration.address, declaration.header(), [&] {
      made.plan = expander_.plan(*this, declaration);
      return Value();
    });
    made.reads = std::move(tracked.reads);
    for (const auto& one : made.plan.keys) {
      auto instance = expander_.make_instance(*this, declaration, made.plan, one);
      made.by_key.push_back(instance.get());
      if (instance != nullptr) made.all.push_back(std::move(instance));
    }
    made.state = Lazy::State::done;
  }
  expander_.reads(made.reads);
  return made.all;
}

std::unique_ptr<Frame> Frame::make_call(std::size_t n, const Key& with) {
  const auto& declaration = module_->calls[n];
  const auto module = expander_.module_of_call(*this, declaration);
  if (module == nullptr) return nullptr;
  auto frame = std::make_unique<Frame>(expander_, module);
  frame->caller = this;
  frame->call = &declaration;
  frame->key = with;
  const auto own = fmt::format("module.{}", declaration.name);
  frame->declared = declared.empty() ? own : fmt::format("{}.{}", declared, own);
  frame->address = address_of(fmt::format("{}{}", own, with.text));
  frame->manifest_key = manifest_key.empty() ? std::string(declaration.name) : fmt::format("{}.{}", manifest_key, declaration.name);
  frame->loop = expander_.loop_of(loop, calls_[n].plan, with);
  frame->called_from = called_from;
  frame->called_from.push_back(declaration.header());
  if (!expander_.join_conditions(condition, with.when, frame->condition)) return nullptr;
  return frame;
}

const std::vector<std::unique_ptr<Frame>>& Frame::calls(std::size_t n) {
  auto& made = calls_[n];
  if (made.state == Lazy::State::open) {
    made.state = Lazy::State::running;
    const auto& declaration = module_->calls[n];
    Tracked tracked;
    expander_.once(tracked, "module", declaration.name, declaration.header(), [&] {
      made.plan = expander_.plan(*this, declaration);
      return Value();
    });
    Tracked waits;
    expander_.once(waits, "depends_on of module", declaration.name, declaration.header(), [&] {
      const auto written = declaration.find("depends_on");
      return written ? expander_.evaluate_quietly(*this, written, nullptr) : Value();
    });
    made.reads = std::move(tracked.reads);
    made.by_key.reserve(made.plan.keys.size());
    for (const auto& one : made.plan.keys) {
      auto frame = make_call(n, one);
      made.by_key.push_back(frame.get());
      if (frame == nullptr) continue;
      frame->waits_for = waits_for;
      frame->waits_for.insert(waits.reads.begin(), waits.reads.end());
      made.all.push_back(std::move(frame));
    }
    made.state = Lazy::State::done;
  }
  expander_.reads(made.reads);
  return made.all;
}

// One value, or the values of all instances by number or key; in each case those that are there.
Value Frame::by_key(const Plan& plan, Span use, const std::function<Value(std::size_t)>& make) {
  auto& context = expander_.context();
  if (plan.kind == Key::Kind::single) return make(0);
  // What is put into an object is looked for in it first.
  if (!context.budget.take(plan.keys.size() * (1 + plan.keys.size() / 64))) return limit_unknown(context, "step", use);
  std::vector<Value> values;
  for (std::size_t i = 0; i < plan.keys.size(); ++i) {
    if (!plan.keys[i].symbolic) values.push_back(make(i));
  }
  const bool open = !plan.keys.empty() && plan.keys.back().symbolic;
  const Unknown* rest = nullptr;
  if (open) {
    Unknown why;
    why.why = plan.over.known() ? Unknown::Why::limit_reached : plan.over.why().why;
    why.subject = plan.over.known() ? std::string_view("instances") : plan.over.why().subject;
    why.span = use;
    why.symbol = context.symbols.make("instances", "", {plan.collection, symbol_of(make(plan.keys.size() - 1), context.symbols)});
    rest = context.arena.make<Unknown>(why);
  }
  const bool branches = !plan.over.known() && !plan.over.why().alternatives.empty();
  const auto among = [&](const Value& over) -> Value {
    const KeySet listed(branches ? over : Value());
    ObjectBuilder object(context.arena);
    std::vector<Value> items;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (branches && over.known() && !listed.has(plan.keys[i])) continue;
      items.push_back(values[i]);
      if (plan.kind == Key::Kind::each) object.set(plan.keys[i].name.text_or_empty(), values[i]);
    }
    object.open(rest);
    return plan.kind == Key::Kind::each ? object.build(use) : Value::array(context.arena, items, use, rest);
  };
  if (!branches) return among(plan.over);
  const Value over[]{plan.over};
  const auto symbol = context.symbols.make("instances", "", {plan.collection});
  return distribute(context, over, symbol, use, [&](std::span<const Value> row) { return among(row[0]); });
}

// If all are known it is the same for everybody who reads it, and is made once.
Value Frame::joined(Instances<Instance>& made, std::string_view name, Span use, const std::function<Value(std::size_t)>& of) {
  const auto& plan = made.plan;
  const bool open = !plan.over.known() || (!plan.keys.empty() && plan.keys.back().symbolic);
  if (plan.kind == Key::Kind::single || open) return by_key(plan, use, of);
  // Whoever reads it waits for each of them.
  if (!expander_.context().budget.take(plan.keys.size())) return limit_unknown(expander_.context(), "step", use);
  return expander_.once(made.collection, "resource", name, use, [&] { return by_key(plan, use, of); }).at(use);
}

Value Frame::resource(std::string_view name, Span use) {
  const auto n = module_->resource(name);
  if (n == Module::npos) {
    return not_declared(name, near(name, module_->resources, [](const auto& r) { return std::string_view(r.address); }), use);
  }
  if (instances_[n].state == Lazy::State::running) {
    Tracked again;
    again.lazy.state = Lazy::State::running;
    return expander_.once(again, "resource", name, use, [] { return Value(); });
  }
  const auto& all = instances(n);
  const auto& plan = instances_[n].plan;
  if (plan.kind == Key::Kind::single && all.empty()) return Value::null(use);
  const auto of = [&](std::size_t i) {
    auto* one = instances_[n].of(i);
    return one == nullptr ? Value::null(use) : expander_.state_of(*one);
  };
  return joined(instances_[n], name, use, of).via(expander_.context().arena, Origin::Step::property, use, module_->resources[n].address);
}

namespace {

struct InstanceName {
  bool of_call = false;
  std::string_view declaration;  // `t.n`, `m`
  std::string_view output;
};
// `t.n`, `module.m[].out`; nullopt: it is another name.
std::optional<InstanceName> instance_name(std::string_view name) {
  if (!name.starts_with("module.")) return InstanceName{false, name, {}};
  const auto brackets = name.find("[].");
  if (brackets == std::string_view::npos) return std::nullopt;
  return InstanceName{true, name.substr(7, brackets - 7), name.substr(brackets + 3)};
}

std::string key_text(const Value& key) {
  if (key.is_integer()) return fmt::format("[{}]", key.integer());
  return key.is_string() ? fmt::format("[\"{}\"]", key.text()) : std::string();
}

/// The instance with the key, if it is there in every case.
template <typename One>
One* certain(Instances<One>& made, std::string_view key) {
  if (made.by_text.empty()) {
    for (std::size_t i = 0; i < made.plan.keys.size(); ++i) {
      if (made.plan.keys[i].when.empty() && !made.plan.keys[i].symbolic) made.by_text.emplace(made.plan.keys[i].text, i);
    }
  }
  const auto found = made.by_text.find(key);
  return found == made.by_text.end() ? nullptr : made.of(found->second);
}

}  // namespace

std::optional<Value> Frame::known_instance(std::string_view name, const Value& index, Span use) {
  const auto meant = instance_name(name);
  if (!meant) return std::nullopt;
  const auto text = key_text(index);
  if (meant->of_call) {
    const auto n = module_->call(meant->declaration);
    if (n == Module::npos) return std::nullopt;
    calls(n);
    auto* one = certain(calls_[n], text);
    return one == nullptr ? std::nullopt : std::optional(one->output(meant->output, use));
  }
  const auto n = module_->resource(meant->declaration);
  if (n == Module::npos || instances_[n].state == Lazy::State::running) return std::nullopt;
  instances(n);
  auto* one = certain(instances_[n], text);
  if (one == nullptr) return std::nullopt;
  return expander_.state_of(*one).via(expander_.context().arena, Origin::Step::property, use, module_->resources[n].address);
}

std::optional<Value> Frame::symbolic(std::string_view name, const Value& index, const Value& whole, Span use) {
  const auto meant = instance_name(name);
  if (!meant) return std::nullopt;
  const auto n = meant->of_call ? module_->call(meant->declaration) : module_->resource(meant->declaration);
  if (n == Module::npos) return std::nullopt;
  const auto& plan = meant->of_call ? calls_[n].plan : instances_[n].plan;
  if (plan.keys.empty() || !plan.keys.back().symbolic || plan.keys.back().name.known()) return std::nullopt;
  const auto asked = index.why().symbol;
  if (asked != plan.keys.back().name.why().symbol && asked != expander_.symbolic_key(whole, use)) return std::nullopt;
  const auto last = plan.keys.size() - 1;
  if (meant->of_call) {
    auto* one = calls_[n].of(last);
    return one == nullptr ? std::nullopt : std::optional(one->output(meant->output, use));
  }
  auto* one = instances_[n].of(last);
  return one == nullptr ? std::nullopt : std::optional(expander_.state_of(*one));
}

namespace {
// `module.m` whose files are not on disk.
Value not_there(Context& context, std::string_view call, std::string_view output, Span use) {
  const auto subject = fmt::format("module.{}{}{}", call, output.empty() ? "" : ".", output);
  return new_unknown(context, Unknown::Why::module_not_found, subject, context.symbols.make("module output", subject), use);
}
}  // namespace

Value Frame::call_output(std::string_view name, std::string_view output, bool each, Span use) {
  const auto n = module_->call(name);
  if (n == Module::npos) {
    return not_declared(fmt::format("module.{}", name), near(name, module_->calls, [](const auto& c) { return c.name; }), use);
  }
  const auto& all = calls(n);
  const auto& plan = calls_[n].plan;
  if (all.empty() && !plan.keys.empty()) return not_there(expander_.context(), name, output, use);
  if (!each && plan.kind == Key::Kind::single) return all.empty() ? Value::null(use) : all[0]->output(output, use);
  const auto of = [&](std::size_t i) {
    auto* one = calls_[n].of(i);
    return one == nullptr ? Value::null(use) : one->output(output, use);
  };
  return by_key(plan, use, of);
}

Value Frame::call_value(std::string_view name, Span use) {
  const auto n = module_->call(name);
  if (n == Module::npos) return call_output(name, {}, false, use);
  const auto& all = calls(n);
  const auto& plan = calls_[n].plan;
  if (all.empty() && !plan.keys.empty()) return not_there(expander_.context(), name, {}, use);
  const auto outputs_of = [&](Frame& frame) {
    ObjectBuilder object(expander_.context().arena);
    for (const auto& one : frame.module().outputs) object.set(one.name, frame.output(one.name, use));
    return object.build(use);
  };
  const auto of = [&](std::size_t i) {
    auto* one = calls_[n].of(i);
    return one == nullptr ? Value::null(use) : outputs_of(*one);
  };
  return by_key(plan, use, of);
}

}  // namespace pillarlint::terraform
