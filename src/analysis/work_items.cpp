#include "analysis/work_items.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "analysis/config.h"
#include "analysis/parameter_files.h"

namespace pillarlint {
namespace {

class Maker {
 public:
  Maker(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates, const EntryPoints& entries, Diagnostics& diagnostics)
      : project_(project), scope_(scope), candidates_(candidates), entries_(entries), diagnostics_(diagnostics) {}

  Work run() {
    std::map<std::size_t, std::vector<std::size_t>> given;
    std::map<std::size_t, std::vector<std::size_t>> found;
    std::map<std::size_t, std::vector<Member>> stacked;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto& candidate = candidates_[i];
      if (candidate.role.role != FileRole::Role::parameter_file || candidate.belongs_to == none) continue;
      (candidate.given ? given : found)[candidate.belongs_to].push_back(i);
    }
    for (const auto entry : entries_.list()) {
      auto files = given.contains(entry) ? given[entry] : found[entry];
      if (scope_.parameters_unknown) files.clear();
      if (files.size() > most_parameter_files) {
        diagnostics_.report(Code::parameter_files_left_out, Span{file_of(project_, candidates_[entry].path), 0, 0}, files.size() - most_parameter_files, files.size());
        files.resize(most_parameter_files);
      }
      if (files.empty()) files.push_back(none);
      if (const auto stack = stack_of(scope_, candidates_[entry].path); stack != none) {
        stacked[stack].push_back({entry, std::move(files)});
      } else {
        for (const auto file : files) add_work(entry, file);
      }
    }
    for (const auto& [stack, members] : stacked) add_stack(scope_.stacks[stack].name, members);
    return std::move(out_);
  }

 private:
  struct Member {
    std::size_t entry;
    std::vector<std::size_t> files;  // its parameter files; `none` alone: it has none
  };

  // Parameter files of the same name belong together; an entry point without one of a name takes the only one it has.
  void add_stack(const std::string& name, const std::vector<Member>& members) {
    std::set<std::string> labels;
    for (const auto& member : members) {
      for (const auto file : member.files) labels.insert(label_of(file));
    }
    if (labels.size() > 1) labels.erase("");
    for (const auto& label : labels) {
      const auto before = out_.items.size();
      for (const auto& member : members) add_work(member.entry, file_with(member, label));
      auto& joined = out_.items[before];
      joined.name = fmt::format("stack {}{}", name, label.empty() ? "" : fmt::format(" ({})", label));
      for (auto i = before + 1; i < out_.items.size(); ++i) {
        out_.items[i].request.language = out_.items[i].language;
        joined.request.together.push_back(std::move(out_.items[i].request));
        joined.reads.insert(joined.reads.end(), out_.items[i].reads.begin(), out_.items[i].reads.end());
      }
      out_.items.resize(before + 1);
    }
  }

  [[nodiscard]] std::string label_of(std::size_t file) const {
    return file == none ? std::string() : std::string(file_name(candidates_[file].path));
  }

  [[nodiscard]] std::size_t file_with(const Member& member, const std::string& label) const {
    for (const auto file : member.files) {
      if (label_of(file) == label) return file;
    }
    return member.files.size() == 1 ? member.files.front() : none;
  }

  void add_work(std::size_t entry, std::size_t parameter_file) {
    WorkItem item;
    item.language = candidates_[entry].language;
    item.request.entry = candidates_[entry].path;
    item.request.parameters_unknown = scope_.parameters_unknown;
    item.request.environment = scope_.environment;
    item.request.workspace = scope_.workspace;
    item.name = project_.shown(candidates_[entry].path);
    std::set<std::size_t> reached;
    entries_.reach(entry, reached);
    for (const auto i : reached) item.reads.push_back(candidates_[i].path);
    if (parameter_file != none) {
      const auto& path = candidates_[parameter_file].path;
      item.request.parameter_file = path;
      item.name += fmt::format(" ({})", file_name(path));
      item.reads.push_back(path);
      out_.used_parameter_files.insert(parameter_file);
    }
    out_.items.push_back(std::move(item));
  }

  Project& project_;
  const ScanScope& scope_;
  const std::vector<Candidate>& candidates_;
  const EntryPoints& entries_;
  Diagnostics& diagnostics_;
  Work out_;
};

}  // namespace

Work make_work(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates, const EntryPoints& entries,
               Diagnostics& diagnostics) {
  return Maker(project, scope, candidates, entries, diagnostics).run();
}

std::size_t stack_of(const ScanScope& scope, const std::string& entry) {
  for (std::size_t i = 0; i < scope.stacks.size(); ++i) {
    for (const auto& pattern : scope.stacks[i].entries) {
      if (fits_path(pattern, scope.exclude_from, entry)) return i;
    }
  }
  return none;
}

}  // namespace pillarlint
