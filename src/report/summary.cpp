#include "report/summary.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "report/place.h"

namespace pillarlint {

Summary summarize(const Report& report) {
  Summary summary;
  for (const auto& finding : report.findings) {
    const auto* rule = report.find_rule(finding.rule);
    if (finding.verdict == Verdict::fail && rule != nullptr) ++summary.failed.at(static_cast<std::size_t>(rule->severity));
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
  std::string text;
  if (evidence.path.empty()) {
    text = evidence.found;
  } else if (evidence.absent || evidence.found.starts_with('\'')) {
    text = fmt::format("`{}` is {}", evidence.path, evidence.found);
  } else {
    text = fmt::format("`{}` is `{}`", evidence.path, evidence.found);
  }
  if (evidence.by_default) text += " by default";
  if (evidence.by_platform) text += " (provided by platform)";
  return text;
}

std::string evidence_text(const Finding& finding) {
  if (finding.evidence.empty()) return finding.reason.empty() ? std::string(name_of(finding.verdict)) : finding.reason;
  const auto& evidence = finding.evidence.front();
  auto text = found_text(evidence);
  if (!evidence.wanted.empty()) text += fmt::format(", expected {}", evidence.wanted);
  if (!evidence.reason.empty()) text += fmt::format(" ({})", evidence.reason);
  while (text.ends_with('.')) text.pop_back();
  return text;
}

std::string step_text(const TrailStep& step) {
  if (!step.text.empty()) return step.text;
  return step.literal ? "written here" : "used here";
}

}  // namespace pillarlint
