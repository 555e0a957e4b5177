// What a rule file means: a closed tree of conditions over one resource, with the prose around it. Made by load.h,
// looked at by check.h and english.h. Values and texts are views into the documents that the rules were read from.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/regex.h"
#include "graph/property_path.h"
#include "rules/finding.h"
#include "rules/words.h"

namespace pillarlint {

/// A path and the thing that it starts at.
struct RulePath {
  static constexpr int current = -1;    // the innermost current thing
  static constexpr int this_ = -2;      // the resource of the rule
  static constexpr int settings = -3;   // what the configuration states: `$settings.regions`
  PropertyPath path;
  int root = current;                   // or the slot of a name
};

/// A set of resource types with conditions; `any` for every type.
struct ClassDef;
struct TypeSet {
  std::vector<TypeName> types;
  std::vector<const ClassDef*> classes;
  bool any = false;
  std::string text;                     // as written, for messages
};

/// Text that is compiled when a rule first needs it. Safe to use from several threads.
class LazyRegex {
 public:
  explicit LazyRegex(std::string_view pattern);
  ~LazyRegex();
  [[nodiscard]] const Result<Regex>& get() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

struct WordUse;
/// All words hold for the value.
struct Test {
  std::vector<WordUse> words;
  Span span;
};

/// One thing that a word is given: a value written in the rule, or a path that leads to one.
struct Operand {
  Value value;
  std::unique_ptr<const RulePath> path;  // null: `value`
};

struct WordUse {
  Word word = Word::equals;
  std::vector<Operand> operands;         // scalars and paths, in order
  std::unique_ptr<const Test> test;      // of `not`, `length`, `prefix`
  std::unique_ptr<const LazyRegex> regex;
  TypeSet types;                         // of words that take a resource or a type
  bool flag = true;                      // of `present`, `empty`
  std::string_view role_class;           // of `role: { class: … }`
  bool earlier = false;                  // of `ordered`: { before: … }
  Span span;
};

struct Condition;

enum class Link : std::uint8_t {
#define PILLARLINT_LINK(id, name, takes_by, english) id,
#include "rules/links.def"
#undef PILLARLINT_LINK
};

struct LinkUse {
  Link link = Link::points_at;
  Operand target;                         // a path; `named` takes a value too
  std::unique_ptr<const RulePath> by;
  Span span;
};

enum class IfEmpty : std::uint8_t { pass, fail, not_applicable };
enum class Quantity : std::uint8_t { some, each, none, count, sum };

/// What the platform may provide (rule-language 3.7): a closed list.
enum class Provision : std::uint8_t {
  private_dns, private_endpoints, diagnostics, egress_firewall, policy_guardrails, budget, locks, defender, nothing
};
inline constexpr std::array<std::string_view, 8> provision_names{
    "private-dns", "private-endpoints", "diagnostics", "egress-firewall", "policy-guardrails", "budget", "locks", "defender"};

struct Quantifier {
  Quantity quantity = Quantity::some;
  std::unique_ptr<const RulePath> of;       // over elements; null: over resources
  TypeSet a;                                // over resources
  std::vector<LinkUse> links;
  int slot = -1;                            // of `as`
  std::string_view name;
  std::unique_ptr<const Condition> where;   // null: always
  std::unique_ptr<const Condition> is;      // null: always
  std::unique_ptr<const Test> number;       // `is` of count and sum
  std::unique_ptr<const RulePath> distinct;
  IfEmpty if_empty = IfEmpty::pass;
  Provision or_platform = Provision::nothing;
};

struct Table;
struct Lookup {
  const Table* table = nullptr;
  std::string_view table_name;
  std::vector<std::pair<std::string_view, Operand>> key;
  std::string_view column;                  // of a column
  Span span;
};

enum class IfMissing : std::uint8_t { unknown, pass, fail, not_applicable };

struct Cases {
  struct Variable {
    std::string_view name;
    int slot = -1;
    std::vector<Value> values;
    std::unique_ptr<const Lookup> lookup;   // instead of `values`
  };
  std::vector<Variable> variables;
  std::unique_ptr<const Condition> is;
};

struct Row {
  Lookup lookup;
  std::unique_ptr<const Condition> is;
  IfMissing if_missing = IfMissing::unknown;
};

/// One condition. The kind says which of the members are set.
struct Condition {
  enum class Kind : std::uint8_t { all, any, negation, test, quantifier, cases, row };
  Kind kind = Kind::all;
  std::vector<Condition> parts;             // all, any; negation has one
  std::unique_ptr<const RulePath> path;     // test; null: the current thing itself
  std::unique_ptr<const Test> test;
  std::unique_ptr<const Quantifier> quantifier;
  std::unique_ptr<const Cases> cases;
  std::unique_ptr<const Row> row;
  Span span;
};

struct FactCase {
  Value value;
  std::unique_ptr<const Condition> when;    // null: always
};
struct FactDef {
  std::string_view name;
  std::vector<Value> order;                 // rising; empty: none
  struct ForType {
    TypeName type;
    std::vector<FactCase> cases;
  };
  std::vector<ForType> types;
  int slots = 0;
  Span span;
};

struct ClassDef {
  std::string_view name;
  struct ForType {
    TypeName type;
    std::unique_ptr<const Condition> when;  // null: always
  };
  std::vector<ForType> types;
  int slots = 0;
  Span span;
};

struct Table {
  std::string name;                         // stem of the file
  std::string_view as_of;
  std::string_view source;
  std::vector<std::string_view> key;
  std::vector<std::string_view> columns;
  Value rows;                               // array of objects
  Span span;
};

enum class Status : std::uint8_t { stable, preview, retired };

/// The one property that makes the rule pass, and its value.
struct PropertyRepair {
  PropertyPath set;                         // names only
  Value to;                                 // a scalar
  std::unique_ptr<const Condition> when;    // where it may be offered; null: always
};

struct Rule {
  RuleId number{};
  std::string id;                           // stem of the file
  std::string service;                      // its folder
  std::string path;                         // of the file
  FileId file = FileId::none;
  std::string_view title, why, fix, message, checklist_why;
  Severity severity = Severity::medium;
  std::string_view pillar;
  std::vector<std::string_view> checklist, learn, sources, formerly;
  Status status = Status::stable;
  bool ignorable = true;
  bool from_user = false;
  TypeSet types;                            // `for`
  std::vector<std::string_view> environments, profiles, settings;   // `given`; empty: need not be stated
  std::unique_ptr<const Condition> when;    // null: always
  std::unique_ptr<const Condition> expect;
  std::unique_ptr<const RulePath> at;
  std::unique_ptr<const PropertyRepair> repair;   // null: it takes more than one property
  int slots = 0;                            // names bound by quantifiers and cases
  Value examples;                           // as written; examples.h reads them
  Value root;                               // the whole file
  Span span;
};

/// What the configuration may state for rules to compare with; each is a list of texts.
inline constexpr std::array<std::string_view, 2> setting_names{"required-tags", "regions"};

/// Limits of a rule file (rule-language 7).
inline constexpr int max_quantifier_nesting = 8;
inline constexpr int max_conditions = 200;
inline constexpr std::size_t max_evaluations = 1'000'000;

[[nodiscard]] std::string_view name_of(Status status);
[[nodiscard]] std::string_view name_of(Quantity quantity);
[[nodiscard]] std::string_view name_of(Link link);

}  // namespace pillarlint
