#include "analysis/suppress.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "analysis/support.h"
#include "bicep/bicep.h"
#include "terraform/terraform.h"

using namespace pillarlint;
using namespace pillarlint::testing;

namespace {

const std::string keys = "ai-account-local-auth";

// One file, scanned with one rule; what counts, what is suppressed, and what was said about it.
struct Suppressed {
  SourceManager sources;
  Config config;
  Analysis analysis;

  explicit Suppressed(const std::string& name, const std::string& text, Config given = {}, std::vector<MemoryFile> more = {}) : config(std::move(given)) {
    more.push_back({"/r/" + name, text});
    const auto files = memory_files(std::move(more));
    const auto arm = arm_language();
    const auto bicep = bicep_language();
    const auto terraform = terraform_language(embedded_files());
    Project project(*files, sources);
    project.name_relative_to("/r");
    Diagnostics diagnostics;
    const auto data = load_data(sources, LoadOptions(), diagnostics);
    AnalyzeOptions options;
    options.scope.paths = {"/r"};
    options.config = config;
    options.config.folder = "/r";
    options.today = "2026-11-21";
    options.rules = {data->rules->find(keys)->number};
    analysis = analyze(project, {terraform.get(), bicep.get(), arm.get()}, *data->types, *data->rules, options);
  }

  [[nodiscard]] std::vector<std::string> counting() const {
    std::vector<std::string> out;
    for (const auto& finding : analysis.findings) {
      if (finding.counts()) out.push_back(finding.resource_name);
    }
    return out;
  }
  [[nodiscard]] std::string reason(const std::string& name) const {
    for (const auto& finding : analysis.findings) {
      if (finding.resource_name == name && finding.suppression) return finding.suppression->reason;
    }
    return "not suppressed";
  }
  // "12: text" of each diagnostic about suppressions.
  [[nodiscard]] std::vector<std::string> said() const {
    std::vector<std::string> out;
    for (const auto& diagnostic : analysis.diagnostics) {
      if (info(diagnostic.code).name.find("suppression") == std::string_view::npos) continue;
      out.push_back(std::to_string(sources.line_of(diagnostic.span)) + ": " + diagnostic.text());
    }
    return out;
  }
};

using Names = std::vector<std::string>;
using Said = std::vector<std::string>;

std::string bicep_account(const std::string& name, const std::string& above = "", const std::string& beside = "") {
  return above + "resource " + name + " 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n" +
         "  name: '" + name + "'\n  location: 'swedencentral'\n  kind: 'AIServices'\n  sku: { name: 'S0' }\n" +
         "  properties: { disableLocalAuth: false }" + beside + "\n}\n";
}
std::string terraform_account(const std::string& name, const std::string& above = "", const std::string& inside = "", const std::string& beside = "") {
  return above + "resource \"azurerm_cognitive_account\" \"" + name + "\" {\n" + inside + "  name = \"" + name +
         "\"\n  location = \"swedencentral\"\n  resource_group_name = \"rg\"\n  kind = \"OpenAI\"\n  sku_name = \"S0\"\n  local_auth_enabled = true" + beside + "\n}\n";
}

}  // namespace

TEST_CASE("what a comment says") {
  const auto said = read_ignore("pillarlint:ignore a-b, c until=2026-12-31 -- the old client -- goes");
  REQUIRE(said);
  CHECK(said->rules == std::vector<std::string>{"a-b", "c"});
  CHECK(said->until == "2026-12-31");
  CHECK(said->reason == "the old client -- goes");
  CHECK(read_ignore("pillarlint:ignore-file a -- b")->whole_file);
  CHECK(read_ignore("checkov:skip=X pillarlint:ignore a -- b")->rules == std::vector<std::string>{"a"});
  CHECK(read_ignore("pillarlint:ignore a")->reason.empty());
  for (const auto* wrong : {"pillarlint:", "pillarlint:ignore", "pillarlint:ignore -- why", "pillarlint:ingore a -- b", "pillarlint:ignore a until=soon -- b",
                            "pillarlint:ignore a until=2026-02-30 -- b", "ignore a -- b"}) {
    INFO(wrong);
    CHECK_FALSE(read_ignore(wrong));
  }
}

