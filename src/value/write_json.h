// Values to JSON text, for the machine interfaces. The only door to nlohmann/json below report/. What is hidden becomes
// "***"; what is not known becomes an object that says why.
#pragma once

#include <string>

#include "value/value.h"

namespace pillarlint {

/// JSON text of the value, members in their order. `indent` spaces a level, or one line if negative. An unknown is
/// `{"$unknown": {"why": …, "subject": …}}`; a container that may hold more ends with `"$rest": {"why": …, "subject":
/// …}` (in an array, an object with that member). Bytes that are not UTF-8 become U+FFFD, NaN and infinities null.
[[nodiscard]] std::string write_json(const Value& value, int indent = 2);

}  // namespace pillarlint
