// Tables, facts and classes.
#include <algorithm>
#include <functional>

#include "base/text.h"
#include "rules/load.h"

namespace pillarlint {

namespace {
template <typename List>
auto* find_named(const List& list, std::string_view name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return same_text(one.name, name); });
  return found == list.end() ? nullptr : &*found;
}

FactDef* fact_of(Loading& loading, std::string_view name) {
  const auto found = std::find_if(loading.data.facts.begin(), loading.data.facts.end(), [&](const FactDef& one) { return one.name == name; });
  return found == loading.data.facts.end() ? nullptr : &*found;
}

TypeSet set_of(std::string_view type) {
  TypeSet set;
  set.types.emplace_back(type);
  set.text = std::string(type);
  return set;
}

void load_fact(Loading& loading, const RuleFile& file, FactDef& fact) {
  const auto types = file.root.get("for");
  for (const auto& row : types.members()) {
    FactDef::ForType made{TypeName(row.key), {}};
    for (const auto& item : row.value.items()) {
      FactCase one;
      one.value = item.get("value");
      if (!fact.order.empty() && std::none_of(fact.order.begin(), fact.order.end(), [&](const Value& v) { return v.text_or_empty() == one.value.text_or_empty(); })) {
        loading.diagnostics.report(Code::rule_reference, one.value.span(), fmt::format("value in the order of fact {}", fact.name), one.value.text_or_empty(), "");
      }
      if (const auto* when = item.find("when")) {
        ConditionLoader loader(loading, set_of(row.key));
        one.when = loader.conditions(when->value, "when");
        fact.slots = std::max(fact.slots, loader.slots());
      }
      if (item.find("value") == nullptr) loading.diagnostics.report(Code::rule_key_missing, item.span(), "value");
      made.cases.push_back(std::move(one));
    }
    fact.types.push_back(std::move(made));
  }
  if (fact.types.empty()) loading.diagnostics.report(Code::rule_key_missing, file.root.span(), "for");
}

void load_class(Loading& loading, const RuleFile& file, ClassDef& defined) {
  const auto types = file.root.get("for");
  std::size_t next = 0;
  for (const auto& row : types.members()) {
    auto& made = defined.types[next++];
    if (!row.value.is_object() || row.value.members().empty()) continue;
    ConditionLoader loader(loading, set_of(row.key));
    made.when = loader.conditions(row.value, row.key);
    defined.slots = std::max(defined.slots, loader.slots());
  }
}

/// Facts and classes whose conditions a condition asks for.
void visit_facts(const Condition& condition, const std::function<void(std::string_view)>& use);

void visit_path(const RulePath* path, const std::function<void(std::string_view)>& use) {
  if (path == nullptr) return;
  for (const auto& step : path->path.steps) {
    if (step.kind == PathStep::Kind::meta && step.key.starts_with("facts.")) use(std::string_view(step.key).substr(6));
  }
}
void visit_quantifier(const Quantifier& quantifier, const std::function<void(std::string_view)>& use) {
  visit_path(quantifier.of.get(), use);
  visit_path(quantifier.distinct.get(), use);
  for (const auto* defined : quantifier.a.classes) use(defined->name);
  if (quantifier.where != nullptr) visit_facts(*quantifier.where, use);
  if (quantifier.is != nullptr) visit_facts(*quantifier.is, use);
}
void visit_facts(const Condition& condition, const std::function<void(std::string_view)>& use) {
  for (const auto& part : condition.parts) visit_facts(part, use);
  visit_path(condition.path.get(), use);
  if (condition.test != nullptr) {
    for (const auto& word : condition.test->words) {
      for (const auto& operand : word.operands) visit_path(operand.path.get(), use);
    }
  }
  if (condition.quantifier != nullptr) visit_quantifier(*condition.quantifier, use);
  if (condition.cases != nullptr) visit_facts(*condition.cases->is, use);
  if (condition.row != nullptr) visit_facts(*condition.row->is, use);
}
}  // namespace

const Table* RuleData::table(std::string_view name) const { return find_named(tables, name); }
const FactDef* RuleData::fact(std::string_view name) const { return find_named(facts, name); }
const ClassDef* RuleData::find_class(std::string_view name) const { return find_named(classes, name); }

