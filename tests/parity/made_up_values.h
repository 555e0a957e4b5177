// Values for the parameters of a template, made from their types (semantics D45): optional ones given or left out, arrays of
// no, one and two elements, each literal of a union in turn. The same seed gives the same values.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "value/value.h"

namespace pillarlint::parity {

/// Name and JSON text of each parameter that is given. `root`: a compiled template.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> made_up_values(const Value& root, unsigned seed);

}  // namespace pillarlint::parity
