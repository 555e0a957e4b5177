#include "base/edit.h"

#include <algorithm>

namespace pillarlint {

std::string with_edits(std::string_view text, std::span<const Edit> edits) {
  std::string out;
  std::size_t from = 0;
  for (const auto& edit : edits) {
    const auto begin = std::clamp<std::size_t>(edit.span.begin, from, text.size());
    out += text.substr(from, begin - from);
    out += edit.text;
    from = std::clamp<std::size_t>(edit.span.end, begin, text.size());
  }
  out += text.substr(from);
  return out;
}

namespace {

/// One character of valid UTF-8; `i` moves behind it.
char32_t next_character(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
  const auto tail = [&](std::size_t k) { return static_cast<char32_t>(byte(k) & 0x3FU); };
  const auto c = byte(i);
  const std::size_t length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  char32_t out = c;
  if (length == 2) out = (static_cast<char32_t>(c & 0x1FU) << 6U) | tail(i + 1);
  if (length == 3) out = (static_cast<char32_t>(c & 0x0FU) << 12U) | (tail(i + 1) << 6U) | tail(i + 2);
  if (length == 4) out = (static_cast<char32_t>(c & 0x07U) << 18U) | (tail(i + 1) << 12U) | (tail(i + 2) << 6U) | tail(i + 3);
  i += length;
  return out;
}

std::string as_utf16(std::string_view text, bool big) {
  std::string out;
  out.reserve(2 * text.size() + 2);
  const auto unit = [&](char32_t value) {
    const auto high = static_cast<char>(static_cast<unsigned char>(value >> 8U));
    const auto low = static_cast<char>(static_cast<unsigned char>(value & 0xFFU));
    out += big ? high : low;
    out += big ? low : high;
  };
  unit(0xFEFF);
  for (std::size_t i = 0; i < text.size();) {
    const auto c = next_character(text, i);
    if (c < 0x10000) {
      unit(c);
    } else {
      unit(0xD800 + ((c - 0x10000) >> 10U));
      unit(0xDC00 + ((c - 0x10000) & 0x3FFU));
    }
  }
  return out;
}

}  // namespace

std::string encode_text(std::string_view text, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return std::string(text);
    case Encoding::utf8_bom: return "\xEF\xBB\xBF" + std::string(text);
    case Encoding::utf16_le: return as_utf16(text, false);
    case Encoding::utf16_be: return as_utf16(text, true);
  }
  return std::string(text);
}

}  // namespace pillarlint
