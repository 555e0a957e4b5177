#include "lsp/scan_loop.h"

#include <exception>

#include <fmt/format.h>

namespace pillarlint::lsp {

void ScanLoop::begin() {
  thread_ = std::thread([this] { run(); });
}

void ScanLoop::end() {
  {
    const std::lock_guard lock(shared_.mutex);
    shared_.ending = true;
    stop_ = true;
  }
  shared_.wake.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ScanLoop::wake(const std::string& root) {
  if (root == scanning_) {
    const auto state = shared_.desk.roots().find(root);
    const bool gone = state == shared_.desk.roots().end();
    if (gone || state->second.schedule.stops(std::chrono::steady_clock::now())) stop_ = true;
  }
  shared_.wake.notify_all();
}

std::optional<ScanLoop::Task> ScanLoop::next() const {
  std::optional<Task> first;
  for (auto& [root, state] : shared_.desk.roots()) {
    const auto job = state.schedule.next();
    if (job && (!first || job->due < first->job.due)) first = Task{root, *job};
  }
  return first;
}

void ScanLoop::run() {
  std::unique_lock lock(shared_.mutex);
  while (!shared_.ending) {
    const auto task = next();
    if (!task) {
      shared_.wake.wait(lock);
    } else if (task->job.due > std::chrono::steady_clock::now()) {
      shared_.wake.wait_until(lock, task->job.due);
    } else {
      work(lock, *task);
    }
  }
}

ScanRequest ScanLoop::request_for(const Task& task, Root& state) {
  ScanRequest request;
  request.root = task.root;
  for (const auto* document : shared_.desk.documents_of(task.root))
    request.texts.push_back({document->path, document->text});
  request.changed = std::exchange(state.changed, {});
  request.whole = task.job.whole;
  request.environment = shared_.settings.environment;
  request.show_unknown = shared_.settings.show_unknown;
  request.stop = &stop_;
  return request;
}

void ScanLoop::work(std::unique_lock<std::mutex>& lock, const Task& task) {
  auto& state = shared_.desk.roots().at(task.root);
  const auto request = request_for(task, state);
  state.schedule.begin(task.job);
  scanning_ = task.root;
  stop_ = false;
  lock.unlock();
  const auto start = std::chrono::steady_clock::now();
  bool again = false;
  const bool done = scan(request, again);
  const auto took = std::chrono::steady_clock::now() - start;
  lock.lock();
  scanning_.clear();
  finish(request, done, again, took);
  lock.unlock();
  (void)shared_.client.flush();
  lock.lock();
}

// Whatever one scan meets, the next one is made: a failure is told, and counts as an answer.
bool ScanLoop::scan(const ScanRequest& request, bool& again) {
  try {
    return shared_.scanner.scan(request, [&](const ScanAnswer& answer) {
      again = answer.again;
      take(request, answer);
    });
  } catch (const std::exception& error) {
    shared_.client.log(Loudness::error, fmt::format("pillarlint: a scan failed: {}", error.what()));
  }
  return true;
}

void ScanLoop::take(const ScanRequest& request, const ScanAnswer& answer) {
  std::set<std::string> with_bom;
  for (const auto& text : request.texts) {
    if (text.bytes.starts_with(byte_order_mark)) with_bom.insert(text.path);
  }
  const Counting counting{shared_.editor.units, [&](const std::string& path) { return with_bom.contains(path); }};
  auto notices = notices_of(answer, counting);
  const std::lock_guard lock(shared_.mutex);
  const auto state = shared_.desk.roots().find(request.root);
  if (state != shared_.desk.roots().end()) state->second.board.take(answer, std::move(notices), request.changed);
}

void ScanLoop::finish(const ScanRequest& request, bool done, bool again, Time::duration took) {
  const auto found = shared_.desk.roots().find(request.root);
  if (found == shared_.desk.roots().end()) return;
  auto& state = found->second;
  state.schedule.end(std::chrono::steady_clock::now(), took, done, again);
  if (!done) {
    state.changed.insert(request.changed.begin(), request.changed.end());
    return;
  }
  publish(shared_, request.root, state, request.changed);
  if (state.schedule.stale()) return;
  for (const auto& waiting : std::exchange(state.waiting, {})) answer(shared_, waiting);
}

}  // namespace pillarlint::lsp
