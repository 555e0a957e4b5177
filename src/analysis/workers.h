// A small pool of threads for work whose results are joined in order: the same output for any number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace pillarlint {

/// Runs `work(0)` … `work(count - 1)`, in this order but several at once. Returns when all have ended. An exception of one
/// ends the handing out of more and is thrown again here.
void run_all(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work);

}  // namespace pillarlint
