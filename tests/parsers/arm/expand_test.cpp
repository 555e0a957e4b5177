#include <catch2/catch.hpp>

#include "support/arm.h"

using namespace pillarlint;
using namespace pillarlint::test;

TEST_CASE("A parameter's default is known, and its journey tells the way") {
  const auto t = expand_arm(R"({
    "parameters": { "sku": { "type": "string", "defaultValue": "S0" } },
    "variables": { "chosen": "[parameters('sku')]" },
    "resources": [
      { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2023-05-01", "name": "a", "sku": { "name": "[variables('chosen')]" } }
    ]
  })");
  const auto& account = t.one("accounts");
  CHECK(t.at(account, "sku.name") == "'S0'");
  const auto value = t.value(account, "sku.name");
  CHECK(t.text(value.span()) == "\"S0\"");  // a person edits the default
  REQUIRE(value.journey() != nullptr);
  CHECK(value.journey()->step == Origin::Step::variable);
  CHECK(t.text(value.journey()->span) == "variables('chosen')");
  CHECK(value.journey()->before->step == Origin::Step::parameter);
  CHECK(value.journey()->before->before->step == Origin::Step::default_value);
  CHECK(t.codes().empty());
}

TEST_CASE("A parameter without value is unknown, with what its declaration says") {
  const auto t = expand_arm(R"({
    "parameters": {
      "access": { "type": "string", "allowedValues": ["Enabled", "Disabled"] },
      "name": { "type": "string", "minLength": 3 },
      "secret": { "type": "secureString" },
      "opt": { "type": "string", "nullable": true }
    },
    "resources": [
      { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[parameters('name')]",
        "properties": { "access": "[parameters('access')]", "secret": "[parameters('secret')]", "opt": "[parameters('opt')]",
                        "named": "[not(empty(parameters('name')))]", "either": "[if(equals(parameters('access'), 'Enabled'), 1, 1)]" } }
    ]
  })");
  const auto& r = t.one("r");
  CHECK(t.value(r, "properties.access").why().alternatives.size() == 2);
  CHECK(t.at(r, "properties.named") == "true");   // a minimum length of 3 is not empty
  CHECK(t.value(r, "properties.secret").secret());
  CHECK(t.at(r, "properties.opt") == "null");     // nullable and not given
  CHECK(t.at(r, "properties.either") == "1");     // both branches agree
}

TEST_CASE("A condition that is not known keeps both branches, and they go together") {
  const auto t = expand_arm(R"({
    "parameters": { "private": { "type": "bool" } },
    "resources": [
      { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "condition": "[parameters('private')]",
        "properties": {
          "access": "[if(parameters('private'), 'Disabled', 'Enabled')]",
          "other": "[if(not(parameters('private')), 'Enabled', 'Disabled')]" } }
    ]
  })");
  const auto& r = t.one("r");
  CHECK(r.deployed() == Truth::unknown);
  // The resource is there only if the parameter is true, so its own branches are decided.
  CHECK(t.at(r, "properties.access") == "'Disabled'");
  CHECK(t.at(r, "properties.other") == "'Disabled'");
}

TEST_CASE("A condition that is certainly false leaves nothing") {
  const auto t = expand_arm(R"({ "resources": [
      { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "condition": false },
      { "type": "P.Q/s", "apiVersion": "2020-01-01", "name": "s", "condition": "[equals(1, 2)]" } ] })");
  CHECK(t.all("r").empty());
  CHECK(t.all("s").empty());
}

TEST_CASE("Loops: known counts, counts of collections, unknown counts") {
  const auto t = expand_arm(R"({
    "parameters": { "regions": { "type": "array" } },
    "resources": [
      { "type": "P.Q/known", "apiVersion": "2020-01-01", "name": "[concat('k', copyIndex(1))]", "copy": { "name": "k", "count": 3 } },
      { "type": "P.Q/each", "apiVersion": "2020-01-01", "name": "[concat('e-', parameters('regions')[copyIndex()])]",
        "location": "[parameters('regions')[copyIndex()]]",
        "copy": { "name": "e", "count": "[length(parameters('regions'))]", "mode": "serial", "batchSize": 1 } },
      { "type": "P.Q/endpoint", "apiVersion": "2020-01-01", "name": "x", "location": "[parameters('regions')[copyIndex('loop')]]",
        "copy": { "name": "loop", "count": "[length(parameters('regions'))]" } },
      { "type": "P.Q/none", "apiVersion": "2020-01-01", "name": "n", "copy": { "name": "n", "count": 0 } }
    ]
  })");
  const auto known = t.all("known");
  REQUIRE(known.size() == 3);
  CHECK(known[2]->name.text() == "k3");
  const auto& each = t.one("each");
  CHECK(each.loop.symbolic);
  CHECK(each.loop.batch.integer() == 1);
  // Two loops over one collection meet element by element.
  const auto& endpoint = t.one("endpoint");
  CHECK(each.loop.collection == endpoint.loop.collection);
  CHECK(t.value(each, "location").why().symbol == t.value(endpoint, "location").why().symbol);
  CHECK(t.all("none").empty());
}

