// One entry of a mapping file to a ResourceMapping; everything that is wrong in it is reported with its place.
#pragma once

#include <string_view>

#include "terraform/azurerm/mapping.h"

namespace pillarlint::terraform {

/// Attributes that every resource has, with no place in a body: `name`, `timeouts`, `lifecycle` …
[[nodiscard]] bool is_standard_attribute(std::string_view name);

/// `entry` must outlive the result. Without a type it could not be read.
[[nodiscard]] ResourceMapping read_mapping(std::string_view azurerm_type, const Value& entry, Span span, Diagnostics& diagnostics);

/// Reports the paths that the types of the mapping surely do not have.
void check_paths(const ResourceMapping& mapping, const TypeIndex& types, Diagnostics& diagnostics);

}  // namespace pillarlint::terraform
