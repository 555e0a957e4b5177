// Which repairs may be shown: those whose new text holds nothing of a secret.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/report.h"

namespace pillarlint {

class Repairs {
 public:
  explicit Repairs(const Report& report);

  /// The repair of a finding; null: it has none, or its texts hold a secret literal of the file that it changes.
  [[nodiscard]] const Repair* shown(const Finding& finding);

 private:
  [[nodiscard]] bool holds_secret(FileId file, std::string_view text);

  std::map<FileId, std::vector<std::string>> secrets_;  // each once
  std::size_t steps_ = 0;
};

}  // namespace pillarlint
