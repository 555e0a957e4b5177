// Which of the files that are gone became which of those that are new: by what they hold.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pillarlint {

struct NamedText {
  std::string path;  // absolute
  std::string text;
};

/// New path → old path. The same text first, then the most alike, at least by half; the same base name decides between
/// equals, then the order of paths. Beyond a few hundred files only the same text counts.
[[nodiscard]] std::map<std::string, std::string> find_renames(const std::vector<NamedText>& gone, const std::vector<NamedText>& fresh);

}  // namespace pillarlint
