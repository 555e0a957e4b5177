// The one evaluator. Lazy where the language is: only the branch of a conditional that may be taken is looked at; when
// the test is not known both are, and the result has alternatives (semantics D1).
#pragma once

#include "expr/expr.h"
#include "expr/scope.h"
#include "value/context.h"

namespace pillarlint {

struct Evaluation {
  Context& context;
  Scope& scope;
  const Site& site;
  const Local* locals = nullptr;
};

/// Never fails: what is wrong is reported and gives an unknown.
[[nodiscard]] Value evaluate(const Expr& expr, const Evaluation& in);

/// Member access as the language does it: absent on a known object is reported, null-safe access is a function.
[[nodiscard]] Value read_member(Context& context, const Value& object, std::string_view key, Span span);
[[nodiscard]] Value read_element(Context& context, const Value& array, const Value& index, Span span);

/// map, filter, reduce, sort, toObject, mapValues, groupBy: calls whose last arguments are lambdas.
[[nodiscard]] Value evaluate_loop(const Expr& call, const Evaluation& in);

/// try, can: calls that want to know whether their arguments go wrong.
[[nodiscard]] Value evaluate_attempt(const Expr& call, const Evaluation& in);
/// Adds the elements of the list to the arguments of the call; or what the call gives if they are not known.
[[nodiscard]] std::optional<Value> spread_last(const Expr& call, const Evaluation& in, const Value& list, std::vector<Value>& args);
/// The element that stands for all of a collection of unknown length, and its index (semantics D3).
[[nodiscard]] Value each_of(Context& context, const Value& collection, Span span);
[[nodiscard]] Value index_in(Context& context, SymbolId collection, std::string_view subject, Span span);

}  // namespace pillarlint
