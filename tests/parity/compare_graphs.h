// Compares two graphs that should mean the same: of a Bicep file and of the template compiled from it, of one
// architecture in two languages. Symbols of two deployments are compared by what they are made of.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "common/language.h"

namespace pillarlint::parity {

struct Difference {
  std::string what;  // identity, condition, loop, body, marks, edges, order
  std::string text;  // resource, place, both sides
};

struct Comparison {
  std::size_t resources = 0;                  // compared pairs
  std::map<std::string, std::size_t> counts;  // of differences by what differs
  std::vector<Difference> differences;        // the first of each kind for each resource, at most 200

  [[nodiscard]] bool same_identities() const {
    return !counts.contains("identity") && !counts.contains("condition") && !counts.contains("loop");
  }
  [[nodiscard]] bool same() const { return counts.empty(); }
};

[[nodiscard]] Comparison compare(const Expansion& left, const Expansion& right);

}  // namespace pillarlint::parity
