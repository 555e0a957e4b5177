// Places in a text as editors count them, and edits of it. Lines end as the protocol says: "\n", "\r\n" or "\r".
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace pillarlint::lsp {

/// What a character of a place counts. Agreed on when the editor starts the server.
enum class Units : std::uint8_t { utf16, utf8 };

struct Place {  // both from 0
  std::uint32_t line = 0;
  std::uint32_t character = 0;
  friend constexpr auto operator<=>(Place, Place) = default;
};
struct Range {
  Place begin, end;
  friend constexpr auto operator<=>(Range, Range) = default;
  /// The place lies in it or at its end; an empty range holds its place.
  [[nodiscard]] constexpr bool holds(Place place) const { return begin <= place && place <= end; }
  [[nodiscard]] constexpr bool meets(Range other) const { return begin <= other.end && other.begin <= end; }
};

/// Byte offset. A place past the end of its line is that end, one past the last line the end of the text; inside of a
/// character it is its beginning.
[[nodiscard]] std::size_t offset_of(std::string_view text, Place place, Units units);
/// Replaces the range; one whose end lies before its beginning is turned around.
void replace(std::string& text, Range range, std::string_view by, Units units);
/// A line without its end; empty past the last.
[[nodiscard]] std::string_view line_at(std::string_view text, std::uint32_t line);
/// How the text ends its lines: as the first does.
[[nodiscard]] std::string_view line_end_of(std::string_view text);

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace pillarlint::lsp
