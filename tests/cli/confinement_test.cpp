// Nothing outside of the root is read, whatever in a repository leads there: each way out that was thought of, tried with the
// program, in every format. A word that stands only outside must not come out, and the refusal must be told.
#include <nlohmann/json.hpp>

#include <functional>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cli/repository.h"
#include "report/formats.h"

using namespace pillarlint::testing;

namespace {

const std::string canary = "c4n4ry7f3e";
const std::string refused = "leads out of";

std::string account(const std::string& name) {
  return "resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: " + name +
         "\n  location: 'westeurope'\n  kind: 'AIServices'\n  sku: { name: 'S0' }\n  properties: { publicNetworkAccess: 'Enabled' }\n}\n";
}
std::string terraform_account(const std::string& name) {
  return "resource \"azurerm_ai_services\" \"ai\" {\n  name = " + name +
         "\n  location = \"westeurope\"\n  resource_group_name = \"chat\"\n  sku_name = \"S0\"\n  public_network_access = \"Enabled\"\n}\n";
}
std::string arm(const std::string& resources) {
  return R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string", "defaultValue": "inside" } }, "resources": [ )" + resources + " ] }";
}
std::string arm_account(const std::string& name) {
  return R"({ "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "kind": "AIServices", "location": "westeurope",
    "sku": { "name": "S0" }, "properties": { "publicNetworkAccess": "Enabled" }, "name": ")" + name + "\" }";
}
std::string linked(const std::string& path) {
  return R"({ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "linked",
    "properties": { "mode": "Incremental", "templateLink": { "relativePath": ")" + path + "\" } } }";
}
const std::string arm_values = R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
  "contentVersion": "1.0.0.0", "parameters": { "name": { "value": ")" + canary + "\" } } }";

// `root` is a repository; beside it lies `outside`.
class Machine : public Folder {
 public:
  Machine() {
    write("root/.git/HEAD", "ref: refs/heads/main\n");
    write("outside/secret.txt", canary);
    write("outside/secret.json", "{ \"name\": \"" + canary + "\" }");
    write("outside/secret.yaml", canary + ": 1\n");
    write("outside/" + canary + ".txt", "");
    write("outside/account.bicep", account("'" + canary + "'") + "@export()\nvar word = '" + canary + "'\n");
    write("outside/bicepconfig.json", R"({ "moduleAliases": { "br": { "away": { "registry": ")" + canary + ".azurecr.io\" } } } }");
    write("outside/values.bicepparam", "using none\nparam name = '" + canary + "'\n");
    write("outside/values.tfvars", "name = \"" + canary + "\"\n");
    write("outside/main.tf", terraform_account("\"" + canary + "\"") + "output \"name\" { value = \"" + canary + "\" }\n");
    write("outside/account.json", arm(arm_account(canary)));
    write("outside/values.parameters.json", arm_values);
    write("outside/" + canary + ".yaml", "id: " + canary + "\n");
  }
  void file(const std::string& name, const std::string& text) const { write("root/" + name, text); }
  void link(const std::string& name, const std::string& target) const {
    fs::create_directories(fs::path(path("root/" + name)).parent_path());
    fs::create_symlink(target, path("root/" + name));
  }
  [[nodiscard]] std::string outside(const std::string& name) const { return path("outside/" + name); }
};

struct Way {
  std::string name;
  std::function<void(const Machine&)> lay;
  std::string arguments = ".";
  std::string said = refused;
};

const std::string named_account = "param name string = 'inside'\n" + account("name");

std::vector<Way> bicep_ways() {
  const auto bicep = [](const std::string& name, const std::string& text, const std::string& said = refused) {
    return Way{"Bicep: " + name, [text](const Machine& m) { m.link("link", "../outside"), m.file("infra/main.bicep", text); }, "infra", said};
  };
  const auto module = [](const std::string& path) { return "module m '" + path + "' = { name: 'm' }\n"; };
  std::vector<Way> out = {
      bicep("a module by ..", module("../../outside/account.bicep")),
      bicep("a module through a linked folder", module("../link/account.bicep")),
      bicep("an ARM template as module", module("../../outside/account.json")),
      bicep("an import", "import { word } from '../../outside/account.bicep'\n" + account("word")),
      bicep("an import of all", "import * as away from '../../outside/account.bicep'\n" + account("away.word")),
      bicep("loadTextContent", account("loadTextContent('../../outside/secret.txt')")),
      bicep("loadTextContent far up", account("loadTextContent('../../../../../../../../../../etc/hostname')")),
      bicep("loadTextContent through a linked folder", account("loadTextContent('../link/secret.txt')")),
      bicep("loadFileAsBase64", account("base64ToString(loadFileAsBase64('../../outside/secret.txt'))")),
      bicep("loadJsonContent", account("loadJsonContent('../../outside/secret.json').name")),
      bicep("loadYamlContent", account("string(loadYamlContent('../../outside/secret.yaml'))")),
      bicep("loadDirectoryFileInfo", account("loadDirectoryFileInfo('../../outside')[0].baseName")),
      {"Bicep: a module by an absolute path", [module](const Machine& m) { m.file("infra/main.bicep", module(m.outside("account.bicep"))); }, "infra"},
      {"Bicep: loadTextContent of an absolute path",
       [](const Machine& m) { m.file("infra/main.bicep", account("loadTextContent('" + m.outside("secret.txt") + "')")); }, "infra"},
      {"Bicep: loadTextContent of a linked file",
       [](const Machine& m) {
         m.link("infra/inside.txt", "../../outside/secret.txt");
         m.file("infra/main.bicep", account("loadTextContent('inside.txt')"));
       },
       "infra"},
      {"Bicep: using", [](const Machine& m) { m.file("infra/main.bicepparam", "using '../../outside/account.bicep'\n"); }, "infra"},
      {"Bicep: extends",
       [](const Machine& m) {
         m.file("infra/main.bicep", named_account);
         m.file("infra/main.bicepparam", "using 'main.bicep'\nextends '../../outside/values.bicepparam'\n");
       },
       "infra"},
      {"Bicep: values in a linked file",
       [](const Machine& m) {
         m.file("infra/main.bicep", named_account);
         m.link("infra/main.bicepparam", "../../outside/values.bicepparam");
       },
       "infra"},
      {"Bicep: a linked bicepconfig.json",
       [](const Machine& m) {
         m.file("infra/main.bicep", "module m 'br/away:a:1' = { name: 'm' }\n");
         m.link("infra/bicepconfig.json", "../../outside/bicepconfig.json");
       },
       "infra"},
  };
  return out;
}

std::vector<Way> terraform_ways() {
  const auto terraform = [](const std::string& name, const std::string& text, const std::string& said = refused) {
    return Way{"Terraform: " + name, [text](const Machine& m) { m.link("link", "../outside"), m.file("infra/main.tf", text); }, "infra", said};
  };
  const std::string variable = "variable \"name\" {\n  default = \"inside\"\n}\n" + terraform_account("var.name");
  return {
      terraform("file", terraform_account("file(\"../../outside/secret.txt\")")),
      terraform("file of path.module", terraform_account("file(\"${path.module}/../../outside/secret.txt\")")),
      terraform("file of path.root", terraform_account("file(\"${path.root}/../../outside/secret.txt\")")),
      terraform("file through a linked folder", terraform_account("file(\"../link/secret.txt\")")),
      terraform("filebase64", terraform_account("base64decode(filebase64(\"../../outside/secret.txt\"))")),
      terraform("jsondecode", terraform_account("jsondecode(file(\"../../outside/secret.json\")).name")),
      terraform("yamldecode", terraform_account("keys(yamldecode(file(\"../../outside/secret.yaml\")))[0]")),
      terraform("templatefile", terraform_account("templatefile(\"../../outside/secret.txt\", {})")),
      terraform("fileset", terraform_account("tolist(fileset(\"../../outside\", \"*.txt\"))[0]")),
      terraform("fileset by ..", terraform_account("tolist(fileset(path.module, \"../../outside/*.txt\"))[0]")),
      terraform("a module by ..", "module \"m\" {\n  source = \"../../outside\"\n}\n" + terraform_account("module.m.name")),
      terraform("a module through a linked folder", "module \"m\" {\n  source = \"../link\"\n}\n" + terraform_account("module.m.name")),
      {"Terraform: file of an absolute path",
       [](const Machine& m) { m.file("infra/main.tf", terraform_account("file(\"" + m.outside("secret.txt") + "\")")); }, "infra"},
      {"Terraform: modules.json",
       [](const Machine& m) {
         m.file("infra/main.tf", "module \"m\" {\n  source = \"a/b/c\"\n}\n" + terraform_account("module.m.name"));
         m.file("infra/.terraform/modules/modules.json", R"({"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"m","Source":"registry.terraform.io/a/b/c","Version":"1.0.0","Dir":"../../outside"}]})");
       },
       "infra"},
      {"Terraform: a linked folder in .terraform/modules",
       [](const Machine& m) {
         m.file("infra/main.tf", "module \"m\" {\n  source = \"a/b/c\"\n}\n" + terraform_account("module.m.name"));
         m.link("infra/.terraform/modules/m", "../../../../outside");
         m.file("infra/.terraform/modules/modules.json", R"({"Modules":[{"Key":"m","Source":"registry.terraform.io/a/b/c","Version":"1.0.0","Dir":".terraform/modules/m"}]})");
       },
       "infra"},
      {"Terraform: a linked modules.json",
       [](const Machine& m) {
         m.file("infra/main.tf", "module \"m\" {\n  source = \"a/b/c\"\n}\n" + terraform_account("module.m.name"));
         m.link("infra/.terraform/modules/modules.json", "../../../../outside/secret.json");
       },
       "infra", "module-not-found"},
      {"Terraform: values in a linked file",
       [variable](const Machine& m) {
         m.file("infra/main.tf", variable);
         m.link("infra/terraform.tfvars", "../../outside/values.tfvars");
       },
       "infra"},
      {"Terraform: a linked file of the module",
       [](const Machine& m) {
         m.file("infra/main.tf", "locals {\n  a = 1\n}\n");
         m.link("infra/more.tf", "../../outside/main.tf");
       },
       "infra"},
  };
}

std::vector<Way> arm_ways() {
  return {
      {"ARM: a linked template by ..", [](const Machine& m) { m.file("infra/azuredeploy.json", arm(linked("../../outside/account.json"))); }, "infra"},
      {"ARM: a linked template through a linked folder",
       [](const Machine& m) {
         m.link("infra/nested", "../../outside");
         m.file("infra/azuredeploy.json", arm(linked("nested/account.json")));
       },
       "infra"},
      {"ARM: values in a linked file",
       [](const Machine& m) {
         m.file("infra/azuredeploy.json", arm(arm_account("[parameters('name')]")));
         m.link("infra/azuredeploy.parameters.json", "../../outside/values.parameters.json");
       },
       "infra"},
      {"a plan that a link leads to", [](const Machine& m) { m.link("infra/plan.json", "../../outside/account.json"); }, "infra"},
      {"azure.yaml names a folder outside",
       [](const Machine& m) {
         m.file("azure.yaml", "name: x\ninfra: { path: ../outside, module: account }\n");
         m.file("infra/main.bicep", named_account);
       },
       ".", "findings:"},
  };
}

std::vector<Way> walking_ways() {
  return {
      {"a linked folder", [](const Machine& m) { m.link("infra", "../outside"); }},
      {"a linked file", [](const Machine& m) { m.link("main.bicep", "../outside/account.bicep"); }},
      {"a linked file that is named", [](const Machine& m) { m.link("main.bicep", "../outside/account.bicep"); }, "main.bicep"},
      {"a file that is named through a linked folder", [](const Machine& m) { m.link("infra", "../outside"); }, "infra/account.bicep"},
      {"a linked folder that is named", [](const Machine& m) { m.link("infra", "../outside"); }, "infra"},
      {"a linked file in a list", [](const Machine& m) { m.link("main.bicep", "../outside/account.bicep"), m.file("list", "main.bicep\n"); }, "--files-from list"},
      {"a named file, with --root", [](const Machine&) {}, "../outside/account.bicep --root ."},
      {"linked values that are named",
       [](const Machine& m) { m.file("main.bicep", named_account), m.link("values.bicepparam", "../outside/values.bicepparam"); },
       "main.bicep --parameters values.bicepparam"},
      {"standard input", [](const Machine& m) { m.file("text", account("loadTextContent('../outside/secret.txt')")); }, "- --stdin-filename main.bicep < text"},
      {"a linked .gitignore",
       [](const Machine& m) { m.file("main.bicep", named_account), m.link(".gitignore", "../outside/secret.txt"); }, ".", "findings:"},
  };
}

std::vector<Way> configuration_ways() {
  const auto configured = [](const std::string& text, const std::string& arguments = ".") {
    return Way{"configuration: " + text, [text](const Machine& m) { m.file("main.bicep", named_account), m.link("link", "../outside"), m.file(".pillarlint.yaml", text); },
               arguments, "expected a path that stays inside of the root"};
  };
  return {
      configured("paths: [../outside]\n", ""),
      configured("paths: [link]\n", ""),
      configured("parameters: [../outside/values.bicepparam]\n"),
      configured("rules: { folders: [../outside] }\n"),
      configured("rules: { folders: [link] }\n"),
      configured("module-cache: [../outside]\n"),
      configured("baseline: ../outside/secret.json\n"),
      configured("baseline: link/secret.json\n"),
      {"configuration: a link", [](const Machine& m) { m.link(".pillarlint.yaml", "../outside/secret.yaml"); }, ".", "is not readable"},
      {"configuration: stacks", [](const Machine& m) { m.file("main.bicep", named_account), m.file(".pillarlint.yaml", "stacks:\n- { name: s, entries: [main.bicep, ../outside/account.bicep] }\n"); }, ".", "findings:"},
      {"a linked rule file in a folder of rules", [](const Machine& m) { m.file("main.bicep", named_account), m.file("rules/a.txt", ""), m.link("rules/away.yaml", "../../outside/secret.yaml"), m.file(".pillarlint.yaml", "rules: { folders: [rules] }\n"); }, ".", "findings:"},
      {"a folder of rules on the command line, with a link in it", [](const Machine& m) { m.file("main.bicep", named_account), m.file("rules/a.txt", ""), m.link("rules/away.yaml", "../../outside/secret.yaml"); }, ". --rules rules", "findings:"},
  };
}

std::vector<Way> all_ways() {
  std::vector<Way> out;
  for (const auto& some : {walking_ways(), bicep_ways(), terraform_ways(), arm_ways(), configuration_ways()}) out.insert(out.end(), some.begin(), some.end());
  return out;
}

std::string in_all_formats() {
  std::string out;
  for (const auto& format : pillarlint::formats()) {
    if (format.name != "text") out += fmt::format(" --format {0}=../out.{0}", format.name);
  }
  return out + " --format text --show-unknown --show-passed --show-suppressed";
}

bool tells(const std::string& text) { return has(text, canary); }

}  // namespace

