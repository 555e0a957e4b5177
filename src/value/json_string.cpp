#include "value/json_string.h"

#include <algorithm>

#include "value/read_json.h"

namespace pillarlint {

namespace {
constexpr std::uint32_t no_unit = 0xFFFFFFFFU;

std::uint32_t hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint32_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint32_t>(c - 'A' + 10);
  return no_unit;
}

// The UTF-16 unit of `\uXXXX` at the start of `source`, or no_unit.
std::uint32_t unit_of(std::string_view source) {
  constexpr std::size_t length = 6;
  if (source.size() < length || source[0] != '\\' || source[1] != 'u') return no_unit;
  std::uint32_t unit = 0;
  for (std::size_t i = 2; i < length; ++i) {
    const auto digit = hex_digit(source[i]);
    if (digit == no_unit) return no_unit;
    unit = unit << 4U | digit;
  }
  return unit;
}

void put_utf8(JsonCharacter& to, std::uint32_t c) {
  const auto put = [&](std::uint32_t byte) { to.text[to.text_size++] = static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0U | (c >> 6U));
    put(0x80U | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
    put(0x80U | (c & 0x3FU));
  }
}

bool is_high(std::uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(std::uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

JsonCharacter unicode_escape(std::string_view source, std::uint32_t unit) {
  JsonCharacter out;
  out.source_size = 6;
  if (is_high(unit)) {
    const auto low = unit_of(source.substr(6));
    if (low != no_unit && is_low(low)) {
      out.source_size = 12;
      put_utf8(out, 0x10000 + ((unit - 0xD800) << 10U) + (low - 0xDC00));
      return out;
    }
  }
  out.lone_surrogate = is_high(unit) || is_low(unit);
  put_utf8(out, out.lone_surrogate ? 0xFFFD : unit);
  return out;
}

JsonCharacter single(char text, std::uint8_t source_size) {
  JsonCharacter out;
  out.text[0] = text;
  out.text_size = 1;
  out.source_size = source_size;
  return out;
}
}  // namespace

JsonCharacter next_json_character(std::string_view source) {
  if (source[0] != '\\') return single(source[0], 1);
  if (source.size() == 1) {  // a literal that was cut: the backslash is its last byte
    auto out = single('\\', 1);
    out.bad_escape = true;
    return out;
  }
  switch (source[1]) {
    case '"':
      return single('"', 2);
    case '\\':
      return single('\\', 2);
    case '/':
      return single('/', 2);
    case 'b':
      return single('\b', 2);
    case 'f':
      return single('\f', 2);
    case 'n':
      return single('\n', 2);
    case 'r':
      return single('\r', 2);
    case 't':
      return single('\t', 2);
    default:
      break;
  }
  const auto unit = unit_of(source);
  if (unit != no_unit) return unicode_escape(source, unit);
  auto out = single(source[1], 2);
  out.bad_escape = true;
  return out;
}

Span locate_in_string(std::string_view source, Span literal, std::uint32_t begin, std::uint32_t end) {
  const auto limit = std::min<std::size_t>(literal.end, source.size());
  std::size_t at = literal.begin;
  if (at < limit && source[at] == '"') ++at;
  Span found{literal.file, 0, 0};
  bool begun = false;
  std::uint32_t decoded = 0;
  // Bytes of one escape are not taken apart: the place begins and ends at whole escapes.
  while (at < limit && source[at] != '"') {
    const auto character = next_json_character(source.substr(at, limit - at));
    if (!begun && decoded + character.text_size > begin) {
      found.begin = static_cast<std::uint32_t>(at);
      begun = true;
    }
    if (decoded >= end) break;
    decoded += character.text_size;
    at += character.source_size;
  }
  found.end = static_cast<std::uint32_t>(at);
  if (!begun || begin >= end) found.begin = begun ? found.begin : found.end;
  if (begin >= end) found.end = found.begin;
  return found;
}

}  // namespace pillarlint
