// The values of options: which words they take, and what they mean.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.h"

namespace pillarlint {

/// What is filled from the command line before it is checked.
struct RawOptions {
  std::vector<std::string> formats;
  std::string fail_on;
  std::string fail_on_unknown;
  std::string severity_from;
  std::string colour = "auto";
  std::optional<std::string> changed_since;
  bool stdio = false;
};

/// Thrown and caught where the command line is read.
class WrongUse {
 public:
  explicit WrongUse(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Checks all values and puts them into the options. Throws WrongUse.
void read_values(const RawOptions& raw, Options& options);

/// The words that an option, under any of its names, or an argument takes; empty: any.
[[nodiscard]] std::vector<std::string> words_of(std::string_view command, const std::vector<std::string>& names);

}  // namespace pillarlint
