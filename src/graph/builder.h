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
  /// An id that nothing has gives an external node, except for `depends_on`, which then has no effect.
  void link(ResourceId from, Value to_id, Edge::Kind kind, Span span);
  void open_world(OpenReason reason) { open_.push_back(std::move(reason)); }
  void root_scope(Value scope) { root_scope_ = scope; }

  /// Twins (twins.cpp), properties without effect and platform defaults (normalise.cpp), parents, scopes, references,
  /// external nodes (link.cpp). Numbers of resources change by it. Call it once.
  [[nodiscard]] std::unique_ptr<const Graph> build();

 private:
  struct IdLink {
    ResourceId from;
    Value to;
    Edge::Kind kind;
    Span span;
  };
  /// An id that the graph shows as another resource: of a child that became an element of its parent.
  struct Alias {
    SymbolId id;
    ResourceId resource;
  };

  void fold_twins();
  void merge_existing();
  void drop_without_effect();
  void fill_defaults();
  void link_all();
  /// Puts `next` in the place of the resources; `moved` says by old number where each has gone.
  void replace(std::vector<Resource> next, const std::vector<ResourceId>& moved);
  void finish(Graph& graph);

  Context& context_;
  const TypeIndex& types_;
  std::vector<Resource> resources_;
  std::vector<Edge> edges_;
  std::vector<IdLink> id_links_;
  std::vector<Alias> aliases_;
  std::vector<OpenReason> open_;
  Value root_scope_;
};

}  // namespace pillarlint
