// JSON lines, GitLab's code quality and reviewdog's format, read back by another JSON parser.
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "report/formats.h"
#include "report/hostile.h"
#include "report/schema_check.h"
#include "support/json.h"

using namespace pillarlint;
using pillarlint::testing::HostileSample;
using pillarlint::testing::Sample;
using pillarlint::testing::SchemaCheck;
using Json = nlohmann::json;

namespace {

std::vector<Json> read_lines(const std::string& text) {
  std::vector<Json> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    out.push_back(test::parse_json(line));
    REQUIRE(out.back().is_object());
  }
  return out;
}

Json gitlab(const Report& report) { return test::parse_json(report_gitlab(report)); }
Json rdjson(const Report& report) { return test::parse_json(report_rdjson(report)); }

// Rows and columns of reviewdog, applied to a text as it does: bytes from 1, the end not included.
std::string applied(const std::string& text, const Json& suggestion) {
  const auto offset = [&](const Json& at) {
    std::size_t begin = 0;
    for (int line = 1; line < at["line"].get<int>(); ++line) begin = text.find('\n', begin) + 1;
    return begin + at["column"].get<std::size_t>() - 1;
  };
  const auto begin = offset(suggestion["range"]["start"]);
  const auto end = offset(suggestion["range"]["end"]);
  return text.substr(0, begin) + suggestion["text"].get<std::string>() + text.substr(end);
}

}  // namespace

TEST_CASE("jsonl: the objects of json, each on its line with its kind, the summary last") {
  Sample sample;
  auto& finding = sample.fail();
  finding.repair = Repair{"Set it to `true`", {{sample.place("false"), "true"}}};
  sample.report.gone = {
      {"search-replicas", "One replica", "reliability", Severity::medium, "infra/main.json", "search"}};
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}}};
  const auto lines = read_lines(report_json_lines(sample.report));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0]["kind"] == "finding");
  CHECK(lines[1]["kind"] == "gone");
  CHECK(lines[2]["kind"] == "diagnostic");
  CHECK(lines[3]["kind"] == "summary");
  auto whole = test::parse_json(report_json(sample.report));
  whole["findings"][0]["kind"] = "finding";
  CHECK(lines[0] == whole["findings"][0]);
  CHECK(lines[3]["summary"] == whole["summary"]);
  CHECK(lines[3]["exitCode"] == whole["exitCode"]);
}

TEST_CASE("json says what is suppressed, set aside, changed, repaired and gone, as the schema has it") {
  std::ifstream file(PILLARLINT_SOURCE_DIR "/src/report/scan.schema.json");
  const SchemaCheck schema(Json::parse(file));
  Sample sample;
  auto& first = sample.fail();
  first.suppression = Suppression{Suppression::Kind::in_source, "the gateway holds the keys", "2027-01-01",
                                  sample.place("\"resources\"")};
  first.change = Change::touched;
  first.repair = Repair{"Set it to `true`", {{sample.place("false"), "true"}, {{sample.file, 0, 0}, "// x\n"}}};
  auto& second = sample.fail();
  second.standing = Standing::in_baseline;
  second.change = Change::caused;
  sample.fail().standing = Standing::not_changed;
  sample.fail();
  sample.report.show_suppressed = true;
  sample.report.compared_with = "baseline `b.json`";
  sample.report.gone = {
      {"search-replicas", "One replica", "reliability", Severity::medium, "infra/main.json", "search"}};
  const auto json = test::parse_json(report_json(sample.report));
  CHECK(schema.complaints(json) == std::vector<std::string>{});
  CHECK(json["comparedWith"] == "baseline `b.json`");
  CHECK(json["summary"]["suppressed"] == 1);
  CHECK(json["summary"]["inBaseline"] == 1);
  CHECK(json["summary"]["notChanged"] == 1);
  CHECK(json["summary"]["gone"] == 1);
  CHECK(json["summary"]["findings"]["high"] == 1);
  REQUIRE(json["findings"].size() == 3);  // what lies outside the change is counted only
  const auto& suppressed = json["findings"][0];
  CHECK(suppressed["suppression"] ==
        Json({{"kind", "in-source"},
              {"reason", "the gateway holds the keys"},
              {"until", "2027-01-01"},
              {"place", {{"file", "infra/main.json"}, {"line", 2}, {"column", 3}, {"endColumn", 14}}}}));
  CHECK(suppressed["change"] == "touched");
  CHECK(suppressed["repair"]["title"] == "Set it to `true`");
  CHECK(
      suppressed["repair"]["edits"][0] ==
      Json({{"text", "true"},
            {"place", {{"file", "infra/main.json"}, {"line", 5}, {"column", 29}, {"endLine", 5}, {"endColumn", 34}}}}));
  CHECK(suppressed["repair"]["edits"][1]["place"]["endColumn"] == 1);  // nothing is replaced: it inserts
  CHECK(json["findings"][1]["standing"] == "in-baseline");
  CHECK(json["findings"][2]["standing"] == "counts");
  CHECK(json["findings"][2]["suppression"].is_null());
  CHECK(json["gone"][0]["resource"] == "search");
}

