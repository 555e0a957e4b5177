// Input made to hurt: each ends with a diagnostic, and the rest is still understood.
#include <catch2/catch.hpp>

#include "support/arm.h"

using namespace pillarlint;
using namespace pillarlint::test;

TEST_CASE("Copies of copies end at a limit") {
  std::string variables = R"("v0": [1, 2, 3, 4])";
  for (int i = 1; i < 60; ++i) {
    const auto before = "variables('v" + std::to_string(i - 1) + "')";
    variables += ", \"v" + std::to_string(i) + "\": \"[createArray(" + before + ", " + before + ")]\"";
  }
  const auto t = expand_arm("{ \"variables\": {" + variables + R"(}, "resources": [
    { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": { "v": "[variables('v59')]", "ok": 1 } } ] })");
  CHECK(t.codes().find("limit-reached") != std::string::npos);
  CHECK(t.at(t.one("r"), "properties.ok") == "1");
}

TEST_CASE("Texts of texts end at a limit") {
  std::string variables = R"("v0": "0123456789")";
  for (int i = 1; i < 60; ++i) {
    const auto before = "variables('v" + std::to_string(i - 1) + "')";
    variables += ", \"v" + std::to_string(i) + "\": \"[concat(" + before + ", " + before + ")]\"";
  }
  const auto t = expand_arm("{ \"variables\": {" + variables + R"(}, "resources": [
    { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r", "properties": { "v": "[variables('v59')]", "ok": 1 } } ] })");
  CHECK(t.codes().find("limit-reached") != std::string::npos);
  CHECK(t.at(t.one("r"), "properties.ok") == "1");
}

TEST_CASE("A template that links itself ends") {
  const std::string self = R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
    "resources": [ { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "again",
      "properties": { "mode": "Incremental", "templateLink": { "relativePath": "other.json" } } } ] })";
  const std::string other = R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
    "resources": [ { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "back",
      "properties": { "mode": "Incremental", "templateLink": { "relativePath": "main.json" } } } ] })";
  const auto t = expand_arm(self, {{"other.json", other}});
  CHECK(t.codes().find("circular") != std::string::npos);
  CHECK_FALSE(t.graph().open_reasons().empty());
}

TEST_CASE("Loops in loops in loops end at a limit") {
  std::string inner = R"({ "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "[concat('r', copyIndex())]", "copy": { "name": "c", "count": 900 } })";
  for (int i = 0; i < 4; ++i) {
    inner = R"({ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "[concat('n', copyIndex())]", "copy": { "name": "d", "count": 900 },
      "properties": { "mode": "Incremental", "expressionEvaluationOptions": { "scope": "inner" }, "template": {
        "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "resources": [)" + inner + "] } } }";
  }
  const auto t = expand_arm(R"({ "resources": [)" + inner + "] }");
  CHECK(t.codes().find("limit-reached") != std::string::npos);
}

TEST_CASE("What is no template section is reported, and the rest is read") {
  const auto t = expand_arm(R"({ "parameters": [1], "variables": "x", "resources": [ 1, { "name": "n" },
      { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "r" } ], "outputs": 3 })");
  CHECK(t.all("r").size() == 1);
  CHECK(t.codes() == "template-shape template-shape template-shape template-shape template-missing");
}
