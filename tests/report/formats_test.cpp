// What holds for every format.
#include "report/formats.h"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "report/hostile.h"

using namespace pillarlint;
using pillarlint::testing::HostileSample;
using pillarlint::testing::Sample;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

Span secret_in(Sample& sample, const std::string& text) { return sample.place("'" + text + "'"); }

}  // namespace

TEST_CASE("formats have names of their own and are found by them") {
  std::set<std::string_view> names;
  for (const auto& format : formats()) {
    CHECK(names.insert(format.name).second);
    CHECK(find_format(format.name) == &format);
    CHECK_FALSE(format.about.empty());
  }
  CHECK(names.size() == 12);
  CHECK(find_format("xml") == nullptr);
  CHECK(find_format("") == nullptr);
}

TEST_CASE("the same report gives the same bytes, names no absolute path, and ends its last line") {
  Sample sample;
  sample.fail();
  for (const auto& format : formats()) {
    INFO(format.name);
    const auto once = format.write(sample.report, {});
    CHECK(once == format.write(sample.report, {}));
    CHECK_FALSE(has(once, "/repo"));
    CHECK(once.ends_with('\n'));
    CHECK(has(once, "ai-account-local-auth"));
    CHECK(has(once, "infra/main.json"));
  }
}

TEST_CASE("no format obeys or hides what files are called and hold") {
  HostileSample sample;
  for (const auto& format : formats()) {
    INFO(format.name);
    auto text = format.write(sample.report, {});
    // Commands of our own are at the beginning of a line; no other may be anywhere.
    for (std::size_t at = 0; (at = text.find("##", at)) != std::string::npos; at += 2) {
      const auto rest = std::string_view(text).substr(at);
      const bool own =
          format.name == "azure" && (at == 0 || text[at - 1] == '\n') && rest.starts_with("##vso[task.logissue type=");
      CHECK((own || (!rest.starts_with("##vso[") && !rest.starts_with("##["))));
    }
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      const auto first = std::min(text.find_first_not_of(" \t", at), end);
      const auto line = std::string_view(text).substr(first, end - first);
      const bool own =
          format.name == "github" && (line.starts_with("::error title=") || line.starts_with("::warning title=") ||
                                      line.starts_with("::notice title="));
      CHECK((own || !line.starts_with("::")));
      CHECK_FALSE(line.starts_with("/close"));
      at = end + 1;
    }
    for (const char c : text) {
      if (static_cast<unsigned char>(c) < 0x20 && c != '\n') FAIL("a control character: " << static_cast<int>(c));
    }
    CHECK(text.find('\xFF') == std::string::npos);
    CHECK(has(text, "octocat"));  // it is shown all the same
  }
}

TEST_CASE("an empty report is valid in every format and says that there is nothing") {
  Sample sample;
  for (const auto& format : formats()) {
    INFO(format.name);
    const auto text = format.write(sample.report, {});
    CHECK((format.name == "concise" ? text.empty() : !text.empty()));
    CHECK_FALSE(has(text, "infra/main.json"));
  }
}

TEST_CASE("a finding without a place is shown without one") {
  Sample sample;
  auto& finding = sample.fail();
  finding.primary = {};
  finding.resource = {};
  finding.evidence.clear();
  for (const auto& format : formats()) {
    INFO(format.name);
    CHECK(has(format.write(sample.report, {}), "ai-account-local-auth"));
  }
}

// A secret as the default of a parameter, in a variable file, in an output, and as an application setting; findings
// stand on each, and a repair that would copy each.
TEST_CASE("a secret literal is shown by no format, wherever it is written") {
  Sample sample(
      "main.bicep",
      "@secure()\nparam pw string = 'CANARY-1'\noutput key string = 'CANARY-3'\nvar settings = { KEY: 'CANARY-4' }\n"
      "resources properties \"disableLocalAuth\": false \"resources\" \"properties\"\n");
  const auto variables = sample.sources->add("prod.tfvars", "pw = 'CANARY-2'\n");
  sample.report.secrets = {
      secret_in(sample, "CANARY-1"), secret_in(sample, "CANARY-3"), secret_in(sample, "CANARY-4"), {variables, 5, 15}};
  std::uint64_t number = 0;
  for (const auto& secret : std::vector<Span>(sample.report.secrets)) {
    auto& finding = sample.fail();
    finding.fingerprint = ++number;
    finding.primary = {secret.file, secret.begin - 2, secret.end + 1};
    finding.evidence[0].span = secret;
    finding.evidence[0].trail[0].span = secret;
    const auto line = std::string(sample.sources->text(secret));
    finding.repair = Repair{"Move the value to a vault", {{secret, "reference(" + line + ")"}}};
    if (number == 2) finding.suppression = Suppression{Suppression::Kind::in_source, "why", "", secret};
    if (number == 3) finding.change = Change::caused;
  }
  sample.report.show_suppressed = true;
  for (const auto& format : formats()) {
    INFO(format.name);
    const auto text = format.write(sample.report, {});
    CHECK(has(text, "ai-account-local-auth"));
    CHECK_FALSE(has(text, "CANARY"));
  }
}

TEST_CASE("a repair without a secret is shown by the formats that can apply one") {
  Sample sample;
  auto& finding = sample.fail();
  finding.repair = Repair{"Set it to `true`", {{sample.place("false"), "true"}}};
  sample.report.secrets = {sample.place("\"properties\"")};
  for (const auto* name : {"json", "jsonl", "sarif", "rdjson"})
    CHECK(has(find_format(name)->write(sample.report, {}), "\"text\": \"true\"") != (std::string(name) == "jsonl"));
  finding.repair->edits[0].text = "true, \"properties\": 1";
  for (const auto* name : {"json", "jsonl", "sarif", "rdjson"})
    CHECK_FALSE(has(find_format(name)->write(sample.report, {}), "true, "));
}

TEST_CASE("what is set aside is left out unless asked for, and then said to be") {
  Sample sample;
  sample.fail().suppression =
      Suppression{Suppression::Kind::configuration, "the gateway holds the keys", "2027-01-01", {}};
  sample.fail().standing = Standing::in_baseline;
  sample.fail().standing = Standing::not_changed;
  const std::set<std::string_view> never = {"github", "azure", "gitlab", "checkstyle",
                                            "rdjson"};  // they know only problems
  for (const auto& format : formats()) {
    INFO(format.name);
    const auto of_finding = format.name == "json" || format.name == "sarif" ? "\"message\"" : "disableLocalAuth";
    const auto of_rule = format.name == "markdown" ? "AI account accepts access keys" : of_finding;
    sample.report.show_suppressed = false;
    if (format.name != "sarif") CHECK_FALSE(has(format.write(sample.report, {}), of_rule));
    sample.report.show_suppressed = true;
    const auto text = format.write(sample.report, {});
    if (never.contains(format.name)) {
      CHECK_FALSE(has(text, of_rule));
    } else {
      CHECK(has(text, "the gateway holds the keys"));
      CHECK(has(text, "2027-01-01"));
    }
  }
}
