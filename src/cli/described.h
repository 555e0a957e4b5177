// The command line as data: completion in shells and the manual page are made from it, so that they say what the program
// takes.
#pragma once

#include <string>
#include <vector>

namespace pillarlint {

struct DescribedOption {
  std::vector<std::string> names;  // `-f`, `--format`; the name of an argument: `path`
  std::string value;               // what it takes, in capitals: `FILE`; empty: a flag
  std::string help;
  std::vector<std::string> words;  // all it can take, where these are few
  bool positional = false;
  bool value_optional = false;     // `--flag` or `--flag=VALUE`
  bool required = false;
  bool repeatable = false;
};

struct DescribedCommand {
  std::string name;
  std::string about;
  std::string footer;  // examples and more
  std::vector<DescribedOption> options;
  std::vector<DescribedCommand> commands;
};

/// The whole program, with all its commands.
[[nodiscard]] DescribedCommand describe_commands();

}  // namespace pillarlint
