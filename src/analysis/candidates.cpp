#include "analysis/candidates.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/config.h"
#include "analysis/ignore.h"
#include "analysis/parameter_files.h"
#include "analysis/walk.h"
#include "analysis/workers.h"
#include "base/text.h"

namespace pillarlint {
namespace {

using Role = FileRole::Role;

class Finder {
 public:
  Finder(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope, Diagnostics& diagnostics)
      : project_(project), languages_(languages), scope_(scope), diagnostics_(diagnostics) {
    for (const auto& pattern : scope.exclude) excluded_.add(pattern, scope.exclude_from);
  }

  Candidates run(bool everything) {
    collect(everything);
    look(0);
    look_beside_named_files();
    return std::move(found_);
  }

 private:
  [[nodiscard]] bool claimed(std::string_view name) const {
    return std::any_of(languages_.begin(), languages_.end(), [&](const auto* language) { return language->claims(name); });
  }

  void collect(bool everything) {
    for (const auto& path : scope_.paths) {
      if (!project_.files().is_folder(path)) continue;
      auto walk = walk_folder(project_, path, everything, excluded_, [&](auto name) { return claimed(name); }, diagnostics_);
      found_.excluded += walk.excluded;
      for (auto& file : walk.files) found_.list.push_back({std::move(file)});
      found_.left_out.insert(found_.left_out.end(), walk.left_out.begin(), walk.left_out.end());
    }
    for (const auto& path : scope_.named_files) {
      if (is_excluded(path)) {  // lists of changed files name them too
        ++found_.excluded;
      } else {
        found_.list.push_back({path, true});
      }
    }
    collect_users();
    for (const auto& path : scope_.parameter_files) found_.list.push_back({path, true, true});
    // A file may be met in several ways; how the user named it counts most.
    std::stable_sort(found_.list.begin(), found_.list.end(), [](const auto& a, const auto& b) {
      if (a.path != b.path) return a.path < b.path;
      if (a.given != b.given) return a.given;
      return a.named != b.named ? a.named : b.beside && !a.beside;
    });
    const auto same = [](const auto& a, const auto& b) { return a.path == b.path; };
    found_.list.erase(std::unique(found_.list.begin(), found_.list.end(), same), found_.list.end());
  }

  // All that may use a named file. Folders of tests only where a named file lies in one.
  void collect_users() {
    if (scope_.named_files.empty()) return;
    std::set<std::string> met;
    const auto enter = [&](const std::string& folder, bool everything) {
      Diagnostics unsaid;  // of files that may have nothing to do with the named ones
      auto walk = walk_folder(project_, folder, everything, excluded_, [&](auto name) { return claimed(name); }, unsaid);
      const std::set<std::string> files(walk.files.begin(), walk.files.end());
      for (auto& file : walk.files) {
        if (!may_be_compiled(file, files) && met.insert(file).second) add_beside(std::move(file));
      }
    };
    if (scope_.users_in.empty()) return;
    for (const auto& folder : scope_.users_in) enter(folder, false);
    for (const auto& path : scope_.named_files) {
      if (!met.contains(path)) enter(std::string(folder_of(path)), true);
    }
  }

  // `main.json` beside `main.bicep` uses nothing but JSON: where none was named it need not be read.
  [[nodiscard]] bool may_be_compiled(const std::string& path, const std::set<std::string>& files) const {
    if (!path.ends_with(".json") || !files.contains(path.substr(0, path.size() - 5) + ".bicep")) return false;
    return std::none_of(scope_.named_files.begin(), scope_.named_files.end(), [](const auto& named) { return named.ends_with(".json"); });
  }

  void add_beside(std::string path) {
    Candidate candidate{std::move(path)};
    candidate.beside = true;
    found_.list.push_back(std::move(candidate));
  }

  [[nodiscard]] bool is_excluded(const std::string& path) const {
    return std::any_of(scope_.exclude.begin(), scope_.exclude.end(), [&](const auto& pattern) { return fits_path(pattern, scope_.exclude_from, path); });
  }

  void look(std::size_t from) {
    run_all(found_.list.size() - from, scope_.threads, [&](std::size_t i) {
      if (scope_.stop == nullptr || !scope_.stop->load(std::memory_order_relaxed)) look_at(found_.list[from + i]);
    });
  }

  void look_at(Candidate& candidate) {
    for (const auto* language : languages_) {
      if (!language->claims(file_name(candidate.path))) continue;
      candidate.role = language->role(project_, candidate.path, candidate.named);
      if (candidate.role.role == Role::other) continue;
      candidate.language = language;
      settle_generated(candidate);
      return;
    }
    project_.release(candidate.path);
  }

  // What a compiler made is left out if its source, which `reason` names, is read instead.
  void settle_generated(Candidate& candidate) const {
    if (candidate.role.role == Role::generated && !claimed(candidate.role.reason)) {
      candidate.role.role = Role::template_file;
    }
  }

  // Who names one file of a pair means the pair: the parameter files of a template, the template of a parameter file.
  void look_beside_named_files() {
    std::set<std::string> known;
    for (const auto& candidate : found_.list) known.insert(candidate.path);
    std::vector<std::string> beside;
    for (const auto& candidate : found_.list) {
      if (!candidate.named || candidate.given) continue;
      if (candidate.role.role == Role::template_file) add_parameter_files_beside(candidate.path, beside);
      if (candidate.role.role == Role::parameter_file || candidate.role.role == Role::part) add_template_beside(candidate, beside);
    }
    const auto before = found_.list.size();
    for (auto& path : beside) {
      if (known.insert(path).second) found_.list.push_back({std::move(path)});
    }
    look(before);
    std::sort(found_.list.begin(), found_.list.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  void add_parameter_files_beside(const std::string& path, std::vector<std::string>& beside) {
    const std::string folder(folder_of(path));
    auto [listed, is_new] = listed_.try_emplace(folder);
    if (is_new) {
      if (const auto entries = project_.files().list(folder)) {
        for (const auto& entry : *entries) {
          if (!entry.is_folder && !entry.is_link && find_text(entry.name, ".parameters") != none && claimed(entry.name)) {
            listed->second.push_back(entry.name);
          }
        }
      }
    }
    for (const auto& name : listed->second) {
      if (stem_fit(name, file_name(path)) > 0) beside.push_back(join_path(folder, name));
    }
  }

  void add_template_beside(const Candidate& candidate, std::vector<std::string>& beside) const {
    auto path = candidate.role.wanted_template;
    if (path.empty()) {
      const auto name = file_name(candidate.path);
      const auto word = find_text(name, ".parameters");
      if (word == none) return;
      path = join_path(folder_of(candidate.path), std::string(name.substr(0, word)) + ".json");
    }
    if (project_.files().is_file(path)) beside.push_back(path);
  }

  Project& project_;
  const std::vector<const Language*>& languages_;
  const ScanScope& scope_;
  Diagnostics& diagnostics_;
  IgnoreRules excluded_;
  std::map<std::string, std::vector<std::string>> listed_;  // parameter files by folder
  Candidates found_;
};

}  // namespace

Candidates find_candidates(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope, bool everything,
                           Diagnostics& diagnostics) {
  return Finder(project, languages, scope, diagnostics).run(everything);
}

FileId file_of(Project& project, const std::string& path) {
  if (const auto file = project.text(path)) return *file;
  return project.sources().add_name(project.shown(path));
}

}  // namespace pillarlint
