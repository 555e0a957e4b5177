// `.pillarlint.yaml`: what is scanned and how, what is true of the workload and of the platform it lands on, and which
// findings need not be acted on.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/file_system.h"
#include "base/source_manager.h"

namespace pillarlint {

inline constexpr std::string_view config_file_name = ".pillarlint.yaml";

/// A text of the configuration, with its place: ids of rules are checked when the rules are loaded.
struct Named {
  std::string text;
  Span place;
};

struct Config {
  std::vector<std::string> paths;        // absolute
  std::vector<std::string> exclude;      // patterns relative to `folder`
  std::vector<std::string> parameters;   // absolute
  std::vector<std::string> module_caches;  // absolute

  std::string environment;            // "production", "non-production", or empty: not stated
  struct Environment {
    std::string environment;
    std::vector<std::string> paths, parameters;              // patterns relative to `folder`; empty: any
    std::vector<std::pair<std::string, std::string>> tags;   // name, value
  };
  std::vector<Environment> environments;
  std::vector<std::string> profile;   // what is stated about the workload: "multi-region"
  std::vector<std::string> platform;  // provisions of the landing zone: "private-dns" (semantics D30)
  bool partial = false;               // what is absent may be elsewhere (semantics D29)
  std::string cloud = "AzureCloud";   // as `environment().name` spells it (semantics D15)
  std::vector<std::string> required_tags;
  std::vector<std::string> regions;

  std::vector<std::string> rule_folders;  // absolute
  std::vector<std::string> only, skip;    // ids and services
  std::vector<std::string> pillars, items;
  std::string severity_from;              // empty: all
  bool preview = false;
  std::vector<std::pair<Named, std::string>> severities;  // id of a rule, severity

  std::string fail_on;                // empty: not stated
  std::string fail_on_unknown;
  bool fail_on_broken = false;
  std::string baseline;               // absolute; empty: none

  struct Stack {
    std::string name;
    std::vector<std::string> entries;  // patterns relative to `folder`
  };
  std::vector<Stack> stacks;

  bool inline_suppressions = true;
  struct Suppress {
    std::vector<Named> rules;         // ids and services
    std::string reason, until;
    std::string type, address, path, module;  // patterns; empty: any
    Span place;
  };
  std::vector<Suppress> suppress;

  std::string file;                   // the file it was read from, absolute; empty: none
  std::string folder;                 // where that file lies
};

/// What a landing zone can be said to provide: a closed list (rule-language 3.7).
[[nodiscard]] std::span<const std::string_view> known_provisions();

/// The nearest configuration file from `folder` upwards, `root` the last folder looked into; nullopt: there is none.
[[nodiscard]] std::optional<std::string> find_config(const FileSystem& files, std::string folder, const std::string& root);

/// Reads a configuration file. Everything wrong in it is reported with its place; a key that is wrong is left out.
/// `profiles`: those that a rule asks for.
[[nodiscard]] Config read_config(const FileSystem& files, SourceManager& sources, const std::string& path,
                                 const std::string& shown, std::span<const std::string> profiles, Diagnostics& diagnostics);

/// The configuration's value of an environment or cloud as the user spells it; nullopt: there is no such.
[[nodiscard]] std::optional<std::string> environment_of(std::string_view text);
[[nodiscard]] std::optional<std::string> cloud_of(std::string_view text);

/// `2026-11-21`: a day that the calendar has.
[[nodiscard]] bool is_date(std::string_view text);

/// Whether an absolute path, or one of its folders, fits a pattern that is relative to `folder`.
[[nodiscard]] bool fits_path(std::string_view pattern, const std::string& folder, std::string_view path);

}  // namespace pillarlint
