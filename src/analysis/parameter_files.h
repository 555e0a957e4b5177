// Which parameter files belong to which template (semantics D17).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

inline constexpr std::size_t most_parameter_files = 20;  // of one entry point

/// `main.parameters.json`, `main.parameters.prod.json` → how far the name fits the template `main.json`: 0 if it
/// does not, else the length of the shared stem.
[[nodiscard]] std::size_t stem_fit(std::string_view parameter_file, std::string_view template_file);

/// The template of `templates` that the parameter file belongs to, by `wanted` (the template it names itself), by its name
/// in the same folder, or as the only template of its folder. Index, or npos.
[[nodiscard]] std::size_t template_for(const std::string& parameter_file, const std::string& wanted,
                                       const std::vector<std::string>& templates);

}  // namespace pillarlint
