// A place in a source file. Bytes only: lines and columns are made by SourceManager, for those who print.
#pragma once

#include <compare>
#include <cstdint>

namespace pillarlint {

enum class FileId : std::uint32_t { none = 0 };

struct Span {  // half-open byte range in the UTF-8 text of one file; 12 bytes
  FileId file = FileId::none;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] constexpr bool known() const { return file != FileId::none; }
  [[nodiscard]] constexpr bool covers(Span s) const { return file == s.file && begin <= s.begin && s.end <= end; }
  friend constexpr auto operator<=>(Span, Span) = default;
};

}  // namespace pillarlint
