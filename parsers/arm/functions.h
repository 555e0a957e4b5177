// The template functions of Azure Resource Manager that need nothing but their arguments, one row each. Functions that
// read the deployment stand in functions_deployment.h. Bicep uses the same rows.
#pragma once

#include <span>

#include "value/builtin.h"

namespace pillarlint {

[[nodiscard]] std::span<const Builtin> arm_functions();

}  // namespace pillarlint
