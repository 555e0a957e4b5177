// JUnit's XML for pages of test results: a suite a file, a case a finding. What could not be analysed is an error, what
// cannot be told or is set aside is skipped, and a file without findings is a case that passes.
#include <map>
#include <vector>

#include <fmt/format.h>

#include "report/formats.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/summary.h"
#include "report/xml.h"

namespace pillarlint {
namespace {

struct Case {
  enum class Outcome { passed, failed, error, skipped };
  Outcome outcome = Outcome::passed;
  std::string name;
  std::string type;     // severity, or name of the diagnostic
  std::string message;  // one line
  std::string text;     // several
  std::uint32_t line = 1;
};

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0, skipped = 0;

  void add(const Case& one) {
    ++tests;
    if (one.outcome == Case::Outcome::failed) ++failures;
    if (one.outcome == Case::Outcome::error) ++errors;
    if (one.outcome == Case::Outcome::skipped) ++skipped;
  }
  [[nodiscard]] std::string text() const {
    return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, failures, errors, skipped);
  }
};

using Suites = std::map<std::string, std::vector<Case>>;

std::string name_of_case(const Report& report, const Finding& finding, const RuleReport* rule) {
  auto name = fmt::format("{}: {}", rule == nullptr ? "" : rule->id, harmless(short_name(report, finding)));
  if (!finding.path.empty()) name += fmt::format(" ({})", harmless(finding.path));
  return name;
}

std::string long_text(const Report& report, const Finding& finding, const RuleReport* rule, std::string_view message) {
  auto text = fmt::format("{}: {}\n", place_text(report.sources, finding.primary), message);
  if (rule != nullptr && finding.verdict == Verdict::fail) {
    text += fmt::format("Why: {}\nTo mend it: {}\n", first_sentence(rule->why), one_line(rule->fix));
  }
  return text;
}

Case case_of(const Report& report, const Finding& finding) {
  const auto* rule = report.find_rule(finding.rule);
  Case out;
  out.name = name_of_case(report, finding, rule);
  out.type = word_of(report, finding);
  out.message = message_of(report, finding);
  out.text = long_text(report, finding, rule, out.message);
  out.line = range_of(report.sources, finding.primary, ColumnUnit::character).line;
  const auto aside = harmless(one_line(set_aside_text(finding)));
  if (!aside.empty()) out.message = fmt::format("{}; {}", aside, out.message);
  if (finding.verdict == Verdict::fail && aside.empty()) out.outcome = Case::Outcome::failed;
  if (finding.verdict != Verdict::pass && out.outcome != Case::Outcome::failed) out.outcome = Case::Outcome::skipped;
  return out;
}

void add_findings(const Report& report, Suites& suites) {
  for (const auto& finding : report.findings) {
    if (!is_shown(report, finding)) continue;
    const auto file = finding.primary.known() ? root_path(report, report.sources.path(finding.primary.file)) : ".";
    suites[file].push_back(case_of(report, finding));
  }
}

void add_inputs(const Report& report, Suites& suites) {
  for (const auto& problem : input_problems(report)) {
    Case one;
    one.outcome = problem.level == Level::error ? Case::Outcome::error : Case::Outcome::skipped;
    one.name = fmt::format("input: {}", problem.code);
    one.type = problem.code;
    one.message = problem.message;
    one.text = problem.message + "\n";
    one.line = range_of(report.sources, problem.span, ColumnUnit::character).line;
    suites[problem.file.empty() ? "." : problem.file].push_back(std::move(one));
  }
  for (const auto& input : report.inputs) {
    if (input.state == InputReport::State::skipped || !input.counts) continue;
    auto& cases = suites[root_path(report, input.path)];
    if (!cases.empty()) continue;
    cases.emplace_back();
    cases.back().name = "no findings";
  }
}

// Services tell cases apart by their name.
void number_equal_names(std::vector<Case>& cases) {
  std::map<std::string, std::size_t> seen;
  for (auto& one : cases) {
    if (const auto n = ++seen[one.name]; n > 1) one.name += fmt::format(" #{}", n);
  }
}

std::string outcome_text(const Case& one) {
  const auto element = [&](std::string_view name) {
    return fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n", name, xml_text(one.message),
                       xml_text(one.type), xml_text(one.text));
  };
  switch (one.outcome) {
    case Case::Outcome::passed:
      return {};
    case Case::Outcome::failed:
      return element("failure");
    case Case::Outcome::error:
      return element("error");
    case Case::Outcome::skipped:
      return fmt::format("      <skipped message=\"{}\"/>\n", xml_text(one.message));
  }
  return {};
}

std::string case_text(std::string_view file, const Case& one) {
  const auto head = fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\"",
                                xml_text(one.name), xml_text(file), xml_text(file), one.line);
  const auto outcome = outcome_text(one);
  return outcome.empty() ? head + "/>\n" : fmt::format("{}>\n{}    </testcase>\n", head, outcome);
}

}  // namespace

std::string report_junit(const Report& report) {
  Suites suites;
  add_findings(report, suites);
  add_inputs(report, suites);
  Counts all;
  std::string body;
  for (auto& [file, cases] : suites) {
    number_equal_names(cases);
    Counts counts;
    std::string text;
    for (const auto& one : cases) {
      counts.add(one);
      all.add(one);
      text += case_text(file, one);
    }
    body += fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", xml_text(file), counts.text(), text);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pillarlint\" {}>\n{}</testsuites>\n", all.text(),
      body);
}

}  // namespace pillarlint
