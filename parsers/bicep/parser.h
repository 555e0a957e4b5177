// Tokens of a Bicep file to its syntax tree: recursive descent, binary operators by precedence, newlines as the language
// has them. One broken statement loses only itself (an element of an object or array likewise, where its end is clear).
// Source of the rules: github.com/Azure/bicep, src/Bicep.Core/Parsing
#pragma once

#include <memory>
#include <string_view>

#include "bicep/syntax.h"

namespace pillarlint::bicep {

enum class FileForm : std::uint8_t { bicep, parameters };  // `.bicep`, `.bicepparam`

/// Always gives a tree; what is wrong stands in its `problems`. Nesting is limited, so that no input exhausts the stack.
[[nodiscard]] std::shared_ptr<const SyntaxTree> parse(std::string_view text, FileForm form);

}  // namespace pillarlint::bicep
