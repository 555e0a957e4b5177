// Three-valued truth. The order no < unknown < yes makes Kleene's *and* the smaller and *or* the larger of two.
#pragma once

#include <algorithm>
#include <cstdint>

namespace pillarlint {

enum class Truth : std::uint8_t { no, unknown, yes };

[[nodiscard]] constexpr Truth truth(bool b) { return b ? Truth::yes : Truth::no; }
[[nodiscard]] constexpr Truth operator!(Truth t) { return static_cast<Truth>(2 - static_cast<int>(t)); }
[[nodiscard]] constexpr Truth operator&(Truth a, Truth b) { return std::min(a, b); }
[[nodiscard]] constexpr Truth operator|(Truth a, Truth b) { return std::max(a, b); }

}  // namespace pillarlint
