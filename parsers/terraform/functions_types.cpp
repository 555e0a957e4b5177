// Conversions and marks: tobool … tostring, sensitive, nonsensitive, issensitive, ephemeralasnull.
#include <vector>

#include "terraform/functions_rows.h"

namespace pillarlint::terraform {

namespace {

template <Primitive to>
Value to_primitive(const Call& call) {
  const auto& value = call.arg(0);
  const auto result = converted(call.context, value, to);
  if (result) return result->at(call.span);
  return wrong_type(call, 0, to == Primitive::string ? "what has a text" : to == Primitive::number ? "a number" : "a boolean");
}

/// The container with elements of one type; a loop over the list itself meets one over `tolist` of it, so an unknown
/// keeps its symbol.
Value to_list(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_null()) return value;
  if (!may_be(value, ValueType::array)) return wrong_type(call, 0, "a list or a set");
  if (!value.known()) return refined(call.context, value, [](Unknown& why) { why.type = ValueType::array; });
  const auto items = unified(call.context, value.items());
  if (!items) return call.wrong("the elements have no type in common");
  return Value::array(call.context.arena, *items, call.span, value.rest()).marked(value.marks());
}

Value to_set(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_null()) return value;
  if (!may_be(value, ValueType::array)) return wrong_type(call, 0, "a list or a set");
  const auto range = length_range(value);
  if (!value.known() || value.rest() != nullptr) {
    return unknown_of_length(call, ValueType::array, {std::min<std::int64_t>(range.least, 1), range.most});
  }
  const auto items = unified(call.context, value.items());
  if (!items) return call.wrong("the elements have no type in common");
  return set_of(call.context, *items, call.span).marked(value.marks());
}

Value to_map(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_null()) return value;
  if (!may_be(value, ValueType::object)) return wrong_type(call, 0, "a map or an object");
  if (!value.known()) return refined(call.context, value, [](Unknown& why) { why.type = ValueType::object; });
  std::vector<Value> values;
  for (const auto& m : value.members()) values.push_back(m.value);
  const auto same_type = unified(call.context, values);
  if (!same_type) return call.wrong("the members have no type in common");
  std::vector<Member> members(value.members().begin(), value.members().end());
  for (std::size_t i = 0; i < members.size(); ++i) members[i].value = (*same_type)[i];
  return Value::object(call.context.arena, members, call.span, value.rest()).marked(value.marks());
}

// ── marks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Value sensitive(const Call& call) { return marked_within(call, call.arg(0), Mark::secret); }

// What is a key by what it was read from stays one.
Value nonsensitive(const Call& call) {
  return changed_within(
      call, call.arg(0), [](const Value& value, Mark marks) { return value.without(marks); }, Mark::secret);
}

Value is_sensitive(const Call& call) {
  const auto& value = call.arg(0);
  if (value.secret()) return Value::of(true, call.span);
  return decided(call, value.known() ? Truth::no : Truth::unknown);
}

// What is ephemeral is not told apart here: that the value is kept is the safer side.
Value as_it_is(const Call& call) { return call.arg(0); }

constexpr Builtin rows[] = {
    {"ephemeralasnull", 1, 1, Takes::unknown, as_it_is, ValueType::any},
    {"issensitive", 1, 1, Takes::unknown, row<"?", Sees::all, is_sensitive>, ValueType::boolean},
    {"nonsensitive", 1, 1, Takes::unknown, nonsensitive, ValueType::any, Loop::none, false, false, Attempt::none, true},
    {"sensitive", 1, 1, Takes::unknown, sensitive, ValueType::any},
    {"tobool", 1, 1, Takes::unknown, row<"?", Sees::all, to_primitive<Primitive::boolean>>, ValueType::boolean},
    {"tolist", 1, 1, Takes::unknown, row<"?", Sees::all, to_list>, ValueType::array},
    {"tomap", 1, 1, Takes::unknown, row<"?", Sees::all, to_map>, ValueType::object},
    {"tonumber", 1, 1, Takes::unknown, row<"?", Sees::all, to_primitive<Primitive::number>>, ValueType::number},
    {"toset", 1, 1, Takes::unknown, row<"?", Sees::all, to_set>, ValueType::array},
    {"tostring", 1, 1, Takes::unknown, row<"?", Sees::all, to_primitive<Primitive::string>>, ValueType::string},
};

}  // namespace

std::span<const Builtin> type_rows() { return rows; }

}  // namespace pillarlint::terraform
