// The data files that are packed into the program, unpacked for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "value/value.h"

namespace pillarlint::test {

/// Documents below a folder of the repository (`src/azure/data/`, `rules/`): path and root value.
[[nodiscard]] std::vector<std::pair<std::string, Value>> embedded_documents(std::string_view below, Arena& arena);

}  // namespace pillarlint::test
