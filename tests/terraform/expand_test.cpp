// Modules to graphs: names, instances, modules, versions, data sources, patches.
#include <catch2/catch.hpp>

#include "support/terraform.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {
const std::string group = R"(
resource "azurerm_resource_group" "rg" {
  name     = "rg1"
  location = "westeurope"
}
)";
const std::string account = R"(
resource "azurerm_cognitive_account" "ai" {
  name                = "ai"
  location            = azurerm_resource_group.rg.location
  resource_group_name = azurerm_resource_group.rg.name
  kind                = "OpenAI"
  sku_name            = "S0"
}
)";
std::string id_of(const Expanded& t, const Resource& resource) {
  return t.expansion.symbols->print(resource.id_symbol);
}
bool linked(const Expanded& t, const Resource& from, const Resource& to, Edge::Kind kind) {
  for (const auto& edge : t.graph().edges()) {
    if (edge.kind == kind && &t.graph().at(edge.from) == &from && &t.graph().at(edge.to) == &to) return true;
  }
  return false;
}
}  // namespace

TEST_CASE("An account stands in its group, with the provider's defaults", "[terraform]") {
  const auto t = expand_terraform(group + account);
  const auto& ai = t.one("accounts");
  CHECK(t.at(ai, "kind") == "'OpenAI'");
  CHECK(t.at(ai, "sku.name") == "'S0'");
  CHECK(t.at(ai, "location") == "'westeurope'");
  CHECK(t.at(ai, "properties.publicNetworkAccess") == "'Enabled'");  // the provider's default is true
  CHECK(t.at(ai, "properties.disableLocalAuth") == "false");         // local_auth_enabled is true by default
  CHECK(t.value(ai, "properties.disableLocalAuth").journey()->step == Origin::Step::provider_default);
  CHECK(t.text(t.value(ai, "location").span()) == "\"westeurope\"");
  CHECK(id_of(t, ai).find("/resourcegroups/rg1/providers/microsoft.cognitiveservices/accounts/ai") != std::string::npos);
  CHECK(linked(t, ai, t.one("resourceGroups"), Edge::Kind::depends_on));
  CHECK(ai.address == "azurerm_cognitive_account.ai");
  CHECK(t.codes().empty());
}

TEST_CASE("A deployment is a child of the account whose id it names", "[terraform]") {
  const auto t = expand_terraform(group + account + R"(
resource "azurerm_cognitive_deployment" "gpt" {
  name                 = "gpt"
  cognitive_account_id = azurerm_cognitive_account.ai.id
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-11-20"
  }
  sku {
    name     = "Standard"
    capacity = 10
  }
})");
  const auto& gpt = t.one("deployments");
  CHECK(gpt.name.text_or_empty() == "ai/gpt");
  CHECK(t.at(gpt, "properties.model.name") == "'gpt-4o'");
  CHECK(t.at(gpt, "sku.capacity") == "10");
  CHECK(linked(t, gpt, t.one("accounts"), Edge::Kind::parent));
}

TEST_CASE("Variables: defaults, files, what is not given", "[terraform]") {
  const std::string main = R"(
variable "a" {
  type    = string
  default = "d"
}
variable "b" { type = string }
variable "c" {
  type      = string
  sensitive = true
}
variable "n" {
  type    = number
  default = "3"
}
output "x" { value = [var.a, var.b, var.n] }
output "y" { value = var.c }
)";
  CHECK(expand_terraform(main).output("x") == "['d', ‹variable b: no value is given›, 3]");
  CHECK(expand_terraform(main).output("y") == "‹secret›");
  CHECK(expand_terraform(main, {{"terraform.tfvars", "a = \"t\"\nb = \"t\"\n"}, {"z.auto.tfvars", "b = \"z\"\n"}}).output("x") == "['t', 'z', 3]");
  DeploymentRequest with;
  with.parameter_file = "/project/prod.tfvars";
  CHECK(expand_terraform(main, {{"terraform.tfvars", "b = \"t\""}, {"prod.tfvars", "b = \"p\""}}, with).output("x") == "['d', 'p', 3]");
  DeploymentRequest nothing;
  nothing.parameters_unknown = true;
  CHECK(expand_terraform(main, {}, nothing).output("x") == "[‹variable a: no value is given›, ‹variable b: no value is given›, ‹variable n: no value is given›]");
  const auto odd = expand_terraform(main, {{"terraform.tfvars", "bb = 1"}});
  CHECK(odd.codes() == "variable-not-used-by-module");
}

