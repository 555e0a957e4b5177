// Strings with their holes, and what stands in parentheses: one expression, or the variables of a lambda.
#include <algorithm>

#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr Kinds hole_stop{TokenKind::string_middle, TokenKind::string_right, TokenKind::new_line};

constexpr std::string_view declaration_words[] = {"assert",   "import", "metadata", "param", "var",
                                                  "resource", "output", "module",   "type"};

}  // namespace

/// At its first piece. Skipped, not failed, if it is not well-formed: where it ends is known.
Built Parser::string(NodeKind kind) {
  const auto from = begin();
  const auto mark = stack_.size();
  bool broken = now().broken;
  bool faulty = false;
  stack_.push_back(string_piece());
  for (auto last = next_[-1].kind; last != TokenKind::string_complete && last != TokenKind::string_right; last = next_[-1].kind) {
    stack_.push_back(hole());
    faulty = faulty || is_skipped(stack_.back()) || stack_.back().node->has(Node::in_error);
    if (at_line_end()) {
      broken = true;
      report(now(), "a `}` and the rest of the string");
      break;
    }
    broken = broken || now().broken;
    stack_.push_back(string_piece());
  }
  if (!broken && (!faulty || pieces_fit(mark))) return make_list(kind, from, last_end(), {}, mark);
  stack_.resize(mark);
  return skipped(from, begin(), false);
}

/// Behind a fault in a hole the piece that follows may be one of another string.
bool Parser::pieces_fit(std::size_t mark) const {
  const auto text_of = [this](const Built& piece) { return tree_.text_of(*piece.node); };
  const auto form = string_form(text_of(stack_[mark]));
  for (auto i = mark; i < stack_.size(); i += 2) {
    if (!string_value(text_of(stack_[i]), stack_[i].node->token, form)) return false;
  }
  return true;
}

Built Parser::string_piece() { return leaf(NodeKind::string_piece, read()); }

/// The expression up to the `}`; anything behind it makes the whole hole one that did not parse.
Built Parser::hole() {
  const auto inside = or_skip(hole_stop, Report::yes, [this] { return expression({}); });
  if (hole_stop.has(now().kind)) return inside;
  fail("a `}`");
  const auto extra = skip_since(next_, hole_stop, Report::yes);
  return skipped(begin_of(inside), end_of(extra), false);
}

Built Parser::parenthesized_or_lambda(Allowed allowed) {
  const auto mark = stack_.size();
  const auto p = parentheses(true, [&] { return expression(allowed); });
  return at(TokenKind::arrow) ? lambda(variable_block(p, mark)) : only_one(NodeKind::parenthesized, p, mark);
}

Built Parser::parenthesized(Allowed allowed) {
  const auto mark = stack_.size();
  const auto p = parentheses(true, [&] { return expression(allowed); });
  return p.open ? only_one(NodeKind::parenthesized, p, mark) : Built{};
}

/// Line breaks in parentheses are for lambdas only.
Built Parser::only_one(NodeKind kind, const Parentheses& p, std::size_t mark) {
  Built inside;
  if (p.items == 1 && !p.separated) {
    inside = stack_[mark];
  } else {
    const auto from = p.items == 0 ? p.begin + 1 : begin_of(stack_[mark]);
    const auto to = p.items == 0 ? from : end_of(stack_.back());
    const auto* found = p.items == 0 ? "nothing in parentheses" : p.items == 1 ? "a new line in parentheses" : "a `,` in parentheses";
    report(p.begin, p.close.end, found, "one expression on one line");
    inside = skipped(from, to, p.items == 0);
  }
  stack_.resize(mark);
  auto built = make(kind, p.begin, p.close.end, {inside});
  if (p.close.there) return built;
  built.node->flags |= Node::in_error;
  built.hollow = true;
  return built;
}

/// Names that were read as expressions are variables after all.
Built Parser::variable_block(const Parentheses& p, std::size_t mark) {
  for (auto i = mark; i < stack_.size(); ++i) {
    auto& item = stack_[i];
    if (item.node->is(NodeKind::variable_access)) {
      item.node->kind = NodeKind::local_variable;
    } else if (!is_skipped(item)) {
      report(begin_of(item), end_of(item), "an expression", "the name of a variable");
      item = skipped(begin_of(item), end_of(item), false);
    }
  }
  auto built = make_list(NodeKind::variable_block, p.begin, p.close.end, {}, mark);
  if (!p.close.there) built.node->flags |= Node::in_error;
  return built;
}

/// At the `=>`.
Built Parser::lambda(Built variables) {
  ++next_;
  const auto body = lambda_body();
  return make(NodeKind::lambda, begin_of(variables), end_of(body), {variables, body});
}

/// The body may stand on the next line, unless that begins a statement.
Built Parser::lambda_body() {
  if (body_may_follow()) pass_lines();
  return value(Report::yes, {TokenKind::new_line, TokenKind::right_paren});
}

bool Parser::body_may_follow() const {
  const auto& word = behind_lines();
  if (word.kind != TokenKind::identifier) return true;
  return std::find(std::begin(declaration_words), std::end(declaration_words), text(word)) == std::end(declaration_words);
}

}  // namespace pillarlint::bicep
