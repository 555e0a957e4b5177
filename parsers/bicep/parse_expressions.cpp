// Expressions: operators by precedence, then what may follow an operand.
#include <array>
#include <charconv>

#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

/// Where an operand that did not parse ends.
constexpr Kinds operand_stop{TokenKind::string_right, TokenKind::right_brace, TokenKind::right_paren,
                             TokenKind::right_square, TokenKind::new_line};
constexpr std::string_view an_expression = "an expression";
constexpr std::string_view a_member = "the name of a function or property";

constexpr auto precedences = [] {
  std::array<std::uint8_t, 256> table{};
  const auto set = [&table](std::initializer_list<TokenKind> kinds, std::uint8_t precedence) {
    for (const auto kind : kinds) table[static_cast<std::size_t>(kind)] = precedence;
  };
  using enum TokenKind;
  set({coalesce}, 1);
  set({logical_or}, 2);
  set({logical_and}, 3);
  set({equal, not_equal, equal_insensitive, not_equal_insensitive}, 4);
  set({less, less_or_equal, greater, greater_or_equal}, 5);
  set({plus, minus}, 6);
  set({asterisk, slash, modulo}, 7);
  return table;
}();

bool fits_64_bits(std::string_view digits) {
  std::uint64_t value = 0;
  return std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc{};
}

}  // namespace

Built Parser::expression(Allowed allowed) {
  const Nesting level(*this);
  if (level.too_deep()) return fail_too_deep();
  const auto test = binary(allowed, 0);
  if (!test || behind_lines().kind != TokenKind::question) return test;
  return ternary(test, allowed);
}

/// A line may begin with the `?` or the `:`.
Built Parser::ternary(Built test, Allowed allowed) {
  pass_lines();
  ++next_;
  const auto yes = or_skip(operand_stop.with(TokenKind::colon), Report::yes, [&] { return expression(allowed); });
  if (!is_skipped(yes) && behind_lines().kind == TokenKind::colon) pass_lines();
  const auto colon = token_or_skip(TokenKind::colon, "a `:`", operand_stop, after(yes));
  const auto no = or_skip(operand_stop, after(colon), [&] { return expression(allowed); });
  auto built = make(NodeKind::ternary, begin_of(test), end_of(no), {test, yes, no});
  if (!colon.there) built.node->flags |= Node::in_error;
  return built;
}

/// Operators that bind tighter than `above`; equal ones group from the left.
Built Parser::binary(Allowed allowed, int above) {
  auto left = unary(allowed);
  while (left) {
    const auto kind = now().kind;
    const int precedence = precedences[static_cast<std::size_t>(kind)];
    if (precedence <= above) break;
    ++next_;
    const auto right = or_skip(operand_stop, Report::yes, [&] { return binary(allowed, precedence); });
    left = make(NodeKind::binary, begin_of(left), end_of(right), {left, right});
    left.node->token = kind;
  }
  return left;
}

Built Parser::unary(Allowed allowed) {
  if (!at(TokenKind::exclamation) && !at(TokenKind::minus)) return member(allowed);
  const auto& sign = read();
  const auto operand = or_skip(operand_stop, Report::yes, [&] { return member(allowed); });
  auto built = make(NodeKind::unary, sign.begin, end_of(operand), {operand});
  built.node->token = sign.kind;
  return built;
}

Built Parser::member(Allowed allowed) {
  auto current = primary(allowed);
  while (current) {
    switch (now().kind) {
      case TokenKind::left_square: current = member_index(current, allowed); break;
      case TokenKind::dot: current = member_name(current, allowed); break;
      case TokenKind::double_colon: {
        ++next_;
        const auto name = identifier_or_missing("the name of a nested resource");
        current = make(NodeKind::resource_access, begin_of(current), end_of(name), {current, name});
        break;
      }
      case TokenKind::exclamation:
        ++next_;
        current = make(NodeKind::non_null_assertion, begin_of(current), last_end(), {current});
        break;
      default: return current;
    }
  }
  return current;
}

