// The rules of a run: loaded once, const afterwards, selected by id, service, pillar, checklist item, severity, status.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/checklist.h"
#include "rules/load.h"
#include "rules/rule.h"

namespace pillarlint {

/// Which rules to run. Empty lists do not limit; `ids` and `skip` take ids, old ids and folders of rules.
struct Selection {
  std::vector<std::string> ids;
  std::vector<std::string> skip;
  std::vector<std::string> services;
  std::vector<std::string> pillars;
  std::vector<std::string> items;         // checklist items
  Severity at_least = Severity::info;
  bool preview = false;                   // rules of status preview too; one named in `ids` always runs
};

class RuleSet {
 public:
  /// `files` are views into documents that outlive the set. `strict`: check everything of every file; files of the user
  /// are always checked so. `types` may be null: then paths are not checked.
  RuleSet(std::vector<RuleFile> files, const TypeIndex* types, bool strict, Diagnostics& diagnostics);

  [[nodiscard]] std::size_t size() const { return rules_.size(); }
  [[nodiscard]] const Rule& at(RuleId id) const { return *rules_[static_cast<std::size_t>(id)]; }
  /// In order of ids.
  [[nodiscard]] const std::vector<std::unique_ptr<Rule>>& all() const { return rules_; }
  /// By id, or by a former one.
  [[nodiscard]] const Rule* find(std::string_view id) const;
  /// An id near to one that is not there; may be empty.
  [[nodiscard]] std::string nearest_id(std::string_view id) const;
  [[nodiscard]] const RuleData& data() const { return data_; }
  [[nodiscard]] const Checklist& checklist() const { return checklist_; }
  /// Files of facts and classes, for their examples.
  [[nodiscard]] const std::vector<RuleFile>& fact_files() const { return fact_files_; }

  /// In order of ids. Names in the selection that mean nothing are reported as option_value.
  [[nodiscard]] std::vector<RuleId> select(const Selection& selection, Diagnostics& diagnostics) const;

 private:
  void load_rules(std::vector<RuleFile>& files, Loading& loading, bool strict);
  void check_references(Diagnostics& diagnostics) const;

  RuleData data_;
  Checklist checklist_;
  std::vector<std::unique_ptr<Rule>> rules_;
  std::vector<RuleFile> fact_files_;
};

/// Hash of rule id, base name of the file, address inside the file, path and element (semantics D32). FNV-1a, 64 bits.
/// With an element, the indices in the path do not count: elements may change places.
[[nodiscard]] std::uint64_t fingerprint_of(std::string_view rule, std::string_view file_path, std::string_view declared_address,
                                           std::string_view path, std::string_view element);

}  // namespace pillarlint