void load_table(Loading& loading, const RuleFile& file) {
  Table table;
  table.name = std::string(stem_of(file.path));
  table.as_of = file.root.get("as_of").text_or_empty();
  table.source = file.root.get("source").text_or_empty();
  table.rows = file.root.get("rows");
  table.span = file.root.span();
  for (const auto& column : file.root.get("key").items()) table.key.push_back(column.text_or_empty());
  for (const auto* key : {"as_of", "source", "key", "rows"}) {
    if (file.root.find(key) == nullptr) loading.diagnostics.report(Code::rule_key_missing, file.root.span(), key);
  }
  if (loading.strict && !read_date(table.as_of)) {
    loading.diagnostics.report(Code::rule_value, file.root.get("as_of").span(), "as_of", kind_name(file.root.get("as_of")), "a date such as 2026-11-01");
  }
  for (const auto& row : table.rows.items()) {
    for (const auto& cell : row.members()) {
      if (std::find(table.columns.begin(), table.columns.end(), cell.key) == table.columns.end()) table.columns.push_back(cell.key);
    }
    for (const auto key : table.key) {
      if (row.find(key) == nullptr) loading.diagnostics.report(Code::rule_key_missing, row.span(), key);
    }
  }
  loading.data.tables.push_back(std::move(table));
}

void declare_fact_or_class(Loading& loading, const RuleFile& file) {
  const auto fact = file.root.get("fact").text_or_empty();
  const auto defined = file.root.get("class").text_or_empty();
  if (fact.empty() == defined.empty()) {
    loading.diagnostics.report(Code::rule_key_missing, file.root.span(), "fact` or `class");
    return;
  }
  static constexpr std::array<std::string_view, 5> keys{"fact", "class", "order", "for", "examples"};
  for (const auto& member : file.root.members()) {
    if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
      loading.diagnostics.report(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, keys));
    }
  }
  if (!fact.empty()) {
    auto& made = loading.data.facts.emplace_back();
    made.name = fact;
    made.span = file.root.span();
    const auto order = file.root.get("order");
    made.order.assign(order.items().begin(), order.items().end());
    return;
  }
  auto& made = loading.data.classes.emplace_back();
  made.name = defined;
  made.span = file.root.span();
  const auto types = file.root.get("for");
  for (const auto& row : types.members()) made.types.push_back({TypeName(row.key), nullptr});
  if (made.types.empty()) loading.diagnostics.report(Code::rule_key_missing, file.root.span(), "for");
}

void load_fact_or_class(Loading& loading, const RuleFile& file) {
  const auto fact = file.root.get("fact").text_or_empty();
  const auto defined = file.root.get("class").text_or_empty();
  if (!fact.empty()) {
    if (auto* found = fact_of(loading, fact)) load_fact(loading, file, *found);
    return;
  }
  for (auto& one : loading.data.classes) {
    if (one.name == defined) load_class(loading, file, one);
  }
}

void refuse_fact_cycles(Loading& loading) {
  // Names are few: a walk from each is cheap enough. Facts and classes share one space of names here.
  const auto uses = [&](std::string_view name, const std::function<void(std::string_view)>& use) {
    if (const auto* fact = loading.data.fact(name)) {
      for (const auto& type : fact->types) {
        for (const auto& one : type.cases) {
          if (one.when != nullptr) visit_facts(*one.when, use);
        }
      }
    }
    if (const auto* defined = loading.data.find_class(name)) {
      for (const auto& type : defined->types) {
        if (type.when != nullptr) visit_facts(*type.when, use);
      }
    }
  };
  const auto check = [&](std::string_view start, Span span) {
    std::vector<std::string_view> open{start};
    for (std::size_t i = 0; i < open.size(); ++i) {
      bool cycle = false;
      uses(open[i], [&](std::string_view next) {
        cycle = cycle || next == start;
        if (std::find(open.begin(), open.end(), next) == open.end()) open.push_back(next);
      });
      if (cycle) {
        loading.diagnostics.report(Code::rule_cycle, span, fmt::format("`{}` asks for itself by way of `{}`", start, open[i]));
        return;
      }
    }
  };
  for (const auto& fact : loading.data.facts) check(fact.name, fact.span);
  for (const auto& defined : loading.data.classes) check(defined.name, defined.span);
}

}  // namespace pillarlint
