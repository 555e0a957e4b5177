// Scans of what a change touches and causes, with the git that is installed.
#include <catch2/catch.hpp>

#include "cli/repository.h"

using namespace pillarlint::testing;
using Shown = Place::Shown;

namespace {

// An account, the private endpoint that reaches it, and a search service, each in a module of its own.
const std::string main_file = R"(module ai 'modules/ai.bicep' = { name: 'ai' }
module reach 'modules/reach.bicep' = {
  name: 'reach'
  params: { target: ai.outputs.id }
}
module search 'modules/search.bicep' = { name: 'search' }
)";
const std::string ai = R"(resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = {
  name: 'contoso-ai'
  location: 'westeurope'
  kind: 'OpenAI'
  sku: { name: 'S0' }
  properties: {
    publicNetworkAccess: 'Disabled'
    disableLocalAuth: true
  }
}
output id string = account.id
)";
const std::string reach = R"(param target string
resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: 'contoso-pe'
  location: 'westeurope'
  properties: {
    subnet: { id: '/subscriptions/x/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/s' }
    privateLinkServiceConnections: [
      { name: 'c', properties: { privateLinkServiceId: target, groupIds: ['account'] } }
    ]
  }
}
)";
const std::string search = R"(param replicas int = 1
resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: 'contoso-search'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {
    replicaCount: replicas
    disableLocalAuth: false
  }
}
)";
const std::string rules = " --rule ai-account-private-reachability --rule ai-account-local-auth --rule search-local-auth ";
const std::string since = rules + "--changed-since ";

class Project : public Repository {
 public:
  Project() {
    write(".pillarlint.yaml", "platform: [private-dns]\n");
    write("infra/main.bicep", main_file);
    write("infra/modules/ai.bicep", ai);
    write("infra/modules/reach.bicep", reach);
    write("infra/modules/search.bicep", search);
    commit();
  }
};

const std::string known = "infra/modules/search.bicep:8 search-local-auth";

}  // namespace

TEST_CASE("the project of these tests has one finding, and without a change nothing is told") {
  Project project;
  CHECK(project.shown(rules) == Shown{known});
  CHECK(project.shown(since + "HEAD") == Shown{});
  CHECK(project.pillarlint("scan " + since + "HEAD").code == 0);
}

TEST_CASE("deleting a private endpoint in one file reports the account in another") {
  Project project;
  SECTION("its file is emptied") {
    project.write("infra/modules/reach.bicep", "param target string\n");
  }
  SECTION("its file and the call are deleted, and committed") {
    project.remove("infra/modules/reach.bicep");
    project.write("infra/main.bicep", main_file.substr(0, main_file.find("module reach")) + main_file.substr(main_file.find("module search")));
    project.git("branch before");
    project.commit();
    CHECK(project.shown(since + "before") == Shown{"infra/modules/ai.bicep:7 ai-account-private-reachability"});
  }
  SECTION("it is only staged") {
    project.write("infra/modules/reach.bicep", "param target string\n");
    project.git("add -A");
  }
  const auto report = project.json(since + "HEAD~0");
  if (project.git("status --porcelain").output.empty()) return;
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["place"]["file"] == "infra/modules/ai.bicep");
  CHECK(report["findings"][0]["rule"] == "ai-account-private-reachability");
  CHECK(report["findings"][0]["change"] == "caused");
  CHECK(report["findings"][0]["knownBefore"] == false);
  CHECK(has(project.pillarlint("scan" + since + "HEAD").output, "caused by the change"));
}

TEST_CASE("moved lines, another indentation and another order report nothing") {
  Project project;
  project.write("infra/modules/search.bicep", "// one\n// two\n\n" + search);
  CHECK(project.shown(since + "HEAD") == Shown{});
  std::string indented;
  for (const char c : search) indented += c == '\n' ? "\r\n  " : std::string(1, c);
  project.write("infra/modules/search.bicep", indented);
  CHECK(project.shown(since + "HEAD") == Shown{});
  const auto first = search.find("resource");
  project.write("infra/modules/search.bicep", search.substr(first) + search.substr(0, first));
  CHECK(project.shown(since + "HEAD") == Shown{});
}

