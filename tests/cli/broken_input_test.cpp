// Files with errors: nobody commits one that they named or changed without noticing, and others do not stop them.
#include <catch2/catch.hpp>

#include "cli/repository.h"

using namespace pillarlint::testing;

namespace {

const std::string schema = R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0")";

struct Broken {
  std::string file;
  std::string part, with;  // the edit that breaks it
  std::string code;        // of the diagnostic
};
const std::vector<Broken> kinds = {
    {"infra/ai.bicep", "location: place", "location: place }}", "bicep-syntax"},
    {"infra/ai.bicep", "location: place", "location: plaice", "symbol-not-declared"},
    {"infra/main.bicepparam", "= 'westeurope'", "= = 'westeurope'", "bicep-syntax"},
    {"terraform/main.tf", "\"westeurope\"", "\"westeurope", "terraform-syntax"},
    {"terraform/variables.tf", "default = \"b\"", "default =", "terraform-syntax"},
    {"terraform/terraform.tfvars", "name = \"app\"", "name = = \"app\"", "terraform-syntax"},
    {"arm/azuredeploy.json", "\"resources\": []", "\"resources\": [ }", "json-unexpected"},
    {"arm/azuredeploy.json", "[parameters('place')]", "[parameters('place']", "expression-syntax"},
    {"arm/azuredeploy.parameters.json", "\"westeurope\" }", "\"westeurope\" ]", "json-unexpected"},
};

// Deployments in three languages, each with a file that another one uses and one with values; none has a finding.
class Project : public Repository {
 public:
  Project() {
    write("infra/main.bicep", "param place string\nmodule ai 'ai.bicep' = { name: 'ai', params: { place: place } }\n");
    write("infra/ai.bicep",
          "param place string\nresource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: 'app'\n  location: place\n}\n");
    write("infra/main.bicepparam", "using 'main.bicep'\nparam place = 'westeurope'\n");
    write("terraform/main.tf",
          "resource \"azurerm_user_assigned_identity\" \"app\" {\n  name                = var.name\n  location            = \"westeurope\"\n"
          "  resource_group_name = \"chat\"\n}\n");
    write("terraform/variables.tf", "variable \"name\" {\n  default = \"b\"\n}\n");
    write("terraform/terraform.tfvars", "name = \"app\"\n");
    write("arm/azuredeploy.json", "{ " + schema + R"(, "parameters": { "place": { "type": "string" } }, "resources": [],
  "outputs": { "place": { "type": "string", "value": "[parameters('place')]" } } })");
    write("arm/azuredeploy.parameters.json", "{ " + schema + R"(, "parameters": { "place": { "value": "westeurope" } } })");
    commit();
  }
};

void check_stops(const Ran& ran, const Broken& broken) {
  INFO(ran.output);
  CHECK(ran.code == 3);
  CHECK(has(ran.output, broken.file + ":"));
  CHECK(has(ran.output, "[" + broken.code + "]"));
  CHECK(has(ran.output, "exit 3: a file with errors, so only partly analysed (--allow-unparsed relaxes this)"));
}

}  // namespace

TEST_CASE("a file with errors that is named or changed fails the run, whatever the language") {
  Project project;
  REQUIRE(project.pillarlint("scan --fail-on-broken").code == 0);
  for (const auto& broken : kinds) {
    INFO(broken.file << " " << broken.code);
    project.replace(broken.file, broken.part, broken.with);
    check_stops(project.pillarlint("scan " + broken.file), broken);
    check_stops(project.pillarlint("scan --changed-since HEAD"), broken);
    CHECK(project.pillarlint("scan --files-from -", "echo " + broken.file + " |").code == 3);
    CHECK(project.pillarlint("scan " + broken.file + " --allow-unparsed").code == 0);
    CHECK(project.pillarlint("scan " + broken.file + " --exit-zero").code == 0);
    project.git("checkout -q .");
  }
}

TEST_CASE("a folder with a broken file is told of it, and fails if asked to") {
  Project project;
  for (const auto& broken : kinds) {
    INFO(broken.file << " " << broken.code);
    project.replace(broken.file, broken.part, broken.with);
    const auto told = project.pillarlint("scan .");
    CHECK(told.code == 0);
    CHECK(has(told.output, "[" + broken.code + "]"));
    CHECK(has(told.output, "1 partly"));
    check_stops(project.pillarlint("scan . --fail-on-broken"), broken);
    check_stops(project.pillarlint("scan", "PILLARLINT_FAIL_ON_BROKEN=1"), broken);
    project.write(".pillarlint.yaml", "fail-on-broken: true\n");
    check_stops(project.pillarlint("scan"), broken);
    project.remove(".pillarlint.yaml");
    project.git("checkout -q .");
  }
}

TEST_CASE("what is broken elsewhere stops neither a named file nor a change") {
  Project project;
  project.replace("infra/ai.bicep", "location: place", "location: place }}");
  project.replace("terraform/variables.tf", "default = \"b\"", "default =");
  project.commit();
  for (const auto* name : {"infra/main.bicep", "terraform/main.tf"}) {
    INFO(name);
    const auto named = project.pillarlint(std::string("scan ") + name);
    CHECK(named.code == 0);
    CHECK(has(named.output, "error: found"));  // it is used, and told of
    project.write(name, read(project.path(name)) + "\n");
    CHECK(project.pillarlint("scan --changed-since HEAD").code == 0);
  }
}

TEST_CASE("a module that is not on disk is no error of the file that names it") {
  Project project;
  project.write("infra/main.bicep", "param place string\nmodule ai 'nowhere.bicep' = { name: 'ai', params: { place: place } }\n");
  const auto ran = project.pillarlint("scan infra/main.bicep");
  INFO(ran.output);
  CHECK(has(ran.output, "module-not-found"));
  CHECK(ran.code == 0);
}

TEST_CASE("parameters that are named are named files") {
  Project project;
  project.replace("infra/main.bicepparam", "= 'westeurope'", "= = 'westeurope'");
  CHECK(project.pillarlint("scan infra/main.bicep --parameters infra/main.bicepparam").code == 3);
  CHECK(project.pillarlint("scan infra --parameters infra/main.bicepparam").code == 3);
  CHECK(project.pillarlint("scan - --stdin-filename infra/x.bicep", "echo 'param = 1' |").code == 3);
}
