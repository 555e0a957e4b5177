// Bicep as a front end: learn.microsoft.com/azure/azure-resource-manager/bicep
#pragma once

#include <memory>

#include "common/language.h"

namespace pillarlint {

[[nodiscard]] std::unique_ptr<Language> bicep_language();

}  // namespace pillarlint
