// Functions that ask whether their arguments go wrong (`try`, `can`), and calls whose last argument is a list of arguments.
#include <algorithm>
#include <array>

#include "expr/evaluate.h"

namespace pillarlint {

namespace {

/// What a language with `try` calls an error of evaluation. Limits and notes about input are none.
bool is_failure(Code code) {
  switch (code) {
    case Code::function_argument:
    case Code::function_arity:
    case Code::property_missing:
    case Code::index_out_of_range: return true;
    default: return false;
  }
}

struct Tried {
  Value value;
  Diagnostics said;
  Truth works = Truth::yes;
};

Truth certainly_there(const Expr& expr, const Evaluation& in, const Value& value);

// A member that was read is there for sure if what it was read from is known to have it. What the scope makes of a name
// (a resource, a data source) has all members that its type has.
Truth access_works(const Expr& expr, const Evaluation& in) {
  const auto& base = *expr.children[0];
  const auto of = evaluate(base, in);
  if (!of.known() && base.kind == Expr::Kind::name && base.name_kind == NameKind::local) return Truth::yes;
  if (!of.is_container()) return Truth::unknown;
  if (expr.kind == Expr::Kind::member && of.find(expr.text) == nullptr) return Truth::unknown;
  if (expr.kind == Expr::Kind::index) {
    const auto at = evaluate(*expr.children[1], in);
    const bool listed = at.is_integer() ? at.integer() >= 0 && at.integer() < static_cast<std::int64_t>(of.items().size())
                                        : at.is_string() && of.find(at.text()) != nullptr;
    if (!listed) return Truth::unknown;
  }
  return certainly_there(base, in, of);
}

Truth certainly_there(const Expr& expr, const Evaluation& in, const Value& value) {
  if (value.known() && !value.has_unknown()) return Truth::yes;
  switch (expr.kind) {
    case Expr::Kind::literal:
    case Expr::Kind::name: return Truth::yes;
    case Expr::Kind::member:
    case Expr::Kind::index: return access_works(expr, in);
    case Expr::Kind::conditional: return Truth::unknown;
    case Expr::Kind::call: {
      // Containers and texts of parts: they work if their parts do.
      if (expr.function == nullptr || expr.function->takes != Takes::unknown || expr.function->run == nullptr) return Truth::unknown;
      Truth all = Truth::yes;
      for (const auto* child : expr.children) all = all & certainly_there(*child, in, evaluate(*child, in));
      return all;
    }
    default: return Truth::unknown;
  }
}

Tried attempt(const Expr& expr, const Evaluation& in) {
  Tried tried;
  Context heard{in.context.arena, in.context.symbols, in.context.budget, tried.said};
  const Evaluation inner{heard, in.scope, in.site, in.locals};
  tried.value = evaluate(expr, inner);
  const auto& said = tried.said.list();
  const bool failed = std::any_of(said.begin(), said.end(), [](const Diagnostic& one) { return is_failure(one.code); });
  if (failed) {
    tried.works = Truth::no;
    return tried;
  }
  Diagnostics unheard;
  Context quiet{in.context.arena, in.context.symbols, in.context.budget, unheard};
  tried.works = certainly_there(expr, {quiet, in.scope, in.site, in.locals}, tried.value);
  return tried;
}

/// Whether it works is not known: a condition of its own, the same for the same value.
Value may_work(const Evaluation& in, const Value& value, Span span) {
  const auto symbol = in.context.symbols.make("can", "", {symbol_of(value, in.context.symbols)});
  const auto why = value.known() ? Unknown::Why::not_evaluated : value.why().why;
  const auto subject = value.known() ? std::string_view("can()") : value.why().subject;
  return new_unknown(in.context, why, subject, symbol, span, ValueType::boolean);
}

Value first_that_works(const Expr& call, const Evaluation& in, std::size_t from) {
  const auto span = in.site.place(call);
  auto tried = attempt(*call.children[from], in);
  const bool last = from + 1 == call.children.size();
  if (tried.works == Truth::yes || (last && tried.works == Truth::unknown)) {
    in.context.diagnostics.take(std::move(tried.said));
    return tried.value;
  }
  if (last) {
    in.context.diagnostics.report(Code::function_argument, span, call.function->name, "none of its arguments can be evaluated");
    return tried.value;
  }
  if (tried.works == Truth::no) return first_that_works(call, in, from + 1);
  Diagnostics unheard;
  Context quiet{in.context.arena, in.context.symbols, in.context.budget, unheard};
  const auto other = first_that_works(call, {quiet, in.scope, in.site, in.locals}, from + 1);
  return choose(in.context, may_work(in, tried.value, span), tried.value, other, span);
}

}  // namespace

Value evaluate_attempt(const Expr& call, const Evaluation& in) {
  const auto span = in.site.place(call);
  const auto given = static_cast<int>(call.children.size());
  const auto& f = *call.function;
  if (given < f.min_args || (f.max_args >= 0 && given > f.max_args) || given > 100) {
    in.context.diagnostics.report(Code::function_arity, span, f.name, "at least 1 argument", given);
    return new_unknown(in.context, Unknown::Why::does_not_parse, f.name, in.context.symbols.fresh(f.name), span);
  }
  if (f.attempt == Attempt::first_that_works) return first_that_works(call, in, 0);
  const auto tried = attempt(*call.children[0], in);
  return tried.works == Truth::unknown ? may_work(in, tried.value, span) : Value::of(tried.works == Truth::yes, span);
}

std::optional<Value> spread_last(const Expr& call, const Evaluation& in, const Value& list, std::vector<Value>& args) {
  const auto span = in.site.place(call);
  if (list.is_array() && list.rest() == nullptr) {
    args.insert(args.end(), list.items().begin(), list.items().end());
    return std::nullopt;
  }
  if (list.known() && !list.is_array()) {
    in.context.diagnostics.report(Code::function_argument, span, call.text, "what stands before `...` is no list");
  }
  args.push_back(list);
  return unknown_from(in.context, call.text, args, span, call.function == nullptr ? ValueType::any : call.function->result);
}

}  // namespace pillarlint
