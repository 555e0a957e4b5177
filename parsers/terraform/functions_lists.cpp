// Functions that make lists of lists: concat, flatten, distinct, slice, sort, range, chunklist …
#include <array>
#include <vector>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "value/functions/numbers.h"

namespace pillarlint::terraform {

namespace {

constexpr std::size_t most_of_range = 1024;  // Terraform's own limit

LengthRange whole_length(const Value& list) { return length_range(list); }

/// A list of which no place is certain, as long as `list`.
Value unknown_as_long(const Call& call, const Value& list) {
  return unknown_of_length(call, ValueType::array, whole_length(list));
}

bool open(const Value& list) { return !list.known() || list.rest() != nullptr; }

Value all_of_booleans(const Call& call, bool all) {
  const auto& list = call.arg(0);
  std::vector<Value> parts;
  for (const auto& item : list.items()) parts.push_back(item.is_null() ? Value::of(false, call.span) : item);
  if (open(list)) parts.push_back(decided(call, Truth::unknown));
  return all ? and_value(call.context, parts, call.span) : or_value(call.context, parts, call.span);
}
Value all_true(const Call& call) { return all_of_booleans(call, true); }
Value any_true(const Call& call) { return all_of_booleans(call, false); }

Value chunks(const Call& call) {
  const auto& list = call.arg(0);
  if (!call.arg(1).known() || open(list)) return unknown_result(call);
  const auto size = whole_number(call, 1);
  if (size.wrong) return *size.wrong;
  if (size.number < 0) return call.wrong("argument 2 is negative, expected a size");
  const auto step = size.number == 0 ? std::max<std::size_t>(1, list.size())
                                     : static_cast<std::size_t>(std::min<std::int64_t>(size.number, list.size() + 1));
  std::vector<Value> made;
  for (std::size_t from = 0; from < list.size(); from += step) {
    made.push_back(array_of(call, list.items().subspan(from, std::min(step, list.size() - from))));
  }
  return array_of(call, made);
}

/// The elements that `test` lets through; from the first of which that is not known, no place is certain.
template <typename Passes>
Value kept_items(const Call& call, const Value& list, Passes passes) {
  if (!list.known()) return unknown_of_length(call, ValueType::array, {0, whole_length(list).most});
  std::vector<Value> kept;
  std::int64_t least = 0;
  bool certain = list.rest() == nullptr;
  bool still = true;
  for (const auto& item : list.items()) {
    const auto passed = passes(item);
    if (passed == Truth::unknown) still = certain = false;
    if (passed != Truth::yes) continue;
    ++least;
    if (still) kept.push_back(item);
  }
  if (certain) return array_of(call, kept);
  return open_array(call.context, kept, unknown_result(call).why(), least, call.span);
}

Value compact(const Call& call) {
  return kept_items(call, call.arg(0), [](const Value& item) { return !is_empty(item); });
}

Value concat(const Call& call) { return concat_arrays(call.context, call.args, call.span); }

Value distinct(const Call& call) {
  if (!call.arg(0).known()) {
    const auto range = whole_length(call.arg(0));
    return unknown_of_length(call, ValueType::array, {std::min<std::int64_t>(range.least, 1), range.most});
  }
  return distinct_items(call.context, call.arg(0), call.span);
}

// ── flatten ───────────────────────────────────────────────────────────────────────────────────────────────────────

struct Flat {
  std::vector<Value> items;
  bool certain = true;
  bool too_deep = false;
};

void flatten_into(const Call& call, const Value& list, Flat& flat) {
  const DepthGuard depth(call.context.budget);
  if (!depth.ok || !call.context.budget.take(list.size() + 1)) {
    flat.too_deep = true;
    return;
  }
  for (const auto& item : list.items()) {
    if (!flat.certain || flat.too_deep) return;
    if (item.is_array()) {
      flatten_into(call, item, flat);
    } else if (!item.known() && may_be(item, ValueType::array)) {
      flat.certain = false;
    } else {
      flat.items.push_back(item);
    }
  }
  if (list.rest() != nullptr) flat.certain = false;
}

Value flatten(const Call& call) {
  const auto& list = call.arg(0);
  if (!list.known()) return unknown_result(call);
  Flat flat;
  flatten_into(call, list, flat);
  if (flat.too_deep) return limit_unknown(call.context, "step", call.span);
  if (flat.certain) return array_of(call, flat.items);
  const auto least = static_cast<std::int64_t>(flat.items.size());
  return open_array(call.context, flat.items, unknown_result(call).why(), least, call.span);
}

// ── parts and order ───────────────────────────────────────────────────────────────────────────────────────────────

Value slice(const Call& call) {
  const auto& list = call.arg(0);
  if (!call.arg(1).known() || !call.arg(2).known()) return unknown_of_length(call, ValueType::array, {0, whole_length(list).most});
  const auto from = whole_number(call, 1);
  const auto to = whole_number(call, 2);
  if (from.wrong) return *from.wrong;
  if (to.wrong) return *to.wrong;
  const bool past_end = !open(list) && to.number > static_cast<std::int64_t>(list.size());
  if (from.number < 0 || to.number < from.number || past_end) return call.wrong("the list has no such part");
  if (!list.known() || to.number > static_cast<std::int64_t>(list.size())) {
    return unknown_of_length(call, ValueType::array, {to.number - from.number, to.number - from.number});
  }
  return array_of(call, list.items().subspan(static_cast<std::size_t>(from.number), static_cast<std::size_t>(to.number - from.number)));
}

Value reverse(const Call& call) {
  const auto& list = call.arg(0);
  if (open(list)) return unknown_as_long(call, list);
  const std::vector<Value> items(list.items().rbegin(), list.items().rend());
  return array_of(call, items);
}

Value sort(const Call& call) {
  const auto& list = call.arg(0);
  if (list.is_array() && list.rest() == nullptr && list.size() == 1 && !list.items()[0].known()) return list;
  if (open(list) || list.has_unknown()) return unknown_as_long(call, list);
  std::vector<Value> items(list.items().begin(), list.items().end());
  if (std::any_of(items.begin(), items.end(), [](const Value& v) { return v.is_null(); })) return call.wrong("an element is null");
  if (!call.context.budget.take(items.size())) return limit_unknown(call.context, "step", call.span);
  std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) { return a.text() < b.text(); });
  return array_of(call, items);
}

