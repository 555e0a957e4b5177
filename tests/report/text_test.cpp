#include <catch2/catch.hpp>

#include "report/place.h"
#include "report/sample.h"

using namespace pillarlint;
using pillarlint::testing::Sample;

namespace {

std::string text_of(const Report& report) { return report_text(report, Colour::never, false); }
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a finding shows its place, its line with a caret, what was found, and what to do") {
  Sample sample;
  sample.fail();
  sample.report.inputs = {{sample.file, "infra/main.json", "ARM", InputReport::State::analysed, ""}};
  const auto text = text_of(sample.report);
  CHECK(has(text, "infra/main.json:5:9  high  ai-account-local-auth\n"));
  CHECK(has(text, "    5 │     \"disableLocalAuth\": false\n      │     ^^^^^^^^^^^^^^^^^^^^^^^^^\n"));
  CHECK(has(text, "found     `properties.disableLocalAuth` is `false`\n"));
  CHECK(has(text, "expected  `true`\n"));
  CHECK(has(text, "from      infra/main.json:4:7: default of parameter `keyless`\n"));
  CHECK(has(text, "why       A key opens the whole data plane.\n"));
  CHECK_FALSE(has(text, "It never expires"));  // the first sentence only
  CHECK(has(text, "fix       Set `disableLocalAuth` to `true`.\n"));
  CHECK(has(text, "findings: 1 high (2 rules; 0 passed, 0 did not apply)\n"));
  CHECK(has(text, "files: 1 analysed, 0 partly, 0 not\n"));
}

TEST_CASE("what can not be told is counted, and listed only when asked for") {
  Sample sample;
  auto& finding = sample.fail();
  finding.verdict = Verdict::unknown;
  finding.reason = "parameter `keyless` has no value";
  sample.report.counts["ai-account-local-auth"] = {0, 0, 3, 0, {{"parameter `keyless` has no value", 3}}};
  CHECK_FALSE(has(text_of(sample.report), "infra/main.json:5:9"));
  CHECK(has(text_of(sample.report), "3 answers can not be told (--show-unknown lists them):\n     3  parameter `keyless` has no value\n"));
  sample.report.show_unknown = true;
  CHECK(has(text_of(sample.report), "infra/main.json:5:9  unknown  ai-account-local-auth"));
  CHECK(has(text_of(sample.report), "because   parameter `keyless` has no value"));
}

TEST_CASE("no line is longer than a hundred columns, whatever the rule says") {
  Sample sample;
  auto& finding = sample.fail();
  for (int i = 0; i < 40; ++i) sample.report.rules[0].fix += " and another piece of advice";
  finding.evidence[0].reason = std::string(70, 'x') + " " + std::string(70, 'y');
  const auto text = text_of(sample.report);
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    CHECK(columns_of(text.substr(at, end - at)) <= 100);
    at = end + 1;
  }
}

TEST_CASE("a long line is cut around what is marked") {
  Sample sample("main.json", "{\"before\": \"" + std::string(5000, 'a') + "\", \"disableLocalAuth\": false, \"resources\": 1, \"properties\": \"" +
                                 std::string(5000, 'b') + "\"}");
  sample.fail();
  const auto text = text_of(sample.report);
  CHECK(has(text, "\"disableLocalAuth\": false"));
  CHECK(text.size() < 3000);
}

TEST_CASE("a file may have any name and any bytes") {
  Sample sample("a\x1b[31m\n\xE2\x80\xAE.json", "{ \"disableLocalAuth\": false, \"resources\": \"\x1b[2J\", \"properties\": 1 }");
  sample.fail();
  sample.report.findings[0].resource_name = "name\x1b]0;title\x07";
  const auto text = text_of(sample.report);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(has(text, "a\\x1b[31m\\x0a\\u{202e}.json:1:3"));
}

TEST_CASE("a secret literal is shown by no format") {
  Sample sample("main.json", "{ \"disableLocalAuth\": false, \"password\": \"CANARY-123\", \"resources\": 1, \"properties\": 1 }");
  auto& finding = sample.fail();
  sample.report.secrets = {sample.place("\"CANARY-123\"")};
  finding.primary = sample.place("\"password\": \"CANARY-123\"");
  CHECK_FALSE(has(text_of(sample.report), "CANARY"));
  CHECK(has(text_of(sample.report), "\"password\": ***"));
  CHECK_FALSE(has(report_json(sample.report), "CANARY"));
  CHECK_FALSE(has(report_sarif(sample.report, SarifProfile::github), "CANARY"));
}

TEST_CASE("colour is only for those who ask") {
  Sample sample;
  sample.fail();
  CHECK(has(report_text(sample.report, Colour::always, false), "\x1b["));
  CHECK_FALSE(has(text_of(sample.report), "\x1b["));
}

TEST_CASE("quiet is one line a finding") {
  Sample sample;
  sample.fail();
  CHECK(report_text(sample.report, Colour::never, true) ==
        "infra/main.json:5:9: high ai-account-local-auth: AI account accepts access keys\n");
}

TEST_CASE("what is suppressed is counted, and listed with its reason when asked for") {
  Sample sample;
  sample.fail().suppression = Suppression{Suppression::Kind::in_source, "the gateway\x1b holds the keys", "2027-01-01", {}};
  sample.fail().standing = Standing::in_baseline;
  sample.fail().standing = Standing::not_changed;
  sample.report.compared_with = "baseline `b.json`";
  CHECK(text_of(sample.report) ==
        "findings: none (2 rules)\nnot counted: 1 suppressed, 1 in the baseline, 1 outside the change\n"
        "compared with baseline `b.json`\nfiles: 0 analysed, 0 partly, 0 not\n");
  sample.report.show_suppressed = true;
  const auto text = text_of(sample.report);
  CHECK(has(text, "            suppressed: the gateway\\x1b holds the keys, until 2027-01-01\n"));
  CHECK(has(text, "            in the baseline\n"));
  CHECK_FALSE(has(text, "            outside the change\n"));
  CHECK(has(report_text(sample.report, Colour::never, true), "access keys (suppressed: the gateway\\x1b holds the keys, until 2027-01-01)\n"));
}

TEST_CASE("what the change caused elsewhere, and what it mended, is said") {
  Sample sample;
  sample.fail().change = Change::caused;
  for (int i = 0; i < 25; ++i) {
    sample.report.gone.push_back({"search-replicas", "One replica", "reliability", Severity::low, "infra/a.json", "search" + std::to_string(i)});
  }
  const auto text = text_of(sample.report);
  CHECK(has(text, "(not in the changed lines: caused by the change)\n"));
  CHECK(has(text, "fixed: infra/a.json search-replicas search0\n"));
  CHECK(has(text, "search19\nfixed: 5 more; --format json names them all\n"));
}
