// Whole-number arithmetic that notices when a result does not fit, and numbers read from text. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

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

}  // namespace pillarlint
