// Inside of the parser: tokens in, nodes out. What does not fit makes a function *fail*: it gives no node, and what was
// expected is kept until a caller that can go on takes it, reports it and skips to a place where it knows its way again.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "bicep/lexer.h"
#include "bicep/parser.h"

namespace pillarlint::bicep {

/// A node as it is built. Without a node: a slot that is empty or, as a result, a failure.
struct Built {
  Node* node = nullptr;
  std::uint16_t height = 0;  // of its tree, so that no tree is deeper than consumers can walk
  bool hollow = false;       // has been reported, with all that would be missing behind it
  explicit operator bool() const { return node != nullptr; }
};

/// A token that is no node: where it ends, and whether it was there.
struct Passed {
  std::uint32_t end = 0;
  bool there = true;
  bool hollow = false;
};

/// A set of token kinds.
class Kinds {
 public:
  constexpr Kinds(std::initializer_list<TokenKind> kinds) {
    for (const auto kind : kinds) bits_ |= std::uint64_t{1} << static_cast<unsigned>(kind);
  }
  [[nodiscard]] constexpr bool has(TokenKind kind) const { return ((bits_ >> static_cast<unsigned>(kind)) & 1) != 0; }
  [[nodiscard]] constexpr Kinds with(TokenKind kind) const {
    auto more = *this;
    more.bits_ |= std::uint64_t{1} << static_cast<unsigned>(kind);
    return more;
  }

 private:
  std::uint64_t bits_ = 0;
};

class Parser {
 public:
  Parser(FileForm form, const Tokens& tokens, SyntaxTree& tree);

  void run();

 private:
  enum class Report : std::uint8_t { yes, no };
  struct Allowed {             // in an expression
    bool collections = false;  // objects and arrays; not in the holes of strings
  };
  static constexpr unsigned deepest = 200;
  struct Nesting {
    explicit Nesting(Parser& p) : parser(p) { ++parser.depth_; }
    ~Nesting() { --parser.depth_; }
    [[nodiscard]] bool too_deep() const { return parser.depth_ > deepest; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    Parser& parser;
  };

  // Tokens
  [[nodiscard]] const Token& now() const { return *next_; }
  [[nodiscard]] const Token& ahead(std::size_t n) const { return next_ + n < last_ ? next_[n] : *last_; }
  [[nodiscard]] bool at(TokenKind kind) const { return next_->kind == kind; }
  [[nodiscard]] bool at_end() const { return next_ == last_; }
  [[nodiscard]] bool at_line_end() const { return at(TokenKind::new_line) || at_end(); }
  [[nodiscard]] std::string_view text(const Token& t) const { return tree_.text.substr(t.begin, t.end - t.begin); }
  [[nodiscard]] bool is_word(const Token& t, std::string_view word) const {
    return t.kind == TokenKind::identifier && t.end - t.begin == word.size() && text(t) == word;
  }
  [[nodiscard]] bool at_word(std::string_view word) const { return is_word(*next_, word); }
  [[nodiscard]] const Token& behind_lines() const { return at(TokenKind::new_line) ? ahead(1) : now(); }
  [[nodiscard]] std::uint32_t begin() const { return next_->begin; }
  const Token& read() { return at_end() ? *last_ : *next_++; }
  void pass_lines() {
    if (at(TokenKind::new_line)) ++next_;
  }
  bool take(TokenKind kind) {
    if (!at(kind)) return false;
    ++next_;
    return true;
  }

  // Failing and going on
  Built fail(std::string_view expected) { return fail_at(now(), expected); }
  Built fail_too_deep();
  Built fail_at(const Token& token, std::string_view expected);
  bool expect(TokenKind kind, std::string_view expected);
  bool expect_word(std::string_view word, std::string_view expected);
  void report(const Token& token, std::string_view expected);
  void report(std::uint32_t from, std::uint32_t to, std::string found, std::string_view expected);
  [[nodiscard]] bool reported(std::uint32_t from, std::uint32_t to) const;
  void report_failure() { report(*failed_at_, failed_for_); }
  [[nodiscard]] std::string describe(const Token& token) const;
  Built skip_since(const Token* start, Kinds stop, Report how);
  void pass_until(Kinds stop);
  Built skipped(std::uint32_t from, std::uint32_t to, bool hollow);
  Built missing(std::string_view expected);
  Built missing_identifier(std::uint32_t where, bool hollow);
  Passed token_or_skip(TokenKind kind, std::string_view expected, Kinds stop, Report how);
  Passed token_or_report(TokenKind kind, std::string_view expected);
  static Report after(const Built& b) { return b.hollow ? Report::no : Report::yes; }
  static Report after(const Passed& p) { return p.hollow ? Report::no : Report::yes; }
  static bool is_skipped(const Built& b) { return b.node->kind == NodeKind::skipped; }

