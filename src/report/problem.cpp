#include "report/problem.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "report/place.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

constexpr std::size_t most_text = 1000;

Level level_of(const Finding& finding, const RuleReport* rule) {
  if (finding.verdict != Verdict::fail || rule == nullptr) return Level::note;
  return rule->severity == Severity::high     ? Level::error
         : rule->severity == Severity::medium ? Level::warning
                                              : Level::note;
}

Level level_of(DiagnosticSeverity severity) {
  switch (severity) {
    case DiagnosticSeverity::error:
      return Level::error;
    case DiagnosticSeverity::warning:
      return Level::warning;
    case DiagnosticSeverity::note:
      return Level::note;
  }
  return Level::note;
}

std::string file_of(const Report& report, FileId file) {
  return file == FileId::none ? std::string() : root_path(report, report.sources.path(file));
}

Problem problem_of(const Report& report, const Finding& finding) {
  Problem out;
  out.finding = &finding;
  out.rule = report.find_rule(finding.rule);
  out.level = level_of(finding, out.rule);
  out.code = out.rule == nullptr ? "" : out.rule->id;
  out.word = word_of(report, finding);
  out.span = finding.primary;
  out.file = file_of(report, finding.primary.file);
  out.message = message_of(report, finding);
  return out;
}

Problem problem_of(const Report& report, const Diagnostic& diagnostic) {
  const auto& row = info(diagnostic.code);
  Problem out;
  out.level = level_of(row.severity);
  out.code = row.name;
  out.word = name_of(row.severity);
  out.span = diagnostic.span;
  out.file = file_of(report, diagnostic.span.file);
  out.message = shorten(harmless(one_line(diagnostic.text())), most_text);
  return out;
}

Problem problem_of(const Report& report, const InputReport& input) {
  Problem out;
  out.level = Level::error;
  out.code = "not-analysed";
  out.word = name_of(DiagnosticSeverity::error);
  if (input.file != FileId::none) out.span = {input.file, 0, 0};
  out.file = root_path(report, input.path);
  out.message =
      shorten(harmless(one_line(input.reason.empty() ? "the file could not be analysed" : input.reason)), most_text);
  return out;
}

}  // namespace

std::vector<Problem> input_problems(const Report& report) {
  std::vector<Problem> out;
  std::set<std::string> told;
  for (const auto& diagnostic : report.diagnostics) {
    if (info(diagnostic.code).effect == Effect::none) continue;
    out.push_back(problem_of(report, diagnostic));
    told.insert(out.back().file);
  }
  for (const auto& input : report.inputs) {
    const bool unread = input.state == InputReport::State::not_analysed && input.counts;
    if (unread && !told.contains(root_path(report, input.path))) out.push_back(problem_of(report, input));
  }
  return out;
}

std::vector<Problem> problems_of(const Report& report) {
  std::vector<Problem> out;
  for (const auto& finding : report.findings) {
    const bool asks = finding.verdict == Verdict::fail || finding.verdict == Verdict::unknown;
    if (asks && finding.counts() && is_shown(report, finding)) out.push_back(problem_of(report, finding));
  }
  auto of_input = input_problems(report);
  std::move(of_input.begin(), of_input.end(), std::back_inserter(out));
  return out;
}

void sort_worst_first(std::vector<Problem>& problems) {
  const auto weight = [](const Problem& problem) {
    const bool fails = problem.finding != nullptr && problem.finding->verdict == Verdict::fail;
    return std::tuple(problem.level, fails, problem.rule == nullptr ? Severity::info : problem.rule->severity);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const auto& a, const auto& b) { return weight(a) > weight(b); });
}

std::string message_of(const Report& report, const Finding& finding) {
  const auto* rule = report.find_rule(finding.rule);
  const std::string title = rule == nullptr ? "" : rule->title;
  const auto name = short_name(report, finding);
  std::string text;
  if (finding.verdict == Verdict::fail) {
    text = fmt::format("{}: {}: {}", title, name, detail_of(finding, title));
  } else if (finding.message.starts_with(title) && finding.message.size() > title.size()) {
    text = finding.message;  // says of whom itself
  } else {
    text = fmt::format("{}: {}: {}: {}", title, name, name_of(finding.verdict), detail_of(finding, title));
  }
  if (!finding.condition.empty()) text += fmt::format(" (if {})", shorten(finding.condition, 160));
  text = shorten(harmless(one_line(text)), most_text - 100);
  if (finding.change == Change::caused) text += fmt::format(" {}", caused_text);
  return text;
}

std::string_view word_of(const Report& report, const Finding& finding) {
  if (finding.verdict != Verdict::fail) return name_of(finding.verdict);
  const auto* rule = report.find_rule(finding.rule);
  return name_of(rule == nullptr ? Severity::medium : rule->severity);
}

std::string short_name(const Report& report, const Finding& finding) {
  auto name = name_text(report, finding);
  if (finding.called_from.empty() || !finding.called_from.front().known()) return name;
  const auto entry = fmt::format("{}:", report.sources.path(finding.called_from.front().file));
  return name.starts_with(entry) && name.size() > entry.size() ? name.substr(entry.size()) : name;
}

std::string set_aside_text(const Finding& finding) {
  if (finding.suppression) {
    const auto& by = *finding.suppression;
    auto text = fmt::format("suppressed: {}", by.reason.empty() ? "no reason is given" : by.reason);
    if (!by.until.empty()) text += fmt::format(", until {}", by.until);
    return text;
  }
  switch (finding.standing) {
    case Standing::counts:
      return {};
    case Standing::in_baseline:
      return "in the baseline";
    case Standing::not_changed:
      return "outside the change";
  }
  return {};
}

std::string_view name_of(DiagnosticSeverity severity) {
  switch (severity) {
    case DiagnosticSeverity::error:
      return "error";
    case DiagnosticSeverity::warning:
      return "warning";
    case DiagnosticSeverity::note:
      return "note";
  }
  return "note";
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

}  // namespace pillarlint
