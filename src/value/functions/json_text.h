// The JSON text of a value, without blanks, as functions that turn values into text write it. What is not known becomes
// a hole in the text.
#pragma once

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

/// `quote` is the sign around strings: some functions write `'`.
[[nodiscard]] Value json_text(Context& context, const Value& value, char quote, Span span);

}  // namespace pillarlint