TEST_CASE("gitlab: what its widget reads, with a fingerprint of its own for each entry") {
  Sample sample;
  sample.fail();
  sample.fail();  // the same in the same file
  sample.fail(1);
  const auto other = sample.sources->add("other/main.json", Sample::default_text());
  sample.fail().primary.file = other;  // a copy of the file in another folder: equal but for the path
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}},
                               {Code::path_not_found, {}, {"x"}}};
  const auto list = gitlab(sample.report);
  REQUIRE(list.size() == 6);
  std::set<std::string> fingerprints;
  for (const auto& entry : list) CHECK(fingerprints.insert(entry["fingerprint"].get<std::string>()).second);
  CHECK(list[0]["severity"] == "critical");
  CHECK(list[2]["severity"] == "major");
  CHECK(list[0]["check_name"] == "ai-account-local-auth");
  CHECK(list[0]["location"]["path"] == "infra/main.json");
  CHECK(list[0]["location"]["lines"]["begin"] == 5);
  CHECK(list[0]["location"]["positions"]["begin"] == Json({{"line", 5}, {"column", 9}}));
  CHECK(list[4]["check_name"] == "json-unclosed");
  for (const auto& entry : list) {
    const std::set<std::string> severities = {"info", "minor", "major", "critical", "blocker"};
    CHECK(severities.contains(entry["severity"].get<std::string>()));
  }
}

TEST_CASE("gitlab: lines that move keep the fingerprint") {
  Sample sample;
  sample.fail();
  Sample moved("infra/main.json", "\n\n\n" + Sample::default_text());
  moved.fail();
  CHECK(gitlab(sample.report)[0]["fingerprint"] == gitlab(moved.report)[0]["fingerprint"]);
  CHECK(gitlab(moved.report)[0]["location"]["lines"]["begin"] == 8);
}

TEST_CASE("gitlab: equal findings of two copies of a file keep apart, whichever comes first") {
  Sample here("infra/main.json");
  here.fail();
  Sample there("other/main.json");
  there.fail();
  CHECK(gitlab(here.report)[0]["fingerprint"] != gitlab(there.report)[0]["fingerprint"]);
}

TEST_CASE("rdjson: columns are bytes, and suggestions apply to the text") {
  const std::string text =
      "{ \"\xF0\x9F\x98\x80\xC3\xA9\": 1,\n\"disableLocalAuth\": false, \"resources\": 1,\n \"properties\": 1 }\n";
  Sample sample("main.json", text);
  auto& finding = sample.fail();
  finding.primary = sample.place("\"disableLocalAuth\": false");
  const auto across = sample.place(": 1,\n\"disable");
  finding.repair = Repair{"Mend it", {{sample.place("false"), "true"}}};
  auto& second = sample.fail();
  second.repair = Repair{"Over two lines", {{across, ": 2,\n\n\"en"}}};
  auto& third = sample.fail();
  third.repair = Repair{"Insert", {{{sample.file, 2, 2}, "\"\xC3\xA9\": 0, "}}};
  const auto list = rdjson(sample.report)["diagnostics"];
  REQUIRE(list.size() == 3);
  CHECK(list[0]["severity"] == "ERROR");
  CHECK(list[0]["code"]["value"] == "ai-account-local-auth");
  CHECK(list[0]["code"]["url"] == "https://learn.microsoft.com/azure/ai-services/disable-local-auth");
  CHECK(list[0]["location"]["range"]["start"] == Json({{"line", 2}, {"column", 1}}));
  CHECK(applied(text, list[0]["suggestions"][0]).find("\"disableLocalAuth\": true,") != std::string::npos);
  CHECK(list[1]["suggestions"][0]["range"]["start"] == Json({{"line", 1}, {"column", 11}}));  // 4 + 2 bytes
  CHECK(list[1]["suggestions"][0]["range"]["end"]["line"] == 2);
  CHECK(applied(text, list[1]["suggestions"][0]).find(": 2,\n\n\"enLocalAuth\"") != std::string::npos);
  CHECK(applied(text, list[2]["suggestions"][0]).starts_with("{ \"\xC3\xA9\": 0, \"\xF0"));
}

TEST_CASE("rdjson: a repair in another file is no suggestion for this one") {
  Sample sample;
  const auto other = sample.sources->add("other.bicepparam", "param keyless = false\n");
  sample.fail().repair = Repair{"Mend it", {{{other, 16, 21}, "true"}}};
  CHECK_FALSE(rdjson(sample.report)["diagnostics"][0].contains("suggestions"));
}

TEST_CASE("any name and text comes back from JSON") {
  HostileSample sample;
  CHECK(gitlab(sample.report)[0]["location"]["path"] == testing::hostile_name);
  CHECK(rdjson(sample.report)["diagnostics"][0]["location"]["path"] == testing::hostile_name);
  const auto lines = read_lines(report_json_lines(sample.report));
  CHECK(lines[0]["place"]["file"] == testing::hostile_name);
  CHECK(lines[0]["condition"].get<std::string>().find("##vso[task.setvariable variable=a]b") != std::string::npos);
}

TEST_CASE("nothing found is an empty list") {
  Sample sample;
  CHECK(gitlab(sample.report) == Json::array());
  CHECK(rdjson(sample.report)["diagnostics"] == Json::array());
  CHECK(read_lines(report_json_lines(sample.report)).size() == 1);
}

TEST_CASE("GitLab's and reviewdog's lists hold thousands of equal findings, each with a fingerprint of its own") {
  Sample sample;
  sample.fail();
  while (sample.report.findings.size() < 5'000) sample.report.findings.push_back(sample.report.findings[0]);
  std::set<std::string> fingerprints;
  for (const auto& entry : gitlab(sample.report)) fingerprints.insert(entry["fingerprint"].get<std::string>());
  CHECK(fingerprints.size() == 5'000);
  CHECK(rdjson(sample.report)["diagnostics"].size() == 5'000);
}