TEST_CASE("A loop of a billion stands for all of its elements") {
  const auto t = expand_arm(R"({ "resources": [
      { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[concat('r', copyIndex())]", "copy": { "name": "c", "count": 1000000000 } } ] })");
  CHECK(t.one("r").loop.symbolic);
  CHECK(t.codes() == "copy-limit");
}

TEST_CASE("Children: nested, by type and by name, and old extension forms, are the same resource ids") {
  const auto t = expand_arm(R"({ "resources": [
      { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "st",
        "resources": [ { "type": "blobServices", "apiVersion": "2023-01-01", "name": "default" } ] },
      { "type": "Microsoft.Storage/storageAccounts/fileServices", "apiVersion": "2023-01-01", "name": "st/default" },
      { "type": "Microsoft.Storage/storageAccounts/providers/roleAssignments", "apiVersion": "2022-04-01", "name": "st/Microsoft.Authorization/abc" },
      { "type": "Microsoft.Insights/diagnosticSettings", "apiVersion": "2021-05-01-preview", "name": "d", "scope": "Microsoft.Storage/storageAccounts/st" } ] })");
  const auto& account = t.one("storageAccounts");
  CHECK(t.one("blobServices").type.text() == "Microsoft.Storage/storageAccounts/blobServices");
  const auto index = [&](const Resource& r) { return static_cast<ResourceId>(&r - t.graph().resources().data()); };
  CHECK(t.graph().parent(index(t.one("blobServices"))) == index(account));
  CHECK(t.graph().parent(index(t.one("fileServices"))) == index(account));
  CHECK(t.one("roleAssignments").type.text() == "Microsoft.Authorization/roleAssignments");
  CHECK(t.graph().extended(index(t.one("roleAssignments"))) == index(account));
  CHECK(t.graph().extended(index(t.one("diagnosticSettings"))) == index(account));
}

TEST_CASE("Nested deployments are frames: inner scope, arguments in, outputs out") {
  const auto t = expand_arm(R"({
    "parameters": { "prefix": { "type": "string" } },
    "resources": [
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "ai",
        "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" },
          "parameters": { "name": { "value": "[concat(parameters('prefix'), '-ai')]" }, "none": { "value": null } },
          "template": { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
            "parameters": { "name": { "type": "string" }, "none": { "type": "string", "defaultValue": "fallback" } },
            "resources": [ { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2023-05-01", "name": "[parameters('name')]", "kind": "[parameters('none')]" } ],
            "outputs": { "id": { "type": "string", "value": "[resourceId('Microsoft.CognitiveServices/accounts', parameters('name'))]" } } } } },
      { "type": "P.Q/user", "apiVersion": "2020-01-01", "name": "u",
        "properties": { "account": "[reference('ai').outputs.id.value]" } }
    ]
  })");
  const auto& account = t.one("accounts");
  CHECK(account.called_from.size() == 1);
  CHECK(t.at(account, "kind") == "'fallback'");  // a null argument means: not given
  auto context = const_cast<Expansion&>(t.expansion).context();
  const auto id = static_cast<ResourceId>(&account - t.graph().resources().data());
  CHECK(t.graph().means(context, t.value(t.one("user"), "properties.account"), id) == Truth::yes);
  CHECK(t.codes().empty());
}

