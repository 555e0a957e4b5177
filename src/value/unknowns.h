// Where an unknown has its reason from.
#pragma once

#include <span>

#include "value/operators.h"

namespace pillarlint {

/// The first unknown among the operands, looking into containers; null: all are known.
[[nodiscard]] const Unknown* first_unknown(std::span<const Value> operands);

}  // namespace pillarlint
