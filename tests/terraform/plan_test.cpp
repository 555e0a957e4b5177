// Plans as `terraform show -json` prints them.
#include <algorithm>

#include <catch2/catch.hpp>

#include "support/project.h"
#include "support/terraform.h"
#include "terraform/terraform.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::string plan = R"({
  "format_version": "1.2", "terraform_version": "1.11.4",
  "planned_values": { "root_module": {
    "resources": [
      { "address": "azurerm_cognitive_account.ai[0]", "mode": "managed", "type": "azurerm_cognitive_account", "name": "ai", "index": 0,
        "values": { "name": "ai", "location": "westeurope", "resource_group_name": "rg", "kind": "OpenAI", "sku_name": "S0",
                    "local_auth_enabled": true, "custom_subdomain_name": null,
                    "network_acls": [ { "default_action": "Deny", "ip_rules": [] } ] },
        "sensitive_values": { "network_acls": [ {} ] } } ],
    "child_modules": [ { "address": "module.pe[\"a\"]", "resources": [
      { "address": "module.pe[\"a\"].azurerm_private_endpoint.this", "mode": "managed", "type": "azurerm_private_endpoint", "name": "this",
        "values": { "name": "pe", "location": "westeurope", "resource_group_name": "rg",
                    "private_service_connection": [ { "name": "c", "is_manual_connection": false, "subresource_names": ["account"] } ] },
        "sensitive_values": { "private_service_connection": [ { "subresource_names": [false] } ] } } ] } ] } },
  "resource_changes": [
    { "address": "azurerm_cognitive_account.ai[0]", "change": { "actions": ["create"],
        "after_unknown": { "id": true, "endpoint": true, "primary_access_key": true, "custom_subdomain_name": true, "network_acls": [ {} ] } } },
    { "address": "azurerm_subnet.pe", "change": { "actions": ["no-op"], "after_unknown": {} } },
    { "address": "module.pe[\"a\"].azurerm_private_endpoint.this", "change": { "actions": ["create"],
        "after_unknown": { "id": true, "subnet_id": true, "private_service_connection": [ { "private_connection_resource_id": true } ] } } } ],
  "configuration": {
    "provider_config": { "azurerm": { "name": "azurerm", "version_constraint": "~> 4.0" } },
    "root_module": {
      "resources": [
        { "address": "azurerm_cognitive_account.ai", "expressions": { "custom_subdomain_name": { "references": ["random_string.s.result", "random_string.s"] } } } ],
      "module_calls": { "pe": { "module": { "resources": [
        { "address": "azurerm_private_endpoint.this", "expressions": {
            "private_service_connection": [ { "private_connection_resource_id": { "references": ["azurerm_cognitive_account.ai[0].id", "azurerm_cognitive_account.ai[0]"] } } ] } } ] } } } } }
})";

}  // namespace

TEST_CASE("The resources of a plan, with the values that are planned", "[terraform]") {
  const auto t = expand_project(terraform_language(embedded_files()), "plan.json", {{"plan.json", plan}}, {});
  REQUIRE(t.expansion.graph != nullptr);
  CHECK(addresses(t) == "azurerm_cognitive_account.ai[0]\nmodule.pe[\"a\"].azurerm_private_endpoint.this");
  const auto& ai = t.one("accounts");
  CHECK(t.at(ai, "kind") == "'OpenAI'");
  CHECK(t.at(ai, "properties.disableLocalAuth") == "false");
  CHECK(t.text(t.value(ai, "properties.disableLocalAuth").span()) == "true");  // its place in the plan
  CHECK(t.at(ai, "properties.networkAcls.defaultAction") == "'Deny'");
  const auto subdomain = t.value(ai, "properties.customSubDomainName");
  REQUIRE(!subdomain.known());
  CHECK(subdomain.why().why == Unknown::Why::known_after_deploy);
  CHECK(t.value(t.one("privateEndpoints"), "properties.subnet.id").why().why == Unknown::Why::known_after_deploy);
}

TEST_CASE("Findings of a plan stand in the files beside it", "[terraform]") {
  const auto t = expand_project(terraform_language(embedded_files()), "plan.json",
                                {{"plan.json", plan}, {"main.tf", "\nresource \"azurerm_cognitive_account\" \"ai\" {\n  count = 1\n}\n"}}, {});
  CHECK(t.sources->line_of(t.one("accounts").header) == 2);
}

