// Changes of text: what to put in place of which bytes. Who makes them knows a language, who applies them knows none.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_manager.h"
#include "base/span.h"

namespace pillarlint {

/// Text to put in place of a part of a file; an empty span inserts. Offsets are those of SourceManager's text.
struct Edit {
  Span span;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// The text with the edits made. They are in order and do not overlap; several may insert at one place.
[[nodiscard]] std::string with_edits(std::string_view text, std::span<const Edit> edits);

/// UTF-8 text as the bytes of a file in that encoding, byte order mark included: what decode_text undoes.
[[nodiscard]] std::string encode_text(std::string_view text, Encoding encoding);

/// What changed between two texts, as `diff -u` and git print it, with three lines around each change; empty if nothing did.
[[nodiscard]] std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace pillarlint
