// git as a child process: without a shell, without what its configuration would run, without a network. git is given names
// of objects and options only, never text of a scanned file.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/types.h>

#include "base/diagnostic.h"

namespace pillarlint {

struct GitOutput {
  int code = 0;
  std::string output;
  std::string errors;  // its beginning
};

/// Runs git in the work tree and waits for it. Error git_not_run: there is no git, it was ended by a signal, takes longer
/// than a minute or says more than 64 MiB.
[[nodiscard]] Result<GitOutput> run_git(const std::string& work_tree, const std::vector<std::string>& arguments);

/// Contents of objects of one repository, read when asked for. Safe for several threads.
class GitObjects {
 public:
  GitObjects(std::string work_tree, std::uint64_t max_bytes) : work_tree_(std::move(work_tree)), max_bytes_(max_bytes) {}
  GitObjects(const GitObjects&) = delete;
  GitObjects& operator=(const GitObjects&) = delete;
  ~GitObjects();

  /// Errors: file_too_large; git_object_missing, which `trouble` keeps too.
  [[nodiscard]] Result<std::string> blob(const std::string& id);
  /// The first object that could not be read, in words; empty: all could.
  [[nodiscard]] std::string trouble() const;

 private:
  [[nodiscard]] bool start();
  void stop();
  [[nodiscard]] bool ask(const std::string& id);
  [[nodiscard]] bool answer(std::string& header);
  [[nodiscard]] bool take(std::uint64_t count, std::string* into);
  [[nodiscard]] bool fill();
  [[nodiscard]] Result<std::string> failed(const std::string& id, const std::string& why);

  std::string work_tree_;
  std::uint64_t max_bytes_;
  mutable std::mutex mutex_;
  pid_t child_ = -1;
  int to_git_ = -1;
  int from_git_ = -1;
  std::string held_;  // read from git and not taken yet
  std::string trouble_;
};

}  // namespace pillarlint
