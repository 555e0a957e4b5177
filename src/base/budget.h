// Limits on the work that hostile or huge input may cause. Running out is an unknown value with the reason
// *limit reached* and one diagnostic, never a crash or a hang.
#pragma once

#include <atomic>
#include <cstdint>

namespace pillarlint {

struct Budget {
  std::uint64_t steps_left = 4'000'000;        // evaluation steps of one deployment
  std::uint64_t bytes_left = 500'000'000;    // text and elements made by evaluation of one deployment
  std::uint32_t depth = 0;                     // nesting of evaluation right now
  std::uint32_t max_depth = 400;
  const std::atomic<bool>* stop = nullptr;     // set by the command line when --timeout has passed

  /// Takes `n` steps; false when there are none left or the run was told to stop.
  bool take(std::uint64_t n = 1) {
    if (steps_left < n || (stop != nullptr && stop->load(std::memory_order_relaxed))) {
      steps_left = 0;
      return false;
    }
    steps_left -= n;
    return true;
  }

  /// Takes room for text or elements about to be made; false when there is none left.
  bool take_bytes(std::uint64_t n) {
    if (bytes_left < n) return false;
    bytes_left -= n;
    return true;
  }
};

/// Counts one level of nesting while it lives; `ok` is false past the limit.
class DepthGuard {
 public:
  explicit DepthGuard(Budget& budget) : budget_(budget), ok(++budget.depth <= budget.max_depth) {}
  ~DepthGuard() { --budget_.depth; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  Budget& budget_;

 public:
  const bool ok;
};

}  // namespace pillarlint
