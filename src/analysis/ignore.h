// `.gitignore`, as far as a walk over folders needs it: patterns with `*`, `**`, `?`, `!`, and a trailing or leading `/`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

class IgnoreRules {
 public:
  /// Adds the patterns of one `.gitignore`; `folder` is where it lies. Later ones win over earlier ones.
  void add(std::string_view text, std::string folder);
  [[nodiscard]] bool ignored(std::string_view path, bool is_folder) const;
  /// How many patterns there are, and back to that many: a walk drops those of a folder when it leaves it.
  [[nodiscard]] std::size_t size() const { return patterns_.size(); }
  void shrink(std::size_t size) { patterns_.resize(size); }

 private:
  struct Pattern {
    std::string glob;
    std::string folder;
    bool anchored = false;  // matched against the path below the folder, else against the last name
    bool folders_only = false;
    bool negated = false;
  };
  [[nodiscard]] static bool matches(const Pattern& pattern, std::string_view path);
  std::vector<Pattern> patterns_;
};

}  // namespace pillarlint
