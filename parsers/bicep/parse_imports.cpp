// `import`, `extension`, and the statements that only `.bicepparam` files have.
#include <algorithm>

#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr Kinds to_line_end{TokenKind::new_line};
constexpr std::string_view symbols_or_wildcard = "`{…}` with the symbols to import, or `*`";

}  // namespace

/// `import … from '…'`, or with a string at once the older spelling of `extension`.
Built Parser::import(std::size_t mark) {
  const auto keyword = read().begin;
  const bool older = at(TokenKind::string_complete) || at(TokenKind::string_left);
  return older ? extension(mark, keyword) : import_symbols(mark, keyword);
}

Built Parser::import_symbols(std::size_t mark, std::uint32_t keyword) {
  Built what;
  if (at(TokenKind::left_brace)) {
    what = imported_symbols();
    if (!what) return {};
  } else if (at(TokenKind::asterisk)) {
    what = or_skip(to_line_end, Report::yes, [this] { return wildcard_import(); });
  } else if (at_line_end() || at(TokenKind::identifier)) {
    what = missing(symbols_or_wildcard);
  } else {
    report(now(), symbols_or_wildcard);
    const auto& other = read();
    what = skipped(other.begin, other.end, false);
  }
  const auto from = or_skip(to_line_end, Report::yes, [this] { return import_from(); });
  return statement(NodeKind::import, mark, keyword, end_of(from), {what, from});
}

Built Parser::imported_symbols() {
  const auto from = read().begin;
  const auto mark = stack_.size();
  if (!elements(TokenKind::right_brace, false, [this] { return imported_symbol(); })) return {};
  if (!expect(TokenKind::right_brace, "a `}`")) return {};
  return make_list(NodeKind::imported_symbols, from, last_end(), {}, mark);
}

/// `name`, `name as other`, `'any-name' as other`
Built Parser::imported_symbol() {
  Built what;
  const auto& first = now();
  if (at(TokenKind::identifier)) {
    what = leaf(NodeKind::identifier, read());
  } else if (at(TokenKind::string_complete)) {
    what = string(NodeKind::string);
  } else {
    report(first, "the name of an exported symbol");
    what = at(TokenKind::string_left) ? string(NodeKind::string) : Built{};
    if (!what) ++next_;
    what = skipped(first.begin, last_end(), false);
  }
  if (at_word("as")) {
    const auto alias = as_clause("a name for the symbol", {TokenKind::comma, TokenKind::new_line});
    return make(NodeKind::imported_symbol, first.begin, end_of(alias), {what, alias});
  }
  if (!what.node->is(NodeKind::string)) return make(NodeKind::imported_symbol, first.begin, end_of(what), {what, {}});
  report(now(), "`as` and a name for the symbol");
  return skipped(begin_of(what), end_of(what), false);
}

Built Parser::wildcard_import() {
  const auto from = read().begin;
  const auto as = begin();
  if (!expect_word("as", "`as` and a name")) return {};
  const auto name = identifier("a name for what is imported");
  if (!name) return {};
  const auto alias = make(NodeKind::as_clause, as, end_of(name), {name});
  return make(NodeKind::wildcard_import, from, end_of(name), {alias});
}

Built Parser::import_from() {
  const auto from = begin();
  if (!expect_word("from", "`from`")) return {};
  const auto path = string_or_skip("a string with the path of the file to import from", Report::yes, to_line_end);
  return make(NodeKind::import_from, from, end_of(path), {path});
}

Built Parser::extension(std::size_t mark, std::uint32_t keyword) {
  const auto what = at(TokenKind::identifier) ? leaf(NodeKind::identifier, read())
                                              : string_or_skip("the name of an extension, or a string", Report::yes, to_line_end);
  constexpr std::string_view clause = "`with`, `as` or a new line";
  auto to = end_of(what);
  auto how = after(what);
  Built with;
  if (!at_line_end() && !at_word("as")) {
    with = or_skip(to_line_end, how, [&] { return with_clause(NodeKind::extension_with, clause); });
    to = end_of(with);
    how = after(with);
  }
  Built as;
  if (!at_line_end()) {
    as = or_skip(to_line_end, how, [&] { return at_word("as") ? as_clause("a name for the extension", to_line_end) : fail(clause); });
    to = end_of(as);
  }
  return statement(NodeKind::extension, mark, keyword, to, {what, with, as});
}

/// At `as`.
Built Parser::as_clause(std::string_view expected, Kinds stop) {
  const auto from = read().begin;
  const auto name = identifier_or_skip(expected, stop);
  return make(NodeKind::as_clause, from, std::max(last_end(), end_of(name)), {name});
}

/// `with {…}`
Built Parser::with_clause(NodeKind kind, std::string_view expected) {
  const auto from = begin();
  if (!expect_word("with", expected)) return {};
  const auto given = or_skip(to_line_end, Report::yes, [this] { return object(false); });
  return make(kind, from, end_of(given), {given});
}

Built Parser::params_statement_of(std::string_view keyword, std::size_t mark) {
  if (keyword == "param") return parameter_assignment(mark);
  if (keyword == "var") return variable(mark);
  if (keyword == "using") return using_file(mark);
  if (keyword == "extends") return extends_file(mark);
  if (keyword == "import") return import_symbols(mark, read().begin);
  if (keyword == "type") return type_declaration(mark);
  if (keyword == "extension") return extension(mark, read().begin);
  if (keyword == "extensionConfig") return extension_config(mark);
  return missing_declaration(mark);
}

/// `using '…'`, `using none`, either with `with {…}`
Built Parser::using_file(std::size_t mark) {
  constexpr std::string_view expected = "a string with the path of a file, or `none`";
  const auto keyword = read().begin;
  Built what;
  if (at_word("none")) {
    what = leaf(NodeKind::none, read());
  } else if (at(TokenKind::identifier)) {
    return fail(expected);
  } else if (at(TokenKind::string_complete)) {
    what = whole_string(expected);
    if (!what) return {};
  } else {
    what = missing(expected);
  }
  Built with;
  if (!at_line_end()) {
    with = or_skip(to_line_end, after(what), [this] { return with_clause(NodeKind::using_with, "`with` or a new line"); });
  }
  return statement(NodeKind::using_file, mark, keyword, with ? end_of(with) : end_of(what), {what, with});
}

Built Parser::extends_file(std::size_t mark) {
  const auto keyword = read().begin;
  const auto path = string_or_skip("a string with the path of a parameter file", Report::yes, to_line_end);
  return statement(NodeKind::extends_file, mark, keyword, end_of(path), {path});
}

Built Parser::parameter_assignment(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("the name of a parameter", {TokenKind::identifier, TokenKind::new_line});
  const auto equals = assignment(after(name));
  const auto given = value(after(equals));
  auto built = statement(NodeKind::parameter_assignment, mark, keyword, end_of(given), {name, given});
  if (!equals.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::extension_config(std::size_t mark) {
  const auto keyword = read().begin;
  const auto name = identifier_or_skip("the name of an extension", {TokenKind::identifier, TokenKind::new_line});
  const auto with = or_skip(to_line_end, after(name), [this] { return with_clause(NodeKind::extension_with, "`with`"); });
  return statement(NodeKind::extension_config, mark, keyword, end_of(with), {name, with});
}

}  // namespace pillarlint::bicep
