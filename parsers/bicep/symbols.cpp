#include "bicep/symbols.h"

#include "bicep/lexer.h"

namespace pillarlint::bicep {

Symbols::Symbols(const SyntaxTree& tree) {
  for (const auto* statement : tree.program->children()) add(tree, *statement);
}

void Symbols::put(Symbol symbol) {
  symbols_.push_back(std::move(symbol));
  const auto& kept = symbols_.back();
  if (kept.outer == nullptr && !kept.name.empty()) by_name_.emplace(kept.name, &kept);
}

void Symbols::add(const SyntaxTree& tree, const Node& statement) {
  const auto named = [&](Symbol::Kind kind) {
    const auto* name = statement.child(0);
    if (name != nullptr) put({kind, tree.text_of(*name), &statement, {}, nullptr});
  };
  switch (statement.kind) {
    case NodeKind::parameter: named(Symbol::Kind::parameter); break;
    case NodeKind::variable:
    case NodeKind::parameter_assignment: named(Symbol::Kind::variable); break;
    case NodeKind::type_declaration: named(Symbol::Kind::type); break;
    case NodeKind::function: named(Symbol::Kind::function); break;
    case NodeKind::module: named(Symbol::Kind::module); break;
    case NodeKind::resource:
      named(Symbol::Kind::resource);
      add_nested(tree, statement);
      break;
    case NodeKind::import: add_imports(tree, statement); break;
    case NodeKind::extension: add_extension(tree, statement); break;
    default: break;
  }
}

void Symbols::add_nested(const SyntaxTree& tree, const Node& resource) {
  const auto body = body_of(resource);
  if (body.object == nullptr) return;
  for (const auto* child : body.object->children()) {
    if (!child->is(NodeKind::resource) || child->child(0) == nullptr) continue;
    put({Symbol::Kind::resource, tree.text_of(*child->child(0)), child, {}, &resource});
    add_nested(tree, *child);
  }
}

void Symbols::add_imports(const SyntaxTree& tree, const Node& statement) {
  const auto* what = statement.child(0);
  if (what == nullptr) return;
  if (what->is(NodeKind::wildcard_import)) {
    const auto* as = what->child(0);
    if (as != nullptr && as->child(0) != nullptr) put({Symbol::Kind::wildcard, tree.text_of(*as->child(0)), &statement, {}, nullptr});
    return;
  }
  if (!what->is(NodeKind::imported_symbols)) return;
  for (const auto* item : what->children()) {
    if (!item->is(NodeKind::imported_symbol) || item->child(0) == nullptr) continue;
    const auto original = property_name(tree, *item->child(0));
    if (!original) continue;
    const auto* as = item->child(1);
    const auto* name = as != nullptr ? as->child(0) : item->child(0);
    if (name != nullptr) put({Symbol::Kind::imported, tree.text_of(*name), &statement, *original, nullptr});
  }
}

void Symbols::add_extension(const SyntaxTree& tree, const Node& statement) {
  for (const auto* part : statement.children()) {
    if (part != nullptr && part->is(NodeKind::as_clause) && part->child(0) != nullptr) {
      put({Symbol::Kind::extension, tree.text_of(*part->child(0)), &statement, {}, nullptr});
      return;
    }
  }
  const auto* what = statement.child(0);
  if (what != nullptr && what->is(NodeKind::identifier)) put({Symbol::Kind::extension, tree.text_of(*what), &statement, {}, nullptr});
}

const Symbol* Symbols::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

const Symbol* Symbols::nested(const Node* outer, std::string_view name) const {
  for (const auto& symbol : symbols_) {
    if (symbol.outer == outer && symbol.name == name) return &symbol;
  }
  return nullptr;
}

std::vector<std::string_view> Symbols::names() const {
  std::vector<std::string_view> names;
  for (const auto& symbol : symbols_) {
    if (symbol.outer == nullptr) names.push_back(symbol.name);
  }
  return names;
}

Body body_of(const Node& declaration) {
  Body body;
  const auto* at = declaration.child(2);
  if (at != nullptr && at->is(NodeKind::for_expression)) {
    body.loop = at;
    at = at->child(2);
  }
  if (at != nullptr && at->is(NodeKind::if_condition)) {
    body.condition = at->child(0);
    at = at->child(1);
  }
  if (at != nullptr && at->is(NodeKind::object)) body.object = at;
  return body;
}

std::optional<std::string> literal_text(const SyntaxTree& tree, const Node* node) {
  if (node == nullptr || (!node->is(NodeKind::string) && !node->is(NodeKind::string_type)) || node->count != 1) return std::nullopt;
  return string_value(tree.text_of(*node->child(0)), node->child(0)->token);
}

std::optional<std::string> property_name(const SyntaxTree& tree, const Node& key) {
  if (key.is(NodeKind::identifier)) return std::string(tree.text_of(key));
  return literal_text(tree, &key);
}

const Node* property(const SyntaxTree& tree, const Node& object, std::string_view name) {
  for (const auto* child : object.children()) {
    if (!child->is(NodeKind::object_property) || child->child(0) == nullptr) continue;
    const auto& key = *child->child(0);
    if (key.is(NodeKind::identifier) ? tree.text_of(key) == name : property_name(tree, key) == name) return child->child(1);
  }
  return nullptr;
}

const Node* bare(const Node* node) {
  while (node != nullptr && (node->is(NodeKind::parenthesized) || node->is(NodeKind::non_null_assertion))) node = node->child(0);
  return node;
}

const Node* decorator(const SyntaxTree& tree, const Node& declaration, std::string_view name) {
  for (const auto* one : declaration.decorators()) {
    if (one == nullptr || !one->is(NodeKind::decorator)) continue;
    const auto* call = one->child(0);
    if (call == nullptr) continue;
    const auto* called = call->is(NodeKind::instance_function_call) ? call->child(1) : call->child(0);
    if (called != nullptr && called->is(NodeKind::identifier) && tree.text_of(*called) == name) return call;
  }
  return nullptr;
}

}  // namespace pillarlint::bicep
