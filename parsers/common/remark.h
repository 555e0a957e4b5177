// What a file says to tools: its comments, the directives of its language, and entries in its metadata. Which of them
// speak to this program, analysis/ finds out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace pillarlint {

struct Remark {
  enum class Kind : std::uint8_t {
    comment,
    disable_next_line, disable_from_here, restore_from_here,  // Bicep: #disable-next-line, #disable-diagnostics, #restore-diagnostics
    metadata,                                                 // an entry of ARM's `metadata`, as the comment that says the same
  };
  Kind kind = Kind::comment;
  Span span;          // with its marks
  Span covers;        // what it speaks of, if that is more than a line: an object of JSON; not known: a line
  std::string text;   // without its marks; of a directive, its codes
};

/// The text of a comment without `//`, `#`, `/*` and `*/`, and without blanks around it.
[[nodiscard]] std::string_view without_comment_marks(std::string_view comment);

/// Remarks for the comments at these places of a text.
[[nodiscard]] std::vector<Remark> comment_remarks(std::string_view text, const std::vector<Span>& comments);

}  // namespace pillarlint
