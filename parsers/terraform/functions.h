// The functions of Terraform, each by its name and as `core::name`.
#pragma once

#include "value/builtin.h"

namespace pillarlint::terraform {

/// All functions of Terraform 1.11, and what is written with signs (operators.h). Their `Call::environment` is a ModuleEnvironment (scope.h), or null: then files are
/// not known.
[[nodiscard]] const FunctionTable& functions();

}  // namespace pillarlint::terraform
