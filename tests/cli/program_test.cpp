// The program as people and pipelines run it: what it prints, writes, and how it ends.
#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cli/running.h"
#include "report/formats.h"
#include "report/schema_check.h"

using namespace pillarlint::testing;
using Json = nlohmann::json;

namespace {

const std::string schema = R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0")";
const std::string empty_template = "{ " + schema + ", \"resources\": [] }";

}  // namespace

TEST_CASE("exit codes") {
  Folder folder;
  folder.write("good/main.json", empty_template);
  folder.write("bad/main.json", "\"deploymentTemplate.json\" :::");
  CHECK(run("scan " + folder.path("good")).code == 0);
  CHECK(run("scan " + fixtures + "/projects/chat-public").code == 1);
  CHECK(run("scan " + fixtures + "/projects/chat-public --exit-zero").code == 0);
  CHECK(run("scan " + fixtures + "/projects/chat-public --fail-on never").code == 0);
  CHECK(run("scan " + folder.path("bad")).code == 3);
  CHECK(run("scan " + folder.path("bad") + " --allow-unparsed").code == 0);
  CHECK(run("scan " + fixtures + "/projects/chat-public " + folder.path("bad")).code == 1);  // 1 over 3
  CHECK(run("scan " + folder.path("nowhere")).code == 2);
  folder.write("good/.pillarlint.yaml", "enviroment: production\n");
  const auto wrong = run("scan " + folder.path("good"));
  CHECK(wrong.code == 2);
  CHECK(has(wrong.output, ".pillarlint.yaml:1:1: error: unknown key `enviroment`; did you mean `environment`?"));
}

TEST_CASE("wrong use is told with what was meant") {
  const auto check = [](const std::string& arguments, const std::string& part) {
    const auto ran = run(arguments);
    INFO(ran.output);
    CHECK(ran.code == 2);
    CHECK(has(ran.output, part));
  };
  check("scan --fromat json", "there is no option `--fromat`; did you mean `--format`?");
  check("scan --format sarfi", "did you mean `sarif`?");
  check("scan --fail-on hgih", "--fail-on: `hgih` is not high, medium, low, info or never; did you mean `high`?");
  check("scna infra", "did you mean the command `scan`?");
  check("scan --format json --format sarif", "can not both go to standard output");
  check("scan --today yesterday", "is not a date");
  check("scan -", "needs --stdin-filename");
  check("explain ai-account-local-aut", "did you mean `ai-account-local-auth`?");
  check("scan . --rule ai-account-local-aut", "ai-account-local-auth");
}

TEST_CASE("an option that may be repeated takes one value, and what follows is a path") {
  Folder folder;
  folder.write("good/main.json", empty_template);
  const auto path = folder.path("good/main.json");
  CHECK(run("graph --format json " + path).code == 0);
  CHECK(run("scan -f json --root " + folder.path() + " " + path).code == 0);
  CHECK(run("scan --root " + folder.path("good") + " " + folder.path("missing.json")).code == 2);
}

TEST_CASE("help and version") {
  const auto version = run("--version").output;
  REQUIRE(version.starts_with("pillarlint "));
  const auto number = version.substr(11, version.size() - 12);
  CHECK(number.size() >= 5);
  CHECK(has(read(PILLARLINT_SOURCE_DIR "/CMakeLists.txt"), "project(pillarlint VERSION " + number + " "));
  for (const auto* command : {"--help", "scan --help", "explain --help", "graph --help", "rules --help"}) {
    const auto ran = run(command);
    CHECK(ran.code == 0);
    CHECK(has(ran.output, "Usage:"));
  }
  CHECK(has(run("scan --help").output, "Examples:"));
}

