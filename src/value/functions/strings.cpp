#include "value/functions/strings.h"

#include <algorithm>

#include "base/text.h"

namespace pillarlint {

namespace {

std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

struct Letter {
  char32_t code = 0;
  std::size_t bytes = 1;
};

// Text was made valid UTF-8 when it was read; what is broken all the same counts byte by byte.
Letter letter_at(std::string_view text, std::size_t at) {
  const auto bytes = sequence_length(text[at]);
  const auto lead = static_cast<unsigned char>(text[at]);
  if (bytes == 1 || lead < 0xC0 || at + bytes > text.size()) return {lead, 1};
  char32_t code = lead & (0xFFU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  return {code, bytes};
}

void append(std::string& out, char32_t code) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0U | (code >> 6U));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xE0U | (code >> 12U));
    put(0x80U | ((code >> 6U) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

char32_t lower_letter(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;
  if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149) {
    const bool odd_is_capital = (c >= 0x139 && c <= 0x148);
    return (c % 2 == 1) == odd_is_capital ? c + 1 : c;
  }
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  return c;
}

char32_t upper_letter(char32_t c) {
  if (c >= 'a' && c <= 'z') return c - 32;
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 32;
  if (c == 0xFF) return 0x178;
  if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && c != 0x138 && c != 0x149) {
    const bool even_is_small = (c >= 0x139 && c <= 0x148);
    return (c % 2 == 0) == even_is_small ? c - 1 : c;
  }
  if (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) return c - 32;
  if (c >= 0x430 && c <= 0x44F) return c - 32;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  return c;
}

template <typename Change>
std::string change_letters(std::string_view text, Change change) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = letter_at(text, i);
    const auto changed = change(letter.code);
    if (changed == letter.code) {
      out.append(text.substr(i, letter.bytes));
    } else {
      append(out, changed);
    }
    i += letter.bytes;
  }
  return out;
}

bool is_space(char32_t c) {
  return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
         c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

}  // namespace

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = letter_at(text, i);
    units += letter.bytes == 4 ? 2 : 1;
    i += letter.bytes;
  }
  return units;
}

namespace {

bool combines(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x483 && c <= 0x489) || (c >= 0x591 && c <= 0x5BD) ||
         (c >= 0x64B && c <= 0x65F) || (c >= 0x1AB0 && c <= 0x1AFF) || (c >= 0x1DC0 && c <= 0x1DFF) ||
         (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xFE20 && c <= 0xFE2F) ||
         (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F) || c == 0x200D;
}
bool is_flag_letter(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

}  // namespace

std::vector<std::string_view> graphemes(std::string_view text) {
  std::vector<std::string_view> out;
  char32_t before = 0;
  std::size_t flag_letters = 0;
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = letter_at(text, i);
    const bool control = before < 0x20;
    const bool second_of_flag = is_flag_letter(letter.code) && flag_letters % 2 == 1;
    const bool goes_on = i != 0 && ((before == '\r' && letter.code == '\n') ||
                                    (!control && (combines(letter.code) || before == 0x200D || second_of_flag)));
    if (!goes_on && i != 0) {
      out.push_back(text.substr(from, i - from));
      from = i;
    }
    flag_letters = is_flag_letter(letter.code) ? flag_letters + 1 : 0;
    before = letter.code;
    i += letter.bytes;
  }
  if (from < text.size()) out.push_back(text.substr(from));
  return out;
}

std::vector<std::string_view> code_points(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = letter_at(text, i);
    out.push_back(text.substr(i, letter.bytes));
    i += letter.bytes;
  }
  return out;
}

std::string to_title(std::string_view text) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < text.size();) {
    const auto letter = letter_at(text, i);
    const auto part = text.substr(i, letter.bytes);
    out += inside ? std::string(part) : to_upper(part);
    const bool ascii_sign = letter.code < 0x80 && !((letter.code >= '0' && letter.code <= '9') || letter.code == '_' ||
                                                    (lower(part[0]) >= 'a' && lower(part[0]) <= 'z'));
    inside = !ascii_sign && !is_space(letter.code);
    i += letter.bytes;
  }
  return out;
}

