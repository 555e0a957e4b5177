#include "terraform/items.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace pillarlint::terraform {

namespace {

bool is_word(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

struct Scanner {
  std::string_view text;  // cut at the end
  std::uint32_t at = 0;

  [[nodiscard]] bool is(std::string_view sign) const { return text.substr(at, sign.size()) == sign; }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(text.size()); }
  void to_line_end() { at = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size())); }

  bool skip_comment() {
    if (is("#") || is("//")) {
      to_line_end();
      return true;
    }
    if (!is("/*")) return false;
    const auto close = text.find("*/", at + 2);
    at = close == std::string_view::npos ? size() : static_cast<std::uint32_t>(close) + 2;
    return true;
  }

  // A quoted text with what is interpolated in it. False: its line does not close it.
  bool skip_quoted() {
    std::vector<char> open{'"'};
    for (++at; at < size() && text[at] != '\n'; ++at) {
      const char c = text[at];
      const bool in_text = open.back() == '"';
      if (in_text && c == '\\') {
        ++at;
      } else if (in_text && (is("$${") || is("%%{"))) {
        at += 2;
      } else if (in_text && (is("${") || is("%{"))) {
        open.push_back('{');
        ++at;
      } else if (c == '"' && in_text) {
        open.pop_back();
        if (open.empty()) {
          ++at;
          return true;
        }
      } else if (!in_text && (c == '"' || c == '{')) {
        open.push_back(c);
      } else if (!in_text && c == '}') {
        open.pop_back();
      }
    }
    return false;
  }

  // False: no line ends it.
  bool skip_heredoc() {
    at += is("<<-") ? 3 : 2;
    const auto from = at;
    while (at < size() && (is_word(text[at]) || text[at] == '-')) ++at;
    const auto mark = text.substr(from, at - from);
    if (mark.empty()) return true;
    auto line = text.find('\n', at);
    while (line != std::string_view::npos) {
      const auto next = text.find('\n', line + 1);
      if (trim(text.substr(line + 1, next == std::string_view::npos ? next : next - line - 1)) == mark) {
        at = static_cast<std::uint32_t>(std::min(next, text.size()));
        return true;
      }
      line = next;
    }
    return false;
  }
};

std::uint32_t column(std::string_view text, std::uint32_t at) {
  const auto line = text.rfind('\n', at == 0 ? 0 : at - 1);
  return line == std::string_view::npos || at == 0 ? at : at - static_cast<std::uint32_t>(line) - 1;
}

// Whether an item of its own seems to begin on the line behind this line end.
bool item_begins(std::string_view text, std::uint32_t line_end, std::uint32_t deepest) {
  const auto first = text.find_first_not_of(" \t", line_end + 1);
  if (first == std::string_view::npos || first - line_end - 1 > deepest || !is_word(text[first])) return false;
  const auto line = text.substr(first, text.find('\n', first) - first);
  return line.find('=') != std::string_view::npos || line.find('{') != std::string_view::npos;
}

// A closing bracket closes what lies open above its own opening one too.
void close(std::string_view text, std::uint32_t at, std::vector<std::uint32_t>& open, Item& item) {
  const char wanted = text[at] == '}' ? '{' : text[at] == ']' ? '[' : '(';
  auto own = open.size();
  while (own > 0 && text[open[own - 1]] != wanted) --own;
  if (own == 0) return;
  if (own < open.size() && item.open_bracket == 0) item.open_bracket = open.back();
  open.resize(own - 1);
}

}  // namespace

Item next_item(std::string_view text, std::uint32_t from, std::uint32_t end, Trust trust) {
  Scanner in{text.substr(0, end), from};
  while (in.at < end && (in.skip_comment() || std::string_view(" \t\r\n").find(text[in.at]) != std::string_view::npos)) {
    if (in.at < end && std::string_view(" \t\r\n").find(text[in.at]) != std::string_view::npos) ++in.at;
  }
  Item item;
  item.begin = in.at;
  const auto own_column = column(text, item.begin);
  bool assigned = false;
  std::vector<std::uint32_t> open;
  while (in.at < end) {
    const char c = text[in.at];
    if (in.skip_comment()) continue;
    if (c == '"') {
      const auto begin = in.at;
      if (!in.skip_quoted() && item.open_quote == 0) item.open_quote = begin;
      continue;
    }
    if (trust.heredocs && item.heredoc_closed && in.is("<<")) {
      item.heredoc_closed = in.skip_heredoc();
      continue;
    }
    if (c == '\n' && open.empty()) break;
    if (c == '\n' && !trust.brackets && item_begins(in.text, in.at, own_column)) break;
    if (c == '=' && open.empty()) assigned = true;
    if (c == '{' && open.empty() && !assigned && item.brace == 0) item.brace = in.at;
    if (c == '{' || c == '[' || c == '(') open.push_back(in.at);
    if (c == '}' || c == ']' || c == ')') close(text, in.at, open, item);
    ++in.at;
  }
  item.end = in.at;
  item.closed = open.empty();
  if (!open.empty() && item.open_bracket == 0) item.open_bracket = open.back();
  return item;
}

std::vector<std::pair<std::uint32_t, std::uint32_t>> comments_of(std::string_view text) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> comments;
  Scanner in{text};
  bool heredocs = true;
  while (in.at < in.size()) {
    const auto begin = in.at;
    if (in.skip_comment()) {
      comments.emplace_back(begin, in.at);
    } else if (text[in.at] == '"') {
      (void)in.skip_quoted();
    } else if (heredocs && in.is("<<")) {
      heredocs = in.skip_heredoc();
    } else {
      ++in.at;
    }
  }
  return comments;
}

bool too_deep(std::string_view text, int limit) {
  int depth = 0;
  for (const char c : text) {
    if (c == '{' || c == '[' || c == '(') {
      if (++depth > limit) return true;
    } else if (c == '}' || c == ']' || c == ')') {
      depth = std::max(0, depth - 1);
    }
  }
  return false;
}

}  // namespace pillarlint::terraform
