// .NET's composite format: texts with `{0}`, `{1,8}`, `{2:D3}`. Reading a format and writing one value are apart, so
// that a caller can put a hole where a value is not known. Pure; sizes are bounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pillarlint {

struct FormatPart {
  std::string_view text;                // of a text part
  std::optional<std::size_t> argument;  // of a placeholder
  int width = 0;                        // negative: filled up on the right
  std::string_view spec;                // what follows the colon
};

/// nullopt: not a format (a brace without partner, no number).
[[nodiscard]] std::optional<std::vector<FormatPart>> read_format(std::string_view format);

/// A number in a standard (`D3`, `N0`, `X`) or simple custom (`000`, `#,##0.00`) format of the invariant culture.
/// nullopt: a format that is not covered, or the number has no such form.
[[nodiscard]] std::optional<std::string> format_number(std::int64_t number, std::string_view spec);
[[nodiscard]] std::optional<std::string> format_number(double number, std::string_view spec);

/// Fills up with blanks to the width.
[[nodiscard]] std::string aligned(std::string text, int width);

using FormatArgument = std::variant<std::monostate, bool, std::int64_t, double, std::string_view>;
/// One argument as `spec` says; only numbers heed it.
[[nodiscard]] std::optional<std::string> format_argument(const FormatArgument& argument, std::string_view spec);

enum class FormatFailure : std::uint8_t { not_a_format, argument_missing, not_covered, too_long };
/// The whole text, or why there is none.
[[nodiscard]] std::variant<std::string, FormatFailure> format_text(std::string_view format,
                                                                   const std::vector<FormatArgument>& arguments,
                                                                   std::size_t most_bytes);

}  // namespace pillarlint