TEST_CASE("no way out of the root is gone") {
  std::size_t tried = 0;
  for (const auto& way : all_ways()) {
    INFO(way.name);
    const Machine machine;
    way.lay(machine);
    const auto ran = run("scan " + in_all_formats() + " " + way.arguments, "cd '" + machine.path("root") + "' && HOME=/nowhere");
    INFO(ran.output);
    CHECK(ran.code >= 0);
    CHECK(ran.code <= 3);
    CHECK_FALSE(tells(ran.output));
    CHECK(has(ran.output, way.said));
    for (const auto& format : pillarlint::formats()) CHECK_FALSE(tells(read(machine.path(fmt::format("out.{}", format.name)))));
    for (const auto* command : {"graph", "scan --diff", "baseline create --force --baseline ../out.baseline"}) {
      if (has(way.arguments, "--files-from") || has(way.arguments, "- --stdin")) continue;
      CHECK_FALSE(tells(run(std::string(command) + " " + way.arguments, "cd '" + machine.path("root") + "' && HOME=/nowhere").output));
    }
    CHECK_FALSE(tells(read(machine.path("out.baseline"))));
    ++tried;
  }
  CHECK(tried >= 60);
}

TEST_CASE("--fix writes through no link out of the root") {
  for (const auto* arguments : {".", "main.bicep", "--files-from list", "infra", "infra/account.bicep"}) {
    INFO(arguments);
    const Machine machine;
    machine.link("main.bicep", "../outside/account.bicep");
    machine.link("infra", "../outside");
    machine.file("list", "main.bicep\ninfra/account.bicep\n");
    const auto before = read(machine.outside("account.bicep"));
    const auto ran = run(std::string("scan --fix ") + arguments, "cd '" + machine.path("root") + "' && HOME=/nowhere");
    INFO(ran.output);
    CHECK_FALSE(tells(ran.output));
    CHECK(has(ran.output, refused));
    CHECK(read(machine.outside("account.bicep")) == before);
  }
}

