// Functions that ask something of a text, array or object: contains, empty, length, indexOf, startsWith …
#include <algorithm>
#include <array>
#include <vector>

#include "arm/functions_rows.h"
#include "base/text.h"
#include "value/functions/strings.h"

namespace pillarlint::arm {

namespace {

// ── contains ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// A member may be listed and yet not be there: in some alternative it is null because the object has none.
bool may_be_missing(const Value& member) {
  return !member.known() && is_null(member) != Truth::no && !member.why().alternatives.empty();
}

Value contains_key(const Call& call) {
  const auto& object = call.arg(0);
  const auto& key = call.arg(1);
  if (object.is_object() && object.size() == 0 && object.rest() == nullptr) return Value::of(false, call.span);
  if (!key.known()) return decided(call, Truth::unknown);
  const auto name = scalar_text(key);
  if (!name || key.is_null()) return wrong_type(call, 1, "the name of a member");
  const auto* found = object.find(*name);
  if (found != nullptr && !may_be_missing(found->value)) return Value::of(true, call.span);
  if (found == nullptr && object.known() && object.rest() == nullptr) return Value::of(false, call.span);
  if (key.hidden()) return decided(call, Truth::unknown);
  // One symbol whatever the letter case of the name is.
  auto& symbols = call.context.symbols;
  const auto symbol = symbols.make("contains", "", {symbol_of(object, symbols), symbols.make("text", lower(*name))});
  return refined(call.context, decided(call, Truth::unknown), [&](Unknown& why) { why.symbol = symbol; });
}

Value contains_item(const Call& call) {
  const auto& array = call.arg(0);
  Truth found = array.known() && array.rest() == nullptr ? Truth::no : Truth::unknown;
  for (const auto& item : array.items()) {
    if (!call.context.budget.take()) return limit_unknown(call.context, "step", call.span);
    found = found | equals(item, call.arg(1), Case::matters);
  }
  return decided(call, found);
}

Value contains_part(const Call& call) {
  const auto part = as_text(call, call.arg(1));
  if (!part.known())
    return decided(call,
                   is_empty(call.arg(0)) == Truth::yes && is_empty(part) == Truth::no ? Truth::no : Truth::unknown);
  const auto most = length_range(call.arg(0)).most;
  if (most && *most < static_cast<std::int64_t>(utf16_length(part.text()))) return Value::of(false, call.span);
  return decided(call, contains_text(call.arg(0), part.text(), Case::matters));
}

Value contains(const Call& call) {
  const auto& container = call.arg(0);
  if (is_a(container, ValueType::object)) return contains_key(call);
  if (is_a(container, ValueType::array)) return contains_item(call);
  if (is_text(container)) {
    if (call.arg(1).is_container()) return wrong_type(call, 1, "a text");
    return contains_part(call);
  }
  if (container.known()) return wrong_type(call, 0, "a text, an array or an object");
  // Most often an object parameter: the symbol is that of the member's being there.
  return call.arg(1).is_string() ? contains_key(call) : decided(call, Truth::unknown);
}

// ── emptiness and length ──────────────────────────────────────────────────────────────────────────────────────────

Value empty(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_bool() || value.is_number()) return wrong_type(call, 0, "a text, an array or an object");
  return decided(call, is_empty(value));
}

Value length(const Call& call) {
  const auto& value = call.arg(0);
  if (value.known() && !value.is_container() && !value.is_string())
    return wrong_type(call, 0, "a text, an array or an object");
  auto range = length_range(value);
  // Members that may be missing count or not.
  for (const auto& m : value.members()) {
    if (may_be_missing(m.value)) {
      if (range.exact()) range.most = range.least;
      --range.least;
    }
  }
  if (range.exact()) return Value::of(range.least, call.span);
  return refined(call.context, call.unknown(ValueType::integer), [&](Unknown& why) {
    Bounds bounds;
    bounds.min_value = range.least;
    bounds.max_value = range.most;
    why.bounds = call.context.arena.make<Bounds>(bounds);
    why.never_null = true;
  });
}

// ── positions ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value index_of_item(const Call& call, bool last) {
  const auto& array = call.arg(0);
  const auto items = array.items();
  if (last && array.rest() != nullptr) return call.unknown(ValueType::integer);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto at = last ? items.size() - 1 - i : i;
    if (!call.context.budget.take()) return limit_unknown(call.context, "step", call.span);
    const auto same = equals(items[at], call.arg(1), Case::matters);
    if (same == Truth::yes) return Value::of(static_cast<std::int64_t>(at), call.span);
    if (same == Truth::unknown) return call.unknown(ValueType::integer);
  }
  if (!array.known() || array.rest() != nullptr) return call.unknown(ValueType::integer);
  return Value::of(std::int64_t{-1}, call.span);
}

