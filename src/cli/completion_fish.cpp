#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.h"

namespace pillarlint {
namespace {

constexpr std::string_view beginning = R"(# fish completion of pillarlint, as `pillarlint completion fish` prints it.
function __pillarlint_command
    set -l command
    for word in (commandline -opc)[2..-1]
        switch "$command/$word"
)";

// Without a command, it is `scan`.
constexpr std::string_view conditions = R"(        end
    end
    echo $command
end
function __pillarlint_in
    set -l command (__pillarlint_command)
    test "$command" = "$argv"; or test -z "$command" -a "$argv" = scan
end
function __pillarlint_begins
    test (__pillarlint_command) = "$argv"
end
)";

std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

std::string joined(const std::string& path, const std::string& name) { return path.empty() ? name : path + ' ' + name; }

void name_commands(const DescribedCommand& command, const std::string& path, std::string& out) {
  for (const auto& sub : command.commands) {
    const auto deeper = joined(path, sub.name);
    fmt::format_to(std::back_inserter(out), "            case '{}/{}'\n                set command '{}'\n", path, sub.name, deeper);
    name_commands(sub, deeper, out);
  }
}

void offer_options(const DescribedCommand& command, const std::string& path, std::string& out) {
  const auto in = std::back_inserter(out);
  for (const auto& option : command.options) {
    if (option.positional) {
      if (!option.words.empty()) fmt::format_to(in, "complete -c pillarlint -n '__pillarlint_in {}' -a '{}'\n", path, fmt::join(option.words, " "));
      continue;
    }
    fmt::format_to(in, "complete -c pillarlint -n '__pillarlint_in {}'", path);
    for (const auto& name : option.names) out += name.size() == 2 ? " -s " + name.substr(1) : " -l " + name.substr(2);
    if (!option.value.empty()) out += takes_file(option) || takes_folder(option) ? " -r" : " -x";
    if (!option.words.empty()) fmt::format_to(in, " -a '{}'", fmt::join(option.words, " "));
    fmt::format_to(in, " -d {}\n", quoted(option.help));
  }
}

bool takes_files(const DescribedCommand& command) {
  return std::any_of(command.options.begin(), command.options.end(),
                     [](const auto& option) { return option.positional && takes_file(option); });
}

void offer(const DescribedCommand& command, const std::string& path, std::string& out) {
  if (!path.empty() && !takes_files(command)) fmt::format_to(std::back_inserter(out), "complete -c pillarlint -n '__pillarlint_begins {}' -f\n", path);
  for (const auto& sub : command.commands) {
    fmt::format_to(std::back_inserter(out), "complete -c pillarlint -n '__pillarlint_begins {}' -a {} -d {}\n", path.empty() ? "\"\"" : path,
                   sub.name, quoted(sub.about));
  }
  if (command.commands.empty()) offer_options(command, path, out);
  for (const auto& sub : command.commands) offer(sub, joined(path, sub.name), out);
}

}  // namespace

std::string fish_completion(const DescribedCommand& program) {
  std::string out{beginning};
  name_commands(program, {}, out);
  out += conditions;
  offer(program, {}, out);
  return out;
}

}  // namespace pillarlint
