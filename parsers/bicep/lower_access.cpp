// `a.b`, `a[b]`, `a.?b`, `a[?b]`, `a[^1]`, `a::b`, and what they mean on resources and modules.
#include <array>

#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
/// Whether the base is a safe access without parentheses: then the rest of the chain is as safe as it.
bool continues_safely(const Node* base) {
  while (base != nullptr && base->is(NodeKind::non_null_assertion)) base = base->child(0);
  while (base != nullptr && (base->is(NodeKind::property_access) || base->is(NodeKind::array_access))) {
    if (base->has(Node::safe)) return true;
    base = base->child(0);
  }
  return false;
}

bool is_try(const Expr& expr) {
  return expr.kind == Expr::Kind::call && expr.function != nullptr && (expr.text == "tryGet" || expr.text == "tryIndexFromEnd");
}
}  // namespace

const Expr* Lowering::access(const Node& node, const Expr* base, const Expr* key, std::string_view key_text, bool chained) {
  const bool from_end = node.has(Node::from_end);
  if (node.has(Node::safe)) return call(from_end ? "tryIndexFromEnd" : "tryGet", {base, key}, node);
  if (chained && is_try(*base)) {
    std::vector<const Expr*> args(base->children.begin(), base->children.end());
    if (from_end) {
      key = call("createObject", {text_literal("value", node), key, text_literal("fromEnd", node), literal(Value::of(true), node)}, node);
    }
    args.push_back(key);
    return call(base->text, std::move(args), node);
  }
  if (from_end) return call("indexFromEnd", {base, key}, node);
  return key_text.empty() ? element(base, key, node) : member(base, key_text, node);
}

// Whether it names a module: by its name, or one of several by a condition, also by way of variables.
bool Lowering::names_module(const Node* node, const Place& place, int depth) {
  node = bare(node);
  if (node == nullptr || depth > 8) return false;
  if (node->is(NodeKind::ternary)) return names_module(node->child(1), place, depth + 1) && names_module(node->child(2), place, depth + 1);
  if (const auto found = reference(node, place)) return found->module != nullptr;
  if (!node->is(NodeKind::variable_access)) return false;
  const auto name = text(*node->child(0));
  for (const auto* local = place.locals; local != nullptr; local = local->outer) {
    if (local->name == name) return false;
  }
  const auto* found = file_->symbols.find(name);
  return found != nullptr && found->kind == Symbol::Kind::variable && found->node->is(NodeKind::variable) &&
         names_module(found->node->child(2), {}, depth + 1);
}

// `m.outputs.a`, `m.outputs['a']`: the value stands one level deeper. Null if `under` is not the outputs of a module.
const Expr* Lowering::module_output(const Node& under, const Expr* key, const Node& node, const Place& place) {
  if (!under.is(NodeKind::property_access) || text(*under.child(1)) != "outputs" || !names_module(under.child(0), place)) return nullptr;
  const auto* outputs = expression(&under, place);
  const auto* value = text_literal("value", node);
  if (node.has(Node::safe)) return call("tryGet", {call("tryGet", {outputs, key}, node), value}, node);
  if (is_try(*outputs)) {
    std::vector<const Expr*> args(outputs->children.begin(), outputs->children.end());
    args.insert(args.end(), {key, value});
    return call("tryGet", std::move(args), node);
  }
  return member(element(outputs, key, node), "value", node);
}

const Expr* Lowering::property_access(const Node& node, const Place& place) {
  const auto* base = node.child(0);
  const auto* under = bare(base);
  const auto name = text(*node.child(1));
  const bool safe = node.has(Node::safe);
  if (const auto found = reference(under, place)) {
    return found->module != nullptr ? module_property(*found, name, node, safe) : resource_property(*found, name, node, safe);
  }
  if (const auto* output = module_output(*under, text_literal(name, node), node, place)) return output;
  if (under->is(NodeKind::variable_access)) {
    const auto* found = file_->symbols.find(text(*under));
    if (found != nullptr && found->kind == Symbol::Kind::wildcard) return imported_symbol(*found, name, node);
  }
  return access(node, expression(base, place), text_literal(name, *node.child(1)), name, continues_safely(base));
}

const Expr* Lowering::array_access(const Node& node, const Place& place) {
  if (const auto found = reference(&node, place)) return state(*found, node, true);
  const auto* base = node.child(0);
  if (const auto name = literal_text(tree_, node.child(1))) {
    if (const auto found = reference(bare(base), place)) {
      const auto kept = keep(*name);
      return found->module != nullptr ? module_property(*found, kept, node, node.has(Node::safe))
                                      : resource_property(*found, kept, node, node.has(Node::safe));
    }
  }
  const auto* key = expression(node.child(1), place);
  if (base != nullptr && !node.has(Node::from_end)) {
    if (const auto* output = module_output(*bare(base), key, node, place)) return output;
  }
  return access(node, expression(base, place), key, {}, continues_safely(base));
}

// ── resources and modules ─────────────────────────────────────────────────────────────────────────────────────────

