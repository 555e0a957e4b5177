// Values of the variables of a root module: variable files, the environment, flags. In Terraform's order of precedence:
// developer.hashicorp.com/terraform/language/values/variables
#pragma once

#include <map>
#include <string>

#include "common/language.h"
#include "terraform/module.h"
#include "terraform/providers.h"

namespace pillarlint::terraform {

class Expander;

/// Reads `terraform.tfvars`, `*.auto.tfvars` and the file of the request; reports entries that no variable has.
[[nodiscard]] std::map<std::string, Value, std::less<>> read_inputs(Expander& expander, Modules& modules, const Module& root,
                                                                    const DeploymentRequest& request);

/// Narrows to the version that `.terraform.lock.hcl` of the folder has chosen.
void lock_file(Modules& modules, const std::string& folder, VersionRange& range);

/// `terraform.tfvars`, `*.auto.tfvars` and their JSON forms: always read.
[[nodiscard]] bool is_automatic(std::string_view file_name);

}  // namespace pillarlint::terraform