TEST_CASE("links in the history of a repository are not followed") {
  const Machine machine;
  Repository repository;
  const auto target = machine.outside("account.bicep");
  const auto shown = [&] {
    const auto ran = repository.pillarlint("scan --changed-since HEAD --format json --show-unknown --show-passed");
    INFO(ran.output);
    CHECK(ran.code <= 1);
    CHECK_FALSE(tells(ran.output));
  };
  repository.write("other.bicep", named_account);
  SECTION("a link became a file") {
    fs::create_symlink(target, repository.path("main.bicep"));
    repository.commit();
    repository.remove("main.bicep");
    repository.write("main.bicep", named_account);
    shown();
  }
  SECTION("a file became a link") {
    repository.write("main.bicep", named_account);
    repository.commit();
    repository.remove("main.bicep");
    fs::create_symlink(target, repository.path("main.bicep"));
    shown();
  }
  SECTION("a folder became a link") {
    repository.write("infra/account.bicep", named_account);
    repository.commit();
    repository.remove("infra");
    fs::create_directory_symlink(machine.path("outside"), repository.path("infra"));
    shown();
  }
}

TEST_CASE("the language server reads nothing outside of the work tree of a document") {
  const Machine machine;
  machine.link("link", "../outside");
  const auto main = "module m '../outside/account.bicep' = { name: 'm' }\n" + account("loadTextContent('link/secret.txt')");
  const auto message = [](const nlohmann::json& content) {
    const auto text = content.dump();
    return fmt::format("Content-Length: {}\r\n\r\n{}", text.size(), text);
  };
  const auto open = [&](const std::string& uri) {
    return message({{"jsonrpc", "2.0"}, {"method", "textDocument/didOpen"},
                    {"params", {{"textDocument", {{"uri", uri}, {"languageId", "bicep"}, {"version", 1}, {"text", main}}}}}});
  };
  std::string first = message({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "initialize"}, {"params", {{"capabilities", nlohmann::json::object()}}}});
  first += message({{"jsonrpc", "2.0"}, {"method", "initialized"}, {"params", nlohmann::json::object()}});
  for (const auto& uri : {"file://" + machine.path("root/main.bicep"), "file://" + machine.path("root/infra/../other.bicep"),
                                "file://" + machine.path("root/%2e%2e/root/third.bicep")}) {
    first += open(uri);
  }
  machine.write("first", first);
  machine.write("last", message({{"jsonrpc", "2.0"}, {"id", 2}, {"method", "shutdown"}}) + message({{"jsonrpc", "2.0"}, {"method", "exit"}}));
  const auto at = machine.path();
  const auto ran = run("lsp", "cd '" + at + "/root' && (cat ../first; sleep 2; cat ../last) | HOME=/nowhere");
  CHECK(has(ran.output, "publishDiagnostics"));
  CHECK(has(ran.output, "ai-account-public-network-access"));
  CHECK_FALSE(tells(ran.output));
  CHECK(has(ran.output, refused));
}
