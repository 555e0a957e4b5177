// The ARM deployment model: what a template declares, as views into its located value. Bicep lowers to the same model.
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "value/value.h"

namespace pillarlint::arm {

/// Where a template is deployed to.
enum class ScopeKind : std::uint8_t { resource_group, subscription, management_group, tenant };

struct TemplateView {
  Value root;
  ScopeKind kind = ScopeKind::resource_group;
  bool kind_stated = false;   // by its `$schema`
  bool symbolic = false;      // languageVersion 2.0: `resources` is an object by symbolic names
  Value parameters, variables, functions, definitions, resources, outputs;
};

/// Whether a JSON value is an ARM template: by its `$schema`, or by `resources` and `contentVersion` (semantics D18).
[[nodiscard]] bool is_template(const Value& root);
[[nodiscard]] bool is_parameter_file(const Value& root);

/// Sections of a template. A section of the wrong kind is reported (template_shape) and taken as empty.
[[nodiscard]] TemplateView view_template(const Value& root, Diagnostics& diagnostics);

/// One member of `resources`, children of nested `resources` included, parents before children.
struct ResourceView {
  Value raw;
  std::string_view symbol;       // its key in a symbolic template; empty otherwise
  Span key;                      // of that key
  std::string_view type;         // full type; in the arena of the caller
  std::size_t parent = npos;     // index of the resource it is nested in
  Span header;                   // its `type` member, on one line
  bool existing = false;
  bool deployment = false;       // Microsoft.Resources/deployments

  static constexpr std::size_t npos = static_cast<std::size_t>(-1);
};
[[nodiscard]] std::vector<ResourceView> view_resources(const TemplateView& view, Arena& arena, Diagnostics& diagnostics);

}  // namespace pillarlint::arm
