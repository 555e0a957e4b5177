// JSON text to values with places, in one pass and recovering (design decisions 3, 20, 23). Reads ARM's dialect too:
// `//` and `/* */` comments, trailing commas, raw newlines in strings, byte order marks, CRLF. A broken member loses
// only itself.
#pragma once

#include <memory>
#include <string_view>

#include "base/source_manager.h"
#include "value/document.h"

namespace pillarlint {

/// Reads the text of `file`. Never null; what was wrong is in `diagnostics`.
[[nodiscard]] std::unique_ptr<Document> read_json(const SourceManager& sources, FileId file);
/// The same for a text that lies elsewhere (a string literal, loaded text). It must outlive the document.
[[nodiscard]] std::unique_ptr<Document> read_json(std::string_view text, FileId file);

/// The place of bytes [begin, end) of a decoded string inside its source literal: escapes are re-scanned, so it costs
/// nothing until it is asked for. `literal` is the span of the string with its quotes, `source` the text of its file.
[[nodiscard]] Span locate_in_string(std::string_view source, Span literal, std::uint32_t begin, std::uint32_t end);

}  // namespace pillarlint
