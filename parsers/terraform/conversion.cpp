#include "terraform/conversion.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "value/functions/collections.h"
#include "value/functions/json_text.h"
#include "value/functions/numbers.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

std::optional<std::string> text_of(const Value& scalar) {
  switch (scalar.kind()) {
    case Value::Kind::boolean:
      return scalar.boolean() ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(scalar.integer());
    case Value::Kind::real:
      return plain_decimal(scalar.real());
    case Value::Kind::string:
      return std::string(scalar.text());
    default:
      return std::nullopt;
  }
}

std::optional<Value> number_from(std::string_view text, Span span) {
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || text.starts_with('+') || text.find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  const auto* end = text.data() + text.size();
  std::int64_t whole = 0;
  const auto integer = std::from_chars(text.data(), end, whole);
  if (integer.ec == std::errc() && integer.ptr == end) return Value::of(whole, span);
  double number = 0;
  const auto real = std::from_chars(text.data(), end, number);
  if (real.ec != std::errc() || real.ptr != end) return std::nullopt;
  return number_value(number, span);
}

namespace {

std::optional<Value> known_converted(Context& context, const Value& value, Primitive to) {
  if (value.is_null()) return value;
  if (value.is_container()) return std::nullopt;
  switch (to) {
    case Primitive::string: {
      if (value.is_string()) return value;
      return Value::copy(context.arena, text_of(value).value_or(""), value.span()).marked(value.marks());
    }
    case Primitive::number: {
      if (value.is_number()) return value;
      const auto number = value.is_string() ? number_from(value.text(), value.span()) : std::nullopt;
      return number ? std::optional(number->marked(value.marks())) : std::nullopt;
    }
    case Primitive::boolean: {
      if (value.is_bool()) return value;
      if (!value.is_string()) return std::nullopt;
      const auto text = value.text();
      if (text == "true" || text == "1") return Value::of(true, value.span()).marked(value.marks());
      if (text == "false" || text == "0") return Value::of(false, value.span()).marked(value.marks());
      return std::nullopt;
    }
  }
  return std::nullopt;
}

ValueType type_of(Primitive primitive) {
  return primitive == Primitive::string   ? ValueType::string
         : primitive == Primitive::number ? ValueType::number
                                          : ValueType::boolean;
}

}  // namespace

std::optional<Value> converted(Context& context, const Value& value, Primitive to) {
  if (value.known()) return known_converted(context, value, to);
  const auto& why = value.why();
  if (why.type == ValueType::array || why.type == ValueType::object) return std::nullopt;
  const auto wanted = type_of(to);
  const bool same = why.type == wanted || (why.type == ValueType::integer && wanted == ValueType::number) ||
                    (!why.pieces.empty() && to == Primitive::string);
  if (same) return value;
  const bool number_to_boolean = (why.type == ValueType::integer || why.type == ValueType::number) && to == Primitive::boolean;
  if (number_to_boolean || (why.type == ValueType::boolean && to == Primitive::number)) return std::nullopt;
  // The symbol stays: in a template a number stands for its text as well.
  return refined(context, value, [&](Unknown& changed) {
    const bool typed = changed.type != ValueType::any;
    changed.type = wanted;
    if (typed) changed.bounds = nullptr;
    if (to != Primitive::string) {
      changed.pieces = {};
      changed.never_empty = false;
    } else if (typed && changed.never_null) {
      changed.never_empty = true;
    }
  });
}

namespace {

enum class Shape : std::uint8_t { open, boolean, number, string, array, object };

Shape shape_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return Shape::boolean;
    case Value::Kind::integer:
    case Value::Kind::real:
      return Shape::number;
    case Value::Kind::string:
      return Shape::string;
    case Value::Kind::array:
      return Shape::array;
    case Value::Kind::object:
      return Shape::object;
    case Value::Kind::unknown:
      break;
    case Value::Kind::null:
    case Value::Kind::expression:
      return Shape::open;
  }
  if (!value.why().pieces.empty()) return Shape::string;
  switch (value.why().type) {
    case ValueType::boolean:
      return Shape::boolean;
    case ValueType::integer:
    case ValueType::number:
      return Shape::number;
    case ValueType::string:
      return Shape::string;
    case ValueType::array:
      return Shape::array;
    case ValueType::object:
      return Shape::object;
    case ValueType::any:
      break;
  }
  return Shape::open;
}

using Values = std::vector<Value>;

std::optional<Values> unified_at_depth(Context& context, std::span<const Value> values);

std::optional<Values> as_texts(Context& context, std::span<const Value> values) {
  Values out;
  for (const auto& value : values) {
    const auto text = converted(context, value, Primitive::string);
    if (!text) return std::nullopt;
    out.push_back(*text);
  }
  return out;
}

/// Containers with their parts replaced by those of `parts`, in the order in which they stand.
Values with_parts(Context& context, std::span<const Value> values, const Values& parts) {
  Values out;
  std::size_t next = 0;
  for (const auto& value : values) {
    if (value.is_array()) {
      const std::span<const Value> items(parts.data() + next, value.size());
      out.push_back(Value::array(context.arena, items, value.span(), value.rest()).marked(value.marks()));
      next += value.size();
    } else if (value.is_object()) {
      std::vector<Member> members(value.members().begin(), value.members().end());
      for (auto& m : members) m.value = parts[next++];
      out.push_back(Value::object(context.arena, members, value.span(), value.rest()).marked(value.marks()));
    } else {
      out.push_back(value);
    }
  }
  return out;
}

Values parts_of(std::span<const Value> values) {
  Values parts;
  for (const auto& value : values) {
    parts.insert(parts.end(), value.items().begin(), value.items().end());
    for (const auto& m : value.members()) parts.push_back(m.value);
  }
  return parts;
}