std::optional<Reference> Lowering::reference(const Node* node, const Place& place) {
  node = bare(node);
  if (node == nullptr) return std::nullopt;
  const auto made = [&](const Symbol* symbol) -> std::optional<Reference> {
    if (symbol == nullptr) return std::nullopt;
    if (symbol->kind == Symbol::Kind::module) return Reference{nullptr, symbol, nullptr, place};
    if (symbol->kind != Symbol::Kind::resource) return std::nullopt;
    return Reference{info(*symbol), nullptr, nullptr, place};
  };
  if (node->is(NodeKind::variable_access)) {
    const auto name = text(*node->child(0));
    for (const auto* local = place.locals; local != nullptr; local = local->outer) {
      if (local->name == name && !name.empty()) return std::nullopt;
    }
    for (const auto* outer = place.nested_in; outer != nullptr;) {
      if (const auto* found = file_->symbols.nested(outer, name)) return made(found);
      const Node* next = nullptr;
      for (const auto& symbol : file_->symbols.all()) {
        if (symbol.node == outer && symbol.kind == Symbol::Kind::resource) next = symbol.outer;
      }
      outer = next;
    }
    return made(file_->symbols.find(name));
  }
  if (node->is(NodeKind::resource_access)) {
    const auto outer = reference(node->child(0), place);
    if (!outer || outer->resource == nullptr) return std::nullopt;
    auto found = made(file_->symbols.nested(outer->resource->node, text(*node->child(1))));
    if (found) found->index = outer->index;
    return found;
  }
  if (node->is(NodeKind::array_access) && !literal_text(tree_, node->child(1))) {
    const auto* base = bare(node->child(0));
    if (base == nullptr || !(base->is(NodeKind::variable_access) || base->is(NodeKind::resource_access))) return std::nullopt;
    auto found = reference(base, place);
    if (!found || found->index != nullptr) return std::nullopt;
    found->index = node->child(1);
    return found;
  }
  return std::nullopt;
}

// The text by which ARM names it: `a`, or `a[2]`.
const Expr* Lowering::symbolic(const Reference& reference, const Node& node) {
  const auto name = reference.module != nullptr ? reference.module->name : std::string_view(reference.resource->symbolic);
  if (reference.index == nullptr) return text_literal(name, node);
  return call("format", {text_literal(fmt::format("{}[{{0}}]", name), node), expression(reference.index, reference.place)}, node);
}

const Expr* Lowering::state(const Reference& reference, const Node& node, bool full) {
  const auto body = body_of(reference.module != nullptr ? *reference.module->node : *reference.resource->node);
  const bool all = body.loop != nullptr && reference.index == nullptr;
  std::vector<const Expr*> args{symbolic(reference, node)};
  const bool azure = reference.resource != nullptr && !reference.resource->extension;
  if (full && azure) {
    if (!all) args.push_back(text_literal(reference.resource->version, node));
    args.push_back(text_literal("full", node));
  }
  return call(all ? "references" : "reference", std::move(args), node);
}

const Expr* Lowering::resource_property(const Reference& reference, std::string_view name, const Node& node, bool safe) {
  const auto& resource = *reference.resource;
  Local room[2];
  if (body_of(*resource.node).loop != nullptr && reference.index == nullptr) {
    return access(node, state(reference, node, true), text_literal(name, node), name, false);
  }
  const auto place = indexed(reference, room);
  const auto guarded = [&](const Expr* expr) -> const Expr* {
    if (!safe || resource.body.condition == nullptr) return expr;
    auto* test = make(Expr::Kind::conditional, node);
    test->children = arena_.copy(std::vector<const Expr*>{expression(resource.body.condition, place), expr, literal(Value::null(), node)});
    return test;
  };
  if (resource.extension) {
    const auto* whole = state(reference, node, false);
    return safe ? call("tryGet", {whole, text_literal(name, node)}, node) : member(whole, name, node);
  }
  if (name == "id") return guarded(id_of(resource, place, node));
  if (name == "name") {
    if (resource.name == nullptr) return broken(node, "the name of a resource that states none");
    if (!running_.insert(resource.name).second) {
      report(Code::circular, node, fmt::format("the name of `{}`", resource.symbolic), "it is made of itself");
      return broken(node, "a name that is made of itself");
    }
    const auto* own = own_name(resource, place);
    running_.erase(resource.name);
    return guarded(own);
  }
  if (name == "type") return text_literal(resource.type, node);
  if (name == "apiVersion") return text_literal(resource.version, node);
  if (name == "properties" && !safe) return state(reference, node, false);
  const auto* whole = guarded(state(reference, node, true));
  return safe ? call("tryGet", {whole, text_literal(name, node)}, node) : member(whole, name, node);
}

const Expr* Lowering::module_property(const Reference& reference, std::string_view name, const Node& node, bool safe) {
  Local room[2];
  const auto body = body_of(*reference.module->node);
  const auto place = indexed(reference, room);
  const auto guarded = [&](const Expr* expr) -> const Expr* {
    if (!safe || body.condition == nullptr) return expr;
    auto* test = make(Expr::Kind::conditional, node);
    test->children = arena_.copy(std::vector<const Expr*>{expression(body.condition, place), expr, literal(Value::null(), node)});
    return test;
  };
  if (name == "name") {
    return guarded(module_name(*reference.module, reference.index != nullptr ? expression(reference.index, reference.place) : nullptr));
  }
  const auto* whole = guarded(state(reference, node, false));
  return safe ? call("tryGet", {whole, text_literal(name, node)}, node) : member(whole, name, node);
}

}  // namespace pillarlint::bicep