// ── range ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Value numbers_from(const Call& call, double start, double end, double step) {
  if (step == 0 ? start != end : (step > 0) != (end >= start) && start != end) return call.wrong("the step leads away from the end");
  std::vector<Value> items;
  for (double at = start; step > 0 ? at < end : at > end; at = rounded_decimal(start + step * static_cast<double>(items.size()))) {
    if (items.size() == most_of_range) return call.wrong("these are more than 1024 numbers");
    items.push_back(number_value(at, call.span));
  }
  return array_of(call, items);
}

Value range(const Call& call) {
  const auto number = [&](std::size_t n) { return call.arg(n).real(); };
  const double start = call.has(1) ? number(0) : 0;
  const double end = call.has(1) ? number(1) : number(0);
  const double step = call.has(2) ? number(2) : end < start ? -1 : 1;
  return numbers_from(call, start, end, step);
}

/// `range(n)` of a number that is not known is as long as the number says.
Value range_or_unknown(const Call& call) {
  const bool known = std::all_of(call.args.begin(), call.args.end(), [](const Value& v) { return v.known(); });
  if (known) return range(call);
  const auto* bounds = call.has(1) ? nullptr : call.arg(0).why().bounds;
  LengthRange length{0, static_cast<std::int64_t>(most_of_range)};
  if (bounds != nullptr && bounds->min_value && *bounds->min_value >= 0) {
    length.least = *bounds->min_value;
    if (bounds->max_value) length.most = std::min(*length.most, *bounds->max_value);
  }
  return unknown_of_length(call, ValueType::array, length);
}

constexpr Builtin rows[] = {
    {"alltrue", 1, 1, Takes::unknown, row<"B", Sees::all, all_true>, ValueType::boolean},
    {"anytrue", 1, 1, Takes::unknown, row<"B", Sees::all, any_true>, ValueType::boolean},
    {"chunklist", 2, 2, Takes::unknown, row<"Ln", Sees::all, chunks>, ValueType::array},
    {"compact", 1, 1, Takes::unknown, row<"S", Sees::all, compact>, ValueType::array},
    {"concat", 1, -1, Takes::unknown, row<"A*", Sees::all, concat>, ValueType::array},
    {"distinct", 1, 1, Takes::unknown, row<"L", Sees::all, distinct>, ValueType::array},
    {"flatten", 1, 1, Takes::unknown, row<"A", Sees::all, flatten>, ValueType::array},
    {"range", 1, 3, Takes::unknown, row<"n*", Sees::all, range_or_unknown>, ValueType::array},
    {"reverse", 1, 1, Takes::unknown, row<"A", Sees::all, reverse>, ValueType::array},
    {"slice", 3, 3, Takes::unknown, row<"Ann", Sees::all, slice>, ValueType::array},
    {"sort", 1, 1, Takes::unknown, row<"S", Sees::all, sort>, ValueType::array},
};

}  // namespace

std::span<const Builtin> list_rows() { return rows; }

}  // namespace pillarlint::terraform
