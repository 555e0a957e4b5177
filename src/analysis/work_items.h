// The deployments of a scan: an entry point with each of its parameter files; those of a stack together.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/entry_points.h"

namespace pillarlint {

struct Work {
  std::vector<WorkItem> items;                 // in order of entry points, then parameter files; stacks last
  std::set<std::size_t> used_parameter_files;  // by index of the candidates
};

[[nodiscard]] Work make_work(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates, const EntryPoints& entries,
                             Diagnostics& diagnostics);

/// The stack that an entry point is part of, by index; `none`: of none.
[[nodiscard]] std::size_t stack_of(const ScanScope& scope, const std::string& entry);

}  // namespace pillarlint
