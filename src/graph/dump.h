// The graph as text: a readable form for people and goldens, and pictures as DOT and Mermaid. What an edge of a picture is,
// is decided here for all of them. The machine form (JSON) is made by report from the graph itself.
#pragma once

#include <string>
#include <vector>

#include "graph/graph.h"

namespace pillarlint {

struct DumpOptions {
  bool bodies = false;      // the normalised body of each resource
  bool externals = true;    // resources that are only referred to
  bool outputs = false;     // outputs of templates
};

/// One block for each resource: `type  name  (address)`, then what it hangs on. Names with holes are `prefix‹parameter x›`.
[[nodiscard]] std::string dump_graph(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options = {});
[[nodiscard]] std::string graph_as_dot(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options = {});
[[nodiscard]] std::string graph_as_mermaid(const Graph& graph, const SymbolStore& symbols, const DumpOptions& options = {});

/// A value as one line: JSON-like, holes as `‹…›`, hidden text as `(secret)`, cut at `limit` bytes.
[[nodiscard]] std::string print_value(const Value& value, const SymbolStore& symbols, std::size_t limit = 200);
/// `if a and not b`; empty for no atoms.
[[nodiscard]] std::string print_condition(std::span<const Atom> condition, const SymbolStore& symbols);
[[nodiscard]] std::string_view name_of(Resource::Standing standing);
[[nodiscard]] std::string_view name_of(Edge::Kind kind);

}  // namespace pillarlint
