#include "expr/evaluate.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "value/read_json.h"

namespace pillarlint {

Span Site::place(std::uint32_t begin, std::uint32_t end) const {
  if (!literal.known()) return literal;
  if (!in_string) return {literal.file, literal.begin + begin, literal.begin + end};
  const bool plain = literal.end - literal.begin == decoded + 2;
  if (plain) return {literal.file, literal.begin + 1 + begin, literal.begin + 1 + end};
  return locate_in_string(source, literal, begin, end);
}

namespace {

Value evaluate_conditional(const Expr& expr, const Evaluation& in) {
  const auto test = evaluate(*expr.children[0], in);
  switch (truth_of(test)) {
    case Truth::yes: return evaluate(*expr.children[1], in).marked(test.marks());
    case Truth::no: return evaluate(*expr.children[2], in).marked(test.marks());
    case Truth::unknown: break;
  }
  // What goes wrong in a branch that may never be taken is no fault of the template.
  Diagnostics unheard;
  Context quiet{in.context.arena, in.context.symbols, in.context.budget, unheard};
  const Evaluation inner{quiet, in.scope, in.site, in.locals};
  const auto yes = evaluate(*expr.children[1], inner);
  const auto no = evaluate(*expr.children[2], inner);
  return choose(in.context, test, yes, no, in.site.place(expr));
}

Value evaluate_logical(const Expr& expr, const Evaluation& in) {
  const bool is_and = expr.kind == Expr::Kind::logical_and;
  std::vector<Value> parts;
  parts.reserve(expr.children.size());
  for (const auto* child : expr.children) {
    parts.push_back(evaluate(*child, in));
    if (truth_of(parts.back()) == (is_and ? Truth::no : Truth::yes)) break;
  }
  const auto span = in.site.place(expr);
  return is_and ? and_value(in.context, parts, span) : or_value(in.context, parts, span);
}

Value unknown_function(const Expr& expr, const Evaluation& in, std::span<const Value> args) {
  const auto span = in.site.place(expr);
  if (auto result = in.scope.call_user_function(expr.text, args, span)) return *result;
  in.context.diagnostics.report(Code::function_unknown, span, expr.text, in.scope.suggestion(expr.text));
  return unknown_from(in.context, expr.text, args, span);
}

// What goes wrong in an argument that may never be asked for is no fault of the template, as with branches.
Value evaluate_until_known(const Expr& expr, const Evaluation& in) {
  Diagnostics unheard;
  Context quiet{in.context.arena, in.context.symbols, in.context.budget, unheard};
  const Evaluation inner{quiet, in.scope, in.site, in.locals};
  std::vector<Value> args;
  for (const auto* child : expr.children) {
    args.push_back(evaluate(*child, args.empty() ? in : inner));
    if (is_null(args.back()) == Truth::no) break;
  }
  return call({in.context, args, in.site.place(expr), *expr.function, &in.scope});
}

// The last argument is a list of arguments; it may be one of several.
Value evaluate_spread(const Expr& expr, const Evaluation& in) {
  std::vector<Value> args;
  for (const auto* child : expr.children) args.push_back(evaluate(*child, in));
  const auto span = in.site.place(expr);
  const auto last = args.back();
  args.pop_back();
  const auto symbol = in.context.symbols.make(expr.text, "", {symbol_of(last, in.context.symbols)});
  return distribute(in.context, std::span<const Value>(&last, 1), symbol, span, [&](std::span<const Value> row) {
    auto all = args;
    if (auto unknown = spread_last(expr, in, row[0], all)) return *unknown;
    if (expr.function == nullptr) return unknown_function(expr, in, all);
    return call({in.context, all, span, *expr.function, &in.scope});
  });
}

Value evaluate_call(const Expr& expr, const Evaluation& in) {
  if (expr.function != nullptr && expr.function->loop != Loop::none) return evaluate_loop(expr, in);
  if (expr.function != nullptr && expr.function->until_known) return evaluate_until_known(expr, in);
  if (expr.function != nullptr && expr.function->attempt != Attempt::none) return evaluate_attempt(expr, in);
  if (expr.spread) return evaluate_spread(expr, in);
  constexpr std::size_t usual = 6;
  std::array<Value, usual> few;
  std::vector<Value> many;
  const bool fits = expr.children.size() <= usual;
  if (!fits) many.resize(expr.children.size());
  const std::span<Value> args(fits ? few.data() : many.data(), expr.children.size());
  for (std::size_t i = 0; i < args.size(); ++i) args[i] = evaluate(*expr.children[i], in);
  if (expr.function == nullptr) return unknown_function(expr, in, args);
  return call({in.context, args, in.site.place(expr), *expr.function, &in.scope});
}

Value evaluate_name(const Expr& expr, const Evaluation& in) {
  if (expr.name_kind != NameKind::local) return in.scope.name(expr.name_kind, expr.text, in.site.place(expr));
  for (const auto* local = in.locals; local != nullptr; local = local->outer) {
    if (same_text(local->name, expr.text)) return local->value;
  }
  return in.scope.name(NameKind::local, expr.text, in.site.place(expr));
}

Value broken(const Expr& expr, const Evaluation& in) {
  return new_unknown(in.context, Unknown::Why::does_not_parse, expr.text, in.context.symbols.fresh("broken"),
                     in.site.place(expr));
}

}  // namespace

Value evaluate(const Expr& expr, const Evaluation& in) {
  switch (expr.kind) {
    case Expr::Kind::literal: return expr.literal.at(in.site.place(expr));
    case Expr::Kind::name: return evaluate_name(expr, in);
    case Expr::Kind::broken: return broken(expr, in);
    case Expr::Kind::lambda: return broken(expr, in);
    default: break;
  }
  const DepthGuard depth(in.context.budget);
  if (!depth.ok) return limit_unknown(in.context, "nesting", in.site.place(expr));
  if (!in.context.budget.take()) return limit_unknown(in.context, "step", in.site.place(expr));
  switch (expr.kind) {
    case Expr::Kind::member: {
      const auto place = in.site.place(expr);
      const auto found = read_member(in.context, evaluate(*expr.children[0], in), expr.text, place);
      return found.span().known() ? found : found.at(place);
    }
    case Expr::Kind::index: {
      const auto array = evaluate(*expr.children[0], in);
      return read_element(in.context, array, evaluate(*expr.children[1], in), in.site.place(expr));
    }
    case Expr::Kind::call: return evaluate_call(expr, in);
    case Expr::Kind::conditional: return evaluate_conditional(expr, in);
    case Expr::Kind::logical_and:
    case Expr::Kind::logical_or: return evaluate_logical(expr, in);
    case Expr::Kind::loop: return in.scope.run_loop(expr, in.site.place(expr));
    default: return broken(expr, in);
  }
}

}  // namespace pillarlint
