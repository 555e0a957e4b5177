// Text that is not ours, made safe to print.
#include <algorithm>

#include <fmt/format.h>

#include "report/place.h"

namespace pillarlint {
namespace {

unsigned byte_at(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

// Bytes of the UTF-8 sequence that begins here; 0: none does. No surrogates, no longer form than needed.
std::size_t sequence_length(std::string_view text, std::size_t i) {
  const auto first = byte_at(text, i);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() - i < length) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte_at(text, i + k) & 0xC0U) != 0x80U) return 0;
  }
  const auto second = byte_at(text, i + 1);
  const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                     (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

std::uint32_t code_point(std::string_view sequence) {
  if (sequence.size() == 1) return byte_at(sequence, 0);
  auto code = byte_at(sequence, 0) & (0x7FU >> sequence.size());
  for (std::size_t k = 1; k < sequence.size(); ++k) code = (code << 6U) | (byte_at(sequence, k) & 0x3FU);
  return code;
}

// Characters that change the direction or the order in which text is shown (and so could hide what it says).
bool turns_direction(std::uint32_t code) {
  return code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool is_letter(unsigned c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Runners obey what a program prints: Azure Pipelines `##vso[…]` and GitHub `##[…]` anywhere in a line, GitHub `::name
// …::` after blanks. The second of its characters is escaped.
bool is_second_of_command(std::string_view text, std::size_t i) {
  if (i == 0 || text[i] != text[i - 1]) return false;
  if (text[i] == '#') return text.substr(i + 1).starts_with('[') || text.substr(i + 1).starts_with("vso[");
  return text[i] == ':' && is_letter(byte_at(text, i + 1)) && (i == 1 || byte_at(text, i - 2) <= 0x20);
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = sequence_length(text, i);
    const auto sequence = text.substr(i, std::max<std::size_t>(length, 1));
    const auto code = length == 0 ? 0U : code_point(sequence);
    if (length == 0 || code < 0x20 || code == 0x7F || is_second_of_command(text, i)) {
      out += fmt::format("\\x{:02x}", byte_at(text, i));
    } else if ((code >= 0x80 && code < 0xA0) || turns_direction(code)) {
      out += fmt::format("\\u{{{:x}}}", code);
    } else {
      out += sequence;
    }
    i += sequence.size();
  }
  return out;
}

std::string valid_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = sequence_length(text, i);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace pillarlint
