#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include <fmt/format.h>

#include "terraform/lower.h"

namespace pillarlint::terraform {

namespace {

constexpr int most_nested = 250;
constexpr double exact_integers = 9007199254740992.0;  // 2^53

std::optional<Operator> operator_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::plus: return Operator::add;
    case NodeKind::minus: return Operator::subtract;
    case NodeKind::times: return Operator::multiply;
    case NodeKind::divide: return Operator::divide;
    case NodeKind::modulo: return Operator::modulo;
    case NodeKind::equal: return Operator::equal;
    case NodeKind::not_equal: return Operator::not_equal;
    case NodeKind::less: return Operator::less;
    case NodeKind::less_or_equal: return Operator::less_or_equal;
    case NodeKind::greater: return Operator::greater;
    case NodeKind::greater_or_equal: return Operator::greater_or_equal;
    default: return std::nullopt;
  }
}

bool joins_operands(NodeKind kind) { return kind == NodeKind::and_then || kind == NodeKind::or_else || operator_of(kind); }

bool is_truth(const Expr& expr) {
  if (expr.kind == Expr::Kind::logical_and || expr.kind == Expr::Kind::logical_or) return true;
  if (expr.kind == Expr::Kind::literal) return expr.literal.is_bool();
  return expr.kind == Expr::Kind::call && expr.function != nullptr && expr.function->result == ValueType::boolean;
}

std::vector<Node> children_of(Node node) {
  std::vector<Node> children;
  for (const auto child : node) children.push_back(child);
  return children;
}

}  // namespace

// ── nodes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Expr* Lowering::make(Expr::Kind kind, Limits at) {
  const auto place = span(at);
  auto* expr = out_.arena.make<Expr>();
  expr->kind = kind;
  expr->begin = place.begin;
  expr->end = place.end;
  return expr;
}

const Expr* Lowering::literal(Value value, Limits at) {
  auto* expr = make(Expr::Kind::literal, at);
  expr->literal = value.at({out_.file, expr->begin, expr->end});
  return expr;
}

const Expr* Lowering::broken(std::string_view why, Limits at) {
  auto* expr = make(Expr::Kind::broken, at);
  expr->text = out_.arena.copy(why);
  return expr;
}

const Expr* Lowering::call(Operator op, const std::vector<const Expr*>& args, Limits at) {
  auto* expr = make(Expr::Kind::call, at);
  expr->function = &operator_row(op);
  expr->text = expr->function->name;
  expr->children = out_.arena.copy(args);
  return expr;
}

const Expr* Lowering::call(Operator op, std::initializer_list<const Expr*> args, Limits at) {
  return call(op, std::vector<const Expr*>(args), at);
}

const Expr* Lowering::member(const Expr* of, std::string_view name, Limits at) {
  auto* expr = make(Expr::Kind::member, at);
  expr->text = name;
  expr->children = out_.arena.copy(std::span<const Expr* const>(&of, 1));
  return expr;
}

// ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

const Expr* Lowering::expression(Node node, const Bound* bound) {
  if (depth_ >= most_nested) {
    report(node, "an expression in an expression", fmt::format("at most {} levels", most_nested));
    return broken("an expression that is nested too deeply", limits(node));
  }
  ++depth_;
  const auto* made = any(node, bound);
  --depth_;
  return made;
}

const Expr* Lowering::any(Node node, const Bound* bound) {
  switch (node.kind()) {
    case NodeKind::expression: {
      const auto only = node.only_child();
      if (!only.none() && !only.is(NodeKind::variable_expr)) return any(only, bound);
      return chain(children_of(node), bound);
    }
    case NodeKind::operation: return any(node.only_child(), bound);
    case NodeKind::binary_operation: return binary(node, bound);
    case NodeKind::unary_operation: return unary(node, bound);
    case NodeKind::conditional: return conditional(node, bound);
    case NodeKind::literal_value: return literal_value(node.only_child(), bound);
    case NodeKind::template_expr: return any(node.only_child(), bound);
    case NodeKind::quoted_template:
    case NodeKind::string_lit: return quoted(node, bound);
    case NodeKind::heredoc_template: return heredoc(node, bound);
    case NodeKind::collection_value: return any(node.only_child(), bound);
    case NodeKind::object: return object(node, bound);
    case NodeKind::tuple: return tuple(node, bound);
    case NodeKind::for_expr: return any(node.only_child(), bound);
    case NodeKind::for_tuple_expr:
    case NodeKind::for_object_expr: return for_expression(node, bound);
    case NodeKind::function_call: return function_call(node, bound);
    case NodeKind::variable_expr: return chain(std::span<const Node>(&node, 1), bound);
    default: break;
  }
  if (node.none()) return broken("an expression that does not parse", {});
  return broken("an expression that does not parse", limits(node));
}

