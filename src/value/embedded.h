// The rules, tables and Azure data that are part of the program. Defined in a source that the build writes
// (cmake/pack_data.cpp); constant data, so nothing happens at start-up.
#pragma once

#include <span>
#include <string_view>

namespace pillarlint {

struct EmbeddedFile {
  std::string_view path;    // relative to the root of the repository, with `/`
  std::string_view text;    // as written, for excerpts and places
  std::string_view packed;  // its value for unpack(); empty for files that are text only
};

/// All of them, by path.
[[nodiscard]] std::span<const EmbeddedFile> embedded_files();

}  // namespace pillarlint
