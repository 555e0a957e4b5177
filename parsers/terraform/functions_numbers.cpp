// Arithmetic: abs, ceil, floor, log, max, min, parseint, pow, signum, sum.
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/functions_rows.h"
#include "value/functions/numbers.h"

namespace pillarlint::terraform {

namespace {

Value absolute(const Call& call) {
  const auto& number = call.arg(0);
  if (!number.is_integer()) return Value::of(std::fabs(number.real()), call.span);
  const auto positive = number.integer() < 0 ? checked_subtract(0, number.integer()) : std::optional(number.integer());
  return positive ? Value::of(*positive, call.span) : Value::of(std::fabs(number.real()), call.span);
}

template <double (*round)(double)>
Value rounded(const Call& call) {
  return call.arg(0).is_integer() ? call.arg(0) : number_value(round(call.arg(0).real()), call.span);
}
double up(double x) { return std::ceil(x); }
double down(double x) { return std::floor(x); }

Value finite(const Call& call, double number) {
  if (!std::isfinite(number)) return call.wrong("the result is no number, or larger than any");
  return number_value(number, call.span);
}

Value logarithm(const Call& call) {
  // Quotients of logarithms miss whole results by a last digit: 2.9999999999999996.
  return finite(call, std::log(call.arg(0).real()) / std::log(call.arg(1).real()));
}

Value power(const Call& call) { return finite(call, std::pow(call.arg(0).real(), call.arg(1).real())); }

Value signum(const Call& call) {
  const auto whole = whole_number(call, 0);
  if (whole.wrong) return *whole.wrong;
  const auto number = whole.number;
  return Value::of(std::int64_t{number > 0 ? 1 : number < 0 ? -1 : 0}, call.span);
}

bool less(const Value& a, const Value& b) {
  return a.is_integer() && b.is_integer() ? a.integer() < b.integer() : a.real() < b.real();
}

Value least(const Call& call) { return std::min_element(call.args.begin(), call.args.end(), less)->at(call.span); }
Value greatest(const Call& call) { return std::max_element(call.args.begin(), call.args.end(), less)->at(call.span); }

Value sum(const Call& call) {
  const auto& list = call.arg(0);
  if (!list.known() || list.has_unknown()) return unknown_result(call);
  if (list.size() == 0) return call.wrong("the list is empty");
  std::int64_t whole = 0;
  double real = 0;
  bool exact = true;
  for (const auto& item : list.items()) {
    const auto number = item.is_null() ? std::nullopt : converted(call.context, item, Primitive::number);
    if (!number) return call.wrong("an element is no number");
    const auto next = exact && number->is_integer() ? checked_add(whole, number->integer()) : std::nullopt;
    real = exact && !next ? static_cast<double>(whole) + number->real() : real + number->real();
    exact = next.has_value();
    whole = next.value_or(0);
  }
  return exact ? Value::of(whole, call.span) : number_value(rounded_decimal(real), call.span);
}

int digit_of(char c, std::int64_t base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + (base <= 36 ? 10 : 36);
  return 99;
}

Value parse_int(const Call& call) {
  const auto base = whole_number(call, 1);
  if (base.wrong) return *base.wrong;
  if (base.number < 2 || base.number > 62) return call.wrong("argument 2 is no base from 2 to 62");
  if (!call.arg(0).is_string()) return wrong_type(call, 0, "a text");
  auto text = call.arg(0).text();
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::optional<std::int64_t> whole = 0;
  double real = 0;
  for (const char c : text) {
    const auto digit = digit_of(c, base.number);
    if (digit >= base.number) return call.wrong("argument 1 is no whole number in that base");
    real = real * static_cast<double>(base.number) + digit;
    if (whole) whole = checked_multiply(*whole, base.number);
    if (whole) whole = checked_add(*whole, digit);
  }
  if (text.empty()) return call.wrong("argument 1 is no whole number");
  if (!whole && base.number == 10) return number_from(call.arg(0).text(), call.span).value_or(Value::of(real, call.span));
  if (!whole) return Value::of(negative ? -real : real, call.span);
  return Value::of(negative ? -*whole : *whole, call.span);
}

constexpr Builtin rows[] = {
    {"abs", 1, 1, Takes::unknown, row<"n", Sees::known, absolute>, ValueType::number},
    {"ceil", 1, 1, Takes::unknown, row<"n", Sees::known, rounded<up>>, ValueType::number},
    {"floor", 1, 1, Takes::unknown, row<"n", Sees::known, rounded<down>>, ValueType::number},
    {"log", 2, 2, Takes::unknown, row<"nn", Sees::known, logarithm>, ValueType::number},
    {"max", 1, -1, Takes::unknown, row<"n*", Sees::known, greatest>, ValueType::number},
    {"min", 1, -1, Takes::unknown, row<"n*", Sees::known, least>, ValueType::number},
    {"parseint", 2, 2, Takes::unknown, row<"an", Sees::known, parse_int>, ValueType::number},
    {"pow", 2, 2, Takes::unknown, row<"nn", Sees::known, power>, ValueType::number},
    {"signum", 1, 1, Takes::unknown, row<"n", Sees::known, signum>, ValueType::number},
    {"sum", 1, 1, Takes::unknown, row<"A", Sees::all, sum>, ValueType::number},
};

}  // namespace

std::span<const Builtin> number_rows() { return rows; }

}  // namespace pillarlint::terraform
