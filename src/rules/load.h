// Rule files, tables, facts and classes to what they mean. Every complaint has file, line and column, and a suggestion
// where one is near (rule-language 7). The checks that cost time run only when `strict` is set.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "azure/type_index.h"
#include "base/diagnostic.h"
#include "rules/rule.h"

namespace pillarlint {

/// A YAML file that was read. The folder says what it is: `tables`, `facts`, `checklists`, else a rule's service.
struct RuleFile {
  std::string path;            // `rules/ai-services/ai-account-local-auth.yaml`
  FileId file = FileId::none;
  Value root;
  bool from_user = false;
};

/// What rules refer to by name.
struct RuleData {
  std::deque<Table> tables;
  std::deque<FactDef> facts;
  std::deque<ClassDef> classes;
  [[nodiscard]] const Table* table(std::string_view name) const;
  [[nodiscard]] const FactDef* fact(std::string_view name) const;
  [[nodiscard]] const ClassDef* find_class(std::string_view name) const;
};

struct Loading {
  RuleData& data;
  const TypeIndex* types = nullptr;   // null: paths are not checked
  Diagnostics& diagnostics;
  bool strict = false;
};

[[nodiscard]] std::string_view stem_of(std::string_view path);
[[nodiscard]] std::string_view folder_name_of(std::string_view path);
/// The end of a complaint that offers a spelling; empty if none is near.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);
[[nodiscard]] std::string_view kind_name(const Value& value);

void load_table(Loading& loading, const RuleFile& file);
/// Facts and classes in two steps, since they may refer to each other: names first.
void declare_fact_or_class(Loading& loading, const RuleFile& file);
void load_fact_or_class(Loading& loading, const RuleFile& file);
void refuse_fact_cycles(Loading& loading);
/// Null if the file says nothing that could be run.
[[nodiscard]] std::unique_ptr<Rule> load_rule(Loading& loading, const RuleFile& file);

/// Loads the conditions of one rule, fact or class.
class ConditionLoader {
 public:
  ConditionLoader(Loading& loading, const TypeSet& subject);

  [[nodiscard]] std::unique_ptr<const Condition> conditions(const Value& value, std::string_view key);
  [[nodiscard]] std::unique_ptr<const RulePath> path(std::string_view text, Span span, bool plain);
  [[nodiscard]] TypeSet types(const Value& value, std::string_view key, bool any_allowed);
  [[nodiscard]] int slots() const { return slots_; }
  /// While set, a bare `not` draws a warning (only in `expect`).
  void warn_of_bare_not(bool on) { in_expect_ = on; }

 private:
  /// What paths start at: types and a path inside them; unknown types are not checked.
  struct Here {
    std::vector<TypeName> types;
    std::string prefix;
    bool checked = false;
    bool element = false;
  };
  struct Name {
    std::string_view name;
    int slot = 0;
    bool used = false;
    Span span;
    Here here;
  };

  template <typename... Args>
  void complain(Code code, Span span, const Args&... args) { loading_.diagnostics.report(code, span, args...); }
  void wrong(Span span, std::string_view key, const Value& value, std::string_view expected);

  [[nodiscard]] Condition map_of(const Value& value);
  [[nodiscard]] Condition list_of(Condition::Kind kind, const Value& value, std::string_view key);
  [[nodiscard]] bool entry(const Member& member, Condition& out);
  [[nodiscard]] bool path_entry(const Member& member, Condition& out);
  [[nodiscard]] std::unique_ptr<const Test> test(const Value& value, std::string_view key);
  [[nodiscard]] bool word(const Member& member, Word which, WordUse& out);
  [[nodiscard]] bool resource_argument(const Member& member, WordUse& out);
  [[nodiscard]] bool role_argument(const Member& member, WordUse& out);
  [[nodiscard]] bool order_argument(const Member& member, WordUse& out);
  [[nodiscard]] bool operands(const Member& member, bool list, bool paths, bool only_paths, WordUse& out);
  [[nodiscard]] bool operand(const Value& value, std::string_view key, bool paths, Operand& out);
  [[nodiscard]] bool quantifier(const Member& member, Quantity quantity, Condition& out);
  void quantifier_keys(const Value& value, std::string_view key, Quantifier& out);
  void links(const Value& value, Quantifier& out);
  void numbers_and_limits(const Value& value, std::string_view key, Quantifier& out);
  [[nodiscard]] bool cases(const Member& member, Condition& out);
  [[nodiscard]] bool row(const Member& member, Condition& out);
  [[nodiscard]] bool lookup(const Value& value, std::string_view key, bool column, Lookup& out);
  void check_lookup(const Lookup& lookup, Span column_span);
  void type_names(const Value& value, std::string_view key, bool any_allowed, TypeSet& out);
  void check_path(const RulePath& path);
  void check_setting(const PropertyPath& path);
  void check_facts(const PropertyPath& path);
  [[nodiscard]] int bind(std::string_view name, Span span, Here here);
  void unbind(std::size_t size);
  [[nodiscard]] const Here& here_of(const RulePath& path) const;
  [[nodiscard]] Here below(const RulePath& path) const;
  [[nodiscard]] static Here here_of_types(const TypeSet& types);
  [[nodiscard]] bool count_condition(Span span);

  Loading& loading_;
  Here subject_;
  Here here_;
  std::vector<Name> names_;
  int slots_ = 0;
  int nesting_ = 0;
  int count_ = 0;
  bool in_expect_ = false;
  bool limit_said_ = false;
};

}  // namespace pillarlint