namespace {

/// Byte offset of a UTF-16 position; nullopt inside a surrogate pair, the end past it.
std::optional<std::size_t> byte_offset(std::string_view text, std::size_t units) {
  std::size_t at = 0;
  while (units > 0 && at < text.size()) {
    const auto letter = letter_at(text, at);
    const std::size_t width = letter.bytes == 4 ? 2 : 1;
    if (width > units) return std::nullopt;
    units -= width;
    at += letter.bytes;
  }
  return at;
}

}  // namespace

std::optional<std::string_view> utf16_slice(std::string_view text, std::size_t start, std::size_t count) {
  const auto begin = byte_offset(text, start);
  if (!begin) return std::nullopt;
  const auto rest = text.substr(*begin);
  const auto end = byte_offset(rest, count);
  if (!end) return std::nullopt;
  return rest.substr(0, *end);
}

std::string to_lower(std::string_view text) { return change_letters(text, lower_letter); }
std::string to_upper(std::string_view text) { return change_letters(text, upper_letter); }

std::string_view trim_start(std::string_view text) {
  while (!text.empty()) {
    const auto letter = letter_at(text, 0);
    if (!is_space(letter.code)) break;
    text.remove_prefix(letter.bytes);
  }
  return text;
}

std::string_view trim_end(std::string_view text) {
  while (!text.empty()) {
    std::size_t at = text.size() - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
    if (!is_space(letter_at(text, at).code)) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::size_t count_of(std::string_view text, std::string_view part) {
  if (part.empty()) return 0;
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

std::string replace_all(std::string_view text, std::string_view part, std::string_view by) {
  if (part.empty()) return std::string(text);
  std::string out;
  std::size_t from = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, from)) {
    out.append(text.substr(from, at - from)).append(by);
    from = at + part.size();
  }
  return out.append(text.substr(from));
}

std::vector<std::string_view> split_on(std::string_view text, std::span<const std::string_view> separators) {
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto hit = std::find_if(separators.begin(), separators.end(), [&](std::string_view separator) {
      return !separator.empty() && text.substr(at).starts_with(separator);
    });
    if (hit == separators.end()) {
      ++at;
      continue;
    }
    parts.push_back(text.substr(from, at - from));
    at += hit->size();
    from = at;
  }
  parts.push_back(text.substr(from));
  return parts;
}

std::int64_t position_of(std::string_view text, std::string_view part) {
  const auto at = find_text(text, part);
  return at == std::string_view::npos ? -1 : static_cast<std::int64_t>(utf16_length(text.substr(0, at)));
}

std::int64_t last_position_of(std::string_view text, std::string_view part) {
  if (part.size() > text.size()) return -1;
  for (auto at = text.size() - part.size() + 1; at-- > 0;) {
    if (same_text(text.substr(at, part.size()), part))
      return static_cast<std::int64_t>(utf16_length(text.substr(0, at)));
  }
  return -1;
}

std::string pad_left(std::string_view text, std::size_t width, std::string_view fill) {
  std::string out;
  for (auto length = utf16_length(text); length < width; ++length) out += fill;
  return out.append(text);
}

namespace {

// Order of the ASCII signs that are no letters, as Unicode's collation has it; digits and letters follow.
int rank_of(char c) {
  static constexpr std::string_view signs = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
  if (const auto at = signs.find(c); at != std::string_view::npos) return static_cast<int>(at) + 1;
  return 256 + static_cast<unsigned char>(lower(c));
}

}  // namespace

int compare_words(std::string_view a, std::string_view b) {
  const auto shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i) {
    const auto order = rank_of(a[i]) - rank_of(b[i]);
    if (order != 0) return order < 0 ? -1 : 1;
  }
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (std::size_t i = 0; i < shared; ++i) {
    if (a[i] != b[i]) return a[i] > b[i] ? -1 : 1;  // small letters stand before capital ones
  }
  return 0;
}

bool matches_wildcard(std::string_view text, std::string_view pattern) {
  std::size_t t = 0;
  std::size_t p = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && lower(pattern[p]) == lower(text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace pillarlint
