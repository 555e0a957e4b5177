#include "value/functions/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"

namespace pillarlint {

std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  using limits = std::numeric_limits<std::int64_t>;
  if (b > 0 ? a > limits::max() - b : a < limits::min() - b) return std::nullopt;
  return a + b;
}

std::optional<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b) {
  using limits = std::numeric_limits<std::int64_t>;
  if (b < 0 ? a > limits::max() + b : a < limits::min() + b) return std::nullopt;
  return a - b;
}

std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b) {
  if (a == 0 || b == 0) return 0;
  constexpr auto least = std::numeric_limits<std::int64_t>::min();
  if ((a == -1 && b == least) || (b == -1 && a == least)) return std::nullopt;
  // Unsigned products wrap; dividing back shows whether this one did.
  const auto product = static_cast<std::int64_t>(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
  if (product / b != a) return std::nullopt;
  return product;
}

std::optional<std::int64_t> checked_divide(std::int64_t a, std::int64_t b) {
  if (b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) return std::nullopt;
  return a / b;
}

std::optional<std::int64_t> checked_remainder(std::int64_t a, std::int64_t b) {
  if (b == 0) return std::nullopt;
  return b == -1 ? 0 : a % b;
}

namespace {

template <typename Number>
std::optional<Number> number_from(std::string_view text) {
  text = trim(text);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  Number number{};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::int64_t> integer_from(std::string_view text) { return number_from<std::int64_t>(text); }

std::optional<double> real_from(std::string_view text) {
  const auto number = number_from<double>(text);
  if (!number || !std::isfinite(*number)) return std::nullopt;
  return number;
}

std::string plain_decimal(double number) {
  std::array<char, 40> room{};
  const auto written = std::to_chars(room.data(), room.data() + room.size(), number, std::chars_format::scientific);
  const std::string_view text(room.data(), static_cast<std::size_t>(written.ptr - room.data()));
  const auto e = text.find('e');
  if (e == std::string_view::npos) return std::string(text);  // infinite, or no number
  int exponent = 0;
  const auto from = e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(text.data() + from, text.data() + text.size(), exponent);
  std::string digits;
  for (const char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const std::string sign = text[0] == '-' && digits != "0" ? "-" : "";
  if (exponent < 0) return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  const auto whole = static_cast<std::size_t>(exponent) + 1;
  if (digits.size() <= whole) return sign + digits + std::string(whole - digits.size(), '0');
  return sign + digits.substr(0, whole) + "." + digits.substr(whole);
}

double rounded_decimal(double number) {
  std::array<char, 40> room{};
  const auto written = std::to_chars(room.data(), room.data() + room.size(), number, std::chars_format::scientific, 14);
  double rounded = number;
  std::from_chars(room.data(), written.ptr, rounded);
  return rounded;
}

Value number_value(double number, Span span) {
  if (number == std::floor(number) && std::fabs(number) < 9.2e18) return Value::of(static_cast<std::int64_t>(number), span);
  return Value::of(number, span);
}

}  // namespace pillarlint
