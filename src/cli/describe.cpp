// Prints the completion of a shell, or the manual page.
#include <algorithm>

#include "cli/commands.h"
#include "cli/completion.h"
#include "cli/man_page.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

// What the program knows and the command line does not say: ids of rules, services, items of the checklist.
struct Known {
  std::vector<std::string> rules, services, items;
};

void add_once(std::vector<std::string>& to, std::string_view word) {
  if (std::find(to.begin(), to.end(), word) == to.end()) to.emplace_back(word);
}

Known known_words() {
  SourceManager sources;
  Diagnostics diagnostics;
  const auto data = load_data(sources, LoadOptions{}, diagnostics);
  Known known;
  for (const auto& rule : data->rules->all()) {
    known.rules.push_back(rule->id);
    add_once(known.services, rule->service);
    for (const auto item : rule->checklist) add_once(known.items, item);
  }
  std::sort(known.services.begin(), known.services.end());
  std::sort(known.items.begin(), known.items.end());
  return known;
}

void fill_in(DescribedCommand& command, const Known& known) {
  for (auto& option : command.options) {
    if (option.value == "SERVICE") option.words = known.services;
    if (option.value == "ITEM") option.words = known.items;
    if (option.value == "ID" || (option.positional && option.names.front() == "rule")) option.words = known.rules;
  }
  for (auto& sub : command.commands) fill_in(sub, known);
}

}  // namespace

int run_describe(const Options& options) {
  auto program = describe_commands();
  if (options.command == Command::man_page) return write_output(man_page(program, program_version)) ? exit_code::clean : exit_code::usage;
  fill_in(program, known_words());
  return write_output(completion_script(program, options.shell)) ? exit_code::clean : exit_code::usage;
}

}  // namespace pillarlint
