// Types, and the functions that are written with them.
#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr Kinds member_stop{TokenKind::new_line, TokenKind::right_brace};
constexpr Kinds type_stop{TokenKind::string_right, TokenKind::right_brace, TokenKind::right_paren,
                          TokenKind::right_square, TokenKind::new_line};
constexpr Kinds argument_stop{TokenKind::new_line, TokenKind::comma, TokenKind::greater};
constexpr std::string_view a_type = "a type";

}  // namespace

/// `resource_alone`: `resource` without a type behind it is one as well.
Built Parser::type(bool resource_alone) {
  if (at_word("resource") && ahead(1).kind != TokenKind::less) return resource_type(resource_alone);
  return type_expression();
}

Built Parser::resource_type(bool alone) {
  const auto& keyword = read();
  if (alone && !at(TokenKind::string_complete) && !at(TokenKind::string_left)) {
    return make(NodeKind::resource_type, keyword.begin, keyword.end, {Built{}});
  }
  const auto what = string_or_skip("a string with the type and API version of the resource", Report::yes,
                                   {TokenKind::assignment, TokenKind::new_line});
  return make(NodeKind::resource_type, keyword.begin, end_of(what), {what});
}

Built Parser::type_expression() {
  const Nesting level(*this);
  if (level.too_deep()) return fail_too_deep();
  const auto mark = stack_.size();
  const bool leading = at_union_separator();
  if (leading) pass_lines();
  const auto from = begin();
  if (leading) ++next_;
  const auto first = suffixed_type();
  if (!first || (!leading && !at_union_separator())) return first;
  return union_type(first, from, mark);
}

/// A single line break may stand before the `|`, none behind it.
bool Parser::at_union_separator() const {
  return at(TokenKind::pipe) || (at(TokenKind::new_line) && !now().parted && ahead(1).kind == TokenKind::pipe);
}

Built Parser::union_type(Built first, std::uint32_t from, std::size_t mark) {
  constexpr auto stop = type_stop.with(TokenKind::pipe).with(TokenKind::assignment).with(TokenKind::comma);
  const auto add = [&](const Built& t) {
    stack_.push_back(is_skipped(t) ? t : make(NodeKind::union_type_member, begin_of(t), end_of(t), {t}));
  };
  add(first);
  while (at_union_separator()) {
    pass_lines();
    ++next_;
    add(at(TokenKind::new_line) ? missing(a_type) : or_skip(stop, Report::yes, [this] { return suffixed_type(); }));
  }
  return make_list(NodeKind::union_type, from, end_of(stack_.back()), {}, mark);
}

/// With any number of `?` and `!` behind it.
Built Parser::suffixed_type() {
  auto current = unary_type();
  while (current && (at(TokenKind::question) || at(TokenKind::exclamation))) {
    const auto kind = at(TokenKind::question) ? NodeKind::nullable_type : NodeKind::non_nullable_type;
    ++next_;
    current = make(kind, begin_of(current), last_end(), {current});
  }
  return current;
}

Built Parser::unary_type() {
  if (!at(TokenKind::exclamation) && !at(TokenKind::minus)) return member_type();
  const auto& sign = read();
  const auto operand = or_skip(type_stop, Report::yes, [this] { return member_type(); });
  auto built = make(NodeKind::unary_type, sign.begin, end_of(operand), {operand});
  built.node->token = sign.kind;
  return built;
}

Built Parser::member_type() {
  auto current = primary_type();
  while (current && (at(TokenKind::left_square) || at(TokenKind::dot))) {
    current = at(TokenKind::dot) ? type_name(current) : type_index(current);
  }
  return current;
}

/// `[]`, `[*]`, `[0]`
Built Parser::type_index(Built base) {
  ++next_;
  const auto from = begin_of(base);
  if (take(TokenKind::right_square)) {
    const auto item = make(NodeKind::array_type_member, from, end_of(base), {base});
    return make(NodeKind::array_type, from, last_end(), {item});
  }
  if (take(TokenKind::asterisk)) {
    if (!expect(TokenKind::right_square, "a `]`")) return {};
    return make(NodeKind::type_items_access, from, last_end(), {base});
  }
  const auto index = expression({});
  if (!index || !expect(TokenKind::right_square, "a `]`")) return {};
  return make(NodeKind::type_array_access, from, last_end(), {base, index});
}

/// `.name`, `.*`, `.name<…>`
Built Parser::type_name(Built base) {
  ++next_;
  const auto from = begin_of(base);
  if (take(TokenKind::asterisk)) return make(NodeKind::type_additional_properties_access, from, last_end(), {base});
  const auto name = identifier_or_missing("the name of a property");
  if (at(TokenKind::less)) return type_arguments(NodeKind::instance_parameterized_type, from, {base, name});
  return make(NodeKind::type_property_access, from, end_of(name), {base, name});
}

