// What is counted the same way in every format: findings by severity, verdicts that can not be told and why, inputs by
// state; and what of a finding is said in words.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "report/report.h"

namespace pillarlint {

struct Summary {
  std::array<std::size_t, 4> failed{};   // findings that count, by Severity
  std::size_t fixable = 0;               // of them, those that `--fix` repairs
  std::size_t suppressed = 0;            // failing ones that somebody suppressed
  std::size_t in_baseline = 0;           // failing ones set aside
  std::size_t not_changed = 0;
  std::size_t pass = 0, fail = 0, unknown = 0, not_applicable = 0;  // verdicts, before grouping
  std::vector<std::pair<std::string, std::size_t>> unknown_reasons;  // most frequent first
  std::size_t analysed = 0, partly = 0, not_analysed = 0, skipped = 0;
};
[[nodiscard]] Summary summarize(const Report& report);

[[nodiscard]] std::string_view name_of(InputReport::State state);
/// The finding is shown: its verdict is asked for, and it counts, or what is suppressed or in the baseline is asked for.
/// What lies outside the change never is.
[[nodiscard]] bool is_shown(const Report& report, const Finding& finding);

/// "`properties.disableLocalAuth` is `false`"; "none found"
[[nodiscard]] std::string found_text(const Evidence& evidence);
/// What the message of a finding says besides the title of its rule: the deciding evidence, without a period.
[[nodiscard]] std::string detail_of(const Finding& finding, std::string_view title);
/// The resource as people name it: its name, or its address inside the file.
[[nodiscard]] std::string name_text(const Report& report, const Finding& finding);
/// "default of parameter `keyless`, written as …": what a step of a value's way is.
[[nodiscard]] std::string step_text(const TrailStep& step);

}  // namespace pillarlint
