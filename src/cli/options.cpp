#include "cli/options.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "analysis/config.h"
#include "base/text.h"
#include "cli/described.h"
#include "cli/variables.h"
#include "report/formats.h"

namespace pillarlint {
namespace {

constexpr std::array<std::string_view, 5> severities = {"high", "medium", "low", "info", "never"};
constexpr std::array<std::string_view, 4> graph_formats = {"text", "json", "dot", "mermaid"};
constexpr std::array<std::string_view, 2> environments = {"production", "non-production"};
constexpr std::array<std::string_view, 2> sarif_profiles = {"github", "azdo"};
constexpr std::array<std::string_view, 3> colours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> pillars = {"reliability", "security", "cost", "operations", "performance", "responsible-ai"};
constexpr std::array<std::string_view, 3> shells = {"bash", "zsh", "fish"};

// What takes one of a few words, for completion in shells: an option, or an argument without a name.
struct FewWords {
  std::string_view command;  // empty: any
  std::string_view name;
  std::span<const std::string_view> words;
};
constexpr std::array<FewWords, 9> few_words = {{
    {"graph", "--format", graph_formats},
    {"", "--fail-on", severities},
    {"", "--fail-on-unknown", severities},
    {"", "--severity-from", std::span(severities).first(4)},
    {"", "--environment", environments},
    {"", "--sarif-profile", sarif_profiles},
    {"", "--color", colours},
    {"", "--pillar", pillars},
    {"completion", "shell", shells},
}};

constexpr std::string_view about =
    "pillarlint reads the infrastructure code of AI workloads on Azure and says where it departs from the\n"
    "Azure Well-Architected Framework. It needs no Azure account, no network and no deployment.";

constexpr std::string_view main_footer = R"(
Examples:
  pillarlint infra/                           scan a folder: finds the templates that are deployed
  pillarlint scan main.json --parameters prod.parameters.json
  pillarlint explain ai-account-local-auth    what a rule asks, why, and how to meet it
  pillarlint graph infra/ --format mermaid    the resources that were understood
  pillarlint rules list                       all rules

Exit codes: 0 nothing found, 1 findings, 2 wrong use or configuration, 3 input that could not be read,
4 an error in pillarlint itself. `pillarlint COMMAND --help` tells more of each command.
)";

constexpr std::string_view scan_footer = R"(
What is scanned:
  A folder is walked for templates; one that another template links is judged where it is linked. A
  `main.parameters.json` beside `main.json` is found by itself. Folders named tests, examples or samples
  are left out unless named, and so is what `.gitignore` names.
  A file that is named is judged in all deployments of the repository that use it; only findings that it
  has a part in are shown.

Examples:
  pillarlint scan infra/ --environment production --fail-on high
  pillarlint scan infra/ --format text --format sarif=findings.sarif
  pillarlint scan infra/ --format auto --format markdown="$GITHUB_STEP_SUMMARY"
  git diff --name-only main | pillarlint scan --files-from -
  pillarlint scan - --stdin-filename infra/main.json < main.json
  pillarlint scan --changed-since origin/main what a branch changes, and what it causes elsewhere
  pillarlint scan infra/ --show-unknown       also what can not be told, and why
  pillarlint scan infra/ --pillar security --pillar reliability
  pillarlint scan infra/ --diff               what --fix would change
)";

constexpr std::string_view completion_footer = R"(
Examples:
  source <(pillarlint completion bash)                         in ~/.bashrc
  pillarlint completion zsh > "${fpath[1]}/_pillarlint"        then start zsh anew
  pillarlint completion fish > ~/.config/fish/completions/pillarlint.fish
)";

constexpr std::string_view explain_footer = R"(
Examples:
  pillarlint explain ai-account-local-auth
  pillarlint explain ai-account-private-reachability contoso-ai infra/
      why the rule fails, passes, does not apply or can not be told for that resource
)";

constexpr std::string_view lsp_footer = R"(
What it does:
  Editors start it; it speaks the Language Server Protocol on standard input and output. It shows findings
  while you type, explains them on hover, and offers fixes. It reads files of the work tree that holds the
  document, opens no connection and writes no file.

Settings of the editor (section `pillarlint`):
  environment    production or non-production
  showUnknown    true: also what can not be told, as hints
)";

// The strings that CLI11 fills before they are checked.
struct Raw {
  std::vector<std::string> formats;
  std::string fail_on;
  std::string fail_on_unknown;
  std::string severity_from;
  std::string colour = "auto";
  std::optional<std::string> changed_since;
  bool stdio = false;
};

