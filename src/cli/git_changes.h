// What differs between the work tree and the commit that a change began from, and how those files were then.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "analysis/changes.h"
#include "base/diagnostic.h"
#include "base/earlier_files.h"
#include "cli/git_process.h"

namespace pillarlint {

/// A change of one work tree.
struct GitChange {
  std::string merge_base;               // id of the commit
  ChangedFiles files;
  EarlierKeys keys;                     // ids of blobs
  std::shared_ptr<GitObjects> objects;  // holds them
};

/// What the work tree holds, staged or not, that the merge base of `revision` and HEAD does not; files that git neither
/// tracks nor ignores are new. `claims`: files whose renaming matters, by name. Submodules that were moved are noted.
/// Errors: git_not_run, git_revision, git_no_merge_base.
[[nodiscard]] Result<GitChange> changed_since(const std::string& work_tree, const std::string& revision,
                                              const std::function<bool(std::string_view)>& claims, Diagnostics& diagnostics);

}  // namespace pillarlint