TEST_CASE("Bicep: above the resource, above its decorators, beside the property") {
  const Suppressed above("main.bicep", bicep_account("a", "// pillarlint:ignore ai-account-local-auth -- old client\n") + bicep_account("b"));
  CHECK(above.counting() == Names{"b"});
  CHECK(above.reason("a") == "old client");
  CHECK(above.said().empty());
  CHECK(Suppressed("main.bicep", bicep_account("a", "/* pillarlint:ignore ai-account-local-auth -- x */\n@description('''\ntext\n''')\n")).counting().empty());
  CHECK(Suppressed("main.bicep", bicep_account("a", "", "  // pillarlint:ignore ai-services -- a whole service")).counting().empty());
  CHECK(Suppressed("main.bicep", "// pillarlint:ignore-file ai-account-local-auth -- all\n" + bicep_account("a") + bicep_account("b")).counting().empty());
}

TEST_CASE("Bicep: a finding in a module is suppressed in the module, or at one of its calls") {
  const std::string module = "param keyless bool\n" + std::string(bicep_account("a")).replace(bicep_account("a").find("false"), 5, "keyless");
  const std::string call = "module one 'account.bicep' = { name: 'one', params: { keyless: false } }\n"
                           "// pillarlint:ignore ai-account-local-auth -- only here\nmodule two 'account.bicep' = { name: 'two', params: { keyless: false } }\n";
  const Suppressed calls("main.bicep", call, {}, {{"/r/account.bicep", module}});
  CHECK(calls.counting().size() == 1);
  CHECK(calls.analysis.findings.size() == 2);
  const Suppressed inside("main.bicep", call.substr(0, call.find("// ")), {}, {{"/r/account.bicep", "// pillarlint:ignore ai-account-local-auth -- by design\n" + module.substr(module.find("resource")) + "param keyless bool\n"}});
  CHECK(inside.counting().empty());
}

TEST_CASE("Bicep's own directives hold; without a comment above them that is said") {
  const Suppressed with("main.bicep", bicep_account("a", "// the old client needs keys\n#disable-next-line ai-account-local-auth no-unused-params\n"));
  CHECK(with.reason("a") == "the old client needs keys");
  CHECK(with.said().empty());
  const Suppressed without("main.bicep", bicep_account("a", "#disable-next-line ai-account-local-auth\n"));
  CHECK(without.counting().empty());
  CHECK(without.said() == Said{"1: the suppression of `ai-account-local-auth` gives no reason: say why in a comment on the line above"});
  const Suppressed range("main.bicep", "// why\n#disable-diagnostics ai-account-local-auth\n" + bicep_account("a") + "#restore-diagnostics ai-account-local-auth\n" + bicep_account("b"));
  CHECK(range.counting() == Names{"b"});
  const Suppressed misspelt("main.bicep", bicep_account("a", "#disable-next-line ai-acount-local-auth\n"));
  CHECK(misspelt.counting() == Names{"a"});
  CHECK(misspelt.said() == Said{"1: there is no rule `ai-acount-local-auth` to suppress; did you mean `ai-account-local-auth`?"});
}

TEST_CASE("Terraform: above the block, on its line, on the line") {
  const Suppressed above("main.tf", terraform_account("a", "# pillarlint:ignore ai-account-local-auth -- old client\n") + terraform_account("b"));
  CHECK(above.counting() == Names{"b"});
  CHECK(Suppressed("main.tf", terraform_account("a", "", "", "  # pillarlint:ignore ai-account-local-auth -- x")).counting().empty());
  CHECK(Suppressed("main.tf", terraform_account("a", "", "", "  // pillarlint:ignore ai-account-local-auth -- x")).counting().empty());
  const Suppressed json("main.tf.json", R"({ "resource": { "azurerm_cognitive_account": { "a": {
    "//": "pillarlint:ignore ai-account-local-auth -- old client", "name": "a", "location": "swedencentral", "resource_group_name": "rg",
    "kind": "OpenAI", "sku_name": "S0" } } } })");
  CHECK(json.reason("a") == "old client");
}

TEST_CASE("ARM: a comment in front of the resource, behind the property, and metadata") {
  const auto in = [](const std::string& before, const std::string& members, const std::string& behind) {
    return template_of(before + "{\n" + members + R"("type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": "a",)" +
                       "\n\"location\": \"westeurope\", \"kind\": \"OpenAI\", \"sku\": { \"name\": \"S0\" },\n\"properties\": { \"disableLocalAuth\": false } " + behind + "\n}");
  };
  CHECK(Suppressed("main.json", in("\n// pillarlint:ignore ai-account-local-auth -- old client\n", "", "")).reason("a") == "old client");
  CHECK(Suppressed("main.json", in("", "", "// pillarlint:ignore ai-account-local-auth -- here")).reason("a") == "here");
  const Suppressed metadata("main.json", in("", R"("metadata": { "pillarlint": { "ignore": [{ "rule": "ai-account-local-auth", "reason": "agreed", "until": "2027-01-01" }] } },)", ""));
  CHECK(metadata.reason("a") == "agreed");
  CHECK(metadata.analysis.findings.at(0).suppression->until == "2027-01-01");
  const Suppressed wrong("main.json", in("", R"("metadata": { "pillarlint": { "ignore": true } },)", ""));
  CHECK(wrong.counting() == Names{"a"});
  CHECK(wrong.said().size() == 1);
}

