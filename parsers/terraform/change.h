// Changes of one property in Terraform's text (common/language.h): attributes and blocks of azurerm as its mappings say,
// members of the body of azapi.
#pragma once

#include <vector>

#include "base/edit.h"
#include "graph/property_change.h"
#include "terraform/azurerm/mapping.h"
#include "terraform/module.h"

namespace pillarlint::terraform {

[[nodiscard]] std::vector<Edit> change_property(Modules& modules, const Mappings& mappings, Majors majors, const PropertyChange& change);

}  // namespace pillarlint::terraform
