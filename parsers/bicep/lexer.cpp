#include "bicep/lexer.h"

#include <algorithm>
#include <array>
#include <limits>

namespace pillarlint::bicep {
namespace {

enum Class : std::uint8_t {
  blank = 1,         // space, tab
  line_break = 2,    // \n, \r
  letter = 4,        // begins an identifier
  digit = 8,
  hex = 16,
  quoted_stop = 32,  // ends a run of plain text in '…'
  raw_stop = 64,     // the same in '''…'''
};

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  const auto add = [&table](std::string_view characters, std::uint8_t classes) {
    for (const char c : characters) table[static_cast<unsigned char>(c)] |= classes;
  };
  add(" \t", blank);
  add("\n\r", line_break | quoted_stop);
  add("abcdefABCDEF", hex);
  add("0123456789", digit | hex);
  add("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", letter);
  add("'$", quoted_stop | raw_stop);
  add("\\", quoted_stop);
  return table;
}

constexpr auto classes = make_classes();

constexpr bool is(char c, int wanted) { return (classes[static_cast<unsigned char>(c)] & wanted) != 0; }

constexpr std::size_t longest_identifier = 255;
constexpr std::size_t quotes = 3;  // of '''

struct PragmaWord {
  std::string_view text;
  Pragma::Kind kind;
};
constexpr std::array pragma_words{PragmaWord{"#disable-next-line", Pragma::Kind::disable_next_line},
                                  PragmaWord{"#disable-diagnostics", Pragma::Kind::disable_diagnostics},
                                  PragmaWord{"#restore-diagnostics", Pragma::Kind::restore_diagnostics}};

/// A hole that the lexer is in: how its string is quoted, and the braces that are open in it.
struct Hole {
  bool multi_line = false;
  std::uint32_t dollars = 0;
  std::uint32_t braces = 0;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : begin_(text.data()), end_(text.data() + text.size()), p_(begin_) {
    result_.tokens.reserve(text.size() / 6 + 16);
  }

  Tokens run() {
    while (p_ != end_) scan();
    add(TokenKind::end_of_file, p_);
    return std::move(result_);
  }

 private:
  [[nodiscard]] std::uint32_t at(const char* p) const { return static_cast<std::uint32_t>(p - begin_); }
  [[nodiscard]] char peek(std::size_t n = 0) const { return n < static_cast<std::size_t>(end_ - p_) ? p_[n] : '\0'; }
  [[nodiscard]] std::string_view rest() const { return {p_, static_cast<std::size_t>(end_ - p_)}; }
  void skip(int wanted) {
    while (p_ != end_ && is(*p_, wanted)) ++p_;
  }
  void skip_until(int stop) {
    while (p_ != end_ && !is(*p_, stop)) ++p_;
  }
  bool take(char c) {
    if (p_ == end_ || *p_ != c) return false;
    ++p_;
    return true;
  }
  std::uint32_t take_all(char c) {
    const auto* first = p_;
    while (p_ != end_ && *p_ == c) ++p_;
    return static_cast<std::uint32_t>(p_ - first);
  }

  void add(TokenKind kind, const char* from, bool broken = false) {
    result_.tokens.push_back({kind, broken, false, at(from), at(p_)});
  }
  void problem(const char* from, const char* to, std::string found, std::string expected) {
    if (result_.problems.size() >= most_problems) return;
    result_.problems.push_back({at(from), at(to), std::move(found), std::move(expected)});
  }

  void scan();
  void scan_punctuation(const char* from);
  void scan_identifier(const char* from);
  void scan_line_break(const char* from);
  void scan_comment(const char* from);
  void scan_hash(const char* from);
  void scan_pragma(const char* from, const PragmaWord& word);
  void scan_dollar(const char* from);
  void scan_brace(const char* from);
  void scan_unknown(const char* from);
  void open_string(const char* from, StringForm form);
  bool scan_piece(const char* from, StringForm form, bool first);
  bool scan_quoted_piece(const char* from, bool first);
  bool scan_raw_piece(const char* from, std::uint32_t dollars, bool first);
  bool scan_escape();
  [[nodiscard]] const char* end_of_code_point(const char* p) const;

