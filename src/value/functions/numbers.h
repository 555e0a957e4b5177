// Whole-number arithmetic that notices when a result does not fit, and numbers read from text. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "value/value.h"

namespace pillarlint {

/// nullopt: the result does not fit 64 bits, or the divisor is zero.
[[nodiscard]] std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b);
[[nodiscard]] std::optional<std::int64_t> checked_subtract(std::int64_t a, std::int64_t b);
[[nodiscard]] std::optional<std::int64_t> checked_multiply(std::int64_t a, std::int64_t b);
/// Towards zero.
[[nodiscard]] std::optional<std::int64_t> checked_divide(std::int64_t a, std::int64_t b);
/// The sign is that of the dividend.
[[nodiscard]] std::optional<std::int64_t> checked_remainder(std::int64_t a, std::int64_t b);

/// The whole text is a number; white space around it and a sign are allowed.
[[nodiscard]] std::optional<std::int64_t> integer_from(std::string_view text);
[[nodiscard]] std::optional<double> real_from(std::string_view text);

/// The shortest digits that name the number, never with an exponent: `0.0000001`, `1000000000000000000000000000000`.
[[nodiscard]] std::string plain_decimal(double number);
/// The number that its first 15 digits name: what decimal arithmetic on short decimals gives (0.1 + 0.2 is 0.3).
[[nodiscard]] double rounded_decimal(double number);
/// An integer where the number is whole and fits, else a double.
[[nodiscard]] Value number_value(double number, Span span);

}  // namespace pillarlint
