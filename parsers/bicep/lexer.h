// Text of a Bicep file to tokens. Newlines are tokens, as the grammar asks for them; comments and blanks are none. A string
// with holes is several tokens: the lexer keeps count of the holes it is in, to any depth.
// Source of the rules: github.com/Azure/bicep, src/Bicep.Core/Parsing/Lexer.cs
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bicep/syntax.h"

namespace pillarlint::bicep {

/// Line breaks with nothing but blanks and comments between them are one token.
struct Token {
  TokenKind kind = TokenKind::end_of_file;
  bool broken = false;  // a string that is not terminated or has an unknown escape
  bool parted = false;  // a new_line in which blanks or comments stand
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Tokens {
  std::vector<Token> tokens;            // the last is end_of_file
  std::vector<SyntaxProblem> problems;  // unterminated strings and comments, unknown escapes, unknown characters
  std::vector<Pragma> pragmas;
};

static_assert(sizeof(Token) == 12);

/// More problems of one file than this are not told.
inline constexpr std::size_t most_problems = 500;

[[nodiscard]] Tokens tokenize(std::string_view text);

/// How a string is quoted, as its first token says: `'…'`, `'''…'''`, or `$'''…${…}…'''` with one or more dollars.
struct StringForm {
  bool multi_line = false;
  std::uint32_t dollars = 0;
};

[[nodiscard]] StringForm string_form(std::string_view first_token);

/// The text that a string token stands for: quotes and `${`, `}` taken off, escapes replaced; of `'''` strings the first
/// line break taken off. `text` is the token as written. nullopt: it is not terminated or has an unknown escape.
/// `form` is the string's: a middle piece alone does not show it.
[[nodiscard]] std::optional<std::string> string_value(std::string_view text, TokenKind kind, StringForm form);

/// For tokens that begin a string; later pieces are taken as those of `'…'`, which is wrong for `$'''`.
[[nodiscard]] std::optional<std::string> string_value(std::string_view text, TokenKind kind);

}  // namespace pillarlint::bicep
