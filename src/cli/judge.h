// From options to findings that count: the way that `scan` and `--fix` share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "report/report.h"

namespace pillarlint {

struct Judgement {
  std::vector<RuleId> rules;        // that ran
  Analysis analysis;                // with what the baseline, the change or the named files set aside
  std::vector<GoneFinding> gone;
  std::string compared_with;        // empty: nothing
};

/// Prepares the session and puts it to work. nullopt: its diagnostics say why not.
[[nodiscard]] std::optional<Judgement> judge(Session& session, const LoadOptions& load, bool keep_passed);

}  // namespace pillarlint
