// Objects, arrays, loops and conditions.
#include "bicep/parsing.h"

namespace pillarlint::bicep {
namespace {

constexpr Kinds property_stop{TokenKind::new_line, TokenKind::right_brace};
constexpr Kinds item_stop{TokenKind::new_line, TokenKind::right_square};

}  // namespace

/// `resources`: it is the body of a resource, so others may be nested in it.
Built Parser::object(bool resources) {
  const Nesting level(*this);
  if (level.too_deep()) return fail_too_deep();
  const auto from = begin();
  const auto mark = stack_.size();
  if (!expect(TokenKind::left_brace, "a `{`")) return {};
  if (!elements(TokenKind::right_brace, resources, [&] { return object_element(resources); })) return {};
  if (!expect(TokenKind::right_brace, "a `}`")) return {};
  return make_list(NodeKind::object, from, last_end(), {}, mark);
}

Built Parser::object_element(bool resources) {
  const bool nested = at(TokenKind::at) || (at_word("resource") && ahead(1).kind == TokenKind::identifier);
  if (resources && nested) return nested_resource();
  return at(TokenKind::ellipsis) ? spread(property_stop.with(TokenKind::comma)) : object_property();
}

Built Parser::object_property() {
  const auto key = or_skip(property_stop.with(TokenKind::colon), Report::yes, [this]() -> Built {
    if (at(TokenKind::identifier)) return leaf(NodeKind::identifier, read());
    if (at(TokenKind::string_complete) || at(TokenKind::string_left)) return whole_string("the name of a property");
    return fail("the name of a property");
  });
  const auto colon = token_or_skip(TokenKind::colon, "a `:`", property_stop, after(key));
  const auto given = value(after(colon), property_stop);
  auto built = make(NodeKind::object_property, begin_of(key), end_of(given), {key, given});
  if (!colon.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::array() {
  const auto from = read().begin;
  const auto mark = stack_.size();
  if (!elements(TokenKind::right_square, false, [this] { return array_element(); })) return {};
  if (!expect(TokenKind::right_square, "a `]`")) return {};
  return make_list(NodeKind::array, from, last_end(), {}, mark);
}

Built Parser::array_element() {
  return or_skip(item_stop, Report::yes, [this]() -> Built {
    if (at(TokenKind::ellipsis)) return spread(item_stop.with(TokenKind::comma));
    const auto item = expression({true});
    return item ? make(NodeKind::array_item, begin_of(item), end_of(item), {item}) : item;
  });
}

Built Parser::spread(Kinds stop) {
  const auto from = read().begin;
  const auto given = value(Report::yes, stop);
  return make(NodeKind::spread, from, end_of(given), {given});
}

/// `deployed`: of a resource or module, whose loop makes objects or conditions and nothing else.
Built Parser::for_expression(bool deployed, bool resources) {
  constexpr auto collection_stop = item_stop.with(TokenKind::colon);
  const auto from = begin();
  if (!expect(TokenKind::left_square, "a `[`")) return {};
  pass_lines();
  if (!expect_word("for", "`for`")) return {};
  const auto variables = for_variables();
  if (!variables) return {};
  const bool faulty = is_skipped(variables) || variables.node->has(Node::in_error);
  const auto* in_place = next_;
  const bool in = expect_word("in", "`in`");
  auto how = Report::yes;
  if (!in) how = after(skip_since(in_place, item_stop, faulty ? Report::no : Report::yes));
  const auto collection = value(how, collection_stop);
  const auto colon = token_or_skip(TokenKind::colon, "a `:`", item_stop, after(collection));
  const auto body = or_skip(item_stop, after(colon), [&] { return for_body(deployed, resources); });
  if (!is_skipped(body)) pass_lines();
  const auto close = token_or_skip(TokenKind::right_square, "a `]`", item_stop, after(body));
  auto built = make(NodeKind::for_expression, from, close.end, {variables, collection, body});
  if (!in || !colon.there || !close.there) built.node->flags |= Node::in_error;
  return built;
}

Built Parser::for_variables() {
  if (at(TokenKind::left_paren)) return for_variable_block();
  if (!at(TokenKind::identifier)) return missing("the name of a loop variable, or `(item, index)`");
  const auto name = leaf(NodeKind::identifier, read());
  return make(NodeKind::local_variable, begin_of(name), end_of(name), {name});
}

/// `(item, index)`
Built Parser::for_variable_block() {
  const auto mark = stack_.size();
  const auto p = parentheses(false, [this] { return expression({}); });
  const auto block = variable_block(p, mark);
  if (p.items == 2 || block.node->has(Node::in_error)) return block;
  report(begin_of(block), end_of(block), "another number of names", "`(item, index)`");
  return skipped(begin_of(block), end_of(block), false);
}

Built Parser::for_body(bool deployed, bool resources) {
  if (!deployed) return expression({true});
  if (at(TokenKind::left_brace)) return object(resources);
  return at_word("if") ? if_condition(resources, true) : fail("a `{` or an `if (…)`");
}

/// In a loop the `]` belongs to the loop, whatever is wrong before it.
Built Parser::if_condition(bool resources, bool in_loop) {
  constexpr Kinds body_stop{TokenKind::new_line};
  constexpr auto condition_stop = body_stop.with(TokenKind::left_brace);
  const auto from = read().begin;
  const auto condition = or_skip(in_loop ? condition_stop.with(TokenKind::right_square) : condition_stop, Report::yes,
                                 [this] { return parenthesized({true}); });
  const auto body = or_skip(in_loop ? body_stop.with(TokenKind::right_square) : body_stop, after(condition),
                            [&] { return object(resources); });
  return make(NodeKind::if_condition, from, end_of(body), {condition, body});
}

}  // namespace pillarlint::bicep
