// Works with the bash 3.2 of macOS: words come from here, and where there are none, bash completes names of files.
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.h"

namespace pillarlint {
namespace {

constexpr std::string_view beginning = R"(# bash completion of pillarlint, as `pillarlint completion bash` prints it.
_pillarlint() {
  local current="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD - 1]}" command="" words="" options="" i
  # bash splits `--option=value` in three.
  if [[ $current == "=" ]]; then
    current=""
  elif [[ $before == "=" ]]; then
    before="${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command/${COMP_WORDS[i]}" in
)";

constexpr std::string_view ending = R"(  if [[ $current == -* ]]; then
    words="$options"
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o bashdefault -o default -F _pillarlint pillarlint
)";

void name_commands(const DescribedCommand& command, const std::string& path, std::string& out) {
  for (const auto& sub : command.commands) {
    const auto deeper = path.empty() ? sub.name : path + ' ' + sub.name;
    fmt::format_to(std::back_inserter(out), "      \"{}/{}\") command=\"{}\" ;;\n", path, sub.name, deeper);
    name_commands(sub, deeper, out);
  }
}

std::string all_of(const DescribedCommand& command) {
  std::string out;
  for (const auto& sub : command.commands) out += (out.empty() ? "" : " ") + sub.name;
  for (const auto& option : command.options) {
    if (option.positional) {
      for (const auto& word : option.words) out += (out.empty() ? "" : " ") + word;
    }
  }
  return out;
}

std::string option_names(const DescribedCommand& command) {
  std::string out;
  for (const auto& option : command.options) {
    if (option.positional) continue;
    for (const auto& name : option.names) {
      if (name.size() > 2) out += (out.empty() ? "" : " ") + name;
    }
  }
  return out;
}

void complete_values(const DescribedCommand& command, const std::string& path, std::string& out) {
  for (const auto& option : command.options) {
    if (option.positional || (option.value.empty() && !option.value_optional)) continue;
    std::string pattern;
    for (const auto& name : option.names) pattern += fmt::format("{}\"{} {}\"", pattern.empty() ? "" : " | ", path, name);
    // An optional value comes after `=` only.
    const auto condition = option.value_optional ? "[[ ${COMP_WORDS[COMP_CWORD]} == \"=\" || ${COMP_WORDS[COMP_CWORD - 1]} == \"=\" ]] && " : "";
    fmt::format_to(std::back_inserter(out), "    {})\n      {}COMPREPLY=($(compgen -W \"{}\" -- \"$current\"))\n      {}return\n      ;;\n",
                   pattern, condition, fmt::join(option.words, " "), condition);
  }
  for (const auto& sub : command.commands) complete_values(sub, path.empty() ? sub.name : path + ' ' + sub.name, out);
}

void offer(const DescribedCommand& command, const std::string& path, std::string& out) {
  fmt::format_to(std::back_inserter(out), "    \"{}\")\n      words=\"{}\"\n      options=\"{}\"\n      ;;\n", path, all_of(command),
                 option_names(command));
  for (const auto& sub : command.commands) offer(sub, path.empty() ? sub.name : path + ' ' + sub.name, out);
}

}  // namespace

std::string bash_completion(const DescribedCommand& program) {
  std::string out{beginning};
  name_commands(program, {}, out);
  out += "    esac\n  done\n";
  // Without a command, it is `scan`.
  out += "  case \"${command:-scan} $before\" in\n";
  for (const auto& command : program.commands) complete_values(command, command.name, out);
  out += "  esac\n  case \"$command\" in\n";
  offer(program, {}, out);
  out += "  esac\n";
  for (const auto& command : program.commands) {
    if (command.name == "scan") fmt::format_to(std::back_inserter(out), "  [[ -z $command ]] && options+=\" {}\"\n", option_names(command));
  }
  return out + std::string(ending);
}

}  // namespace pillarlint