TEST_CASE("several formats in one run, files written whole") {
  Folder folder;
  const auto ran = run("scan " + fixtures + "/projects/chat-public --format text --format json=" + folder.path("a.json") + " --format sarif=" + folder.path("b.sarif"));
  CHECK(has(ran.output, "findings: "));
  CHECK(Json::parse(read(folder.path("a.json")))["findings"].size() > 5);
  CHECK(Json::parse(read(folder.path("b.sarif")))["runs"][0]["results"].size() > 5);
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 2);  // no temporary file is left
  CHECK(run("scan " + fixtures + "/projects/empty --format json=" + folder.path("no/such/folder.json")).code == 2);
}

TEST_CASE("the JSON of scan and graph is as the schemas say") {
  using pillarlint::testing::SchemaCheck;
  const SchemaCheck scan(Json::parse(read(PILLARLINT_SOURCE_DIR "/src/report/scan.schema.json")));
  const SchemaCheck graph(Json::parse(read(PILLARLINT_SOURCE_DIR "/src/report/graph.schema.json")));
  for (const auto* project : {"chat-public", "chat-private", "empty"}) {
    const auto path = fixtures + "/projects/" + project;
    CHECK(scan.complaints(Json::parse(run("scan " + path + " -q --format json --show-unknown --show-passed").output)) == std::vector<std::string>{});
    CHECK(graph.complaints(Json::parse(run("graph " + path + " -q --format json").output)) == std::vector<std::string>{});
  }
}

TEST_CASE("the same bytes with one and two threads, in every format") {
  for (const auto& format : pillarlint::formats()) {
    const auto arguments = fmt::format("scan {} --show-unknown --show-passed --today 2026-11-21 --format {}", fixtures, format.name);
    const auto one = run(arguments + " --threads 1");
    CHECK(one.output.size() > 1000);
    CHECK(one.output == run(arguments + " --threads 2").output);
  }
}

TEST_CASE("no secret is in any output") {
  Folder folder;
  folder.write("main.json", "{ " + schema + R"(, "parameters": { "pw": { "type": "securestring", "defaultValue": "CANARY-1" } },
    "resources": [ { "type": "Microsoft.Web/sites", "apiVersion": "2023-12-01", "name": "app", "location": "westeurope", "properties": { "siteConfig": {
      "appSettings": [ { "name": "KEY", "value": "[parameters('pw')]" }, { "name": "B", "value": "[concat('x', parameters('pw'))]" } ] } } },
      { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": "a", "location": "westeurope", "kind": "OpenAI",
        "sku": { "name": "S0" }, "properties": { "disableLocalAuth": "[parameters('pw')]", "publicNetworkAccess": "[parameters('pw')]" } } ] })");
  folder.write("main.parameters.json", R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0",
    "parameters": { "pw": { "value": "CANARY-2" } } })");
  std::vector<std::string> commands = {"graph --format text", "graph --format json", "graph --format dot", "graph --format mermaid",
                                       "explain ai-account-local-auth a"};
  for (const auto& format : pillarlint::formats()) commands.push_back(fmt::format("scan --show-unknown --show-passed --show-suppressed --format {}", format.name));
  for (const auto& command : commands) {
    const auto ran = run(command + " " + folder.path());
    INFO(command);
    CHECK_FALSE(has(ran.output, "CANARY"));
    CHECK(ran.code < 2);  // it did run
    CHECK(ran.output.size() > 50);
  }
}

