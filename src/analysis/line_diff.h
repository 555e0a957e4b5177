// Which lines of a text are new against an earlier one. What was only indented otherwise, or stands elsewhere in the text
// now, or is nothing but braces, is not: nobody changed what it says.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pillarlint {

/// Lines count from 1.
struct LineChanges {
  bool all = false;                  // a file that is new
  std::vector<std::uint32_t> lines;  // in order
  std::vector<std::uint32_t> cuts;   // behind these lines something was taken out; 0: before the first

  /// Something was changed in these lines, the last one included; a cut counts where both its sides are among them.
  [[nodiscard]] bool touch(std::uint32_t first, std::uint32_t last) const;
};

/// Shortest edit script, up to a number of changes; beyond it a line is new if the earlier text has none like it.
[[nodiscard]] LineChanges changed_lines(std::string_view before, std::string_view after);

/// How much two texts have in common: 0 to 1, by their lines.
[[nodiscard]] double likeness(std::string_view a, std::string_view b);

}  // namespace pillarlint
