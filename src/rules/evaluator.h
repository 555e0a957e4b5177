// Conditions against one graph, with three truth values and the leaves that decided (rule-language 4 and 6). Internal to
// rules/: check.h is the door. Its members stand in several files: evaluator.cpp (conditions and words), walk.cpp
// (paths), quantify.cpp, links.cpp, origins.cpp (where values come from), policy.cpp, facts.cpp.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/check.h"

namespace pillarlint {

/// What a condition speaks of: a resource, an element of one's body, or a bare value (a variable, a row of a table).
struct Thing {
  std::optional<ResourceId> resource;   // it is this resource as a whole
  std::optional<ResourceId> owner;      // it stands in the body of this one
  Value value;
  std::string path;                     // in the body of the owner
  std::string_view key;                 // of a member of a map
  bool has_key = false;
  bool policy = false;                  // part of an API Management policy: `**` means elements
  Span place;                           // first byte of the element
};

/// What a path leads to.
struct Reached : Thing {
  bool absent = false;
  bool by_way_of = false;               // `->` was followed
  Span way;                             // then: the property that was followed first
  Span key_span;                        // the key of the property
  Span element;                         // the innermost element that it was looked for in
  std::optional<ResourceId> element_owner;
  std::string_view fact;                // name of the fact it is, for its order
};

struct Walked {
  std::vector<Reached> all;
  bool complete = true;                 // false: there may be more than what was reached
};

/// A condition that decided, on its way to being Evidence.
struct Leaf {
  enum class Kind : std::uint8_t { value, nothing, number, order, missing };
  Kind kind = Kind::value;
  Truth truth = Truth::no;
  Reached at;                           // of value
  std::string wanted;
  std::string found;                    // of number and missing
  std::string reason;
  bool by_platform = false;
  std::string candidate_type;           // of nothing: for Provisional
  std::optional<ResourceId> start;      // of nothing: where the link starts
  Value row;                            // of a table, for holes in messages
};
using Leaves = std::vector<Leaf>;

/// What one element of a quantifier came to: for one finding each.
struct ElementResult {
  Truth truth = Truth::yes;             // of what the quantifier wants of it
  std::string name;
  Thing thing;
  Leaves leaves;
};

struct Env {
  ResourceId subject{};
  Thing current;
  std::vector<Thing> slots;
  std::vector<Atom> assumed;            // conditions that hold while this is judged
  std::vector<SymbolId> loops;          // collections of the symbolic instances in play
  bool negated = false;
};

class Evaluator {
 public:
  Evaluator(const RuleSet& rules, const Graph& graph, Context& context, const CheckOptions& options)
      : rules_(rules), graph_(graph), context_(context), options_(options) {}

  /// From here on the resource has that body: to see what a change would do.
  void pretend(ResourceId id, const Value& body) { pretended_ = {id, body}; }
  /// The budget of one rule starts anew.
  void start() { evaluations_ = 0; }
  [[nodiscard]] bool limit_reached() const { return evaluations_ > max_evaluations; }
  [[nodiscard]] Env env_of(ResourceId subject, int slots) const;

  // evaluator.cpp
  Truth condition(const Condition& condition, Env& env, Leaves* leaves);
  // quantify.cpp
  struct Outcome {
    Truth truth = Truth::unknown;
    bool nothing = false;               // nothing there, certainly
    bool by_platform = false;
  };
  Outcome quantifier(const Quantifier& quantifier, Env& env, Leaves* leaves, std::vector<ElementResult>* elements);
  /// Whether the class holds the resource.
  Truth in_class(const ClassDef& defined, ResourceId resource);
  // walk.cpp
  Walked walk(const RulePath& path, Env& env);
  Reached one(const RulePath& path, Env& env);
  // facts.cpp
  Value fact(std::string_view name, ResourceId resource);
  /// Set by a row or a nested `each` that says that the rule does not apply.
  bool not_applicable = false;

  [[nodiscard]] const Graph& graph() const { return graph_; }
  [[nodiscard]] Context& context() const { return context_; }
  [[nodiscard]] std::string show(const Value& value) const;
  [[nodiscard]] std::string name_of_resource(ResourceId id) const;

