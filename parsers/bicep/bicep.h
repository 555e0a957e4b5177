// Bicep as a front end: learn.microsoft.com/azure/azure-resource-manager/bicep
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "common/language.h"

namespace pillarlint {

/// `module_caches`: folders that hold restored modules (`br/…`, `ts/…`), searched in order.
[[nodiscard]] std::unique_ptr<Language> bicep_language(std::vector<std::string> module_caches);

}  // namespace pillarlint