// Terraform and Bicep: the default of a secret parameter, a variable file, a key that an output gives away, a setting.
TEST_CASE("no secret of Bicep or Terraform is in any format") {
  Folder folder;
  folder.write("bicep/main.bicep", R"(@secure()
param pw string = 'CANARY-1'
resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = { name: 'a', location: 'westeurope', kind: 'OpenAI', sku: { name: 'S0' }
  properties: { customSubDomainName: pw, publicNetworkAccess: 'Enabled', disableLocalAuth: false } }
resource app 'Microsoft.Web/sites@2023-12-01' = { name: 'app', location: 'westeurope'
  properties: { siteConfig: { appSettings: [ { name: 'PASSWORD', value: pw }, { name: 'KEY', value: ai.listKeys().key1 } ] } } }
output key string = ai.listKeys().key1
output both string = '${pw}'
)");
  folder.write("bicep/main.bicepparam", "using 'main.bicep'\nparam pw = 'CANARY-2'\n");
  folder.write("terraform/main.tf", R"(variable "pw" {
  type      = string
  sensitive = true
  default   = "CANARY-3"
}
resource "azurerm_cognitive_account" "a" {
  name                  = "a"
  location              = "westeurope"
  resource_group_name   = "rg"
  kind                  = "OpenAI"
  sku_name              = "S0"
  custom_subdomain_name = var.pw
}
resource "azurerm_linux_web_app" "app" {
  name                = "app"
  location            = "westeurope"
  resource_group_name = "rg"
  service_plan_id     = "plan"
  site_config {}
  app_settings = { PASSWORD = var.pw, KEY = azurerm_cognitive_account.a.primary_access_key }
}
output "key" { value = azurerm_cognitive_account.a.primary_access_key }
output "both" { value = "${var.pw}" }
)");
  folder.write("terraform/terraform.tfvars", "pw = \"CANARY-4\"\n");
  for (const auto& format : pillarlint::formats()) {
    INFO(format.name);
    const auto ran = run(fmt::format("scan --show-unknown --show-passed --show-suppressed --format {} {}", format.name, folder.path()));
    CHECK(ran.code == 1);  // the accounts do have findings
    CHECK(has(ran.output, "main.bicep"));
    CHECK(has(ran.output, "main.tf"));
    CHECK_FALSE(has(ran.output, "CANARY"));
  }
}

TEST_CASE("every format is offered, described and written") {
  const auto help = run("scan --help").output;
  Folder folder;
  std::string wishes;
  for (const auto& format : pillarlint::formats()) {
    CHECK(has(help, fmt::format("  {:<12}{}\n", format.name, format.about)));
    wishes += fmt::format(" --format {0}={1}.{0}", format.name, folder.path("out"));
  }
  CHECK(run("scan " + fixtures + "/projects/chat-public" + wishes).code == 1);
  for (const auto& format : pillarlint::formats()) {
    INFO(format.name);
    CHECK(has(read(folder.path("out." + std::string(format.name))), "ai-account-local-auth"));
  }
  // What had to be cut is in the file that holds all.
  CHECK(has(read(folder.path("out.github")), "::notice title=pillarlint::left out here: "));
  CHECK(has(read(folder.path("out.github")), "all are in " + folder.path("out.sarif")));
}

TEST_CASE("auto is the format of the service that runs the program") {
  const auto arguments = "scan " + fixtures + "/projects/chat-public --format auto";
  const std::string none = "GITHUB_ACTIONS= TF_BUILD=";
  CHECK(has(run(arguments, none).output, "\nfindings: "));
  CHECK(has(run(arguments, none + " GITHUB_ACTIONS=true").output, "::error title=high "));
  CHECK(has(run(arguments, none + " TF_BUILD=True").output, "##vso[task.logissue type=error;"));
}

TEST_CASE("links of the Markdown report lead to the commit that the service names") {
  const auto arguments = "scan " + fixtures + "/projects/chat-public --format markdown";
  const std::string github = "GITHUB_ACTIONS=true GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=contoso/chat GITHUB_SHA=1a2b3c";
  CHECK(has(run(arguments, github).output, "](https://github.com/contoso/chat/blob/1a2b3c/fixtures/projects/chat-public/azuredeploy.json#L"));
  CHECK(has(run(arguments, "GITHUB_ACTIONS=true GITHUB_REPOSITORY='a)](x' GITHUB_SHA=1 GITHUB_SERVER_URL=https://github.com").output,
            "](fixtures/projects/chat-public/azuredeploy.json#L"));
  CHECK(has(run(arguments, "GITHUB_ACTIONS= GITLAB_CI=true CI_PROJECT_URL=https://gitlab.com/contoso/chat CI_COMMIT_SHA=1a2b3c").output,
            "](https://gitlab.com/contoso/chat/-/blob/1a2b3c/fixtures/projects/chat-public/azuredeploy.json#L"));
}

