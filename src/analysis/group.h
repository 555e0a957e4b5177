// One problem, one finding (semantics D31): what several calls, loop instances and deployments say of one place is one
// finding that names them all.
#pragma once

#include <string_view>
#include <vector>

#include "base/source_manager.h"
#include "rules/finding.h"

namespace pillarlint {

/// Groups by rule, place and property path. The order is that of places (path, offset), then rules; it does not depend on
/// the order of file ids.
[[nodiscard]] std::vector<Finding> group_findings(std::vector<Finding> findings, const SourceManager& sources);

/// In order of place: path, then offset.
[[nodiscard]] bool before(const SourceManager& sources, Span a, Span b);

}  // namespace pillarlint
