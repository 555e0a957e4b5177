// Functions that make arrays, or read elements of them: createArray, range, union, flatten, min, max, tryGet …
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "arm/functions_rows.h"

namespace pillarlint::arm {

namespace {

constexpr std::int64_t most_of_range = 10'000;
constexpr std::int64_t most_integer = 2'147'483'647;

Value as_array(const Call& call) {
  const auto& value = call.arg(0);
  if (is_a(value, ValueType::array)) return value;
  if (!value.known() && is_a(value, ValueType::any)) return unknown_of_length(call, ValueType::array, {});
  return Value::array(call.context.arena, call.args, call.span);
}

Value create_array(const Call& call) {
  if (!call.context.budget.take_bytes(call.args.size() * sizeof(Value)))
    return limit_unknown(call.context, "memory", call.span);
  return Value::array(call.context.arena, call.args, call.span);
}

Value range(const Call& call) {
  for (std::size_t n = 0; n < 2; ++n) {
    if (!may_be(call.arg(n), ValueType::integer)) return wrong_type(call, n, "a whole number");
  }
  const auto& count = call.arg(1);
  if (count.known() && count.integer() < 0) return call.wrong("argument 2 is negative, expected a count");
  if (!count.known()) {
    LengthRange length;
    if (const auto* bounds = count.why().bounds)
      length = {std::max<std::int64_t>(0, bounds->min_value.value_or(0)), bounds->max_value};
    return unknown_of_length(call, ValueType::array, length);
  }
  if (count.integer() > most_of_range) return limit_unknown(call.context, "range", call.span);
  if (!call.arg(0).known()) return unknown_of_length(call, ValueType::array, {count.integer(), count.integer()});
  const auto start = call.arg(0).integer();
  if (start > most_integer - count.integer() + 1 || start < -most_integer)
    return call.wrong("the numbers do not fit 32 bits");
  if (!call.context.budget.take_bytes(static_cast<std::uint64_t>(count.integer()) * sizeof(Value))) {
    return limit_unknown(call.context, "memory", call.span);
  }
  std::vector<Value> items;
  items.reserve(static_cast<std::size_t>(count.integer()));
  for (std::int64_t i = 0; i < count.integer(); ++i) items.push_back(Value::of(start + i, call.span));
  return Value::array(call.context.arena, items, call.span);
}

Value flatten(const Call& call) {
  const auto& outer = call.arg(0);
  if (!may_be(outer, ValueType::array)) return wrong_type(call, 0, "an array of arrays");
  if (!outer.known()) return unknown_of_length(call, ValueType::array, {});
  std::vector<Value> parts(outer.items().begin(), outer.items().end());
  for (const auto& part : parts) {
    if (!may_be(part, ValueType::array)) return call.wrong("an element of the array is no array");
  }
  if (outer.rest() != nullptr) parts.push_back(unknown_of_length(call, ValueType::array, {}));
  std::vector<SymbolId> symbols;
  for (const auto& part : parts) symbols.push_back(symbol_of(part, call.context.symbols));
  const auto symbol = call.context.symbols.make("flatten", "", symbols);
  return distribute(call.context, parts, symbol, call.span,
                    [&](std::span<const Value> arrays) { return concat_arrays(call.context, arrays, call.span); });
}

Value distinct(const Call& call) {
  if (!may_be(call.arg(0), ValueType::array)) return wrong_type(call, 0, "an array");
  if (!call.arg(0).known())
    return unknown_of_length(
        call, ValueType::array,
        {std::min<std::int64_t>(1, length_range(call.arg(0)).least), length_range(call.arg(0)).most});
  return distinct_items(call.context, call.arg(0), call.span);
}

// ── arrays or objects ─────────────────────────────────────────────────────────────────────────────────────────────

/// The type that all arguments are: nullopt, and the wrong call is reported, if they differ.
std::optional<ValueType> common_container(const Call& call, Value& wrong) {
  ValueType type = ValueType::any;
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    const auto& arg = call.arg(n);
    const bool array = is_a(arg, ValueType::array);
    const bool object = is_a(arg, ValueType::object);
    if (!array && !object && (arg.known() || !is_a(arg, ValueType::any))) {
      wrong = wrong_type(call, n, "an array or an object");
      return std::nullopt;
    }
    const auto own = array ? ValueType::array : object ? ValueType::object : ValueType::any;
    if (own != ValueType::any && type != ValueType::any && own != type) {
      wrong = wrong_type(call, n, type == ValueType::array ? "an array, as the first" : "an object, as the first");
      return std::nullopt;
    }
    if (own != ValueType::any) type = own;
  }
  return type;
}

Value union_of(const Call& call) {
  Value wrong;
  const auto type = common_container(call, wrong);
  if (!type) return wrong;
  if (*type == ValueType::object) return merge_objects(call.context, call.args, Merge::deep, call.span);
  if (*type == ValueType::any) return call.unknown();
  const auto all = concat_arrays(call.context, call.args, call.span);
  if (all.known()) return distinct_items(call.context, all, call.span);
  return unknown_of_length(call, ValueType::array, {std::min<std::int64_t>(1, length_range(all).least), std::nullopt});
}

Value intersection(const Call& call) {
  Value wrong;
  const auto type = common_container(call, wrong);
  if (!type) return wrong;
  const bool array = *type == ValueType::array;
  const bool nothing =
      std::any_of(call.args.begin(), call.args.end(), [](const Value& v) { return is_empty(v) == Truth::yes; });
  if (nothing && *type != ValueType::any) {
    return array ? Value::array(call.context.arena, {}, call.span) : Value::object(call.context.arena, {}, call.span);
  }
  if (std::any_of(call.args.begin(), call.args.end(), [](const Value& v) { return v.has_unknown(); }))
    return call.unknown(*type);
  return array ? common_items(call.context, call.args, call.span) : common_members(call.context, call.args, call.span);
}

// ── least and greatest ────────────────────────────────────────────────────────────────────────────────────────────

Value extreme(const Call& call, bool greatest) {
  const bool list = call.args.size() == 1 && call.arg(0).is_array();
  const auto numbers = list ? call.arg(0).items() : call.args;
  if (numbers.empty()) return call.wrong("the array is empty");
  std::optional<std::int64_t> found;
  for (const auto& number : numbers) {
    if (!number.is_integer()) return call.wrong("what is compared is no whole number");
    const bool further = !found || (greatest ? number.integer() > *found : number.integer() < *found);
    if (further) found = number.integer();
  }
  return Value::of(*found, call.span);
}

Value least_of(const Call& call) { return extreme(call, false); }
Value greatest_of(const Call& call) { return extreme(call, true); }

// ── elements and members that may be missing ──────────────────────────────────────────────────────────────────────

/// One step of safe access: null where there is nothing. `container` and `key` have no alternatives.
Value safe_step(const Call& call, const Value& container, const Value& key, bool from_end) {
  auto& context = call.context;
  if (container.is_null()) return Value::null(call.span);
  if (!key.known()) {
    const std::array operands{container, key};
    return unknown_from(context, "at", operands, call.span);
  }
  if (key.is_integer()) {
    auto index = key.integer();
    if (from_end && container.is_array() && container.rest() == nullptr)
      index = static_cast<std::int64_t>(container.size()) - index;
    if (from_end && (!container.known() || container.rest() != nullptr)) {
      const std::array operands{container, key};
      return unknown_from(context, "element from end", operands, call.span);
    }
    if (!may_be(container, ValueType::array)) return Value::null(call.span);
    return element_of(context, container, index, call.span).value_or(Value::null(call.span));
  }
  if (!key.is_string() || !may_be(container, ValueType::object)) return Value::null(call.span);
  if (key.hidden() && (!container.known() || container.rest() != nullptr)) {  // the name stays out of symbols
    const std::array operands{container, key};
    return unknown_from(context, "at", operands, call.span);
  }
  return member_of(context, container, key.text(), call.span).value_or(Value::null(call.span));
}

/// A key, or what the compiler writes for a later index from the end: `{ value: 1, fromEnd: true }`.
Value follow(const Call& call, const Value& container, const Value& key, bool from_end) {
  if (key.is_object()) return follow(call, container, key.get("value"), truth_of(key.get("fromEnd")) == Truth::yes);
  const std::array both{container, key};
  const auto symbol = call.context.symbols.make(
      "at", "", {symbol_of(container, call.context.symbols), symbol_of(key, call.context.symbols)});
  return distribute(call.context, both, symbol, call.span, [&](std::span<const Value> parts) {
    return safe_step(call, parts[0], parts[1], from_end).marked(parts[0].marks() | parts[1].marks());
  });
}

Value follow_all(const Call& call, bool from_end) {
  Value value = follow(call, call.arg(0), call.arg(1), from_end);
  for (std::size_t n = 2; n < call.args.size(); ++n) value = follow(call, value, call.arg(n), false);
  return value;
}

Value try_get(const Call& call) { return follow_all(call, false); }
Value try_from_end(const Call& call) { return follow_all(call, true); }

Value from_end(const Call& call) {
  const auto& array = call.arg(0);
  const auto& index = call.arg(1);
  if (!may_be(array, ValueType::array)) return wrong_type(call, 0, "an array");
  if (!may_be(index, ValueType::integer)) return wrong_type(call, 1, "a whole number");
  const bool outside =
      index.known() &&
      (index.integer() < 1 || (array.is_array() && array.rest() == nullptr && index.integer() > array.size()));
  if (outside) {
    return call.wrong(index.hidden() ? "there is no such element"
                                     : fmt::format("there is no element {} from the end", index.integer()));
  }
  return safe_step(call, array, index, true);
}

constexpr Builtin rows[] = {
    {"array", 1, 1, Takes::unknown, each<as_array>, ValueType::array},
    {"createArray", 0, -1, Takes::unknown, create_array, ValueType::array},
    {"range", 2, 2, Takes::unknown, each<range>, ValueType::array},
    {"flatten", 1, 1, Takes::unknown, each<flatten>, ValueType::array},
    {"distinct", 1, 1, Takes::unknown, each<distinct>, ValueType::array},
    {"union", 1, -1, Takes::unknown, each<union_of>, ValueType::any},
    {"intersection", 1, -1, Takes::unknown, each<intersection>, ValueType::any},
    {"min", 1, -1, Takes::deep, least_of, ValueType::integer},
    {"max", 1, -1, Takes::deep, greatest_of, ValueType::integer},
    {"tryGet", 2, -1, Takes::unknown, try_get, ValueType::any},
    {"indexFromEnd", 2, 2, Takes::unknown, each<from_end>, ValueType::any},
    {"tryIndexFromEnd", 2, -1, Takes::unknown, try_from_end, ValueType::any},
};

}  // namespace

std::span<const Builtin> array_rows() { return rows; }

}  // namespace pillarlint::arm