  /// What `parse` gives; where it fails, all up to one of `stop` is skipped.
  template <typename Parse>
  Built or_skip(Kinds stop, Report how, Parse parse) {
    const auto* start = next_;
    const auto mark = stack_.size();
    if (const Built built = parse()) return built;
    stack_.resize(mark);
    return skip_since(start, stop, how);
  }

  // Building
  Built make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::initializer_list<Built> slots,
             std::span<const Built> rest = {});
  Built make_list(NodeKind kind, std::uint32_t from, std::uint32_t to, std::initializer_list<Built> slots, std::size_t mark);
  Built leaf(NodeKind kind, const Token& token);
  Built statement(NodeKind kind, std::size_t decorators, std::uint32_t keyword, std::uint32_t to,
                  std::initializer_list<Built> slots);
  [[nodiscard]] std::uint32_t last_end() const { return next_ == first_ ? 0 : next_[-1].end; }
  static std::uint32_t begin_of(const Built& b) { return b.node->begin; }
  static std::uint32_t end_of(const Built& b) { return b.node->end; }

  // Lists
  template <typename Parse>
  bool elements(TokenKind close, bool resources, Parse parse);
  template <typename Parse>
  void arguments(TokenKind close, Parse parse);
  bool separator();
  bool argument_separator(TokenKind close);
  [[nodiscard]] bool begins_statement(bool resources) const;

  // Statements (parse_program.cpp, parse_statements.cpp, parse_imports.cpp, parse_params.cpp)
  void program_statement();
  Built declaration();
  Built nested_resource();
  void decorators();
  Built decorator();
  Built decorator_call();
  Built statement_of(std::string_view keyword, std::size_t mark);
  Built params_statement_of(std::string_view keyword, std::size_t mark);
  Built target_scope(std::size_t mark);
  Built named_value(NodeKind kind, std::size_t mark, std::string_view what);
  Built parameter(std::size_t mark);
  Built parameter_default();
  Built variable(std::size_t mark);
  Built type_declaration(std::size_t mark);
  Built function(std::size_t mark);
  Built resource(std::size_t mark);
  Built module(std::size_t mark);
  Built test(std::size_t mark);
  Built output(std::size_t mark);
  Built deployed_body(bool resources);
  Built import(std::size_t mark);
  Built import_symbols(std::size_t mark, std::uint32_t keyword);
  Built imported_symbols();
  Built imported_symbol();
  Built wildcard_import();
  Built import_from();
  Built extension(std::size_t mark, std::uint32_t keyword);
  Built as_clause(std::string_view expected, Kinds stop);
  Built with_clause(NodeKind kind, std::string_view expected);
  Built using_file(std::size_t mark);
  Built extends_file(std::size_t mark);
  Built parameter_assignment(std::size_t mark);
  Built extension_config(std::size_t mark);
  Built missing_declaration(std::size_t mark);
  Built identifier(std::string_view expected);
  Built identifier_or_skip(std::string_view expected, Kinds stop);
  Built identifier_or_missing(std::string_view expected);
  Passed assignment(Report how, Kinds stop = {TokenKind::new_line});
  Built value(Report how, Kinds stop = {TokenKind::new_line});
  Built whole_string(std::string_view expected);
  Built string_or_skip(std::string_view expected, Report how, Kinds stop);

  // Expressions
  Built expression(Allowed allowed);
  Built ternary(Built test, Allowed allowed);
  Built binary(Allowed allowed, int above);
  Built unary(Allowed allowed);
  Built member(Allowed allowed);
  Built member_index(Built base, Allowed allowed);  // at the `[`; the next two behind their sign
  Built member_name(Built base, Allowed allowed);
  Built primary(Allowed allowed);
  Built literal(bool type);
  Built name_or_call(Allowed allowed);
  Built call_arguments(NodeKind kind, std::uint32_t from, std::initializer_list<Built> slots, Allowed allowed);
  Built argument(Allowed allowed);
  Built string(NodeKind kind);
  Built hole();
  Built string_piece();
  [[nodiscard]] bool pieces_fit(std::size_t mark) const;
  Built parenthesized_or_lambda(Allowed allowed);
  Built parenthesized(Allowed allowed);
  Built lambda(Built variables);
  [[nodiscard]] bool body_may_follow() const;
  Built lambda_body();
  struct Parentheses {
    bool open = false;        // there was a `(`
    std::uint32_t begin = 0;
    Passed close;
    std::size_t items = 0;    // on the stack
    bool separated = false;   // commas or line breaks were among them
  };
  template <typename Parse>
  Parentheses parentheses(bool lines, Parse parse);
  Built only_one(NodeKind kind, const Parentheses& p, std::size_t mark);
  Built variable_block(const Parentheses& p, std::size_t mark);
  Built object(bool resources);
  Built object_element(bool resources);
  Built object_property();
  Built array();
  Built array_element();
  Built spread(Kinds stop);
  Built for_expression(bool deployed, bool resources);
  Built for_variables();
  Built for_variable_block();
  Built for_body(bool deployed, bool resources);
  Built if_condition(bool resources, bool in_loop);