/// `[…]`, `[?…]`, `[^…]`, `[?^…]`
Built Parser::member_index(Built base, Allowed allowed) {
  ++next_;
  std::uint8_t flags = 0;
  if (take(TokenKind::question)) flags |= Node::safe;
  if (take(TokenKind::hat)) flags |= Node::from_end;
  const auto index = at(TokenKind::right_square) ? missing("an index") : expression(allowed);
  if (!index || !expect(TokenKind::right_square, "a `]`")) return {};
  auto built = make(NodeKind::array_access, begin_of(base), last_end(), {base, index});
  built.node->flags |= flags;
  return built;
}

/// `.name`, `.?name`, `.name(…)`
Built Parser::member_name(Built base, Allowed allowed) {
  ++next_;
  const auto& mark = now();
  const bool safe = take(TokenKind::question);
  const auto name = identifier_or_missing(a_member);
  if (!at(TokenKind::left_paren)) {
    auto built = make(NodeKind::property_access, begin_of(base), end_of(name), {base, name});
    if (safe) built.node->flags |= Node::safe;
    return built;
  }
  if (safe) report(mark, "no `?` before the name of a function");
  auto built = call_arguments(NodeKind::instance_function_call, begin_of(base), {base, name}, allowed);
  if (safe) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::primary(Allowed allowed) {
  switch (now().kind) {
    case TokenKind::integer:
    case TokenKind::null_keyword:
    case TokenKind::true_keyword:
    case TokenKind::false_keyword: return literal(false);
    case TokenKind::string_complete:
    case TokenKind::string_left: return string(NodeKind::string);
    case TokenKind::identifier: return name_or_call(allowed);
    case TokenKind::left_paren: return parenthesized_or_lambda(allowed);
    case TokenKind::left_brace:
      return allowed.collections ? object(false) : fail("an expression without objects: this is a string's `${…}`");
    case TokenKind::left_square: {
      if (!allowed.collections) return fail("an expression without arrays: this is a string's `${…}`");
      const auto& inside = ahead(1).kind == TokenKind::new_line ? ahead(2) : ahead(1);
      return is_word(inside, "for") ? for_expression(false, false) : array();
    }
    default: return fail(an_expression);
  }
}

Built Parser::literal(bool type) {
  switch (now().kind) {
    case TokenKind::integer:
      if (!fits_64_bits(text(now()))) return fail("an integer of at most 64 bits");
      return leaf(type ? NodeKind::integer_type : NodeKind::integer, read());
    case TokenKind::null_keyword: return leaf(type ? NodeKind::null_type : NodeKind::null, read());
    default: return leaf(type ? NodeKind::boolean_type : NodeKind::boolean, read());
  }
}

Built Parser::name_or_call(Allowed allowed) {
  const auto name = leaf(NodeKind::identifier, read());
  if (at(TokenKind::left_paren)) return call_arguments(NodeKind::function_call, begin_of(name), {name}, allowed);
  const bool is_lambda = at(TokenKind::arrow);
  const auto kind = is_lambda ? NodeKind::local_variable : NodeKind::variable_access;
  const auto used = make(kind, begin_of(name), end_of(name), {name});
  return is_lambda ? lambda(used) : used;
}

/// At the `(`.
Built Parser::call_arguments(NodeKind kind, std::uint32_t from, std::initializer_list<Built> slots, Allowed allowed) {
  ++next_;
  const auto mark = stack_.size();
  arguments(TokenKind::right_paren, [&] { return argument(allowed); });
  const auto close = token_or_report(TokenKind::right_paren, "a `)`");
  auto built = make_list(kind, from, close.end, slots, mark);
  if (!close.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::argument(Allowed allowed) {
  constexpr Kinds stop{TokenKind::new_line, TokenKind::comma, TokenKind::right_paren};
  const auto given = or_skip(stop, Report::yes, [&] { return expression(allowed); });
  return make(NodeKind::function_argument, begin_of(given), end_of(given), {given});
}

}  // namespace pillarlint::bicep