  const char* begin_;
  const char* end_;
  const char* p_;
  std::vector<Hole> holes_;
  Tokens result_;
};

void Lexer::scan() {
  const char* from = p_;
  const auto c = *p_++;
  if (is(c, blank)) return skip(blank);
  if (is(c, letter)) return scan_identifier(from);
  if (is(c, line_break)) return scan_line_break(from);
  if (is(c, digit)) {
    skip(digit);
    return add(TokenKind::integer, from);
  }
  switch (c) {
    case '\'':
      if (peek() == '\'' && peek(1) == '\'') {
        p_ += 2;
        return open_string(from, {true, 0});
      }
      return open_string(from, {});
    case '/':
      if (peek() == '/' || peek() == '*') return scan_comment(from);
      return add(TokenKind::slash, from);
    case '$': return scan_dollar(from);
    case '#': return scan_hash(from);
    case '{':
      if (!holes_.empty()) ++holes_.back().braces;
      return add(TokenKind::left_brace, from);
    case '}': return scan_brace(from);
    default: return scan_punctuation(from);
  }
}

void Lexer::scan_punctuation(const char* from) {
  const auto either = [&](char next, TokenKind longer, TokenKind shorter) { add(take(next) ? longer : shorter, from); };
  switch (*from) {
    case '(': return add(TokenKind::left_paren, from);
    case ')': return add(TokenKind::right_paren, from);
    case '[': return add(TokenKind::left_square, from);
    case ']': return add(TokenKind::right_square, from);
    case '@': return add(TokenKind::at, from);
    case ',': return add(TokenKind::comma, from);
    case ';': return add(TokenKind::semicolon, from);
    case '+': return add(TokenKind::plus, from);
    case '-': return add(TokenKind::minus, from);
    case '%': return add(TokenKind::modulo, from);
    case '*': return add(TokenKind::asterisk, from);
    case '^': return add(TokenKind::hat, from);
    case ':': return either(':', TokenKind::double_colon, TokenKind::colon);
    case '?': return either('?', TokenKind::coalesce, TokenKind::question);
    case '<': return either('=', TokenKind::less_or_equal, TokenKind::less);
    case '>': return either('=', TokenKind::greater_or_equal, TokenKind::greater);
    case '|': return either('|', TokenKind::logical_or, TokenKind::pipe);
    case '.':
      if (peek() != '.' || peek(1) != '.') return add(TokenKind::dot, from);
      p_ += 2;
      return add(TokenKind::ellipsis, from);
    case '!':
      if (take('~')) return add(TokenKind::not_equal_insensitive, from);
      return either('=', TokenKind::not_equal, TokenKind::exclamation);
    case '=':
      if (take('~')) return add(TokenKind::equal_insensitive, from);
      if (take('>')) return add(TokenKind::arrow, from);
      return either('=', TokenKind::equal, TokenKind::assignment);
    case '&':
      if (take('&')) return add(TokenKind::logical_and, from);
      return scan_unknown(from);
    default: return scan_unknown(from);
  }
}

void Lexer::scan_identifier(const char* from) {
  skip(letter | digit);
  const std::string_view text(from, static_cast<std::size_t>(p_ - from));
  if (text.size() == 4 && text == "true") return add(TokenKind::true_keyword, from);
  if (text.size() == 4 && text == "null") return add(TokenKind::null_keyword, from);
  if (text.size() == 5 && text == "false") return add(TokenKind::false_keyword, from);
  if (text.size() > longest_identifier) problem(from, p_, "a longer name", "a name of at most 255 characters");
  add(TokenKind::identifier, from);
}

void Lexer::scan_line_break(const char* from) {
  if (!holes_.empty()) {  // a hole ends with its line; what follows is read as if the string were closed
    p_ = from;
    problem(p_, p_ + 1, "the end of the line", "a closing `}` of the `${` in this string");
    holes_.clear();
    add(TokenKind::string_right, p_, true);
    ++p_;
  }
  skip(line_break);
  auto& tokens = result_.tokens;
  if (tokens.empty() || tokens.back().kind != TokenKind::new_line) return add(TokenKind::new_line, from);
  tokens.back().parted = true;
  tokens.back().end = at(p_);
}

void Lexer::scan_comment(const char* from) {
  if (*p_++ == '/') return skip_until(line_break);
  const auto length = rest().find("*/");
  if (length != std::string_view::npos) {
    p_ += length + 2;
    return;
  }
  p_ = end_;
  problem(from, p_, "the end of the file", "a closing `*/` of this comment");
}

void Lexer::scan_hash(const char* from) {
  const char* before = from;
  while (before != begin_ && is(before[-1], blank)) --before;
  if (before == begin_ || is(before[-1], line_break)) {
    p_ = from;
    for (const auto& word : pragma_words) {
      if (rest().starts_with(word.text)) return scan_pragma(from, word);
    }
    p_ = from + 1;
  }
  scan_unknown(from);
}

void Lexer::scan_pragma(const char* from, const PragmaWord& word) {
  p_ += word.text.size();
  Pragma pragma{word.kind, at(from), at(p_), {}};
  for (bool more = true; more;) {
    skip(blank);
    const char* code = p_;
    while (p_ != end_ && (is(*p_, letter | digit) || *p_ == '-')) ++p_;
    if (p_ == code) break;
    pragma.codes.emplace_back(code, static_cast<std::size_t>(p_ - code));
    pragma.end = at(p_);
    more = p_ != end_ && is(*p_, blank);
  }
  if (pragma.codes.empty()) problem(from, p_, "no code", "the codes that `" + std::string(word.text) + "` is about");
  result_.pragmas.push_back(std::move(pragma));
}

void Lexer::scan_dollar(const char* from) {
  p_ = from;
  const auto dollars = take_all('$');
  if (!rest().starts_with("'''")) return scan_unknown(from);
  p_ += quotes;
  open_string(from, {true, dollars});
}

void Lexer::scan_brace(const char* from) {
  if (holes_.empty()) return add(TokenKind::right_brace, from);
  auto& hole = holes_.back();
  if (hole.braces > 0) {
    --hole.braces;
    return add(TokenKind::right_brace, from);
  }
  if (!scan_piece(from, {hole.multi_line, hole.dollars}, false)) holes_.pop_back();
}

/// Neighbours that mean nothing are one token and one problem.
void Lexer::scan_unknown(const char* from) {
  while (p_ != end_ && static_cast<unsigned char>(*p_) >= 0x80) ++p_;
  auto& tokens = result_.tokens;
  if (!tokens.empty() && tokens.back().kind == TokenKind::unrecognized && tokens.back().end == at(from)) {
    tokens.back().end = at(p_);
    return;
  }
  add(TokenKind::unrecognized, from);
  if (*from == '"') return problem(from, p_, "`\"`", "a string in `'`");
  const auto shown = std::min(p_, end_of_code_point(from));
  problem(from, p_, "`" + std::string(from, shown) + "`", "something that Bicep knows");
}

const char* Lexer::end_of_code_point(const char* p) const {
  ++p;
  while (p != end_ && (static_cast<unsigned char>(*p) & 0xC0) == 0x80) ++p;
  return p;
}

void Lexer::open_string(const char* from, StringForm form) {
  if (scan_piece(from, form, true)) holes_.push_back({form.multi_line, form.dollars, 0});
}

/// True if a hole follows.
bool Lexer::scan_piece(const char* from, StringForm form, bool first) {
  return form.multi_line ? scan_raw_piece(from, form.dollars, first) : scan_quoted_piece(from, first);
}

bool Lexer::scan_quoted_piece(const char* from, bool first) {
  bool broken = false;
  for (;;) {
    skip_until(quoted_stop);
    if (p_ == end_ || is(*p_, line_break)) {
      problem(from, p_, p_ == end_ ? "the end of the file" : "the end of the line", "a closing `'` of this string");
      broken = true;
      break;
    }
    if (*p_ == '\\') {
      broken = !scan_escape() || broken;
      continue;
    }
    if (*p_++ == '\'') break;
    if (!take('{')) continue;
    add(first ? TokenKind::string_left : TokenKind::string_middle, from, broken);
    return true;
  }
  add(first ? TokenKind::string_complete : TokenKind::string_right, from, broken);
  return false;
}

bool Lexer::scan_raw_piece(const char* from, std::uint32_t dollars, bool first) {
  const auto ending = first ? TokenKind::string_complete : TokenKind::string_right;
  for (;;) {
    skip_until(raw_stop);
    if (p_ == end_) break;
    if (*p_ == '\'') {
      if (take_all('\'') < quotes) continue;
      add(ending, from);
      return false;
    }
    if (take_all('$') < dollars || dollars == 0 || !take('{')) continue;
    add(first ? TokenKind::string_left : TokenKind::string_middle, from);
    return true;
  }
  problem(from, p_, "the end of the file", "a closing `'''` of this string");
  add(ending, from, true);
  return false;
}

/// At the backslash. What is not an escape is passed over as far as it resembles one.
bool Lexer::scan_escape() {
  const char* from = p_++;
  if (p_ == end_ || is(*p_, line_break)) return true;  // not terminated: said where the line ends
  if (*p_ != 'u') {
    if (std::string_view("nrt\\'$").find(*p_) != std::string_view::npos) {
      if (*p_++ == '$') take('{');  // `\${` opens no hole
      return true;
    }
    p_ = end_of_code_point(p_);
    problem(from, p_, "`" + std::string(from, p_) + "`", R"(one of `\n`, `\r`, `\t`, `\\`, `\'`, `\$`, `\u{…}`)");
    return false;
  }
  ++p_;
  std::uint32_t code = 0;
  bool valid = take('{') && p_ != end_ && is(*p_, hex);
  for (; valid && p_ != end_ && is(*p_, hex); ++p_) {
    const auto value = *p_ <= '9' ? *p_ - '0' : (*p_ | 0x20) - 'a' + 10;
    code = std::min<std::uint32_t>(code * 16 + static_cast<std::uint32_t>(value), 0x110000);
  }
  valid = valid && take('}') && code <= 0x10FFFF;
  if (!valid) {
    const auto shown = std::min<std::ptrdiff_t>(p_ - from, 16);
    problem(from, p_, "`" + std::string(from, from + shown) + "`", R"(`\u{…}` with the hexadecimal code of a character)");
  }
  return valid;
}

}  // namespace

Tokens tokenize(std::string_view text) {
  constexpr std::size_t most = std::numeric_limits<std::uint32_t>::max() - 1;
  if (text.size() <= most) return Lexer(text).run();
  Tokens refused;
  refused.tokens.push_back({});
  refused.problems.push_back({0, 0, "a larger file", "a file of at most 4 GiB"});
  return refused;
}

}  // namespace pillarlint::bicep
