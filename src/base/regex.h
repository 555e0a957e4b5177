// Regular expressions in linear time. The only door to RE2.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace pillarlint {

class Regex {
 public:
  /// Errors: rule_value with RE2's own explanation.
  [[nodiscard]] static Result<Regex> compile(std::string_view pattern, bool match_case);
  /// The whole text matches.
  [[nodiscard]] bool matches(std::string_view text) const;

  /// A match and its groups: group 0 is the whole match; nullopt: the group takes no part in it.
  using Groups = std::vector<std::optional<std::string_view>>;
  /// The first match at or after `from`; the groups are views into `text`.
  [[nodiscard]] std::optional<Groups> find(std::string_view text, std::size_t from) const;
  /// Names of the groups from 1 on; empty for one without a name.
  [[nodiscard]] std::vector<std::string> group_names() const;
  [[nodiscard]] std::string_view pattern() const { return pattern_; }

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
  std::string pattern_;
};

}  // namespace pillarlint
