// The JSON text of a value, without blanks, as functions that turn values into text write it. What is not known becomes
// a hole in the text.
#pragma once

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

struct JsonStyle {
  char quote = '"';    // the sign around strings: some functions write `'`
  bool as_go = false;  // members in the order of their names, numbers as plain decimals, `<`, `>`, `&` and the separators of
                       // lines and paragraphs escaped
};
[[nodiscard]] Value json_text(Context& context, const Value& value, const JsonStyle& style, Span span);
[[nodiscard]] inline Value json_text(Context& context, const Value& value, char quote, Span span) {
  return json_text(context, value, JsonStyle{quote, false}, span);
}

}  // namespace pillarlint
