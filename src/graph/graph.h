// What would be deployed, by one entry point with one set of inputs. Immutable once built by GraphBuilder; order is
// source order, always.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "azure/resource_id.h"
#include "azure/type_index.h"
#include "graph/resource.h"
#include "value/context.h"

namespace pillarlint {

/// A resource that an id value may mean, and how certain that is.
struct Target {
  ResourceId resource{};
  Truth truth = Truth::unknown;
};

/// Whether every resource of a type that could be linked to a start is seen.
struct Closed {
  Truth truth = Truth::yes;   // yes: closed; unknown: open
  std::string reason;         // why it is open
  Span span;
};

class Graph {
 public:
  [[nodiscard]] std::span<const Resource> resources() const { return resources_; }
  [[nodiscard]] const Resource& at(ResourceId id) const { return resources_[index_of(id)]; }
  [[nodiscard]] std::span<const ResourceId> of_type(const TypeName& type) const;
  [[nodiscard]] std::span<const Edge> edges() const { return edges_; }
  [[nodiscard]] std::vector<Edge> edges_into(ResourceId id) const;
  [[nodiscard]] std::vector<Edge> edges_out_of(ResourceId id) const;

  /// The declared, existing or external resource with this id symbol. Several if declared twice (D25).
  [[nodiscard]] std::span<const ResourceId> with_id(SymbolId id) const;
  /// All resources that the value may be the id of: certain ones first; alternatives of the value are looked at one by
  /// one (a resource that only some alternatives mean is unknown). Resources of other types than the id's are left out.
  /// A value that certainly is the id of a declared resource is the id of no other. A value of which not even the type
  /// of the resource is known gives none: the caller sees that it is unknown.
  [[nodiscard]] std::vector<Target> targets(Context& context, const Value& id) const;
  /// Whether the value is the id of that resource.
  [[nodiscard]] Truth means(Context& context, const Value& id, ResourceId resource) const;

  [[nodiscard]] std::optional<ResourceId> parent(ResourceId id) const;
  [[nodiscard]] std::vector<ResourceId> children(ResourceId id) const;
  /// The resource that an extension resource hangs on (diagnostic setting, role assignment, lock); nullopt: a scope.
  [[nodiscard]] std::optional<ResourceId> extended(ResourceId id) const;
  /// Resources that hang on this one by `scope`.
  [[nodiscard]] std::vector<ResourceId> extensions(ResourceId id) const;
  /// There is a chain of references, parents, scopes and depends-on from `later` to `earlier`.
  [[nodiscard]] bool ordered(ResourceId earlier, ResourceId later) const;

  /// "There is none" needs `yes` here (D29). `start`: where the link starts.
  [[nodiscard]] Closed closed(const TypeName& type, ResourceId start) const;
  [[nodiscard]] std::span<const OpenReason> open_reasons() const { return open_; }
  /// Id of the scope the entry point deploys to.
  [[nodiscard]] const Value& root_scope() const { return root_scope_; }

 private:
  friend class GraphBuilder;
  Graph() = default;
  void index();
  [[nodiscard]] std::vector<Target> targets_of_one(Context& context, const Value& id) const;
  [[nodiscard]] Truth means_one(Context& context, const Value& id, const Resource& resource) const;
  [[nodiscard]] bool certainly_declared(std::span<const ResourceId> ids) const;
  std::vector<Resource> resources_;
  std::vector<Edge> edges_;
  std::vector<OpenReason> open_;
  Value root_scope_;
  std::unordered_map<std::uint32_t, std::vector<ResourceId>> by_type_;      // folded hash of the type; colliding ones behind
  std::unordered_map<std::uint32_t, std::vector<ResourceId>> by_id_;        // id symbol
  std::vector<std::vector<std::uint32_t>> out_;   // edge numbers by resource
  std::vector<std::vector<std::uint32_t>> in_;
};

}  // namespace pillarlint
