// What a reporter is given, and the reporters. Findings and diagnostics to bytes: no reporter opens files or decides
// anything.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_manager.h"
#include "rules/finding.h"

namespace pillarlint {

/// A rule that ran, in words.
struct RuleReport {
  RuleId rule{};
  std::string id;                      // "ai-account-local-auth"
  std::string service;                 // "ai-services"
  std::string title, why, fix;
  std::string decides;                 // how it decides, in English
  Severity severity = Severity::medium;
  std::string pillar;
  std::vector<std::string> checklist;  // "SE-15"
  std::vector<std::string> links;      // where to read on
};

/// An item of the checklist, for the taxonomy.
struct ItemReport {
  std::string id, title, text, pillar, link;
};

/// How an input ended (users.md 8.1): each ends in exactly one state.
struct InputReport {
  enum class State : std::uint8_t { analysed, partly, not_analysed, skipped };
  FileId file = FileId::none;
  std::string path;
  std::string language;   // "ARM"
  State state = State::analysed;
  std::string reason;     // of partly, not_analysed, skipped
  bool counts = true;     // false: a note only (a parameter file that matches nothing) and no reason for exit 3
  bool broken = false;    // partly, as its own text is wrong somewhere
  bool asked = false;     // it was named, or is part of the change that is looked at
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

/// Where the scanned files come from, as far as the repository says so.
struct VersionControl {
  std::string repository_uri;  // without user name and password; empty: not known, and nothing is said
  std::string revision;
  std::string branch;
};

/// A finding that the baseline, or the state before the change, has and this scan does not.
struct GoneFinding {
  std::string rule;         // id
  std::string title;        // of the rule; empty: there is no such rule any more
  std::string pillar;
  Severity severity = Severity::medium;
  std::string file;         // relative to the root
  std::string resource;     // name or address, as people know it
};

enum class SarifProfile : std::uint8_t { github, azdo };

struct Report {
  const SourceManager& sources;
  std::vector<RuleReport> rules{};             // those that ran, in order of ids
  std::vector<ItemReport> checklist{};         // all items, in order of ids
  std::vector<Finding> findings{};             // grouped (D31), in order of place, then rule; verdicts fail and unknown,
                                               // and others if asked for
  std::vector<InputReport> inputs{};           // in order of paths
  std::vector<DeploymentReport> deployments{};
  std::vector<Diagnostic> diagnostics{};       // in order of place
  std::map<std::string, RuleCounts> counts{};  // by rule id, over all deployments, before grouping
  std::vector<std::string> notes{};            // of the run: "a table is older than 180 days", "environment not stated"
  std::vector<Span> secrets{};                 // literals that are never shown
  std::string root{};        // absolute folder that machine formats name files relative to; itself never printed
  std::string base{};        // absolute folder that paths of files are shown relative to
  std::string version{};
  std::string today{};
  int exit_code = 0;
  std::string exit_reason{};
  bool show_unknown = false;
  bool show_passed = false;
  bool show_suppressed = false;
  std::vector<GoneFinding> gone{};      // in order of file, then rule
  bool files_named = false;             // and no change is looked at: what is set aside has no part in those files
  std::string compared_with{};          // "baseline `.pillarlint-baseline.json`", "`main` (merge base 1a2b3c4d)"; empty: nothing
  VersionControl version_control{};
  std::string link_base{};   // address in front of files in links, ended by `/`; empty: links are relative
  std::string scan_name{};   // what was scanned, relative to `root`: tells several scans of a repository apart
  std::string run_id{};      // Azure DevOps: id and properties of the run, as the pipeline gave them; empty: not known
  std::vector<std::pair<std::string, std::string>> run_properties{};

  [[nodiscard]] const RuleReport* find_rule(RuleId rule) const {
    for (const auto& candidate : rules) {
      if (candidate.rule == rule) return &candidate;
    }
    return nullptr;
  }
};

enum class Colour : std::uint8_t { never, always };

[[nodiscard]] std::string report_text(const Report& report, Colour colour, bool quiet);
[[nodiscard]] std::string report_json(const Report& report);
[[nodiscard]] std::string report_sarif(const Report& report, SarifProfile profile);

/// Results that one run of SARIF may hold: code scanning takes no more.
inline constexpr std::size_t most_sarif_results = 25'000;

}  // namespace pillarlint
