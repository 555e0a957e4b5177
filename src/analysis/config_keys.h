// The keys of `.pillarlint.yaml`, one row each: reading, the JSON schema and the file that `init` writes derive from them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pillarlint {

enum class KeyKind : std::uint8_t {
  text,
  date,
  flag,
  word,      // one of a closed set
  texts,     // a list of texts
  words,     // a list of members of a closed set
  levels,    // a map from ids of rules to severities
  section,   // a map with keys of its own
  sections,  // a list of such maps
  labels,    // a map from names to texts
};

struct ConfigKey {
  std::string_view section;   // empty: the file itself
  std::string_view name;
  KeyKind kind;
  std::string_view of;        // the closed set, or the section below
  bool required;
  std::string_view english;   // what it says, one sentence
};

[[nodiscard]] std::span<const ConfigKey> config_keys();
[[nodiscard]] const ConfigKey* find_config_key(std::string_view section, std::string_view name);

/// A closed set: `severity`, `fail-on`, `environment`, `provision`, `cloud`, `pillar`; empty: it is not closed here.
[[nodiscard]] std::span<const std::string_view> config_words(std::string_view set);

/// The JSON schema of the file, for completion in editors.
[[nodiscard]] std::string config_schema();

}  // namespace pillarlint
