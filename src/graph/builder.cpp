#include "graph/builder.h"

#include <algorithm>

namespace pillarlint {

ResourceId GraphBuilder::add(Resource resource) {
  if (resource.id_symbol == SymbolId::none && !resource.id.is_null()) resource.id_symbol = id_symbol(context_, resource.id);
  resources_.push_back(std::move(resource));
  return static_cast<ResourceId>(resources_.size() - 1);
}

void GraphBuilder::link(ResourceId from, ResourceId to, Edge::Kind kind, Span span) { edges_.push_back({from, to, kind, span}); }

void GraphBuilder::link(ResourceId from, Value to_id, Edge::Kind kind, Span span) {
  id_links_.push_back({from, to_id, kind, span});
}

std::unique_ptr<const Graph> GraphBuilder::build() {
  fold_twins();
  merge_existing();       // after twins: an `existing` subnet may be one that its network declares
  drop_without_effect();  // before defaults: they take the place of what is dropped
  fill_defaults();
  link_all();
  std::unique_ptr<Graph> graph(new Graph);
  finish(*graph);
  return graph;
}

void GraphBuilder::replace(std::vector<Resource> next, const std::vector<ResourceId>& moved) {
  resources_ = std::move(next);
  for (auto& edge : edges_) {
    edge.from = moved[index_of(edge.from)];
    edge.to = moved[index_of(edge.to)];
  }
  for (auto& link : id_links_) link.from = moved[index_of(link.from)];
  for (auto& alias : aliases_) alias.resource = moved[index_of(alias.resource)];
}

// `existing` that equals a declared identity is that resource; several of one identity are one (semantics D26).
void GraphBuilder::merge_existing() {
  std::unordered_map<std::uint32_t, std::size_t> first;
  const auto key = [](const Resource& r) { return static_cast<std::uint32_t>(r.id_symbol); };
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].declared() && resources_[i].id_symbol != SymbolId::none) first.emplace(key(resources_[i]), i);
  }
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    if (resources_[i].standing == Resource::Standing::existing && resources_[i].id_symbol != SymbolId::none) {
      first.emplace(key(resources_[i]), i);
    }
  }
  std::vector<std::size_t> stays(resources_.size());
  std::vector<ResourceId> moved(resources_.size());
  std::vector<Resource> next;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    stays[i] = i;
    if (resources_[i].standing == Resource::Standing::existing && resources_[i].id_symbol != SymbolId::none) {
      stays[i] = first.at(key(resources_[i]));
    }
    if (stays[i] != i) continue;
    moved[i] = static_cast<ResourceId>(next.size());
    next.push_back(std::move(resources_[i]));
  }
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = moved[stays[i]];
  replace(std::move(next), moved);
}

// Edges are put in order of their start, parents and scopes first, each once.
void GraphBuilder::finish(Graph& graph) {
  std::stable_sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
    return a.from != b.from ? a.from < b.from : a.kind < b.kind;
  });
  constexpr std::size_t kinds = 4;
  std::vector<std::size_t> seen(resources_.size() * kinds);  // by target and kind: the start seen last, plus one
  for (const auto& edge : edges_) {
    auto& last = seen[index_of(edge.to) * kinds + static_cast<std::size_t>(edge.kind)];
    if (edge.from == edge.to || last == index_of(edge.from) + 1) continue;
    last = index_of(edge.from) + 1;
    graph.edges_.push_back(edge);
  }
  graph.resources_ = std::move(resources_);
  graph.open_ = std::move(open_);
  graph.root_scope_ = root_scope_;
  graph.index();
}

}  // namespace pillarlint
