#include "analysis/analyze.h"

#include <catch2/catch.hpp>

#include "analysis/group.h"
#include "analysis/other_entries.h"
#include "analysis/support.h"

using namespace pillarlint;
using namespace pillarlint::testing;
using State = InputState::State;
using Files = std::vector<MemoryFile>;

namespace {

constexpr const char* rule = "ai-account-local-auth";
const std::string keyless = R"({ "keyless": { "type": "bool" } })";

std::string account_by_parameter() { return account("a", R"({ "disableLocalAuth": "[parameters('keyless')]" })"); }
std::string value(const char* text) { return parameters_of(std::string(R"({ "keyless": { "value": )") + text + " } }"); }

}  // namespace

TEST_CASE("one problem in several deployments of a template is one finding that names them") {
  Scan scan(Files{{"/r/main.json", template_of(account("a", R"({ "disableLocalAuth": false })"), keyless)},
             {"/r/main.parameters.a.json", value("true")},
             {"/r/main.parameters.b.json", value("false")}});
  const auto analysis = scan.analysed(Scan::folder(), rule);
  REQUIRE(analysis.findings.size() == 1);
  CHECK(analysis.findings[0].deployments == std::vector<std::string>{"main.json (main.parameters.a.json)", "main.json (main.parameters.b.json)"});
  CHECK(analysis.counts.at(rule).fail == 2);
}

TEST_CASE("texts that decide in two parameter files are two places, so two findings") {
  Scan scan(Files{{"/r/main.json", template_of(account_by_parameter(), keyless)},
             {"/r/main.parameters.a.json", value("false")},
             {"/r/main.parameters.b.json", value("false")}});
  const auto analysis = scan.analysed(Scan::folder(), rule);
  REQUIRE(analysis.findings.size() == 2);
  CHECK(scan.sources.path(analysis.findings[0].primary.file) == "main.parameters.a.json");
  CHECK(scan.sources.path(analysis.findings[1].primary.file) == "main.parameters.b.json");
}

TEST_CASE("a parameter without value is not known, and with --parameters-unknown none has one") {
  Scan scan(Files{{"/r/main.json", template_of(account_by_parameter(), R"({ "keyless": { "type": "bool", "defaultValue": false } })")}});
  CHECK(scan.analysed(Scan::folder(), rule).counts.at(rule).fail == 1);
  auto scope = Scan::folder();
  scope.parameters_unknown = true;
  CHECK(scan.analysed(scope, rule).counts.at(rule).unknown == 1);
}

TEST_CASE("each input ends in one state") {
  Scan scan(Files{{"/r/main.json", template_of(linked("sub/a.json") + "," + linked("sub/gone.json"))},
             {"/r/sub/a.json", template_of("")},
             {"/r/good.json", template_of("")},
             {"/r/cut.json", template_of("").substr(0, template_of("").size() - 3)}});
  const auto analysis = scan.analysed(Scan::folder(), rule);
  std::map<std::string, State> states;
  for (const auto& input : analysis.inputs) states[input.path] = input.state;
  CHECK(states.at("good.json") == State::analysed);
  CHECK(states.at("main.json") == State::partly);
  CHECK(states.at("sub/a.json") == State::analysed);
  CHECK(states.at("cut.json") != State::analysed);
  CHECK(states.size() == 4);
}

TEST_CASE("the number of threads changes nothing") {
  std::vector<MemoryFile> files;
  for (int i = 0; i < 40; ++i) {
    files.push_back({"/r/t" + std::to_string(i) + ".json", template_of(account("a" + std::to_string(i), R"({ "disableLocalAuth": false })"))});
  }
  const auto summary = [&](unsigned threads) {
    Scan scan(files);
    auto scope = Scan::folder();
    scope.threads = threads;
    std::string out;
    for (const auto& finding : scan.analysed(scope, "").findings) {
      out += std::string(scan.sources.path(finding.primary.file)) + " " + finding.message + " " + std::to_string(finding.fingerprint) + "\n";
    }
    return out;
  };
  const auto one = summary(1);
  CHECK(one.size() > 1000);
  CHECK(one == summary(2));
  CHECK(one == summary(8));
}