TEST_CASE("what is over, of no use, or can not be understood is said") {
  const Suppressed over("main.bicep", bicep_account("a", "// pillarlint:ignore ai-account-local-auth until=2026-11-20 -- soon\n"));
  CHECK(over.counting() == Names{"a"});
  CHECK(over.said() == Said{"1: the suppression of `ai-account-local-auth` held until 2026-11-20; its findings count again"});
  CHECK(Suppressed("main.bicep", bicep_account("a", "// pillarlint:ignore ai-account-local-auth until=2026-11-21 -- today is the last day\n")).counting().empty());
  CHECK(Suppressed("main.bicep", "// pillarlint:ignore ai-account-local-auth -- nothing here\nparam x string\n").said() ==
        Said{"1: nothing is suppressed here: `ai-account-local-auth` finds nothing at this place"});
  CHECK(Suppressed("main.bicep", "// pillarlint:ignore search-replicas -- a rule that does not run\nparam x string\n").said().empty());
  const Suppressed no_reason("main.bicep", bicep_account("a", "// pillarlint:ignore ai-account-local-auth\n"));
  CHECK(no_reason.counting() == Names{"a"});
  CHECK(no_reason.said() == Said{"1: the suppression of `ai-account-local-auth` gives no reason: it does not hold; write `-- reason` after it"});
  CHECK(Suppressed("main.bicep", "// pillarlint: off\n").said() == Said{"1: `pillarlint: off` suppresses nothing: write `pillarlint:ignore RULE -- reason`"});
}

TEST_CASE("comments for other tools are pointed out where they sit on a finding, once") {
  const Suppressed checkov("main.tf", terraform_account("a", "", "  #checkov:skip=CKV_AZURE_236:old client\n"));
  CHECK(checkov.counting() == Names{"a"});
  CHECK(checkov.said() == Said{"2: this comment speaks to Checkov and is not heard; the finding of `ai-account-local-auth` here counts until `pillarlint:ignore ai-account-local-auth -- reason` stands here"});
  CHECK(Suppressed("main.tf", terraform_account("a", "#trivy:ignore:AZU-0001\n")).said().size() == 1);
  CHECK(Suppressed("main.tf", "# tflint-ignore: x\nlocals { a = 1 }\n" + terraform_account("a")).said().empty());
}

TEST_CASE("entries of the configuration, by type, address, path and module") {
  const auto entry = [](auto set) {
    Config config;
    Config::Suppress one;
    one.rules = {{keys, {}}};
    one.reason = "agreed";
    set(one);
    config.suppress = {one};
    return config;
  };
  const auto text = bicep_account("a") + bicep_account("b");
  const auto counting = [&](auto set) { return Suppressed("main.bicep", text, entry(set)).counting(); };
  CHECK(counting([](auto&) {}).empty());
  CHECK(counting([](auto& one) { one.address = "a"; }) == Names{"b"});
  CHECK(counting([](auto& one) { one.address = "main.bicep:b"; }) == Names{"a"});
  CHECK(counting([](auto& one) { one.type = "microsoft.cognitiveservices/accounts"; }).empty());
  CHECK(counting([](auto& one) { one.type = "Microsoft.Search/searchServices"; }) == Names{"a", "b"});
  CHECK(counting([](auto& one) { one.path = "*.bicep"; }).empty());
  CHECK(counting([](auto& one) { one.path = "legacy/**"; }) == Names{"a", "b"});
  CHECK(counting([](auto& one) { one.until = "2026-11-20"; }) == Names{"a", "b"});
  CHECK(counting([](auto& one) { one.module = "main.bicep"; }) == Names{"a", "b"});  // no module is called
}

TEST_CASE("inline suppressions can be switched off") {
  Config config;
  config.inline_suppressions = false;
  const Suppressed scan("main.bicep", bicep_account("a", "// pillarlint:ignore ai-account-local-auth -- x\n"), config);
  CHECK(scan.counting() == Names{"a"});
  CHECK(scan.said().empty());
}
