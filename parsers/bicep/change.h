// Changes of one property in Bicep's text (common/language.h).
#pragma once

#include <vector>

#include "arm/change.h"
#include "bicep/files.h"

namespace pillarlint::bicep {

/// In the file that the resource or the value is written in: Bicep, a parameter file, or a module that is JSON.
[[nodiscard]] std::vector<Edit> change_property(Files& files, const PropertyChange& change);

}  // namespace pillarlint::bicep