 private:
  struct Candidate {
    Thing thing;
    Truth link = Truth::yes;
    Truth deployed = Truth::yes;
    bool symbolic = false;              // stands for 0…n
    Truth at_least_one = Truth::unknown;
    std::vector<Atom> atoms;            // of its condition
    SymbolId loop = SymbolId::none;
    // Results.
    Truth match = Truth::no;
    Truth holds = Truth::yes;
    std::optional<Value> different;     // of `distinct`
    Leaves leaves;
    std::size_t parts_yes = 0;
    std::size_t parts_unknown = 0;
  };
  struct Found {
    std::vector<Candidate> candidates;
    bool closed = true;
    std::string open_reason;
    Span open_span;
    std::optional<ResourceId> start;    // where the link starts
    Reached collection;                 // of elements: the array
  };

  bool take() { return ++evaluations_ <= max_evaluations; }

  // evaluator.cpp
  Truth all_of(const Condition& condition, Env& env, Leaves* leaves);
  Truth any_of(const Condition& condition, Env& env, Leaves* leaves);
  Truth tested(const Condition& condition, Env& env, Leaves* leaves);
  Truth test(const Test& test, const Reached& at, Env& env);
  Truth word(const WordUse& use, const Reached& at, Env& env);
  Truth absent_word(const WordUse& use, const Reached& at, Env& env);
  Truth value_word(const WordUse& use, const Reached& at, Env& env);
  Truth number_test(const Test& test, Interval interval, Env& env);
  Truth number_word(const WordUse& use, Interval interval, Env& env);
  Truth cases(const Cases& cases, Env& env, Leaves* leaves);
  Truth row(const Row& row, Env& env, Leaves* leaves);
  std::vector<Value> operand_values(const Operand& operand, Env& env, bool& complete);
  Value operand_value(const Operand& operand, Env& env);
  [[nodiscard]] std::vector<std::string_view> order_of(const Reached& at) const;
  std::string wanted_text(const Test& test, Env& env);
  std::optional<Value> lookup(const Lookup& lookup, Env& env, std::string& missing);

  // quantify.cpp
  Found elements(const Quantifier& quantifier, Env& env);
  Found resources(const Quantifier& quantifier, Env& env);
  void judge(const Quantifier& quantifier, Candidate& candidate, Env& env, bool with_leaves);
  Outcome by_alternatives(const Quantifier& quantifier, const Reached& collection, Env& env, Leaves* leaves);
  Outcome conclude(const Quantifier& quantifier, Found& found, Env& env, Leaves* leaves, std::vector<ElementResult>* elements);
  Truth some_of(const Quantifier& quantifier, const Found& found) const;
  Truth each_of(const Quantifier& quantifier, const Found& found, bool& nothing) const;
  Truth count_of(const Quantifier& quantifier, const Found& found, Env& env, Interval& interval);
  Truth sum_of(const Quantifier& quantifier, const Found& found, Env& env, Interval& interval);
  void explain(const Quantifier& quantifier, Found& found, Truth truth, Interval interval, Env& env, Leaves& leaves);
  void explain_some(const Quantifier& quantifier, Found& found, Truth truth, Env& env, Leaves& leaves);
  Leaf nothing_leaf(const Quantifier& quantifier, const Found& found, Truth truth, Env& env);
  Leaf open_leaf(const Quantifier& quantifier, const Found& found, Env& env);
  void report_elements(const Quantifier& quantifier, Found& found, std::vector<ElementResult>& out) const;
  void add_candidate(const Quantifier& quantifier, ResourceId id, const std::vector<std::vector<Reached>>& targets, Env& env, Found& found);
  void close_world(const Quantifier& quantifier, Env& env, Found& found);
  [[nodiscard]] bool provided(Provision provision) const;
  [[nodiscard]] std::string element_name(const Thing& thing) const;

  // links.cpp
  Truth link(const LinkUse& use, ResourceId candidate, const std::vector<Reached>& targets, Env& env);
  Truth link_to(const LinkUse& use, ResourceId candidate, const Reached& target, Env& env);
  Truth points_at(ResourceId from, const RulePath& by, const Reached& target, Env& env);
  Truth means(const Value& id, const Reached& target);
  Truth child_of(ResourceId child, ResourceId parent);
  Truth beside(ResourceId a, ResourceId b);
  Truth attached_to(ResourceId extension, ResourceId resource);
  /// The extension is on the resource or on something above it.
  Truth over(ResourceId extension, ResourceId resource);
  Truth on_scope(ResourceId extension, ResourceId resource);
  Truth scope_holds(const Value& scope, const Value& inner);
  SymbolId scope_symbol(ResourceId id);
  Truth same_scope(ResourceId a, ResourceId b);
  Truth same_resource(ResourceId a, ResourceId b);
  Truth under(ResourceId low, ResourceId high);
  bool connected(ResourceId a, ResourceId b);
  bool ordered(ResourceId earlier, ResourceId later);
  /// Whether instances of the resource's loop have the same parent.
  Value shared_parent(ResourceId id);
  Truth stands_for_one_parent(ResourceId id);
  bool refers_to(ResourceId from, ResourceId to);
  Truth named(ResourceId candidate, const Value& name);
  Truth assigned_to(ResourceId assignment, ResourceId resource, Env& env);
  Value last_name(ResourceId id);

