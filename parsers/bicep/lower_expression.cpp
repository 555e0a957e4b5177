#include <charconv>

#include <fmt/format.h>

#include "bicep/functions.h"
#include "bicep/lexer.h"
#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
constexpr std::size_t max_nodes = 4'000'000;  // of expressions in one file: ids that are made of ids grow fast

std::string_view function_of(TokenKind op) {
  switch (op) {
    case TokenKind::equal: return "equals";
    case TokenKind::less: return "less";
    case TokenKind::less_or_equal: return "lessOrEquals";
    case TokenKind::greater: return "greater";
    case TokenKind::greater_or_equal: return "greaterOrEquals";
    case TokenKind::plus: return "add";
    case TokenKind::minus: return "sub";
    case TokenKind::asterisk: return "mul";
    case TokenKind::slash: return "div";
    case TokenKind::modulo: return "mod";
    case TokenKind::coalesce: return "coalesce";
    default: return {};
  }
}
}  // namespace

const Expr* Lowering::call(std::string_view name, std::vector<const Expr*> args, const Node& node) {
  auto* expr = make(Expr::Kind::call, node);
  expr->text = name;
  expr->function = functions().find(name);
  if (expr->function == nullptr && starts_with_text(name, "list")) expr->function = functions().find("list*");
  expr->children = arena_.copy(args);
  return expr;
}

const Expr* Lowering::expression(const Node* node, const Place& place) {
  node = bare(node);
  if (node == nullptr) return broken(*tree_.program, "an expression that does not parse");
  if (made_ > max_nodes) return broken(*node, "an expression that grows without end");
  switch (node->kind) {
    case NodeKind::null: return literal(Value::null(span(*node)), *node);
    case NodeKind::boolean: return literal(Value::of(node->token == TokenKind::true_keyword, span(*node)), *node);
    case NodeKind::integer: {
      const auto digits = text(*node);
      std::int64_t number = 0;
      const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (parsed.ec != std::errc()) return literal(Value::of(9223372036854775807.0, span(*node)), *node);
      return literal(Value::of(number, span(*node)), *node);
    }
    case NodeKind::string: return string(*node, place);
    case NodeKind::object: return object(*node, place);
    case NodeKind::array: return array(*node, place);
    case NodeKind::variable_access:
    case NodeKind::resource_access: return variable(*node, place);
    case NodeKind::property_access: return property_access(*node, place);
    case NodeKind::array_access: return array_access(*node, place);
    case NodeKind::function_call: return function_call(*node, place);
    case NodeKind::instance_function_call: return instance_call(*node, place);
    case NodeKind::lambda: return lambda(*node, place);
    case NodeKind::for_expression: return loop(*node, place);
    case NodeKind::binary: return binary(*node, place);
    case NodeKind::function_argument: return expression(node->child(0), place);
    case NodeKind::unary: {
      const auto* operand = expression(node->child(0), place);
      if (node->token == TokenKind::exclamation) return call("not", {operand}, *node);
      const bool whole = operand->kind == Expr::Kind::literal && operand->literal.is_integer();
      if (whole) return literal(Value::of(-operand->literal.integer(), span(*node)), *node);
      return call("sub", {literal(Value::of(std::int64_t{0}), *node), operand}, *node);
    }
    case NodeKind::ternary: {
      auto* expr = make(Expr::Kind::conditional, *node);
      expr->children = arena_.copy(std::vector<const Expr*>{expression(node->child(0), place), expression(node->child(1), place),
                                                            expression(node->child(2), place)});
      return expr;
    }
    default: return broken(*node, "an expression that does not parse");
  }
}

const Expr* Lowering::string(const Node& node, const Place& place) {
  std::string form;
  std::vector<const Expr*> holes;
  const auto quotes = node.count > 0 ? string_form(text(*node.child(0))) : StringForm{};
  for (std::size_t i = 0; i < node.count; ++i) {
    const auto& part = *node.child(i);
    if (!part.is(NodeKind::string_piece)) {
      form += fmt::format("{{{}}}", holes.size());
      holes.push_back(expression(&part, place));
      continue;
    }
    const auto piece = string_value(text(part), part.token, quotes);
    if (!piece) return broken(node, "a string that does not parse");
    if (node.count == 1) return text_literal(*piece, node);
    for (const char c : *piece) {
      form += c;
      if (c == '{' || c == '}') form += c;
    }
  }
  std::vector<const Expr*> args{text_literal(form, node)};
  args.insert(args.end(), holes.begin(), holes.end());
  return call("format", std::move(args), node);
}

