#include "cli/git_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <string_view>

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/child.h"

namespace pillarlint {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_output = 64U << 20U;
constexpr std::size_t most_errors = 4096;
constexpr std::chrono::seconds longest{60};

// Programs that the configuration of a repository could name are not run: the monitor of the file system and hooks by
// these; drivers of diffs because nothing asks git for one.
std::vector<std::string> with_safe_options(const std::string& work_tree, const std::vector<std::string>& arguments) {
  std::vector<std::string> out = {"-C", work_tree, "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"};
  out.insert(out.end(), arguments.begin(), arguments.end());
  return out;
}

/// The exit code; -1: a signal ended it.
int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Reads what is there. False at the end.
bool read_some(int handle, std::string& into, std::size_t most) {
  std::array<char, 65536> buffer;
  const auto count = ::read(handle, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  const auto room = most > into.size() ? most - into.size() : 0;
  into.append(buffer.data(), std::min(static_cast<std::size_t>(count), room));
  return count > 0;
}

/// Why it was stopped; empty: it ended.
std::string read_to_end(Child& child, GitOutput& out) {
  const auto start = Clock::now();
  while (child.output >= 0 || child.errors >= 0) {
    std::array<pollfd, 2> ends{pollfd{child.output, POLLIN, 0}, pollfd{child.errors, POLLIN, 0}};
    if (::poll(ends.data(), ends.size(), 1000) < 0 && errno != EINTR) return std::strerror(errno);
    if (ends[0].revents != 0 && !read_some(child.output, out.output, most_output + 1)) close_end(child.output);
    if (ends[1].revents != 0 && !read_some(child.errors, out.errors, most_errors)) close_end(child.errors);
    if (out.output.size() > most_output) return "it says more than 64 MiB";
    if (Clock::now() - start > longest) return "it took longer than a minute";
  }
  return {};
}

// Writing to a child that is gone must not end this program.
bool write_quietly(int handle, std::string_view bytes) {
  sigset_t broken{};
  sigset_t before{};
  ::sigemptyset(&broken);
  ::sigaddset(&broken, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &broken, &before);
  bool well = true;
  while (well && !bytes.empty()) {
    const auto count = ::write(handle, bytes.data(), bytes.size());
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    well = count > 0 || (count < 0 && errno == EINTR);
  }
  const timespec at_once{};
  if (!well && errno == EPIPE) ::sigtimedwait(&broken, nullptr, &at_once);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return well;
}

bool read_number(std::string_view digits, std::uint64_t& number) {
  const auto* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, number);
  return error == std::errc() && at == end;
}

}  // namespace

Result<GitOutput> run_git(const std::string& work_tree, const std::vector<std::string>& arguments) {
  std::string problem;
  auto child = start_git(with_safe_options(work_tree, arguments), ChildInput::none, true, problem);
  if (child.id < 0) return failure(Code::git_not_run, {}, problem);
  GitOutput out;
  problem = read_to_end(child, out);
  if (!problem.empty()) ::kill(child.id, SIGKILL);
  close_end(child.output);
  close_end(child.errors);
  out.code = wait_for(child.id);
  if (problem.empty() && out.code < 0) problem = "a signal ended it";
  if (!problem.empty()) return failure(Code::git_not_run, {}, problem);
  return out;
}

GitObjects::~GitObjects() { stop(); }

void GitObjects::stop() {
  close_end(to_git_);
  close_end(from_git_);
  if (child_ >= 0) {
    ::kill(child_, SIGTERM);
    static_cast<void>(wait_for(child_));
  }
  child_ = -1;
  held_.clear();
}

bool GitObjects::start() {
  if (child_ >= 0) return true;
  std::string problem;
  const auto child = start_git(with_safe_options(work_tree_, {"cat-file", "--batch"}), ChildInput::piped, false, problem);
  child_ = child.id;
  to_git_ = child.input;
  from_git_ = child.output;
  return child_ >= 0;
}

bool GitObjects::ask(const std::string& id) { return write_quietly(to_git_, id + "\n"); }

bool GitObjects::fill() {
  pollfd end{from_git_, POLLIN, 0};
  const auto start = Clock::now();
  while (::poll(&end, 1, 1000) <= 0) {
    if (Clock::now() - start > longest) return false;
  }
  return read_some(from_git_, held_, held_.size() + most_output);
}

bool GitObjects::answer(std::string& header) {
  while (held_.find('\n') == std::string::npos) {
    if (held_.size() > most_errors || !fill()) return false;
  }
  const auto end = held_.find('\n');
  header = held_.substr(0, end);
  held_.erase(0, end + 1);
  return true;
}

bool GitObjects::take(std::uint64_t count, std::string* into) {
  while (count > 0) {
    if (held_.empty() && !fill()) return false;
    const auto part = static_cast<std::size_t>(std::min<std::uint64_t>(count, held_.size()));
    if (into != nullptr) into->append(held_, 0, part);
    held_.erase(0, part);
    count -= part;
  }
  return true;
}

Result<std::string> GitObjects::failed(const std::string& id, const std::string& why) {
  if (trouble_.empty()) trouble_ = why;
  return failure(Code::git_object_missing, {}, id.substr(0, 12), why);
}

Result<std::string> GitObjects::blob(const std::string& id) {
  const std::lock_guard lock(mutex_);
  std::string header;
  if (!start() || !ask(id) || !answer(header)) {
    stop();
    return failed(id, "git ended without an answer; the object may not be in this clone");
  }
  const auto words = split(header, ' ');
  std::uint64_t size = 0;
  if (words.size() != 3 || words[1] != "blob" || !read_number(words[2], size)) return failed(id, "the object is not in this clone");
  const bool fits = size <= max_bytes_;
  std::string bytes;
  if (!take(size, fits ? &bytes : nullptr) || !take(1, nullptr)) {
    stop();
    return failed(id, "git ended in the middle of the object");
  }
  if (!fits) return failure(Code::file_too_large, {}, size, max_bytes_);
  return bytes;
}

std::string GitObjects::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

}  // namespace pillarlint
