// What a git work tree says of itself, read from its files: where it begins, and where it comes from.
#pragma once

#include <string>

#include "report/report.h"

namespace pillarlint {

/// The work tree that holds the folder; empty: none.
[[nodiscard]] std::string work_tree_of(const std::string& folder);
/// Address of `origin` (as https, without user name and password), commit and branch.
[[nodiscard]] VersionControl version_control_of(const std::string& work_tree);
/// `git@github.com:a/b.git`, `https://user:pw@github.com/a/b.git` → `https://github.com/a/b`; empty if it is no such address.
[[nodiscard]] std::string public_address(std::string_view remote);

}  // namespace pillarlint
