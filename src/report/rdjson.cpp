// Reviewdog's diagnostic format. Its columns are bytes of UTF-8, and a repair is a list of suggestions.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/formats.h"
#include "report/json_objects.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/repairs.h"
#include "report/sarif_rules.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "ERROR";
    case Level::warning:
      return "WARNING";
    case Level::note:
      return "INFO";
  }
  return "INFO";
}

Json range_json(const Range& range) {
  return {{"start", {{"line", range.line}, {"column", range.column}}},
          {"end", {{"line", range.end_line}, {"column", range.end_column}}}};
}

Json suggestions(const Report& report, const Repair& repair) {
  Json out = Json::array();
  for (const auto& edit : repair.edits) {
    out.push_back({{"range", range_json(range_of(report.sources, edit.span, ColumnUnit::utf8))}, {"text", edit.text}});
  }
  return out;
}

Json diagnostic(const Report& report, const Problem& problem, Repairs& repairs) {
  Json out;
  out["message"] = problem.message;
  out["location"] = {{"path", problem.file.empty() ? "." : problem.file}};
  if (problem.span.known())
    out["location"]["range"] = range_json(first_line_of(report.sources, problem.span, ColumnUnit::utf8));
  out["severity"] = severity_of(problem.level);
  out["code"] = {{"value", problem.code}};
  if (problem.rule != nullptr && !problem.rule->links.empty()) out["code"]["url"] = problem.rule->links.front();
  const auto* repair = problem.finding == nullptr ? nullptr : repairs.shown(*problem.finding);
  // A suggestion is for the file of its diagnostic; one for another file would be applied to the wrong text.
  if (repair != nullptr && repair->edits.front().span.file == problem.span.file)
    out["suggestions"] = suggestions(report, *repair);
  return out;
}

}  // namespace

std::string report_rdjson(const Report& report) {
  Repairs repairs(report);
  Json list = Json::array();
  for (const auto& problem : problems_of(report)) list.push_back(diagnostic(report, problem, repairs));
  return json_text(
      {{"source", {{"name", "pillarlint"}, {"url", information_uri}}}, {"severity", "WARNING"}, {"diagnostics", list}},
      1);
}

}  // namespace pillarlint
