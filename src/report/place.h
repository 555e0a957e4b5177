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

/// Control characters and those that turn the direction of text as escapes: a file may have any name.
[[nodiscard]] std::string harmless(std::string_view text);
/// Number of columns a text takes on a terminal, near enough: code points.
[[nodiscard]] std::size_t columns_of(std::string_view text);
/// Breaks at blanks into lines of at most `width` columns; a longer word stays whole.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, std::size_t width);
/// The first sentence of a text, blanks and line ends folded.
[[nodiscard]] std::string first_sentence(std::string_view text);
/// Blanks and line ends folded to single blanks.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace pillarlint
