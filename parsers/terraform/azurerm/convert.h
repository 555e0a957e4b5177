// The value of an attribute to the value in the body: what `as`, `invert`, `text`, `each` … of its form say.
#pragma once

#include "terraform/azurerm/hooks.h"
#include "terraform/azurerm/mapping.h"

namespace pillarlint::terraform {

/// Alternatives are converted one by one, null stays null; equal unknowns give equal unknowns.
[[nodiscard]] Value convert(Context& context, const AttributeForm& form, const Value& value, const Surroundings& around);

/// The value with this place everywhere in it: constants and defaults are shown where the resource is written.
[[nodiscard]] Value placed(Context& context, const Value& value, Span span);

}  // namespace pillarlint::terraform
