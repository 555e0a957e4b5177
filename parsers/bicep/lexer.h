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

struct Token {
  TokenKind kind = TokenKind::end_of_file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Tokens {
  std::vector<Token> tokens;            // the last is end_of_file
  std::vector<SyntaxProblem> problems;  // unterminated strings and comments, unknown escapes, unknown characters
  std::vector<Pragma> pragmas;
};

[[nodiscard]] Tokens tokenize(std::string_view text);

/// The text that a string token stands for: quotes and `${`, `}` taken off, escapes replaced; of `'''` strings the first
/// line break taken off. `text` is the token as written. nullopt: it is not terminated or has an unknown escape.
[[nodiscard]] std::optional<std::string> string_value(std::string_view text, TokenKind kind);

}  // namespace pillarlint::bicep