TEST_CASE("a renamed folder reports nothing, whatever is scanned and whether git knows of it") {
  Project project;
  SECTION("staged") { project.git("mv infra platform"); }
  SECTION("not staged") { fs::rename(project.path("infra"), project.path("platform")); }
  CHECK(project.shown(since + "HEAD") == Shown{});
  CHECK(project.shown(since + "HEAD platform") == Shown{});
  CHECK(project.shown(rules + "platform") == Shown{"platform/modules/search.bicep:8 search-local-auth"});
}

TEST_CASE("a file that is renamed and edited has only what the edit made") {
  Project project;
  project.git("mv infra/modules/search.bicep infra/modules/find.bicep");
  project.replace("infra/main.bicep", "modules/search.bicep", "modules/find.bicep");
  const auto report = project.json(since + "HEAD");
  // The call was edited, and the finding hangs on it: it is shown, and it was there before.
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["place"]["file"] == "infra/modules/find.bicep");
  project.commit();
  project.replace("infra/modules/find.bicep", "name: 'contoso-search'", "name: 'contoso-find'");
  project.git("mv infra/modules/find.bicep infra/modules/look.bicep");
  project.replace("infra/main.bicep", "modules/find.bicep", "modules/look.bicep");
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/ai.bicep:8 ai-account-local-auth", "infra/modules/look.bicep:8 search-local-auth"});
  CHECK(project.json(since + "HEAD")["summary"]["findings"]["high"] == 2);
}

TEST_CASE("a new finding is told once, beside old ones and in files that git does not know yet") {
  Project project;
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/ai.bicep:8 ai-account-local-auth"});
  project.git("checkout -q .");
  project.write("other/main.bicep", search);
  CHECK(project.shown(since + "HEAD") == Shown{"other/main.bicep:8 search-local-auth"});
  project.commit();
  CHECK(project.shown(since + "HEAD") == Shown{});
  project.write("copy/main.bicep", search);  // the same fingerprint a third time
  CHECK(project.shown(since + "HEAD") == Shown{"copy/main.bicep:8 search-local-auth"});
}

TEST_CASE("a line that is edited reports what stands on it, and a property that is taken out what it was for") {
  Project project;
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: false // later");
  const auto report = project.json(since + "HEAD");
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["change"] == "touched");
  CHECK(report["findings"][0]["knownBefore"] == true);
  CHECK(report["comparedWith"].get<std::string>().starts_with("`HEAD` (merge base "));
  CHECK(has(project.pillarlint("scan" + since + "HEAD").output, "it was there before the change"));
  project.git("checkout -q .");
  project.replace("infra/modules/ai.bicep", "    disableLocalAuth: true\n", "");
  CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/ai.bicep:1 ai-account-local-auth"});
}

// What failed by a value fails by the default then: the finding moves to the header of the resource.
TEST_CASE("taking the wrong value out reports the finding that stays") {
  Project project;
  const std::string at_header = "infra/modules/search.bicep:2 search-local-auth";
  SECTION("the property") { project.replace("infra/modules/search.bicep", "    disableLocalAuth: false\n", ""); }
  SECTION("the property and its neighbour") {
    project.replace("infra/modules/search.bicep", "    replicaCount: replicas\n    disableLocalAuth: false\n", "");
  }
  SECTION("in a file that is renamed") {
    project.git("mv infra/modules/search.bicep infra/modules/find.bicep");
    project.replace("infra/modules/find.bicep", "    disableLocalAuth: false\n", "");
    project.replace("infra/main.bicep", "modules/search.bicep", "modules/find.bicep");
    CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/find.bicep:2 search-local-auth"});
    return;
  }
  SECTION("the argument of a module") {
    project.replace("infra/modules/search.bicep", "param replicas int = 1", "param replicas int = 1\nparam keyless bool?");
    project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: keyless");
    project.replace("infra/main.bicep", "= { name: 'search' }", "= {\n  name: 'search'\n  params: {\n    keyless: false\n  }\n}");
    project.commit();
    project.replace("infra/main.bicep", "    keyless: false\n", "");
    CHECK(project.json(since + "HEAD")["findings"].size() == 1);
    return;
  }
  const auto report = project.json(since + "HEAD");
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["change"] == "touched");
  CHECK(report["findings"][0]["knownBefore"] == true);
  CHECK(project.shown(since + "HEAD") == Shown{at_header});
}