TEST_CASE("Variables of the environment, and the workspace", "[terraform]") {
  const std::string main = "variable \"a\" { default = 1 }\nvariable \"l\" {}\noutput \"x\" { value = [var.a, var.l, terraform.workspace] }\n";
  DeploymentRequest with;
  with.environment = {{"a", "env"}, {"l", "[1, 2]"}, {"other", "x"}};
  with.workspace = "prod";
  CHECK(expand_terraform(main, {}, with).output("x") == "['env', [1, 2], 'prod']");
  CHECK(expand_terraform(main, {{"terraform.tfvars", "a = \"file\""}}, with).output("x") == "['file', [1, 2], 'prod']");
  CHECK(expand_terraform(main).output("x").find("terraform.workspace") != std::string::npos);
}

TEST_CASE("A value in a variable file is where people edit", "[terraform]") {
  const auto t = expand_terraform("variable \"b\" {}\noutput \"x\" { value = var.b }", {{"terraform.tfvars", "b = \"t\"\n"}});
  const Resource* output = nullptr;
  for (const auto& one : t.graph().resources()) output = &one;
  const auto value = output->body.get("value");
  CHECK(t.text(value.span()) == "\"t\"");
  CHECK(value.journey()->step == Origin::Step::parameter);
  CHECK(value.journey()->before->step == Origin::Step::parameter_file);
}

TEST_CASE("Object types fill in what is optional", "[terraform]") {
  const std::string type = "variable \"v\" {\n  type = object({ a = string, b = optional(string, \"d\"), c = optional(number) })\n";
  CHECK(terraform_output(type + "  default = { a = \"x\" }\n}\noutput \"x\" { value = var.v }") == "{a: 'x', b: 'd', c: null}");
  CHECK(terraform_output(type + "  default = { a = 1, b = \"y\", c = \"2\" }\n}\noutput \"x\" { value = var.v }") == "{a: '1', b: 'y', c: 2}");
  CHECK(terraform_output("variable \"m\" {\n  type = map(object({ n = optional(bool, true) }))\n  default = { k = {} }\n}\n"
                         "output \"x\" { value = var.m[\"k\"].n }") == "true");
}

TEST_CASE("A validation that lists values says what an unknown can be", "[terraform]") {
  const auto t = expand_terraform(R"(
variable "sku" {
  validation {
    condition     = contains(["basic", "standard"], var.sku)
    error_message = "no"
  }
}
output "x" { value = var.sku == "free" }
output "y" { value = var.sku == "basic" ? 1 : 2 }
)");
  CHECK(t.output("x") == "false");
  CHECK(t.output("y") == "1 | 2");
}

TEST_CASE("count and for_each make instances", "[terraform]") {
  const auto t = expand_terraform(group + R"(
variable "many" {
  default = { a = "x", b = "y" }
}
resource "azurerm_user_assigned_identity" "c" {
  count               = 2
  name                = "c${count.index}"
  location            = "x"
  resource_group_name = azurerm_resource_group.rg.name
}
resource "azurerm_user_assigned_identity" "e" {
  for_each            = var.many
  name                = "${each.key}-${each.value}"
  location            = "x"
  resource_group_name = azurerm_resource_group.rg.name
}
resource "azurerm_user_assigned_identity" "none" {
  count               = 0
  name                = "never"
  location            = "x"
  resource_group_name = "rg"
}
output "x" { value = [azurerm_user_assigned_identity.c[1].name, azurerm_user_assigned_identity.e["b"].name, length(azurerm_user_assigned_identity.none)] }
output "y" { value = azurerm_user_assigned_identity.c[*].name }
)");
  CHECK(addresses(t) == "azurerm_resource_group.rg\nazurerm_user_assigned_identity.c[0]\nazurerm_user_assigned_identity.c[1]\n"
                        "azurerm_user_assigned_identity.e[\"a\"]\nazurerm_user_assigned_identity.e[\"b\"]");
  CHECK(t.output("x") == "['c1', 'b-y', 0]");
  CHECK(t.output("y") == "['c0', 'c1']");
  CHECK(t.codes().empty());
}