Value index_of_part(const Call& call, bool last) {
  const auto& text = call.arg(0);
  const auto part = as_text(call, call.arg(1));
  if (!part.known()) return call.unknown(ValueType::integer);
  if (text.known()) {
    if (!call.context.budget.take(text.size() + 1U)) return limit_unknown(call.context, "step", call.span);
    return Value::of(last ? last_position_of(text.text(), part.text()) : position_of(text.text(), part.text()),
                     call.span);
  }
  const auto pieces = pieces_of(text);
  // What is found in front of the first hole is the first of all.
  if (!last && !pieces.empty() && pieces[0].symbol == SymbolId::none) {
    const auto at = position_of(pieces[0].text, part.text());
    if (at >= 0) return Value::of(at, call.span);
  }
  return call.unknown(ValueType::integer);
}

Value position(const Call& call, bool last) {
  const auto& whole = call.arg(0);
  if (is_a(whole, ValueType::array)) return index_of_item(call, last);
  if (is_text(whole)) {
    if (!may_be(call.arg(1), ValueType::string) && !is_a(call.arg(1), ValueType::integer))
      return wrong_type(call, 1, "a text");
    return index_of_part(call, last);
  }
  if (whole.known()) return wrong_type(call, 0, "a text or an array");
  return call.unknown(ValueType::integer);
}

Value index_of(const Call& call) { return position(call, false); }
Value last_index_of(const Call& call) { return position(call, true); }

// ── beginnings, ends, patterns ────────────────────────────────────────────────────────────────────────────────────

using Test = Truth (*)(const Value&, std::string_view, Case);

Value text_test(const Call& call, Test test) {
  for (std::size_t n = 0; n < 2; ++n) {
    if (!may_be(call.arg(n), ValueType::string)) return wrong_type(call, n, "a text");
  }
  const auto& part = call.arg(1);
  if (!part.known()) return decided(call, Truth::unknown);
  if (part.text().empty()) return Value::of(true, call.span);
  return decided(call, test(call.arg(0), part.text(), Case::ignored));
}

Value starts(const Call& call) { return text_test(call, starts_with); }
Value ends(const Call& call) { return text_test(call, ends_with); }

Value like(const Call& call) {
  for (std::size_t n = 0; n < 2; ++n) {
    if (!call.arg(n).is_string()) return wrong_type(call, n, "a text");
  }
  const auto text = call.arg(0).text();
  const auto pattern = call.arg(1).text();
  if (!call.context.budget.take((text.size() + 1) * (pattern.size() + 1) / 8))
    return limit_unknown(call.context, "step", call.span);
  return Value::of(matches_wildcard(text, pattern), call.span);
}

constexpr Builtin rows[] = {
    {"contains", 2, 2, Takes::unknown, each<contains>, ValueType::boolean},
    {"empty", 1, 1, Takes::unknown, each<empty>, ValueType::boolean},
    {"length", 1, 1, Takes::unknown, each<length>, ValueType::integer},
    {"indexOf", 2, 2, Takes::unknown, each<index_of>, ValueType::integer},
    {"lastIndexOf", 2, 2, Takes::unknown, each<last_index_of>, ValueType::integer},
    {"startsWith", 2, 2, Takes::unknown, each<starts>, ValueType::boolean},
    {"endsWith", 2, 2, Takes::unknown, each<ends>, ValueType::boolean},
    {"like", 2, 2, Takes::known, like, ValueType::boolean},
};

}  // namespace

std::span<const Builtin> search_rows() { return rows; }

}  // namespace pillarlint::arm
