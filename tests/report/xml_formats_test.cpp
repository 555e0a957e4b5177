// JUnit and Checkstyle, read back by an XML parser.
#include <catch2/catch.hpp>
#include <pugixml.hpp>

#include "report/formats.h"
#include "report/hostile.h"

using namespace pillarlint;
using pillarlint::testing::HostileSample;
using pillarlint::testing::Sample;

namespace {

pugi::xml_document read(const std::string& text) {
  pugi::xml_document document;
  const auto result = document.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_declaration,
                                           pugi::encoding_utf8);
  INFO(result.description());
  REQUIRE(result);
  return document;
}

std::string value(const pugi::xml_node& node, const char* name) { return node.attribute(name).value(); }

// XML cannot hold other control characters, and attributes give line ends back as they are.
std::string name_in_xml() { return testing::hostile_name; }

}  // namespace

TEST_CASE("junit: a suite a file, a case a finding, with counts that add up") {
  Sample sample;
  sample.fail();
  sample.fail(1).verdict = Verdict::unknown;
  sample.fail().verdict = Verdict::pass;
  sample.report.show_unknown = true;
  sample.report.show_passed = true;
  sample.report.inputs = {
      {sample.file, "infra/main.json", "ARM", InputReport::State::analysed, ""},
      {FileId::none, "infra/clean.bicep", "Bicep", InputReport::State::analysed, ""},
      {FileId::none, "infra/broken.bicep", "Bicep", InputReport::State::not_analysed, "no Bicep at all"},
      {FileId::none, "infra/left.bicep", "Bicep", InputReport::State::skipped, "excluded"}};
  const auto document = read(report_junit(sample.report));
  const auto root = document.child("testsuites");
  CHECK(value(root, "tests") == "5");
  CHECK(value(root, "failures") == "1");
  CHECK(value(root, "errors") == "1");
  CHECK(value(root, "skipped") == "1");
  std::vector<std::string> suites;
  for (const auto suite : root.children("testsuite")) suites.push_back(value(suite, "name"));
  CHECK(suites == std::vector<std::string>{"infra/broken.bicep", "infra/clean.bicep", "infra/main.json"});
  const auto main = root.find_child_by_attribute("testsuite", "name", "infra/main.json");
  const auto failed = main.child("testcase");
  CHECK(value(failed, "name") == "ai-account-local-auth: contoso-ai (properties.disableLocalAuth)");
  CHECK(value(failed, "line") == "5");
  CHECK(value(failed.child("failure"), "type") == "high");
  CHECK(value(failed.child("failure"), "message") ==
        "AI account accepts access keys: contoso-ai: `properties.disableLocalAuth` is `false`, expected `true`");
  CHECK(std::string(failed.child("failure").text().get()).find("To mend it: Set `disableLocalAuth` to `true`.") !=
        std::string::npos);
  CHECK(failed.next_sibling().child("skipped"));
  const auto passed = failed.next_sibling().next_sibling();
  CHECK(passed.first_child().empty());
  CHECK(value(passed, "name").ends_with(" #2"));  // two cases of one name would be taken for one
  const auto broken = root.find_child_by_attribute("testsuite", "name", "infra/broken.bicep");
  CHECK(value(broken.child("testcase").child("error"), "message") == "no Bicep at all");
  const auto clean = root.find_child_by_attribute("testsuite", "name", "infra/clean.bicep");
  CHECK(value(clean.child("testcase"), "name") == "no findings");
}

TEST_CASE("checkstyle: a file each, columns in characters") {
  Sample sample(
      "main.json",
      "{ \"\xF0\x9F\x98\x80\xC3\xA9\": 1, \"disableLocalAuth\": false, \"resources\": 1, \"properties\": 1 }\n");
  sample.fail();
  sample.fail(1).verdict = Verdict::unknown;
  sample.report.show_unknown = true;
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}}};
  const auto document = read(report_checkstyle(sample.report));
  const auto file = document.child("checkstyle").child("file");
  CHECK(value(file, "name") == "main.json");
  const auto error = file.child("error");
  CHECK(value(error, "line") == "1");
  CHECK(value(error, "column") == "12");  // the face is one character
  CHECK(value(error, "severity") == "error");
  CHECK(value(error, "source") == "pillarlint.ai-account-local-auth");
  CHECK(value(error.next_sibling(), "severity") == "info");
  CHECK(value(error.next_sibling().next_sibling(), "source") == "pillarlint.json-unclosed");
}

TEST_CASE("any name and text comes back from XML") {
  HostileSample sample;
  const auto checkstyle = read(report_checkstyle(sample.report));
  std::vector<std::string> names;
  for (const auto file : checkstyle.child("checkstyle").children("file")) names.push_back(value(file, "name"));
  CHECK(std::find(names.begin(), names.end(), name_in_xml()) != names.end());
  const auto message = value(
      checkstyle.child("checkstyle").find_node([](const auto& node) { return std::string(node.name()) == "error"; }),
      "message");
  CHECK(message.find("<script>alert(1)</script>") != std::string::npos);
  CHECK(message.find("\\x1b[31m") != std::string::npos);
  const auto junit = read(report_junit(sample.report));
  CHECK(value(junit.child("testsuites"), "errors") != "0");
  CHECK(junit.child("testsuites").find_child_by_attribute("testsuite", "name", name_in_xml().c_str()));
}

TEST_CASE("no findings and no files are an empty document") {
  Sample sample;
  CHECK(value(read(report_junit(sample.report)).child("testsuites"), "tests") == "0");
  CHECK(read(report_checkstyle(sample.report)).child("checkstyle").first_child().empty());
}

TEST_CASE("XML holds thirty thousand findings") {
  Sample sample;
  sample.fail();
  while (sample.report.findings.size() < 30'000) sample.report.findings.push_back(sample.report.findings[0]);
  const auto junit = read(report_junit(sample.report));
  CHECK(value(junit.child("testsuites"), "failures") == "30000");
  const auto checkstyle = read(report_checkstyle(sample.report));
  const auto errors = checkstyle.child("checkstyle").child("file").children("error");
  CHECK(std::distance(errors.begin(), errors.end()) == 30'000);
}
