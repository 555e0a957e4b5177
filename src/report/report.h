// What a reporter is given, and the reporters. Findings and diagnostics to bytes: no reporter opens files or decides
// anything.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/source_manager.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

/// How an input ended (users.md 8.1): each ends in exactly one state.
struct InputReport {
  enum class State : std::uint8_t { analysed, partly, not_analysed, skipped };
  FileId file = FileId::none;
  std::string path;
  std::string language;   // "ARM"
  State state = State::analysed;
  std::string reason;     // of partly, not_analysed, skipped
  bool counts = true;     // false: a note only (a parameter file that matches nothing) and no reason for exit 3
};

struct DeploymentReport {
  std::string name;                 // entry point, with its parameter file: "main.json (prod.parameters.json)"
  std::size_t resources = 0;        // declared
  std::size_t symbolic = 0;         // of them: stand for a loop of unknown count
};

struct RuleCounts {
  std::size_t pass = 0, fail = 0, unknown = 0, not_applicable = 0;
  std::map<std::string, std::size_t> unknown_reasons;
};

struct Report {
  const SourceManager& sources;
  const RuleSet& rules;
  std::vector<RuleId> rules_run;             // selected rules, in order of ids
  std::vector<Finding> findings;             // grouped (D31), in order of place, then rule; verdicts fail and unknown, and
                                             // others if asked for
  std::vector<InputReport> inputs;           // in order of paths
  std::vector<DeploymentReport> deployments;
  std::vector<Diagnostic> diagnostics;       // in order of place
  std::map<std::string, RuleCounts> counts;  // by rule id, over all deployments, before grouping
  std::vector<std::string> notes;            // of the run: "a table is older than 180 days", "environment not stated"
  std::string root;                          // absolute folder that paths are relative to; never printed in SARIF
  std::string today;
  int exit_code = 0;
  std::string exit_reason;
  bool show_unknown = false;
  bool show_passed = false;
  double seconds = 0;                        // not printed where output must be the same for each run
};

enum class Colour : std::uint8_t { never, always };
enum class SarifProfile : std::uint8_t { github, azdo };

[[nodiscard]] std::string report_text(const Report& report, Colour colour, bool quiet);
[[nodiscard]] std::string report_json(const Report& report);
[[nodiscard]] std::string report_sarif(const Report& report, SarifProfile profile);

}  // namespace pillarlint
