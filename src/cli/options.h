// The command line, read.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/finding.h"

namespace pillarlint {

enum class Command {
  scan, explain, graph, baseline_create, baseline_update, baseline_show, rules_list, rules_show, rules_verify, rules_new,
  rules_coverage, rules_tables, rules_schema, mappings_check, init, lsp, completion, man_page
};
/// The commands as people type them.
[[nodiscard]] std::vector<std::string_view> command_names();

enum class ColourWish { automatic, always, never };

/// Stands for the format of the service that runs the program, else text.
inline constexpr std::string_view automatic_format = "auto";

struct FormatWish {
  std::string name;
  std::string file;  // empty: standard output
};

struct Options {
  Command command = Command::scan;
  std::vector<std::string> paths;
  std::vector<FormatWish> formats;
  std::vector<std::string> parameters;
  bool parameters_unknown = false;
  std::string workspace;
  std::string files_from;
  std::string stdin_filename;
  std::optional<Severity> fail_on = Severity::medium;  // none: never
  bool fail_on_given = false;                          // else the configuration may say
  std::optional<Severity> fail_on_unknown;             // none: unknown verdicts do not fail the run
  bool exit_zero = false;
  bool allow_unparsed = false;
  bool fail_on_broken = false;  // files with errors fail the run, also those that were neither named nor changed
  bool show_unknown = false;
  bool show_passed = false;
  bool show_suppressed = false;
  std::string baseline;       // file; empty: what the configuration names
  std::string changed_since;  // revision; empty: no change is looked at
  bool drop_only = false;     // of baseline update: add nothing
  std::string environment;
  std::vector<std::string> roots;
  std::vector<std::string> module_caches;
  std::string sarif_profile;
  std::string config;
  bool no_config = false;
  bool no_inline_suppressions = false;
  std::vector<std::string> rule_folders;
  std::vector<std::string> rules, skipped_rules, pillars, services, items;
  std::optional<Severity> severity_from;  // none: the configuration may say
  bool preview = false;
  std::string today;
  double timeout = 0;
  unsigned threads = 0;
  bool fix = false, diff = false;  // make the repairs; show them
  bool quiet = false;
  ColourWish colour = ColourWish::automatic;
  bool timings = false;
  std::string rule;      // of explain, rules show, rules new
  std::string resource;  // of explain
  std::string type;      // of rules new
  std::string shell;     // of completion
  bool init_schema = false;
  bool force = false;    // of init, baseline create: write over what is there
};

/// The options, or what to print and the exit code to end with (help, version, wrong use).
struct Parsed {
  Options options;
  bool ends = false;
  int exit_code = 0;
  std::string output;
  std::string errors;
};
[[nodiscard]] Parsed parse_options(const std::vector<std::string>& arguments, const std::string& version);

}  // namespace pillarlint
