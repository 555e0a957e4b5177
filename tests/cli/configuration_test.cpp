// The configuration as people meet it: found, completed by flags and the environment, written by `init`.
#include <nlohmann/json.hpp>

#include <catch2/catch.hpp>

#include "cli/running.h"

using namespace pillarlint::testing;
using Json = nlohmann::json;

namespace {

std::string account(const std::string& name) {
  return "resource " + name + " 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: '" + name +
         "'\n  location: 'swedencentral'\n  kind: 'AIServices'\n  sku: { name: 'S0' }\n  properties: { disableLocalAuth: false }\n}\n";
}

const std::string only_keys = "rules: { only: [ai-account-local-auth] }\n";

}  // namespace

TEST_CASE("the nearest configuration upwards says what is scanned and which rules run") {
  Folder folder;
  folder.write("r/.git/HEAD", "ref: refs/heads/main\n");
  folder.write("r/.pillarlint.yaml", "paths: [infra]\nexclude: [old]\n" + only_keys);
  folder.write("r/infra/main.bicep", account("a"));
  folder.write("r/infra/old/main.bicep", account("b"));
  folder.write("r/other/main.bicep", account("c"));
  const auto ran = run("scan -q", "cd " + folder.path("r") + " &&");
  CHECK(ran.code == 1);
  CHECK(has(ran.output, "infra/main.bicep:6"));
  CHECK_FALSE(has(ran.output, "old"));
  CHECK_FALSE(has(ran.output, "other"));
  CHECK(has(run("scan -q " + folder.path("r/other")).output, "main.bicep:6"));
  CHECK(has(run("scan", "cd " + folder.path("r") + " &&").output, "1 file or folder is left out by `exclude`"));
  CHECK_FALSE(has(run("scan -q " + folder.path("r/infra/old/main.bicep")).output, "ai-account"));
}

TEST_CASE("flag over environment over file over default") {
  Folder folder;
  folder.write("main.bicep", account("a"));
  const auto code = [&](const std::string& flag, const std::string& before = "") { return run("scan " + folder.path() + " --rule ai-account-local-auth " + flag, before).code; };
  CHECK(code("") == 1);
  folder.write(".pillarlint.yaml", "fail-on: never\n");
  CHECK(code("") == 0);
  CHECK(code("", "PILLARLINT_FAIL_ON=high") == 1);
  CHECK(code("--fail-on never", "PILLARLINT_FAIL_ON=high") == 0);
  CHECK(code("--no-config") == 1);
  CHECK(code("", "PILLARLINT_NO_CONFIG=true") == 1);
}

TEST_CASE("variables of the environment: lists, flags, mistakes") {
  Folder folder;
  folder.write("main.bicep", account("a"));
  const auto scan = [&](const std::string& before) { return run("scan -q " + folder.path(), before); };
  CHECK(has(scan("PILLARLINT_RULE=ai-account-local-auth,search-replicas").output, "ai-account-local-auth"));
  CHECK_FALSE(has(scan("PILLARLINT_RULE=search-replicas").output, "ai-account-local-auth"));
  const auto wrong = scan("PILLARLINT_FAIL_OM=high");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.output, "the environment variable `PILLARLINT_FAIL_OM` means nothing to pillarlint; did you mean `PILLARLINT_FAIL_ON`?"));
  CHECK(scan("PILLARLINT_EXIT_ZERO=perhaps").code == 2);
  CHECK(scan("PILLARLINT_EXIT_ZERO=1").code == 0);
  CHECK(scan("PILLARLINT_EXIT_ZERO=false").code == 1);
  CHECK(scan("PILLARLINT_SOMETHING_ELSE=1").code == 1);
  CHECK(scan("PILLARLINT_FAIL_ON_UNKNOWN=true PILLARLINT_FAIL_ON=never PILLARLINT_RULE=ai-account-local-auth").code == 0);
}

TEST_CASE("severities of the configuration take the place of those of the rules") {
  Folder folder;
  folder.write("main.bicep", account("a"));
  folder.write(".pillarlint.yaml", "rules: { only: [ai-account-local-auth], severities: { ai-account-local-auth: info } }\n");
  const auto ran = run("scan -q " + folder.path());
  CHECK(ran.code == 0);
  CHECK(has(ran.output, "info"));
  CHECK(run("scan --fail-on info " + folder.path()).code == 1);
  CHECK_FALSE(has(run("scan -q --severity-from low " + folder.path()).output, "ai-account-local-auth"));
}

