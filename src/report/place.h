// Places and excerpts for people and machines: line and columns, the text of the line without secrets, paths relative to
// the root, names made harmless.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_manager.h"

namespace pillarlint {

struct Report;

/// A region of one line: where a span begins, cut at the end of its first line.
struct Region {
  std::uint32_t line = 1;
  std::uint32_t column = 1;      // UTF-16 units, from 1
  std::uint32_t end_column = 1;  // one past the last
};
[[nodiscard]] Region region_of(const SourceManager& sources, Span span);

/// What columns of a format count.
enum class ColumnUnit : std::uint8_t { utf16, utf8, character };
/// A span as lines and columns, over as many lines as it has.
struct Range {
  std::uint32_t line = 1, column = 1;
  std::uint32_t end_line = 1, end_column = 1;  // one past the last
};
[[nodiscard]] Range range_of(const SourceManager& sources, Span span, ColumnUnit unit);
/// The same of the first line only: what services show best.
[[nodiscard]] Range first_line_of(const SourceManager& sources, Span span, ColumnUnit unit);

/// `main.json:12:5`, columns in characters as editors count them.
[[nodiscard]] std::string place_text(const SourceManager& sources, Span span);

/// Texts of lines with every secret literal replaced by `***`.
class Excerpts {
 public:
  Excerpts(const SourceManager& sources, std::vector<Span> secrets);

  /// The bytes of the file from `begin` to `end`, secrets out.
  [[nodiscard]] std::string text(FileId file, std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] std::string line(FileId file, std::uint32_t line) const;
  /// The text has no place that can be shown: a pseudo file, an unreadable one.
  [[nodiscard]] bool shown(Span span) const;

  /// The first line of a span for display: `before` and `after` lie around the part that is marked.
  struct Marked {
    std::uint32_t line = 1;
    std::string before, marked, after;
  };
  /// A line longer than `width` is cut to what is marked and a little around it. Tabs become blanks.
  [[nodiscard]] std::optional<Marked> marked(Span span, std::size_t width) const;

 private:
  const SourceManager& sources_;
  std::vector<Span> secrets_;  // sorted, without overlap
};

/// The path of a file relative to the root of the report, with `/`.
[[nodiscard]] std::string root_path(const Report& report, std::string_view shown);
/// A path as a relative URI reference: everything but unreserved characters and `/` percent-encoded.
[[nodiscard]] std::string uri_of(std::string_view path);

/// Text for a terminal or the log of a pipeline: control characters, those that turn the direction of text, and bytes that
/// are not UTF-8 become escapes, and nothing in it is a command to a runner. A file may have any name.
[[nodiscard]] std::string harmless(std::string_view text);
/// The text with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_text(std::string_view text);
/// Number of columns a text takes on a terminal, near enough: code points.
[[nodiscard]] std::size_t columns_of(std::string_view text);
/// Breaks at blanks into lines of at most `width` columns; a longer word stays whole.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);
/// The first sentence of a text, blanks and line ends folded.
[[nodiscard]] std::string first_sentence(std::string_view text);
/// Blanks and line ends folded to single blanks.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace pillarlint
