// What `targetScope` and `scope:` say: of extension resources, existing ones, and modules.
#include <catch2/catch.hpp>

#include "support/bicep.h"
#include "value/print.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

std::string scope_of(const Expanded& t, std::string_view type) {
  return print(t.one(type).scope, t.expansion.symbols.get(), 300);
}

}  // namespace

TEST_CASE("An extension resource hangs on the one that its scope names") {
  const auto t = expand_bicep(R"(
resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {
  name: 'st'
  resource blob 'blobServices' = { name: 'default' }
}
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'lock'
  scope: st
}
resource diag 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'd'
  scope: st::blob
}
resource free 'Microsoft.Authorization/roleAssignments@2022-04-01' = { name: 'free' }
)");
  const auto id = [&](const Resource& r) { return static_cast<ResourceId>(&r - t.graph().resources().data()); };
  CHECK(t.graph().extended(id(t.one("locks"))) == id(t.one("storageAccounts")));
  CHECK(t.graph().extended(id(t.one("diagnosticSettings"))) == id(t.one("blobServices")));
  CHECK_FALSE(t.graph().extended(id(t.one("roleAssignments"))).has_value());
}

TEST_CASE("Ids of existing resources in each kind of scope") {
  const auto declared = [](const std::string& scope) {
    return "resource x 'P.Q/a/b@2020-01-01' existing = {\n  name: 'm/n'\n  " + scope + "\n}";
  };
  CHECK(evaluate_bicep("x.id", declared("scope: tenant()")) == "'/providers/P.Q/a/m/b/n'");
  CHECK(evaluate_bicep("x.id", declared("scope: subscription('s1')")) == "'/subscriptions/s1/providers/P.Q/a/m/b/n'");
  CHECK(evaluate_bicep("x.id", declared("scope: resourceGroup('s1', 'g1')")) == "'/subscriptions/s1/resourceGroups/g1/providers/P.Q/a/m/b/n'");
  CHECK(evaluate_bicep("x.id", declared("scope: managementGroup('mg')")) ==
        "'/providers/Microsoft.Management/managementGroups/mg/providers/P.Q/a/m/b/n'");
  CHECK(evaluate_bicep("endsWith(x.id, '/resourceGroups/g1/providers/P.Q/a/m/b/n')", declared("scope: resourceGroup('g1')")) == "true");
  CHECK(evaluate_bicep("y.id", declared("scope: tenant()") + "\nresource y 'R.S/c@2020-01-01' existing = {\n  name: 'o'\n  scope: x\n}") ==
        "'/providers/P.Q/a/m/b/n/providers/R.S/c/o'");
}

TEST_CASE("An entry point's target is its root scope") {
  const auto of = [](const std::string& target) {
    return expand_bicep("targetScope = '" + target + "'\nresource r 'Microsoft.Authorization/policyAssignments@2022-06-01' = { name: 'p' }\n");
  };
  CHECK(scope_of(of("subscription"), "policyAssignments").starts_with("'/subscriptions/"));
  CHECK(scope_of(of("subscription"), "policyAssignments").find("resourceGroups") == std::string::npos);
  CHECK(scope_of(of("resourceGroup"), "policyAssignments").find("/resourceGroups/") != std::string::npos);
  CHECK(scope_of(of("managementGroup"), "policyAssignments").starts_with("'/providers/Microsoft.Management/managementGroups/"));
  CHECK(scope_of(of("tenant"), "policyAssignments") == "''");
}

TEST_CASE("Modules go where their scope says") {
  const std::map<std::string, std::string> module{{"m.bicep", "resource r 'P.Q/r@2020-01-01' = { name: 'r' }\n"}};
  const auto in = [&](const std::string& before, const std::string& scope) {
    return scope_of(expand_bicep(before + "\nmodule m 'm.bicep' = {\n  name: 'm'\n  " + scope + "\n}\n", module), "r");
  };
  const std::string subscription = "targetScope = 'subscription'\nresource rg 'Microsoft.Resources/resourceGroups@2022-09-01' = { name: 'rg1', location: 'x' }";
  const auto in_declared = in(subscription, "scope: rg");
  CHECK(in_declared.starts_with("'/subscriptions/"));
  CHECK(in_declared.ends_with("/resourceGroups/rg1'"));
  CHECK(in(subscription, "scope: resourceGroup('other')").ends_with("/resourceGroups/other'"));
  CHECK(in("", "scope: resourceGroup('s1', 'other')") == "'/subscriptions/s1/resourceGroups/other'");
  CHECK(in("", "scope: resourceGroup()") == in("", ""));
  const auto elsewhere = R"(resource far 'Microsoft.Resources/resourceGroups@2022-09-01' existing = {
  name: 'far'
  scope: subscription('s2')
})";
  CHECK(in(elsewhere, "scope: far") == "'/subscriptions/s2/resourceGroups/far'");
}

TEST_CASE("A module of another target scope") {
  const std::map<std::string, std::string> modules{
      {"s.bicep", "targetScope = 'subscription'\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n"},
      {"mg.bicep", "targetScope = 'managementGroup'\nresource q 'P.Q/q@2020-01-01' = { name: 'q' }\n"},
      {"t.bicep", "targetScope = 'tenant'\nresource t 'P.Q/t@2020-01-01' = { name: 't' }\n"}};
  const auto t = expand_bicep(R"(
module s 's.bicep' = {
  name: 's'
  scope: subscription('s9')
}
module mg 'mg.bicep' = {
  name: 'mg'
  scope: managementGroup('root')
}
module te 't.bicep' = {
  name: 't'
  scope: tenant()
}
)", modules);
  CHECK(scope_of(t, "r") == "'/subscriptions/s9'");
  CHECK(scope_of(t, "q") == "'/providers/Microsoft.Management/managementGroups/root'");
  CHECK(scope_of(t, "t") == "''");
}
