#include <algorithm>
#include <vector>

#include "base/text.h"
#include "terraform/parse_text.h"

namespace pillarlint::terraform {

namespace {

constexpr std::string_view blanks = " \t\r";

bool is_mark(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '-' || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Follows quotes, heredocs, brackets and comments through a text, each in the other.
class Shortener {
 public:
  explicit Shortener(std::string_view text) : text_(text), changed_(text) {}

  std::string run() {
    while (understood_ && at_ < text_.size()) {
      switch (open_.empty() ? Open::Kind::brace : open_.back().kind) {
        case Open::Kind::brace: code(); break;
        case Open::Kind::quote: quoted(); break;
        case Open::Kind::heredoc: heredoc(); break;
      }
    }
    return understood_ && shortened_ && open_.empty() ? std::move(changed_) : std::string();
  }

 private:
  struct Open {
    enum class Kind : std::uint8_t { brace, quote, heredoc };
    Kind kind = Kind::brace;
    std::string_view mark;  // of a heredoc
  };

  [[nodiscard]] bool is(std::string_view sign) const { return text_.substr(at_, sign.size()) == sign; }
  void to(std::size_t place) { at_ = std::min(place, text_.size()); }

  void code() {
    const char c = text_[at_];
    if (c == '#' || is("//")) return to(text_.find('\n', at_));
    if (is("/*")) return comment();
    if (is("<<")) return heredoc_begins();
    if (c == '"') open_.push_back({Open::Kind::quote, {}});
    if (c == '{') open_.push_back({Open::Kind::brace, {}});
    if (c == '}' && open_.empty()) understood_ = false;
    if (c == '}' && !open_.empty()) open_.pop_back();
    ++at_;
  }

  void comment() {
    const auto close = text_.find("*/", at_ + 2);
    understood_ = close != std::string_view::npos;
    to(close + 2);
  }

  void heredoc_begins() {
    const auto from = at_ + (is("<<-") ? 3 : 2);
    auto end = from;
    while (end < text_.size() && is_mark(text_[end])) ++end;
    const auto line = text_.find('\n', end);
    understood_ = end > from && line != std::string_view::npos && trim(text_.substr(end, line - end)).empty();
    open_.push_back({Open::Kind::heredoc, text_.substr(from, end - from)});
    to(line);
  }

  void quoted() {
    const char c = text_[at_];
    if (c == '\n' || c == '\0') {
      understood_ = false;
    } else if (c == '"') {
      open_.pop_back();
      ++at_;
    } else if (c == '\\') {
      const char sign = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
      to(at_ + (sign == 'u' ? 6 : sign == 'U' ? 10 : 2));  // the grammar reads the digits
    } else if (!sequence()) {
      literal(text_.find_first_of(std::string_view("\"\\$%\n\0", 6), at_ + 1));
    }
  }

  void heredoc() {
    const char c = text_[at_];
    if (c == '\0') {
      understood_ = false;
    } else if (c == '\n') {
      line_begins();
    } else if (!sequence()) {
      literal(text_.find_first_of(std::string_view("$%\n\0", 4), at_ + 1));
    }
  }

  void line_begins() {
    const auto end = std::min(text_.find('\n', at_ + 1), text_.size());
    const auto line = trim(text_.substr(at_ + 1, end - at_ - 1));
    if (line == open_.back().mark) {
      open_.pop_back();
      return to(end);
    }
    ++at_;
  }

  // `${`, `%{` and what stands for them as text.
  bool sequence() {
    if (is("$${") || is("%%{")) {
      to(at_ + 3);
      return true;
    }
    if (!is("${") && !is("%{")) return false;
    open_.push_back({Open::Kind::brace, {}});
    to(at_ + 2);
    return true;
  }

  // A dot begins no mark of a heredoc. A sign that could begin a sequence stays.
  void literal(std::size_t end) {
    auto from = at_;
    to(end);
    if (text_[from] == '$' || text_[from] == '%') ++from;
    const auto first = text_.find_first_not_of(blanks, from);
    if (first >= at_ || at_ - first < 2) return;
    changed_[first] = '.';
    std::fill(changed_.begin() + static_cast<std::ptrdiff_t>(first) + 1, changed_.begin() + static_cast<std::ptrdiff_t>(at_), ' ');
    shortened_ = true;
  }

  std::string_view text_;
  std::string changed_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  bool understood_ = true;
  bool shortened_ = false;
};

}  // namespace

std::string with_short_literals(std::string_view text) {
  const bool has_literals = text.find('"') != std::string_view::npos || text.find("<<") != std::string_view::npos;
  return has_literals ? Shortener(text).run() : std::string();
}

}  // namespace pillarlint::terraform