TEST_CASE("ids that mean nothing are errors with a suggestion, wherever they stand") {
  Folder folder;
  folder.write("main.bicep", account("a"));
  const auto complaint = [&](const std::string& config) {
    folder.write(".pillarlint.yaml", config);
    const auto ran = run("scan " + folder.path());
    CHECK(ran.code == 2);
    return ran.output;
  };
  CHECK(has(complaint("rules: { only: [ai-acount-local-auth] }\n"), "ai-account-local-auth"));
  CHECK(has(complaint("rules: { skip: [ai-acount-local-auth] }\n"), "ai-account-local-auth"));
  CHECK(has(complaint("rules: { severities: { ai-acount-local-auth: low } }\n"), "did you mean `ai-account-local-auth`?"));
  CHECK(has(complaint("suppress: [{ rule: ai-acount-local-auth, reason: x }]\n"), "did you mean `ai-account-local-auth`?"));
  CHECK(has(complaint("rules: { items: [XX-99] }\n"), "XX-99"));
}

TEST_CASE("the environment of a deployment, by path, parameter file and tag") {
  Folder folder;
  const std::string rule = "--rule budget-notifications --rule stateful-resource-lock --show-passed --format json ";
  const std::string vault = "resource kv 'Microsoft.KeyVault/vaults@2024-11-01' = {\n  name: 'kv'\n  location: 'swedencentral'\n  tags: { stage: 'Prod' }\n"
                            "  properties: { tenantId: tenant().tenantId, sku: { family: 'A', name: 'standard' } }\n}\n";
  folder.write("a/main.bicep", vault);
  const auto verdicts = [&](const std::string& config) {
    folder.write(".pillarlint.yaml", config);
    const auto scan = Json::parse(run("scan " + rule + folder.path(), "").output);
    std::string out;
    for (const auto& finding : scan["findings"]) out += finding["verdict"].get<std::string>() + " ";
    return out;
  };
  const auto stated = verdicts("environment: production\n");
  const auto not_stated = verdicts("");
  REQUIRE(stated != not_stated);
  CHECK(verdicts("environments: [{ environment: production, tags: { stage: prod } }]\n") == stated);
  CHECK(verdicts("environments: [{ environment: production, tags: { stage: dev } }]\n") == not_stated);
  CHECK(verdicts("environments: [{ environment: production, paths: [a/**] }]\n") == stated);
  CHECK(verdicts("environments: [{ environment: production, paths: [b/**] }]\n") == not_stated);
  CHECK(verdicts("environments: [{ environment: production, parameters: ['*.bicepparam'] }]\n") == not_stated);
}

TEST_CASE("required tags and allowed regions are asked for when the configuration names them") {
  Folder folder;
  folder.write("main.bicep", account("a"));
  folder.write(".pillarlint.yaml", "required-tags: [owner]\nregions: [West Europe]\nrules: { only: [resource-required-tags, resource-allowed-region] }\n");
  const auto ran = run("scan " + folder.path());
  CHECK(has(ran.output, "resource-required-tags"));
  CHECK(has(ran.output, "resource-allowed-region"));
  folder.write(".pillarlint.yaml", "regions: [Sweden Central]\nrules: { only: [resource-required-tags, resource-allowed-region] }\n");
  CHECK(run("scan " + folder.path()).code == 0);
}

TEST_CASE("init writes a configuration that the program takes, and keeps one that is there") {
  Folder folder;
  folder.write(".git/HEAD", "ref: refs/heads/main\n");
  folder.write("infra/main.bicep", account("a"));
  folder.write("infra it's/main.bicep", account("b"));
  const auto here = "cd " + folder.path() + " &&";
  const auto made = run("init", here);
  CHECK(made.code == 0);
  CHECK(has(made.output, "2 deployments in 2 files (Bicep)"));
  const auto config = read(folder.path(".pillarlint.yaml"));
  CHECK(has(config, "# yaml-language-server: $schema=.pillarlint.schema.json"));
  CHECK(has(config, "paths: [infra, 'infra it''s']"));
  CHECK(Json::parse(read(folder.path(".pillarlint.schema.json")))["properties"].contains("suppress"));
  const auto scan = run("scan --rule ai-account-local-auth", here);
  CHECK(scan.code == 1);
  CHECK(has(scan.output, "2 high"));
  CHECK(run("init", here).code == 2);
  CHECK(run("init --force", here).code == 0);
}