TEST_CASE("What the configuration takes from another resource leads to it", "[terraform]") {
  const auto t = expand_project(terraform_language(embedded_files()), "plan.json", {{"plan.json", R"({
  "format_version": "1.2",
  "planned_values": { "root_module": { "resources": [
      { "address": "azurerm_search_service.s[0]", "mode": "managed", "type": "azurerm_search_service", "name": "s",
        "values": { "name": "s", "location": "x", "resource_group_name": "rg", "sku": "standard" } },
      { "address": "azurerm_management_lock.l", "mode": "managed", "type": "azurerm_management_lock", "name": "l",
        "values": { "name": "keep", "lock_level": "CanNotDelete" } } ] } },
  "resource_changes": [
    { "address": "azurerm_search_service.s[0]", "change": { "after_unknown": { "id": true } } },
    { "address": "azurerm_management_lock.l", "change": { "after_unknown": { "id": true, "scope": true } } } ],
  "configuration": { "root_module": { "resources": [
    { "address": "azurerm_management_lock.l", "expressions": { "scope": { "references": ["azurerm_search_service.s[0].id", "azurerm_search_service.s[0]"] } } } ] } }
})"}}, {});
  const auto& lock = t.one("locks");
  bool found = false;
  for (const auto& edge : t.graph().edges()) {
    found = found || (edge.kind == Edge::Kind::scope && &t.graph().at(edge.from) == &lock && t.graph().at(edge.to).type.last() == "searchServices");
  }
  CHECK(found);
}

namespace {

// A lock whose scope comes through an argument of two modules from the output of a third.
std::string plan_with_modules(const std::string& argument, const std::string& output) {
  return R"({
  "format_version": "1.2",
  "planned_values": { "root_module": { "child_modules": [
      { "address": "module.search[\"a\"]", "resources": [
        { "address": "module.search[\"a\"].azurerm_search_service.s[0]", "mode": "managed", "type": "azurerm_search_service", "name": "s",
          "values": { "name": "s", "location": "x", "resource_group_name": "rg", "sku": "standard" } } ] },
      { "address": "module.guard", "child_modules": [ { "address": "module.guard.module.lock[\"k.1\"]", "resources": [
        { "address": "module.guard.module.lock[\"k.1\"].azurerm_management_lock.l", "mode": "managed", "type": "azurerm_management_lock", "name": "l",
          "values": { "name": "keep", "lock_level": "CanNotDelete" } } ] } ] } ] } },
  "resource_changes": [
    { "address": "module.search[\"a\"].azurerm_search_service.s[0]", "change": { "after_unknown": { "id": true } } },
    { "address": "module.guard.module.lock[\"k.1\"].azurerm_management_lock.l", "change": { "after_unknown": { "id": true, "scope": true } } } ],
  "configuration": { "root_module": { "module_calls": {
    "search": { "module": { "outputs": { "id": { "expression": { "references": [)" + output + R"(] } } } } },
    "guard": { "expressions": { "target": { "references": [)" + argument + R"(] } },
      "module": { "module_calls": { "lock": { "expressions": { "scope": { "references": ["var.target"] } },
        "module": { "resources": [
          { "address": "azurerm_management_lock.l", "expressions": { "scope": { "references": ["var.scope"] } } } ] } } } } } } } } })";
}

bool lock_leads_to_search(const std::string& text) {
  const auto t = expand_project(terraform_language(embedded_files()), "plan.json", {{"plan.json", text}}, {});
  const auto& lock = t.one("locks");
  const auto edges = t.graph().edges();
  return std::any_of(edges.begin(), edges.end(), [&](const Edge& edge) {
    return edge.kind == Edge::Kind::scope && &t.graph().at(edge.from) == &lock && t.graph().at(edge.to).type.last() == "searchServices";
  });
}

}  // namespace

TEST_CASE("What a module is given, and what it gives out, leads through it", "[terraform]") {
  const std::string argument = R"("module.search[\"a\"].id", "module.search[\"a\"]")";
  const std::string output = R"("azurerm_search_service.s[0].id", "azurerm_search_service.s[0]", "azurerm_search_service.s")";
  CHECK(lock_leads_to_search(plan_with_modules(argument, output)));
  CHECK_FALSE(lock_leads_to_search(plan_with_modules(argument + R"(, "var.other")", output)));  // one of two, or made of both
  CHECK_FALSE(lock_leads_to_search(plan_with_modules(argument, R"("azurerm_search_service.s[0].name", "azurerm_search_service.s[0]")")));
  CHECK_FALSE(lock_leads_to_search(plan_with_modules(R"("module.search.id")", output)));         // of which instance?
  CHECK_FALSE(lock_leads_to_search(plan_with_modules(R"("var.target")", output)));               // of the root: not in the plan
  CHECK_FALSE(lock_leads_to_search(plan_with_modules(R"("module.guard.x")", output)));
}

TEST_CASE("A state, or some other JSON, is no plan", "[terraform]") {
  SourceManager sources;
  const auto files = memory_files({{"/project/state.json", R"({ "format_version": "1.0", "values": { "root_module": {} } })"}, {"/project/p.json", plan}});
  Project project(*files, sources);
  const auto language = terraform_language(embedded_files());
  CHECK(language->role(project, "/project/state.json", false).role == FileRole::Role::other);
  CHECK(language->role(project, "/project/p.json", false).role == FileRole::Role::template_file);
}
