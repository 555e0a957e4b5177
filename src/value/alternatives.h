// Values that are one of several.
#pragma once

#include "value/operators.h"

namespace pillarlint {

/// What the test says of all alternatives; unknown where they differ.
template <typename Test>
Truth over_alternatives(const Unknown& why, Test test) {
  const auto first = test(why.alternatives[0].value);
  for (const auto& alternative : why.alternatives) {
    if (test(alternative.value) != first) return Truth::unknown;
  }
  return first;
}

}  // namespace pillarlint
