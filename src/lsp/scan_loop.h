// The thread that scans: takes the root whose change has waited longest, scans it, and publishes. A change stops a scan
// that it makes useless.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "lsp/shared.h"

namespace pillarlint::lsp {

class ScanLoop {
 public:
  explicit ScanLoop(Shared& shared) : shared_(shared) {}
  ScanLoop(const ScanLoop&) = delete;
  ScanLoop& operator=(const ScanLoop&) = delete;
  ~ScanLoop() { end(); }

  void begin();
  /// Something of the root changed. Under the lock.
  void wake(const std::string& root);
  /// Stops the scan that runs, and waits for the thread. Not under the lock.
  void end();

 private:
  struct Task {
    std::string root;
    Schedule::Job job;
  };
  void run();
  [[nodiscard]] std::optional<Task> next() const;
  [[nodiscard]] ScanRequest request_for(const Task& task, Root& state);
  void work(std::unique_lock<std::mutex>& lock, const Task& task);
  [[nodiscard]] bool scan(const ScanRequest& request, bool& again);
  void take(const ScanRequest& request, const ScanAnswer& answer);
  void finish(const ScanRequest& request, bool done, bool again, Time::duration took);

  Shared& shared_;
  std::thread thread_;
  std::atomic<bool> stop_{false};
  std::string scanning_;  // root; empty: none
};

}  // namespace pillarlint::lsp