TEST_CASE("A count that depends on a condition makes a conditional resource", "[terraform]") {
  const auto t = expand_terraform(R"(
variable "on" { type = bool }
resource "azurerm_user_assigned_identity" "u" {
  count               = var.on ? 1 : 0
  name                = "u"
  location            = "x"
  resource_group_name = "rg"
}
resource "azurerm_user_assigned_identity" "w" {
  count               = var.on ? 1 : 0
  name                = azurerm_user_assigned_identity.u[0].name
  location            = var.on ? "there" : "never"
  resource_group_name = "rg"
}
output "x" { value = var.on ? azurerm_user_assigned_identity.u[0].name : "none" }
)");
  for (const auto* one : t.all("userAssignedIdentities")) CHECK(one->deployed() == Truth::unknown);
  const auto all = t.all("userAssignedIdentities");
  REQUIRE(all.size() == 2);
  CHECK(t.at(*all[1], "location") == "'there'");  // it is only there if the condition holds
  CHECK(t.output("x") == "'u' | 'none'");
  CHECK(t.codes().empty());
}

TEST_CASE("A for_each over something unknown is one instance that stands for all", "[terraform]") {
  const auto t = expand_terraform(R"(
variable "names" { type = set(string) }
resource "azurerm_user_assigned_identity" "u" {
  for_each            = var.names
  name                = each.key
  location            = "x"
  resource_group_name = "rg"
}
)");
  const auto& one = t.one("userAssignedIdentities");
  CHECK(one.loop.symbolic);
  CHECK(one.address == "azurerm_user_assigned_identity.u[*]");
  CHECK(!one.name.known());
}

TEST_CASE("Loops over the same meet, also where it is not known how long they are", "[terraform]") {
  const auto t = expand_terraform(R"(
variable "names" { type = set(string) }
variable "many" { type = list(string) }
resource "azurerm_search_service" "e" {
  for_each            = var.names
  name                = each.key
  location            = "x"
  resource_group_name = "rg"
  sku                 = "standard"
}
resource "azurerm_management_lock" "e" {
  for_each   = var.names
  name       = "keep"
  scope      = azurerm_search_service.e[each.key].id
  lock_level = "ReadOnly"
}
resource "azurerm_management_lock" "of" {
  for_each   = azurerm_search_service.e
  name       = "also"
  scope      = azurerm_search_service.e[each.key].id
  lock_level = "ReadOnly"
}
resource "azurerm_key_vault" "c" {
  count               = length(var.many)
  name                = var.many[count.index]
  location            = "x"
  resource_group_name = "rg"
  tenant_id           = "t"
  sku_name            = "standard"
}
resource "azurerm_management_lock" "c" {
  count      = length(var.many)
  name       = "keep"
  scope      = azurerm_key_vault.c[count.index].id
  lock_level = "ReadOnly"
}
)");
  const auto locks = t.all("locks");
  REQUIRE(locks.size() == 3);
  CHECK(linked(t, *locks[0], t.one("searchServices"), Edge::Kind::scope));
  CHECK(linked(t, *locks[1], t.one("searchServices"), Edge::Kind::scope));
  CHECK(linked(t, *locks[2], t.one("vaults"), Edge::Kind::scope));
}

TEST_CASE("Dynamic blocks are written out", "[terraform]") {
  const std::string account_with = R"(
variable "ips" {}
variable "open" { type = bool }
resource "azurerm_cognitive_account" "ai" {
  name                = "ai"
  location            = "x"
  resource_group_name = "rg"
  kind                = "OpenAI"
  sku_name            = "S0"
  dynamic "network_acls" {
    for_each = FOR
    iterator = acl
    content {
      default_action = acl.value
    }
  }
})";
  const auto with = [&](const std::string& over) {
    auto text = account_with;
    text.replace(text.find("FOR"), 3, over);
    return expand_terraform(text);
  };
  const auto given = with("[\"Deny\"]");
  CHECK(given.at(given.one("accounts"), "properties.networkAcls.defaultAction") == "'Deny'");
  const auto none = with("[]");
  CHECK(none.at(none.one("accounts"), "properties.networkAcls.defaultAction") == "'Allow'");  // Azure's default
  const auto maybe = with("var.open ? [\"Deny\"] : []");
  const auto acls = maybe.value(maybe.one("accounts"), "properties.networkAcls");
  REQUIRE(acls.why().alternatives.size() == 2);
  CHECK(acls.why().alternatives[0].value.get("defaultAction").text_or_empty() == "Deny");
  const auto unknown = with("var.ips");
  CHECK(!unknown.value(unknown.one("accounts"), "properties.networkAcls").known());
}

