// The pillars in the order in which the framework names them.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace pillarlint {

struct Pillar {
  std::string_view id, title;
};
inline constexpr std::array<Pillar, 6> pillar_names = {{
    {"reliability", "Reliability"},
    {"security", "Security"},
    {"cost", "Cost optimization"},
    {"operations", "Operational excellence"},
    {"performance", "Performance efficiency"},
    {"responsible-ai", "Responsible AI"},
}};

/// Index into `pillar_names`; one past the last for a name that is not there.
[[nodiscard]] constexpr std::size_t pillar_order(std::string_view id) {
  std::size_t i = 0;
  while (i < pillar_names.size() && pillar_names[i].id != id) ++i;
  return i;
}
[[nodiscard]] constexpr std::string_view pillar_title(std::size_t order) {
  return order < pillar_names.size() ? pillar_names[order].title : "Other";
}

}  // namespace pillarlint
