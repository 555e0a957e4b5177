#include "rules/finding.h"

#include <array>

namespace pillarlint {

std::string_view name_of(Verdict verdict) {
  static constexpr std::array<std::string_view, 5> names{"pass", "fail", "unknown", "not applicable", "manual"};
  return names[static_cast<std::size_t>(verdict)];
}

std::string_view name_of(Severity severity) {
  static constexpr std::array<std::string_view, 4> names{"info", "low", "medium", "high"};
  return names[static_cast<std::size_t>(severity)];
}

}  // namespace pillarlint
