// Comma-separated text (RFC 4180) in rows of fields. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

/// The rows, empty lines left out. nullopt: a quote that stands where none may, or that is not closed.
[[nodiscard]] std::optional<std::vector<std::vector<std::string>>> read_csv(std::string_view text);

}  // namespace pillarlint
