#include "bicep/parser.h"

#include <algorithm>

#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

/// More opened than closed anywhere in the file.
bool brackets_missing(const std::vector<Token>& tokens) {
  std::ptrdiff_t braces = 0;
  std::ptrdiff_t squares = 0;
  std::ptrdiff_t parens = 0;
  for (const auto& token : tokens) {
    switch (token.kind) {
      case TokenKind::left_brace: ++braces; break;
      case TokenKind::right_brace: --braces; break;
      case TokenKind::left_square: ++squares; break;
      case TokenKind::right_square: --squares; break;
      case TokenKind::left_paren: ++parens; break;
      case TokenKind::right_paren: --parens; break;
      default: break;
    }
  }
  return braces > 0 || squares > 0 || parens > 0;
}

}  // namespace

Parser::Parser(FileForm form, const Tokens& tokens, SyntaxTree& tree)
    : form_(form), tree_(tree), first_(tokens.tokens.data()), next_(first_), last_(first_ + tokens.tokens.size() - 1),
      unbalanced_(brackets_missing(tokens.tokens)) {
  stack_.reserve(256);
}

void Parser::run() {
  while (!at_end()) {
    if (!take(TokenKind::new_line)) program_statement();
  }
  tree_.program = make_list(NodeKind::program, 0, last_->end, {}, 0).node;
}

/// A statement, and what stands behind it on its line and should not.
void Parser::program_statement() {
  const auto made = declaration();
  stack_.push_back(made);
  if (made.node->kind == NodeKind::skipped || made.node->kind == NodeKind::missing_declaration || at_line_end()) return;
  made.node->flags |= Node::in_error;
  fail("a new line");
  stack_.push_back(skip_since(next_, {TokenKind::new_line}, Report::yes));
}

std::shared_ptr<const SyntaxTree> parse(std::string_view text, FileForm form) {
  auto tree = std::make_shared<SyntaxTree>();
  tree->text = text;
  auto tokens = tokenize(text);
  tree->pragmas = std::move(tokens.pragmas);
  Parser(form, tokens, *tree).run();
  auto& problems = tree->problems;
  auto lexed = std::move(tokens.problems);
  const auto earlier = [](const SyntaxProblem& a, const SyntaxProblem& b) { return a.begin < b.begin; };
  std::stable_sort(lexed.begin(), lexed.end(), earlier);
  // What the lexer said about a place is nearer to the cause than what the parser says about it.
  std::erase_if(problems, [&](const SyntaxProblem& problem) {
    const auto found = std::lower_bound(lexed.begin(), lexed.end(), problem.begin,
                                        [](const SyntaxProblem& p, std::uint32_t begin) { return p.begin < begin; });
    return found != lexed.end() && found->begin == problem.begin;
  });
  problems.insert(problems.end(), lexed.begin(), lexed.end());
  std::stable_sort(problems.begin(), problems.end(), earlier);
  return tree;
}

}  // namespace pillarlint::bicep
