#include "cli/options.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/declare_options.h"
#include "cli/variables.h"

namespace pillarlint {
namespace {

// `pillarlint infra/` means `pillarlint scan infra/`.
std::vector<std::string> with_command(std::vector<std::string> arguments) {
  constexpr std::array<std::string_view, 3> own = {"--help", "-h", "--version"};
  const auto commands = command_names();
  const auto named = [&](std::string_view command) { return command == arguments.front(); };
  if (arguments.empty() || (std::none_of(commands.begin(), commands.end(), named) &&
                            std::find(own.begin(), own.end(), arguments.front()) == own.end())) {
    arguments.insert(arguments.begin(), "scan");
  }
  return arguments;
}

// Options that the command line does not give and the environment does: `PILLARLINT_FAIL_ON` is `--fail-on`.
std::vector<OptionShape> shapes_of(const CLI::App& app) {
  std::vector<OptionShape> out;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      if (name == "help") continue;
      const bool is_flag = option->get_expected_min() == 0;
      out.push_back({name, option->get_snames(), is_flag, is_flag && option->get_type_size() != 0,
                     option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll});
    }
  }
  return out;
}

std::vector<std::string> with_variables(const CLI::App& app, std::vector<std::string> arguments) {
  const CLI::App* used = &app;
  std::size_t words = 0;
  for (bool deeper = true; deeper && words < arguments.size();) {
    deeper = false;
    for (const auto* sub : used->get_subcommands({})) {
      if (sub->get_name() != arguments[words]) continue;
      used = sub;
      ++words;
      deeper = true;
      break;
    }
  }
  auto given = options_from_environment(shapes_of(*used), std::span(arguments).subspan(words));
  if (!given.problem.empty()) throw WrongUse(given.problem);
  arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(words), given.arguments.begin(), given.arguments.end());
  return arguments;
}

// The nearest option to one that is not known.
std::string hint_for(CLI::App& app, const std::string& word) {
  std::vector<std::string> names;
  for (auto* sub : app.get_subcommands()) {
    for (auto* deeper : sub->get_subcommands()) sub = deeper;
    for (const auto* option : sub->get_options()) {
      for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  const auto near = nearest(word.substr(0, word.find('=')), names);
  return near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near);
}

std::string wrong_use_text(CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return error.what();
  auto extras = app.remaining(true);
  if (extras.empty()) return error.what();
  const auto option = std::find_if(extras.begin(), extras.end(), [](const auto& text) { return text.starts_with('-'); });
  if (option != extras.end()) return fmt::format("there is no option `{}`{}", *option, hint_for(app, *option));
  return fmt::format("`{}` was not expected", extras.front());
}

Parsed ended(int code, std::string output, std::string errors) {
  Parsed parsed;
  parsed.ends = true;
  parsed.exit_code = code;
  parsed.output = std::move(output);
  parsed.errors = std::move(errors);
  return parsed;
}

}  // namespace

Parsed parse_options(const std::vector<std::string>& given, const std::string& version) {
  if (!given.empty() && given.front() == "--version") return ended(0, fmt::format("pillarlint {}\n", version), {});
  const auto arguments = with_command(given);
  Parsed parsed;
  RawOptions raw;
  CLI::App app;
  declare_commands(app, parsed.options, raw, arguments.front().starts_with('-') ? std::string_view("scan") : arguments.front());
  try {
    const auto complete = with_variables(app, arguments);
    std::vector<std::string> reversed(complete.rbegin(), complete.rend());
    app.parse(std::move(reversed));
    read_values(raw, parsed.options);
  } catch (const CLI::CallForHelp& call) {
    std::ostringstream text;
    app.exit(call, text, text);
    return ended(0, text.str(), {});
  } catch (const CLI::ParseError& error) {
    return ended(2, {}, fmt::format("{}\n`pillarlint --help` and `pillarlint {} --help` tell what there is.\n",
                                    wrong_use_text(app, error), arguments.front().starts_with('-') ? "scan" : arguments.front()));
  } catch (const WrongUse& wrong) {
    return ended(2, {}, wrong.text() + "\n");
  }
  return parsed;
}

}  // namespace pillarlint
