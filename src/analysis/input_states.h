// How each file of a scan ended before anything was expanded: read, left out, or not understood, and why.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/candidates.h"

namespace pillarlint {

struct InputStates {
  std::vector<InputState> states;  // in order of candidates
  std::vector<std::string> paths;  // of each, absolute
};

[[nodiscard]] InputStates input_states(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates,
                                       const std::set<std::size_t>& used_parameter_files, Diagnostics& diagnostics);

}  // namespace pillarlint
