#include "cli/child.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

#include "base/text.h"

namespace pillarlint {
namespace {

// Only whole paths are looked into, so that a program of that name in a scanned folder is never run.
std::string find_program(std::string_view name) {
  const char* path = std::getenv("PATH");
  for (const auto folder : split(path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path, ':')) {
    if (!folder.starts_with('/')) continue;
    auto program = std::string(folder) + "/" + std::string(name);
    if (::access(program.c_str(), X_OK) == 0) return program;
  }
  return {};
}

// What git hears from outside could lead it to another repository, run a pager or ask for a password.
std::vector<std::string> clean_environment() {
  std::vector<std::string> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!text.starts_with("GIT_") && !text.starts_with("LC_ALL=")) out.emplace_back(text);
  }
  for (const auto* fixed : {"GIT_CONFIG_NOSYSTEM=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat",
                            "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_REPLACE_OBJECTS=1", "LC_ALL=C"}) {
    out.emplace_back(fixed);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// A pipe whose ends no other child inherits.
struct Pipe {
  int read = -1, write = -1;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void close() {
    close_end(read);
    close_end(write);
  }
};

class Actions {
 public:
  Actions() { ::posix_spawn_file_actions_init(&actions_); }
  ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  void to(int handle, int standard) { ::posix_spawn_file_actions_adddup2(&actions_, handle, standard); }
  void nothing(int standard, int how) { ::posix_spawn_file_actions_addopen(&actions_, standard, "/dev/null", how, 0); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

}  // namespace

void close_end(int& handle) {
  if (handle >= 0) ::close(handle);
  handle = -1;
}

Child start_git(const std::vector<std::string>& arguments, ChildInput input, bool errors, std::string& problem) {
  const auto program = find_program("git");
  if (program.empty()) {
    problem = "there is no git in PATH";
    return {};
  }
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto environment = clean_environment();
  Pipe in;
  Pipe out;
  Pipe error;
  const bool opened = (input == ChildInput::none || in.open()) && out.open() && (!errors || error.open());
  Actions actions;
  if (in.read >= 0) actions.to(in.read, STDIN_FILENO);
  if (in.read < 0) actions.nothing(STDIN_FILENO, O_RDONLY);
  actions.to(out.write, STDOUT_FILENO);
  if (error.write >= 0) actions.to(error.write, STDERR_FILENO);
  if (error.write < 0) actions.nothing(STDERR_FILENO, O_WRONLY);
  Child child;
  const int failed = opened ? ::posix_spawn(&child.id, program.c_str(), actions.get(), nullptr, pointers(words).data(), pointers(environment).data()) : errno;
  close_end(in.read);
  close_end(out.write);
  close_end(error.write);
  if (failed != 0) {
    problem = std::strerror(failed);
    in.close();
    out.close();
    error.close();
    return {};
  }
  child.input = in.write;
  child.output = out.read;
  child.errors = error.read;
  return child;
}

}  // namespace pillarlint