// A term and what follows it: `( x ) . a [ 0 ]`. Its nodes lie flat beside each other.
const Expr* Lowering::chain(Chain items, const Bound* bound) {
  if (items.empty()) return broken("an expression that does not parse", {});
  const auto begin = items[0].first();
  if (items[0].is(NodeKind::variable_expr)) {
    std::size_t used = 1;
    const auto* first = name(items, bound, used);
    return further(first, items.subspan(used), bound, begin);
  }
  if (items[0].is(NodeKind::parenthesis)) {
    if (items.size() < 3) return broken("an expression that does not parse", limits(items[0]));
    return further(expression(items[1], bound), items.subspan(3), bound, begin);
  }
  return further(expression(items[0], bound), items.subspan(1), bound, begin);
}

const Expr* Lowering::further(const Expr* so_far, Chain items, const Bound* bound, std::uint32_t begin) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto item = items[i];
    const Limits at{begin, item.last()};
    switch (item.kind()) {
      case NodeKind::get_attr: so_far = member(so_far, text(item.child(NodeKind::identifier)), at); break;
      case NodeKind::index: so_far = index(so_far, item.only_child(), bound, begin); break;
      case NodeKind::splat: return splat(so_far, item.only_child(), items.subspan(i + 1), bound, begin);
      default: return broken("an expression that does not parse", at);
    }
  }
  return so_far;
}

const Expr* Lowering::index(const Expr* of, Node node, const Bound* bound, std::uint32_t begin) {
  auto* expr = make(Expr::Kind::index, {begin, node.last()});
  const Expr* at = nullptr;
  if (node.is(NodeKind::legacy_index)) {
    std::int64_t number = 0;
    const auto digits = text(node).substr(1);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc()) return broken("an index that is no number", limits(node));
    at = literal(Value::of(number), limits(node));
  } else {
    at = expression(node.child(NodeKind::expression), bound);
  }
  const std::array<const Expr*, 2> children{of, at};
  expr->children = out_.arena.copy(std::span<const Expr* const>(children));
  return expr;
}

// `of[*].a[0]`: all that follows is asked of each element. `of.*.a[0]`: only names and numbers with a dot are.
const Expr* Lowering::splat(const Expr* so_far, Node node, Chain rest, const Bound* bound, std::uint32_t begin) {
  std::vector<Node> inside;
  std::vector<Node> outside;
  for (const auto child : node) {
    if (!child.is(NodeKind::get_attr) && !child.is(NodeKind::index)) continue;
    const bool by_dot = child.is(NodeKind::get_attr) || child.only_child().is(NodeKind::legacy_index);
    const bool of_each = node.is(NodeKind::full_splat) || (by_dot && outside.empty());
    (of_each ? inside : outside).push_back(child);
  }
  auto& behind = node.is(NodeKind::full_splat) ? inside : outside;
  behind.insert(behind.end(), rest.begin(), rest.end());
  const Limits at{begin, inside.empty() ? node.last() : inside.back().last()};
  so_far = call(Operator::splat, {so_far}, at);
  if (!inside.empty() && depth_ < most_nested) {
    ++depth_;
    Loop loop;
    loop.parameter = out_.arena.copy(std::string_view(fmt::format("element {}", node.first())));
    const auto* element = named(NameKind::local, loop.parameter, at);
    so_far = call(Operator::each, {so_far, lambda(loop, further(element, inside, bound, begin), at)}, at);
    --depth_;
  }
  return further(so_far, outside, bound, begin);
}

const Expr* Lowering::binary(Node node, const Bound* bound) {
  const auto items = children_of(node);
  std::size_t sign = 0;
  while (sign < items.size() && !joins_operands(items[sign].kind())) ++sign;
  if (sign == 0 || sign + 1 >= items.size()) return broken("an operator without operands", limits(node));
  if (depth_ >= most_nested) return expression(node, bound);  // reports
  ++depth_;
  const auto* left = chain(Chain(items).first(sign), bound);
  const auto* right = chain(Chain(items).subspan(sign + 1), bound);
  --depth_;
  if (const auto op = operator_of(items[sign].kind())) return call(*op, {left, right}, limits(node));
  const bool is_and = items[sign].is(NodeKind::and_then);
  auto* expr = make(is_and ? Expr::Kind::logical_and : Expr::Kind::logical_or, limits(node));
  expr->text = is_and ? "&&" : "||";
  const std::array children{as_condition(left), as_condition(right)};
  expr->children = out_.arena.copy(std::span<const Expr* const>(children));
  return expr;
}

const Expr* Lowering::unary(Node node, const Bound* bound) {
  const auto items = children_of(node);
  if (items.size() < 2) return broken("an operator without operand", limits(node));
  if (depth_ >= most_nested) return expression(node, bound);  // reports
  ++depth_;
  const auto* operand = chain(Chain(items).subspan(1), bound);
  --depth_;
  if (items[0].is(NodeKind::negation)) return call(Operator::invert, {operand}, limits(node));
  const bool whole = operand->kind == Expr::Kind::literal && operand->literal.is_integer();
  if (whole) return literal(Value::of(-operand->literal.integer()), limits(node));
  return call(Operator::negate, {operand}, limits(node));
}