TEST_CASE("Nested deployments with outer scope see the names of the caller") {
  const auto t = expand_arm(R"({
    "parameters": { "kind": { "type": "string", "defaultValue": "outer" } },
    "resources": [
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "n", "resourceGroup": "other",
        "properties": { "mode": "Incremental",
          "template": { "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
            "parameters": { "kind": { "type": "string", "defaultValue": "inner" } },
            "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "kind": "[parameters('kind')]" } ] } } }
    ] })");
  CHECK(t.at(t.one("r"), "kind") == "'outer'");
  CHECK(t.one("r").frame == "deployments 'n'");
}

TEST_CASE("Linked templates are found by relative path and by the tail of their address") {
  const std::string nested = R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
    "parameters": { "n": { "type": "string" } },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[parameters('n')]" } ] })";
  const auto t = expand_arm(R"({
    "parameters": { "_artifactsLocation": { "type": "string", "defaultValue": "[deployment().properties.templateLink.uri]" }, "sas": { "type": "secureString", "defaultValue": "" } },
    "resources": [
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "a",
        "properties": { "mode": "Incremental", "templateLink": { "relativePath": "nested/r.json" }, "parameters": { "n": { "value": "one" } } } },
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "b",
        "properties": { "mode": "Incremental", "templateLink": { "uri": "[uri(parameters('_artifactsLocation'), concat('nested/r.json', parameters('sas')))]" }, "parameters": { "n": { "value": "two" } } } },
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "c",
        "properties": { "mode": "Incremental", "templateLink": { "uri": "https://example.invalid/elsewhere/x.json" } } }
    ] })", {{"nested/r.json", nested}});
  const auto found = t.all("r");
  REQUIRE(found.size() == 2);
  CHECK(found[0]->name.text() == "one");
  CHECK(found[1]->name.text() == "two");
  CHECK(t.codes() == "linked-template-not-found");
  CHECK_FALSE(t.graph().open_reasons().empty());
}

TEST_CASE("What is read back from a declared resource is its declared value") {
  const auto t = expand_arm(R"({ "languageVersion": "2.0", "resources": {
      "st": { "type": "Microsoft.Storage/storageAccounts", "apiVersion": "2023-01-01", "name": "st", "location": "westeurope",
              "identity": { "type": "SystemAssigned" }, "properties": { "minimumTlsVersion": "TLS1_2" } },
      "user": { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "u",
        "properties": { "tls": "[reference('st').minimumTlsVersion]", "where": "[reference('st', '2023-01-01', 'full').location]",
          "endpoint": "[reference('st').primaryEndpoints.blob]", "guard": "[not(empty(reference('st', '2023-01-01', 'full').identity.principalId))]",
          "key": "[listKeys('st', '2023-01-01').keys[0].value]" } } } })");
  const auto& user = t.one("r");
  CHECK(t.at(user, "properties.tls") == "'TLS1_2'");
  CHECK(t.at(user, "properties.where") == "'westeurope'");
  CHECK_FALSE(t.value(user, "properties.endpoint").known());
  CHECK(t.at(user, "properties.guard") == "true");
  CHECK(has(t.value(user, "properties.key").marks(), Mark::key));
  CHECK(t.codes().empty());
  // All four are edges from the user to the account.
  const auto from = static_cast<ResourceId>(&user - t.graph().resources().data());
  bool linked = false;
  for (const auto& edge : t.graph().edges_out_of(from)) linked = linked || edge.kind == Edge::Kind::reference;
  CHECK(linked);
}

TEST_CASE("Parameters that refer to each other in a circle are reported and unknown") {
  const auto t = expand_arm(R"({
    "parameters": { "a": { "type": "string", "defaultValue": "[parameters('b')]" }, "b": { "type": "string", "defaultValue": "[parameters('a')]" } },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[parameters('a')]" } ] })");
  CHECK(t.codes() == "circular");
  CHECK_FALSE(t.one("r").name.known());
}

