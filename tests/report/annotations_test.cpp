// The commands for GitHub Actions and Azure Pipelines, read back as their runners read them.
#include <map>
#include <sstream>

#include <catch2/catch.hpp>

#include "report/formats.h"
#include "report/hostile.h"

using namespace pillarlint;
using pillarlint::testing::HostileSample;
using pillarlint::testing::Sample;

namespace {

struct Command {
  std::string name;
  std::map<std::string, std::string> properties;
  std::string data;
};

using Escapes = std::vector<std::pair<std::string, std::string>>;  // in the order in which the runner undoes them
const Escapes github_data = {{"%0D", "\r"}, {"%0A", "\n"}, {"%25", "%"}};
const Escapes github_property = {{"%0D", "\r"}, {"%0A", "\n"}, {"%3A", ":"}, {"%2C", ","}, {"%25", "%"}};
const Escapes azure = {{"%3B", ";"}, {"%0D", "\r"}, {"%0A", "\n"}, {"%5D", "]"}, {"%AZP25", "%"}};

std::string unescaped(std::string text, const Escapes& escapes) {
  for (const auto& [from, to] : escapes) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
      text.replace(at, from.size(), to);
  }
  return text;
}

void read_properties(Command& command, const std::string& text, char separator, const Escapes& escapes) {
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, separator);) {
    const auto equal = part.find('=');
    REQUIRE(equal != std::string::npos);
    command.properties[part.substr(0, equal)] = unescaped(part.substr(equal + 1), escapes);
  }
}

// Lines that are no command are left out.
std::vector<Command> read_github(const std::string& text) {
  std::vector<Command> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("::")) continue;
    const auto end = line.find("::", 2);
    REQUIRE(end != std::string::npos);
    const auto blank = line.find(' ');
    Command command;
    command.name = line.substr(2, blank - 2);
    read_properties(command, line.substr(blank + 1, end - blank - 1), ',', github_property);
    command.data = unescaped(line.substr(end + 2), github_data);
    out.push_back(command);
  }
  return out;
}

std::vector<Command> read_azure(const std::string& text) {
  std::vector<Command> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto begin = line.find("##vso[");
    if (begin == std::string::npos) continue;
    const auto end = line.find(']', begin);
    const auto blank = line.find(' ', begin);
    Command command;
    command.name = line.substr(begin + 6, blank - begin - 6);
    read_properties(command, line.substr(blank + 1, end - blank - 1), ';', azure);
    command.data = unescaped(line.substr(end + 1), azure);
    out.push_back(command);
  }
  return out;
}

// What would be a command to a runner that looks at the whole line is the one thing that a name does not get back.
std::string without_commands(const std::string& name) { return unescaped(name, {{"##", "#\\x23"}}); }

std::string last_line(const std::string& text) { return text.substr(text.rfind('\n', text.size() - 2) + 1); }

void add_many(Sample& sample, std::size_t count) {
  sample.fail(1);  // medium: the first in order of place is not the worst
  sample.fail(0);
  while (sample.report.findings.size() < count)
    sample.report.findings.push_back(sample.report.findings[sample.report.findings.size() % 2]);
}

}  // namespace

TEST_CASE("github: an annotation has its place, what is wrong, and how to mend it") {
  Sample sample;
  sample.fail();
  const auto text = report_github(sample.report, "");
  const auto commands = read_github(text);
  REQUIRE(commands.size() == 1);
  CHECK(commands[0].name == "error");
  CHECK(commands[0].properties == std::map<std::string, std::string>{{"title", "high ai-account-local-auth"},
                                                                     {"file", "infra/main.json"},
                                                                     {"line", "5"},
                                                                     {"endLine", "5"},
                                                                     {"col", "9"},
                                                                     {"endColumn", "34"}});
  CHECK(commands[0].data ==
        "AI account accepts access keys: contoso-ai: `properties.disableLocalAuth` is `false`, expected `true`\n"
        "To mend it: Set `disableLocalAuth` to `true`.");
  CHECK(last_line(text) == "pillarlint: 1 high, 0 medium, 0 low, 0 info; files: 0 analysed, 0 partly, 0 not\n");
}

