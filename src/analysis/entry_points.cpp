#include "analysis/entry_points.h"

#include <algorithm>

#include "value/read_yaml.h"

namespace pillarlint {

EntryPoints::EntryPoints(Project& project, const std::vector<Candidate>& candidates) : candidates_(candidates) { find(project); }

std::size_t EntryPoints::template_at(const std::string& path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? none : found->second;
}

void EntryPoints::find(Project& project) {
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    if (candidates_[i].role.role == FileRole::Role::template_file) by_path_[candidates_[i].path] = i;
  }
  std::set<std::size_t> used;
  for (const auto& [path, i] : by_path_) {
    for (const auto target : uses_of(i)) {
      if (target != i) used.insert(target);
    }
  }
  std::set<std::size_t> reached;
  for (const auto& path : entries_of_projects(project)) used.erase(template_at(path));
  for (const auto& [path, i] : by_path_) {
    if (used.contains(i)) continue;
    entries_.push_back(i);
    reach(i, reached);
  }
  for (const auto& [path, i] : by_path_) {  // templates that use each other in a circle: the first stands for all
    if (reached.contains(i)) continue;
    entries_.push_back(i);
    reach(i, reached);
  }
  std::sort(entries_.begin(), entries_.end());
}

// The template that an `azure.yaml` of the Azure Developer CLI deploys, whoever else uses it:
// learn.microsoft.com/azure/developer/azure-developer-cli/azd-schema
std::vector<std::string> EntryPoints::entries_of_projects(Project& project) const {
  std::set<std::string> folders;
  for (const auto& [path, i] : by_path_) {
    const auto folder = folder_of(path);
    folders.emplace(folder);
    folders.emplace(folder_of(folder));
  }
  std::vector<std::string> out;
  for (const auto& folder : folders) {
    const auto path = join_path(folder, "azure.yaml");
    if (!project.files().is_file(path)) continue;
    const auto file = project.text(path);
    if (!file) continue;
    const auto described = read_yaml(project.sources().text(*file), *file);
    const auto infra = described->root.get("infra");
    const auto below = infra.get("path").is_string() ? infra.get("path").text() : std::string_view("infra");
    const auto module = infra.get("module").is_string() ? infra.get("module").text() : std::string_view("main");
    out.push_back(join_path(join_path(folder, below), std::string(module) + ".bicep"));
  }
  return out;
}

std::vector<std::size_t> EntryPoints::uses_of(std::size_t i) const {
  std::vector<std::size_t> out;
  for (const auto& path : candidates_[i].role.uses) {
    if (const auto target = template_at(path); target != none) out.push_back(target);
  }
  return out;
}

void EntryPoints::reach(std::size_t from, std::set<std::size_t>& reached) const {
  std::vector<std::size_t> open{from};
  while (!open.empty()) {
    const auto i = open.back();
    open.pop_back();
    if (!reached.insert(i).second) continue;
    for (const auto target : uses_of(i)) open.push_back(target);
  }
}

}  // namespace pillarlint
