// Runs of the program as processes of their own, with what they cost.
#pragma once

#include <string>
#include <vector>

namespace pillarlint::bench {

struct Run {
  double seconds = 0;      // by the clock on the wall
  double cpu_seconds = 0;  // user and system time of all its threads: other programs do not count
  long peak_kb = 0;
};

[[nodiscard]] double now();
/// Time that this process has worked.
[[nodiscard]] double cpu_now();
/// One run; what it prints goes nowhere, `errors` gets its standard error.
Run run(const std::vector<std::string>& command, const char* errors = "/dev/null");
/// Several runs in order of their time on the wall.
[[nodiscard]] std::vector<Run> runs(const std::vector<std::string>& command, int times);
[[nodiscard]] Run median(const std::vector<std::string>& command, int times);

}  // namespace pillarlint::bench
