#include "value/pieces.h"

#include <algorithm>
#include <array>

#include "value/alternatives.h"

namespace pillarlint {

namespace {

bool could_be(ValueType type, const Value& v) {
  switch (type) {
    case ValueType::any: return true;
    case ValueType::boolean: return v.is_bool();
    case ValueType::integer:
    case ValueType::number: return v.is_number();
    case ValueType::string: return v.is_string();
    case ValueType::array: return v.is_array();
    case ValueType::object: return v.is_object();
  }
  return true;
}

bool textual(const Value& v) {
  return v.is_string() || (!v.known() && (!v.why().pieces.empty() || v.why().type == ValueType::string));
}

Truth equal_to_bounds(const Bounds& bounds, const Value& other) {
  if (other.is_integer()) {
    if ((bounds.min_value && other.integer() < *bounds.min_value) || (bounds.max_value && other.integer() > *bounds.max_value)) {
      return Truth::no;
    }
  }
  return Truth::unknown;
}

Truth equals_unknown(const Value& a, const Value& b, Case letter_case) {
  const Value& open = a.known() ? b : a;
  const Value& other = a.known() ? a : b;
  const auto& why = open.why();
  if (!other.known() && other.why().symbol == why.symbol && why.symbol != SymbolId::none) return Truth::yes;
  if (!why.alternatives.empty()) {
    Truth all_yes = Truth::yes;
    Truth any_yes = Truth::no;
    for (const auto& alternative : why.alternatives) {
      const auto one = equals(alternative.value, other, letter_case);
      all_yes = all_yes & one;
      any_yes = any_yes | one;
    }
    if (all_yes == Truth::yes) return Truth::yes;
    return any_yes == Truth::no ? Truth::no : Truth::unknown;
  }
  if (!other.known() && !other.why().alternatives.empty()) return equals_unknown(other, open, letter_case);
  if (other.known() && other.is_null()) return why.never_empty || why.never_null ? Truth::no : Truth::unknown;
  if (other.known() && !could_be(why.type, other)) return Truth::no;
  if (textual(open) && textual(other)) return equal_pieces(pieces_of(open), pieces_of(other), letter_case);
  if (why.bounds != nullptr) return equal_to_bounds(*why.bounds, other);
  return Truth::unknown;
}

Truth equal_arrays(const Value& a, const Value& b, Case letter_case) {
  const auto shared = std::min(a.size(), b.size());
  Truth result = Truth::yes;
  for (std::uint32_t i = 0; i < shared; ++i) result = result & equals(a.items()[i], b.items()[i], letter_case);
  if (a.size() != b.size()) {
    const bool may_grow = (a.size() < b.size() ? a.rest() : b.rest()) != nullptr;
    result = result & (may_grow ? Truth::unknown : Truth::no);
  } else if (a.rest() != nullptr || b.rest() != nullptr) {
    result = result & (a.rest() == b.rest() ? Truth::yes : Truth::unknown);
  }
  return result;
}

Truth equal_objects(const Value& a, const Value& b, Case letter_case) {
  Truth result = a.rest() == b.rest() ? Truth::yes : Truth::unknown;
  const auto missing = [](const Value& in, const Value& value) {
    return in.rest() != nullptr ? Truth::unknown : is_null(value);  // null equals absent (D12)
  };
  for (const auto& m : a.members()) {
    const auto* other = b.find(m.key, m.hash);
    result = result & (other != nullptr ? equals(m.value, other->value, letter_case) : missing(b, m.value));
  }
  for (const auto& m : b.members()) {
    if (a.find(m.key, m.hash) == nullptr) result = result & missing(a, m.value);
  }
  return result;
}

}  // namespace

Truth equals(const Value& a, const Value& b, Case letter_case) {
  if (!a.known() || !b.known()) return equals_unknown(a, b, letter_case);
  if (a.is_number() && b.is_number()) {
    return truth(a.is_integer() && b.is_integer() ? a.integer() == b.integer() : a.real() == b.real());
  }
  if (a.kind() != b.kind()) return Truth::no;
  switch (a.kind()) {
    case Value::Kind::null: return Truth::yes;
    case Value::Kind::boolean: return truth(a.boolean() == b.boolean());
    case Value::Kind::string: return truth(same(a.text(), b.text(), letter_case));
    case Value::Kind::array: return equal_arrays(a, b, letter_case);
    case Value::Kind::object: return equal_objects(a, b, letter_case);
    default: return Truth::unknown;
  }
}

Value equals_value(Context& context, const Value& a, const Value& b, Case letter_case, Span span) {
  const auto known = equals(a, b, letter_case);
  if (known != Truth::unknown) return Value::of(known == Truth::yes, span);
  auto x = symbol_of(a, context.symbols);
  auto y = symbol_of(b, context.symbols);
  if (y < x) std::swap(x, y);
  const auto symbol = context.symbols.make(letter_case == Case::matters ? "equals" : "equalsInsensitively", "", {x, y});
  const std::array args{a, b};
  return distribute(context, args, symbol, span, [&](std::span<const Value> parts) {
    const auto one = equals(parts[0], parts[1], letter_case);
    if (one != Truth::unknown) return Value::of(one == Truth::yes, span);
    auto p = symbol_of(parts[0], context.symbols);
    auto q = symbol_of(parts[1], context.symbols);
    if (q < p) std::swap(p, q);
    auto result = unknown_from(context, "equals", parts, span, ValueType::boolean);
    auto* why = context.arena.make<Unknown>(result.why());
    why->symbol = context.symbols.make(letter_case == Case::matters ? "equals" : "equalsInsensitively", "", {p, q});
    why->never_null = true;
    return Value::unknown(why, span).marked(result.marks());
  });
}

Truth is_null(const Value& value) {
  if (value.known()) return truth(value.is_null());
  const auto& why = value.why();
  if (!why.alternatives.empty()) return over_alternatives(why, is_null);
  return why.never_null || why.never_empty || !why.pieces.empty() ? Truth::no : Truth::unknown;
}

Truth is_empty(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return Truth::yes;
    case Value::Kind::string: return truth(value.size() == 0);
    case Value::Kind::array:
    case Value::Kind::object:
      if (value.size() != 0) return Truth::no;
      if (value.rest() == nullptr) return Truth::yes;
      return value.rest()->never_empty ? Truth::no : Truth::unknown;
    case Value::Kind::unknown: break;
    default: return Truth::no;
  }
  const auto& why = value.why();
  if (!why.alternatives.empty()) return over_alternatives(why, is_empty);
  if (why.never_empty) return Truth::no;
  if (why.bounds != nullptr && why.bounds->min_length && *why.bounds->min_length > 0) return Truth::no;
  if (!why.pieces.empty() && least_length(why.pieces) > 0) return Truth::no;
  return Truth::unknown;
}

}  // namespace pillarlint
