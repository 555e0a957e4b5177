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

/// The same change, looked at from the state before: `renamed` leads from a path of before to the one of now.
[[nodiscard]] ChangedFiles reversed(ChangedFiles changed);

/// Which lines of the files of one side a change touched; made when first asked for. Of the files of now: lines that are
/// new or edited; of those of before, with the change reversed: lines that were taken out or edited.
class TouchedLines {
 public:
  /// `other_side`: the files to compare with.
  TouchedLines(const ChangedFiles& changed, Project& files, const FileSystem& other_side)
      : changed_(changed), files_of_(files), other_side_(&other_side) {}
  /// Files that were named: all of each counts.
  TouchedLines(const ChangedFiles& named, Project& files) : changed_(named), files_of_(files) {}

  [[nodiscard]] bool touch(Span span);
  /// One of its places: where it is shown, its property, the header of its resource, a call, a step of a value's way. Other lines
  /// of the resource do not count: who edits one setting is not told of all that was wrong with its neighbours.
  [[nodiscard]] bool touch(const Finding& finding);

 private:
  [[nodiscard]] LineChanges find(FileId file) const;

  const ChangedFiles& changed_;
  Project& files_of_;
  const FileSystem* other_side_ = nullptr;
  std::map<FileId, LineChanges> files_;
};

/// The findings of before the change, and how their places are named now.
struct Before {
  std::span<const Finding> findings;
  std::function<std::string(FileId)> path_of;  // absolute, as it was
  TouchedLines& lines;                         // of the files as they were
};

/// Sets `change`, `known_before` and, for what has nothing to do with the change, `standing`. A finding is touched by its
/// places of now, or by those it had before: who takes the wrong value out and leaves a wrong default is told. What is
/// suppressed on both sides is not looked at. Returns those of before that are gone now, by index.
[[nodiscard]] std::vector<std::size_t> mark_changes(std::span<Finding> findings, const Before& before, const ChangedFiles& changed,
                                                    TouchedLines& lines, const Project& now, const RuleSet& rules);

/// The path that a file of before has now.
[[nodiscard]] std::string path_now(const ChangedFiles& changed, const std::string& before);

void set_aside(Finding& finding);
/// Sets aside what has nothing to do with the named files.
void keep_named(std::span<Finding> findings, TouchedLines& named);

}  // namespace pillarlint
