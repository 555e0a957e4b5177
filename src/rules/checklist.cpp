#include "rules/checklist.h"

#include <algorithm>

#include "rules/load.h"

namespace pillarlint {

void Checklist::add(const RuleFile& file, Diagnostics& diagnostics) {
  const auto items = file.root.get("items");
  for (const auto& row : items.items()) {
    ChecklistItem item{row.get("id").text_or_empty(),       row.get("title").text_or_empty(),  row.get("text").text_or_empty(),
                       row.get("pillar").text_or_empty(),   row.get("severity").text_or_empty(), row.get("link").text_or_empty(),
                       row.get("manual").text_or_empty(),   row.get("partial").text_or_empty(), row, {}};
    if (item.id.empty()) {
      diagnostics.report(Code::rule_key_missing, row.span(), "id");
    } else if (find(item.id) != nullptr) {
      diagnostics.report(Code::rule_duplicate, row.span(), item.id, "another checklist item");
    } else {
      items_.push_back(std::move(item));
    }
  }
  const auto questions = file.root.get("questions");
  for (const auto& row : questions.items()) questions_.push_back({row.get("id").text_or_empty(), row.get("text").text_or_empty(), row});
  std::sort(items_.begin(), items_.end(), [](const ChecklistItem& a, const ChecklistItem& b) { return a.id < b.id; });
}

void Checklist::cover(const std::vector<std::unique_ptr<Rule>>& rules) {
  for (const auto& rule : rules) {
    if (rule->status == Status::retired) continue;
    for (const auto id : rule->checklist) {
      const auto found = std::lower_bound(items_.begin(), items_.end(), id, [](const ChecklistItem& item, std::string_view wanted) { return item.id < wanted; });
      if (found != items_.end() && found->id == id) found->rules.push_back(rule->number);
    }
  }
}

const ChecklistItem* Checklist::find(std::string_view id) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const ChecklistItem& item) { return item.id == id; });
  return found == items_.end() ? nullptr : &*found;
}

Checklist::Coverage Checklist::coverage() const {
  Coverage sums;
  for (const auto& item : items_) {
    ++sums.items;
    if (!item.rules.empty()) {
      ++(item.partial.empty() && item.manual.empty() ? sums.decided : sums.in_part);
    } else {
      ++(item.manual.empty() ? sums.without_rule : sums.manual);
    }
  }
  return sums;
}

}  // namespace pillarlint
