// When the next scan of a root begins, and whether a change stops the one that runs. Waits until typing pauses for a
// moment, but never so long that nothing is shown at all. Plain data; time is given to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace pillarlint::lsp {

using Time = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::milliseconds;

class Schedule {
 public:
  /// Typing pauses for a quarter of the time of a scan, between these bounds.
  static constexpr Milliseconds shortest_pause{5}, longest_pause{150};
  /// After a change that is not shown for so long, a scan runs to its end whatever else changes.
  static constexpr Milliseconds patience{400};
  /// So long nothing changes before everything is scanned only because deployments came or went.
  static constexpr Milliseconds rest{1000};

  struct Job {
    Time due;
    bool whole = false;
  };

  /// A document changed.
  void changed(Time now);
  /// What was scanned is of no use any more: the configuration changed.
  void all_changed(Time now);
  /// nullopt: all is shown.
  [[nodiscard]] std::optional<Job> next() const;
  /// Something is not shown yet.
  [[nodiscard]] bool stale() const { return wanted_ != shown_; }

  void begin(const Job& job);
  /// A change stops the scan that runs.
  [[nodiscard]] bool stops(Time now) const { return running_ && now - oldest_ < patience; }
  /// `done`: false: it was stopped. `again`: everything is to be scanned when there is time.
  void end(Time now, Time::duration took, bool done, bool again);

 private:
  std::uint64_t wanted_ = 0;
  std::uint64_t shown_ = 0;
  std::uint64_t scanned_ = 0;  // by the scan that runs
  std::uint64_t whole_ = 0;    // change that asked for everything
  bool known_ = false;         // everything was scanned once
  bool whole_later_ = false;
  bool running_ = false;
  bool runs_whole_ = false;
  Time oldest_{};  // change that is not shown
  Time newest_{};
  Time::duration took_{};
};

}  // namespace pillarlint::lsp
