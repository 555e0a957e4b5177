#include "cli/described.h"

#include "cli/declare_options.h"

namespace pillarlint {
namespace {

DescribedOption described(const CLI::Option& option, std::string_view command) {
  DescribedOption out;
  for (const auto& name : option.get_snames()) out.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) out.names.push_back("--" + name);
  out.positional = out.names.empty();
  if (out.positional) out.names.push_back(option.get_name(true));
  out.help = option.get_description();
  out.words = words_of(command, out.names);
  const bool flag = option.get_items_expected_max() == 0;
  if (!flag) out.value = option.get_type_name();
  out.value_optional = flag && !out.words.empty();
  out.required = option.get_required();
  out.repeatable = option.get_expected_max() > 1 || option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  return out;
}

DescribedCommand described(CLI::App& app, std::string_view command) {
  DescribedCommand out{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
  for (const auto* option : app.get_options()) {
    if (option->get_group().empty()) continue;  // hidden
    out.options.push_back(described(*option, command));
  }
  for (auto* sub : app.get_subcommands({})) out.commands.push_back(described(*sub, command.empty() ? sub->get_name() : command));
  return out;
}

}  // namespace

DescribedCommand describe_commands() {
  Options options;
  RawOptions raw;
  CLI::App app;
  declare_commands(app, options, raw, {});
  return described(app, {});
}

}  // namespace pillarlint
