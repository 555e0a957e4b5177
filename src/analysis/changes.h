// How findings hang together with a change: they stand in what was changed, or the change caused them elsewhere.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analysis/line_diff.h"
#include "common/project.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

/// What differs from the state before, as plain data. Paths are absolute.
struct ChangedFiles {
  std::set<std::string> paths;                 // of now and of before
  std::set<std::string> folders;               // all below counts as changed (submodules that were moved)
  std::map<std::string, std::string> renamed;  // path of now → path of before

  [[nodiscard]] bool empty() const { return paths.empty() && folders.empty(); }
  [[nodiscard]] bool in_folder(const std::string& path) const;
  [[nodiscard]] bool has(const std::string& path) const { return paths.contains(path) || in_folder(path); }
};

/// Which lines of files a change touched; made when first asked for.
class TouchedLines {
 public:
  /// `before`: the files as they were.
  TouchedLines(const ChangedFiles& changed, Project& now, const FileSystem& before) : changed_(changed), now_(now), before_(&before) {}
  /// Files that were named: all of each counts.
  TouchedLines(const ChangedFiles& named, Project& now) : changed_(named), now_(now) {}

  [[nodiscard]] bool touch(Span span);
  /// One of its places: where it is shown, its property, the header of its resource, a call, a step of a value's way. Other lines
  /// of the resource do not count: who edits one setting is not told of all that was wrong with its neighbours.
  [[nodiscard]] bool touch(const Finding& finding);

 private:
  [[nodiscard]] LineChanges find(FileId file) const;

  const ChangedFiles& changed_;
  Project& now_;
  const FileSystem* before_ = nullptr;
  std::map<FileId, LineChanges> files_;
};

/// The findings of before the change, and how their places are named now.
struct Before {
  std::span<const Finding> findings;
  std::function<std::string(FileId)> path_of;  // absolute, as it was
};

/// Sets `change`, `known_before` and, for what has nothing to do with the change, `standing`. What is suppressed on both
/// sides is not looked at. Returns those of before that are gone now, by index.
[[nodiscard]] std::vector<std::size_t> mark_changes(std::span<Finding> findings, const Before& before, const ChangedFiles& changed,
                                                    TouchedLines& lines, const Project& now, const RuleSet& rules);

/// The path that a file of before has now.
[[nodiscard]] std::string path_now(const ChangedFiles& changed, const std::string& before);

void set_aside(Finding& finding);
/// Sets aside what has nothing to do with the named files.
void keep_named(std::span<Finding> findings, TouchedLines& named);

}  // namespace pillarlint