TEST_CASE("taking a neighbour out, or adding one, reports nothing") {
  Project project;
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: false\n    semanticSearch: 'free'");
  CHECK(project.shown(since + "HEAD") == Shown{});
  project.commit();
  project.replace("infra/modules/search.bicep", "    replicaCount: replicas\n", "");
  project.replace("infra/modules/search.bicep", "\n    semanticSearch: 'free'", "");
  CHECK(project.shown(since + "HEAD") == Shown{});
  project.git("checkout -q .");
  project.replace("infra/modules/search.bicep", "    disableLocalAuth: false\n", "");
  project.commit();
  CHECK(project.shown(rules) == Shown{"infra/modules/search.bicep:2 search-local-auth"});  // by its header
  project.replace("infra/modules/search.bicep", "    replicaCount: replicas\n", "");
  CHECK(project.shown(since + "HEAD") == Shown{});
}

TEST_CASE("of two resources alike, the one whose value is taken out is reported") {
  Project project;
  auto second = search.substr(search.find('\n') + 1);
  second.replace(second.find("search '"), 6, "other");
  second.replace(second.find("contoso-search"), 14, "contoso-other");
  project.write("infra/modules/search.bicep", search + second);
  project.commit();
  REQUIRE(project.shown(rules) == Shown{known, "infra/modules/search.bicep:17 search-local-auth"});
  auto text = read(project.path("infra/modules/search.bicep"));
  text.erase(text.rfind("    disableLocalAuth: false\n"), std::string("    disableLocalAuth: false\n").size());
  project.write("infra/modules/search.bicep", text);
  CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/search.bicep:11 search-local-auth"});
}

TEST_CASE("a value in a parameter file is a change too") {
  Project project;
  project.write("infra/modules/ai.bicep", "param keyless bool\n" + ai);
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: keyless");
  project.write("infra/main.bicep", "param keyless bool\n" + main_file);
  project.replace("infra/main.bicep", "= { name: 'ai' }", "= {\n  name: 'ai'\n  params: { keyless: keyless }\n}");
  project.write("infra/main.bicepparam", "using 'main.bicep'\nparam keyless = true\n");
  project.commit();
  CHECK(project.shown(since + "HEAD") == Shown{});
  project.replace("infra/main.bicepparam", "true", "false");
  CHECK(project.shown(since + "HEAD") == Shown{"infra/main.bicepparam:2 ai-account-local-auth"});
}

TEST_CASE("a module of two entry points is judged in both") {
  Project project;
  project.write("second/main.bicep", "module search '../infra/modules/search.bicep' = { name: 'search' }\n");
  project.commit();
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: false  // still");
  const auto report = project.json(since + "HEAD");
  REQUIRE(report["findings"].size() == 1);
  CHECK(report["findings"][0]["knownBefore"] == true);
  CHECK(report["findings"][0]["deployments"] == std::vector<std::string>{"infra/main.bicep", "second/main.bicep"});
}

TEST_CASE("what the change mended is gone, also with its file") {
  Project project;
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: true");
  const auto gone = [&] {
    const auto report = project.json(since + "HEAD");
    CHECK(report["findings"].empty());
    REQUIRE(report["gone"].size() == 1);
    CHECK(report["gone"][0]["rule"] == "search-local-auth");
    return report["gone"][0]["file"].get<std::string>();
  };
  CHECK(gone() == "infra/modules/search.bicep");
  CHECK(project.pillarlint("scan " + since + "HEAD").code == 0);
  project.git("checkout -q .");
  project.remove("infra/modules/search.bicep");
  project.write("infra/main.bicep", main_file.substr(0, main_file.find("module search")));
  CHECK(gone() == "infra/modules/search.bicep");
}

