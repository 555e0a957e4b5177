// What holds of every tree, whatever the file was: for the fuzzer and the tests with damaged files.
#pragma once

#include <string>

#include "bicep/syntax.h"

namespace pillarlint::bicep {

/// Empty, or what does not hold.
[[nodiscard]] std::string broken_promise(const SyntaxTree& tree);

}  // namespace pillarlint::bicep
