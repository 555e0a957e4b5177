// What many statements share: names, values, decorators.
#include "bicep/parsing.h"

namespace pillarlint::bicep {

/// Leaves them on the stack. Each stands on a line of its own.
void Parser::decorators() {
  while (at(TokenKind::at)) {
    stack_.push_back(decorator());
    if (take(TokenKind::new_line) || at_end()) continue;
    report(now(), "a new line behind the decorator");
    stack_.back().node->flags |= Node::in_error;
    while (!at_line_end()) ++next_;
    pass_lines();
  }
}

Built Parser::decorator() {
  const auto from = read().begin;
  const auto call = or_skip({TokenKind::new_line}, Report::yes, [this] { return decorator_call(); });
  const bool is_call = call.node->is(NodeKind::function_call) || call.node->is(NodeKind::instance_function_call);
  if (!is_call && !is_skipped(call)) report(now(), "a `(`: a decorator is a call");
  auto built = make(NodeKind::decorator, from, end_of(call), {call});
  if (!is_call) built.node->flags |= Node::in_error;
  return built;
}

/// `name(…)` or `space.name(…)`
Built Parser::decorator_call() {
  auto name = identifier("the name of a decorator");
  if (!name) return {};
  const auto from = begin_of(name);
  auto current = at(TokenKind::left_paren) ? call_arguments(NodeKind::function_call, from, {name}, {true})
                                           : make(NodeKind::variable_access, from, end_of(name), {name});
  while (take(TokenKind::dot)) {
    name = identifier_or_missing("the name of a decorator");
    current = at(TokenKind::left_paren)
                  ? call_arguments(NodeKind::instance_function_call, from, {current, name}, {true})
                  : make(NodeKind::property_access, from, end_of(name), {current, name});
  }
  return current;
}

Built Parser::identifier(std::string_view expected) {
  if (!at(TokenKind::identifier)) return fail(expected);
  return leaf(NodeKind::identifier, read());
}

/// What stands in the place of the name is skipped and is no name.
Built Parser::identifier_or_skip(std::string_view expected, Kinds stop) {
  const auto from = begin();
  const auto built = or_skip(stop, Report::yes, [&] { return identifier(expected); });
  return is_skipped(built) ? missing_identifier(from, built.hollow) : built;
}

Built Parser::identifier_or_missing(std::string_view expected) {
  if (at(TokenKind::identifier)) return leaf(NodeKind::identifier, read());
  report(now(), expected);
  return missing_identifier(begin(), true);
}

Passed Parser::assignment(Report how, Kinds stop) { return token_or_skip(TokenKind::assignment, "a `=`", stop, how); }

Built Parser::value(Report how, Kinds stop) {
  return or_skip(stop, how, [this] { return expression({true}); });
}

/// A string that reads well; else a failure at its beginning.
Built Parser::whole_string(std::string_view expected) {
  const auto& start = now();
  const auto built = string(NodeKind::string);
  return built && is_skipped(built) ? fail_at(start, expected) : built;
}

Built Parser::string_or_skip(std::string_view expected, Report how, Kinds stop) {
  return or_skip(stop, how, [&]() -> Built {
    const bool begins = at(TokenKind::string_complete) || at(TokenKind::string_left);
    return begins ? whole_string(expected) : fail(expected);
  });
}

}  // namespace pillarlint::bicep
