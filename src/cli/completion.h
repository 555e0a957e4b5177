// Scripts that complete the program's commands, options and their values in a shell.
#pragma once

#include <string>
#include <string_view>

#include "cli/described.h"

namespace pillarlint {

/// For `bash`, `zsh` or `fish`; empty for any other.
[[nodiscard]] std::string completion_script(const DescribedCommand& program, std::string_view shell);

[[nodiscard]] std::string bash_completion(const DescribedCommand& program);
[[nodiscard]] std::string zsh_completion(const DescribedCommand& program);
[[nodiscard]] std::string fish_completion(const DescribedCommand& program);

/// What it takes is a folder, or a file or folder.
[[nodiscard]] bool takes_folder(const DescribedOption& option);
[[nodiscard]] bool takes_file(const DescribedOption& option);

}  // namespace pillarlint
