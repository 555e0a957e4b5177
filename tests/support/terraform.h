// Expands Terraform modules held in memory, for tests.
#pragma once

#include <map>
#include <string>

#include "support/arm.h"

namespace pillarlint::test {

/// Expands `/project/main.tf` with the other files beside it (names relative to `/project`; `/cache/…` is a module cache).
/// Nothing outside of `/project` and `/cache` may be read.
[[nodiscard]] Expanded expand_terraform(std::string main, std::map<std::string, std::string> others = {}, DeploymentRequest request = {});
/// The value of the output `x` of these blocks, printed; codes of diagnostics follow behind `!`.
[[nodiscard]] std::string terraform_output(const std::string& blocks, const std::map<std::string, std::string>& others = {});
/// Addresses of the declared and existing resources, in order, one a line.
[[nodiscard]] std::string addresses(const Expanded& expanded);

}  // namespace pillarlint::test