TEST_CASE("The key of an element of a set is the element, of a list its index", "[terraform]") {
  const auto domain = [](const std::string& over) {
    const auto t = expand_terraform(R"(
variable "names" {
  type    = set(string)
  default = ["b"]
}
locals { chosen = toset(var.names) }
resource "azurerm_cognitive_account" "ai" {
  name                = "ai"
  location            = "x"
  resource_group_name = "rg"
  kind                = "OpenAI"
  sku_name            = "S0"
  dynamic "storage" {
    for_each = )" + over + R"(
    content {
      storage_account_id = storage.key
    }
  }
})");
    const auto storage = t.value(t.one("accounts"), "properties.userOwnedStorage");
    REQUIRE(storage.items().size() == 1);
    const auto id = storage.items()[0].get("resourceId");
    return id.is_integer() ? std::to_string(id.integer()) : "'" + std::string(id.text_or_empty()) + "'";
  };
  CHECK(domain("toset([\"b\"])") == "'b'");
  CHECK(domain("var.names") == "'b'");
  CHECK(domain("local.chosen") == "'b'");
  CHECK(domain("{ b = 1 }") == "'b'");
  CHECK(domain("[\"b\"]") == "0");
  CHECK(domain("tolist(var.names)") == "0");
}

TEST_CASE("Modules take arguments and give outputs; only what is asked for is computed", "[terraform]") {
  const std::map<std::string, std::string> modules{{"modules/id/main.tf", R"(
variable "name" { type = string }
variable "group" { default = "rg" }
resource "azurerm_user_assigned_identity" "this" {
  name                = var.name
  location            = "x"
  resource_group_name = var.group
}
output "id" { value = azurerm_user_assigned_identity.this.id }
output "name" { value = var.name }
output "folder" { value = path.module }
)"}};
  const auto t = expand_terraform(R"(
module "a" {
  source = "./modules/id"
  name   = "a-${module.b["k"].name}"
}
module "b" {
  source   = "./modules/id"
  for_each = toset(["k"])
  name     = each.key
  group    = module.a.folder
}
output "x" { value = [module.a.name, module.b["k"].name, module.a.folder] }
)", modules);
  // a needs an output of b, and b another one of a: no circle.
  CHECK(t.output("x") == "['a-k', 'k', 'modules/id']");
  CHECK(addresses(t) == "module.a.azurerm_user_assigned_identity.this\nmodule.b[\"k\"].azurerm_user_assigned_identity.this");
  CHECK(t.codes().empty());
  CHECK(t.all("userAssignedIdentities")[0]->called_from.size() == 1);
  CHECK(t.all("userAssignedIdentities")[0]->declared_address == "azurerm_user_assigned_identity.this");
}

TEST_CASE("path.module is the way from the root", "[terraform]") {
  const auto in = [](const std::string& source, const std::string& folder) {
    return terraform_output("module \"m\" { source = \"" + source + "\" }\noutput \"x\" { value = module.m.p }",
                            {{folder + "/main.tf", "output \"p\" { value = path.module }"}});
  };
  CHECK(in("./a/b", "a/b") == "'a/b'");
  CHECK(terraform_output("output \"x\" { value = path.module }") == "'.'");
}

TEST_CASE("Bytes of files", "[terraform]") {
  CHECK(terraform_output("output \"x\" { value = filebase64(\"b.bin\") }", {{"b.bin", "\xff\xfe\x80" "abc"}}) == "'//6AYWJj'");
}

TEST_CASE("A module that is not on disk is told once, and leaves the world open", "[terraform]") {
  const auto t = expand_terraform(R"(
module "m" {
  source  = "Azure/avm-res-storage/azurerm"
  version = "~> 0.1"
}
output "x" { value = module.m.id }
)");
  CHECK(t.codes() == "module-not-found");
  CHECK(t.graph().open_reasons().size() == 1);
  CHECK(t.output("x").find("module.m.id") != std::string::npos);
}

TEST_CASE("Modules of registries: where terraform init puts them, and in caches", "[terraform]") {
  const std::string main = R"(
module "m" {
  source  = "Azure/x/azurerm"
  version = "~> 1.2"
}
output "x" { value = module.m.v }
)";
  const auto version = [](const std::string& v) { return "output \"v\" { value = \"" + v + "\" }"; };
  CHECK(terraform_output(main, {{".terraform/modules/modules.json", R"({"Modules":[{"Key":"","Dir":"."},{"Key":"m","Dir":".terraform/modules/m"}]})"},
                                {".terraform/modules/m/main.tf", version("init")}}) == "'init'");
  CHECK(terraform_output(main, {{"/cache/Azure/x/azurerm/1.2.0/main.tf", version("1.2.0")},
                                {"/cache/Azure/x/azurerm/1.9.1/main.tf", version("1.9.1")},
                                {"/cache/Azure/x/azurerm/2.0.0/main.tf", version("2.0.0")}}) == "'1.9.1'");
}

