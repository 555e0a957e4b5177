// Terraform's JSON syntax: the same blocks and attributes from members of objects.
#pragma once

#include "terraform/lower.h"

namespace pillarlint::terraform {

/// A .tf.json or .tfvars.json, by the path of `out`.
[[nodiscard]] Body lower_json(std::string_view text, SourceFile& out, const FunctionTable& functions);

}  // namespace pillarlint::terraform
