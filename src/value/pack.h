// Known values as bytes, and back: rules and data are packed into the program at build time, so that it starts without
// reading YAML (design decision 5). Not a file format: both ends are always of one build.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "value/value.h"

namespace pillarlint {

/// Appends the value with its places, names and texts. Marks and journeys are left out; of an unknown, its reason and
/// subject stay.
void pack(const Value& value, std::string& out);

/// The value that begins at `at`, which is moved behind it. Its texts are views into `bytes`, its places are of `file`.
/// Bytes that no `pack` made give an unknown value, and `at` is then the end of the bytes.
[[nodiscard]] Value unpack(std::string_view bytes, std::size_t& at, Arena& arena, FileId file);

}  // namespace pillarlint