TEST_CASE("standard input is scanned under the name it is given") {
  Folder folder;
  folder.write("in.json", read(fixtures + "/projects/chat-public/azuredeploy.json"));
  const auto ran = run("scan - --stdin-filename " + folder.path("x/main.json") + " < " + folder.path("in.json"));
  CHECK(ran.code == 1);
  CHECK(has(ran.output, "x/main.json:"));
}

TEST_CASE("a list names the files to scan") {
  Folder folder;
  folder.write("a.json", empty_template);
  folder.write("b.json", empty_template);
  folder.write("list", folder.path("a.json") + "\r\n\n");
  CHECK(has(run("scan --files-from " + folder.path("list")).output, "files: 1 analysed, 0 partly, 0 not"));
  CHECK(has(run("scan --files-from - < " + folder.path("list")).output, "files: 1 analysed"));
}

TEST_CASE("links that lead in circles or out of the root are not followed") {
  Folder folder;
  folder.write("root/a/main.json", empty_template);
  folder.write("outside/x.json", empty_template);
  fs::create_directory_symlink(folder.path("root"), folder.path("root/a/loop"));
  fs::create_directory_symlink(folder.path("outside"), folder.path("root/out"));
  fs::create_symlink(folder.path("outside/x.json"), folder.path("root/y.json"));
  const auto ran = run("scan " + folder.path("root"));
  CHECK(has(ran.output, "folder-loop"));
  CHECK(has(ran.output, "path-outside-root"));
  CHECK(has(ran.output, "files: 1 analysed"));
}

TEST_CASE("a time limit ends the run in time and says so") {
  const auto ran = run("scan " + fixtures + "/projects/chat-public --timeout 0.0000001");
  CHECK(ran.code != 0);
  CHECK(has(ran.output, "timeout-reached"));
}

TEST_CASE("a rule is explained, alone and for a resource") {
  const auto rule = run("explain ai-account-local-auth");
  CHECK(rule.code == 0);
  CHECK(has(rule.output, "How it decides"));
  Folder folder;
  folder.write("main.json", "{ " + schema + R"(, "resources": [ { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": "contoso-ai",
    "location": "westeurope", "kind": "OpenAI", "sku": { "name": "S0" }, "properties": { "disableLocalAuth": true } } ] })");
  const auto passed = run("explain ai-account-local-auth contoso-ai " + folder.path());
  CHECK(passed.code == 0);
  CHECK(has(passed.output, "contoso-ai It passes:"));
  const auto none = run("explain ai-account-local-auth nobody " + folder.path());
  CHECK(none.code == 2);
  CHECK(has(none.output, "contoso-ai"));  // those that there are
}

TEST_CASE("rules are listed, shown, started and checked") {
  CHECK(has(run("rules list").output, "ai-account-local-auth"));
  CHECK(has(run("rules list --pillar cost").output, "rules; `pillarlint explain RULE`"));
  CHECK(has(run("rules show ai-account-local-auth").output, "Do this"));
  CHECK(has(run("rules coverage").output, "200 items"));
  CHECK(has(run("rules tables").output, "model-lifecycle"));
  CHECK(Json::parse(run("rules schema").output)["properties"].contains("expect"));
  CHECK(run("rules verify ai-account-local-auth").code == 0);
  Folder folder;
  folder.write("mine/my-rule.yaml", run("rules new my-rule").output);
  const auto verified = run("rules verify my-rule --rules " + folder.path());
  INFO(verified.output);
  CHECK(verified.code == 0);
  CHECK(has(verified.output, "1 rule, 2 examples: all as marked"));
}
