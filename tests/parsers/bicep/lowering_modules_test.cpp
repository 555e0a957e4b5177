// Module statements: what goes in, what comes out, conditions and loops, and modules that can not be opened.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::string account = R"(
param name string
param kind string = 'OpenAI'
param tags object = {}
resource a 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: name
  kind: kind
  tags: tags
}
output id string = a.id
output name string = a.name
output info object = { kind: kind, list: [ 1, 2 ] }
)";

ResourceId id_of(const Expanded& t, const Resource& r) { return static_cast<ResourceId>(&r - t.graph().resources().data()); }

}  // namespace

TEST_CASE("Arguments in, defaults where none or null is given, outputs out") {
  const auto t = expand_bicep(R"(
param prefix string
module ai 'ai/account.bicep' = {
  name: 'deploy-ai'
  params: { name: '${prefix}-ai', kind: null }
}
resource user 'P.Q/user@2020-01-01' = {
  name: 'u'
  properties: { account: ai.outputs.id, kind: ai.outputs.info.kind, one: ai.outputs.info.list[0], deployment: ai.name, quoted: ai.outputs['name'] }
}
)", {{"ai/account.bicep", account}});
  const auto& a = t.one("accounts");
  const auto& user = t.one("user");
  CHECK(t.at(a, "kind") == "'OpenAI'");
  CHECK(t.at(user, "properties.kind") == "'OpenAI'");
  CHECK(t.at(user, "properties.one") == "1");
  CHECK(t.at(user, "properties.deployment") == "'deploy-ai'");
  CHECK(t.at(user, "properties.quoted") == "'‹parameter prefix›-ai'");
  auto context = const_cast<Expansion&>(t.expansion).context();
  CHECK(t.graph().means(context, t.value(user, "properties.account"), id_of(t, a)) == Truth::yes);
  CHECK(a.address == "main.bicep:ai/a");
  CHECK(a.declared_address == "a");
  CHECK(t.codes().empty());
}

TEST_CASE("A value's journey leads through the module to the argument, and to the call") {
  const auto t = expand_bicep("module ai 'm.bicep' = {\n  name: 'x'\n  params: {\n    name: 'given'\n    kind: 'Argued'\n  }\n}\n",
                              {{"m.bicep", account}});
  const auto& a = t.one("accounts");
  const auto kind = t.value(a, "kind");
  CHECK(t.text(kind.span()) == "'Argued'");
  REQUIRE(kind.journey() != nullptr);
  CHECK(kind.journey()->step == Origin::Step::parameter);
  REQUIRE(kind.journey()->before != nullptr);
  CHECK(kind.journey()->before->step == Origin::Step::module_input);
  REQUIRE(a.called_from.size() == 1);
  CHECK(t.text(a.called_from[0]).starts_with("module ai 'm.bicep'"));
  CHECK(t.text(a.header).starts_with("resource a "));
}

TEST_CASE("A module without a name, and arguments as one object") {
  const auto t = expand_bicep(R"(
var common = { kind: 'Spread', tags: { a: 1 } }
module ai 'm.bicep' = {
  params: { ...common, name: 'n' }
}
output deployment string = ai.name
)", {{"m.bicep", account}});
  CHECK(t.at(t.one("accounts"), "kind") == "'Spread'");
  CHECK(t.at(t.one("accounts"), "tags.a") == "1");
  CHECK(t.output("deployment").starts_with("'ai-"));
  CHECK(t.codes().empty());
}

TEST_CASE("An argument that the module does not declare is said at its key") {
  const auto t = expand_bicep("module ai 'm.bicep' = {\n  params: { name: 'n', kindd: 'x' }\n}\n", {{"m.bicep", account}});
  CHECK(t.codes() == "argument-not-declared");
  const auto d = t.problems().at(0);
  CHECK(t.text(d.span) == "kindd");
  CHECK(d.text().find("`kind`") != std::string::npos);
}

TEST_CASE("Conditional modules: their content is conditional, and their outputs go with the condition") {
  const auto t = expand_bicep(R"(
param make bool
module ai 'm.bicep' = if (make) {
  name: 'x'
  params: { name: 'n' }
}
module none 'm.bicep' = if (false) {
  name: 'y'
  params: { name: 'other' }
}
output safe string? = ai.?outputs.name
output chosen string = make ? ai!.outputs.name : 'given'
)", {{"m.bicep", account}});
  CHECK(t.one("accounts").condition.size() == 1);
  CHECK(t.output("safe").find("'n'") != std::string::npos);
  CHECK(t.output("safe").find("null") != std::string::npos);
  CHECK(t.output("chosen").find("'n'") != std::string::npos);
  CHECK(t.output("chosen").find("'given'") != std::string::npos);
}

TEST_CASE("Modules in loops, and the outputs of one of them") {
  const auto t = expand_bicep(R"(
var names = ['a', 'b']
module ai 'm.bicep' = [for (n, i) in names: {
  name: 'ai-${i}'
  params: { name: n }
}]
output second string = ai[1].outputs.name
output all array = [for i in range(0, 2): ai[i].outputs.name]
)", {{"m.bicep", account}});
  const auto accounts = t.all("accounts");
  REQUIRE(accounts.size() == 2);
  CHECK(accounts[1]->name.text() == "b");
  CHECK(accounts[1]->address == "main.bicep:ai[1]/a");
  CHECK(t.output("second") == "'b'");
  CHECK(t.output("all") == "['a', 'b']");
}

