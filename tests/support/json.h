// nlohmann's reading of a text. Compiled with optimisation, which the tests are not: as an oracle it reads megabytes.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

namespace pillarlint::test {

/// Discarded (`is_discarded`) if the text is no JSON.
[[nodiscard]] nlohmann::json parse_json(std::string_view text);
[[nodiscard]] nlohmann::ordered_json parse_ordered_json(std::string_view text);  // members as they come
[[nodiscard]] bool is_json(std::string_view text);

}  // namespace pillarlint::test
