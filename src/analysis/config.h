// `.pillarlint.yaml`: what is true of the workload and of the platform it lands on, as far as rules and semantics ask.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/file_system.h"
#include "base/source_manager.h"

namespace pillarlint {

inline constexpr std::string_view config_file_name = ".pillarlint.yaml";

struct Config {
  std::string environment;            // "production", "non-production", or empty: not stated
  std::vector<std::string> profile;   // what is stated about the workload: "multi-region"
  std::vector<std::string> platform;  // provisions of the landing zone: "private-dns" (semantics D30)
  bool partial = false;               // what is absent may be elsewhere (semantics D29)
  std::string cloud = "AzureCloud";   // as `environment().name` spells it (semantics D15)
  std::string baseline;               // absolute; empty: none
  std::string file;                   // the file it was read from; empty: none
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

}  // namespace pillarlint