bool same_form(const Value& a, const Value& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.members().size(); ++i) {
    if (a.members()[i].key != b.members()[i].key) return false;
  }
  return true;
}

/// Values of the same members are unified member by member.
std::optional<Values> by_place(Context& context, std::span<const Value> values, std::size_t places) {
  const auto parts = parts_of(values);
  auto out = parts;
  for (std::size_t place = 0; place < places; ++place) {
    Values column;
    for (auto at = place; at < parts.size(); at += places) column.push_back(parts[at]);
    const auto joined = unified_at_depth(context, column);
    if (!joined) return std::nullopt;
    for (std::size_t row = 0; row < column.size(); ++row) out[row * places + place] = (*joined)[row];
  }
  return with_parts(context, values, out);
}

Value in_order_of_names(Context& context, const Value& object) {
  std::vector<Member> members(object.members().begin(), object.members().end());
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return a.key < b.key; });
  return Value::object(context.arena, members, object.span(), object.rest()).marked(object.marks());
}

std::optional<Values> unified_containers(Context& context, std::span<const Value> all) {
  Values values(all.begin(), all.end());
  for (auto& value : values) {
    if (value.is_object() && !std::is_sorted(value.members().begin(), value.members().end(),
                                             [](const Member& a, const Member& b) { return a.key < b.key; })) {
      value = in_order_of_names(context, value);
    }
  }
  const Value* first = nullptr;
  bool alike = true;
  for (const auto& value : values) {
    if (!value.is_container()) continue;
    if (first == nullptr) first = &value;
    alike = alike && same_form(*first, value);
  }
  if (first == nullptr) return values;
  if (alike) return by_place(context, values, first->size());
  const auto joined = unified_at_depth(context, parts_of(values));
  return joined ? std::optional(with_parts(context, values, *joined)) : std::nullopt;
}

std::optional<Values> unified_at_depth(Context& context, std::span<const Value> values) {
  const DepthGuard depth(context.budget);
  const auto as_they_are = [&] { return Values(values.begin(), values.end()); };
  if (!depth.ok || !context.budget.take(values.size() + 1)) return as_they_are();
  Shape common = Shape::open;
  bool mixed = false;
  bool text = false;
  bool container = false;
  for (const auto& value : values) {
    const auto shape = shape_of(value);
    if (shape == Shape::open) continue;
    mixed = mixed || (common != Shape::open && shape != common);
    text = text || shape == Shape::string;
    container = container || shape == Shape::array || shape == Shape::object;
    common = shape;
  }
  if (mixed && (container || !text)) return std::nullopt;
  if (container) return unified_containers(context, values);
  return mixed || text ? as_texts(context, values) : as_they_are();
}

}  // namespace

std::optional<std::vector<Value>> unified(Context& context, std::span<const Value> values) {
  return unified_at_depth(context, values);
}

namespace {

// Values of compound types have no order of their own: Terraform sorts them by a text made of them.
void append_sort_text(const Value& value, std::string& out) {
  if (value.is_null()) {
    out += '~';
  } else if (value.is_number()) {
    out += fmt::format("{:.10g}", value.real());
  } else if (value.is_bool()) {
    out += value.boolean() ? 'T' : 'F';
  } else if (value.is_string()) {
    out += '"';
    for (const char c : value.text()) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  } else {
    out += value.is_array() ? '[' : '<';
    std::vector<const Member*> members;
    for (const auto& m : value.members()) members.push_back(&m);
    std::sort(members.begin(), members.end(), [](const Member* a, const Member* b) { return a->key < b->key; });
    for (const auto* m : members) {
      append_sort_text(m->value, out);
      out += ';';
    }
    for (const auto& item : value.items()) {
      append_sort_text(item, out);
      out += ';';
    }
    out += value.is_array() ? ']' : '>';
  }
}

struct Sortable {
  Value value;
  std::string text;

  [[nodiscard]] bool before(const Sortable& other) const {
    const auto& a = value;
    const auto& b = other.value;
    if (a.is_null() || b.is_null()) return !a.is_null() && b.is_null();
    if (a.is_number() && b.is_number()) {
      return a.is_integer() && b.is_integer() ? a.integer() < b.integer() : a.real() < b.real();
    }
    if (a.is_string() && b.is_string()) return a.text() < b.text();
    return text < other.text;
  }
};

}  // namespace

Value set_of(Context& context, std::span<const Value> values, Span span) {
  const bool open = std::any_of(values.begin(), values.end(), [](const Value& v) { return v.has_unknown(); });
  if (open && values.size() > 1) {
    const auto made = unknown_from(context, "set", values, span, ValueType::array);
    return refined(context, made, [&](Unknown& why) {
      why.never_null = true;
      why.never_empty = true;
      why.bounds = length_bounds(context, {1, static_cast<std::int64_t>(values.size())});
    });
  }
  if (open) return ValueAccess::as_set(Value::array(context.arena, values, span));
  std::uint64_t weight = 1;
  for (const auto& value : values) weight += value.weight();
  if (!context.budget.take(weight)) return limit_unknown(context, "step", span);
  std::vector<Sortable> sorted;
  for (const auto& value : values) {
    auto& one = sorted.emplace_back(Sortable{value, {}});
    if (!value.is_string() && !value.is_number()) append_sort_text(value, one.text);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Sortable& a, const Sortable& b) { return a.before(b); });
  std::vector<Value> kept;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i - 1].before(sorted[i])) kept.push_back(sorted[i].value);
  }
  return ValueAccess::as_set(Value::array(context.arena, kept, span));
}

}  // namespace pillarlint::terraform
