// `.pillarlint.yaml`: what is true of the workload and of the platform it lands on, as far as rules and semantics ask.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "value/value.h"

namespace pillarlint {

inline constexpr std::string_view config_file_name = ".pillarlint.yaml";

struct Config {
  std::string environment;            // "production", "non-production", or empty: not stated
  std::vector<std::string> profile;   // what is stated about the workload: "multi-region"
  std::vector<std::string> platform;  // provisions of the landing zone: "private-dns" (semantics D30)
  bool partial = false;               // what is absent may be elsewhere (semantics D29)
  std::string cloud = "AzureCloud";   // as `environment().name` spells it (semantics D15)
  std::string file;                   // the file it was read from; empty: none
};

/// Words of the closed lists, for messages and help.
[[nodiscard]] const std::vector<std::string>& known_provisions();
[[nodiscard]] const std::vector<std::string>& known_profiles();

/// The nearest configuration file from `folder` upwards, `root` the last folder looked into; nullopt: there is none.
[[nodiscard]] std::optional<std::string> find_config(const FileSystem& files, std::string folder, const std::string& root);

/// Reads a configuration file. Everything wrong in it is reported, with its place; a key that is wrong is left out.
[[nodiscard]] Config read_config(const FileSystem& files, SourceManager& sources, const std::string& path,
                                 const std::string& shown, Diagnostics& diagnostics);
/// The same from a value that was read.
[[nodiscard]] Config config_of(const Value& root, Diagnostics& diagnostics);

}  // namespace pillarlint
