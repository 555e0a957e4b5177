// Findings that are known and set aside: a file that says which, one a line, so that reviews can read it.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "base/source_manager.h"
#include "rules/finding.h"
#include "rules/rule_set.h"

namespace pillarlint {

inline constexpr std::string_view baseline_file_name = ".pillarlint-baseline.json";
inline constexpr std::string_view baseline_schema = "pillarlint-baseline-1";  // baseline.schema.json

struct BaselineEntry {
  std::uint64_t fingerprint = 0;
  std::string rule;       // id
  std::string file;       // relative to the root, where the finding is shown
  std::string resource;   // address inside its file
  std::string element;    // of a list, if the finding is about one
  std::string reason;     // why it is accepted, written by a person
};

/// Reads the text of `file`. What is wrong in it is reported as wrong use, with its place.
[[nodiscard]] std::vector<BaselineEntry> read_baseline(const SourceManager& sources, FileId file, Diagnostics& diagnostics);
/// The same entries give the same bytes, in whatever order they come.
[[nodiscard]] std::string write_baseline(std::vector<BaselineEntry> entries);

/// The path of a file as the baseline names it.
using PathOf = std::function<std::string(FileId)>;

/// What a baseline of these findings holds: failing ones that nobody suppressed, one entry a resource.
[[nodiscard]] std::vector<BaselineEntry> baseline_of(std::span<const Finding> findings, const RuleSet& rules, const PathOf& path_of);

/// A baseline brought to what is found now: reasons stay with what they were written for.
struct UpdatedBaseline {
  std::vector<BaselineEntry> entries;
  std::size_t kept = 0, dropped = 0, added = 0;
};
/// `gone`: for each entry, whether it is dropped if no finding is its partner. `add`: new findings enter.
[[nodiscard]] UpdatedBaseline update_baseline(std::span<const Finding> findings, std::span<const BaselineEntry> entries,
                                              const std::vector<bool>& gone, bool add, const RuleSet& rules, const PathOf& path_of);

/// Sets aside the findings that the baseline has with all their resources. For each entry: whether it was found, be it
/// that its answer can not be told any more.
[[nodiscard]] std::vector<bool> apply_baseline(std::span<Finding> findings, std::span<const BaselineEntry> entries,
                                               const RuleSet& rules, const PathOf& path_of);

}  // namespace pillarlint
