// Checkstyle's XML, which many services read: a `file` each, an `error` a finding.
#include <map>

#include <fmt/format.h>

#include "report/formats.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/xml.h"

namespace pillarlint {
namespace {

std::string_view severity_of(Level level) {
  switch (level) {
    case Level::error:
      return "error";
    case Level::warning:
      return "warning";
    case Level::note:
      return "info";
  }
  return "info";
}

std::string error_of(const Report& report, const Problem& problem) {
  const auto range = first_line_of(report.sources, problem.span, ColumnUnit::character);
  return fmt::format("    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"pillarlint.{}\"/>\n",
                     range.line, range.column, severity_of(problem.level), xml_text(problem.message),
                     xml_text(problem.code));
}

}  // namespace

std::string report_checkstyle(const Report& report) {
  std::map<std::string, std::string> files;  // errors by path
  for (const auto& problem : problems_of(report)) {
    files[problem.file.empty() ? "." : problem.file] += error_of(report, problem);
  }
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n";
  for (const auto& [path, errors] : files)
    out += fmt::format("  <file name=\"{}\">\n{}  </file>\n", xml_text(path), errors);
  return out + "</checkstyle>\n";
}

}  // namespace pillarlint
