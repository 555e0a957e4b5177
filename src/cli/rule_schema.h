// JSON schema of rule files, for editors: made from the words of the language, so that it can not fall behind.
#pragma once

#include <string>

namespace pillarlint {

[[nodiscard]] std::string rule_schema();

}  // namespace pillarlint
