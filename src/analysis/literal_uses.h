// Where in a graph each literal ends: one that a parameter hands to several different properties is not changed for one of
// them.
#pragma once

#include <map>
#include <string_view>

#include "graph/graph.h"

namespace pillarlint {

class LiteralUses {
 public:
  /// The graph must outlive it.
  explicit LiteralUses(const Graph& graph) : graph_(graph) {}
  /// The literal is the value of properties of that name only, or of none.
  [[nodiscard]] bool only_of(Span literal, std::string_view property);

 private:
  void read();
  void read(const Value& value, std::string_view name, int depth);

  const Graph& graph_;
  bool read_ = false;
  std::size_t seen_ = 0;
  std::map<Span, std::string_view> names_;  // empty: several
};

}  // namespace pillarlint
