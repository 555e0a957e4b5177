// Comparisons and booleans: equals, less, coalesce, not, bool …
#include <algorithm>
#include <array>
#include <vector>

#include "arm/functions_rows.h"
#include "base/text.h"
#include "value/functions/strings.h"

namespace pillarlint::arm {

namespace {

Value equal(const Call& call) { return equals_value(call.context, call.arg(0), call.arg(1), Case::matters, call.span); }

// ── order ─────────────────────────────────────────────────────────────────────────────────────────────────────────

struct NumberRange {
  std::optional<std::int64_t> least, most;
};

NumberRange number_range(const Value& value) {
  if (value.is_integer()) return {value.integer(), value.integer()};
  if (value.known() || value.why().bounds == nullptr) return {};
  return {value.why().bounds->min_value, value.why().bounds->max_value};
}

bool comparable(const Value& value) {
  return may_be(value, ValueType::string) || is_a(value, ValueType::number) || is_a(value, ValueType::integer);
}

Truth is_less(const Value& a, const Value& b, SymbolStore& symbols) {
  if (a.is_integer() && b.is_integer()) return truth(a.integer() < b.integer());
  if (a.is_number() && b.is_number()) return truth(a.real() < b.real());
  if (a.is_string() && b.is_string()) return truth(compare_words(a.text(), b.text()) < 0);
  const auto x = number_range(a);
  const auto y = number_range(b);
  if (x.most && y.least && *x.most < *y.least) return Truth::yes;
  if (x.least && y.most && *x.least >= *y.most) return Truth::no;
  return symbol_of(a, symbols) == symbol_of(b, symbols) ? Truth::no : Truth::unknown;
}

/// a < b. All four comparisons are made of it, so that their symbols are those of one condition or its negation.
Value less_of(const Call& call, const Value& a, const Value& b) {
  const bool texts = is_text(a) || is_text(b);
  const bool numbers = is_a(a, ValueType::number) || is_a(b, ValueType::number);
  if (!comparable(a) || !comparable(b) || (texts && numbers))
    return call.wrong("the two are neither both numbers nor both texts");
  const auto decided = is_less(a, b, call.context.symbols);
  if (decided != Truth::unknown) return Value::of(decided == Truth::yes, call.span);
  const std::array both{a, b};
  return refined(call.context, unknown_from(call.context, "less", both, call.span, ValueType::boolean),
                 [](Unknown& why) { why.never_null = true; });
}

Value negated(const Call& call, const Value& value) {
  if (!value.known() && !is_a(value, ValueType::boolean)) return value;  // of a wrong call
  return not_value(call.context, value, call.span);
}

Value less(const Call& call) { return less_of(call, call.arg(0), call.arg(1)); }
Value greater(const Call& call) { return less_of(call, call.arg(1), call.arg(0)); }
Value less_or_equals(const Call& call) { return negated(call, less_of(call, call.arg(1), call.arg(0))); }
Value greater_or_equals(const Call& call) { return negated(call, less_of(call, call.arg(0), call.arg(1))); }

// ── null ──────────────────────────────────────────────────────────────────────────────────────────────────────────

Value not_null(Context& context, const Value& value) {
  return value.known() ? value : refined(context, value, [](Unknown& why) { why.never_null = true; });
}

/// The first argument that is not null. One that may be is an alternative, under the condition that it is not.
Value first_of(const Call& call, std::size_t from) {
  auto& context = call.context;
  const auto& value = call.arg(from);
  const auto null = is_null(value);
  if (null == Truth::no || from + 1 == call.args.size()) return value;
  const auto next = first_of(call, from + 1);
  if (null == Truth::yes) return next;
  const auto symbol = symbol_of(value, context.symbols);
  const auto condition = null_test(context.symbols, symbol);
  const std::array absent{Atom{condition, true}};
  const std::array given{Atom{condition, false}};
  const std::array alternatives{Alternative{not_null(context, value), context.arena.copy(std::span<const Atom>(given))},
                                Alternative{next, context.arena.copy(std::span<const Atom>(absent))}};
  std::vector<SymbolId> symbols{symbol, symbol_of(next, context.symbols)};
  return either(context, alternatives, context.symbols.make("coalesce", "", symbols), call.span);
}

Value coalesce(const Call& call) {
  if (call.args.size() > 64) return call.unknown();
  return first_of(call, 0);
}

// ── booleans ──────────────────────────────────────────────────────────────────────────────────────────────────────

Value true_value(const Call& call) { return Value::of(true, call.span); }
Value false_value(const Call& call) { return Value::of(false, call.span); }

Value negation(const Call& call) {
  if (!may_be(call.arg(0), ValueType::boolean)) return wrong_type(call, 0, "a boolean");
  return not_value(call.context, call.arg(0), call.span);
}

Value to_bool(const Call& call) {
  const auto& value = call.arg(0);
  if (is_a(value, ValueType::boolean)) return value;
  if (value.is_integer() && (value.integer() == 0 || value.integer() == 1))
    return Value::of(value.integer() == 1, call.span);
  if (value.is_integer()) return call.wrong("the number is neither 0 nor 1");
  if (value.is_string() && same_text(trim(value.text()), "true")) return Value::of(true, call.span);
  if (value.is_string() && same_text(trim(value.text()), "false")) return Value::of(false, call.span);
  if (value.is_string()) return call.wrong("the text is neither true nor false");
  if (value.known()) return wrong_type(call, 0, "a text or a whole number");
  return decided(call, Truth::unknown);
}

constexpr Builtin rows[] = {
    {"equals", 2, 2, Takes::unknown, equal, ValueType::boolean},
    {"less", 2, 2, Takes::unknown, each<less>, ValueType::boolean},
    {"lessOrEquals", 2, 2, Takes::unknown, each<less_or_equals>, ValueType::boolean},
    {"greater", 2, 2, Takes::unknown, each<greater>, ValueType::boolean},
    {"greaterOrEquals", 2, 2, Takes::unknown, each<greater_or_equals>, ValueType::boolean},
    {"coalesce", 1, -1, Takes::unknown, each<coalesce>, ValueType::any, Loop::none, false, true},
    {"true", 0, 0, Takes::unknown, true_value, ValueType::boolean},
    {"false", 0, 0, Takes::unknown, false_value, ValueType::boolean},
    {"not", 1, 1, Takes::unknown, each<negation>, ValueType::boolean},
    {"bool", 1, 1, Takes::unknown, each<to_bool>, ValueType::boolean},
};

}  // namespace

std::span<const Builtin> logic_rows() { return rows; }

}  // namespace pillarlint::arm
