// JSON as the standard has it, for functions that decode text: no comments, no commas at the end, names of members told
// apart by case. read_json is for files that people write. No places.
#pragma once

#include <memory>
#include <string_view>

#include "value/document.h"

namespace pillarlint {

/// Never null; `diagnostics` has one entry if the text is no JSON, and then the root is null.
[[nodiscard]] std::unique_ptr<Document> read_strict_json(std::string_view text);

}  // namespace pillarlint
