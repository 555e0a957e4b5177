// Functions that make or list objects: createObject, items, objectKeys, shallowMerge …
#include <algorithm>
#include <array>
#include <vector>

#include "arm/functions_rows.h"

namespace pillarlint::arm {

namespace {

Value null_value(const Call& call) { return Value::null(call.span); }

/// Pairs whose keys have no alternatives; values may be anything. A key that is not known opens the object.
Value object_of_pairs(const Call& call) {
  ObjectBuilder object(call.context.arena);
  const Unknown* open = nullptr;
  for (std::size_t n = 0; n < call.args.size(); n += 2) {
    const auto& key = call.arg(n);
    if (key.known() && !key.is_string()) return wrong_type(call, n, "the name of a member");
    if (key.known()) {
      object.set(key.text(), call.arg(n + 1), key.span());
    } else {
      open = open_by_key(call.context, open, key, call.span);
    }
  }
  object.open(open);
  return object.build(call.span);
}

Value create_object(const Call& call) {
  if (call.args.size() % 2 != 0) return call.wrong("a name without a value, expected pairs of both");
  if (!call.context.budget.take_bytes(call.args.size() * sizeof(Member)))
    return limit_unknown(call.context, "memory", call.span);
  // Only keys are told apart by alternatives: values keep theirs inside of the object.
  std::vector<Value> keys;
  std::vector<SymbolId> symbols;
  bool branching = false;
  for (std::size_t n = 0; n < call.args.size(); n += 2) {
    keys.push_back(call.arg(n));
    branching = branching || (!call.arg(n).known() && !call.arg(n).why().alternatives.empty());
  }
  if (!branching) return object_of_pairs(call);
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  const auto symbol = call.context.symbols.make("createObject", "", symbols);
  return distribute(call.context, keys, symbol, call.span, [&](std::span<const Value> row) {
    std::vector<Value> args(call.args.begin(), call.args.end());
    for (std::size_t i = 0; i < row.size(); ++i) args[2 * i] = row[i];
    return object_of_pairs(Call{call.context, args, call.span, call.function, call.environment});
  });
}

// The names that an open object may still have stand anywhere among those that are listed, so no place is certain.
Value listed(const Call& call, Value (*make)(const Call&, const Member&)) {
  const auto& object = call.arg(0);
  if (!may_be(object, ValueType::object)) return wrong_type(call, 0, "an object");
  if (!object.known() || object.rest() != nullptr)
    return unknown_of_length(call, ValueType::array, length_range(object));
  if (!call.context.budget.take_bytes(object.size() * (sizeof(Value) + 2 * sizeof(Member)))) {
    return limit_unknown(call.context, "memory", call.span);
  }
  std::vector<Value> items;
  for (const auto* m : members_by_name(object)) items.push_back(make(call, *m).marked(object.marks()));
  return Value::array(call.context.arena, items, call.span);
}

Value item_of(const Call& call, const Member& m) {
  const std::array pair{member("key", Value::of(m.key, m.key_span), m.key_span), member("value", m.value, m.key_span)};
  return Value::object(call.context.arena, pair, m.value.span());
}

Value items(const Call& call) { return listed(call, item_of); }

Value object_keys(const Call& call) {
  return listed(call, [](const Call&, const Member& m) { return Value::of(m.key, m.key_span); });
}

Value shallow_merge(const Call& call) {
  const auto& array = call.arg(0);
  if (!may_be(array, ValueType::array)) return wrong_type(call, 0, "an array of objects");
  if (!array.known()) return call.unknown();
  std::vector<Value> objects(array.items().begin(), array.items().end());
  for (const auto& object : objects) {
    if (!may_be(object, ValueType::object)) return call.wrong("an element of the array is no object");
  }
  if (array.rest() != nullptr) objects.push_back(call.unknown());
  std::vector<SymbolId> symbols;
  for (const auto& object : objects) symbols.push_back(symbol_of(object, call.context.symbols));
  const auto symbol = call.context.symbols.make("shallowMerge", "", symbols);
  return distribute(call.context, objects, symbol, call.span, [&](std::span<const Value> row) {
    const bool wrong =
        std::any_of(row.begin(), row.end(), [](const Value& v) { return !may_be(v, ValueType::object); });
    return wrong ? call.unknown() : merge_objects(call.context, row, Merge::shallow, call.span);
  });
}

constexpr Builtin rows[] = {
    {"null", 0, 0, Takes::unknown, null_value, ValueType::any},
    {"createObject", 0, -1, Takes::unknown, create_object, ValueType::object},
    {"items", 1, 1, Takes::unknown, each<items>, ValueType::array},
    {"objectKeys", 1, 1, Takes::unknown, each<object_keys>, ValueType::array},
    {"shallowMerge", 1, 1, Takes::unknown, each<shallow_merge>, ValueType::object},
};

}  // namespace

std::span<const Builtin> object_rows() { return rows; }

}  // namespace pillarlint::arm
