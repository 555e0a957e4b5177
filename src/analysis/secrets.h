// Where secrets are written: literals that reporters must leave out of excerpts (semantics D13).
#pragma once

#include <set>

#include "graph/graph.h"

namespace pillarlint {

/// Places of literals of hidden values in the bodies of a graph: where they are written, and where a default or a
/// parameter file gave them.
void collect_secrets(const Graph& graph, std::set<Span>& secrets);

}  // namespace pillarlint