TEST_CASE("Hostile modules end", "[terraform]") {
  CHECK(expand_terraform("module \"m\" { source = \"./\" }").codes().find("nesting-of-deployments") != std::string::npos);
  CHECK(terraform_output("locals {\n  a = local.b\n  b = local.a\n}\noutput \"x\" { value = local.a }").find("circular") != std::string::npos);
  CHECK(terraform_output("resource \"azurerm_resource_group\" \"a\" {\n  name = azurerm_resource_group.a.name\n  location = \"x\"\n}\n"
                         "output \"x\" { value = 1 }").find("circular") != std::string::npos);
  const auto many = expand_terraform("resource \"azurerm_resource_group\" \"a\" {\n  count = 1000000000\n  name = \"x\"\n  location = \"x\"\n}");
  CHECK(many.codes().find("copy-limit") != std::string::npos);
  CHECK(terraform_output("output \"x\" { value = templatefile(\"/etc/passwd\", {}) }").find("load-failed") != std::string::npos);
}

TEST_CASE("Defaults of the majors that a constraint allows", "[terraform]") {
  const auto with = [](const std::string& version) {
    const auto t = expand_terraform((version.empty() ? "" : "terraform {\n  required_providers {\n    azurerm = {\n      source = \"hashicorp/azurerm\"\n      version = \"" +
                                     version + "\"\n    }\n  }\n}\n") + R"(
resource "azurerm_storage_account" "s" {
  name                     = "s"
  location                 = "x"
  resource_group_name      = "rg"
  account_tier             = "Standard"
  account_replication_type = "LRS"
})");
    return t.at(t.one("storageAccounts"), "properties.allowBlobPublicAccess");
  };
  CHECK(with("~> 4.0") == "true");
  CHECK(with(">= 5.0, < 6.0") == "false");
  CHECK(with("") != "true");   // all majors: it is not known
  CHECK(with("") != "false");
  CHECK(with("= 3.117.1") == "true");
}

TEST_CASE("A lock file says which version it is", "[terraform]") {
  const auto t = expand_terraform(R"(
resource "azurerm_storage_account" "s" {
  name                     = "s"
  location                 = "x"
  resource_group_name      = "rg"
  account_tier             = "Standard"
  account_replication_type = "LRS"
})", {{".terraform.lock.hcl", "provider \"registry.terraform.io/hashicorp/azurerm\" {\n  version = \"5.1.0\"\n}"}});
  CHECK(t.at(t.one("storageAccounts"), "properties.allowBlobPublicAccess") == "false");
}

TEST_CASE("Resources that say more of another are merged into it", "[terraform]") {
  const auto t = expand_terraform(group + R"(
resource "azurerm_storage_account" "s" {
  name                     = "s"
  location                 = "x"
  resource_group_name      = azurerm_resource_group.rg.name
  account_tier             = "Standard"
  account_replication_type = "LRS"
}
resource "azurerm_storage_account_network_rules" "r" {
  storage_account_id = azurerm_storage_account.s.id
  default_action     = "Deny"
}
resource "azapi_update_resource" "u" {
  type        = "Microsoft.Storage/storageAccounts@2023-01-01"
  resource_id = azurerm_storage_account.s.id
  body = { properties = { allowSharedKeyAccess = false } }
}
)");
  const auto& s = t.one("storageAccounts");
  CHECK(t.at(s, "properties.networkAcls.defaultAction") == "'Deny'");
  CHECK(t.at(s, "properties.allowSharedKeyAccess") == "false");
  CHECK(t.at(s, "sku.name") == "'Standard_LRS'");
}

