#include "report/summary.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "report/place.h"

namespace pillarlint {
namespace {

void count(const Report& report, const Finding& finding, Summary& summary) {
  if (finding.suppression) {
    ++summary.suppressed;
  } else if (finding.standing == Standing::in_baseline) {
    ++summary.in_baseline;
  } else if (finding.standing == Standing::not_changed) {
    ++summary.not_changed;
  } else if (const auto* rule = report.find_rule(finding.rule); rule != nullptr) {
    ++summary.failed.at(static_cast<std::size_t>(rule->severity));
    if (finding.repair) ++summary.fixable;
  }
}

}  // namespace

Summary summarize(const Report& report) {
  Summary summary;
  for (const auto& finding : report.findings) {
    if (finding.verdict == Verdict::fail) count(report, finding, summary);
  }
  std::map<std::string, std::size_t> reasons;
  for (const auto& [id, counts] : report.counts) {
    summary.pass += counts.pass;
    summary.fail += counts.fail;
    summary.unknown += counts.unknown;
    summary.not_applicable += counts.not_applicable;
    for (const auto& [reason, count] : counts.unknown_reasons) reasons[reason] += count;
  }
  summary.unknown_reasons.assign(reasons.begin(), reasons.end());
  std::stable_sort(summary.unknown_reasons.begin(), summary.unknown_reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& input : report.inputs) {
    switch (input.state) {
      case InputReport::State::analysed: ++summary.analysed; break;
      case InputReport::State::partly: ++summary.partly; break;
      case InputReport::State::not_analysed: ++summary.not_analysed; break;
      case InputReport::State::skipped: ++summary.skipped; break;
    }
  }
  return summary;
}

std::string_view name_of(InputReport::State state) {
  switch (state) {
    case InputReport::State::analysed: return "analysed";
    case InputReport::State::partly: return "partly";
    case InputReport::State::not_analysed: return "not-analysed";
    case InputReport::State::skipped: return "skipped";
  }
  return "";
}

bool is_shown(const Report& report, const Finding& finding) {
  if (finding.standing == Standing::not_changed) return false;
  if (!finding.counts() && !report.show_suppressed) return false;
  switch (finding.verdict) {
    case Verdict::fail: return true;
    case Verdict::unknown: return report.show_unknown;
    case Verdict::pass:
    case Verdict::not_applicable: return report.show_passed;
    case Verdict::manual: return false;
  }
  return false;
}

std::string found_text(const Evidence& evidence) {
  auto text = evidence.path.empty() ? evidence.found : fmt::format("`{}` is {}", evidence.path, evidence.found);
  if (evidence.by_platform) text += " (provided by platform)";
  return text;
}

std::string detail_of(const Finding& finding, std::string_view title) {
  std::string_view message = finding.message;
  if (!title.empty() && message.starts_with(title) && message.substr(title.size()).starts_with(": ")) {
    message.remove_prefix(title.size() + 2);
  }
  auto text = message.empty() ? finding.reason : std::string(message);
  if (text.empty()) text = name_of(finding.verdict);
  while (text.ends_with('.')) text.pop_back();
  return text;
}

std::string name_text(const Report& report, const Finding& finding) {
  std::string_view name = finding.resource_name.empty() ? finding.address : finding.resource_name;
  for (const auto span : {finding.resource, finding.primary}) {  // an address begins with the file, which is shown already
    const auto file = span.known() ? report.sources.path(span.file) : std::string_view();
    if (!file.empty() && name.starts_with(file) && name.substr(file.size()).starts_with(':')) name.remove_prefix(file.size() + 1);
  }
  return std::string(name.empty() ? std::string_view(finding.resource_type) : name);
}

std::string step_text(const TrailStep& step) {
  if (!step.text.empty()) return step.text;
  return step.literal ? "written here" : "used here";
}

}  // namespace pillarlint
