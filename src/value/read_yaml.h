// YAML text to values with places: rules, configuration, tables. The only door to yaml-cpp. Plain scalars are typed by
// the core schema of YAML 1.2 alone: `no`, `on`, `1.2.3` and dates stay text.
#pragma once

#include <memory>
#include <string_view>

#include "value/document.h"

namespace pillarlint {

/// Reads the first document of a text, which must outlive the result. Never null; what was wrong is in `diagnostics`,
/// and then the root may lack what came after it. Strings are views into the text where they stand there as they are.
[[nodiscard]] std::unique_ptr<Document> read_yaml(std::string_view text, FileId file);

/// The same as Go's readers have it: `yes`, `no`, `on`, `off`, `y`, `n` are booleans, dates are RFC 3339, `<<` merges maps,
/// names of members are told apart by case, and of a name that stands twice the last holds.
[[nodiscard]] std::unique_ptr<Document> read_yaml_as_go(std::string_view text, FileId file);

}  // namespace pillarlint
