// Where modules of registries and template specs lie in the module cache of a machine.
// Layout: github.com/Azure/bicep, src/Bicep.Core/Registry/{OciArtifactRegistry,TemplateSpecModuleRegistry}.cs
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::string artefact = R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "resources": [ { "type": "P.Q/r", "apiVersion": "2020-01-01", "name": "found" } ] })";

/// Codes of a module of this reference, or `found`.
std::string look(const std::string& reference, const std::string& cached, const std::string& config = "") {
  std::map<std::string, std::string> files{{"/cache/" + cached, artefact}};
  if (!config.empty()) files["bicepconfig.json"] = config;
  const auto t = expand_bicep("module m '" + reference + "' = {}\n", files);
  return t.all("r").size() == 1 && t.codes().empty() ? "found" : t.codes();
}

}  // namespace

TEST_CASE("Registries: by name, by the public alias, with upper case in the tag, by digest") {
  CHECK(look("br:example.azurecr.io/bicep/storage:1.0.0", "br/example.azurecr.io/bicep$storage/1.0.0$/main.json") == "found");
  CHECK(look("br:localhost:5000/a:v1", "br/localhost$5000/a/v1$/main.json") == "found");
  CHECK(look("br/public:avm/res/storage/storage-account:0.9.1",
             "br/mcr.microsoft.com/bicep$avm$res$storage$storage-account/0.9.1$/main.json") == "found");
  // `V` is the first of its four letters, so bit 0; `B` in `v1B` the third, bit 2; a second group stands to the left.
  CHECK(look("br:e.io/a:V1", "br/e.io/a/V1$1/main.json") == "found");
  CHECK(look("br:e.io/a:v1B", "br/e.io/a/v1B$4/main.json") == "found");
  CHECK(look("br:e.io/a:v1.0-Beta", "br/e.io/a/v1.0-Beta$20/main.json") == "found");
  CHECK(look("br:e.io/a@sha256:abc", "br/e.io/a/sha256#abc/main.json") == "found");
}

TEST_CASE("Aliases of bicepconfig.json, of this folder or one above") {
  const auto config = R"({ "moduleAliases": { "br": { "own": { "registry": "e.io", "modulePath": "team/bicep" }, "bare": { "registry": "e.io" } },
      "ts": { "specs": { "subscription": "S-1", "resourceGroup": "Group" } } } })";
  CHECK(look("br/own:x:1.0", "br/e.io/team$bicep$x/1.0$/main.json", config) == "found");
  CHECK(look("br/bare:x/y:1.0", "br/e.io/x$y/1.0$/main.json", config) == "found");
  CHECK(look("br/other:x:1.0", "br/e.io/x/1.0$/main.json", config) == "module-not-found");
  CHECK(look("ts/specs:Spec:1.0", "ts/s-1/group/spec/1.0/main.json", config) == "found");
  const auto t = expand_bicep("module m 'deep/er/m.bicep' = {}\n",
                              {{"bicepconfig.json", config}, {"deep/er/m.bicep", "module n 'br/bare:x:1' = {}\n"}, {"/cache/br/e.io/x/1$/main.json", artefact}});
  CHECK(t.all("r").size() == 1);
}

TEST_CASE("Template specs") {
  CHECK(look("ts:S-1/Group/Spec:V1.0", "ts/s-1/group/spec/v1.0/main.json") == "found");
}

TEST_CASE("What no cache holds is unknown, and the text says what helps") {
  const auto t = expand_bicep("module m 'br/public:avm/x:1.0' = {}\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n");
  CHECK(t.codes() == "module-not-found");
  CHECK(t.problems().at(0).text().find("--module-cache") != std::string::npos);
  CHECK_FALSE(t.graph().open_reasons().empty());
}

TEST_CASE("References that are none") {
  for (const auto* reference : {"br:", "br/", "br/public", "br:noslash", "ts:", "ts/", "ts/x", "br/public:", "br:e.io/../../../project/x:1", ""}) {
    INFO(reference);
    const auto t = expand_bicep("module m '" + std::string(reference) + "' = {}\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n");
    CHECK_FALSE(t.codes().empty());
    CHECK(t.all("r").size() == 1);
  }
}
