// What a resource or module must wait for: the resources and modules its text names, also by way of variables, and its
// parent. (github.com/Azure/bicep, src/Bicep.Core/Emit/ResourceDependencyVisitor.cs)
#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

class DependencyFinder {
 public:
  DependencyFinder(Lowering& lowering, const Node& of, const Place& place) : lowering_(lowering), of_(of), place_(place) {
    for (const auto* local = place.locals; local != nullptr; local = local->outer) own_.push_back(local->name);
  }

  void visit(const Node* node) {
    if (node == nullptr) return;
    switch (node->kind) {
      case NodeKind::resource: return;  // a nested one waits for itself
      case NodeKind::variable_access:
      case NodeKind::resource_access: name(*node); return;
      case NodeKind::array_access:
        if (indexed(*node)) return;
        break;
      case NodeKind::object_property:
        if (node->child(0) != nullptr && node->child(0)->is(NodeKind::string)) visit(node->child(0));
        visit(node->child(1));
        return;
      case NodeKind::lambda:
      case NodeKind::for_expression: {
        const auto before = inner_.size();
        add_locals(node->child(0));
        for (const auto* child : node->children()) visit(child);
        inner_.resize(before);
        return;
      }
      default: break;
    }
    for (const auto* child : node->children()) visit(child);
  }

  void add(std::string_view symbolic, const Expr* index, const Node& at) {
    if (index == nullptr) {
      for (const auto& value : found_) {
        if (value.text_or_empty() == symbolic) return;
      }
      found_.push_back(Value::of(lowering_.keep(symbolic), lowering_.span(at)));
      return;
    }
    const auto* form = lowering_.text_literal(fmt::format("{}[{{0}}]", symbolic), at);
    found_.push_back(lowering_.deferred(lowering_.call("format", {form, index}, at), at));
  }

  [[nodiscard]] Value build(Span span) { return Value::array(lowering_.arena_, found_, span); }

 private:
  void add_locals(const Node* variables) {
    if (variables == nullptr) return;
    if (variables->is(NodeKind::local_variable)) {
      if (variables->child(0) != nullptr) inner_.push_back(lowering_.text(*variables->child(0)));
      return;
    }
    for (const auto* one : variables->children()) add_locals(one);
  }

  [[nodiscard]] static bool holds(const std::vector<std::string_view>& names, std::string_view name) {
    for (const auto one : names) {
      if (one == name) return true;
    }
    return false;
  }

  void name(const Node& node) {
    if (node.is(NodeKind::variable_access)) {
      const auto written = lowering_.text(*node.child(0));
      if (holds(inner_, written) || (!in_variable_ && holds(own_, written))) return;
      const auto* symbol = lowering_.file_->symbols.find(written);
      if (symbol != nullptr && symbol->kind == Symbol::Kind::variable) {
        variable(*symbol);
        return;
      }
    }
    if (const auto found = lowering_.reference(&node, {nullptr, in_variable_ ? nullptr : place_.nested_in})) dependency(*found, nullptr, node);
  }

  void variable(const Symbol& symbol) {
    if (!visited_.insert(symbol.node).second) return;
    const auto names = std::move(inner_);
    inner_.clear();
    const bool was = in_variable_;
    in_variable_ = true;
    visit(symbol.node->child(symbol.node->is(NodeKind::variable) ? 2 : 1));
    in_variable_ = was;
    inner_ = names;
  }

  void dependency(const Reference& found, const Expr* index, const Node& at) {
    const auto* node = found.module != nullptr ? found.module->node : found.resource->node;
    if (node == &of_) return;
    add(found.module != nullptr ? found.module->name : std::string_view(found.resource->symbolic), index, at);
  }

  // `a[i]` waits for one of them, if its index can be said outside of the loops it stands in.
  bool indexed(const Node& node) {
    const auto found = lowering_.reference(&node, {nullptr, in_variable_ ? nullptr : place_.nested_in});
    if (!found || found->index == nullptr) return false;
    const auto* base = bare(node.child(0));
    if (base->is(NodeKind::variable_access) && holds(inner_, lowering_.text(*base->child(0)))) return false;
    const bool sayable = !in_variable_ && !uses_inner(found->index);
    dependency(*found, sayable ? lowering_.expression(found->index, place_) : nullptr, node);
    visit(found->index);
    return true;
  }

  [[nodiscard]] bool uses_inner(const Node* node) const {
    if (node == nullptr) return false;
    if (node->is(NodeKind::variable_access)) return holds(inner_, lowering_.text(*node->child(0)));
    for (const auto* child : node->children()) {
      if (uses_inner(child)) return true;
    }
    return false;
  }

  Lowering& lowering_;
  const Node& of_;
  Place place_;
  std::vector<std::string_view> own_;    // names of the loop of the declaration
  std::vector<std::string_view> inner_;  // of loops and lambdas within
  bool in_variable_ = false;
  std::set<const Node*> visited_;
  std::vector<Value> found_;
};

Value Lowering::dependencies(const Node& declaration, const Body& body, const ResourceInfo* info, const Place& place) {
  DependencyFinder finder(*this, declaration, place);
  if (info != nullptr && info->parent != nullptr) {
    finder.add(info->parent->symbolic, info->parent_index != nullptr ? expression(info->parent_index, place) : nullptr, declaration);
  }
  if (body.loop != nullptr) finder.visit(body.loop->child(1));
  finder.visit(body.condition);
  if (info != nullptr && info->nested) {
    for (const auto* one = info->parent; one != nullptr; one = one->nested ? one->parent : nullptr) finder.visit(one->body.condition);
  }
  if (body.object != nullptr) {
    for (const auto* child : body.object->children()) finder.visit(child);
  }
  return finder.build(span(declaration));
}

}  // namespace pillarlint::bicep
