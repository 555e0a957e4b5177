// GitHub's own fingerprint of a line: `primaryLocationLineHash`, a rolling hash of the hundred characters that follow
// its start, blanks left out. Code scanning pairs alerts of two runs by it, so it must agree to the digit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

/// The value for each line of a text, first line first: hex digits, `:`, and the how manyth time it occurs in the text.
/// `bom`: the file began with a byte order mark, which GitHub's uploader hashes as a character.
[[nodiscard]] std::vector<std::string> line_hashes(std::string_view utf8, bool bom);

}  // namespace pillarlint
