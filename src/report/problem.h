// What a scan has to say to services and tools that know files, lines and three levels: each finding that asks for
// something, and each thing that kept input from being read, since silence must not look like a pass.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/report.h"

namespace pillarlint {

enum class Level : std::uint8_t { note, warning, error };

struct Problem {
  const Finding* finding = nullptr;  // null: something about the input
  const RuleReport* rule = nullptr;  // null: the same
  Level level = Level::note;
  std::string code;  // id of the rule, or name of the diagnostic
  std::string word;  // "high", "unknown", "error"
  Span span;
  std::string file;     // relative to the root, as it is; empty: no file
  std::string message;  // one line, harmless
};

/// Findings that are shown, fail or cannot be told, and are neither suppressed nor set aside; then what is about the
/// input, as `input_problems`.
[[nodiscard]] std::vector<Problem> problems_of(const Report& report);
/// Diagnostics after which something was not analysed, and inputs that were not although no diagnostic says so.
[[nodiscard]] std::vector<Problem> input_problems(const Report& report);
/// Errors first, and of them what fails before what cannot be told, by severity; equal ones stay in order.
void sort_worst_first(std::vector<Problem>& problems);

/// "AI account accepts access keys: contoso-ai: `properties.disableLocalAuth` is `false`, expected `true`": one line,
/// harmless, of at most 1,000 bytes.
[[nodiscard]] std::string message_of(const Report& report, const Finding& finding);
/// "high", "unknown", "pass", "not applicable"
[[nodiscard]] std::string_view word_of(const Report& report, const Finding& finding);
/// The resource without the file that its address begins with.
[[nodiscard]] std::string short_name(const Report& report, const Finding& finding);
/// "suppressed: REASON, until 2026-12-31"; "in the baseline"; empty: it counts.
[[nodiscard]] std::string set_aside_text(const Finding& finding);
/// Added to what is said of a finding that a change caused elsewhere.
inline constexpr std::string_view caused_text = "(not in the changed lines: caused by the change)";

[[nodiscard]] std::string_view name_of(DiagnosticSeverity severity);
/// "1 finding", "2 findings"
[[nodiscard]] std::string counted(std::size_t n, std::string_view one, std::string_view many);

}  // namespace pillarlint
