// One line a finding, as compilers write them: editors and scripts that read `file:line:column:` find their way.
#include <fmt/format.h>

#include "report/formats.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

std::string line_of(const Report& report, Span span, std::string_view file, std::string_view rest) {
  const auto place = span.known() ? place_text(report.sources, span) : harmless(file);
  return fmt::format("{}{}{}\n", place, place.empty() ? "" : ": ", rest);
}

}  // namespace

std::string report_concise(const Report& report) {
  std::string out;
  for (const auto& finding : report.findings) {
    if (!is_shown(report, finding)) continue;
    const auto* rule = report.find_rule(finding.rule);
    auto rest =
        fmt::format("{} {} {}", word_of(report, finding), rule == nullptr ? "" : rule->id, message_of(report, finding));
    if (const auto aside = set_aside_text(finding); !aside.empty())
      rest += fmt::format(" ({})", harmless(one_line(aside)));
    out += line_of(report, finding.primary, {}, rest);
  }
  for (const auto& problem : input_problems(report)) {
    out += line_of(report, problem.span, problem.file,
                   fmt::format("{} {} {}", problem.word, problem.code, problem.message));
  }
  return out;
}

}  // namespace pillarlint
