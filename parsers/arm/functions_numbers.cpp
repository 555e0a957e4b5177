// Whole-number arithmetic and conversions to numbers.
#include <cmath>

#include "arm/functions_rows.h"
#include "value/functions/numbers.h"

namespace pillarlint::arm {

namespace {

using Operation = std::optional<std::int64_t> (*)(std::int64_t, std::int64_t);

template <Operation operation>
Value arithmetic(const Call& call) {
  for (std::size_t n = 0; n < 2; ++n) {
    if (!call.arg(n).is_integer()) return wrong_type(call, n, "a whole number");
  }
  const auto result = operation(call.arg(0).integer(), call.arg(1).integer());
  if (!result) return call.wrong("the result does not fit 64 bits");
  return Value::of(*result, call.span);
}

template <Operation operation>
Value division(const Call& call) {
  if (call.arg(1).is_integer() && call.arg(1).integer() == 0) return call.wrong("argument 2 is zero");
  return arithmetic<operation>(call);
}

Value to_int(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_integer()) return value;
  if (value.is_string()) {
    if (const auto number = integer_from(value.text())) return Value::of(*number, call.span);
    return call.wrong("the text is no whole number");
  }
  const bool whole = value.is_number() && value.real() == std::floor(value.real()) && std::fabs(value.real()) < 9e15;
  if (whole) return Value::of(static_cast<std::int64_t>(value.real()), call.span);
  return wrong_type(call, 0, "a text or a whole number");
}

Value to_float(const Call& call) {
  const auto& value = call.arg(0);
  if (value.is_number()) return Value::of(value.real(), call.span);
  if (!value.is_string()) return wrong_type(call, 0, "a text or a number");
  if (const auto number = real_from(value.text())) return Value::of(*number, call.span);
  return call.wrong("the text is no number");
}

constexpr Builtin rows[] = {
    {"add", 2, 2, Takes::known, arithmetic<checked_add>, ValueType::integer},
    {"sub", 2, 2, Takes::known, arithmetic<checked_subtract>, ValueType::integer},
    {"mul", 2, 2, Takes::known, arithmetic<checked_multiply>, ValueType::integer},
    {"div", 2, 2, Takes::known, division<checked_divide>, ValueType::integer},
    {"mod", 2, 2, Takes::known, division<checked_remainder>, ValueType::integer},
    {"int", 1, 1, Takes::known, to_int, ValueType::integer},
    {"float", 1, 1, Takes::known, to_float, ValueType::number},
};

}  // namespace

std::span<const Builtin> number_rows() { return rows; }

}  // namespace pillarlint::arm
