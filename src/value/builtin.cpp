#include "value/builtin.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

Value Call::wrong(std::string_view what) const {
  context.diagnostics.report(Code::function_argument, span, function.name, what);
  return new_unknown(context, Unknown::Why::does_not_parse, fmt::format("{}()", function.name),
                     context.symbols.fresh(function.name), span, function.result);
}

Value Call::text(std::string_view result) const {
  if (!context.budget.take_bytes(result.size())) return limit_unknown(context, "memory", span);
  return Value::copy(context.arena, result, span);
}

Value Call::unknown(ValueType type) const {
  return unknown_from(context, function.name, args, span, type == ValueType::any ? function.result : type);
}

FunctionTable::FunctionTable(std::initializer_list<std::span<const Builtin>> rows) {
  for (const auto& part : rows) {
    for (const auto& row : part) sorted_.push_back(&row);
  }
  std::sort(sorted_.begin(), sorted_.end(), [](const Builtin* a, const Builtin* b) { return lower(a->name) < lower(b->name); });
}

const Builtin* FunctionTable::find(std::string_view name) const {
  const auto key = lower(name);
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), key,
                                   [](const Builtin* row, const std::string& wanted) { return lower(row->name) < wanted; });
  return at != sorted_.end() && same_text((*at)->name, name) ? *at : nullptr;
}

std::string_view FunctionTable::nearest_name(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const auto* row : sorted_) names.push_back(row->name);
  return nearest(name, names);
}

namespace {

std::string arity_text(const Builtin& f) {
  const auto arguments = [](int n) { return fmt::format("{} argument{}", n, n == 1 ? "" : "s"); };
  if (f.max_args < 0) return f.min_args == 0 ? "any number of arguments" : "at least " + arguments(f.min_args);
  if (f.min_args == f.max_args) return f.min_args == 0 ? "no argument" : arguments(f.min_args);
  return fmt::format("{} to {} arguments", f.min_args, f.max_args);
}

bool blocks(Takes takes, const Value& arg) { return takes == Takes::deep ? arg.has_unknown() : !arg.known(); }

// The marks of the result. A truth or a number tells nothing of the secret it was made from; a container keeps the marks on
// its parts, so that the name beside a secret is no secret, unless the function took a marked text apart.
Value with_marks(const Value& result, const Builtin& function, std::span<const Value> args) {
  if (function.own_marks || function.result == ValueType::boolean || function.result == ValueType::integer) return result;
  if (result.is_container() && !function.takes_apart) return result;
  Mark marks = Mark::none;
  for (const auto& arg : args) marks = marks | arg.marks();
  return result.marked(marks);
}

// What a call may cost: functions look at their arguments at every depth.
std::uint64_t weight_of(std::span<const Value> args) {
  std::uint64_t total = 1;
  for (const auto& arg : args) total += arg.weight();
  return total;
}

Value call_row(const Call& call, std::span<const Value> args) {
  Call row{call.context, args, call.span, call.function, call.environment};
  const bool blocked = std::any_of(args.begin(), args.end(), [&](const Value& v) { return blocks(call.function.takes, v); });
  return with_marks(blocked ? row.unknown() : call.function.run(row), call.function, args);
}

Value call_counted(const Call& call);

}  // namespace

Value call(const Call& call) {
  const auto& f = call.function;
  const auto given = static_cast<int>(call.args.size());
  if (given < f.min_args || (f.max_args >= 0 && given > f.max_args)) {
    call.context.diagnostics.report(Code::function_arity, call.span, f.name, arity_text(f), given);
    return new_unknown(call.context, Unknown::Why::does_not_parse, fmt::format("{}()", f.name),
                       call.context.symbols.fresh(f.name), call.span, f.result);
  }
  if (!call.context.budget.take(weight_of(call.args))) return limit_unknown(call.context, "step", call.span);
  const auto result = call_counted(call);
  return result.too_heavy() ? limit_unknown(call.context, "size", call.span) : result;
}

namespace {
Value call_counted(const Call& call) {
  const auto& f = call.function;
  if (f.takes == Takes::unknown) return with_marks(f.run(call), f, call.args);
  const bool blocked = std::any_of(call.args.begin(), call.args.end(), [&](const Value& v) { return blocks(f.takes, v); });
  if (!blocked) return with_marks(f.run(call), f, call.args);
  const bool branching = std::any_of(call.args.begin(), call.args.end(),
                                     [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); });
  if (!branching) return call_row(call, call.args);
  std::vector<SymbolId> symbols;
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  const auto symbol = call.context.symbols.make(f.name, "", symbols);
  return distribute(call.context, call.args, symbol, call.span,
                    [&](std::span<const Value> args) { return call_row(call, args); });
}

}  // namespace

}  // namespace pillarlint
