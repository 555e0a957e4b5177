// Which templates are entry points: those that no other one uses, and those that a project file names (semantics D18, D19).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/candidates.h"

namespace pillarlint {

/// All numbers are indices of the candidates, which it looks at as long as it lives.
class EntryPoints {
 public:
  EntryPoints(Project& project, const std::vector<Candidate>& candidates);

  [[nodiscard]] const std::vector<std::size_t>& list() const { return entries_; }  // in order
  /// `none`: there is no template of that path.
  [[nodiscard]] std::size_t template_at(const std::string& path) const;
  /// Adds the template and all that it leads to.
  void reach(std::size_t from, std::set<std::size_t>& reached) const;
  template <typename Predicate>
  void drop_if(const Predicate& predicate) {
    std::erase_if(entries_, predicate);
  }

 private:
  void find(Project& project);
  [[nodiscard]] std::vector<std::string> entries_of_projects(Project& project) const;
  [[nodiscard]] std::vector<std::size_t> uses_of(std::size_t i) const;

  const std::vector<Candidate>& candidates_;
  std::map<std::string, std::size_t> by_path_;  // templates
  std::vector<std::size_t> entries_;
};

}  // namespace pillarlint
