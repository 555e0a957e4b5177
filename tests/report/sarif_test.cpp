#include <cstdlib>
#include <fstream>

#include <catch2/catch.hpp>

#include "report/line_hash.h"
#include "report/sample.h"
#include "support/json.h"

using namespace pillarlint;
using pillarlint::testing::Sample;
using Json = nlohmann::json;

namespace {

Json sarif(const Report& report, SarifProfile profile = SarifProfile::github) {
  return test::parse_json(report_sarif(report, profile));
}
Json run_of(const Report& report) { return sarif(report)["runs"][0]; }

}  // namespace

TEST_CASE("a scan without findings is a valid run that names all rules") {
  Sample sample;
  const auto log = sarif(sample.report);
  CHECK(log["version"] == "2.1.0");
  CHECK(log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json");
  REQUIRE(log["runs"].size() == 1);
  const auto& run = log["runs"][0];
  CHECK(run["results"] == Json::array());
  CHECK(run["tool"]["driver"]["rules"].size() == 2);
  CHECK(run["columnKind"] == "utf16CodeUnits");
  CHECK(run["invocations"][0]["executionSuccessful"] == true);
}

TEST_CASE("only security rules have a security severity, and it is text") {
  Sample sample;
  const auto rules = run_of(sample.report)["tool"]["driver"]["rules"];
  CHECK(rules[0]["properties"]["security-severity"] == "8.0");
  CHECK(rules[0]["name"] == "AiAccountLocalAuth");
  CHECK_FALSE(rules[1]["properties"].contains("security-severity"));
  CHECK(rules[1]["properties"]["problem.severity"] == "warning");
  for (const auto& rule : rules) {
    CHECK(rule["properties"]["tags"].size() <= 10);
    CHECK(rule["help"]["text"].get<std::string>().size() > 10);
  }
}

TEST_CASE("at most ten tags, each once, the pillar first") {
  Sample sample;
  sample.report.rules[1].service = "reliability";  // a service that is named as its pillar
  CHECK(run_of(sample.report)["tool"]["driver"]["rules"][1]["properties"]["tags"] == Json({"reliability", "azure", "waf/SE-15"}));
  for (int i = 0; i < 20; ++i) sample.report.rules[0].checklist.push_back("SE-" + std::to_string(i));
  const auto tags = run_of(sample.report)["tool"]["driver"]["rules"][0]["properties"]["tags"];
  CHECK(tags.size() == 10);
  CHECK(tags[0] == "security");
}

TEST_CASE("a rule is related to its pillar and its checklist items by index") {
  Sample sample;
  const auto run = run_of(sample.report);
  for (const auto& relation : run["tool"]["driver"]["rules"][0]["relationships"]) {
    const auto& target = relation["target"];
    const auto& taxonomy = run["taxonomies"][target["toolComponent"]["index"].get<std::size_t>()];
    CHECK(taxonomy["name"] == target["toolComponent"]["name"]);
    CHECK(taxonomy["taxa"][target["index"].get<std::size_t>()]["id"] == target["id"]);
  }
  CHECK(run["tool"]["driver"]["rules"][0]["relationships"].size() == 2);
}

TEST_CASE("a result has its region, its fingerprints, and the way of its value") {
  Sample sample;
  sample.fail();
  const auto result = run_of(sample.report)["results"][0];
  CHECK(result["ruleId"] == "ai-account-local-auth");
  CHECK(result["ruleIndex"] == 0);
  CHECK(result["kind"] == "fail");
  CHECK(result["level"] == "error");
  CHECK(result["rank"].is_number_integer());  // some readers take no `90.0`
  const auto& place = result["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "infra/main.json");
  CHECK(place["region"]["startLine"] == 5);
  CHECK(place["region"]["startColumn"] == 9);
  CHECK(place["region"]["endColumn"] == 34);
  CHECK(place["contextRegion"]["startLine"] == 4);
  CHECK(place["contextRegion"]["endLine"] == 6);
  CHECK(result["partialFingerprints"]["primaryLocationLineHash"] == line_hashes(Sample::default_text(), false)[4]);
  CHECK(result["partialFingerprints"]["pillarlintFinding/v1"] == "0000000000001234");
  const auto& steps = result["codeFlows"][0]["threadFlows"][0]["locations"];
  REQUIRE(steps.size() == 2);
  CHECK(steps[0]["location"]["physicalLocation"]["region"]["startLine"] == 4);
  CHECK(result["relatedLocations"][0]["id"] == 1);
  CHECK(result["message"]["text"].get<std::string>().starts_with("AI account accepts access keys. 'contoso-ai': `properties.disableLocalAuth` is `false`, expected `true`."));
}

TEST_CASE("URIs are percent-encoded and relative to the root") {
  Sample sample("../other/my #1 %\xC3\xA9.json");
  sample.report.base = "/repo/infra";
  sample.fail();
  sample.report.findings[0].primary.file = sample.sources->add("/repo/my #1 %\xC3\xA9.json", Sample::default_text());
  const auto place = run_of(sample.report)["results"][0]["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "my%20%231%20%25%C3%A9.json");
  CHECK(place["artifactLocation"]["uriBaseId"] == "%SRCROOT%");
}

TEST_CASE("columns count UTF-16 units") {
  Sample sample("main.json", "{ \"\xF0\x9F\x98\x80\": 1, \"disableLocalAuth\": false, \"resources\": 1, \"properties\": 1 }\n");
  sample.fail();
  // `{ "` is 3 units, the face 2, `": 1, ` 6 more: the property begins at column 12.
  CHECK(run_of(sample.report)["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 12);
}

TEST_CASE("unread input is a notification, and the run a success") {
  Sample sample;
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}},
                               {Code::config_key_unknown, sample.place("\"resources\""), {"x", ""}}};
  sample.report.exit_code = 3;
  const auto run = run_of(sample.report);
  const auto& invocation = run["invocations"][0];
  CHECK(invocation["executionSuccessful"] == true);
  CHECK(invocation["exitCode"] == 3);
  REQUIRE(invocation["toolExecutionNotifications"].size() == 1);
  const auto& notification = invocation["toolExecutionNotifications"][0];
  CHECK(notification["level"] == "error");
  CHECK(notification["locations"][0]["physicalLocation"]["region"]["startLine"] == 2);
  const auto index = notification["descriptor"]["index"].get<std::size_t>();
  CHECK(run["tool"]["driver"]["notifications"][index]["id"] == notification["descriptor"]["id"]);
  CHECK(invocation["toolConfigurationNotifications"].size() == 1);
}

TEST_CASE("unknown is left out unless asked for, and then open without level") {
  Sample sample;
  sample.fail().verdict = Verdict::unknown;
  CHECK(run_of(sample.report)["results"].empty());
  sample.report.show_unknown = true;
  const auto result = run_of(sample.report)["results"][0];
  CHECK(result["kind"] == "open");
  CHECK(result["level"] == "none");
}

TEST_CASE("the worst results come first, and a run holds no more than code scanning takes") {
  Sample sample;
  sample.fail(1);
  sample.fail(0);
  CHECK(run_of(sample.report)["results"][0]["level"] == "error");
  for (std::size_t i = 2; i < most_sarif_results + 5; ++i) sample.report.findings.push_back(sample.report.findings[0]);
  const auto run = run_of(sample.report);
  CHECK(run["results"].size() == most_sarif_results);
  CHECK(run["results"][0]["level"] == "error");
  const auto& notification = run["invocations"][0]["toolExecutionNotifications"][0];
  CHECK(notification["message"]["text"].get<std::string>().starts_with("5 results"));
  CHECK(run["tool"]["driver"]["notifications"][notification["descriptor"]["index"].get<std::size_t>()]["id"] == "results-cut");
}

TEST_CASE("the profile of Azure DevOps names the run as the pipeline gave it") {
  Sample sample;
  CHECK_FALSE(sarif(sample.report, SarifProfile::azdo)["runs"][0].contains("automationDetails"));
  sample.report.run_id = "azuredevops/pipeline/build/contoso/chat/7/p/main/1234";
  sample.report.run_properties = {{"azuredevops/pipeline/build/buildDefinitionId", "7"}};
  const auto details = sarif(sample.report, SarifProfile::azdo)["runs"][0]["automationDetails"];
  CHECK(details["id"] == sample.report.run_id);
  CHECK(details["properties"]["azuredevops/pipeline/build/buildDefinitionId"] == "7");  // text: the service's validator reads it so
}

TEST_CASE("brackets and braces of a value are no links and no holes") {
  Sample sample;
  sample.fail().message = "[concat('{0}', x)](1)";
  const auto text = run_of(sample.report)["results"][0]["message"]["text"].get<std::string>();
  CHECK(text.find("\\[concat('{ 0}', x)\\](1)") != std::string::npos);
}

TEST_CASE("the same report gives the same bytes, and names no absolute path") {
  Sample sample;
  sample.fail();
  CHECK(report_sarif(sample.report, SarifProfile::github) == report_sarif(sample.report, SarifProfile::github));
  CHECK(report_sarif(sample.report, SarifProfile::github).find("/repo") == std::string::npos);
}

TEST_CASE("suppressed results are left out, or say who decided and why") {
  Sample sample;
  sample.fail().suppression = Suppression{Suppression::Kind::in_source, "the gateway holds the keys", "2027-01-01", sample.place("\"resources\"")};
  sample.fail().suppression = Suppression{Suppression::Kind::configuration, "", "", {}};
  sample.fail().standing = Standing::in_baseline;
  CHECK(run_of(sample.report)["results"].empty());
  sample.report.show_suppressed = true;
  const auto results = run_of(sample.report)["results"];
  REQUIRE(results.size() == 3);
  CHECK(results[0]["suppressions"][0]["kind"] == "inSource");
  CHECK(results[0]["suppressions"][0]["status"] == "accepted");
  CHECK(results[0]["suppressions"][0]["justification"] == "the gateway holds the keys (until 2027-01-01)");
  CHECK(results[0]["suppressions"][0]["location"]["physicalLocation"]["region"]["startLine"] == 2);
  CHECK(results[1]["suppressions"] == Json({{{"kind", "external"}, {"status", "accepted"}}}));
  CHECK(results[2]["suppressions"][0]["justification"] == "It is in the baseline.");
  CHECK_FALSE(results[2].contains("baselineState"));  // not compared
}

TEST_CASE("what is new is said only of what was compared") {
  Sample sample;
  sample.fail();
  CHECK_FALSE(run_of(sample.report)["results"][0].contains("baselineState"));
  sample.fail().standing = Standing::in_baseline;
  sample.report.compared_with = "baseline `b.json`";
  sample.report.show_suppressed = true;
  const auto results = run_of(sample.report)["results"];
  CHECK(results[0]["baselineState"] == "new");
  CHECK_FALSE(results[0].contains("suppressions"));
  CHECK(results[1]["baselineState"] == "unchanged");
}

TEST_CASE("a repair is a fix, in regions of UTF-16 units that may span lines") {
  Sample sample("main.json", "{ \"\xF0\x9F\x98\x80\": 1, \"disableLocalAuth\":\n false, \"resources\": 1, \"properties\": 1 }\n");
  auto& finding = sample.fail();
  finding.primary = sample.place("\"disableLocalAuth\"");
  finding.repair = Repair{"Set `disableLocalAuth` to `[true]`", {{sample.place("\"disableLocalAuth\":\n false"), "\"x\": true"}, {{sample.file, 2, 2}, "y"}}};
  const auto fix = run_of(sample.report)["results"][0]["fixes"][0];
  CHECK(fix["description"]["text"] == "Set `disableLocalAuth` to `\\[true\\]`.");
  const auto& change = fix["artifactChanges"][0];
  CHECK(change["artifactLocation"] == Json({{"uri", "main.json"}, {"uriBaseId", "%SRCROOT%"}}));
  CHECK(change["replacements"][0] == Json({{"deletedRegion", {{"startLine", 1}, {"startColumn", 12}, {"endLine", 2}, {"endColumn", 7}}},
                                           {"insertedContent", {{"text", "\"x\": true"}}}}));
  CHECK(change["replacements"][1]["deletedRegion"]["endColumn"] == 3);
}

// Run by tests/sarif, which judges the file with a schema and Microsoft's multitool.
TEST_CASE("a log with everything that a result may have", "[.][sample]") {
  const char* file = std::getenv("PILLARLINT_SARIF_SAMPLE");
  REQUIRE(file != nullptr);
  Sample sample;
  auto& first = sample.fail();
  first.change = Change::caused;
  first.repair = Repair{"Set `disableLocalAuth` to `true`", {{sample.place("false"), "true"}, {{sample.file, 2, 2}, "  "}}};
  auto& second = sample.fail(1);
  second.suppression = Suppression{Suppression::Kind::in_source, "the gateway holds the keys", "2027-01-01", sample.place("\"resources\"")};
  second.fingerprint = 2;
  second.repair = Repair{"Over lines", {{sample.place("{\n      \"properties\""), "x"}}};
  auto& third = sample.fail(1);
  third.standing = Standing::in_baseline;
  third.fingerprint = 3;
  sample.report.show_suppressed = true;
  sample.report.compared_with = "baseline `b.json`";
  sample.report.scan_name = "infra";
  sample.report.version_control = {"https://github.com/contoso/chat", "1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d", "main"};
  std::ofstream(file, std::ios::binary) << report_sarif(sample.report, SarifProfile::github);
}
