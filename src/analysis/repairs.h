// The repairs of findings together: which of them can be made at once, and which contradict each other.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "base/source_manager.h"
#include "rules/finding.h"

namespace pillarlint {

/// Takes repairs away that would put different things in the place of one value.
void drop_contradictions(std::vector<Finding>& findings, const SourceManager& sources);

struct ChosenRepairs {
  std::map<FileId, std::vector<Edit>> edits;  // in order, none overlaps another
  std::size_t findings = 0;                   // that they are the repairs of
};
/// As many repairs of findings that fail and count as can be made at once. The others wait until these are made.
[[nodiscard]] ChosenRepairs choose_repairs(std::span<const Finding> findings);

}  // namespace pillarlint
