#include "lsp/schedule.h"

#include <algorithm>

namespace pillarlint::lsp {

void Schedule::changed(Time now) {
  if (!stale()) oldest_ = now;
  newest_ = now;
  ++wanted_;
}

void Schedule::all_changed(Time now) {
  changed(now);
  whole_ = wanted_;
}

std::optional<Schedule::Job> Schedule::next() const {
  if (stale()) {
    if (!known_) return Job{newest_, true};
    const auto pause = std::clamp<Time::duration>(took_ / 4, shortest_pause, longest_pause);
    return Job{std::min(newest_ + pause, oldest_ + patience), whole_ > shown_};
  }
  if (whole_later_) return Job{newest_ + rest, true};
  return std::nullopt;
}

void Schedule::begin(const Job& job) {
  running_ = true;
  runs_whole_ = job.whole;
  scanned_ = wanted_;
}

void Schedule::end(Time now, Time::duration took, bool done, bool again) {
  running_ = false;
  if (!done) return;
  shown_ = scanned_;
  if (stale()) oldest_ = now;
  if (!runs_whole_) took_ = took;
  whole_later_ = !runs_whole_ && (again || whole_later_);
  known_ = known_ || runs_whole_;
}

}  // namespace pillarlint::lsp
