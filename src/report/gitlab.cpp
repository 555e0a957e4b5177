// GitLab's code quality report. Its fingerprint tells findings of two runs apart and must be unique in the file, so the
// path goes in besides the finding's own (semantics D32).
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/formats.h"
#include "report/json_objects.h"
#include "report/place.h"
#include "report/problem.h"
#include "rules/rule_set.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(const Problem& problem) {
  if (problem.finding == nullptr) return problem.level == Level::error ? "major" : "minor";
  if (problem.finding->verdict != Verdict::fail || problem.rule == nullptr) return "info";
  switch (problem.rule->severity) {
    case Severity::high:
      return "critical";
    case Severity::medium:
      return "major";
    case Severity::low:
      return "minor";
    case Severity::info:
      return "info";
  }
  return "info";
}

// Equal findings of one file are numbered in their order.
class Fingerprints {
 public:
  std::string of(const Problem& problem) {
    const auto own =
        problem.finding == nullptr ? problem.message : fmt::format("{:016x}", problem.finding->fingerprint);
    const auto once = fingerprint_of(problem.code, {}, own, problem.file, {});
    const auto n = ++seen_[once];
    return fmt::format("{:016x}",
                       n == 1 ? once : fingerprint_of(problem.code, {}, own, problem.file, std::to_string(n)));
  }

 private:
  std::map<std::uint64_t, std::size_t> seen_;
};

Json location(const Report& report, const Problem& problem) {
  const auto range = first_line_of(report.sources, problem.span, ColumnUnit::character);
  return {{"path", problem.file.empty() ? "." : problem.file},
          {"lines", {{"begin", range.line}, {"end", range.end_line}}},
          {"positions",
           {{"begin", {{"line", range.line}, {"column", range.column}}},
            {"end", {{"line", range.end_line}, {"column", range.end_column}}}}}};
}

}  // namespace

std::string report_gitlab(const Report& report) {
  Fingerprints fingerprints;
  Json out = Json::array();
  for (const auto& problem : problems_of(report)) {
    out.push_back({{"description", problem.message},
                   {"check_name", problem.code},
                   {"fingerprint", fingerprints.of(problem)},
                   {"severity", severity_of(problem)},
                   {"location", location(report, problem)}});
  }
  return json_text(out, 1);
}

}  // namespace pillarlint
