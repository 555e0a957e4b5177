// Walks a folder for files that may be input: never into `.git`, `node_modules`, `.terraform`, past `.gitignore`, or out
// of the scan root; folders of tests and examples are named, not entered (semantics D20).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ignore.h"
#include "base/diagnostic.h"
#include "common/project.h"

namespace pillarlint {

struct Walk {
  std::vector<std::string> files;     // absolute paths, in order of folders and names
  std::vector<std::string> left_out;  // folders of tests, examples and samples that were not entered
  std::size_t excluded = 0;           // files and folders that `excluded` left out
};

/// `wants`: whether a file of that name is worth looking into. `everything`: folders of tests and examples too.
/// `excluded`: patterns that hold besides those of the repository.
[[nodiscard]] Walk walk_folder(Project& project, const std::string& folder, bool everything, const IgnoreRules& excluded,
                               const std::function<bool(std::string_view)>& wants, Diagnostics& diagnostics);

}  // namespace pillarlint
