// What a scan is compared with: a baseline, the state before a change, the files that were named. Findings that do not
// count for it are set aside, and what is gone is told.
#pragma once

#include <string>
#include <vector>

#include "analysis/baseline.h"
#include "cli/git_changes.h"
#include "cli/session.h"
#include "report/report.h"

namespace pillarlint {

class Comparison {
 public:
  Comparison(Session& session, const Options& options) : session_(session), options_(options) {}

  /// Reads the baseline, asks git. False: the diagnostics of the session say why not.
  [[nodiscard]] bool prepare();
  /// Marks the findings of the scan. False: the diagnostics of the session say why not.
  [[nodiscard]] bool apply(Analysis& analysis, const std::vector<RuleId>& rules);

  [[nodiscard]] const std::vector<GoneFinding>& gone() const { return gone_; }
  [[nodiscard]] std::string with() const;

 private:
  [[nodiscard]] bool read_known();
  [[nodiscard]] bool ask_git();
  void mark_asked(Analysis& analysis) const;
  void apply_known(Analysis& analysis, const std::vector<RuleId>& rules);
  [[nodiscard]] bool apply_change(Analysis& analysis, const std::vector<RuleId>& rules);
  void drop_old_remarks(Analysis& analysis, const Analysis& earlier, const SourceManager& sources) const;
  void apply_named(Analysis& analysis);
  [[nodiscard]] std::vector<std::string> paths_before() const;

  Session& session_;
  const Options& options_;
  std::string baseline_;                 // absolute; empty: none
  std::vector<BaselineEntry> known_;
  ChangedFiles changed_;
  EarlierKeys keys_;
  std::vector<std::shared_ptr<GitObjects>> objects_;  // of each work tree
  std::vector<std::string> merge_bases_;
  std::vector<GoneFinding> gone_;
};

/// The baseline that the options or the configuration name, absolute; empty: none.
[[nodiscard]] std::string named_baseline(const Session& session, const Options& options);
/// Its entries; what is wrong is in the diagnostics of the session.
[[nodiscard]] std::vector<BaselineEntry> load_baseline(Session& session, const std::string& path);

enum class EntryState { found, gone, not_judged };
/// How the entries of a baseline stand to the findings, which are set aside where it has them.
[[nodiscard]] std::vector<EntryState> settle_baseline(Session& session, Analysis& analysis, const std::vector<RuleId>& rules,
                                                      const std::vector<BaselineEntry>& entries);
/// An entry or a finding that is gone, in the words of its rule.
[[nodiscard]] GoneFinding gone_of(const Session& session, const BaselineEntry& entry);

}  // namespace pillarlint
