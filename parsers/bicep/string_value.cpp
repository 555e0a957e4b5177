// What a string token stands for.
#include <algorithm>

#include "bicep/lexer.h"

namespace pillarlint::bicep {
namespace {

struct Frame {
  std::size_t begin = 0;  // bytes of quotes, dollars and braces around the piece
  std::size_t end = 0;
};

Frame frame_of(TokenKind kind, StringForm form) {
  const bool begins = kind == TokenKind::string_complete || kind == TokenKind::string_left;
  const bool ends = kind == TokenKind::string_complete || kind == TokenKind::string_right;
  const std::size_t quotes = form.multi_line ? 3 : 1;
  const std::size_t dollars = form.multi_line ? form.dollars : 1;
  return {begins ? quotes + (form.multi_line ? form.dollars : 0) : 1, ends ? quotes : dollars + 1};
}

bool ends_well(std::string_view text, TokenKind kind, StringForm form) {
  if (kind == TokenKind::string_left || kind == TokenKind::string_middle) return text.ends_with('{');
  return text.ends_with(form.multi_line ? "'''" : "'");
}

void append_utf8(std::string& out, std::uint32_t code) {
  if (code >= 0xD800 && code <= 0xDFFF) code = 0xFFFD;  // half of a pair is no character
  const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// `text` begins behind `\u`. The bytes taken; 0 if it is no code of a character.
std::size_t append_code_point(std::string& out, std::string_view text) {
  const auto close = text.find('}');
  if (!text.starts_with('{') || close == std::string_view::npos || close == 1) return 0;
  std::uint32_t code = 0;
  for (const char c : text.substr(1, close - 1)) {
    const int low = c | 0x20;
    const int value = c >= '0' && c <= '9' ? c - '0' : low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
    if (value < 0) return 0;
    code = std::min<std::uint32_t>(code * 16 + static_cast<std::uint32_t>(value), 0x110000);
  }
  if (code > 0x10FFFF) return 0;
  append_utf8(out, code);
  return close + 1;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto plain = std::min(text.find_first_of("\\'\r\n"), text.size());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (text[0] != '\\' || text.size() < 2) return std::nullopt;
    const auto c = text[1];
    text.remove_prefix(2);
    if (c == 'u') {
      const auto taken = append_code_point(out, text);
      if (taken == 0) return std::nullopt;
      text.remove_prefix(taken);
      continue;
    }
    const auto known = std::string_view("nrt\\'$").find(c);
    if (known == std::string_view::npos) return std::nullopt;
    out += "\n\r\t\\'$"[known];
  }
  return out;
}

}  // namespace

StringForm string_form(std::string_view first_token) {
  const auto dollars = std::min(first_token.find_first_not_of('$'), first_token.size());
  const bool multi_line = first_token.substr(dollars).starts_with("'''") || dollars > 0;
  return {multi_line, static_cast<std::uint32_t>(dollars)};
}

std::optional<std::string> string_value(std::string_view text, TokenKind kind, StringForm form) {
  const auto frame = frame_of(kind, form);
  if (text.size() < frame.begin + frame.end || !ends_well(text, kind, form)) return std::nullopt;
  auto inner = text.substr(frame.begin, text.size() - frame.begin - frame.end);
  if (!form.multi_line) return unescaped(inner);
  if (kind == TokenKind::string_complete || kind == TokenKind::string_left) {
    if (inner.starts_with('\r')) inner.remove_prefix(1);
    if (inner.starts_with('\n')) inner.remove_prefix(1);
  }
  return std::string(inner);
}

std::optional<std::string> string_value(std::string_view text, TokenKind kind) {
  const bool first = kind == TokenKind::string_complete || kind == TokenKind::string_left;
  return string_value(text, kind, first ? string_form(text) : StringForm{});
}

}  // namespace pillarlint::bicep