  // origins.cpp
  Truth points_at_word(const WordUse& use, const Reached& at, Env& env);
  Truth derived_from(const WordUse& use, const Reached& at, Env& env);
  Truth derived_from(const Value& value, ResourceId resource);
  Truth endpoint_of(const Value& value, ResourceId resource);
  Truth endpoint_of_type(const Value& value, TypeName type);
  bool from_other_state(const Value& value);
  bool from_state_of_type(const Value& value, TypeName type);
  Truth principal_of(const WordUse& use, const Reached& at, Env& env);
  Truth principal_of(const Value& value, ResourceId resource);
  Truth attached_identity(ResourceId resource, ResourceId identity);
  Truth role(const WordUse& use, const Reached& at);
  Truth role_of(const WordUse& use, const Value& id);
  std::vector<ResourceId> resources_of(const TypeSet& types);
  bool type_in(const TypeSet& types, TypeName type) const;

  // walk.cpp
  Reached reached(const RulePath& path, Env& env);
  void step(const PathStep& step, const Reached& from, Env& env, Walked& out);
  void member(const PathStep& step, Reached from, Env& env, Walked& out);
  std::optional<Value> member_or_null(const Value& value, std::string_view key);
  void elements_of(const Reached& from, Env& env, Walked& out);
  void members_of(const Reached& from, Env& env, Walked& out);
  void leaves_of(const Reached& from, Env& env, Walked& out, int depth);
  void policy_elements(const Reached& from, Walked& out, int depth);
  void meta(const PathStep& step, const Reached& from, Env& env, Walked& out);
  void keys_of(const Reached& from, Walked& out);
  void follow(const Reached& from, Env& env, Walked& out);
  Reached into_body(const Reached& from, Env& env);
  Value settings();
  Value body_of(ResourceId id, const Env& env);
  Value outside(ResourceId id, std::string_view key, Span span);

  // policy.cpp
  std::optional<Value> policy_of(ResourceId resource);
  std::optional<Value> effective_policy(ResourceId resource);
  Value fill_base(const Value& own, const Value& above);
  void fill_section(const Value& items, const Value& above, std::vector<Value>& out, const Unknown*& rest);
  Value expand_fragments(const Value& policy, ResourceId service);
  void expand_items(const Value& items, ResourceId service, std::vector<Value>& out, const Unknown*& rest, int depth);
  std::optional<Value> fragment(const Value& name, ResourceId service);
  std::optional<ResourceId> service_of(ResourceId resource);

  const RuleSet& rules_;
  const Graph& graph_;
  Context& context_;
  const CheckOptions& options_;
  std::optional<std::pair<ResourceId, Value>> pretended_;
  std::size_t evaluations_ = 0;
  int depth_ = 0;
  std::map<std::pair<std::string_view, ResourceId>, std::optional<Value>> facts_;  // nullopt: being computed
  std::map<std::pair<const ClassDef*, ResourceId>, Truth> classes_;
  std::map<ResourceId, std::optional<Value>> policies_;
  std::map<ResourceId, std::optional<Value>> effective_;
  Value settings_;  // of the configuration, made when a rule first asks
  std::map<std::pair<ResourceId, std::vector<Atom>>, Value> bodies_;
  std::unordered_map<std::uint64_t, Truth> same_resources_;  // by both numbers
  std::map<ResourceId, SymbolId> scope_symbols_;
  std::map<std::pair<SymbolId, SymbolId>, Truth> same_scopes_;
  std::map<std::pair<ResourceId, SymbolId>, Truth> on_scopes_;
};

/// The property's own place on its resource: where it is used.
[[nodiscard]] Span property_place(const Reached& at);

}  // namespace pillarlint
