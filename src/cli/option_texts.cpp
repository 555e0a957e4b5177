#include "cli/option_texts.h"

#include <fmt/format.h>

#include "cli/options.h"
#include "report/formats.h"

namespace pillarlint::option_texts {

const std::string_view about =
    "pillarlint reads the infrastructure code of AI workloads on Azure and says where it departs from the\n"
    "Azure Well-Architected Framework. It needs no Azure account, no network and no deployment.";

const std::string_view main_footer = R"(
Examples:
  pillarlint infra/                           scan a folder: finds the templates that are deployed
  pillarlint scan main.json --parameters prod.parameters.json
  pillarlint explain ai-account-local-auth    what a rule asks, why, and how to meet it
  pillarlint graph infra/ --format mermaid    the resources that were understood
  pillarlint rules list                       all rules

Exit codes: 0 nothing found, 1 findings, 2 wrong use or configuration, 3 input that could not be read,
4 an error in pillarlint itself. `pillarlint COMMAND --help` tells more of each command.
)";

const std::string_view scan_footer = R"(
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

const std::string_view completion_footer = R"(
Examples:
  source <(pillarlint completion bash)                         in ~/.bashrc
  pillarlint completion zsh > "${fpath[1]}/_pillarlint"        then start zsh anew
  pillarlint completion fish > ~/.config/fish/completions/pillarlint.fish
)";

const std::string_view explain_footer = R"(
Examples:
  pillarlint explain ai-account-local-auth
  pillarlint explain ai-account-private-reachability contoso-ai infra/
      why the rule fails, passes, does not apply or can not be told for that resource
)";

const std::string_view lsp_footer = R"(
What it does:
  Editors start it; it speaks the Language Server Protocol on standard input and output. It shows findings
  while you type, explains them on hover, and offers fixes. It reads files of the work tree that holds the
  document, opens no connection and writes no file.

Settings of the editor (section `pillarlint`):
  environment    production or non-production
  showUnknown    true: also what can not be told, as hints
)";

const std::string_view baseline_footer = R"(
A baseline names findings that are known and set aside, so that only new ones count. It holds no lines and no values:
what is moved, reformatted or renamed stays known. A `reason` written into an entry is kept.

Examples:
  pillarlint baseline create infra/           all that is found now is known
  pillarlint scan infra/ --baseline .pillarlint-baseline.json
  pillarlint baseline show infra/             what it holds, and what of it is still found
  pillarlint baseline update infra/ --drop-only
)";

std::string formats() {
  std::string text = "Formats:\n";
  for (const auto& format : pillarlint::formats()) text += fmt::format("  {:<12}{}\n", format.name, format.about);
  return text + fmt::format("  {:<12}github on GitHub Actions, azure on Azure Pipelines, else text\n", automatic_format);
}

}  // namespace pillarlint::option_texts
