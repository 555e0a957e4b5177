// Files in, findings out; no printing. The façade of the command line and, later, of the language server.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "analysis/config.h"
#include "analysis/discover.h"
#include "analysis/input_state.h"
#include "analysis/other_entries.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "common/language.h"
#include "rules/check.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

struct AnalyzeOptions {
  ScanScope scope;
  std::vector<RuleId> rules;                // to run
  Config config;                            // environment, profile, platform, partial, cloud
  std::string today;
  bool keep_passed = false;                 // findings with verdict pass and not applicable are kept
  bool keep_graphs = false;                 // for `graph` and `explain RULE RESOURCE`
  const std::atomic<bool>* stop = nullptr;
  const OtherEntries* elsewhere = nullptr;  // what entry points hold that are known and not scanned again
  std::function<void(std::size_t done, std::size_t all)> progress;  // called from worker threads
};

struct DeploymentState {
  std::string name;
  std::size_t resources = 0;             // declared
  std::size_t symbolic = 0;              // of them: stand for a loop of unknown count
  std::size_t frames = 0;
  std::size_t expressions = 0;
  std::vector<std::string> named_by;     // absolute paths that, named as files, scan it again: entries and parameter files
  std::vector<std::string> files;        // absolute paths of what was read for it
  std::set<OutsideLink> links;
  Expansion expansion;                   // only with keep_graphs
};

struct Phases {  // seconds: finding and reading files on the clock, the rest of all threads together
  double read = 0, expand = 0, rules = 0;
};

struct Analysis {
  std::vector<Finding> findings;         // grouped (D31), in order of place, then rule
  std::vector<InputState> inputs;        // in order of paths
  std::vector<DeploymentState> deployments;
  std::vector<Diagnostic> diagnostics;   // in order of place
  std::map<std::string, VerdictCounts> counts;  // by rule id, before grouping
  std::vector<std::string> notes;        // of the run: what was left out
  std::vector<Span> secrets;             // literals that are secret: never to be shown in an excerpt
  Phases phases;
};

/// Finds the entry points of the scope, expands each with its inputs, checks the rules, and joins the results in
/// source order: the same for any number of threads.
[[nodiscard]] Analysis analyze(Project& project, const std::vector<const Language*>& languages, const TypeIndex& types,
                               const RuleSet& rules, const AnalyzeOptions& options);

}  // namespace pillarlint