TEST_CASE("a stop that comes before the work leaves every entry not analysed") {
  Scan scan(Files{{"/r/main.json", template_of("")}});
  const std::atomic<bool> stop{true};
  AnalyzeOptions options;
  options.scope = Scan::folder();
  options.stop = &stop;
  const auto analysis = analyze(*scan.project, scan.languages, *scan.data->types, *scan.data->rules, options);
  REQUIRE(analysis.inputs.size() == 1);
  CHECK(analysis.inputs[0].state == State::not_analysed);
  REQUIRE(analysis.diagnostics.size() == 1);
  CHECK(analysis.diagnostics[0].code == Code::timeout_reached);
}

TEST_CASE("literals of secure parameters are known as secret places") {
  Scan scan(Files{{"/r/main.json", template_of(account("a", R"({ "apiProperties": { "secret": "[parameters('pw')]" } })"),
                                          R"({ "pw": { "type": "securestring", "defaultValue": "CANARY-1" } })")}});
  const auto analysis = scan.analysed(Scan::folder(), rule);
  bool found = false;
  for (const auto& span : analysis.secrets) found = found || scan.sources.text(span).find("CANARY-1") != std::string_view::npos;
  CHECK(found);
}

TEST_CASE("secrets that no resource takes are secret places too") {
  const auto declared = R"({ "pw": { "type": "securestring", "defaultValue": "CANARY-1" }, "idle": { "type": "secureObject", "defaultValue": { "a": "CANARY-2" } } })";
  Scan scan(Files{{"/r/main.json", template_of(account("a", R"({ "apiProperties": { "secret": "[parameters('pw')]" } })"), declared)},
                  {"/r/main.parameters.json", R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
                    "contentVersion": "1.0.0.0", "parameters": { "pw": { "value": "CANARY-3" } } })"}});
  const auto analysis = scan.analysed(Scan::folder(), rule);
  std::string found;
  for (const auto& span : analysis.secrets) found += std::string(scan.sources.text(span)) + ' ';
  CHECK(found.find("CANARY-1") != std::string::npos);  // replaced by the file
  CHECK(found.find("CANARY-2") != std::string::npos);  // read by nobody
  CHECK(found.find("CANARY-3") != std::string::npos);
}

TEST_CASE("'none found' is not said when another entry point may hold it") {
  OtherEntries others;
  others.add("endpoints.json", {{"microsoft.network/privateendpoints", "microsoft.search/searchservices", "contoso-search"}});
  Finding finding;
  finding.verdict = Verdict::fail;
  finding.provisional = {{"Microsoft.Network/privateEndpoints", "Microsoft.Search/searchServices", "contoso-search"}};
  SECTION("another entry point has a link to it") {
    CHECK(others.settle("main.json", finding));
    CHECK(finding.verdict == Verdict::unknown);
    CHECK(finding.reason.find("endpoints.json") != std::string::npos);
  }
  SECTION("the same entry point does not count") { CHECK_FALSE(others.settle("endpoints.json", finding)); }
  SECTION("a link to a resource that is certainly another one does not count") {
    finding.provisional[0].subject_name = "other";
    CHECK_FALSE(others.settle("main.json", finding));
    CHECK(finding.verdict == Verdict::fail);
  }
  SECTION("a name that is not known may be any") {
    finding.provisional[0].subject_name = "";
    CHECK(others.settle("main.json", finding));
  }
}

TEST_CASE("a group fails if one of it fails, and a certain one speaks for a conditional one") {
  SourceManager sources;
  const auto file = sources.add("a.json", "0123456789");
  Finding finding;
  finding.primary = {file, 1, 2};
  finding.path = "p";
  finding.verdict = Verdict::unknown;
  finding.address = "x[0]";
  auto conditional = finding;
  conditional.verdict = Verdict::fail;
  conditional.condition = "c";
  conditional.address = "x[1]";
  auto certain = conditional;
  certain.condition = "";
  certain.address = "x[2]";
  const auto groups = group_findings({finding, conditional, certain}, sources);
  REQUIRE(groups.size() == 1);
  CHECK(groups[0].verdict == Verdict::fail);
  CHECK(groups[0].condition.empty());
  CHECK(groups[0].addresses == std::vector<std::string>{"x[0]", "x[1]", "x[2]"});
}
