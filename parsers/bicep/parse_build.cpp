// Making nodes, failing, and skipping what did not parse.
#include <algorithm>

#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr std::uint16_t highest_tree = 600;
constexpr std::string_view too_deep = "something nested less deeply";

/// Where a fault inside stops to matter to those around it.
bool bounds_errors(NodeKind kind) {
  if (kind <= NodeKind::missing_declaration) return true;
  switch (kind) {
    case NodeKind::object_property:
    case NodeKind::array_item:
    case NodeKind::spread:
    case NodeKind::object_type_property:
    case NodeKind::additional_properties:
    case NodeKind::tuple_type_item:
    case NodeKind::imported_symbol: return true;
    default: return false;
  }
}

std::uint8_t fault_of(const Built& child) {
  if (child.node->kind == NodeKind::skipped) return Node::in_error;
  return bounds_errors(child.node->kind) ? 0 : child.node->flags & Node::in_error;
}

}  // namespace

Built Parser::make(NodeKind kind, std::uint32_t from, std::uint32_t to, std::initializer_list<Built> slots,
                   std::span<const Built> rest) {
  auto* node = static_cast<Node*>(tree_.arena.allocate(sizeof(Node), alignof(Node)));
  const auto count = slots.size() + rest.size();
  const Node** children = nullptr;
  if (count > 0) children = static_cast<const Node**>(tree_.arena.allocate(count * sizeof(Node*), alignof(Node*)));
  std::uint16_t height = 0;
  std::uint8_t flags = 0;
  auto* out = children;
  const auto put = [&](const Built& child) {
    *out++ = child.node;
    if (!child.node) return;
    height = std::max(height, child.height);
    flags |= fault_of(child);
  };
  for (const auto& child : slots) put(child);
  for (const auto& child : rest) put(child);
  const auto slot_count = static_cast<std::uint8_t>(rest.empty() || slots.size() > 0 ? slots.size() : std::min<std::size_t>(count, 255));
  new (node) Node{kind, TokenKind::end_of_file, flags, slot_count, from, to, static_cast<std::uint32_t>(count), children};
  if (height < highest_tree || kind == NodeKind::program) return {node, static_cast<std::uint16_t>(height + 1), false};
  if (!told_too_high_) report(next_ == first_ ? now() : next_[-1], too_deep);
  told_too_high_ = true;
  return skipped(from, to, false);
}

/// A node of what stands on the stack since `mark`; takes it from there.
Built Parser::make_list(NodeKind kind, std::uint32_t from, std::uint32_t to, std::initializer_list<Built> slots,
                        std::size_t mark) {
  const auto built = make(kind, from, to, slots, std::span<const Built>(stack_).subspan(mark));
  stack_.resize(mark);
  return built;
}

/// A statement, with the decorators that stand on the stack since `decorators`.
Built Parser::statement(NodeKind kind, std::size_t decorators, std::uint32_t keyword, std::uint32_t to,
                        std::initializer_list<Built> slots) {
  const auto from = decorators < stack_.size() ? begin_of(stack_[decorators]) : keyword;
  auto built = make_list(kind, from, to, slots, decorators);
  built.node->slots = static_cast<std::uint8_t>(slots.size());
  return built;
}

Built Parser::leaf(NodeKind kind, const Token& token) {
  auto built = make(kind, token.begin, token.end, {});
  built.node->token = token.kind;
  return built;
}

Built Parser::fail_at(const Token& token, std::string_view expected) {
  failed_at_ = &token;
  failed_for_ = expected;
  return {};
}

Built Parser::fail_too_deep() { return fail(too_deep); }

bool Parser::expect(TokenKind kind, std::string_view expected) {
  if (take(kind)) return true;
  fail(expected);
  return false;
}

bool Parser::expect_word(std::string_view word, std::string_view expected) {
  if (at_word(word)) {
    ++next_;
    return true;
  }
  fail(expected);
  return false;
}

void Parser::report(const Token& token, std::string_view expected) {
  const auto end = token.kind == TokenKind::new_line ? token.begin + 1 : token.end;  // not the empty lines that follow
  if (!reported(token.begin, end)) report(token.begin, end, describe(token), expected);
}

/// One problem a place: what is told second about it is a consequence.
void Parser::report(std::uint32_t from, std::uint32_t to, std::string found, std::string_view expected) {
  if (!reported(from, to)) tree_.problems.push_back({from, to, std::move(found), std::string(expected)});
}

/// Or there are too many already.
bool Parser::reported(std::uint32_t from, std::uint32_t to) const {
  const auto& problems = tree_.problems;
  if (problems.empty()) return false;
  return problems.size() >= most_problems || (problems.back().begin == from && problems.back().end == to);
}

