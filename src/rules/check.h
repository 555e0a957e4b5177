// Rules × graph to findings: the one place where verdicts are made.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/source_manager.h"
#include "graph/graph.h"
#include "graph/property_change.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

/// What is stated about the run (rule-language 3.7), and what findings need.
struct CheckOptions {
  std::string environment;                     // production, non-production; empty: not stated
  std::vector<std::string> profiles;
  std::vector<Provision> platform;             // what the platform provides
  std::map<std::string, std::vector<std::string>, std::less<>> settings;  // by name; not there or empty: not stated
  std::string today;                           // `2026-11-21`; empty: not given
  bool partial = false;                        // the configuration says that the world is open
  bool keep_passed = false;                    // findings of verdict pass and not applicable too
  const TypeIndex* types = nullptr;            // for orders of enums and first versions; may be null
  const SourceManager* sources = nullptr;      // for fingerprints; may be null
  std::function<bool(FileId)> scanned;         // the file is one that the user can edit; empty: all are
  /// The edits that make the change, none where it can not be said for certain how; empty: no finding has a repair.
  std::function<std::vector<Edit>(const PropertyChange&)> edits;
};

[[nodiscard]] std::optional<Provision> find_provision(std::string_view name);

struct VerdictCounts {
  std::size_t pass = 0, fail = 0, unknown = 0, not_applicable = 0;
  std::size_t by_platform = 0;                 // passes that the platform provides
  std::map<std::string, std::size_t> unknown_reasons;
  std::map<std::string, std::size_t> not_applicable_reasons;
};

struct CheckResult {
  std::vector<Finding> findings;               // by rule, then source order of resources
  std::map<std::string, VerdictCounts> counts; // by rule id, of subjects
};

/// Checks the selected rules. A rule costs nothing on a graph without its types.
[[nodiscard]] CheckResult check(const RuleSet& rules, std::span<const RuleId> selected, const Graph& graph, Context& context,
                                const CheckOptions& options);

}  // namespace pillarlint
