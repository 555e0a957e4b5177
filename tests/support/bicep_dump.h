// The syntax tree of a Bicep file as text, for tests: a node a line, indented by its depth.
#pragma once

#include <string>

#include "bicep/syntax.h"

namespace pillarlint::bicep {

[[nodiscard]] std::string_view kind_name(NodeKind kind);

/// `kind begin-end`, then flags; behind a leaf its text.
[[nodiscard]] std::string dump(const SyntaxTree& tree);

}  // namespace pillarlint::bicep
