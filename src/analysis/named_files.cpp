#include "analysis/named_files.h"

#include <algorithm>

#include "analysis/work_items.h"

namespace pillarlint {
namespace {

using Role = FileRole::Role;

// What was asked for: candidates that were not met beside.
std::set<std::size_t> templates_asked_for(const std::vector<Candidate>& candidates, const EntryPoints& entries) {
  std::set<std::size_t> out;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const auto& candidate = candidates[i];
    if (candidate.beside) continue;
    if (candidate.role.role == Role::template_file) out.insert(i);
    if (candidate.belongs_to != none) out.insert(candidate.belongs_to);
    if (candidate.role.role != Role::part) continue;
    if (const auto of = entries.template_at(candidate.role.wanted_template); of != none) out.insert(of);
  }
  return out;
}

}  // namespace

void drop_others(Project& project, const ScanScope& scope, std::vector<Candidate>& candidates, EntryPoints& entries) {
  if (std::none_of(candidates.begin(), candidates.end(), [](const auto& one) { return one.beside; })) return;
  const auto wanted = templates_asked_for(candidates, entries);
  const auto stack = [&](std::size_t entry) { return stack_of(scope, candidates[entry].path); };
  std::set<std::size_t> kept;
  std::set<std::size_t> stacks;
  entries.drop_if([&](std::size_t entry) {
    std::set<std::size_t> reached;
    entries.reach(entry, reached);
    const bool leads = std::any_of(reached.begin(), reached.end(), [&](std::size_t i) { return wanted.contains(i); });
    if (leads) kept.insert(reached.begin(), reached.end());
    if (const auto found = leads ? stack(entry) : none; found != none) stacks.insert(found);
    return !leads && stack(entry) == none;
  });
  entries.drop_if([&](std::size_t entry) {  // what is deployed together is understood together
    const bool deployed = kept.contains(entry) || stacks.contains(stack(entry));
    if (deployed) entries.reach(entry, kept);
    return !deployed;
  });
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    auto& candidate = candidates[i];
    const auto part_of = candidate.role.role == Role::part ? entries.template_at(candidate.role.wanted_template) : none;
    const bool belongs = kept.contains(i) || (candidate.belongs_to != none && kept.contains(candidate.belongs_to)) ||
                         kept.contains(part_of);
    candidate.dropped = candidate.beside && !belongs;
    if (candidate.dropped) project.release(candidate.path);
  }
}

}  // namespace pillarlint
