#include "support/json.h"

namespace pillarlint::test {

nlohmann::json parse_json(std::string_view text) { return nlohmann::json::parse(text, nullptr, false); }
nlohmann::ordered_json parse_ordered_json(std::string_view text) { return nlohmann::ordered_json::parse(text, nullptr, false); }
bool is_json(std::string_view text) { return nlohmann::json::accept(text); }

}  // namespace pillarlint::test
