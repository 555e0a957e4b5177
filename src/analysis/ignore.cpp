#include "analysis/ignore.h"

#include "base/file_system.h"
#include "base/text.h"

namespace pillarlint {

void IgnoreRules::add(std::string_view text, std::string folder) {
  constexpr std::size_t most = 10'000;  // of one run; a longer list is no list that people wrote
  for (auto line : split(text, '\n')) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#' || patterns_.size() >= most) continue;
    Pattern pattern;
    pattern.folder = folder;
    if (line.front() == '!') {
      pattern.negated = true;
      line.remove_prefix(1);
    } else if (line.front() == '\\') {
      line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
      pattern.folders_only = true;
      line.remove_suffix(1);
    }
    pattern.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    pattern.glob = line;
    patterns_.push_back(std::move(pattern));
  }
}

bool IgnoreRules::matches(const Pattern& pattern, std::string_view path) {
  if (!pattern.anchored) return glob_matches(pattern.glob, file_name(path));
  const auto relative = relative_path(path, pattern.folder);
  return relative.size() < path.size() && glob_matches(pattern.glob, relative);
}

bool IgnoreRules::ignored(std::string_view path, bool is_folder) const {
  bool ignored = false;
  for (const auto& pattern : patterns_) {
    if (pattern.negated != ignored || (pattern.folders_only && !is_folder)) continue;
    if (matches(pattern, path)) ignored = !pattern.negated;
  }
  return ignored;
}

}  // namespace pillarlint
