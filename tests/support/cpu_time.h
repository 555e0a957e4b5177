// Time that this process has worked: what other programs do on the machine does not count.
#pragma once

#include <ctime>

namespace pillarlint::test {

[[nodiscard]] inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace pillarlint::test
