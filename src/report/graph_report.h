// A graph for people and machines: text, JSON (graph.schema.json), DOT and Mermaid.
#pragma once

#include <string>
#include <vector>

#include "base/source_manager.h"
#include "graph/graph.h"

namespace pillarlint {

struct GraphReport {
  struct Deployment {
    std::string name;
    const Graph* graph = nullptr;
    const SymbolStore* symbols = nullptr;
  };
  const SourceManager& sources;
  std::vector<Deployment> deployments{};
  std::string version{};
};

[[nodiscard]] std::string graph_text(const GraphReport& report);
[[nodiscard]] std::string graph_json(const GraphReport& report);
[[nodiscard]] std::string graph_dot(const GraphReport& report);
[[nodiscard]] std::string graph_mermaid(const GraphReport& report);

}  // namespace pillarlint
