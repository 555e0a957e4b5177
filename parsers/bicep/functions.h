// The functions that a Bicep file may call: those of ARM templates, and the few that only Bicep has.
#pragma once

#include "value/builtin.h"

namespace pillarlint::bicep {

[[nodiscard]] const FunctionTable& functions();

}  // namespace pillarlint::bicep
