#include "cli/completion.h"

namespace pillarlint {

std::string completion_script(const DescribedCommand& program, std::string_view shell) {
  if (shell == "bash") return bash_completion(program);
  if (shell == "zsh") return zsh_completion(program);
  if (shell == "fish") return fish_completion(program);
  return {};
}

bool takes_folder(const DescribedOption& option) { return option.value == "DIR"; }

bool takes_file(const DescribedOption& option) {
  return option.value == "FILE" || option.value == "LIST" || (option.positional && option.names.front() == "path");
}

}  // namespace pillarlint
