#include "report/formats.h"

#include <algorithm>
#include <array>

namespace pillarlint {
namespace {

constexpr std::array<Format, 12> table = {{
    {"text", "for people",
     [](const Report& report, const Style& style) { return report_text(report, style.colour, style.quiet); }},
    {"concise", "one line a finding", [](const Report& report, const Style&) { return report_concise(report); }},
    {"json", "everything, for scripts", [](const Report& report, const Style&) { return report_json(report); }},
    {"jsonl", "one JSON object a line", [](const Report& report, const Style&) { return report_json_lines(report); }},
    {"sarif", "code scanning",
     [](const Report& report, const Style& style) { return report_sarif(report, style.profile); }},
    {"junit", "test reports", [](const Report& report, const Style&) { return report_junit(report); }},
    {"checkstyle", "tools that read Checkstyle's XML",
     [](const Report& report, const Style&) { return report_checkstyle(report); }},
    {"github", "annotations of GitHub Actions",
     [](const Report& report, const Style& style) { return report_github(report, style.elsewhere); }},
    {"azure", "issues of Azure Pipelines",
     [](const Report& report, const Style& style) { return report_azure(report, style.elsewhere); }},
    {"gitlab", "code quality of GitLab", [](const Report& report, const Style&) { return report_gitlab(report); }},
    {"rdjson", "reviewdog", [](const Report& report, const Style&) { return report_rdjson(report); }},
    {"markdown", "comments and step summaries",
     [](const Report& report, const Style& style) { return report_markdown(report, style.elsewhere); }},
}};

}  // namespace

std::span<const Format> formats() { return table; }

const Format* find_format(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const auto& format) { return format.name == name; });
  return found == table.end() ? nullptr : found;
}

}  // namespace pillarlint
