#include "common/language.h"

#include <algorithm>

namespace pillarlint {

namespace {

/// Entry points that one part of the graph holds.
struct Group {
  const Language* language;
  DeploymentRequest request;
};

void take(std::vector<Group>& groups, const Language& language, const DeploymentRequest& request) {
  for (auto& group : groups) {
    const bool reads_it = group.language->joins(language);
    if (!reads_it && !language.joins(*group.language)) continue;
    if (!reads_it) group.language = &language;
    group.request.together.push_back(request);
    return;
  }
  groups.push_back({&language, request});
}

std::vector<Group> groups_of(const Language& first, const DeploymentRequest& request) {
  std::vector<Group> groups;
  auto own = request;
  own.together.clear();
  own.in_stack = !request.together.empty();
  take(groups, first, own);
  for (auto other : request.together) {
    other.in_stack = true;
    take(groups, other.language == nullptr ? first : *other.language, other);
  }
  return groups;
}

}  // namespace

Expansion Language::expand(Project& project, const TypeIndex& types, const DeploymentRequest& request, const std::atomic<bool>* stop) const {
  Expansion expansion;
  expansion.arena = std::make_unique<Arena>();
  expansion.symbols = std::make_unique<SymbolStore>();
  expansion.budget = std::make_unique<Budget>();
  expansion.budget->stop = stop;
  auto context = expansion.context();
  GraphBuilder builder(context, types);
  const auto groups = groups_of(*this, request);
  std::vector<std::unique_ptr<GraphPart>> parts;
  for (const auto& group : groups) {
    const auto read_before = expansion.inputs.size();
    auto part = group.language->part(project, types, group.request, expansion, builder);
    if (part->collect()) parts.push_back(std::move(part));
    if (groups.size() == 1) continue;
    for (auto i = read_before; i < expansion.inputs.size(); ++i) expansion.readers.emplace(expansion.inputs[i], group.language);
  }
  for (const auto& part : parts) part->link();
  if (!parts.empty()) expansion.graph = builder.build();
  return expansion;
}

}  // namespace pillarlint
