// Raw values that are expressions: what they mean in a frame, arguments of calls, and how often a loop runs.
#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

namespace {
constexpr std::int64_t max_instances = 1000;
}  // namespace

struct Expander::Parsed {
  const Expr* root;
  Site site;
};

/// The expression of a raw value: made by a front end, or text of the form `[…]`. nullopt: it is none.
std::optional<Expander::Parsed> Expander::parsed(const Value& raw) {
  const auto file = raw.span().file;
  const auto text = project_.sources().text(file);
  if (raw.is_expression()) {
    return Parsed{raw.expression(), Site{{file, 0, static_cast<std::uint32_t>(text.size())}, text, 0, false}};
  }
  if (!is_expression(raw.text_or_empty())) return std::nullopt;
  const auto& made = cache_.parse(raw.text());
  Parsed found{made.root, Site{raw.span(), text, raw.size(), true}};
  for (const auto& error : made.errors) {
    context_.diagnostics.report(Code::expression_syntax, found.site.place(error.begin, error.end), error.found, error.expected);
  }
  return found;
}

Value Expander::evaluate_text(const Value& raw, Here& here) {
  ++expansion_.expressions;
  const auto found = parsed(raw);
  return found ? pillarlint::evaluate(*found->root, {context_, here, found->site, nullptr}) : raw;
}

// The compiler writes an argument that is a condition as `if(c, createObject('value', a), createObject('value', b))`, which
// means if(c, a, b) (semantics D44).
Value Expander::argument_branch(const Expr& expr, const Evaluation& in, const ParameterType& type) {
  const auto span = in.site.place(expr);
  if (expr.kind == Expr::Kind::conditional) {
    const auto test = pillarlint::evaluate(*expr.children[0], in);
    switch (truth_of(test)) {
      case Truth::yes: return argument_branch(*expr.children[1], in, type);
      case Truth::no: return argument_branch(*expr.children[2], in, type);
      case Truth::unknown: break;
    }
    return choose(context_, test, argument_branch(*expr.children[1], in, type), argument_branch(*expr.children[2], in, type), span);
  }
  const bool made = expr.kind == Expr::Kind::call && expr.children.size() == 2 && same_text(expr.text, "createObject");
  if (made && expr.children[0]->kind == Expr::Kind::literal) {
    const auto key = expr.children[0]->literal.text_or_empty();
    if (same_text(key, "value")) return pillarlint::evaluate(*expr.children[1], in);
    if (same_text(key, "reference")) return secret_of(context_, pillarlint::evaluate(*expr.children[1], in), type, span);
  }
  const auto whole = pillarlint::evaluate(expr, in);
  const auto value = member_of(context_, whole, "value", span);
  if (value) return *value;
  if (whole.is_object() || whole.is_null()) return Value::null(span);
  const std::array parts{whole};
  return unknown_from(context_, "argument", parts, span);
}

Value Expander::argument_value(const Value& raw, const ParameterType& type, Here& here) {
  ++expansion_.expressions;
  const auto found = parsed(raw);
  if (!found) return Value::null(raw.span());
  return argument_branch(*found->root, {context_, here, found->site, nullptr}, type);
}

namespace {

/// `length(C)` at the root of a count expression.
const Expr* length_argument(const Expr& root) {
  const bool is_length = root.kind == Expr::Kind::call && same_text(root.text, "length") && root.children.size() == 1;
  return is_length ? root.children[0] : nullptr;
}

/// A count given as text, `"4"`: old templates do it, and Azure takes it.
std::optional<std::int64_t> digits_of(const Value& count) {
  if (!count.is_string() || count.size() == 0 || count.size() > 9) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : count.text()) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

void plan_alternatives(const Value& count, LoopPlan& plan) {
  std::vector<const Alternative*> rows;
  for (const auto& alternative : count.why().alternatives) {
    if (!alternative.value.is_integer() || alternative.value.integer() > max_instances) return;
    plan.known = std::max(plan.known, alternative.value.integer());
    rows.push_back(&alternative);
  }
  plan.symbolic = false;
  for (std::int64_t i = 0; i < plan.known; ++i) {
    std::vector<Atom> when;
    bool first = true;
    bool all = true;
    for (const auto* row : rows) {
      if (row->value.integer() <= i) {
        all = false;
        continue;
      }
      if (first) {
        when.assign(row->when.begin(), row->when.end());
        first = false;
      } else {
        std::erase_if(when, [&](Atom a) { return std::find(row->when.begin(), row->when.end(), a) == row->when.end(); });
      }
    }
    if (all) when.clear();
    plan.when.push_back(std::move(when));
  }
}

}  // namespace

LoopPlan Expander::plan_loop(const Value& count_raw, Here& here) {
  LoopPlan plan;
  auto count = here.frame.evaluate(count_raw, here);
  if (const auto number = digits_of(count)) count = Value::of(*number, count.span());
  if (count.is_integer()) {
    if (count.integer() < 0) context_.diagnostics.report(Code::copy_count, count_raw.span(), count.integer(), "no negative number");
    plan.known = std::max<std::int64_t>(0, count.integer());
    if (plan.known <= max_instances) return plan;
    context_.diagnostics.report(Code::copy_limit, count_raw.span(), plan.known);
    plan.known = 0;
    plan.symbolic = true;
    plan.at_least_one = Truth::yes;
    plan.why = Unknown::Why::limit_reached;
    plan.subject = fmt::format("a loop of {} elements", count.integer());
    plan.collection = context_.symbols.make("range", "", {symbol_of(count, context_.symbols)});
    return plan;
  }
  if (count.known()) {
    context_.diagnostics.report(Code::copy_count, count_raw.span(), "no number", "a number");
    plan.symbolic = true;
    plan.why = Unknown::Why::does_not_parse;
    plan.subject = "a loop whose count is no number";
    plan.collection = context_.symbols.fresh("count");
    return plan;
  }
  plan.symbolic = true;
  plan.why = count.why().why;
  plan.subject = std::string(count.why().subject);
  plan.collection = context_.symbols.make("range", "", {symbol_of(count, context_.symbols)});
  if (!count.why().alternatives.empty()) {
    plan_alternatives(count, plan);
    if (!plan.symbolic) return plan;
  }
  if (const auto written = parsed(count_raw)) {
    if (const auto* of = length_argument(*written->root)) {
      const auto collection = pillarlint::evaluate(*of, {context_, here, written->site, nullptr});
      plan.collection = symbol_of(collection, context_.symbols);
      if (collection.is_array()) plan.known = std::min<std::int64_t>(collection.size(), max_instances);
      plan.at_least_one = !is_empty(collection);
    }
  }
  return plan;
}

}  // namespace pillarlint::arm
