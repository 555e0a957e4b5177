// How an input ended: each file that was looked at ends in exactly one state.
#pragma once

#include <cstdint>
#include <string>

#include "base/span.h"

namespace pillarlint {

struct InputState {
  enum class State : std::uint8_t { analysed, partly, not_analysed, skipped };
  FileId file = FileId::none;
  std::string path;       // as shown
  std::string language;   // "ARM"; empty: of none
  State state = State::analysed;
  std::string reason;     // of partly, not_analysed, skipped
  bool counts = true;     // false: a note only (a parameter file that matches nothing), no reason for exit 3
  bool broken = false;    // what it says is wrong somewhere (syntax, a name that is not declared), so some of it was lost
  bool asked = false;     // it was named, or is part of the change that is looked at: broken ones fail the run
};

}  // namespace pillarlint