class WrongUse {
 public:
  explicit WrongUse(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string list_of(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

void must_be(std::string_view option, std::string_view value, std::span<const std::string_view> words) {
  if (std::find(words.begin(), words.end(), value) != words.end()) return;
  const auto near = nearest(value, words);
  throw WrongUse(fmt::format("{}: `{}` is not {}{}", option, value, list_of(words),
                             near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

std::optional<Severity> severity_of(std::string_view name) {
  if (name == "high") return Severity::high;
  if (name == "medium") return Severity::medium;
  if (name == "low") return Severity::low;
  if (name == "info") return Severity::info;
  return std::nullopt;
}

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

void add_selection_options(CLI::App& app, Options& options, Raw& raw) {
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

void add_output_options(CLI::App& app, Options& options, Raw& raw) {
  app.add_flag("-q,--quiet", options.quiet, "One line a finding, no summary, no progress");
  app.add_option("--color,--colour", raw.colour, "auto, always or never (default: auto; NO_COLOR is heard)");
}

std::vector<std::string_view> scan_formats() {
  std::vector<std::string_view> names;
  for (const auto& format : formats()) names.push_back(format.name);
  names.push_back(automatic_format);
  return names;
}

std::string formats_text() {
  std::string text = "Formats:\n";
  for (const auto& format : formats()) text += fmt::format("  {:<12}{}\n", format.name, format.about);
  return text + fmt::format("  {:<12}github on GitHub Actions, azure on Azure Pipelines, else text\n", automatic_format);
}

void add_scan(CLI::App& app, Options& options, Raw& raw) {
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
  app.footer(formats_text() + std::string(scan_footer));
}

void add_explain(CLI::App& app, Options& options, Raw& raw) {
  app.callback([&options] { options.command = Command::explain; });
  app.add_option("rule", options.rule, "Id of the rule")->required();
  app.add_option("resource", options.resource, "Name or address of a resource: why the rule says what it says of it");
  app.add_option("path", options.paths, "Where to look for the resource (default: this folder)");
  add_input_options(app, options);
  add_rule_options(app, options);
  add_output_options(app, options, raw);
  app.footer(std::string(explain_footer));
}

void add_graph(CLI::App& app, Options& options, Raw& raw) {
  app.callback([&options] { options.command = Command::graph; });
  app.add_option("path", options.paths, "Files and folders (default: this folder)");
  app.add_option("-f,--format", raw.formats, "text, json, dot or mermaid")->type_name("FORMAT[=FILE]")->expected(1)->take_all()->allow_extra_args(false);
  add_input_options(app, options);
  add_output_options(app, options, raw);
}

constexpr std::string_view baseline_footer = R"(
A baseline names findings that are known and set aside, so that only new ones count. It holds no lines and no values:
what is moved, reformatted or renamed stays known. A `reason` written into an entry is kept.

Examples:
  pillarlint baseline create infra/           all that is found now is known
  pillarlint scan infra/ --baseline .pillarlint-baseline.json
  pillarlint baseline show infra/             what it holds, and what of it is still found
  pillarlint baseline update infra/ --drop-only
)";

void add_baseline(CLI::App& app, Options& options, Raw& raw) {
  app.require_subcommand(1);
  app.footer(std::string(baseline_footer));
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

void add_mappings(CLI::App& app, Options& options, Raw& raw) {
  app.require_subcommand(1);
  auto* check = app.add_subcommand("check", "Resource types and attributes of Terraform that were met and are not known");
  check->callback([&options] { options.command = Command::mappings_check; });
  check->add_option("path", options.paths, "Files and folders (default: this folder)");
  add_input_options(*check, options);
  add_output_options(*check, options, raw);
}

void add_lsp(CLI::App& app, Options& options, Raw& raw) {
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
  app.footer(std::string(lsp_footer));
}

void add_init(CLI::App& app, Options& options, Raw& raw) {
  app.callback([&options] { options.command = Command::init; });
  app.add_option("path", options.paths, "What to look at (default: this folder)");
  app.add_flag("--schema", options.init_schema, "Only print the JSON schema of the configuration");
  app.add_flag("--force", options.force, "Write over a configuration that is there");
  add_output_options(app, options, raw);
}

void add_rules(CLI::App& app, Options& options, Raw& raw) {
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

void add_completion(CLI::App& app, Options& options, Raw&) {
  app.callback([&options] { options.command = Command::completion; });
  app.add_option("shell", options.shell, "bash, zsh or fish")->required();
  app.footer(std::string(completion_footer));
}

void add_man_page(CLI::App& app, Options& options, Raw&) {
  app.callback([&options] { options.command = Command::man_page; });
}

struct Declared {
  std::string_view name;
  std::string_view about;
  void (*add)(CLI::App& app, Options& options, Raw& raw);
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

// The commands by name; all of one are declared, as that takes time: those of `in_use`, or of every command if it is empty.
void declare(CLI::App& app, Options& options, Raw& raw, std::string_view in_use) {
  app.name("pillarlint");
  app.description(std::string(about));
  app.footer(std::string(main_footer));
  app.add_flag_callback("--version", [] {}, "Print the version");
  app.require_subcommand(1);
  for (const auto& command : commands) {
    auto* added = app.add_subcommand(std::string(command.name), std::string(command.about));
    if (in_use.empty() || in_use == command.name) command.add(*added, options, raw);
  }
}

void read_formats(const Raw& raw, Options& options) {
  const auto of_scan = scan_formats();
  const auto known = options.command == Command::graph ? std::span<const std::string_view>(graph_formats) : of_scan;
  bool to_output = false;
  for (const auto& text : raw.formats) {
    const auto equals = text.find('=');
    FormatWish wish{text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1)};
    must_be("--format", wish.name, known);
    if (equals != std::string::npos && wish.file.empty()) throw WrongUse(fmt::format("--format: `{}` names no file", text));
    if (wish.file.empty() && to_output) throw WrongUse("--format: two formats can not both go to standard output; write `--format sarif=FILE`");
    to_output = to_output || wish.file.empty();
    options.formats.push_back(std::move(wish));
  }
  if (options.formats.empty()) options.formats.push_back({"text", ""});
}

void check_values(const Raw& raw, Options& options) {
  if (!raw.fail_on.empty()) {
    must_be("--fail-on", raw.fail_on, severities);
    options.fail_on = severity_of(raw.fail_on);
    options.fail_on_given = true;
  }
  if (!raw.severity_from.empty()) {
    must_be("--severity-from", raw.severity_from, std::span(severities).first(4));
    options.severity_from = severity_of(raw.severity_from);
  }
  if (!raw.fail_on_unknown.empty()) {
    must_be("--fail-on-unknown", raw.fail_on_unknown, severities);
    options.fail_on_unknown = severity_of(raw.fail_on_unknown);
  }
  if (!options.environment.empty()) must_be("--environment", options.environment, environments);
  if (!options.sarif_profile.empty()) must_be("--sarif-profile", options.sarif_profile, sarif_profiles);
  must_be("--color", raw.colour, colours);
  options.colour = raw.colour == "always" ? ColourWish::always : raw.colour == "never" ? ColourWish::never : ColourWish::automatic;
  for (const auto& pillar : options.pillars) must_be("--pillar", pillar, pillars);
  if (options.command == Command::completion) must_be("completion", options.shell, shells);
  if (!options.today.empty() && !is_date(options.today)) throw WrongUse(fmt::format("--today: `{}` is not a date such as 2026-11-21", options.today));
  if (raw.changed_since) options.changed_since = *raw.changed_since;
  if (raw.changed_since && options.changed_since.empty()) throw WrongUse("--changed-since: the revision is empty");
  if (options.timeout < 0) throw WrongUse("--timeout: the number of seconds can not be negative");
  if (options.threads > 256) throw WrongUse("--threads: more than 256 are of no use");
  if (!options.files_from.empty() && !options.paths.empty()) throw WrongUse("--files-from: paths are named besides the list; give one of both");
  const bool from_input = std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
  if (from_input && (options.paths.size() > 1 || options.stdin_filename.empty())) {
    throw WrongUse("-: standard input is scanned alone, and needs --stdin-filename NAME");
  }
  if (from_input && (options.fix || options.diff)) throw WrongUse("-: standard input can not be repaired; name the file");
  if (!from_input && !options.stdin_filename.empty()) throw WrongUse("--stdin-filename: nothing is read from standard input; name `-` as the path");
}

// `pillarlint infra/` means `pillarlint scan infra/`.
std::vector<std::string> with_command(std::vector<std::string> arguments) {
  constexpr std::array<std::string_view, 3> own = {"--help", "-h", "--version"};
  const auto named = [&](const Declared& command) { return command.name == arguments.front(); };
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

// ── the command line as data ──────────────────────────────────────────────────────────────────────────────────────

std::vector<std::string> words_of(std::string_view command, const std::vector<std::string>& names) {
  for (const auto& row : few_words) {
    if ((row.command.empty() || row.command == command) && std::find(names.begin(), names.end(), row.name) != names.end()) {
      return {row.words.begin(), row.words.end()};
    }
  }
  if (names.back() != "--format") return {};
  const auto formats = scan_formats();
  return {formats.begin(), formats.end()};
}

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
  Raw raw;
  CLI::App app;
  declare(app, options, raw, {});
  return described(app, {});
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const auto& command : commands) names.push_back(command.name);
  return names;
}

Parsed parse_options(const std::vector<std::string>& given, const std::string& version) {
  if (!given.empty() && given.front() == "--version") return ended(0, fmt::format("pillarlint {}\n", version), {});
  const auto arguments = with_command(given);
  Parsed parsed;
  Raw raw;
  CLI::App app;
  declare(app, parsed.options, raw, arguments.front().starts_with('-') ? std::string_view("scan") : arguments.front());
  try {
    const auto complete = with_variables(app, arguments);
    std::vector<std::string> reversed(complete.rbegin(), complete.rend());
    app.parse(std::move(reversed));
    read_formats(raw, parsed.options);
    check_values(raw, parsed.options);
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