TEST_CASE("azapi resources are ARM already", "[terraform]") {
  const auto t = expand_terraform(group + R"(
variable "key" {}
resource "azapi_resource" "ai" {
  type      = "Microsoft.CognitiveServices/accounts@2025-06-01"
  name      = "ai"
  parent_id = azurerm_resource_group.rg.id
  location  = "westeurope"
  identity { type = "SystemAssigned" }
  body = jsonencode({ kind = "AIServices", properties = { disableLocalAuth = true, customSubDomainName = var.key } })
}
resource "azapi_resource" "project" {
  type      = "Microsoft.CognitiveServices/accounts/projects@2025-06-01"
  name      = "p"
  parent_id = azapi_resource.ai.id
  body      = { properties = {} }
}
output "x" { value = azapi_resource.ai.identity[0].principal_id }
)");
  const auto& ai = t.one("accounts");
  CHECK(ai.api_version == "2025-06-01");
  CHECK(t.at(ai, "properties.disableLocalAuth") == "true");
  CHECK(t.at(ai, "properties.customSubDomainName") == "‹variable key: no value is given›");
  CHECK(t.at(ai, "identity.type") == "'SystemAssigned'");
  CHECK(id_of(t, ai).find("/resourcegroups/rg1/providers/microsoft.cognitiveservices/accounts/ai") != std::string::npos);
  CHECK(t.one("projects").name.text_or_empty() == "ai/p");
  CHECK(linked(t, t.one("projects"), ai, Edge::Kind::parent));
  CHECK(t.codes().empty());
}

TEST_CASE("Data sources are existing resources", "[terraform]") {
  const auto t = expand_terraform(R"(
data "azurerm_key_vault" "kv" {
  name                = "kv"
  resource_group_name = "rg"
}
data "azurerm_client_config" "me" {}
resource "azurerm_role_assignment" "r" {
  scope                = data.azurerm_key_vault.kv.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = data.azurerm_client_config.me.object_id
}
)");
  const Resource* vault = nullptr;
  for (const auto& one : t.graph().resources()) {
    if (one.type.last() == "vaults") vault = &one;
  }
  REQUIRE(vault != nullptr);
  CHECK(vault->standing == Resource::Standing::existing);
  const auto& role = t.one("roleAssignments");
  CHECK(t.at(role, "properties.roleDefinitionId").find("4633458b-17de-408a-b874-0445c86b69e6") != std::string::npos);
  CHECK(linked(t, role, *vault, Edge::Kind::scope));
}

TEST_CASE("Overriding files win", "[terraform]") {
  const auto t = expand_terraform(group, {{"rg_override.tf", "resource \"azurerm_resource_group\" \"rg\" {\n  location = \"north\"\n}"}});
  CHECK(t.at(t.one("resourceGroups"), "location") == "'north'");
  CHECK(t.codes().empty());
  CHECK(expand_terraform(group, {{"b.tf", group}}).codes() == "symbol-declared-twice");
}

TEST_CASE("JSON syntax means the same", "[terraform]") {
  const auto t = expand_terraform("", {{"a.tf.json", R"({
    "locals": { "place": "westeurope" },
    "resource": { "azurerm_cognitive_account": { "ai": {
      "name": "ai", "location": "${local.place}", "resource_group_name": "rg", "kind": "OpenAI", "sku_name": "S0",
      "network_acls": { "default_action": "Deny" } } } } })"}});
  const auto& ai = t.one("accounts");
  CHECK(t.at(ai, "location") == "'westeurope'");
  CHECK(t.at(ai, "properties.networkAcls.defaultAction") == "'Deny'");
}

TEST_CASE("What a template says outlives its expansion", "[terraform]") {
  const std::map<std::string, std::string> files{{"t.tftpl", "a text without any hole\n"}, {"u.tftpl", "for ${name}"}};
  CHECK(terraform_output("output \"x\" { value = [templatefile(\"t.tftpl\", {}), templatefile(\"u.tftpl\", { name = \"me\" })] }", files) ==
        "['a text without any hole\\n', 'for me']");
}
