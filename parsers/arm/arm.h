// The ARM front end: the one public header.
#pragma once

#include <memory>

#include "common/language.h"

namespace pillarlint {

/// ARM JSON templates and parameter files.
[[nodiscard]] std::unique_ptr<Language> arm_language();

}  // namespace pillarlint
