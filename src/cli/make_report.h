// An analysis as reporters want it: rules in words, counts, states, and the exit code with its reason.
#pragma once

#include "cli/session.h"
#include "report/report.h"

namespace pillarlint {

[[nodiscard]] Report make_report(Session& session, const Options& options, Analysis analysis, const std::vector<RuleId>& rules);
[[nodiscard]] RuleReport rule_report(const RuleSet& rules, RuleId id);

}  // namespace pillarlint
