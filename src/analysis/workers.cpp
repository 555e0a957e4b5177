#include "analysis/workers.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace pillarlint {

void run_all(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failed;
  std::mutex failed_mutex;
  const auto run = [&] {
    for (auto i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(failed_mutex);
        if (!failed) failed = std::current_exception();
        next = count;
      }
    }
  };
  std::vector<std::thread> others;
  const auto wanted = std::min<std::size_t>(threads, count);
  for (std::size_t i = 1; i < wanted; ++i) others.emplace_back(run);
  run();
  for (auto& other : others) other.join();
  if (failed) std::rethrow_exception(failed);
}

}  // namespace pillarlint
