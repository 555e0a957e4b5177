// Graphs that were worked out by hand from what the language's documentation says: reads such an expectation and says where
// a graph departs from it. The format is described in fixtures/goldens/README.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/language.h"

namespace pillarlint::golden {

/// `resource`, `existing`, `external` or `output` with what is said of it.
struct Block {
  std::string header;              // `resource Microsoft.X/y@2024-01-01 name in /subscriptions/…`
  std::vector<std::string> facts;  // `if …`, `parent …`, `sku.name = 'S0'`
  std::size_t line = 0;            // in the expectation
};

struct Expectation {
  std::string inputs;              // a parameter file, `unknown`, or empty: the defaults
  std::vector<std::string> said;   // codes of diagnostics
  std::vector<Block> blocks;
};

[[nodiscard]] Expectation read(std::string_view text);
/// Departures, one a line; empty if the graph is as expected.
[[nodiscard]] std::vector<std::string> departures(const Expectation& expected, const Expansion& actual);

}  // namespace pillarlint::golden