TEST_CASE("One of two modules, chosen by a condition") {
  const auto t = expand_bicep(R"(
module one 'm.bicep' = {
  name: 'one'
  params: { name: 'n1' }
}
module two 'm.bicep' = {
  name: 'two'
  params: { name: 'n2' }
}
var chosen = 1 > 2 ? one : two
output direct string = (1 < 2 ? one : two).outputs.name
output named string = chosen.outputs.name
output deep int = (1 < 2 ? one : two).outputs.info.list[1]
)", {{"m.bicep", account}});
  CHECK(t.output("direct") == "'n1'");
  CHECK(t.output("named") == "'n2'");
  CHECK(t.output("deep") == "2");
  CHECK(t.codes().empty());
}

TEST_CASE("A module waits for what its arguments name, and others wait for it") {
  const auto t = expand_bicep(R"(
resource net 'P.Q/net@2020-01-01' = { name: 'net' }
module ai 'm.bicep' = {
  name: 'x'
  params: { name: 'n', tags: { net: net.id } }
}
resource after 'P.Q/after@2020-01-01' = { name: 'after', dependsOn: [ ai ] }
)", {{"m.bicep", account}});
  const auto waits = [&](const Resource& r, const Resource& on) {
    for (const auto& edge : t.graph().edges_out_of(id_of(t, r))) {
      if (edge.kind == Edge::Kind::depends_on && edge.to == id_of(t, on)) return true;
    }
    return false;
  };
  CHECK(waits(t.one("accounts"), t.one("net")));
  CHECK(waits(t.one("after"), t.one("accounts")));
  CHECK_FALSE(waits(t.one("net"), t.one("accounts")));
}

TEST_CASE("JSON as a module") {
  const auto t = expand_bicep("module m 'm.json' = {\n  params: { n: 'given' }\n}\noutput o string = m.outputs.o\n", {{"m.json", R"({
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
    "parameters": { "n": { "type": "string" } },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[parameters('n')]" } ],
    "outputs": { "o": { "type": "string", "value": "[concat(parameters('n'), '!')]" } } })"}});
  CHECK(t.one("r").name.text() == "given");
  CHECK(t.output("o") == "'given!'");
}

TEST_CASE("A module that is not there opens the world, at its path") {
  const auto t = expand_bicep(R"(
module gone 'gone.bicep' = {
  name: 'x'
}
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { a: gone.outputs.x, b: 1 } }
)");
  CHECK(t.codes().find("module-not-found") != std::string::npos);
  CHECK(t.text(t.problems().at(0).span) == "'gone.bicep'");
  CHECK_FALSE(t.graph().open_reasons().empty());
  CHECK_FALSE(t.value(t.one("r"), "properties.a").known());
  CHECK(t.at(t.one("r"), "properties.b") == "1");
}

TEST_CASE("A module outside of the scan root is refused") {
  const auto t = expand_bicep("module m '../secret/m.bicep' = {}\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n",
                              {{"/secret/m.bicep", "resource s 'P.Q/s@2020-01-01' = { name: 's' }\n"}});
  CHECK(t.codes() == "path-outside-root");
  CHECK(t.all("s").empty());
  CHECK_FALSE(t.graph().open_reasons().empty());
  CHECK(t.all("r").size() == 1);
}

TEST_CASE("Modules that call each other in a circle end, and so does one that calls itself") {
  const auto circle = expand_bicep("module a 'a.bicep' = {}\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n",
                                   {{"a.bicep", "module b 'b.bicep' = {}\n"}, {"b.bicep", "module a 'a.bicep' = {}\n"}});
  CHECK(circle.codes().find("circular") != std::string::npos);
  CHECK(circle.all("r").size() == 1);
  CHECK_FALSE(circle.graph().open_reasons().empty());
  const auto self = expand_bicep("module again 'main.bicep' = [for i in range(0, 900): {}]\n");
  CHECK_FALSE(self.codes().empty());
}

TEST_CASE("A secret handed to a module is secret there") {
  const auto t = expand_bicep(R"(
resource vault 'Microsoft.KeyVault/vaults@2023-02-01' existing = { name: 'kv' }
param from bool
module m 'm.bicep' = {
  params: { password: vault.getSecret('pw'), other: from ? vault.getSecret('x', 'v1') : 'plain' }
}
)", {{"m.bicep", R"(
@secure()
param password string
@secure()
param other string
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { password: password, other: other, text: 'x-${password}' } }
)"}});
  const auto& r = t.one("r");
  CHECK(t.value(r, "properties.password").secret());
  CHECK(t.value(r, "properties.other").secret());
  CHECK(t.value(r, "properties.text").secret());
  CHECK(t.at(r, "properties.other").find("plain") == std::string::npos);
  CHECK(t.codes().empty());
}