TEST_CASE("what is suppressed is counted, and listed with its reason when asked for") {
  Folder folder;
  folder.write("main.bicep", "// pillarlint:ignore ai-account-local-auth -- the old client\n" + account("a"));
  const auto scan = [&](const std::string& more) { return run("scan --rule ai-account-local-auth --format json " + more + " " + folder.path()); };
  CHECK(scan("").code == 0);
  CHECK(Json::parse(scan("").output)["findings"].empty());
  CHECK(Json::parse(scan("--show-suppressed").output)["findings"].size() == 1);
  CHECK(scan("--no-inline-suppressions").code == 1);
}

TEST_CASE("entry points of a stack are one deployment: what one declares, the other finds") {
  Folder folder;
  folder.write("app/main.bicep",
               "param location string\nresource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: 'ai-contoso'\n  location: location\n  kind: 'AIServices'\n"
               "  sku: { name: 'S0' }\n  properties: { publicNetworkAccess: 'Disabled', customSubDomainName: 'ai-contoso' }\n}\n");
  folder.write("network/main.bicep",
               "param location string\nparam subnetId string\nresource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = { name: 'ai-contoso' }\n"
               "resource lock 'Microsoft.Authorization/locks@2020-05-01' = {\n  name: 'keep'\n  scope: ai\n  properties: { level: 'CanNotDelete' }\n}\n");
  const auto graph = [&](const std::string& config) {
    folder.write(".pillarlint.yaml", config);
    return Json::parse(run("graph --format json " + folder.path()).output);
  };
  REQUIRE(graph("")["deployments"].size() == 2);
  const auto joined = graph("stacks: [{ name: chat, entries: [app/main.bicep, network/main.bicep] }]\n");
  REQUIRE(joined["deployments"].size() == 1);
  const auto& deployment = joined["deployments"][0];
  CHECK(deployment["name"] == "stack chat");
  std::size_t declared = 0;
  for (const auto& resource : deployment["resources"]) declared += resource["standing"] == "declared" ? 1 : 0;
  CHECK(declared == 2);
  // The lock of one stands on the account of the other: one resource, not two that might be the same.
  std::size_t accounts = 0;
  for (const auto& resource : deployment["resources"]) accounts += resource["type"] == "Microsoft.CognitiveServices/accounts" ? 1 : 0;
  CHECK(accounts == 1);
  // Parameters of the same name are two: neither has a value, and nothing says that both get the same.
  CHECK(run("scan " + folder.path()).code != 4);
}