TEST_CASE("the merge base counts, not the tip of the other branch") {
  Project project;
  project.git("checkout -q -b feature");
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  project.commit();
  project.git("checkout -q main");
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: true");
  project.commit();
  project.git("checkout -q feature");
  CHECK(project.shown(since + "main") == Shown{"infra/modules/ai.bicep:8 ai-account-local-auth"});
}

TEST_CASE("a revision that is none, looks like an option or is no commit is wrong use") {
  Project project;
  project.git("tag thetag");
  for (const auto* revision : {"nowhere", "'--upload-pack=touch${IFS}ran'", "-h", "'^HEAD'", "HEAD..HEAD", "HEAD:infra", "'$(touch ran)'", "'main;touch ran'",
                               "\"main\nHEAD\"", "'a b'", "0000000000000000000000000000000000000000"}) {
    const auto ran = project.pillarlint("scan --changed-since=" + std::string(revision));
    INFO(revision << "\n" << ran.output);
    CHECK(ran.code == 2);
    CHECK(has(ran.output, "names no commit of this repository"));
    CHECK_FALSE(fs::exists(project.path("ran")));
  }
  CHECK(project.pillarlint("scan --changed-since ''").code == 2);
  CHECK(project.pillarlint("scan -q --changed-since thetag").code == 0);
  CHECK(project.pillarlint("scan -q --changed-since 'HEAD@{0}'").code == 0);
}

TEST_CASE("what is missing is named: git, a repository, a commit, history") {
  Project project;
  CHECK(has(project.pillarlint("scan --changed-since main", "PATH=/nowhere").output, "needs git: there is no git in PATH"));
  CHECK(project.pillarlint("scan --changed-since main", "PATH=/nowhere").code == 2);
  Place bare;
  bare.write("main.bicep", search);
  CHECK(has(bare.pillarlint("scan --changed-since main").output, "is in no git work tree"));
  Repository empty;
  empty.write("main.bicep", search);
  const auto none = empty.pillarlint("scan --changed-since HEAD");
  CHECK(none.code == 2);
  CHECK(has(none.output, "names no commit"));
  project.git("checkout -q --orphan lone");
  project.write("lone.txt", "another history");
  project.commit();
  const auto lone = project.pillarlint("scan --changed-since main");
  CHECK(lone.code == 2);
  CHECK(has(lone.output, "`main` and HEAD have no commit in common"));
}

TEST_CASE("a shallow clone is told to fetch the history") {
  Project project;
  project.git("branch old");
  project.write("x.txt", "x");
  project.commit();
  Place clones;
  project.git("clone -q --depth 1 --no-single-branch 'file://" + project.path() + "' '" + clones.path("one") + "'");
  const auto ran = clones.pillarlint("scan one --changed-since origin/old");
  INFO(ran.output);
  CHECK(ran.code == 2);
  CHECK(has(ran.output, "fetch-depth: 0"));
  const auto local = clones.pillarlint("scan one --changed-since nowhere");
  CHECK(has(local.output, "this clone is shallow"));
  project.git("clone -q 'file://" + project.path() + "' '" + clones.path("two") + "'");
  CHECK(has(clones.pillarlint("scan two --changed-since old").output, "`origin/old` is there"));
  CHECK(clones.pillarlint("scan two -q --changed-since origin/old").code == 0);
}

TEST_CASE("objects that a partial clone left out are neither fetched nor passed over") {
  Project project;
  project.git("config uploadpack.allowFilter true");
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: true");
  project.git("branch before");
  project.commit();
  Place clones;
  project.git("clone -q --filter=blob:none 'file://" + project.path() + "' '" + clones.path("one") + "'");
  const auto ran = clones.pillarlint("scan one --changed-since origin/before");
  INFO(ran.output);
  CHECK(ran.code == 2);
  CHECK(has(ran.output, "git can not read"));
}

