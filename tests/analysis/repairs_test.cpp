// Repairs as they change texts: each language's ways to write a property, the style of the neighbours, and what is left alone.
#include <catch2/catch.hpp>

#include <algorithm>

#include "analysis/analyze.h"
#include "analysis/repairs.h"
#include "arm/arm.h"
#include "bicep/bicep.h"
#include "cli/load_data.h"
#include "support/project.h"
#include "terraform/terraform.h"

namespace pillarlint {

namespace {

using Files = std::map<std::string, std::string>;

struct Data {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> loaded = load_data(sources, LoadOptions(), diagnostics);
};
const Data& data() {
  static const Data made;
  return made;
}

/// The files after one go of repairs by these rules; empty rules: all.
Files repaired_once(const Files& files, const std::vector<std::string>& rules, std::size_t* fixed = nullptr) {
  std::vector<MemoryFile> list;
  for (const auto& [name, text] : files) list.push_back({"/r/" + name, text});
  const auto held = memory_files(std::move(list));
  SourceManager sources;
  Project project(*held, sources);
  project.name_relative_to("/r");
  const auto arm = arm_language();
  const auto bicep = bicep_language();
  const auto terraform = terraform_language(embedded_files());
  AnalyzeOptions options;
  options.scope.paths = {"/r"};
  options.today = "2026-11-21";
  options.config.environment = "production";
  for (const auto& rule : data().loaded->rules->all()) {
    if (rules.empty() || std::find(rules.begin(), rules.end(), rule->id) != rules.end()) options.rules.push_back(rule->number);
  }
  const auto analysis = analyze(project, {arm.get(), bicep.get(), terraform.get()}, *data().loaded->types, *data().loaded->rules, options);
  const auto chosen = choose_repairs(analysis.findings);
  if (fixed != nullptr) *fixed = chosen.findings;
  auto out = files;
  for (const auto& [file, edits] : chosen.edits) out[std::string(sources.path(file))] = with_edits(sources.text(file), edits);
  return out;
}

std::string repaired(const std::string& name, const std::string& text, const std::vector<std::string>& rules) {
  return repaired_once({{name, text}}, rules).at(name);
}

const std::vector<std::string> local_auth = {"ai-account-local-auth"};
const std::vector<std::string> both = {"ai-account-local-auth", "ai-account-outbound-restriction"};

std::string account(const std::string& rest) {
  return "resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: 'contoso'\n  location: 'westeurope'\n  kind: 'OpenAI'\n" + rest + "}\n";
}
std::string template_of(const std::string& properties) {
  return "{\n  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",\n  \"contentVersion\": \"1.0.0.0\",\n"
         "  \"resources\": [\n    {\n      \"type\": \"Microsoft.CognitiveServices/accounts\",\n      \"apiVersion\": \"2025-06-01\",\n"
         "      \"name\": \"contoso\",\n      \"location\": \"westeurope\",\n      \"kind\": \"OpenAI\"" + properties + "\n    }\n  ]\n}\n";
}
std::string block(const std::string& rest) {
  return "resource \"azurerm_cognitive_account\" \"ai\" {\n  name                = \"contoso\"\n  location            = \"westeurope\"\n"
         "  resource_group_name = \"rg\"\n  kind                = \"OpenAI\"\n  sku_name            = \"S0\"\n" + rest + "}\n";
}

}  // namespace

TEST_CASE("Bicep: a property is added as its neighbours stand") {
  struct Case {
    const char *before, *after;
  };
  const auto at = GENERATE(values<Case>({
      {"  properties: {\n    customSubDomainName: 'c'\n  }\n", "  properties: {\n    customSubDomainName: 'c'\n    disableLocalAuth: true\n  }\n"},
      {"  properties: {\n    customSubDomainName: 'c' // why\n    // the end\n  }\n",
       "  properties: {\n    customSubDomainName: 'c' // why\n    disableLocalAuth: true\n    // the end\n  }\n"},
      {"  properties: {\n    customSubDomainName: 'c' /* why */\n  }\n", "  properties: {\n    customSubDomainName: 'c' /* why */\n    disableLocalAuth: true\n  }\n"},
      {"  properties: {}\n", "  properties: {\n    disableLocalAuth: true\n  }\n"},
      {"  properties: { }\n", "  properties: {\n    disableLocalAuth: true\n  }\n"},
      {"  properties: {\n  }\n", "  properties: {\n    disableLocalAuth: true\n  }\n"},
      {"  properties: {\n    // nothing yet\n  }\n", "  properties: {\n    // nothing yet\n    disableLocalAuth: true\n  }\n"},
      {"  properties: { customSubDomainName: 'c' }\n", "  properties: { customSubDomainName: 'c', disableLocalAuth: true }\n"},
      {"", "  properties: {\n    disableLocalAuth: true\n  }\n"},
      {"\tproperties: {\n\t\tcustomSubDomainName: 'c'\n\t}\n", "\tproperties: {\n\t\tcustomSubDomainName: 'c'\n\t\tdisableLocalAuth: true\n\t}\n"},
      {"  properties: {\n    networkAcls: {\n      defaultAction: 'Deny'\n    }\n  }\n  tags: {}\n",
       "  properties: {\n    networkAcls: {\n      defaultAction: 'Deny'\n    }\n    disableLocalAuth: true\n  }\n  tags: {}\n"},
      {"  properties: {\n    disableLocalAuth: null\n  }\n", "  properties: {\n    disableLocalAuth: true\n  }\n"},
      {"  properties: {\n    disableLocalAuth: (false)\n  }\n", "  properties: {\n    disableLocalAuth: (true)\n  }\n"},
      {"  properties: {\n    ...{ customSubDomainName: 'c' }\n    dynamicThrottlingEnabled: false\n  }\n",
       "  properties: {\n    ...{ customSubDomainName: 'c' }\n    dynamicThrottlingEnabled: false\n    disableLocalAuth: true\n  }\n"},
  }));
  CHECK(repaired("main.bicep", account(at.before), local_auth) == account(at.after));
}

TEST_CASE("Bicep: what is not a literal of its own is left alone") {
  const auto rest = GENERATE(as<std::string>(), "  properties: union({ customSubDomainName: 'c' }, {})\n", "  properties: settings\n",
                             "  properties: {\n    ...settings\n  }\n", "  properties: {\n    disableLocalAuth: open ? false : true\n  }\n",
                             "  properties: {\n    disableLocalAuth: !open\n  }\n", "  properties: {\n    disableLocalAuth: contains('a', 'b')\n  }\n",
                             "  properties: {\n    disableLocalAuth: given ?? false\n  }\n",
                             "  properties: {\n    disableLocalAuth: false\n");  // it does not parse
  const auto text = "param open bool = true\nparam given bool?\nvar settings = { customSubDomainName: 'c' }\n" + account(rest);
  CHECK(repaired("main.bicep", text, local_auth) == text);
}

TEST_CASE("Bicep: a literal that is handed on is changed where it stands") {
  struct Case {
    const char *before, *after, *value;
  };
  const auto at = GENERATE(values<Case>({
      {"param keyless bool = false\n", "param keyless bool = true\n", "keyless"},
      {"var keyless = false // so far\n", "var keyless = true // so far\n", "keyless"},
      {"param settings object = {\n  keyless: false\n}\n", "param settings object = {\n  keyless: true\n}\n", "settings.keyless"},
      {"var all = {\n  ai: { keyless: false }\n}\nvar mine = all.ai\n", "var all = {\n  ai: { keyless: true }\n}\nvar mine = all.ai\n", "mine.keyless"},
  }));
  const auto rest = std::string("  properties: {\n    disableLocalAuth: ") + at.value + "\n  }\n";
  CHECK(repaired("main.bicep", at.before + account(rest), local_auth) == at.after + account(rest));
}

TEST_CASE("Bicep: a literal that also sets something else, or may not be what is wanted, is left alone") {
  const auto text = GENERATE(as<std::string>(),
                             // Two properties of different names.
                             "param flag bool = false\n" + account("  properties: {\n    disableLocalAuth: flag\n    dynamicThrottlingEnabled: flag\n  }\n"),
                             "@allowed([ false ])\nparam flag bool = false\n" + account("  properties: {\n    disableLocalAuth: flag\n  }\n"));
  CHECK(repaired("main.bicep", text, local_auth) == text);
  const auto acl = account("  properties: {\n    networkAcls: {\n      defaultAction: action\n    }\n  }\n");
  const auto typed = "param action 'Allow' | 'Audit' = 'Allow'\n" + acl;
  CHECK(repaired("main.bicep", typed, {"ai-account-network-acls"}) == typed);
  CHECK(repaired("main.bicep", "param action 'Allow' | 'Deny' = 'Allow'\n" + acl, {"ai-account-network-acls"}) == "param action 'Allow' | 'Deny' = 'Deny'\n" + acl);
}

TEST_CASE("Bicep: what comes from a spread or a function is not written a second time") {
  const auto rest = GENERATE(as<std::string>(), "  properties: {\n    ...{ networkAcls: { bypass: 'AzureServices' } }\n    dynamicThrottlingEnabled: false\n  }\n",
                             "  properties: {\n    dynamicThrottlingEnabled: false\n    networkAcls: union({ bypass: 'AzureServices' }, {})\n  }\n",
                             "  properties: {\n    dynamicThrottlingEnabled: false\n    'network${'Acls'}': { bypass: 'AzureServices' }\n  }\n");
  CHECK(repaired("main.bicep", account(rest), {"ai-account-network-acls"}) == account(rest));
}

TEST_CASE("Bicep: loops, conditions and modules have one text") {
  const std::string tail = "  name: 'contoso${i}'\n  location: 'westeurope'\n  kind: 'OpenAI'\n  properties: {\n    customSubDomainName: 'c${i}'\n";
  const auto loop = "resource ai 'Microsoft.CognitiveServices/accounts@2025-06-01' = [for i in range(0, 3): if (i < 2) {\n" + tail;
  CHECK(repaired("main.bicep", loop + "  }\n}]\n", local_auth) == loop + "    disableLocalAuth: true\n  }\n}]\n");

  const std::string call = "module a 'ai.bicep' = {\n  name: 'a'\n  params: {\n    keyless: false\n  }\n}\nmodule b 'ai.bicep' = {\n  name: 'b'\n  params: {\n    keyless: true\n  }\n}\n";
  const auto module = "param keyless bool\n" + account("  properties: {\n    disableLocalAuth: keyless\n  }\n");
  const auto out = repaired_once({{"main.bicep", call}, {"ai.bicep", module}}, local_auth);
  CHECK(out.at("ai.bicep") == module);
  CHECK(out.at("main.bicep").find("keyless: false") == std::string::npos);

  const auto parameters = repaired_once({{"main.bicep", module}, {"main.bicepparam", "using 'main.bicep'\nparam keyless = false\n"}}, local_auth);
  CHECK(parameters.at("main.bicepparam") == "using 'main.bicep'\nparam keyless = true\n");
  CHECK(parameters.at("main.bicep") == module);
}

TEST_CASE("Bicep: line ends of the file are kept") {
  const auto crlf = [](std::string text) {
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\r\n");
    return text;
  };
  const auto with = [&](const std::string& more) { return crlf(account("  properties: {\n    customSubDomainName: 'c' // why\n" + more + "  }\n")); };
  CHECK(repaired("main.bicep", with(""), local_auth) == with("    disableLocalAuth: true\n"));
  CHECK(repaired("main.bicep", crlf(account("")), local_auth) == crlf(account("  properties: {\n    disableLocalAuth: true\n  }\n")));
}

TEST_CASE("ARM: a member is added with its comma") {
  struct Case {
    const char *before, *after;
  };
  const auto at = GENERATE(values<Case>({
      {",\n      \"properties\": {\n        \"customSubDomainName\": \"c\"\n      }",
       ",\n      \"properties\": {\n        \"customSubDomainName\": \"c\",\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": {\n        \"customSubDomainName\": \"c\" // why\n      }",
       ",\n      \"properties\": {\n        \"customSubDomainName\": \"c\", // why\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": { \"customSubDomainName\": \"c\" }", ",\n      \"properties\": { \"customSubDomainName\": \"c\", \"disableLocalAuth\": true }"},
      {",\n      \"properties\": {}", ",\n      \"properties\": {\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": {\n        // nothing yet\n      }", ",\n      \"properties\": {\n        // nothing yet\n        \"disableLocalAuth\": true\n      }"},
      {"", ",\n      \"properties\": {\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": {\n        \"disableLocalAuth\": null\n      }", ",\n      \"properties\": {\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": {\n        \"disableLocalAuth\": \"false\"\n      }", ",\n      \"properties\": {\n        \"disableLocalAuth\": true\n      }"},
      {",\n      \"properties\": \"[union(createObject(), createObject())]\"", ",\n      \"properties\": \"[union(createObject(), createObject())]\""},
      {",\n      \"properties\": {\n        \"disableLocalAuth\": \"[if(true(), false(), true())]\"\n      }",
       ",\n      \"properties\": {\n        \"disableLocalAuth\": \"[if(true(), false(), true())]\"\n      }"},
  }));
  CHECK(repaired("main.json", template_of(at.before), local_auth) == template_of(at.after));
}

TEST_CASE("ARM: parameters and variables that hand a literal on") {
  const auto with = [](const std::string& declared, const std::string& value) {
    auto text = template_of(",\n      \"properties\": { \"disableLocalAuth\": \"" + value + "\" }");
    return text.insert(text.find("  \"resources\""), declared);
  };
  const auto parameter = [&](const std::string& literal) { return with("  \"parameters\": { \"keyless\": { \"type\": \"bool\", \"defaultValue\": " + literal + " } },\n", "[parameters('keyless')]"); };
  CHECK(repaired("main.json", parameter("false"), local_auth) == parameter("true"));
  const auto variable = [&](const std::string& literal) { return with("  \"variables\": { \"s\": { \"k\": " + literal + " } },\n", "[variables('s').k]"); };
  CHECK(repaired("main.json", variable("false"), local_auth) == variable("true"));
  const auto computed = with("  \"parameters\": { \"keyless\": { \"type\": \"bool\", \"defaultValue\": true } },\n", "[not(parameters('keyless'))]");
  CHECK(repaired("main.json", computed, local_auth) == computed);

  const auto given = [](const std::string& literal) {
    return "{ \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\", \"contentVersion\": \"1.0.0.0\", \"parameters\": { \"keyless\": { \"value\": " + literal + " } } }";
  };
  const auto out = repaired_once({{"main.json", parameter("true")}, {"main.parameters.json", given("false")}}, local_auth);
  CHECK(out.at("main.parameters.json") == given("true"));
  CHECK(out.at("main.json") == parameter("true"));
}

TEST_CASE("Terraform: an attribute is added in the row of its neighbours, and as the provider says it") {
  struct Case {
    const char *before, *after;
  };
  const auto at = GENERATE(values<Case>({
      {"", "  local_auth_enabled  = false\n"},
      {"\n  identity {\n    type = \"SystemAssigned\"\n  }\n", "  local_auth_enabled  = false\n\n  identity {\n    type = \"SystemAssigned\"\n  }\n"},
      {"  local_auth_enabled = true # keys\n", "  local_auth_enabled = false # keys\n"},
      {"  local_auth_enabled = null\n", "  local_auth_enabled = false\n"},
      {"  tags = {\n    a = \"b\"\n  }\n", "  tags = {\n    a = \"b\"\n  }\n\n  local_auth_enabled = false\n"},
      {"\n  depends_on = [azurerm_resource_group.rg]\n", "  local_auth_enabled  = false\n\n  depends_on = [azurerm_resource_group.rg]\n"},
      {"  fqdns = [\n    \"a\",\n  ] // hosts\n", "  fqdns = [\n    \"a\",\n  ] // hosts\n\n  local_auth_enabled = false\n"},
      {"  local_auth_enabled = !false\n", "  local_auth_enabled = !false\n"},
      {"  local_auth_enabled = true ? true : false\n", "  local_auth_enabled = true ? true : false\n"},
  }));
  CHECK(repaired("main.tf", block(at.before), local_auth) == block(at.after));
}

TEST_CASE("Terraform: variables, their files, modules and what is not to be changed") {
  const auto use = block("  local_auth_enabled  = var.keys\n");
  const auto variable = [](const std::string& literal, const std::string& more = "") { return "variable \"keys\" {\n  type    = bool\n  default = " + literal + "\n" + more + "}\n"; };
  CHECK(repaired_once({{"main.tf", use}, {"variables.tf", variable("true")}}, local_auth).at("variables.tf") == variable("false"));
  const auto given = repaired_once({{"main.tf", use}, {"variables.tf", variable("false")}, {"terraform.tfvars", "keys = true # yet\n"}}, local_auth);
  CHECK(given.at("terraform.tfvars") == "keys = false # yet\n");
  CHECK(given.at("variables.tf") == variable("false"));
  const std::string validation = "  validation {\n    condition     = var.keys == true\n    error_message = \"needed\"\n  }\n";
  CHECK(repaired_once({{"main.tf", use}, {"variables.tf", variable("true", validation)}}, local_auth).at("variables.tf") == variable("true", validation));
  const auto local = "locals {\n  keys = true\n}\n" + block("  local_auth_enabled  = local.keys\n");
  CHECK(repaired("main.tf", local, local_auth).starts_with("locals {\n  keys = false\n}\n"));

  const auto module = repaired_once({{"main.tf", "module \"ai\" {\n  source = \"./ai\"\n  keys   = true\n}\n"}, {"ai/main.tf", use + "variable \"keys\" {}\n"}}, local_auth);
  CHECK(module.at("main.tf") == "module \"ai\" {\n  source = \"./ai\"\n  keys   = false\n}\n");

  const Files installed{{"main.tf", "module \"ai\" {\n  source  = \"acme/ai/azurerm\"\n  version = \"1.0.0\"\n}\n"},
                        {".terraform/modules/modules.json", R"({"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"ai","Source":"registry.terraform.io/acme/ai/azurerm","Version":"1.0.0","Dir":".terraform/modules/ai"}]})"},
                        {".terraform/modules/ai/main.tf", block("  local_auth_enabled = true\n")}};
  std::size_t fixed = 1;
  CHECK(repaired_once(installed, local_auth, &fixed) == installed);
  CHECK(fixed == 0);

  const auto loop = "locals {\n  all = {\n    a = { keys = true }\n    b = { keys = false }\n  }\n}\n" + block("  for_each            = local.all\n  local_auth_enabled  = each.value.keys\n");
  CHECK(repaired("main.tf", loop, local_auth).find("a = { keys = false }") != std::string::npos);

  const Files overridden{{"main.tf", block("")}, {"main_override.tf", "resource \"azurerm_cognitive_account\" \"ai\" {\n  kind = \"AIServices\"\n}\n"}};
  CHECK(repaired_once(overridden, local_auth) == overridden);
  const auto dynamic = block("  dynamic \"network_acls\" {\n    for_each = []\n    content {\n      default_action = \"Deny\"\n    }\n  }\n");
  CHECK(repaired("main.tf", dynamic, {"ai-account-network-acls"}) == dynamic);
}

TEST_CASE("Terraform: blocks are used where there is one, made where the provider takes them alone, opened where they are too short") {
  const std::vector<std::string> rule = {"ai-account-network-acls"};
  CHECK(repaired("main.tf", block(""), rule) == block("\n  network_acls {\n    default_action = \"Deny\"\n  }\n"));
  CHECK(repaired("main.tf", block("  network_acls {\n    default_action = \"Allow\"\n  }\n"), rule) == block("  network_acls {\n    default_action = \"Deny\"\n  }\n"));
  const std::string app = "resource \"azurerm_linux_web_app\" \"app\" {\n  name = \"a\"\n  location = \"w\"\n  resource_group_name = \"r\"\n  service_plan_id = \"p\"\n";
  CHECK(repaired("main.tf", app + "  site_config { minimum_tls_version = \"1.0\" }\n}\n", {"web-app-min-tls"}) == app + "  site_config { minimum_tls_version = \"1.2\" }\n}\n");
  const std::string subnet = "  virtual_network_subnet_id = \"/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/n\"\n";
  CHECK(repaired("main.tf", app + subnet + "  site_config { always_on = true }\n}\n", {"web-app-vnet-route-all"}) ==
        app + subnet + "  site_config {\n    always_on = true\n    vnet_route_all_enabled = true\n  }\n}\n");
  CHECK(repaired("main.tf", app + subnet + "  site_config {}\n}\n", {"web-app-vnet-route-all"}) == app + subnet + "  site_config {\n    vnet_route_all_enabled = true\n  }\n}\n");
}

TEST_CASE("Terraform: only an attribute that every allowed major has") {
  const std::string vault = "resource \"azurerm_key_vault\" \"kv\" {\n  name                = \"kv\"\n  location            = \"w\"\n  resource_group_name = \"r\"\n  tenant_id           = \"t\"\n  sku_name            = \"standard\"\n}\n";
  const auto with = [&](const std::string& version) { return "terraform {\n  required_providers {\n    azurerm = {\n      source  = \"hashicorp/azurerm\"\n      version = \"" + version + "\"\n    }\n  }\n}\n" + vault; };
  CHECK(repaired("main.tf", with("~> 3.100"), {"key-vault-rbac"}).find("  enable_rbac_authorization = true\n") != std::string::npos);
  CHECK(repaired("main.tf", with("~> 4.20"), {"key-vault-rbac"}).find("  rbac_authorization_enabled = true\n") != std::string::npos);
  CHECK(repaired("main.tf", with(">= 3.0"), {"key-vault-rbac"}) == with(">= 3.0"));
}

TEST_CASE("Terraform: azapi, with a body that is an object and one that is encoded") {
  const std::string head = "resource \"azapi_resource\" \"ai\" {\n  type      = \"Microsoft.CognitiveServices/accounts@2025-06-01\"\n  name      = \"contoso\"\n  parent_id = \"/subscriptions/s/resourceGroups/r\"\n  location  = \"westeurope\"\n";
  struct Case {
    const char *before, *after;
  };
  const auto at = GENERATE(values<Case>({
      {"  body = {\n    kind = \"OpenAI\"\n    properties = {\n      customSubDomainName = \"c\"\n    }\n  }\n",
       "  body = {\n    kind = \"OpenAI\"\n    properties = {\n      customSubDomainName = \"c\"\n      disableLocalAuth    = true\n    }\n  }\n"},
      {"  body = jsonencode({\n    properties = {\n      disableLocalAuth = false\n    }\n  })\n", "  body = jsonencode({\n    properties = {\n      disableLocalAuth = true\n    }\n  })\n"},
      {"  body = jsonencode({\n    properties = {}\n  })\n", "  body = jsonencode({\n    properties = {\n      disableLocalAuth = true\n    }\n  })\n"},
      {"  body = { kind = \"OpenAI\" }\n", "  body = { kind = \"OpenAI\", properties = { disableLocalAuth = true } }\n"},
      {"  body = { (join(\"\", [\"kind\"])) = \"OpenAI\" }\n", "  body = { (join(\"\", [\"kind\"])) = \"OpenAI\" }\n"},
      {"  body = { properties = merge({ a = 1 }, {}) }\n", "  body = { properties = merge({ a = 1 }, {}) }\n"},
  }));
  CHECK(repaired("main.tf", head + at.before + "}\n", local_auth) == head + at.after + "}\n");
  CHECK(repaired("main.tf", head + "  body = { properties = {} }\n}\n", {"ai-account-managed-identity"}) ==
        head + "  body = { properties = {} }\n\n  identity {\n    type = \"SystemAssigned\"\n  }\n}\n");
}

TEST_CASE("several repairs of one file are made together, or one after the other") {
  SECTION("behind the same property") {
    std::size_t fixed = 0;
    const auto out = repaired_once({{"main.bicep", account("  properties: {\n    customSubDomainName: 'c'\n  }\n")}}, both, &fixed);
    CHECK(fixed == 2);
    CHECK(out.at("main.bicep") == account("  properties: {\n    customSubDomainName: 'c'\n    disableLocalAuth: true\n    restrictOutboundNetworkAccess: true\n  }\n"));
  }
  SECTION("in an object that the first has to make") {
    for (const auto* name : {"main.bicep", "main.json"}) {
      const bool bicep = std::string(name) == "main.bicep";
      Files files{{name, bicep ? account("") : template_of("")}};
      std::size_t fixed = 0;
      files = repaired_once(files, both, &fixed);
      CHECK(fixed == 1);
      files = repaired_once(files, both, &fixed);
      CHECK(fixed == 1);
      CHECK(files.at(name) == (bicep ? account("  properties: {\n    disableLocalAuth: true\n    restrictOutboundNetworkAccess: true\n  }\n")
                                     : template_of(",\n      \"properties\": {\n        \"disableLocalAuth\": true,\n        \"restrictOutboundNetworkAccess\": true\n      }")));
      static_cast<void>(repaired_once(files, both, &fixed));
      CHECK(fixed == 0);
    }
  }
  SECTION("two resources, one file") {
    auto two = account("") + account("");
    two.replace(two.rfind("resource ai"), 11, "resource b_");
    two.replace(two.rfind("'contoso'"), 9, "'fabrikam'");
    std::size_t fixed = 0;
    CHECK(repaired_once({{"main.bicep", two}}, local_auth, &fixed).at("main.bicep").size() == two.size() + 2 * std::string("  properties: {\n    disableLocalAuth: true\n  }\n").size());
    CHECK(fixed == 2);
  }
}

TEST_CASE("repairs that contradict each other are not offered") {
  SourceManager sources;
  const auto file = sources.add("main.tf", "x = true\n");
  const auto finding = [&](std::uint32_t begin, std::uint32_t end, const std::string& text) {
    Finding out;
    out.repair = Repair{"", {{{file, begin, end}, text}}};
    return out;
  };
  std::vector<Finding> findings{finding(4, 8, "false"), finding(4, 8, "null"), finding(0, 1, "y"), finding(0, 1, "y")};
  drop_contradictions(findings, sources);
  CHECK_FALSE(findings[0].repair);
  CHECK_FALSE(findings[1].repair);
  CHECK(findings[2].repair);
  const auto chosen = choose_repairs(findings);
  CHECK(chosen.findings == 2);  // one edit, two findings
  CHECK(chosen.edits.at(file).size() == 1);
  findings[3].suppression.emplace();
  CHECK(choose_repairs(findings).findings == 1);
}

}  // namespace pillarlint
