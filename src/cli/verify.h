// Runs the examples of rules through a front end, with files in memory.
#pragma once

#include "azure/type_index.h"
#include "common/language.h"
#include "rules/examples.h"
#include "rules/rule_set.h"

namespace pillarlint {

/// Runs one example: its text as `main.json`, with what it states about the workload.
[[nodiscard]] ExampleRun run_example(const Language& language, const TypeIndex& types, const RuleSet& rules, const Rule& rule,
                                     const Example& example, const std::string& text, const std::string& today);

}  // namespace pillarlint
