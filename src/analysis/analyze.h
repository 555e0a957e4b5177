// Files in, findings out; no printing. The façade of the command line and, later, of the language server.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/config.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "common/language.h"
#include "rules/check.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

struct AnalyzeOptions {
  std::vector<std::string> paths;           // absolute; files and folders to scan
  std::vector<std::string> named_files;     // those of `paths` that the user named as files: always scanned
  std::vector<std::string> parameter_files; // --parameters: used for every entry point that they match, or the only one
  bool parameters_unknown = false;
  std::vector<RuleId> rules;                // to run
  Config config;                            // environment, profile, platform, partial, cloud
  std::string today;
  unsigned threads = 1;
  bool keep_passed = false;                 // findings with verdict pass and not applicable are kept
  bool keep_graphs = false;                 // for `graph` and `explain RULE RESOURCE`
  const std::atomic<bool>* stop = nullptr;
  std::function<void(std::size_t done, std::size_t all)> progress;  // called from worker threads
};

struct InputState {
  enum class State : std::uint8_t { analysed, partly, not_analysed, skipped };
  FileId file = FileId::none;
  std::string path;       // as shown
  std::string language;
  State state = State::analysed;
  std::string reason;
  bool counts = true;     // false: no reason for exit 3
};

struct DeploymentState {
  std::string name;
  std::size_t resources = 0;
  std::size_t symbolic = 0;
  std::size_t frames = 0;
  std::size_t expressions = 0;
  std::unique_ptr<Expansion> expansion;  // only with keep_graphs
};

struct Phases {  // seconds of all threads together; for the benchmark
  double read = 0, expand = 0, rules = 0;
};

struct Analysis {
  std::vector<Finding> findings;         // grouped (D31), in order of place, then rule
  std::vector<InputState> inputs;        // in order of paths
  std::vector<DeploymentState> deployments;
  std::vector<Diagnostic> diagnostics;   // in order of place
  std::map<std::string, VerdictCounts> counts;  // by rule id, before grouping
  Phases phases;
};

/// Finds the entry points below `options.paths`, expands each with its inputs, checks the rules, and joins the results in
/// source order: the same for any number of threads.
[[nodiscard]] Analysis analyze(Project& project, const std::vector<const Language*>& languages, const TypeIndex& types,
                               const RuleSet& rules, const AnalyzeOptions& options);

}  // namespace pillarlint
