// Suppressions: comments, directives and `metadata` in the source, and entries of the configuration, that say of findings
// that nobody need act on them. What of them is wrong, over, or of no use is reported.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/config.h"
#include "common/language.h"
#include "rules/rule_set.h"

namespace pillarlint {

/// What `pillarlint:ignore ID, ID until=2026-12-31 -- reason` says.
struct IgnoreRemark {
  bool whole_file = false;         // `ignore-file`
  std::vector<std::string> rules;  // ids and services
  std::string until, reason;
};
/// Whether a text speaks to this program at all.
[[nodiscard]] bool is_addressed(std::string_view text);
/// nullopt: it can not be understood.
[[nodiscard]] std::optional<IgnoreRemark> read_ignore(std::string_view text);

class Suppressions {
 public:
  /// `ran`: the rules of the run; a suppression of another one is not of no use. All but `today` must outlive it.
  Suppressions(Project& project, const RuleSet& rules, const std::vector<RuleId>& ran, const Config& config, std::string today);

  /// Reads what a file of the language says, once. Files that nobody here edits are not heard.
  void read(FileId file, const Language& language);
  /// Marks the finding if something suppresses it.
  void apply(Finding& finding);
  /// What is wrong with suppressions, and which of them did nothing; call when all findings were shown to `apply`.
  /// `whole`: all that the configuration speaks of was scanned.
  [[nodiscard]] const Diagnostics& report(bool whole);

 private:
  struct Target {                      // an id or a service that something names
    std::string text;
    const Rule* rule = nullptr;        // null: a service
    bool used = false;
  };
  struct Place {                       // lines of a file, and with JSON a part of it
    FileId file = FileId::none;
    std::uint32_t first_line = 0, last_line = 0;
    Span part;
  };
  struct Entry {
    std::vector<Target> targets;
    Suppression what;
    Place place;                             // of what stands in a source
    const Config::Suppress* config = nullptr;  // else
  };
  struct Foreign {
    Span span;
    std::string_view tool;
    Place place;
    bool told = false;
  };

  void read_remarks(const std::vector<Remark>& remarks);
  void read_comment(const Remark& remark);
  void read_directive(const std::vector<Remark>& remarks, std::size_t i);
  void read_foreign(const Remark& remark);
  void read_config();
  void take(Entry entry, const std::vector<std::string>& rules, bool ours);
  [[nodiscard]] std::string reason_above(const std::vector<Remark>& remarks, std::size_t i) const;
  [[nodiscard]] Place place_of(const Remark& remark) const;
  [[nodiscard]] bool covers(const Place& place, Span span) const;
  [[nodiscard]] bool covers(const Place& place, const Finding& finding) const;
  [[nodiscard]] bool fits(const Config::Suppress& wanted, const Finding& finding) const;
  void try_entry(Entry& entry, const Rule& rule, Finding& finding);
  void point_out(const Rule& rule, const Finding& finding);
  [[nodiscard]] bool inside_block(const Foreign& foreign, const Finding& finding) const;
  [[nodiscard]] bool ran(const Target& target) const;

  Project& project_;
  const RuleSet& rules_;
  std::set<RuleId> ran_;
  std::set<std::string, std::less<>> services_;
  const Config& config_;
  std::string today_;
  std::vector<Entry> entries_;
  std::map<FileId, std::vector<std::size_t>> by_file_;  // → entries_
  std::vector<std::size_t> of_config_;                  // → entries_
  std::map<FileId, std::vector<Foreign>> foreign_;
  std::set<FileId> read_;
  Diagnostics diagnostics_;
};

}  // namespace pillarlint
