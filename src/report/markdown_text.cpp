#include "report/markdown_text.h"

#include <algorithm>

#include "base/text.h"
#include "report/place.h"

namespace pillarlint {
namespace {

// Takes no room and ends whatever a service would read as a name, a number or an address.
constexpr std::string_view zero_width_space = "\xE2\x80\x8B";

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `@name`, `#12`, and GitLab's `!12`, `~label`, `%"1.0"`, `&3`, `$5`: services turn them into mentions and references.
bool begins_reference(std::string_view text, std::size_t i) {
  constexpr std::string_view marks = "@#!~%&$";
  if (marks.find(text[i]) == std::string_view::npos || i + 1 >= text.size()) return false;
  return is_word(text[i + 1]) || text[i + 1] == '"' || text[i + 1] == '[';
}

// After this character a zero-width space keeps services from making a link or a reference of the text.
bool must_part(std::string_view text, std::size_t i) {
  if (begins_reference(text, i)) return true;
  const auto rest = text.substr(i);
  if (text[i] == ':') return rest.starts_with("://");
  if (text[i] == '-') return i >= 2 && same_text(text.substr(i - 2, 2), "gh") && rest.size() > 1 && is_digit(rest[1]);
  return lower(text[i]) == 'w' && rest.size() > 1 && rest[1] == '.' && i >= 2 &&
         same_text(text.substr(i - 2, 3), "www");
}

std::string_view entity_of(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    default:
      return {};
  }
}

std::string escaped(std::string_view text) {
  constexpr std::string_view with_backslash = "\\`*_[]#|~$";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const auto entity = entity_of(text[i]); !entity.empty()) {
      out += entity;
    } else {
      if (with_backslash.find(text[i]) != std::string_view::npos) out += '\\';
      out += text[i];
    }
    if (must_part(text, i)) out += zero_width_space;
  }
  return out;
}

}  // namespace

std::string markdown_plain(std::string_view text, std::size_t limit) {
  return escaped(shorten(harmless(one_line(text)), limit));
}

std::string markdown_text(std::string_view text, std::size_t limit) {
  const auto whole = shorten(harmless(one_line(text)), limit);
  std::string out;
  bool code = false;
  for (const auto part : split(whole, '`')) {
    if (!part.empty()) out += code ? "<code>" + escaped(part) + "</code>" : escaped(part);
    code = !code;
  }
  return out;
}

std::string markdown_target(std::string_view address) {
  const auto plain = [](char c) {
    return (is_word(c) && (static_cast<unsigned char>(c) & 0x80U) == 0) ||
           std::string_view("-.~:/?#=&%+,").find(c) != std::string_view::npos;
  };
  const bool good = address.starts_with("https://") && std::all_of(address.begin(), address.end(), plain);
  return good ? std::string(address) : std::string();
}

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace pillarlint
