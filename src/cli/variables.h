// Options given by the environment: `PILLARLINT_FAIL_ON=high` is `--fail-on high` where the command line does not say.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace pillarlint {

/// What of an option matters here.
struct OptionShape {
  std::string name;                       // "fail-on"
  std::vector<std::string> short_names;   // "f"
  bool is_flag = false;
  bool takes_value = false;               // a flag that may have a value all the same
  bool repeatable = false;
};

struct GivenByEnvironment {
  std::vector<std::string> arguments;
  std::string problem;                    // a variable that can not be meant as it stands
};

/// Arguments for the options that `arguments` does not name and the environment does; the values of a repeatable one are
/// parted by commas or line ends. A variable that is nearly the name of an option is a problem; others are left alone.
[[nodiscard]] GivenByEnvironment options_from_environment(const std::vector<OptionShape>& options, std::span<const std::string> arguments);

}  // namespace pillarlint
