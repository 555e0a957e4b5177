#include "lsp/place.h"

#include <algorithm>

namespace pillarlint::lsp {
namespace {

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// One past the end of the line that begins at `at`, its ending included.
std::size_t next_line(std::string_view text, std::size_t at) {
  const auto end = text.find_first_of("\r\n", at);
  if (end == std::string_view::npos) return text.size();
  return text.substr(end, 2) == "\r\n" ? end + 2 : end + 1;
}

// Where the line begins; npos: the text has fewer lines.
std::size_t line_begin(std::string_view text, std::uint32_t line) {
  std::size_t at = 0;
  for (std::uint32_t i = 0; i < line; ++i) {
    const auto next = next_line(text, at);
    const bool ended = next > at && (text[next - 1] == '\n' || text[next - 1] == '\r');
    if (!ended) return std::string_view::npos;
    at = next;
  }
  return at;
}

// Bytes of the line that `units` units take, rounded down to whole characters.
std::size_t bytes_of(std::string_view line, std::uint32_t wanted, Units units) {
  std::size_t at = 0;
  std::uint32_t count = 0;
  while (at < line.size()) {
    std::size_t size = 1;
    while (at + size < line.size() && continues(line[at + size])) ++size;
    const auto lead = static_cast<unsigned char>(line[at]);
    count += units == Units::utf8 ? static_cast<std::uint32_t>(size) : lead >= 0xF0 ? 2 : 1;
    if (count > wanted) break;
    at += size;
  }
  return at;
}

}  // namespace

std::string_view line_at(std::string_view text, std::uint32_t line) {
  const auto begin = line_begin(text, line);
  if (begin == std::string_view::npos) return {};
  const auto end = text.find_first_of("\r\n", begin);
  return text.substr(begin, (end == std::string_view::npos ? text.size() : end) - begin);
}

std::string_view line_end_of(std::string_view text) {
  const auto end = text.find_first_of("\r\n");
  if (end == std::string_view::npos || text[end] == '\n') return "\n";
  return text.substr(end, 2) == "\r\n" ? "\r\n" : "\r";
}

std::size_t offset_of(std::string_view text, Place place, Units units) {
  const auto begin = line_begin(text, place.line);
  if (begin == std::string_view::npos) return text.size();
  return begin + bytes_of(line_at(text.substr(begin), 0), place.character, units);
}

void replace(std::string& text, Range range, std::string_view by, Units units) {
  auto begin = offset_of(text, range.begin, units);
  auto end = offset_of(text, range.end, units);
  if (end < begin) std::swap(begin, end);
  text.replace(begin, end - begin, by);
}

}  // namespace pillarlint::lsp
