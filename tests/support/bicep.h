// Expands Bicep files held in memory, for tests.
#pragma once

#include <map>
#include <string>

#include "support/arm.h"

namespace pillarlint::test {

/// Expands `/project/main.bicep` with the other files beside it (names relative to `/project`; `/cache/…` is the module cache).
/// Nothing outside of `/project` and `/cache` may be read.
[[nodiscard]] Expanded expand_bicep(std::string main, std::map<std::string, std::string> others = {},
                                    DeploymentRequest request = {});
/// The same with `params.bicepparam` as the parameter file.
[[nodiscard]] Expanded expand_with_parameters(std::string main, std::string parameters, std::map<std::string, std::string> others = {});
/// The value of an expression that stands below these declarations, printed; codes of diagnostics follow behind `!`.
[[nodiscard]] std::string evaluate_bicep(const std::string& expression, const std::string& declarations = "",
                                         const std::map<std::string, std::string>& others = {});

}  // namespace pillarlint::test
