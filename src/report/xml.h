// Texts for XML 1.0.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint {

/// The text for an attribute in double quotes, or between tags. Characters that XML cannot hold become escapes such as
/// `\x1b`, bytes that are not UTF-8 U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace pillarlint
