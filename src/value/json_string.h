// The inside of a JSON string literal: escapes to text, and back from the text to the place in the literal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pillarlint {

/// One character of a literal: an escape, a surrogate pair of escapes, or a single byte as it stands.
struct JsonCharacter {
  char text[4] = {};  // UTF-8
  std::uint8_t text_size = 0;
  std::uint8_t source_size = 0;  // bytes of the literal it takes
  bool bad_escape = false;       // `\q`: the backslash is dropped
  bool lone_surrogate = false;   // `\ud800` without its half: U+FFFD stands for it
};

/// The character at the start of `source` (the rest of a literal without its quotes), which is not empty.
[[nodiscard]] JsonCharacter next_json_character(std::string_view source);

}  // namespace pillarlint
