// Statements of `.bicep` files.
#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr Kinds to_line_end{TokenKind::new_line};
constexpr Kinds to_value{TokenKind::assignment, TokenKind::new_line};
constexpr Kinds to_body{TokenKind::left_brace, TokenKind::new_line};
constexpr Kinds to_word{TokenKind::identifier, TokenKind::new_line};
constexpr Kinds to_string{TokenKind::string_complete, TokenKind::string_left, TokenKind::new_line};

}  // namespace

Built Parser::declaration() {
  return or_skip(to_line_end, Report::yes, [this] {
    const auto mark = stack_.size();
    decorators();
    if (!at(TokenKind::identifier)) return missing_declaration(mark);
    const auto keyword = text(now());
    return form_ == FileForm::bicep ? statement_of(keyword, mark) : params_statement_of(keyword, mark);
  });
}

/// In the body of a resource: only another resource may stand there.
Built Parser::nested_resource() {
  return or_skip(to_line_end, Report::yes, [this] {
    const auto mark = stack_.size();
    decorators();
    return at_word("resource") ? resource(mark) : missing_declaration(mark);
  });
}

Built Parser::statement_of(std::string_view keyword, std::size_t mark) {
  if (keyword == "param") return parameter(mark);
  if (keyword == "var") return variable(mark);
  if (keyword == "resource") return resource(mark);
  if (keyword == "module") return module(mark);
  if (keyword == "output") return output(mark);
  if (keyword == "type") return type_declaration(mark);
  if (keyword == "func") return function(mark);
  if (keyword == "import") return import(mark);
  if (keyword == "metadata") return named_value(NodeKind::metadata, mark, "a name for this metadata");
  if (keyword == "targetScope") return target_scope(mark);
  if (keyword == "assert") return named_value(NodeKind::assertion, mark, "a name for this assertion");
  if (keyword == "test") return test(mark);
  if (keyword == "extension" || keyword == "provider") return extension(mark, read().begin);
  return missing_declaration(mark);
}

/// No statement where one is expected: a failure, or a node if decorators were waiting for it.
Built Parser::missing_declaration(std::size_t mark) {
  const auto count = stack_.size() - mark;
  if (form_ == FileForm::parameters || count == 0) {
    return fail(form_ == FileForm::parameters ? "a statement (`using`, `param`, `var`, `import` …)"
                                              : "a statement (`param`, `var`, `resource`, `module`, `output` …)");
  }
  report(now(), "the statement that these decorators are for");
  const auto from = begin_of(stack_[mark]);
  const auto to = end_of(stack_.back());
  auto built = statement(NodeKind::missing_declaration, mark, from, to, {});
  built.node->flags |= Node::in_error;
  return built;
}

Built Parser::target_scope(std::size_t mark) {
  const auto keyword = read().begin;
  const auto equals = assignment(Report::yes);
  const auto scope = value(Report::yes);
  auto built = statement(NodeKind::target_scope, mark, keyword, end_of(scope), {scope});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

/// `metadata name = value`, `assert name = value`
Built Parser::named_value(NodeKind kind, std::size_t mark, std::string_view what) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip(what, to_value);
  const auto equals = assignment(after(name));
  const auto given = value(after(equals));
  auto built = statement(kind, mark, keyword, end_of(given), {name, given});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::parameter(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this parameter", to_word);
  const auto what = or_skip(to_body.with(TokenKind::assignment), after(name), [this] { return type(false); });
  if (at_line_end()) return statement(NodeKind::parameter, mark, keyword, end_of(what), {name, what, {}});
  const auto given = or_skip(to_line_end, after(what), [this] {
    return at(TokenKind::assignment) ? parameter_default() : fail("a `=` and a default value, or a new line");
  });
  return statement(NodeKind::parameter, mark, keyword, end_of(given), {name, what, given});
}

Built Parser::parameter_default() {
  const auto from = read().begin;
  const auto given = value(Report::yes);
  return make(NodeKind::parameter_default, from, end_of(given), {given});
}

Built Parser::variable(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this variable", to_word);
  Built what;
  if (!at_line_end() && !at(TokenKind::assignment)) {
    what = or_skip(to_value, after(name), [this] { return type(false); });
  }
  const auto equals = assignment(after(what ? what : name));
  const auto given = value(after(equals));
  auto built = statement(NodeKind::variable, mark, keyword, end_of(given), {name, what, given});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::type_declaration(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this type", to_value);
  const auto equals = assignment(after(name));
  const auto what = or_skip(to_body.with(TokenKind::assignment), after(name), [this] { return type(false); });
  auto built = statement(NodeKind::type_declaration, mark, keyword, end_of(what), {name, what});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::function(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this function", to_value);
  const auto body = or_skip(to_line_end, after(name), [this] { return typed_lambda(); });
  return statement(NodeKind::function, mark, keyword, end_of(body), {name, body});
}

Built Parser::output(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this output", to_word);
  const auto what = or_skip(to_value, after(name), [this] { return type(true); });
  const auto equals = assignment(after(what));
  const auto given = value(after(equals));
  auto built = statement(NodeKind::output, mark, keyword, end_of(given), {name, what, given});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::resource(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this resource", to_string);
  const auto what = string_or_skip("a string with the type and API version of the resource", after(name), to_value);
  const bool existing = at_word("existing");
  if (existing) ++next_;
  const auto equals = assignment(after(what), to_body);
  if (equals.there && is_word(behind_lines(), "if")) pass_lines();
  const auto body = or_skip(to_line_end, after(equals), [this] { return deployed_body(true); });
  auto built = statement(NodeKind::resource, mark, keyword, end_of(body), {name, what, body});
  if (existing) built.node->flags |= Node::existing;
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::module(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this module", to_string);
  const auto path = string_or_skip("a string with the path of the module", after(name), to_value);
  const auto equals = assignment(after(path), to_body);
  if (is_word(behind_lines(), "if")) pass_lines();
  const auto body = or_skip(to_line_end, after(equals), [this] { return deployed_body(false); });
  auto built = statement(NodeKind::module, mark, keyword, end_of(body), {name, path, body});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

/// What follows the `=` of a resource or module.
Built Parser::deployed_body(bool resources) {
  if (at_word("if")) return if_condition(resources, false);
  if (at(TokenKind::left_brace)) return object(resources);
  if (at(TokenKind::left_square)) return for_expression(true, resources);
  return fail("a `{`, an `if (…)` or a `[for …]`");
}

Built Parser::test(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("a name for this test", to_string);
  const auto path = string_or_skip("a string with the path of the file under test", after(name), to_value);
  const auto equals = assignment(after(path), to_body);
  const auto body = or_skip(to_line_end, after(equals), [this] { return object(false); });
  auto built = statement(NodeKind::test, mark, keyword, end_of(body), {name, path, body});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

}  // namespace pillarlint::bicep
