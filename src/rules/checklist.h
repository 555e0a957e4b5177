// The items of the checklist, and which of them have rules.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "rules/finding.h"
#include "value/value.h"

namespace pillarlint {

struct Rule;
struct RuleFile;

struct ChecklistItem {
  std::string_view id;        // SE-15
  std::string_view title;
  std::string_view text;
  std::string_view pillar;
  std::string_view severity;
  std::string_view link;
  std::string_view manual;    // why only a person can answer; empty: rules decide
  std::string_view partial;   // what code can show of it; empty: all of it
  Value root;                 // the item as written, with what else it says
  std::vector<RuleId> rules;  // that decide on it, in order of ids
};

/// A question of the assessment and the items that decide it.
struct ChecklistQuestion {
  std::string_view id;
  std::string_view text;
  Value root;
};

class Checklist {
 public:
  void add(const RuleFile& file, Diagnostics& diagnostics);
  /// Notes which rules decide which item.
  void cover(const std::vector<std::unique_ptr<Rule>>& rules);

  [[nodiscard]] const std::vector<ChecklistItem>& items() const { return items_; }
  [[nodiscard]] const std::vector<ChecklistQuestion>& questions() const { return questions_; }
  [[nodiscard]] const ChecklistItem* find(std::string_view id) const;

  struct Coverage {
    std::size_t items = 0;
    std::size_t decided = 0;      // have a rule, wholly
    std::size_t in_part = 0;      // have a rule, and a part that a person must judge
    std::size_t manual = 0;       // only a person can answer
    std::size_t without_rule = 0; // could be decided and are not yet
  };
  [[nodiscard]] Coverage coverage() const;

 private:
  std::vector<ChecklistItem> items_;
  std::vector<ChecklistQuestion> questions_;
};

}  // namespace pillarlint
