#include <array>

#include <fmt/format.h>

#include "terraform/lower.h"

namespace pillarlint::terraform {

namespace {

// How many names with a dot behind the first belong to the name of what is meant; the rest is access to it.
std::size_t parts_behind(std::string_view root) {
  if (root == "data" || root == "ephemeral" || root == "resource") return 2;
  static constexpr std::array<std::string_view, 5> alone{"each", "count", "self", "path", "terraform"};
  for (const auto name : alone) {
    if (root == name) return 0;
  }
  return 1;
}

// What must stand there in full; of other roots the scope says what is missing.
bool needs_all(std::string_view root) {
  static constexpr std::array<std::string_view, 6> roots{"var", "local", "module", "data", "ephemeral", "resource"};
  for (const auto name : roots) {
    if (root == name) return true;
  }
  return false;
}

}  // namespace

const Expr* Lowering::named(NameKind kind, std::string_view text, Limits at) {
  auto* expr = make(Expr::Kind::name, at);
  expr->name_kind = kind;
  expr->text = text;
  return expr;
}

const Expr* Lowering::bound_name(const Bound& bound, Node node) {
  const auto at = limits(node);
  if (bound.pair.empty()) return named(NameKind::local, bound.name, at);
  return member(named(NameKind::local, bound.pair, at), bound.is_key ? "key" : "value", at);
}

const Expr* Lowering::name(Chain items, const Bound* bound, std::size_t& used) {
  const auto root = text(items[0]);
  for (const auto* one = bound; one != nullptr; one = one->outer) {
    if (one->name == root) return bound_name(*one, items[0]);
  }
  const auto wanted = parts_behind(root);
  std::size_t have = 0;
  while (have < wanted && have + 1 < items.size() && items[have + 1].is(NodeKind::get_attr)) ++have;
  const Limits at{items[0].first(), items[have].last()};
  if (have < wanted && needs_all(root)) {
    report(items[0], fmt::format("`{}`", root), fmt::format("{} name{} behind it, each with a dot", wanted, wanted == 1 ? "" : "s"));
    used = items.size();
    return broken("a reference that is not complete", at);
  }
  used = have + 1;
  if (root == "module") return module_output(items, bound, used);
  if (root == "var") return named(NameKind::parameter, text(items[1].child(NodeKind::identifier)), at);
  if (root == "local") return named(NameKind::variable, text(items[1].child(NodeKind::identifier)), at);
  std::string dotted(root == "resource" ? std::string_view() : root);
  for (std::size_t i = 1; i <= have; ++i) {
    if (!dotted.empty()) dotted += '.';
    dotted += text(items[i].child(NodeKind::identifier));
  }
  const auto* whole = named(NameKind::local, out_.arena.copy(std::string_view(dotted)), at);
  if (have == 0 || used >= items.size() || !items[used].is(NodeKind::index)) return whole;
  return one_instance(whole, items[used++].only_child(), bound, items[0].first());
}

// `t.n[each.key]`: what stands for all instances that are not known is found by what stands for all keys.
const Expr* Lowering::one_instance(const Expr* of, Node node, const Bound* bound, std::uint32_t begin) {
  const auto* plain = index(of, node, bound, begin);
  if (plain->kind != Expr::Kind::index || plain->children[1]->kind == Expr::Kind::literal) return plain;
  const Limits at{begin, node.last()};
  return call(Operator::instance, {literal(Value::of(of->text), {of->begin, of->end}), plain->children[1]}, at);
}

// `module.m`; with the output behind it one name, so that only that output is computed. `module.m[k].out` is `out` of all
// instances, and of these the one with the key.
const Expr* Lowering::module_output(Chain items, const Bound* bound, std::size_t& used) {
  const auto call = text(items[1].child(NodeKind::identifier));
  const auto begin = items[0].first();
  const auto output = [&](std::size_t n) { return n < items.size() && items[n].is(NodeKind::get_attr); };
  const auto of = [&](std::string_view between, std::size_t n) {
    const auto name = fmt::format("module.{}{}.{}", call, between, text(items[n].child(NodeKind::identifier)));
    return named(NameKind::local, out_.arena.copy(std::string_view(name)), {begin, items[n].last()});
  };
  if (output(2)) {
    used = 3;
    return of("", 2);
  }
  if (2 < items.size() && items[2].is(NodeKind::index) && output(3)) {
    used = 4;
    return one_instance(of("[]", 3), items[2].only_child(), bound, begin);
  }
  return named(NameKind::local, out_.arena.copy(std::string_view(fmt::format("module.{}", call))), {begin, items[1].last()});
}

// ── for ───────────────────────────────────────────────────────────────────────────────────────────────────────────

// One name: elements as they are, so that what is unknown of them is unknown of the collection. Two: pairs of key and value.
void Lowering::begin_loop(Node intro, const Bound* bound, Loop& loop) {
  std::array<Node, 2> names;
  std::size_t count = 0;
  for (const auto child : intro) {
    if (child.is(NodeKind::identifier) && count < names.size()) names[count++] = child;
  }
  const auto collection = intro.child(NodeKind::expression);
  const auto* over = expression(collection, bound);
  if (count == 0) return;
  if (count == 1) {
    loop.parameter = text(names[0]);
    loop.value = {loop.parameter, {}, false, bound};
    loop.inner = &loop.value;
    loop.collection = call(Operator::elements, {over}, limits(collection));
    return;
  }
  loop.parameter = out_.arena.copy(std::string_view(fmt::format("pair {}", intro.first())));
  loop.key = {text(names[0]), loop.parameter, true, bound};
  loop.value = {text(names[1]), loop.parameter, false, &loop.key};
  loop.inner = &loop.value;
  loop.collection = call(Operator::pairs, {over}, limits(collection));
}

const Expr* Lowering::lambda(const Loop& loop, const Expr* body, Limits at) {
  auto* expr = make(Expr::Kind::lambda, at);
  expr->parameters = out_.arena.copy(std::span<const std::string_view>(&loop.parameter, 1));
  expr->children = out_.arena.copy(std::span<const Expr* const>(&body, 1));
  return expr;
}

const Expr* Lowering::for_expression(Node node, const Bound* bound) {
  Loop loop;
  begin_loop(node.child(NodeKind::for_intro), bound, loop);
  if (loop.collection == nullptr) return broken("a for that does not parse", limits(node));
  std::vector<Node> results;
  for (const auto child : node) {
    if (child.is(NodeKind::expression)) results.push_back(child);
  }
  const bool is_object = node.is(NodeKind::for_object_expr);
  if (results.size() != (is_object ? 2U : 1U)) return broken("a for that does not parse", limits(node));
  const auto of = [&](Node part) { return lambda(loop, expression(part, loop.inner), limits(part)); };
  const auto* over = loop.collection;
  if (const auto condition = node.child(NodeKind::for_cond); !condition.none()) {
    const auto* test = as_condition(expression(condition.child(NodeKind::expression), loop.inner));
    over = call(Operator::where, {over, lambda(loop, test, limits(condition))}, limits(node));
  }
  if (!is_object) return call(Operator::each, {over, of(results[0])}, limits(node));
  const auto op = node.child(NodeKind::ellipsis).none() ? Operator::keyed : Operator::grouped;
  return call(op, {over, of(results[0]), of(results[1])}, limits(node));
}

}  // namespace pillarlint::terraform