Built Parser::primary_type() {
  switch (now().kind) {
    case TokenKind::integer:
    case TokenKind::null_keyword:
    case TokenKind::true_keyword:
    case TokenKind::false_keyword: return literal(true);
    case TokenKind::string_complete:
    case TokenKind::string_left: return string(NodeKind::string_type);
    case TokenKind::left_brace: return object_type();
    case TokenKind::left_square: return tuple_type();
    case TokenKind::identifier: return named_type();
    case TokenKind::left_paren: {
      const auto mark = stack_.size();
      const auto p = parentheses(false, [this] { return type_expression(); });
      return only_one(NodeKind::parenthesized_type, p, mark);
    }
    default: return fail(a_type);
  }
}

Built Parser::named_type() {
  const auto name = leaf(NodeKind::identifier, read());
  if (at(TokenKind::less)) return type_arguments(NodeKind::parameterized_type, begin_of(name), {name});
  return make(NodeKind::type_variable_access, begin_of(name), end_of(name), {name});
}

/// At the `<`.
Built Parser::type_arguments(NodeKind kind, std::uint32_t from, std::initializer_list<Built> slots) {
  ++next_;
  const auto mark = stack_.size();
  arguments(TokenKind::greater, [this] {
    const auto given = or_skip(argument_stop, Report::yes, [this] { return type_expression(); });
    return make(NodeKind::parameterized_type_argument, begin_of(given), end_of(given), {given});
  });
  const auto close = token_or_report(TokenKind::greater, "a `>`");
  auto built = make_list(kind, from, close.end, slots, mark);
  if (!close.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::object_type() {
  const auto from = read().begin;
  const auto mark = stack_.size();
  if (!elements(TokenKind::right_brace, false, [this] { return object_type_member(); })) return {};
  if (!expect(TokenKind::right_brace, "a `}`")) return {};
  return make_list(NodeKind::object_type, from, last_end(), {}, mark);
}

/// `name: type`, `'name': type` or `*: type`, under its decorators.
Built Parser::object_type_member() {
  const auto mark = stack_.size();
  decorators();
  const auto from = begin();
  const bool others = take(TokenKind::asterisk);
  Built key;
  if (!others) {
    key = or_skip(member_stop.with(TokenKind::colon), Report::yes, [this]() -> Built {
      if (at(TokenKind::identifier)) return leaf(NodeKind::identifier, read());
      if (at(TokenKind::string_complete) || at(TokenKind::string_left)) return whole_string("the name of a property");
      return fail("the name of a property, or `*`");
    });
  }
  const auto colon = token_or_skip(TokenKind::colon, "a `:`", member_stop, others ? Report::yes : after(key));
  const auto what = or_skip(member_stop, after(colon), [this] { return type_expression(); });
  auto built = others ? statement(NodeKind::additional_properties, mark, from, end_of(what), {what})
                      : statement(NodeKind::object_type_property, mark, from, end_of(what), {key, what});
  if (!colon.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::tuple_type() {
  const auto from = read().begin;
  const auto mark = stack_.size();
  if (!elements(TokenKind::right_square, false, [this] { return tuple_type_item(); })) return {};
  if (!expect(TokenKind::right_square, "a `]`")) return {};
  return make_list(NodeKind::tuple_type, from, last_end(), {}, mark);
}

Built Parser::tuple_type_item() {
  return or_skip({TokenKind::new_line, TokenKind::right_square}, Report::yes, [this]() -> Built {
    const auto mark = stack_.size();
    decorators();
    const auto what = type_expression();
    return what ? statement(NodeKind::tuple_type_item, mark, begin_of(what), end_of(what), {what}) : what;
  });
}

/// `(name type, …) type => body`
Built Parser::typed_lambda() {
  constexpr Kinds stop{TokenKind::new_line, TokenKind::right_paren};
  const auto mark = stack_.size();
  const auto p = parentheses(true, [this] { return typed_local_variable(); });
  if (!p.open) return {};
  auto block = make_list(NodeKind::typed_variable_block, p.begin, p.close.end, {}, mark);
  if (!p.close.there) block.node->flags |= Node::in_error;
  const auto result = or_skip(stop, Report::yes, [this] { return type(false); });
  const auto arrow = token_or_skip(TokenKind::arrow, "a `=>`", stop, after(result));
  const auto body = arrow.there ? lambda_body() : value(after(arrow), stop);
  return make(NodeKind::typed_lambda, p.begin, end_of(body), {block, result, body});
}

Built Parser::typed_local_variable() {
  const auto name = identifier_or_missing("the name of an argument");
  const auto what = or_skip({TokenKind::new_line, TokenKind::comma, TokenKind::right_paren}, after(name),
                            [this] { return type(false); });
  return make(NodeKind::typed_local_variable, begin_of(name), end_of(what), {name, what});
}

}  // namespace pillarlint::bicep
