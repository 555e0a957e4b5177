// Owns the text of every file of a run, and turns byte offsets into lines and columns: the only place that does.
// Safe to use from several threads; texts never move or change once added.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace pillarlint {

enum class Encoding : std::uint8_t { utf8, utf8_bom, utf16_le, utf16_be };

/// Line and columns count from 1. `column16` counts UTF-16 units (SARIF, LSP), `column8` UTF-8 bytes (rdjson).
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column16 = 1;
  std::uint32_t column8 = 1;
};

/// Bytes as they lie on disk to UTF-8 text: BOM removed, UTF-16 converted, invalid UTF-8 replaced by U+FFFD.
struct DecodedText {
  std::string text;
  Encoding encoding = Encoding::utf8;
  bool had_invalid = false;
  /// Offset in the file of each stretch of text: (offset in text, offset in file). Sorted; for edits in place.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> file_offsets;
};
[[nodiscard]] DecodedText decode_text(std::string bytes);

class SourceManager {
 public:
  SourceManager();
  SourceManager(const SourceManager&) = delete;
  SourceManager& operator=(const SourceManager&) = delete;
  ~SourceManager();

  /// `path` is how people name the file: relative to its root, with `/`. `bytes` as on disk.
  FileId add(std::string path, std::string bytes);
  /// A file known by its path whose text is not held (unreadable, or a pseudo file such as a rule pack).
  FileId add_name(std::string path);

  [[nodiscard]] std::string_view path(FileId file) const;
  [[nodiscard]] std::string_view text(FileId file) const;
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] Encoding encoding(FileId file) const;
  [[nodiscard]] bool had_invalid_text(FileId file) const;
  /// The file begins with a byte order mark (GitHub's line hash counts it).
  [[nodiscard]] bool has_bom(FileId file) const;

  [[nodiscard]] Position position(FileId file, std::uint32_t offset) const;
  [[nodiscard]] std::uint32_t line_of(Span span) const { return position(span.file, span.begin).line; }
  /// The text of a line without its end; empty past the last.
  [[nodiscard]] std::string_view line_text(FileId file, std::uint32_t line) const;
  [[nodiscard]] std::uint32_t line_count(FileId file) const;
  /// Byte offset of the start of a line.
  [[nodiscard]] std::uint32_t line_begin(FileId file, std::uint32_t line) const;

 private:
  struct File;
  [[nodiscard]] File& at(FileId file) const;
  [[nodiscard]] static const std::vector<std::uint32_t>& line_starts(File& file);

  mutable std::mutex mutex_;
  std::deque<std::unique_ptr<File>> files_;
};

}  // namespace pillarlint
