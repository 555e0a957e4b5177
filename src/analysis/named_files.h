// Files that a user named are judged where they are used: of all that was met while their users were looked for, what leads to
// none of them is dropped.
#pragma once

#include "analysis/entry_points.h"

namespace pillarlint {

/// Entry points that lead to nothing that was asked for, and their files, which are marked.
void drop_others(Project& project, const ScanScope& scope, std::vector<Candidate>& candidates, EntryPoints& entries);

}  // namespace pillarlint