const Expr* Lowering::object(const Node& node, const Place& place) {
  std::vector<const Expr*> parts;    // objects and what is spread between them
  std::vector<const Expr*> members;
  bool spread = false;
  const auto close = [&] {
    if (members.empty() && spread) return;
    parts.push_back(call("createObject", members, node));
    members.clear();
  };
  for (const auto* child : node.children()) {
    if (child->is(NodeKind::spread)) {
      spread = true;
      if (!members.empty()) close();
      parts.push_back(expression(child->child(0), place));
    } else if (child->is(NodeKind::object_property) && child->child(0) != nullptr) {
      const auto& key = *child->child(0);
      members.push_back(key.is(NodeKind::identifier) ? text_literal(text(key), key) : string(key, place));
      members.push_back(expression(child->child(1), place));
    }
  }
  close();
  if (!spread) return parts[0];
  return call("shallowMerge", {call("createArray", parts, node)}, node);
}

const Expr* Lowering::array(const Node& node, const Place& place) {
  std::vector<const Expr*> parts;
  std::vector<const Expr*> items;
  bool spread = false;
  const auto made = [&](const std::vector<const Expr*>& children) { return call("createArray", children, node); };
  for (const auto* child : node.children()) {
    if (child->is(NodeKind::array_item)) items.push_back(expression(child->child(0), place));
    if (!child->is(NodeKind::spread)) continue;
    spread = true;
    if (!items.empty()) parts.push_back(made(items));
    items.clear();
    parts.push_back(expression(child->child(0), place));
  }
  if (!spread) return made(items);
  if (!items.empty()) parts.push_back(made(items));
  return call("flatten", {made(parts)}, node);
}

const Expr* Lowering::binary(const Node& node, const Place& place) {
  const auto* left = expression(node.child(0), place);
  const auto* right = expression(node.child(1), place);
  const auto logical = [&](Expr::Kind kind, std::string_view name) {
    auto* expr = make(kind, node);
    expr->text = name;
    expr->children = arena_.copy(std::vector<const Expr*>{left, right});
    return expr;
  };
  const auto lowered = [&](const Expr* of) { return call("toLower", {of}, node); };
  switch (node.token) {
    case TokenKind::logical_and: return logical(Expr::Kind::logical_and, "and");
    case TokenKind::logical_or: return logical(Expr::Kind::logical_or, "or");
    case TokenKind::not_equal: return call("not", {call("equals", {left, right}, node)}, node);
    case TokenKind::equal_insensitive: return call("equals", {lowered(left), lowered(right)}, node);
    case TokenKind::not_equal_insensitive: return call("not", {call("equals", {lowered(left), lowered(right)}, node)}, node);
    default: break;
  }
  const auto name = function_of(node.token);
  return name.empty() ? broken(node, "an operator that does not parse") : call(name, {left, right}, node);
}

const Expr* Lowering::lambda(const Node& node, const Place& place) {
  std::vector<std::string_view> names;
  const auto* variables = node.child(0);
  const auto add = [&](const Node* one) {
    if (one != nullptr && one->is(NodeKind::local_variable) && one->child(0) != nullptr) names.push_back(text(*one->child(0)));
  };
  if (variables != nullptr && variables->is(NodeKind::variable_block)) {
    for (const auto* one : variables->children()) add(one);
  } else {
    add(variables);
  }
  std::vector<Local> locals(names.size());
  const Local* outer = place.locals;
  for (std::size_t i = 0; i < names.size(); ++i) {
    locals[i] = {names[i], Local::Kind::lambda, nullptr, outer};
    outer = &locals[i];
  }
  auto* expr = make(Expr::Kind::lambda, node);
  expr->parameters = arena_.copy(names);
  const auto* body = expression(node.child(1), {outer, place.nested_in});
  expr->children = arena_.copy(std::span<const Expr* const>(&body, 1));
  return expr;
}

Lowering::LoopNames Lowering::loop_names(const Node& loop, const Place& place) {
  LoopNames names;
  const auto* variables = loop.child(0);
  const auto name = [&](const Node* one) {
    return one != nullptr && one->is(NodeKind::local_variable) && one->child(0) != nullptr ? text(*one->child(0)) : std::string_view();
  };
  if (variables != nullptr && variables->is(NodeKind::variable_block)) {
    names.item = name(variables->child(0));
    names.index = name(variables->child(1));
  } else {
    names.item = name(variables);
  }
  names.collection = expression(loop.child(1), place);
  return names;
}

// `[for x in C: body]`: body for each number below length(C), in which `x` is C[number].
const Expr* Lowering::loop(const Node& node, const Place& place) {
  const auto names = loop_names(node, place);
  const auto label = keep(fmt::format("loop {}", node.begin));
  const auto* number = call("copyIndex", {text_literal(label, node)}, node);
  const Local item{names.item, Local::Kind::value, element(names.collection, number, *node.child(1)), place.locals};
  const Local index{names.index, Local::Kind::value, number, &item};
  const auto* count = call("length", {names.collection}, *node.child(1));
  const auto* body = expression(node.child(2), {&index, place.nested_in});
  auto* expr = make(Expr::Kind::loop, node);
  expr->text = label;
  expr->children = arena_.copy(std::vector<const Expr*>{count, body});
  return expr;
}

// ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const Expr* Lowering::variable(const Node& node, const Place& place) {
  if (const auto found = reference(&node, place)) return state(*found, node, true);
  const auto name = text(node.is(NodeKind::variable_access) ? *node.child(0) : node);
  for (const auto* local = place.locals; local != nullptr; local = local->outer) {
    if (local->name != name || name.empty()) continue;
    switch (local->kind) {
      case Local::Kind::value: return local->value;
      case Local::Kind::lambda: return named(NameKind::local, name, node);
      case Local::Kind::parameter: return named(NameKind::parameter, name, node);
    }
  }
  if (const auto* found = file_->symbols.find(name)) return symbol(*found, node);
  const auto near = nearest(name, std::span<const std::string_view>(file_->symbols.names()));
  report(Code::symbol_not_declared, node, name, near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near));
  return broken(node, name);
}

std::string_view Lowering::variable_key(std::string_view name) { return suffix_.empty() ? name : keep(fmt::format("{}{}", name, suffix_)); }

const Expr* Lowering::symbol(const Symbol& symbol, const Node& node) {
  switch (symbol.kind) {
    case Symbol::Kind::parameter: return named(NameKind::parameter, symbol.name, node);
    case Symbol::Kind::variable:
      if (!suffix_.empty()) used_.emplace_back(symbol.name);
      return named(NameKind::variable, variable_key(symbol.name), node);
    case Symbol::Kind::imported: return imported_symbol(symbol, symbol.original, node);
    default: break;
  }
  return broken(node, fmt::format("`{}`, which is no value", symbol.name));
}

// ── calls ─────────────────────────────────────────────────────────────────────────────────────────────────────────

std::vector<const Expr*> Lowering::arguments(std::span<const Node* const> args, const Place& place) {
  std::vector<const Expr*> lowered;
  for (const auto* arg : args) lowered.push_back(expression(arg, place));
  return lowered;
}

const Expr* Lowering::function_call(const Node& node, const Place& place) {
  const auto name = text(*node.child(0));
  const auto args = node.children().subspan(1);
  if (const auto* found = file_->symbols.find(name)) {
    if (found->kind == Symbol::Kind::function) {
      if (!suffix_.empty()) used_.emplace_back(name);
      return call(keep(fmt::format("__bicep.{}{}", name, suffix_)), arguments(args, place), node);
    }
    if (found->kind == Symbol::Kind::imported) {
      if (const auto full = imported_function(*found, found->original)) return call(*full, arguments(args, place), node);
    }
  }
  return plain_call(name, node, args, place);
}

// `c` of `a.b.c`, `a['c']` and `a::c`.
std::string Lowering::last_name(const Node& node) const {
  if (node.is(NodeKind::array_access)) return literal_text(tree_, node.child(1)).value_or(std::string(text(*node.child(1))));
  const bool member = node.is(NodeKind::property_access) || node.is(NodeKind::resource_access);
  const auto* last = node.count > 0 ? node.child(member ? 1 : 0) : &node;
  return std::string(text(*last));
}

const Expr* Lowering::plain_call(std::string_view name, const Node& node, std::span<const Node* const> args, const Place& place) {
  const auto* first = args.empty() ? nullptr : bare(args[0]->child(0));
  if (name == "any" && args.size() == 1) return expression(args[0], place);
  if (name == "nameof" && first != nullptr) {
    return text_literal(last_name(*first), node);
  }
  if (const auto* loaded = load_function(name, node, args, place)) return loaded;
  auto lowered = arguments(args, place);
  if (name == "if" && lowered.size() == 3) {
    auto* expr = make(Expr::Kind::conditional, node);
    expr->children = arena_.copy(lowered);
    return expr;
  }
  return call(name, std::move(lowered), node);
}

const Expr* Lowering::instance_call(const Node& node, const Place& place) {
  const auto* base = bare(node.child(0));
  const auto name = text(*node.child(1));
  const auto args = node.children().subspan(2);
  if (const auto found = reference(base, place)) {
    auto lowered = arguments(args, place);
    lowered.insert(lowered.begin(), symbolic(*found, *base));
    if (lowered.size() == 1 && found->resource != nullptr) lowered.push_back(text_literal(found->resource->version, *base));
    return call(name, std::move(lowered), node);
  }
  if (base != nullptr && base->is(NodeKind::variable_access)) {
    const auto owner = text(*base);
    const auto* found = file_->symbols.find(owner);
    if (found != nullptr && found->kind == Symbol::Kind::wildcard) {
      if (const auto full = imported_function(*found, name)) return call(*full, arguments(args, place), node);
    }
    if (found == nullptr || found->kind == Symbol::Kind::extension) return plain_call(name, node, args, place);
  }
  auto lowered = arguments(args, place);
  lowered.insert(lowered.begin(), expression(base, place));
  return call(name, std::move(lowered), node);
}

}  // namespace pillarlint::bicep