TEST_CASE("Parameter files: values, placeholders, secrets, entries that no parameter has") {
  DeploymentRequest request;
  request.parameter_file = "/main.parameters.json";
  const auto t = expand_arm(R"({
    "parameters": { "a": { "type": "string" }, "flag": { "type": "bool" }, "pw": { "type": "secureString" }, "env": { "type": "string" } },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": {
       "a": "[parameters('a')]", "flag": "[parameters('flag')]", "pw": "[parameters('pw')]", "env": "[parameters('env')]" } } ] })",
    {{"main.parameters.json", R"({ "parameters": { "a": { "value": "given" }, "flag": { "value": "${USE_X=true}" },
       "pw": { "reference": { "keyVault": { "id": "/subscriptions/x" }, "secretName": "s" } }, "env": { "value": "x-${AZURE_ENV}" }, "flagg": { "value": 1 } } })"}},
    request);
  const auto& r = t.one("r");
  CHECK(t.at(r, "properties.a") == "'given'");
  CHECK(t.at(r, "properties.flag") == "true");
  CHECK(t.value(r, "properties.pw").secret());
  CHECK(t.value(r, "properties.env").why().pieces.size() == 2);
  CHECK(t.codes() == "parameter-not-used-by-template");
}

TEST_CASE("User functions see their own parameters only") {
  const auto t = expand_arm(R"({
    "functions": [ { "namespace": "c", "members": { "tag": { "parameters": [ { "name": "x", "type": "string" } ],
        "output": { "type": "string", "value": "[toLower(concat('T-', parameters('x')))]" } } } } ],
    "resources": [], "outputs": { "out": { "type": "string", "value": "[c.tag('Abc')]" } } })");
  CHECK(t.output("out") == "'t-abc'");
}

TEST_CASE("Copy in variables, properties and outputs") {
  const auto t = expand_arm(R"({
    "variables": { "copy": [ { "name": "names", "count": 2, "input": "[concat('n', copyIndex('names'))]" } ] },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": {
       "copy": [ { "name": "disks", "count": 2, "input": { "lun": "[copyIndex('disks')]" } } ], "names": "[variables('names')]" } } ],
    "outputs": { "out": { "type": "array", "copy": { "count": 2, "input": "[copyIndex()]" } } } })");
  CHECK(t.at(t.one("r"), "properties.disks") == "[{lun: 0}, {lun: 1}]");
  CHECK(t.at(t.one("r"), "properties.names") == "['n0', 'n1']");
  CHECK(t.output("out") == "[0, 1]");
}

TEST_CASE("Unknown names are told with a suggestion") {
  CHECK(evaluate_arm("parameters('nmae')", R"({"name": {"type": "string", "defaultValue": "x"}})").find("! parameter-not-declared") != std::string::npos);
  CHECK(evaluate_arm("conact('a', 'b')").find("! function-unknown") != std::string::npos);
}

TEST_CASE("What stands beside a secret is no secret") {
  const auto t = expand_arm(R"({
    "parameters": { "pw": { "type": "secureString", "defaultValue": "canary" } },
    "variables": { "made": "[createObject('name', 'n', 'value', parameters('pw'))]", "all": "[union(variables('made'), createObject('more', 1))]" },
    "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": {
      "name": "[variables('all').name]", "value": "[variables('all').value]", "list": "[createArray(variables('made'))[0].name]",
      "empty": "[empty(parameters('pw'))]", "part": "[split(parameters('pw'), 'n')[0]]" } } ] })");
  const auto& r = t.one("r");
  CHECK_FALSE(t.value(r, "properties.name").hidden());
  CHECK(t.value(r, "properties.value").secret());
  CHECK_FALSE(t.value(r, "properties.list").hidden());
  CHECK_FALSE(t.value(r, "properties.empty").hidden());
  CHECK(t.value(r, "properties.part").secret());  // a part of a secret is one
}

TEST_CASE("What is in one of two groups is found by the id it has in each") {
  const auto t = expand_arm(R"({
    "parameters": { "apart": { "type": "bool" } },
    "resources": [
      { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "d",
        "resourceGroup": "[if(parameters('apart'), 'far', 'near')]",
        "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" }, "template": { "resources": [
          { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": { "size": 3 } },
          { "type": "P.Q/s", "apiVersion": "2020-01-01", "name": "s", "dependsOn": ["[resourceId('P.Q/r', 'r')]"],
            "properties": { "read": "[reference(resourceId('P.Q/r', 'r'), '2020-01-01').size]" } } ] } } } ] })");
  CHECK(t.at(t.one("s"), "properties.read") == "3");
  bool waits = false;
  for (const auto& edge : t.graph().edges()) {
    waits = waits || (edge.kind == Edge::Kind::depends_on && &t.graph().at(edge.from) == &t.one("s") && &t.graph().at(edge.to) == &t.one("r"));
  }
  CHECK(waits);
}
