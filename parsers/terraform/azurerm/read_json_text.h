// The value that a text of JSON says, also where there are holes in the text: what `jsonencode` made of values that are
// not known becomes these values again.
#pragma once

#include <optional>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// nullopt: the text is not known well enough, or is no JSON. Places are that of the text.
[[nodiscard]] std::optional<Value> read_json_text(Context& context, const Value& text);

}  // namespace pillarlint::terraform