std::string Parser::describe(const Token& token) const {
  constexpr std::size_t longest = 40;
  if (token.kind == TokenKind::end_of_file) return "the end of the file";
  if (token.kind == TokenKind::new_line) return "the end of the line";
  const auto shown = text(token);
  if (shown.size() <= longest && shown.find_first_of("\r\n") == std::string_view::npos) return "`" + std::string(shown) + "`";
  return token.kind == TokenKind::identifier ? "a long name" : "a string";
}

Built Parser::skipped(std::uint32_t from, std::uint32_t to, bool hollow) {
  auto built = make(NodeKind::skipped, from, to, {});
  built.node->flags |= Node::in_error;
  built.hollow = hollow;
  return built;
}

/// Reports the failure and passes over everything up to one of `stop`. Where that takes the rest of the line, what else
/// would be missing on it is not told.
Built Parser::skip_since(const Token* start, Kinds stop, Report how) {
  if (how == Report::yes) report_failure();
  pass_until(stop);
  if (next_ <= start) return skipped(start->begin, start->begin, true);
  return skipped(start->begin, next_[-1].end, at_line_end());
}

/// The pieces of strings that begin on the way are none that could be meant.
void Parser::pass_until(Kinds stop) {
  std::size_t strings = 0;
  for (; !at_end(); ++next_) {
    const auto kind = next_->kind;
    const bool of_passed = strings > 0 && (kind == TokenKind::string_middle || kind == TokenKind::string_right);
    if (!of_passed && stop.has(kind)) return;
    if (kind == TokenKind::string_left) ++strings;
    if (of_passed && kind == TokenKind::string_right) --strings;
  }
}

/// An empty place where something is expected.
Built Parser::missing(std::string_view expected) {
  report(now(), expected);
  return skipped(begin(), begin(), true);
}

Built Parser::missing_identifier(std::uint32_t where, bool hollow) {
  auto built = make(NodeKind::identifier, where, where, {});
  built.node->flags |= Node::in_error;
  built.hollow = hollow;
  return built;
}

Passed Parser::token_or_skip(TokenKind kind, std::string_view expected, Kinds stop, Report how) {
  if (take(kind)) return {next_[-1].end, true, false};
  fail(expected);
  const auto skip = skip_since(next_, stop, how);
  return {end_of(skip), false, skip.hollow};
}

Passed Parser::token_or_report(TokenKind kind, std::string_view expected) {
  if (take(kind)) return {next_[-1].end, true, false};
  report(now(), expected);
  return {begin(), false, true};
}

/// Behind an element of a list. True: another element may follow.
bool Parser::separator() {
  if (take(TokenKind::new_line)) return true;
  if (!take(TokenKind::comma)) {
    stack_.push_back(missing("a `,` or a new line"));
    return true;
  }
  if (at(TokenKind::new_line)) {
    stack_.push_back(missing("an element on the same line (a `,` does not end a line)"));
    ++next_;
  }
  return true;
}

/// Behind an argument. False: the end of the file comes first.
bool Parser::argument_separator(TokenKind close) {
  if (at(TokenKind::new_line)) {
    const auto follower = ahead(1).kind;
    if (follower == TokenKind::end_of_file) return false;
    if (follower != close) stack_.push_back(missing("a `,`"));
    ++next_;
    return true;
  }
  if (!take(TokenKind::comma)) {
    stack_.push_back(missing("a `,`"));
    return true;
  }
  pass_lines();
  return true;
}

namespace {

constexpr std::string_view statement_words[] = {"param",  "var",    "resource", "output", "module",    "type",
                                                "func",   "metadata", "assert", "test",   "extension", "provider"};

}  // namespace

/// In a list: does a statement begin here, which shows that the list was never closed? Only at the first column and only
/// where no element could look like it; of resources and decorators only if brackets are missing in the file.
bool Parser::begins_statement(bool resources) const {
  const auto& word = now();
  if (word.kind != TokenKind::identifier && word.kind != TokenKind::at) return false;
  const auto before = word.begin == 0 ? '\n' : tree_.text[word.begin - 1];
  if (before != '\n' && before != '\r') return false;
  if (word.kind == TokenKind::at) return unbalanced_;
  const auto follower = ahead(1).kind;
  if (follower != TokenKind::identifier && follower != TokenKind::string_complete) return false;
  if (is_word(ahead(1), "as")) return false;  // a symbol of an import
  const auto found = std::find(std::begin(statement_words), std::end(statement_words), text(word));
  if (found == std::end(statement_words)) return false;
  return *found != "resource" || !resources || unbalanced_;
}

}  // namespace pillarlint::bicep
