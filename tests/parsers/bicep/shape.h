// Trees on one line, so that a test can show text and tree together: `a + b` is `binary(variable_access(a) + variable_access(b))`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "bicep/parser.h"

namespace pillarlint::bicep {

/// Identifiers and literals as their text, other nodes as `kind(children)`; an empty slot is `-`, a missing name `?`,
/// `in_error` a `!` behind the kind. Behind `|` the decorators.
[[nodiscard]] std::string shape(const SyntaxTree& tree, const Node& node);

/// Of all statements, one a line.
[[nodiscard]] std::string shapes(const SyntaxTree& tree);
[[nodiscard]] std::string shapes(std::string_view text, FileForm form = FileForm::bicep);

/// Of the value in `var x = …`, whose problems come first: `expected … found …`.
[[nodiscard]] std::string expression_shape(std::string_view text);

/// Of the type in `type x = …`.
[[nodiscard]] std::string type_shape(std::string_view text);

/// `text of the place: found, expected`, one a line.
[[nodiscard]] std::string problems(const SyntaxTree& tree);
[[nodiscard]] std::string problems(std::string_view text, FileForm form = FileForm::bicep);

}  // namespace pillarlint::bicep
