// A rule in words, for `explain RULE` and `rules show`.
#pragma once

#include <string>

#include "rules/rule_set.h"

namespace pillarlint {

[[nodiscard]] std::string rule_text(const RuleSet& rules, const Rule& rule);
/// "there is no rule x; did you mean y?"
[[nodiscard]] std::string no_such_rule(const RuleSet& rules, const std::string& id);

}  // namespace pillarlint
