#include "graph/graph.h"

#include <algorithm>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

std::uint32_t key_of(SymbolId id) { return static_cast<std::uint32_t>(id); }

bool is_scope_type(const TypeName& type) {
  return same_text(type.text(), "Microsoft.Resources/resourceGroups") ||
         same_text(type.text(), "Microsoft.Resources/subscriptions") ||
         same_text(type.text(), "Microsoft.Management/managementGroups");
}

}  // namespace

// Types whose names have the same hash stand in the next free place.
void Graph::index() {
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const auto& resource = resources_[i];
    auto slot = resource.type.hash();
    while (by_type_.contains(slot) && !(at(by_type_[slot].front()).type == resource.type)) ++slot;
    by_type_[slot].push_back(static_cast<ResourceId>(i));
    if (resource.id_symbol != SymbolId::none) by_id_[key_of(resource.id_symbol)].push_back(static_cast<ResourceId>(i));
  }
  out_.resize(resources_.size());
  in_.resize(resources_.size());
  for (std::size_t i = 0; i < edges_.size(); ++i) {
    out_[index_of(edges_[i].from)].push_back(static_cast<std::uint32_t>(i));
    in_[index_of(edges_[i].to)].push_back(static_cast<std::uint32_t>(i));
  }
}

std::span<const ResourceId> Graph::of_type(const TypeName& type) const {
  auto slot = type.hash();
  for (auto it = by_type_.find(slot); it != by_type_.end(); it = by_type_.find(++slot)) {
    if (at(it->second.front()).type == type) return it->second;
  }
  return {};
}

std::vector<Edge> Graph::edges_into(ResourceId id) const {
  std::vector<Edge> out;
  for (const auto edge : in_[index_of(id)]) out.push_back(edges_[edge]);
  return out;
}

std::vector<Edge> Graph::edges_out_of(ResourceId id) const {
  std::vector<Edge> out;
  for (const auto edge : out_[index_of(id)]) out.push_back(edges_[edge]);
  return out;
}

std::span<const ResourceId> Graph::with_id(SymbolId id) const {
  const auto found = by_id_.find(key_of(id));
  return found != by_id_.end() ? std::span<const ResourceId>(found->second) : std::span<const ResourceId>();
}

bool Graph::certainly_declared(std::span<const ResourceId> ids) const {
  return std::any_of(ids.begin(), ids.end(), [&](ResourceId id) { return at(id).declared(); });
}

std::vector<Target> Graph::targets_of_one(Context& context, const Value& id) const {
  std::vector<Target> out;
  const auto certain = with_id(id_symbol(context, id));
  for (const auto found : certain) out.push_back({found, Truth::yes});
  if (certainly_declared(certain)) return out;
  const auto parsed = parse_id(context, id);
  if (!parsed || parsed->type.empty()) return out;
  for (const auto candidate : of_type(TypeName(parsed->type))) {
    const auto& resource = at(candidate);
    if (std::find(certain.begin(), certain.end(), candidate) != certain.end()) continue;
    const auto truth = same_id(context, *parsed, ParsedId{resource.scope, resource.type.text(), resource.segments});
    if (truth != Truth::no) out.push_back({candidate, truth});
  }
  return out;
}

std::vector<Target> Graph::targets(Context& context, const Value& id) const {
  if (id.known() || id.why().alternatives.empty()) return targets_of_one(context, id);
  std::vector<std::pair<Target, std::size_t>> found;  // with the number of alternatives that may mean it
  std::size_t alternatives = 0;
  for_each_possible(id, [&](const Value& one) {
    ++alternatives;
    for (const auto target : targets_of_one(context, one)) {
      const auto same = [&](const auto& entry) { return entry.first.resource == target.resource; };
      const auto entry = std::find_if(found.begin(), found.end(), same);
      if (entry == found.end()) {
        found.push_back({target, 1});
      } else {
        entry->first.truth = entry->first.truth & target.truth;
        ++entry->second;
      }
    }
  });
  std::vector<Target> out;
  for (auto& [target, count] : found) {
    if (count < alternatives) target.truth = Truth::unknown;
    out.push_back(target);
  }
  std::stable_sort(out.begin(), out.end(), [](const Target& a, const Target& b) { return a.truth > b.truth; });
  return out;
}

Truth Graph::means_one(Context& context, const Value& id, const Resource& resource) const {
  if (id.known() && !id.is_string()) return Truth::no;
  const auto symbol = id_symbol(context, id);
  if (symbol == resource.id_symbol) return Truth::yes;
  if (resource.declared() && certainly_declared(with_id(symbol))) return Truth::no;
  const auto parsed = parse_id(context, id);
  if (!parsed) return equals(id, resource.id, Case::ignored);
  if (!parsed->type.empty() && !same_text(parsed->type, resource.type.text())) return Truth::no;
  return same_id(context, *parsed, ParsedId{resource.scope, resource.type.text(), resource.segments});
}

Truth Graph::means(Context& context, const Value& id, ResourceId resource) const {
  bool first = true;
  Truth all = Truth::unknown;
  for_each_possible(id, [&](const Value& one) {
    const auto truth = means_one(context, one, at(resource));
    all = first || truth == all ? truth : Truth::unknown;
    first = false;
  });
  return all;
}

std::optional<ResourceId> Graph::parent(ResourceId id) const {
  for (const auto edge : out_[index_of(id)]) {
    if (edges_[edge].kind == Edge::Kind::parent) return edges_[edge].to;
  }
  return std::nullopt;
}

std::vector<ResourceId> Graph::children(ResourceId id) const {
  std::vector<ResourceId> out;
  for (const auto edge : in_[index_of(id)]) {
    if (edges_[edge].kind == Edge::Kind::parent) out.push_back(edges_[edge].from);
  }
  return out;
}

std::optional<ResourceId> Graph::extended(ResourceId id) const {
  for (const auto edge : out_[index_of(id)]) {
    if (edges_[edge].kind == Edge::Kind::scope && !is_scope_type(at(edges_[edge].to).type)) return edges_[edge].to;
  }
  return std::nullopt;
}

std::vector<ResourceId> Graph::extensions(ResourceId id) const {
  std::vector<ResourceId> out;
  for (const auto edge : in_[index_of(id)]) {
    if (edges_[edge].kind == Edge::Kind::scope) out.push_back(edges_[edge].from);
  }
  return out;
}

bool Graph::ordered(ResourceId earlier, ResourceId later) const {
  if (earlier == later) return false;
  std::vector<bool> seen(resources_.size());
  std::vector<ResourceId> open{later};
  seen[index_of(later)] = true;
  for (std::size_t i = 0; i < open.size(); ++i) {
    for (const auto edge : out_[index_of(open[i])]) {
      const auto to = edges_[edge].to;
      if (to == earlier) return true;
      if (!seen[index_of(to)]) open.push_back(to);
      seen[index_of(to)] = true;
    }
  }
  return false;
}

Closed Graph::closed(const TypeName& type, ResourceId start) const {
  const auto& from = at(start);
  if (from.standing == Resource::Standing::external || from.standing == Resource::Standing::existing) {
    return {Truth::unknown, "what belongs to " + from.address + ", which is not declared here, can not be seen", from.header};
  }
  for (const auto& reason : open_) {
    if (reason.type.empty() || same_text(reason.type, type.text())) return {Truth::unknown, reason.text, reason.span};
  }
  return {};
}

}  // namespace pillarlint
