// Functions of sets. A set is an array that is sorted and has every value once (conversion.h).
#include <vector>

#include "terraform/functions_rows.h"

namespace pillarlint::terraform {

namespace {

constexpr std::size_t most_combinations = 100'000;

bool open(const Value& container) { return !container.known() || container.rest() != nullptr; }
bool any_unknown(const Call& call) {
  return std::any_of(call.args.begin(), call.args.end(), [](const Value& v) { return v.has_unknown(); });
}

/// The sets with one type for all elements; nullopt: they have none in common.
std::optional<std::vector<Value>> of_one_type(const Call& call) {
  std::vector<Value> joined;
  for (const auto& set : call.args) joined.insert(joined.end(), set.items().begin(), set.items().end());
  const auto same_type = unified(call.context, joined);
  if (!same_type) return std::nullopt;
  std::vector<Value> sets;
  std::size_t from = 0;
  for (const auto& set : call.args) {
    sets.push_back(array_of(call, std::span(*same_type).subspan(from, set.size())));
    from += set.size();
  }
  return sets;
}

Value no_common_type(const Call& call) { return call.wrong("the sets have no type in common"); }

Value set_union(const Call& call) {
  if (any_unknown(call)) {
    LengthRange length{0, 0};
    for (const auto& set : call.args) {
      const auto one = length_range(set);
      length.least = std::max(length.least, one.least);
      length.most = length.most && one.most ? std::optional(*length.most + *one.most) : std::nullopt;
    }
    return unknown_of_length(call, ValueType::array, length);
  }
  const auto sets = of_one_type(call);
  if (!sets) return no_common_type(call);
  std::vector<Value> all;
  for (const auto& set : *sets) all.insert(all.end(), set.items().begin(), set.items().end());
  return set_of(call.context, all, call.span);
}

Value set_intersection(const Call& call) {
  std::optional<std::int64_t> most;
  for (const auto& set : call.args) {
    if (is_empty(set) == Truth::yes) return array_of(call, {});
    const auto one = length_range(set).most;
    if (one && (!most || *one < *most)) most = one;
  }
  if (any_unknown(call)) return unknown_of_length(call, ValueType::array, {0, most});
  const auto sets = of_one_type(call);
  if (!sets) return no_common_type(call);
  return set_of(call.context, common_items(call.context, *sets, call.span).items(), call.span);
}

Value set_subtract(const Call& call) {
  if (is_empty(call.arg(0)) == Truth::yes) return array_of(call, {});
  if (is_empty(call.arg(1)) == Truth::yes) return call.arg(0);
  if (any_unknown(call)) return unknown_of_length(call, ValueType::array, {0, length_range(call.arg(0)).most});
  const auto sets = of_one_type(call);
  if (!sets) return no_common_type(call);
  std::vector<Value> kept;
  const auto out = (*sets)[1].items();
  for (const auto& item : (*sets)[0].items()) {
    if (!call.context.budget.take(out.size() + 1)) return limit_unknown(call.context, "step", call.span);
    const bool there =
        std::any_of(out.begin(), out.end(), [&](const Value& o) { return equals(item, o, Case::matters) == Truth::yes; });
    if (!there) kept.push_back(item);
  }
  return set_of(call.context, kept, call.span);
}

// The first list turns slowest. Every combination is one step, so that products of products end.
Value set_product(const Call& call) {
  std::size_t count = 1;
  for (const auto& list : call.args) {
    if (is_empty(list) == Truth::yes) return array_of(call, {});
    if (open(list)) return unknown_of_length(call, ValueType::array, {});
    count *= list.size();
    if (count > most_combinations) return limit_unknown(call.context, "size", call.span);
  }
  if (!call.context.budget.take(count * call.args.size())) return limit_unknown(call.context, "step", call.span);
  std::vector<Value> rows;
  for (std::size_t n = 0; n < count; ++n) {
    std::vector<Value> combination(call.args.size());
    auto rest = n;
    for (auto k = call.args.size(); k-- > 0;) {
      const auto& list = call.arg(k);
      combination[k] = list.items()[rest % list.size()];
      rest /= list.size();
    }
    rows.push_back(array_of(call, combination));
  }
  return array_of(call, rows);
}

constexpr Builtin rows[] = {
    {"setintersection", 1, -1, Takes::unknown, row<"T*", Sees::all, set_intersection>, ValueType::array},
    {"setproduct", 2, -1, Takes::unknown, row<"A*", Sees::all, set_product>, ValueType::array},
    {"setsubtract", 2, 2, Takes::unknown, row<"T*", Sees::all, set_subtract>, ValueType::array},
    {"setunion", 1, -1, Takes::unknown, row<"T*", Sees::all, set_union>, ValueType::array},
};

}  // namespace

std::span<const Builtin> set_rows() { return rows; }

}  // namespace pillarlint::terraform
