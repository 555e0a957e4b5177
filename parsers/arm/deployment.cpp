#include "arm/deployment.h"

#include <string>

#include "base/text.h"

namespace pillarlint::arm {

namespace {

std::string_view kind_name(const Value& v) {
  switch (v.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "a boolean";
    case Value::Kind::integer:
    case Value::Kind::real: return "a number";
    case Value::Kind::string: return "a string";
    case Value::Kind::array: return "an array";
    case Value::Kind::object: return "an object";
    case Value::Kind::expression:
    case Value::Kind::unknown: return "unknown";
  }
  return "unknown";
}

// File name of a `$schema` address, without what follows `#`.
std::string_view schema_name(const Value& root) {
  auto schema = root.get("$schema").text_or_empty();
  schema = schema.substr(0, schema.find('#'));
  const auto slash = schema.rfind('/');
  return slash == std::string_view::npos ? schema : schema.substr(slash + 1);
}

Value section(const Value& root, std::string_view name, bool array_too, Diagnostics& diagnostics) {
  const auto* found = root.find(name);
  if (found == nullptr || found->value.is_null()) return {};
  if (found->value.is_object() || (array_too && found->value.is_array())) return found->value;
  diagnostics.report(Code::template_shape, found->value.span(), name, kind_name(found->value),
                     array_too ? "an array or an object" : "an object");
  return {};
}

}  // namespace

bool is_parameter_file(const Value& root) {
  const auto name = schema_name(root);
  if (same_text(name, "deploymentParameters.json") || same_text(name, "subscriptionDeploymentParameters.json")) return true;
  return root.get("parameters").is_object() && root.find("resources") == nullptr && root.find("contentVersion") != nullptr &&
         name.empty();
}

bool is_template(const Value& root) {
  if (!root.is_object()) return false;
  const auto name = schema_name(root);
  if (ends_with_text(name, "deploymentTemplate.json")) return true;
  return name.empty() && root.find("resources") != nullptr && root.find("contentVersion") != nullptr;
}

TemplateView view_template(const Value& root, Diagnostics& diagnostics) {
  TemplateView view;
  view.root = root;
  const auto name = schema_name(root);
  view.kind_stated = !name.empty();
  if (starts_with_text(name, "subscriptionDeployment")) view.kind = ScopeKind::subscription;
  if (starts_with_text(name, "managementGroupDeployment")) view.kind = ScopeKind::management_group;
  if (starts_with_text(name, "tenantDeployment")) view.kind = ScopeKind::tenant;
  view.parameters = section(root, "parameters", false, diagnostics);
  view.variables = section(root, "variables", false, diagnostics);
  view.functions = section(root, "functions", true, diagnostics);
  view.definitions = section(root, "definitions", false, diagnostics);
  view.resources = section(root, "resources", true, diagnostics);
  view.outputs = section(root, "outputs", false, diagnostics);
  view.symbolic = view.resources.is_object();
  return view;
}

namespace {

struct Collector {
  Arena& arena;
  Diagnostics& diagnostics;
  std::vector<ResourceView> out;

  void add(const Value& raw, std::string_view symbol, Span key, std::size_t parent) {
    if (!raw.is_object()) {
      diagnostics.report(Code::template_shape, raw.span(), "resources", kind_name(raw), "an object for each resource");
      return;
    }
    const auto* type = raw.find("type");
    if (type == nullptr || !type->value.is_string()) {
      diagnostics.report(Code::template_missing, {raw.span().file, raw.span().begin, raw.span().begin + 1}, "the resource", "type");
      return;
    }
    ResourceView view;
    view.raw = raw;
    view.symbol = symbol;
    view.key = key;
    view.parent = parent;
    view.header = {type->key_span.file, type->key_span.begin, type->value.span().end};
    if (!type->key_span.known()) view.header = type->value.span();
    view.type = full_type(type->value.text(), parent);
    const auto existing = raw.get("existing");
    view.existing = existing.is_bool() && existing.boolean();
    view.deployment = same_text(view.type, "Microsoft.Resources/deployments");
    const auto index = out.size();
    out.push_back(view);
    if (!view.deployment) children(raw, index);
  }

  void children(const Value& raw, std::size_t index) {
    const auto* nested = raw.find("resources");
    if (nested == nullptr) return;
    for (const auto& child : nested->value.items()) add(child, {}, {}, index);
    for (const auto& child : nested->value.members()) add(child.value, child.key, child.key_span, index);
  }

  // The type of a nested child is written relative to its parent's.
  [[nodiscard]] std::string_view full_type(std::string_view type, std::size_t parent) const {
    if (parent == ResourceView::npos) return type;
    const auto& outer = out[parent].type;
    if (starts_with_text(type, std::string(outer) + "/")) return type;
    if (type.find('/') != std::string_view::npos && type.find('.') != std::string_view::npos && type.find('.') < type.find('/')) return type;
    return arena.copy(std::string(outer) + "/" + std::string(type));
  }
};

}  // namespace

std::vector<ResourceView> view_resources(const TemplateView& view, Arena& arena, Diagnostics& diagnostics) {
  Collector collector{arena, diagnostics, {}};
  for (const auto& raw : view.resources.items()) collector.add(raw, {}, {}, ResourceView::npos);
  for (const auto& m : view.resources.members()) collector.add(m.value, m.key, m.key_span, ResourceView::npos);
  return std::move(collector.out);
}

}  // namespace pillarlint::arm
