#include "rules/rule_set.h"

#include <algorithm>

#include "base/file_system.h"
#include "base/text.h"

namespace pillarlint {

namespace {
bool in(const std::vector<std::string>& list, std::string_view text) {
  return std::any_of(list.begin(), list.end(), [&](const std::string& one) { return same_text(one, text); });
}
bool named(const std::vector<std::string>& list, const Rule& rule) {
  return in(list, rule.id) || in(list, rule.service) ||
         std::any_of(rule.formerly.begin(), rule.formerly.end(), [&](std::string_view old) { return in(list, old); });
}
}  // namespace

RuleSet::RuleSet(std::vector<RuleFile> files, const TypeIndex* types, bool strict, Diagnostics& diagnostics) {
  Loading loading{data_, types, diagnostics, strict};
  std::vector<RuleFile> rules;
  for (auto& file : files) {
    const auto folder = folder_name_of(file.path);
    if (file.root.is_null()) continue;  // was not readable: reported by the reader
    if (folder == "tables") {
      load_table(loading, file);
    } else if (folder == "facts") {
      declare_fact_or_class(loading, file);
      fact_files_.push_back(std::move(file));
    } else if (folder == "checklists") {
      checklist_.add(file, diagnostics);
    } else {
      rules.push_back(std::move(file));
    }
  }
  for (const auto& file : fact_files_) load_fact_or_class(loading, file);
  refuse_fact_cycles(loading);
  load_rules(rules, loading, strict);
  check_references(diagnostics);
  checklist_.cover(rules_);
}

void RuleSet::load_rules(std::vector<RuleFile>& files, Loading& loading, bool strict) {
  for (const auto& file : files) {
    loading.strict = strict || file.from_user;
    auto rule = load_rule(loading, file);
    if (rule == nullptr) continue;
    const auto* other = find(rule->id);
    if (other != nullptr) {
      loading.diagnostics.report(Code::rule_duplicate, rule->span, rule->id, other->path);
      continue;
    }
    rules_.push_back(std::move(rule));
  }
  std::sort(rules_.begin(), rules_.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  for (std::size_t i = 0; i < rules_.size(); ++i) rules_[i]->number = static_cast<RuleId>(i);
}

void RuleSet::check_references(Diagnostics& diagnostics) const {
  if (checklist_.items().empty()) return;
  for (const auto& rule : rules_) {
    for (const auto item : rule->checklist) {
      if (checklist_.find(item) != nullptr) continue;
      std::vector<std::string_view> ids;
      for (const auto& one : checklist_.items()) ids.push_back(one.id);
      diagnostics.report(Code::rule_reference, rule->root.get("checklist").span(), "checklist item", item, suggestion(item, ids));
    }
  }
}

const Rule* RuleSet::find(std::string_view id) const {
  for (const auto& rule : rules_) {
    if (rule->id == id) return rule.get();
  }
  for (const auto& rule : rules_) {
    if (std::find(rule->formerly.begin(), rule->formerly.end(), id) != rule->formerly.end()) return rule.get();
  }
  return nullptr;
}

std::string RuleSet::nearest_id(std::string_view id) const {
  std::vector<std::string> ids;
  for (const auto& rule : rules_) ids.push_back(rule->id);
  return nearest(id, ids);
}

std::vector<RuleId> RuleSet::select(const Selection& selection, Diagnostics& diagnostics) const {
  const auto known = [&](const std::vector<std::string>& names, std::string_view option, std::string_view kind, const auto& matches) {
    for (const auto& name : names) {
      if (std::any_of(rules_.begin(), rules_.end(), [&](const auto& rule) { return matches(*rule, name); })) continue;
      const auto near = nearest_id(name);
      diagnostics.report(Code::option_value, Span{}, option, name, kind, near.empty() ? "" : "; did you mean `" + near + "`?");
    }
  };
  const auto by_name = [](const Rule& rule, const std::string& name) { return named({name}, rule); };
  known(selection.ids, "rules", "a rule or a folder of rules", by_name);
  known(selection.skip, "skip", "a rule or a folder of rules", by_name);
  known(selection.services, "service", "a folder of rules", [](const Rule& rule, const std::string& name) { return same_text(rule.service, name); });
  known(selection.pillars, "pillar", "a pillar", [](const Rule& rule, const std::string& name) { return same_text(rule.pillar, name); });
  if (!checklist_.items().empty()) {
    for (const auto& item : selection.items) {
      if (checklist_.find(item) != nullptr || checklist_.find(upper(item)) != nullptr) continue;
      diagnostics.report(Code::option_value, Span{}, "item", item, "an item of the checklist, as `SE-15`", "");
    }
  }
  std::vector<RuleId> out;
  for (const auto& rule : rules_) {
    const bool asked = in(selection.ids, rule->id);
    if (!selection.ids.empty() && !named(selection.ids, *rule)) continue;
    if (named(selection.skip, *rule) || rule->status == Status::retired) continue;
    if (rule->status == Status::preview && !selection.preview && !asked) continue;
    if (!selection.services.empty() && !in(selection.services, rule->service)) continue;
    if (!selection.pillars.empty() && !in(selection.pillars, rule->pillar)) continue;
    const bool item = std::any_of(rule->checklist.begin(), rule->checklist.end(), [&](std::string_view one) { return in(selection.items, one); });
    if (!selection.items.empty() && !item) continue;
    if (rule->severity < selection.at_least) continue;
    out.push_back(rule->number);
  }
  return out;
}

namespace {
// `contentFilters[3].blocking` → `contentFilters[].blocking`: which element it is, the element says.
std::string without_indices(std::string_view path) {
  std::string out;
  bool inside = false;
  for (const char c : path) {
    inside = inside && c != ']';
    if (!inside) out += c;
    inside = inside || c == '[';
  }
  return out;
}
}  // namespace

std::uint64_t fingerprint_of(std::string_view rule, std::string_view file_path, std::string_view declared_address, std::string_view path,
                             std::string_view element) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    hash = (hash ^ 0xFFU) * 0x100000001B3ULL;  // no byte of UTF-8: parts can not run into each other
  };
  add(rule);
  add(file_name(file_path));
  add(declared_address);
  add(element.empty() ? std::string(path) : without_indices(path));
  add(element);
  return hash;
}

}  // namespace pillarlint
