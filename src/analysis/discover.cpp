#include "analysis/discover.h"

#include <map>
#include <optional>

#include <fmt/format.h>

#include "analysis/candidates.h"
#include "analysis/entry_points.h"
#include "analysis/input_states.h"
#include "analysis/named_files.h"
#include "analysis/parameter_files.h"
#include "analysis/work_items.h"

namespace pillarlint {
namespace {

class Discoverer {
 public:
  Discoverer(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope)
      : project_(project), languages_(languages), scope_(scope) {}

  Discovery run() {
    attempt(false);
    if (entries_->list().empty() && !found_.left_out.empty()) {
      diagnostics_ = {};
      attempt(true);
      if (!entries_->list().empty()) note("only folders named tests, examples or samples hold templates, so they are scanned");
    } else if (const auto count = found_.left_out.size(); count > 0) {
      note(fmt::format("{} {} of tests, examples or samples {} left out", count, count == 1 ? "folder" : "folders", count == 1 ? "was" : "were"));
    }
    if (const auto count = found_.excluded; count > 0) {
      note(fmt::format("{} {} left out by `exclude` of the configuration", count, count == 1 ? "file or folder is" : "files and folders are"));
    }
    match_parameter_files();
    drop_others(project_, scope_, found_.list, *entries_);
    return discovery();
  }

 private:
  void note(std::string text) { notes_.push_back(std::move(text)); }

  void attempt(bool everything) {
    entries_.reset();
    found_ = find_candidates(project_, languages_, scope_, everything, diagnostics_);
    entries_.emplace(project_, found_.list);
  }

  void match_parameter_files() {
    std::map<std::string, std::vector<std::size_t>> by_folder;
    for (const auto entry : entries_->list()) by_folder[std::string(folder_of(found_.list[entry].path))].push_back(entry);
    for (auto& candidate : found_.list) {
      if (candidate.role.role != FileRole::Role::parameter_file) continue;
      candidate.belongs_to = find_template(candidate, by_folder);
    }
  }

  std::size_t find_template(const Candidate& candidate, const std::map<std::string, std::vector<std::size_t>>& by_folder) {
    std::vector<std::size_t> indices;
    if (const auto named = entries_->template_at(candidate.role.wanted_template); named != none) {
      indices = {named};
    } else if (const auto found = by_folder.find(std::string(folder_of(candidate.path))); found != by_folder.end()) {
      indices = found->second;
    }
    std::vector<std::string> paths;
    for (const auto i : indices) paths.push_back(found_.list[i].path);
    const auto fit = template_for(candidate.path, candidate.role.wanted_template, paths);
    if (fit != none) return indices[fit];
    return candidate.given && entries_->list().size() == 1 ? entries_->list().front() : none;
  }

  Discovery discovery() {
    auto work = make_work(project_, scope_, found_.list, *entries_, diagnostics_);
    auto inputs = input_states(project_, scope_, found_.list, work.used_parameter_files, diagnostics_);
    return {std::move(work.items), std::move(inputs.states), std::move(inputs.paths), std::move(notes_), std::move(diagnostics_)};
  }

  Project& project_;
  const std::vector<const Language*>& languages_;
  const ScanScope& scope_;
  Diagnostics diagnostics_;
  Candidates found_;
  std::optional<EntryPoints> entries_;  // looks at what was found
  std::vector<std::string> notes_;
};

}  // namespace

Discovery discover(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope) {
  return Discoverer(project, languages, scope).run();
}

}  // namespace pillarlint
