// The JSON schema of rule files, for completion in editors (`rules/schema.json`): made from the words table, so that the
// two can not differ.
#pragma once

#include <string>

namespace pillarlint {

[[nodiscard]] std::string rule_schema();

}  // namespace pillarlint