const Expr* Lowering::as_condition(const Expr* operand) {
  if (is_truth(*operand)) return operand;
  auto* expr = out_.arena.make<Expr>();
  expr->kind = Expr::Kind::call;
  expr->begin = operand->begin;
  expr->end = operand->end;
  expr->function = &operator_row(Operator::condition);
  expr->text = expr->function->name;
  expr->children = out_.arena.copy(std::span<const Expr* const>(&operand, 1));
  return expr;
}

namespace {
// Test, yes, no; of `a ? b : c ? d : e` all five. The grammar takes the first three of them for the test of the others,
// Terraform the last three for the end of the others.
bool conditional_parts(Node node, std::vector<Node>& parts, int depth) {
  std::vector<Node> own;
  for (const auto child : node) {
    if (child.is(NodeKind::expression)) own.push_back(child);
  }
  if (own.size() != 3 || depth > most_nested) return false;
  const auto test = own[0].only_child();
  if (!test.is(NodeKind::conditional)) {
    parts.push_back(own[0]);
  } else if (!conditional_parts(test, parts, depth + 1)) {
    return false;
  }
  parts.insert(parts.end(), {own[1], own[2]});
  return true;
}
}  // namespace

const Expr* Lowering::conditional(Node node, const Bound* bound) {
  std::vector<Node> parts;
  if (!conditional_parts(node, parts, 0)) return broken("a conditional that does not parse", limits(node));
  const auto end = parts.back().last();
  const auto* made = expression(parts.back(), bound);
  for (std::size_t i = parts.size() - 1; i >= 2; i -= 2) {
    const auto* test = as_condition(expression(parts[i - 2], bound));
    const std::array children{test, expression(parts[i - 1], bound), made};
    auto* expr = make(Expr::Kind::conditional, {parts[i - 2].first(), end});
    expr->children = out_.arena.copy(std::span<const Expr* const>(children));
    made = expr;
  }
  return made;
}

// ── literals and containers ───────────────────────────────────────────────────────────────────────────────────────

const Expr* Lowering::literal_value(Node node, const Bound* bound) {
  switch (node.kind()) {
    case NodeKind::numeric_lit: return number(node);
    case NodeKind::bool_lit: return literal(Value::of(text(node) == "true"), limits(node));
    case NodeKind::null_lit: return literal(Value::null(), limits(node));
    default: return any(node, bound);
  }
}

const Expr* Lowering::number(Node node) {
  const auto digits = text(node);
  std::int64_t whole = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), whole);
  if (read.ec == std::errc() && read.ptr == digits.data() + digits.size()) return literal(Value::of(whole), limits(node));
  double real = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), real);
  if (parsed.ec != std::errc()) return broken("a number that is out of range", limits(node));
  const bool integral = std::abs(real) <= exact_integers && std::trunc(real) == real;
  return literal(integral ? Value::of(static_cast<std::int64_t>(real)) : Value::of(real), limits(node));
}

const Expr* Lowering::tuple(Node node, const Bound* bound) {
  std::vector<const Expr*> items;
  for (const auto child : node) {
    if (child.is(NodeKind::expression)) items.push_back(expression(child, bound));
  }
  return call(Operator::tuple, items, limits(node));
}

const Expr* Lowering::object(Node node, const Bound* bound) {
  std::vector<const Expr*> parts;
  for (const auto element : node) {
    if (!element.is(NodeKind::object_elem)) continue;
    Node key;
    Node value;
    for (const auto child : element) {
      if (child.is(NodeKind::expression)) (key.none() ? key : value) = child;
    }
    if (value.none()) continue;
    parts.push_back(object_key(key, bound));
    parts.push_back(expression(value, bound));
  }
  return call(Operator::object, parts, limits(node));
}

// A word alone is the name itself, and so are words with dots (`providers`); anything else is an expression.
const Expr* Lowering::object_key(Node node, const Bound* bound) {
  const auto only = node.only_child();
  const bool literal_word = only.is(NodeKind::literal_value) && only.child(NodeKind::string_lit).none() && only.child(NodeKind::null_lit).none();
  bool words = literal_word || (*node.begin()).is(NodeKind::variable_expr);
  for (const auto child : node) words = words && (!only.none() || child.is(NodeKind::variable_expr) || child.is(NodeKind::get_attr));
  return words ? literal(Value::of(text(node)), limits(node)) : expression(node, bound);
}

const Expr* Lowering::function_call(Node node, const Bound* bound) {
  std::vector<const Expr*> args;
  bool spread = false;
  for (const auto child : node.child(NodeKind::function_arguments)) {
    if (child.is(NodeKind::expression)) args.push_back(expression(child, bound));
    spread = spread || child.is(NodeKind::ellipsis);
  }
  const auto name = text(node.child(NodeKind::identifier));
  auto* expr = make(Expr::Kind::call, limits(node));
  expr->text = name;
  const auto* found = functions_.find(name);
  if (found != nullptr && found->name == name) expr->function = found;
  expr->spread = spread;
  expr->children = out_.arena.copy(args);
  return expr;
}

}  // namespace pillarlint::terraform
