// Resources of the provider azapi: they are ARM already. registry.terraform.io/providers/Azure/azapi
#pragma once

#include <optional>
#include <string_view>

#include "expr/expr.h"
#include "terraform/azurerm/apply.h"
#include "value/context.h"

namespace pillarlint::terraform {

struct AzapiReading {
  Value attributes;   // as written, evaluated
  Span header;
  Value subscription; // `/subscriptions/…`
};

struct AzapiMapped {
  std::optional<MappedResource> resource;
  bool open = false;              // it may make or change something that can not be seen
  std::string_view why_open;
  std::string_view open_type;     // of that type; empty: of any
};

/// `azapi_resource` as a resource, `azapi_update_resource` as a patch of its target, the others as what they leave open.
[[nodiscard]] AzapiMapped map_azapi(Context& context, std::string_view azapi_type, const AzapiReading& reading);
/// `{ … }` of `jsonencode({ … })`: the object itself, as parts that are not known would leave no JSON. Null: it is something else.
[[nodiscard]] const Expr* encoded_object(const Expr& body);
/// What expressions read of it: `output`, `identity`. With a body that is text, as in old versions, the output is text too.
void add_azapi_exports(Context& context, const Value& attributes, const Value& body, bool text_output, SymbolId state, Span span,
                       ObjectBuilder& object);

}  // namespace pillarlint::terraform
