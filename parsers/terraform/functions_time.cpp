// formatdate, timeadd, timecmp; the moment itself is known to no scan.
#include "terraform/functions_rows.h"
#include "value/functions/rfc3339.h"

namespace pillarlint::terraform {

namespace {

constexpr auto no_time = "an argument is no time such as 2018-01-02T23:12:01Z";

Value format_date(const Call& call) {
  const auto time = parse_rfc3339(call.arg(1).text());
  if (!time) return call.wrong(no_time);
  const auto text = format_zoned_time(*time, call.arg(0).text());
  return text ? call.text(*text) : call.wrong("argument 1 has letters that mean nothing, or a quote that is not closed");
}

Value add(const Call& call) {
  const auto time = parse_rfc3339(call.arg(0).text());
  if (!time) return call.wrong(no_time);
  const auto duration = go_duration(call.arg(1).text());
  if (!duration) return call.wrong("argument 2 is no duration such as 1h30m");
  const auto sum = add_nanoseconds(*time, *duration);
  return sum ? call.text(rfc3339_text(*sum)) : call.wrong("the result is past all years");
}

Value compare(const Call& call) {
  const auto a = parse_rfc3339(call.arg(0).text());
  const auto b = parse_rfc3339(call.arg(1).text());
  if (!a || !b) return call.wrong(no_time);
  return Value::of(std::int64_t{compare_times(*a, *b)}, call.span);
}

Value moment(const Call& call, SymbolId symbol) {
  const auto time = new_unknown(call.context, Unknown::Why::known_after_deploy, std::string(call.function.name) + "()", symbol,
                                call.span, ValueType::string);
  return refined(call.context, time, [](Unknown& why) { why.never_null = why.never_empty = true; });
}

Value now(const Call& call) { return moment(call, call.context.symbols.fresh("timestamp")); }
// One moment for the whole of a plan.
Value plan_time(const Call& call) { return moment(call, call.context.symbols.make("plantimestamp", "")); }

constexpr Builtin rows[] = {
    {"formatdate", 2, 2, Takes::unknown, row<"ss", Sees::known, format_date>, ValueType::string},
    {"plantimestamp", 0, 0, Takes::unknown, plan_time, ValueType::string},
    {"timeadd", 2, 2, Takes::unknown, row<"ss", Sees::known, add>, ValueType::string},
    {"timecmp", 2, 2, Takes::unknown, row<"ss", Sees::known, compare>, ValueType::integer},
    {"timestamp", 0, 0, Takes::unknown, now, ValueType::string},
};

}  // namespace

std::span<const Builtin> time_rows() { return rows; }

}  // namespace pillarlint::terraform
