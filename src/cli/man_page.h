// The manual page, from what the commands say of themselves.
#pragma once

#include <string>
#include <string_view>

#include "cli/described.h"

namespace pillarlint {

/// In the macros of man(7).
[[nodiscard]] std::string man_page(const DescribedCommand& program, std::string_view version);

}  // namespace pillarlint