TEST_CASE("binary and huge changes, files that became folders, and conflicts are taken in") {
  Project project;
  std::string bytes(3'000'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 2654435761U >> 13U);
  project.write("big.json", bytes);
  project.write("infra/big.bicep", std::string(200'000, '\n') + search);
  project.write("infra/turn", "a file\n");
  project.commit();
  project.write("big.json", bytes.substr(1) + "x");
  project.write("infra/big.bicep", search + std::string(200'000, '\n'));
  project.remove("infra/turn");
  project.write("infra/turn/main.bicep", ai);
  CHECK(project.shown(since + "HEAD") == Shown{"infra/turn/main.bicep:7 ai-account-private-reachability"});
  project.commit();
  project.git("checkout -q -b left");
  project.replace("infra/modules/ai.bicep", "contoso-ai", "left");
  project.commit();
  project.git("checkout -q main");
  project.replace("infra/modules/ai.bicep", "contoso-ai", "right");
  project.commit();
  CHECK(project.git("merge left", false).code != 0);
  const auto ran = project.pillarlint("scan -q" + since + "HEAD");
  CHECK(ran.code != 2);
  CHECK(ran.code != 4);
}

TEST_CASE("hostile file names are only names") {
  Project project;
  const std::vector<std::string> names = {"a\nb.bicep", "quote\"d'.bicep", "-rf.bicep", "--output=x.bicep", "latin\xe9.bicep", " blank .bicep", "tab\t.bicep",
                                          "\xe2\x80\xae" "right.bicep", "#.bicep", "a:b.bicep", "\\back.bicep"};
  for (const auto& name : names) project.write("odd/" + name, search);
  CHECK(project.shown(since + "HEAD").size() == names.size());  // git does not know them yet
  project.commit();
  CHECK(project.shown(since + "HEAD") == Shown{});
  for (const auto& name : names) project.replace("odd/" + name, "disableLocalAuth: false", "disableLocalAuth:  false");
  CHECK(project.shown(since + "HEAD").size() == names.size());
  CHECK_FALSE(fs::exists(project.path("x.bicep")));
}

TEST_CASE("what a repository's configuration would run is not run") {
  Project project;
  const auto trap = "touch '" + project.path("ran") + "'; cat";
  project.git("config core.fsmonitor \"" + trap + "\"");
  project.git("config filter.evil.clean \"" + trap + "\"");
  project.git("config filter.evil.smudge \"" + trap + "\"");
  project.git("config diff.evil.textconv \"" + trap + "\"");
  project.git("config diff.evil.command \"" + trap + "\"");
  project.git("config diff.external \"" + trap + "\"");
  project.git("config core.pager \"" + trap + "\"");
  project.git("config core.hooksPath hooks");
  project.write("hooks/post-index-change", "#!/bin/sh\n" + trap + "\n");
  fs::permissions(project.path("hooks/post-index-change"), fs::perms::all);
  project.write(".gitattributes", "*.bicep filter=evil diff=evil\n");
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  fs::remove(project.path("ran"));  // git itself ran it
  CHECK(project.shown(since + "HEAD") == Shown{"infra/modules/ai.bicep:8 ai-account-local-auth"});
  CHECK_FALSE(fs::exists(project.path("ran")));
}

TEST_CASE("variables that lead git elsewhere are not heard, as in hooks of other repositories") {
  Project project;
  Repository other;
  other.commit();
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  const auto ran = project.pillarlint("scan -q" + since + "HEAD", "GIT_DIR='" + other.path(".git") + "' GIT_WORK_TREE='" + other.path() + "' GIT_INDEX_FILE=/nowhere");
  CHECK(ran.code == 1);
  CHECK(has(ran.output, "infra/modules/ai.bicep:8:"));
}

TEST_CASE("a linked work tree is compared with its own HEAD") {
  Project project;
  Place trees;
  project.git("worktree add -q -b side '" + trees.path("side") + "'");
  trees.replace("side/infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  const auto ran = trees.pillarlint("scan side -q" + since + "main");
  INFO(ran.output);
  CHECK(ran.code == 1);
  CHECK(has(ran.output, "side/infra/modules/ai.bicep:8:"));
  CHECK(project.shown(since + "main") == Shown{});
}

TEST_CASE("a submodule that was moved to another commit counts as changed, and that is said") {
  Project project;
  Project part;
  project.git("submodule --quiet add 'file://" + part.path() + "' part");
  project.commit();
  CHECK(project.shown(since + "HEAD") == Shown{});
  part.replace("infra/modules/search.bicep", "contoso-search", "other-search");
  part.commit();
  project.git("-C part pull -q origin main");
  const auto ran = project.pillarlint("scan" + since + "HEAD");
  INFO(ran.output);
  CHECK(ran.code == 1);
  CHECK(has(ran.output, "part/infra/modules/search.bicep:8:"));
  CHECK(has(ran.output, "the submodule part was moved to another commit"));
}

TEST_CASE("what is said of files that did not change is not said again, what could not be read is") {
  Project project;
  project.write("infra/modules/reach.bicep", reach + "module gone 'nowhere.bicep' = { name: 'gone' }\n");
  project.write("broken/main.json", "\"deploymentTemplate.json\" :::");
  project.commit();
  project.replace("infra/modules/ai.bicep", "disableLocalAuth: true", "disableLocalAuth: false");
  const auto ran = project.pillarlint("scan" + since + "HEAD");
  INFO(ran.output);
  CHECK_FALSE(has(ran.output, "modules/reach.bicep:"));
  CHECK(has(ran.output, "about files that were not changed"));
  CHECK(has(ran.output, "broken/main.json:"));
  project.replace("infra/modules/reach.bicep", "contoso-pe", "other-pe");
  CHECK(has(project.pillarlint("scan" + since + "HEAD").output, "modules/reach.bicep:"));
}

TEST_CASE("Terraform and ARM templates are compared too") {
  Repository project;
  project.write("tf/main.tf", "resource \"azurerm_search_service\" \"s\" {\n  name = \"s\"\n  local_authentication_enabled = false\n}\n");
  project.write("arm/main.json", R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    { "type": "Microsoft.Search/searchServices", "apiVersion": "2025-05-01", "name": "s", "properties": {
      "disableLocalAuth": true
    } }
  ]
})");
  project.commit();
  CHECK(project.shown(since + "HEAD") == Shown{});
  project.replace("tf/main.tf", "= false", "= true");
  project.replace("arm/main.json", "Auth\": true", "Auth\": false");
  CHECK(project.shown(since + "HEAD") == Shown{"arm/main.json:6 search-local-auth", "tf/main.tf:3 search-local-auth"});
}

TEST_CASE("named files: a module is judged where it is used, and only what it has a part in is shown") {
  Project project;
  project.write("alone/main.bicep", ai);
  project.replace("infra/modules/search.bicep", "param replicas int = 1", "param replicas int = 1\nparam keyless bool");
  project.replace("infra/modules/search.bicep", "disableLocalAuth: false", "disableLocalAuth: keyless");
  project.replace("infra/main.bicep", "= { name: 'search' }", "= { name: 'search', params: { keyless: false } }");
  const std::string at_call = "infra/main.bicep:6 search-local-auth";
  CHECK(project.shown(rules + "infra/modules/search.bicep") == Shown{at_call});
  CHECK(project.shown(rules + "infra/main.bicep") == Shown{at_call});
  CHECK(project.shown(rules + "infra/modules/ai.bicep") == Shown{});  // its endpoint is in the deployment
  CHECK(project.shown(rules + "alone/main.bicep") == Shown{"alone/main.bicep:7 ai-account-private-reachability"});
  CHECK(project.shown(rules + "infra") == Shown{at_call});
  const auto report = project.json(rules + "infra/modules/ai.bicep");
  for (const auto& input : report["inputs"]) CHECK(input["file"] != "alone/main.bicep");  // it has nothing to do with it
  CHECK(project.pillarlint("scan -q" + rules + "infra/modules/ai.bicep").code == 0);
}

TEST_CASE("named files: a broken template that has nothing to do with them is not told of") {
  Project project;
  project.write("broken/main.json", "\"deploymentTemplate.json\" :::");
  CHECK(project.pillarlint("scan -q" + rules + "infra/modules/ai.bicep").code == 0);
  CHECK(project.pillarlint("scan -q" + rules + ".").code == 1);
  CHECK(project.pillarlint("scan -q" + rules + "broken/main.json").code == 3);
}