TEST_CASE("azure: an issue has its place and the rule as its code") {
  Sample sample;
  sample.fail(1).verdict = Verdict::unknown;
  sample.fail();
  sample.report.show_unknown = true;
  const auto commands = read_azure(report_azure(sample.report, ""));
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].name == "task.logissue");
  CHECK(commands[0].properties == std::map<std::string, std::string>{{"type", "error"},
                                                                     {"sourcepath", "infra/main.json"},
                                                                     {"linenumber", "5"},
                                                                     {"columnnumber", "9"},
                                                                     {"code", "ai-account-local-auth"}});
  CHECK(commands[1].properties.at("type") == "warning");  // there is no third kind
}

TEST_CASE("ten errors and ten warnings, the worst, and then how many more and where") {
  Sample sample;
  add_many(sample, 30'000);
  const auto commands = read_github(report_github(sample.report, "out/find,ings:1.sarif"));
  REQUIRE(commands.size() == 2 * most_annotations + 1);
  for (std::size_t i = 0; i < commands.size() - 1; ++i)
    CHECK(commands[i].name == (i < most_annotations ? "error" : "warning"));
  CHECK(commands.back().name == "notice");
  CHECK(commands.back().data ==
        "left out here: 14990 errors and 14990 warnings (GitHub shows 10 of each); all are in out/find,ings:1.sarif");
  const auto text = report_azure(sample.report, "");
  CHECK(read_azure(text).size() == 2 * most_annotations);
  CHECK(text.find("pillarlint: left out here: 14990 errors and 14990 warnings (Azure Pipelines shows 10 of each); "
                  "--format text=FILE writes all to a file\n") != std::string::npos);
}

TEST_CASE("nothing is left out, nothing is said of it") {
  Sample sample;
  add_many(sample, 20);
  CHECK(read_github(report_github(sample.report, "x")).size() == 20);
  CHECK(report_azure(sample.report, "x").find("left out") == std::string::npos);
}

TEST_CASE("input that was not read is an error, with or without a place") {
  Sample sample;
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}}};
  sample.report.inputs = {
      {FileId::none, "infra/broken.bicep", "Bicep", InputReport::State::not_analysed, "no Bicep at all"}};
  const auto commands = read_github(report_github(sample.report, ""));
  REQUIRE(commands.size() == 2);
  CHECK(commands[0].name == "error");
  CHECK(commands[0].properties.at("line") == "2");
  CHECK(commands[1].properties.at("file") == "infra/broken.bicep");
  CHECK(commands[1].data == "no Bicep at all");
}

TEST_CASE("columns of annotations are characters") {
  Sample sample(
      "main.json",
      "{ \"\xF0\x9F\x98\x80\xC3\xA9\": 1, \"disableLocalAuth\": false, \"resources\": 1, \"properties\": 1 }\n");
  sample.fail();
  CHECK(read_github(report_github(sample.report, ""))[0].properties.at("col") == "12");
}

TEST_CASE("a name comes back as it is, and a text obeys nobody") {
  HostileSample sample;
  for (const auto& command : read_github(report_github(sample.report, ""))) {
    CHECK((command.name == "error" || command.name == "warning"));
    if (command.properties.contains("line") && command.properties.at("line") == "5")
      CHECK(command.properties.at("file") == without_commands(testing::hostile_name));
  }
  const auto issues = read_azure(report_azure(sample.report, ""));
  CHECK(issues.size() == 5);  // a finding, one that cannot be told, two diagnostics, an input
  for (const auto& command : issues) {
    CHECK(command.name == "task.logissue");
    if (command.properties.contains("sourcepath"))
      CHECK(command.properties.at("sourcepath").find("we%0A;]i,r=d:") != std::string::npos);
  }
}

TEST_CASE("a finding that the change caused elsewhere says so") {
  Sample sample;
  sample.fail().change = Change::caused;
  CHECK(read_github(report_github(sample.report, ""))[0].data.find(
            "(not in the changed lines: caused by the change)") != std::string::npos);
}
