// Starts a program with pipes to its input and output, in an environment that was cleaned for git.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

namespace pillarlint {

struct Child {
  pid_t id = -1;
  int input = -1;   // to write to; -1: it reads nothing
  int output = -1;  // to read from
  int errors = -1;
};

enum class ChildInput { none, piped };

/// The child, or in `problem` why there is none. Without `errors` its standard error is dropped.
[[nodiscard]] Child start_git(const std::vector<std::string>& arguments, ChildInput input, bool errors, std::string& problem);
void close_end(int& handle);

}  // namespace pillarlint
