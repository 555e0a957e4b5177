#include "terraform/parse_text.h"

#include <algorithm>

#include "base/text.h"

namespace pillarlint::terraform {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

// The end of the exponent whose `e` stands at `at`; 0 if it is none of a number.
std::size_t exponent_end(std::string_view text, std::size_t at) {
  auto end = at + 1;
  if (end < text.size() && (text[end] == '+' || text[end] == '-')) ++end;
  if (at == 0 || !is_digit(text[at - 1]) || end >= text.size() || !is_digit(text[end])) return 0;
  auto begin = at;
  while (begin > 0 && (is_digit(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  if (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '-')) {
    const bool minus = text[begin - 1] == '-' && (begin < 2 || !is_word(text[begin - 2]));
    if (!minus) return 0;
  }
  while (end < text.size() && is_digit(text[end])) ++end;
  return end;
}

std::string without_exponents(std::string_view text) {
  std::string changed;
  for (std::size_t at = text.find_first_of("eE"); at != std::string_view::npos; at = text.find_first_of("eE", at + 1)) {
    const auto end = exponent_end(text, at);
    if (end == 0) continue;
    if (changed.empty()) changed = text;
    std::fill(changed.begin() + static_cast<std::ptrdiff_t>(at), changed.begin() + static_cast<std::ptrdiff_t>(end), '0');
  }
  return changed;
}

Tree parse_known(std::string_view text) {
  const auto changed = without_exponents(text);
  return parse_hcl(changed.empty() ? text : changed);
}

}  // namespace

Tree parse_text(std::string_view text) {
  const auto shortened = with_short_literals(text);
  if (!shortened.empty()) {
    auto tree = parse_known(shortened);
    if (tree.complete && !tree.root().has_error()) return tree;
  }
  return parse_known(text);  // errors are those of the text as it stands
}

}  // namespace pillarlint::terraform
