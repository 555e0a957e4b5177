// Findings in the log of a pipeline step: commands that GitHub Actions and Azure Pipelines turn into annotations. Both
// keep ten errors and ten warnings of a step and drop the rest without a word, so the worst are written and the rest
// counted.
#include <algorithm>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>

#include "report/formats.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

using Escapes = std::initializer_list<std::pair<char, std::string_view>>;

std::string escaped(std::string_view text, Escapes escapes) {
  std::string out;
  for (const char c : text) {
    const auto found =
        std::find_if(escapes.begin(), escapes.end(), [c](const auto& escape) { return escape.first == c; });
    if (found == escapes.end()) {
      out += c;
    } else {
      out += found->second;
    }
  }
  return harmless(out);  // other control characters; line ends are gone by now
}

struct Chosen {
  std::vector<Problem> shown;
  std::size_t errors = 0, warnings = 0;  // left out
};

Chosen choose(const Report& report) {
  auto all = problems_of(report);
  sort_worst_first(all);
  Chosen chosen;
  std::size_t errors = 0;
  std::size_t warnings = 0;
  for (auto& problem : all) {
    const bool is_error = problem.level == Level::error;
    if (++(is_error ? errors : warnings) <= most_annotations) {
      chosen.shown.push_back(std::move(problem));
    } else {
      ++(is_error ? chosen.errors : chosen.warnings);
    }
  }
  return chosen;
}

std::string more_text(const Chosen& chosen, std::string_view service, std::string_view elsewhere) {
  std::string what;
  if (chosen.errors > 0) what = counted(chosen.errors, "error", "errors");
  if (chosen.warnings > 0)
    what += fmt::format("{}{}", what.empty() ? "" : " and ", counted(chosen.warnings, "warning", "warnings"));
  return fmt::format(
      "left out here: {} ({} shows {} of each); {}", what, service, most_annotations,
      elsewhere.empty() ? "--format text=FILE writes all to a file" : fmt::format("all are in {}", elsewhere));
}

std::string fix_of(const Problem& problem) {
  return problem.rule == nullptr ? std::string() : one_line(problem.rule->fix);
}

// The last line of the log: a run without findings has said something too.
std::string total_text(const Report& report) {
  const auto summary = summarize(report);
  const auto count = [&](Severity severity) { return summary.failed.at(static_cast<std::size_t>(severity)); };
  return fmt::format("pillarlint: {} high, {} medium, {} low, {} info; files: {} analysed, {} partly, {} not\n",
                     count(Severity::high), count(Severity::medium), count(Severity::low), count(Severity::info),
                     summary.analysed, summary.partly, summary.not_analysed);
}

// ── GitHub
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string github_data(std::string_view text) { return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}}); }
std::string github_property(std::string_view text) {
  return escaped(text, {{'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"}, {',', "%2C"}});
}

std::string github_line(const Report& report, const Problem& problem) {
  auto properties = fmt::format("title={}", github_property(fmt::format("{} {}", problem.word, problem.code)));
  if (!problem.file.empty()) {
    const auto range = first_line_of(report.sources, problem.span, ColumnUnit::character);
    properties += fmt::format(",file={},line={},endLine={}", github_property(problem.file), range.line, range.end_line);
    if (range.end_column > range.column)
      properties += fmt::format(",col={},endColumn={}", range.column, range.end_column);
  }
  auto message = problem.message;
  if (const auto fix = fix_of(problem); !fix.empty()) message += fmt::format("\nTo mend it: {}", fix);
  return fmt::format("::{} {}::{}\n", problem.level == Level::error ? "error" : "warning", properties,
                     github_data(message));
}

// ── Azure Pipelines
// ───────────────────────────────────────────────────────────────────────────────────────────────────

std::string azure_text(std::string_view text) {
  return escaped(text, {{'%', "%AZP25"}, {'\r', "%0D"}, {'\n', "%0A"}, {';', "%3B"}, {']', "%5D"}});
}

std::string azure_line(const Report& report, const Problem& problem) {
  auto properties = fmt::format("type={};", problem.level == Level::error ? "error" : "warning");
  if (!problem.file.empty()) {
    const auto range = first_line_of(report.sources, problem.span, ColumnUnit::character);
    properties +=
        fmt::format("sourcepath={};linenumber={};columnnumber={};", azure_text(problem.file), range.line, range.column);
  }
  properties += fmt::format("code={};", azure_text(problem.code));
  return fmt::format("##vso[task.logissue {}]{}\n", properties, azure_text(problem.message));
}

}  // namespace

std::string report_github(const Report& report, std::string_view elsewhere) {
  const auto chosen = choose(report);
  std::string out;
  for (const auto& problem : chosen.shown) out += github_line(report, problem);
  if (chosen.errors + chosen.warnings > 0) {
    out += fmt::format("::notice title=pillarlint::{}\n", github_data(more_text(chosen, "GitHub", elsewhere)));
  }
  return out + total_text(report);
}

std::string report_azure(const Report& report, std::string_view elsewhere) {
  const auto chosen = choose(report);
  std::string out;
  for (const auto& problem : chosen.shown) out += azure_line(report, problem);
  if (chosen.errors + chosen.warnings > 0) {
    out += fmt::format("pillarlint: {}\n", harmless(one_line(more_text(chosen, "Azure Pipelines", elsewhere))));
  }
  return out + total_text(report);
}

}  // namespace pillarlint
