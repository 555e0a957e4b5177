#include "cli/declare_options.h"

#include <array>
#include <string>

#include "cli/option_texts.h"

namespace pillarlint {
namespace {

void add_input_options(CLI::App& app, Options& options) {
  app.add_option("--parameters", options.parameters, "Take values of parameters or variables from FILE (repeatable: each is a deployment)")
      ->type_name("FILE")->expected(1)->take_all()->allow_extra_args(false);
  app.add_option("--workspace", options.workspace, "Workspace of Terraform (default: not known)")->type_name("NAME");
  app.add_flag("--parameters-unknown", options.parameters_unknown, "Treat every parameter as unknown, its default included");
  app.add_option("--files-from", options.files_from, "Scan the files named in LIST, one a line; - is standard input")
      ->type_name("LIST");
  app.add_option("--stdin-filename", options.stdin_filename, "Name of what comes by standard input, for `-`")->type_name("NAME");
  app.add_option("--root", options.roots, "Nothing outside DIR is read (default: the git work tree; repeatable)")
      ->type_name("DIR")->expected(1)->take_all()->allow_extra_args(false);
  app.add_option("--module-cache", options.module_caches, "Folder of modules of registries: restored Bicep modules, Terraform modules as SOURCE/VERSION (repeatable)")
      ->type_name("DIR")->expected(1)->take_all()->allow_extra_args(false);
  app.add_option("--config", options.config, "Configuration (default: the nearest .pillarlint.yaml)")->type_name("FILE");
  app.add_flag("--no-config", options.no_config, "Read no configuration");
  app.add_option("--environment", options.environment, "What is deployed: production or non-production");
  app.add_option("--timeout", options.timeout, "Stop after so many seconds; the rest is not analysed")->type_name("SECONDS");
  app.add_option("--threads", options.threads, "Number of threads (default: all)")->type_name("N");
  app.add_option("--today", options.today, "The day to judge dates by, as 2026-11-21 (default: the day of the run)")
      ->type_name("DATE");
  app.add_flag("--timings", options.timings)->group("");
}

void add_rule_options(CLI::App& app, Options& options) {
  app.add_option("--rules", options.rule_folders, "Add the rule files below DIR (repeatable)")
      ->type_name("DIR")->expected(1)->take_all()->allow_extra_args(false);
}

void add_selection_options(CLI::App& app, Options& options, RawOptions& raw) {
  const auto add = [&](const char* name, std::vector<std::string>& into, const char* text, const char* type) {
    app.add_option(name, into, text)->type_name(type)->expected(1)->take_all()->allow_extra_args(false);
  };
  add("--rule", options.rules, "Only this rule, or all of a folder of rules (repeatable)", "ID");
  add("--skip-rule", options.skipped_rules, "Not this rule, or none of a folder of rules (repeatable)", "ID");
  add("--pillar", options.pillars, "Only this pillar: reliability, security, cost, operations, performance, responsible-ai",
      "PILLAR");
  add("--service", options.services, "Only this service, as `rules list` names them", "SERVICE");
  add("--item", options.items, "Only rules for this item of the checklist, as SE-15", "ITEM");
  app.add_option("--severity-from", raw.severity_from, "Only rules from this severity on: high, medium, low, info")->type_name("LEVEL");
  app.add_flag("--preview", options.preview, "Rules of status preview too");
}

void add_output_options(CLI::App& app, Options& options, RawOptions& raw) {
  app.add_flag("-q,--quiet", options.quiet, "One line a finding, no summary, no progress");
  app.add_option("--color,--colour", raw.colour, "auto, always or never (default: auto; NO_COLOR is heard)");
}

void add_scan(CLI::App& app, Options& options, RawOptions& raw) {
  app.callback([&options] { options.command = Command::scan; });
  app.add_option("path", options.paths, "Files and folders to scan (default: this folder); - is standard input");
  app.add_option("-f,--format", raw.formats, "One of the formats below; to FILE instead of standard output (repeatable)")
      ->type_name("FORMAT[=FILE]")->expected(1)->take_all()->allow_extra_args(false);
  app.add_option("--fail-on", raw.fail_on, "From which severity on findings fail: high, medium, low, info, never (default: medium)");
  app.add_flag("--fail-on-unknown{info}", raw.fail_on_unknown, "What can not be told fails too, from =SEVERITY on");
  app.add_flag("--exit-zero", options.exit_zero, "Exit 0 whatever was found");
  app.add_flag("--allow-unparsed", options.allow_unparsed, "Input that could not be analysed does not fail the run");
  app.add_flag("--fail-on-broken", options.fail_on_broken, "Any file with errors fails the run; one that is named or changed always does");
  app.add_flag("--show-unknown", options.show_unknown, "List also what can not be told");
  app.add_flag("--show-passed", options.show_passed, "List also what is in order or does not apply");
  app.add_flag("--no-inline-suppressions", options.no_inline_suppressions, "Comments in the source suppress nothing");
  app.add_flag("--show-suppressed", options.show_suppressed, "List also what is suppressed or in the baseline, with the reason; in SARIF as `suppressions`");
  app.add_option("--baseline", options.baseline, "Findings that FILE names do not count; `pillarlint baseline create` makes it")->type_name("FILE");
  app.add_option("--changed-since", raw.changed_since,
                 "Only what the change since the merge base of REV and HEAD touches or causes, in files as they are now")->type_name("REV");
  app.add_flag("--fix", options.fix, "Repair in the files what one property repairs, then tell what is left");
  app.add_flag("--diff", options.diff, "Print what --fix would change, and change nothing; exit 1 if there is something");
  app.add_option("--sarif-profile", options.sarif_profile, "github or azdo (default: by environment)");
  add_input_options(app, options);
  add_rule_options(app, options);
  add_selection_options(app, options, raw);
  add_output_options(app, options, raw);
  app.footer(option_texts::formats() + std::string(option_texts::scan_footer));
}

void add_explain(CLI::App& app, Options& options, RawOptions& raw) {
  app.callback([&options] { options.command = Command::explain; });
  app.add_option("rule", options.rule, "Id of the rule")->required();
  app.add_option("resource", options.resource, "Name or address of a resource: why the rule says what it says of it");
  app.add_option("path", options.paths, "Where to look for the resource (default: this folder)");
  add_input_options(app, options);
  add_rule_options(app, options);
  add_output_options(app, options, raw);
  app.footer(std::string(option_texts::explain_footer));
}

void add_graph(CLI::App& app, Options& options, RawOptions& raw) {
  app.callback([&options] { options.command = Command::graph; });
  app.add_option("path", options.paths, "Files and folders (default: this folder)");
  app.add_option("-f,--format", raw.formats, "text, json, dot or mermaid")->type_name("FORMAT[=FILE]")->expected(1)->take_all()->allow_extra_args(false);
  add_input_options(app, options);
  add_output_options(app, options, raw);
}

void add_baseline(CLI::App& app, Options& options, RawOptions& raw) {
  app.require_subcommand(1);
  app.footer(std::string(option_texts::baseline_footer));
  const auto add = [&](const char* name, const char* text, Command command) {
    auto* sub = app.add_subcommand(name, text);
    sub->callback([&options, command] { options.command = command; });
    sub->add_option("path", options.paths, "Files and folders to scan (default: this folder)");
    sub->add_option("--baseline", options.baseline, "The file (default: .pillarlint-baseline.json at the root)")->type_name("FILE");
    add_input_options(*sub, options);
    add_rule_options(*sub, options);
    add_selection_options(*sub, options, raw);
    add_output_options(*sub, options, raw);
    return sub;
  };
  add("create", "Write a baseline of what is found now", Command::baseline_create)
      ->add_flag("--force", options.force, "Replace a baseline that is there, with the reasons in it");
  add("update", "Add what is new, drop what is gone, keep the reasons", Command::baseline_update)
      ->add_flag("--drop-only", options.drop_only, "Add nothing");
  add("show", "What the baseline holds, and what of it is still found", Command::baseline_show);
}

void add_mappings(CLI::App& app, Options& options, RawOptions& raw) {
  app.require_subcommand(1);
  auto* check = app.add_subcommand("check", "Resource types and attributes of Terraform that were met and are not known");
  check->callback([&options] { options.command = Command::mappings_check; });
  check->add_option("path", options.paths, "Files and folders (default: this folder)");
  add_input_options(*check, options);
  add_output_options(*check, options, raw);
}

void add_lsp(CLI::App& app, Options& options, RawOptions& raw) {
  app.callback([&options] { options.command = Command::lsp; });
  app.add_flag("--stdio", raw.stdio, "Standard input and output, the only way there is: accepted as many editors give it");
  app.add_option("--environment", options.environment, "What is deployed: production or non-production");
  app.add_flag("--show-unknown", options.show_unknown, "Show also what can not be told, as hints");
  app.add_option("--module-cache", options.module_caches, "Folder of modules of registries (repeatable)")
      ->type_name("DIR")->expected(1)->take_all()->allow_extra_args(false);
  app.add_option("--config", options.config, "Configuration (default: the nearest .pillarlint.yaml)")->type_name("FILE");
  app.add_option("--threads", options.threads, "Number of threads (default: all)")->type_name("N");
  app.add_option("--today", options.today, "The day to judge dates by, as 2026-11-21 (default: the day of the scan)")->type_name("DATE");
  add_rule_options(app, options);
  add_selection_options(app, options, raw);
  app.footer(std::string(option_texts::lsp_footer));
}

void add_init(CLI::App& app, Options& options, RawOptions& raw) {
  app.callback([&options] { options.command = Command::init; });
  app.add_option("path", options.paths, "What to look at (default: this folder)");
  app.add_flag("--schema", options.init_schema, "Only print the JSON schema of the configuration");
  app.add_flag("--force", options.force, "Write over a configuration that is there");
  add_output_options(app, options, raw);
}

void add_rules(CLI::App& app, Options& options, RawOptions& raw) {
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* text, Command command) {
    auto* sub = app.add_subcommand(name, text);
    sub->callback([&options, command] { options.command = command; });
    add_rule_options(*sub, options);
    return sub;
  };
  add_selection_options(*add("list", "All rules, by service", Command::rules_list), options, raw);
  add("show", "A rule: what it asks, why, and how to meet it", Command::rules_show)
      ->add_option("rule", options.rule, "Id of the rule")->required();
  auto* verify = add("verify", "Run the examples of rules, which are their tests", Command::rules_verify);
  verify->add_option("rule", options.paths, "Ids of rules, or rule files (default: all)");
  verify->add_option("--today", options.today, "The day to judge dates by")->type_name("DATE");
  add_output_options(*verify, options, raw);
  auto* fresh = add("new", "Print the start of a new rule file", Command::rules_new);
  fresh->add_option("id", options.rule, "Id of the new rule, as search-replicas")->required();
  fresh->add_option("--for", options.type, "Resource type, as Microsoft.Search/searchServices")->type_name("TYPE");
  add("coverage", "Which items of the checklist have rules", Command::rules_coverage);
  auto* tables = add("tables", "The tables that rules look into, and how old they are", Command::rules_tables);
  tables->add_option("table", options.rule, "Print the rows of this table");
  tables->add_option("--today", options.today, "The day to judge their age by")->type_name("DATE");
  add("schema", "JSON schema of rule files, for editors", Command::rules_schema);
}

void add_completion(CLI::App& app, Options& options, RawOptions&) {
  app.callback([&options] { options.command = Command::completion; });
  app.add_option("shell", options.shell, "bash, zsh or fish")->required();
  app.footer(std::string(option_texts::completion_footer));
}

void add_man_page(CLI::App& app, Options& options, RawOptions&) {
  app.callback([&options] { options.command = Command::man_page; });
}

struct Declared {
  std::string_view name;
  std::string_view about;
  void (*add)(CLI::App& app, Options& options, RawOptions& raw);
};
constexpr std::array<Declared, 10> commands = {{
    {"scan", "Find where infrastructure code departs from the framework (the default)", add_scan},
    {"explain", "Explain a rule, or what it says of one resource and why", add_explain},
    {"graph", "Print the resources that were understood, and how they hang together", add_graph},
    {"baseline", "Findings that are known, in a file: only new ones count", add_baseline},
    {"rules", "List, show and verify rules", add_rules},
    {"mappings", "What of Terraform's azurerm provider is known", add_mappings},
    {"init", "Write a configuration fit for what lies here", add_init},
    {"lsp", "Serve an editor: findings while you type", add_lsp},
    {"completion", "Print what completes pillarlint's commands and options in a shell", add_completion},
    {"man-page", "Print the manual page", add_man_page},
}};

}  // namespace

void declare_commands(CLI::App& app, Options& options, RawOptions& raw, std::string_view in_use) {
  app.name("pillarlint");
  app.description(std::string(option_texts::about));
  app.footer(std::string(option_texts::main_footer));
  app.add_flag_callback("--version", [] {}, "Print the version");
  app.require_subcommand(1);
  for (const auto& command : commands) {
    auto* added = app.add_subcommand(std::string(command.name), std::string(command.about));
    if (in_use.empty() || in_use == command.name) command.add(*added, options, raw);
  }
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const auto& command : commands) names.push_back(command.name);
  return names;
}

}  // namespace pillarlint
