// The only way to make a Graph. Front ends add resources and links as they expand; build() folds twins, fills platform
// defaults, makes external nodes for ids that match nothing, and draws the edges.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace pillarlint {

class GraphBuilder {
 public:
  GraphBuilder(Context& context, const TypeIndex& types) : context_(context), types_(types) {}

  /// Adds a resource. Its `id`, `segments` and `scope` must be filled in; `id_symbol` is made here if it is none.
  ResourceId add(Resource resource);
  [[nodiscard]] Resource& at(ResourceId id) { return resources_[index_of(id)]; }
  [[nodiscard]] std::size_t size() const { return resources_.size(); }
  void link(ResourceId from, ResourceId to, Edge::Kind kind, Span span);
  /// A link to a resource that is known by its id only, resolved when the graph is built: `dependsOn`, `reference(id)`.
  void link(ResourceId from, Value to_id, Edge::Kind kind, Span span);
  void open_world(OpenReason reason) { open_.push_back(std::move(reason)); }
  void root_scope(Value scope) { root_scope_ = scope; }

  /// Twins (normalise.cpp), platform defaults, parents, scopes, references, external nodes (link.cpp).
  [[nodiscard]] std::unique_ptr<const Graph> build();

 private:
  struct IdLink {
    ResourceId from;
    Value to;
    Edge::Kind kind;
    Span span;
  };
  void fold_twins();
  void fill_defaults();
  void link_all(Graph& graph);

  Context& context_;
  const TypeIndex& types_;
  std::vector<Resource> resources_;
  std::vector<Edge> edges_;
  std::vector<IdLink> id_links_;
  std::vector<OpenReason> open_;
  Value root_scope_;
};

}  // namespace pillarlint