  // Types
  Built type(bool resource_alone);
  Built resource_type(bool alone);
  Built type_expression();
  Built union_type(Built first, std::uint32_t from, std::size_t mark);
  [[nodiscard]] bool at_union_separator() const;
  Built suffixed_type();
  Built unary_type();
  Built member_type();
  Built type_index(Built base);
  Built type_name(Built base);
  Built primary_type();
  Built named_type();
  Built type_arguments(NodeKind kind, std::uint32_t from, std::initializer_list<Built> slots);
  Built object_type();
  Built object_type_member();
  Built tuple_type();
  Built tuple_type_item();
  Built typed_lambda();
  Built typed_local_variable();

  FileForm form_;
  SyntaxTree& tree_;
  const Token* first_;
  const Token* next_;
  const Token* last_;  // the end_of_file
  bool unbalanced_ = false;  // more braces and brackets are opened than closed
  bool told_too_high_ = false;
  unsigned depth_ = 0;
  const Token* failed_at_ = nullptr;
  std::string_view failed_for_;
  std::vector<Built> stack_;  // children of nodes not yet made, and decorators
};

// The lists whose elements stand between line breaks or commas: objects, arrays, their types, symbols of an import.

/// Leaves the elements on the stack. False: one failed.
template <typename Parse>
bool Parser::elements(TokenKind close, bool resources, Parse parse) {
  if (at(close)) return true;
  pass_lines();
  for (bool wanted = true; !at_end() && !at(close);) {
    if (begins_statement(resources)) {  // it was never closed: leave the statement to the program
      if (next_ != first_ && next_[-1].kind == TokenKind::new_line) --next_;
      break;
    }
    if (!wanted) {
      wanted = separator();
      continue;
    }
    const Built element = parse();
    if (!element) return false;
    stack_.push_back(element);
    wanted = false;
  }
  return true;
}

/// The same for arguments, which need a comma and may be followed by line breaks.
template <typename Parse>
void Parser::arguments(TokenKind close, Parse parse) {
  if (at(close)) return;
  pass_lines();
  for (bool wanted = true; !at_end() && !at(close);) {
    if (begins_statement(true)) {
      if (next_ != first_ && next_[-1].kind == TokenKind::new_line) --next_;
      break;
    }
    if (!wanted) {
      const bool comma = at(TokenKind::comma);
      if (!argument_separator(close)) break;
      wanted = true;
      if (comma && at(close)) stack_.push_back(parse());  // nothing behind a comma: said there
      continue;
    }
    stack_.push_back(parse());
    wanted = false;
  }
}

/// `( … , … )`: leaves the items on the stack.
template <typename Parse>
Parser::Parentheses Parser::parentheses(bool lines, Parse parse) {
  constexpr Kinds stop{TokenKind::string_right, TokenKind::right_brace, TokenKind::right_square, TokenKind::new_line};
  constexpr auto item_stop = stop.with(TokenKind::right_paren).with(TokenKind::comma);
  Parentheses result;
  result.begin = begin();
  if (!expect(TokenKind::left_paren, "a `(`")) return result;
  result.open = true;
  const auto pass = [&] {
    if (lines && take(TokenKind::new_line)) result.separated = true;
  };
  pass();
  auto how = Report::yes;
  while (!at(TokenKind::right_paren)) {
    stack_.push_back(or_skip(item_stop, Report::yes, parse));
    ++result.items;
    how = after(stack_.back());
    pass();
    if (!take(TokenKind::comma)) break;
    how = Report::yes;
    result.separated = true;
    pass();
  }
  result.close = token_or_skip(TokenKind::right_paren, "a `)`", stop, how);
  return result;
}

}  // namespace pillarlint::bicep
