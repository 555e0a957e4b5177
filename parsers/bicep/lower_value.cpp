// Literals keep their places; what is not literal is left to the evaluator as an expression.
#include "bicep/lexer.h"
#include "bicep/lower.h"

namespace pillarlint::bicep {

Expr* Lowering::make(Expr::Kind kind, const Node& node) {
  ++spent_->nodes;
  auto* expr = arena_.make<Expr>();
  expr->kind = kind;
  expr->begin = node.begin;
  expr->end = node.end;
  return expr;
}

const Expr* Lowering::literal(Value value, const Node& node) {
  auto* expr = make(Expr::Kind::literal, node);
  expr->literal = value;
  return expr;
}

const Expr* Lowering::text_literal(std::string_view text, const Node& node) { return literal(Value::of(keep(text), span(node)), node); }

const Expr* Lowering::member(const Expr* of, std::string_view name, const Node& node) {
  auto* expr = make(Expr::Kind::member, node);
  expr->text = name;
  expr->children = arena_.copy(std::span<const Expr* const>(&of, 1));
  return expr;
}

const Expr* Lowering::element(const Expr* of, const Expr* index, const Node& node) {
  auto* expr = make(Expr::Kind::index, node);
  expr->children = arena_.copy(std::vector<const Expr*>{of, index});
  return expr;
}

const Expr* Lowering::named(NameKind kind, std::string_view name, const Node& node) {
  auto* expr = make(Expr::Kind::name, node);
  expr->name_kind = kind;
  expr->text = name;
  return expr;
}

const Expr* Lowering::broken(const Node& node, std::string_view why) {
  auto* expr = make(Expr::Kind::broken, node);
  expr->text = keep(why);
  return expr;
}

Value Lowering::deferred(const Expr* expr, const Node& node) const { return Value::expression(expr, span(node)); }

Value Lowering::value(const Node* node, const Place& place) {
  node = bare(node);
  if (node == nullptr) return {};
  switch (node->kind) {
    case NodeKind::null: return Value::null(span(*node));
    case NodeKind::boolean: return Value::of(node->token == TokenKind::true_keyword, span(*node));
    case NodeKind::string: return string_value_of(*node, place);
    case NodeKind::object: return is_plain(*node) ? object_value(*node, place) : deferred(expression(node, place), *node);
    case NodeKind::array: {
      std::vector<Value> items;
      for (const auto* item : node->children()) {
        if (!item->is(NodeKind::array_item)) return deferred(expression(node, place), *node);
        items.push_back(value(item->child(0), place));
      }
      return Value::array(arena_, items, span(*node));
    }
    default: break;
  }
  const auto* expr = expression(node, place);
  const bool number = expr->kind == Expr::Kind::literal && expr->literal.is_number();
  return number ? expr->literal.at(span(*node)) : deferred(expr, *node);
}

Value Lowering::string_value_of(const Node& node, const Place& place) {
  if (node.count != 1) return deferred(expression(&node, place), node);
  const auto* expr = string(node, place);
  // Text that begins as an expression of ARM does is text here.
  if (expr->kind != Expr::Kind::literal || expr->literal.text_or_empty().starts_with('[')) return deferred(expr, node);
  return expr->literal.at(span(node));
}

// Whether an object can stand as it is: its keys are written out, nothing is spread, and no key has a meaning of ARM's own.
bool Lowering::is_plain(const Node& object) const {
  for (const auto* child : object.children()) {
    if (child->is(NodeKind::resource) || child->is(NodeKind::skipped)) continue;
    if (!child->is(NodeKind::object_property) || child->child(0) == nullptr) return false;
    const auto& key = *child->child(0);
    const auto written = text(key);
    if (!key.is(NodeKind::identifier) && (key.count != 1 || written.starts_with("'["))) return false;
    if (same_text(written, "copy") || same_text(written, "'copy'")) return false;
  }
  return true;
}

Value Lowering::object_value(const Node& node, const Place& place) {
  ObjectBuilder made(arena_);
  for (const auto* child : node.children()) {
    if (!child->is(NodeKind::object_property)) continue;
    const auto& key = *child->child(0);
    const auto name = property_name(tree_, key);
    if (!name) continue;
    const auto kept = key.is(NodeKind::identifier) ? text(key) : keep(*name);
    made.set(kept, value(child->child(1), place), span(key));
  }
  return made.build(span(node));
}

}  // namespace pillarlint::bicep
