// Comments and directives of a Bicep file.
#pragma once

#include <string_view>
#include <vector>

#include "common/remark.h"

namespace pillarlint::bicep {

/// In order of places.
[[nodiscard]] std::vector<Remark> remarks_of(std::string_view text, FileId file);

}  // namespace pillarlint::bicep
