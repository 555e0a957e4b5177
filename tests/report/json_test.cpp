#include <algorithm>
#include <fstream>

#include <catch2/catch.hpp>

#include "report/sample.h"
#include "report/schema_check.h"
#include "support/json.h"

using namespace pillarlint;
using pillarlint::testing::Sample;
using pillarlint::testing::SchemaCheck;
using Json = nlohmann::json;

TEST_CASE("the output of a scan is as its schema says, no member more or less") {
  std::ifstream file(PILLARLINT_SOURCE_DIR "/src/report/scan.schema.json");
  const SchemaCheck schema(Json::parse(file));
  Sample sample;
  sample.fail();
  sample.fail(1).verdict = Verdict::unknown;
  sample.report.show_unknown = true;
  sample.report.inputs = {{sample.file, "infra/main.json", "ARM", InputReport::State::partly, "why", true}};
  sample.report.deployments = {{"infra/main.json", 3, 1}};
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}}, {Code::path_not_found, {}, {"x"}}};
  sample.report.counts["search-replicas"] = {1, 2, 3, 4, {{"why", 3}}};
  CHECK(schema.complaints(test::parse_json(report_json(sample.report))) == std::vector<std::string>{});
  auto wrong = test::parse_json(report_json(sample.report));
  wrong["findings"][0].erase("rule");
  wrong["more"] = 1;
  CHECK(schema.complaints(wrong).size() == 2);  // the check itself sees what is wrong
}

TEST_CASE("a finding has its evidence, its trail and its fingerprint") {
  Sample sample;
  sample.fail();
  const auto finding = test::parse_json(report_json(sample.report))["findings"][0];
  CHECK(finding["rule"] == "ai-account-local-auth");
  CHECK(finding["verdict"] == "fail");
  CHECK(finding["place"] == Json({{"file", "infra/main.json"}, {"line", 5}, {"column", 9}, {"endColumn", 34}}));
  CHECK(finding["evidence"][0]["path"] == "properties.disableLocalAuth");
  CHECK(finding["evidence"][0]["trail"].size() == 2);
  CHECK(finding["fingerprint"] == "0000000000001234");
  CHECK(finding["message"] == "`properties.disableLocalAuth` is `false`, expected `true`");
}