namespace {

// An account; somewhere else the endpoint that leads to it.
std::string terraform_account(const std::string& name) {
  return "variable \"name\" { type = string }\nresource \"azurerm_cognitive_account\" \"ai\" {\n  name = " + name +
         "\n  location = \"westeurope\"\n  resource_group_name = \"rg-ai\"\n  kind = \"OpenAI\"\n  sku_name = \"S0\"\n"
         "  local_auth_enabled = true\n}\noutput \"id\" { value = azurerm_cognitive_account.ai.id }\n";
}
std::string terraform_endpoint(const std::string& name) {
  return "variable \"name\" { type = string }\ndata \"azurerm_cognitive_account\" \"ai\" {\n  name = " + name +
         "\n  resource_group_name = \"rg-ai\"\n}\nresource \"azurerm_private_endpoint\" \"ai\" {\n  name = \"pe\"\n  location = \"westeurope\"\n"
         "  resource_group_name = \"rg-net\"\n  subnet_id = \"x\"\n  private_service_connection {\n    name = \"ai\"\n"
         "    private_connection_resource_id = data.azurerm_cognitive_account.ai.id\n    subresource_names = [\"account\"]\n    is_manual_connection = false\n"
         "  }\n}\noutput \"id\" { value = azurerm_private_endpoint.ai.id }\n";
}
constexpr const char* bicep_search =
    "resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {\n  name: 'ai-contoso'\n  scope: resourceGroup('rg-ai')\n}\n"
    "resource pe 'Microsoft.Network/privateEndpoints@2024-05-01' = {\n  name: 'pe'\n  location: 'westeurope'\n  properties: {\n"
    "    privateLinkServiceConnections: [{ name: 'ai', properties: { privateLinkServiceId: ai.id, groupIds: ['account'] } }]\n  }\n}\n"
    "resource search 'Microsoft.Search/searchServices@2025-05-01' = {\n  name: 'find'\n  location: 'westeurope'\n  sku: { name: 'standard' }\n"
    "  properties: {\n    disableLocalAuth: false\n  }\n}\n";

std::size_t count(const Json& deployment, const std::string& type) {
  std::size_t found = 0;
  for (const auto& resource : deployment["resources"]) found += resource["type"] == type ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("roots of Terraform in a stack are one graph; names that only look alike stay apart") {
  Folder folder;
  folder.write(".pillarlint.yaml", "stacks: [{ name: chat, entries: ['app/**', 'net/**'] }]\n");
  const auto joined = [&](const std::string& name) {
    folder.write("app/main.tf", terraform_account(name));
    folder.write("net/main.tf", terraform_endpoint(name));
    const auto graph = Json::parse(run("graph --format json " + folder.path()).output);
    REQUIRE(graph["deployments"].size() == 1);
    return graph["deployments"][0];
  };
  const auto deployment = joined("\"ai-contoso\"");
  CHECK(deployment["name"] == "stack chat");
  CHECK(count(deployment, "Microsoft.CognitiveServices/accounts") == 1);
  CHECK(count(deployment, "Microsoft.Network/privateEndpoints") == 1);
  std::string addresses;
  for (const auto& resource : deployment["resources"]) addresses += resource["address"].get<std::string>() + " ";
  CHECK(has(addresses, "app/azurerm_cognitive_account.ai"));
  CHECK(has(addresses, "net/azurerm_private_endpoint.ai"));
  CHECK(count(joined("var.name"), "Microsoft.CognitiveServices/accounts") == 2);
}

TEST_CASE("a stack of Terraform and Bicep: one graph, and each file is read, repaired and quiet in its own language") {
  Folder folder;
  folder.write(".pillarlint.yaml", "stacks: [{ name: chat, entries: ['app/**', 'edge/**'] }]\n");
  folder.write("app/main.tf", terraform_account("\"ai-contoso\""));
  folder.write("edge/main.bicep", bicep_search);
  const auto graph = Json::parse(run("graph --format json " + folder.path()).output);
  REQUIRE(graph["deployments"].size() == 1);
  CHECK(count(graph["deployments"][0], "Microsoft.CognitiveServices/accounts") == 1);
  const std::string keys = "scan --rule ai-account-local-auth --rule search-local-auth ";
  CHECK(Json::parse(run(keys + "--format json " + folder.path()).output)["findings"].size() == 2);
  CHECK(run(keys + "--fix " + folder.path()).code == 0);
  CHECK(has(read(folder.path("app/main.tf")), "local_auth_enabled = false"));
  CHECK(has(read(folder.path("edge/main.bicep")), "disableLocalAuth: true"));
  folder.write("app/main.tf", "# pillarlint:ignore-file ai-account-local-auth -- the old client\n" + terraform_account("\"ai-contoso\""));
  folder.write("edge/main.bicep", "// pillarlint:ignore-file search-local-auth -- a trial\n" + std::string(bicep_search));
  CHECK(run(keys + folder.path()).code == 0);
}

TEST_CASE("an entry point of a stack that can not be read does not take the others with it", "[hostile]") {
  Folder folder;
  folder.write(".pillarlint.yaml", "stacks: [{ name: chat, entries: ['app/**', 'edge/**'] }]\n");
  folder.write("app/main.tf", "resource \"azurerm_cognitive_account\" {{{\n");
  folder.write("edge/main.bicep", bicep_search);
  const auto scan = run("scan --rule search-local-auth --format json " + folder.path());
  CHECK(Json::parse(scan.output)["findings"].size() == 1);
  CHECK(has(scan.output, "terraform-syntax"));
}
