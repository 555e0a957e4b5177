// Regular expressions in linear time. The only door to RE2.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/diagnostic.h"

namespace pillarlint {

class Regex {
 public:
  /// Errors: rule_value with RE2's own explanation.
  [[nodiscard]] static Result<Regex> compile(std::string_view pattern, bool match_case);
  /// The whole text matches.
  [[nodiscard]] bool matches(std::string_view text) const;
  [[nodiscard]] std::string_view pattern() const { return pattern_; }

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
  std::string pattern_;
};

}  // namespace pillarlint
