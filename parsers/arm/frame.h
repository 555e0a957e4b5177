// A deployment frame (semantics D6, D21, D22): one template with its arguments and its scope. Entry points, nested and
// linked deployments are frames; their parameters, variables, outputs and resources are computed when first asked for.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "arm/deployment.h"
#include "arm/expression.h"
#include "arm/parameters.h"
#include "common/language.h"
#include "expr/evaluate.h"
#include "graph/builder.h"

namespace pillarlint::arm {

class Expander;
class Frame;
struct Instance;

/// A resource whose run-time state a text reads: its id, and where it is read.
struct StateRead {
  SymbolId id = SymbolId::none;
  Value written;  // the id
  Span span;
};
using References = std::vector<StateRead>;

/// `; did you mean …?` if a member of the object has a name like it, else nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name, const Value& declared);

/// A loop around the place of evaluation: `copyIndex()`.
struct LoopBinding {
  std::string_view name;
  Value index;
  bool of_resource = false;   // `copyIndex()` without a name means the innermost of these
  const LoopBinding* outer = nullptr;
};

/// Where an expression is evaluated: names of the frame, loops around, the resource whose text it is.
class Here final : public Scope {
 public:
  Here(Frame& frame_, const LoopBinding* loops_, Instance* instance_);
  /// In the caller of a frame, where the arguments of the call are evaluated.
  Here(const Frame& callee, References& references_);

  Value name(NameKind kind, std::string_view name, Span use) override;
  std::optional<Value> call_user_function(std::string_view name, std::span<const Value> args, Span span) override;
  Value run_loop(const Expr& loop, Span span) override;
  [[nodiscard]] std::string suggestion(std::string_view function_name) const override;

  Frame& frame;
  const LoopBinding* loops;
  Instance* instance;
  References* references;  // where run-time state that is read is noted; null: nobody asks
  const std::vector<std::pair<std::string_view, Value>>* arguments = nullptr;  // inside a user function
};

/// One resource that a declaration makes: one, or one for each element of its loop.
struct Instance {
  const ResourceView* view = nullptr;
  Frame* frame = nullptr;
  std::size_t decl = 0;
  std::size_t number = 0;               // in its loop
  Instance* parent = nullptr;           // it is nested in
  std::optional<LoopBinding> binding;   // of its own loop
  const LoopBinding* loops = nullptr;
  LoopInfo loop;
  std::vector<Atom> condition;
  Value name;
  std::vector<Value> segments;
  Value scope;
  Value id;
  SymbolId id_symbol = SymbolId::none;
  std::string_view type;
  std::string_view api_version;
  Value api_version_written;  // with its place
  Lazy body;
  Lazy state;                           // what `reference()` gives, whole
  std::unique_ptr<Frame> child;         // of a deployment whose template is there
  bool child_made = false;
  std::optional<ResourceId> node;       // in the graph
  References references;                // of its own text, and of the variables and parameters that it uses
};

class Frame {
 public:
  Frame(Expander& expander, TemplateView view, Frame* caller) : expander_(expander), view_(view), caller_(caller) {}

  // Facts, set by who makes the frame.
  ScopeKind kind = ScopeKind::resource_group;
  Value subscription;          // its id (GUID), known or a symbol
  Value group;                 // name of the resource group
  Value management_group;
  Value scope_id;
  Value deployment_name;
  Value location;              // of the deployment itself
  std::string path;            // of frames, for addresses: "network/subnets"; empty at the entry point, its file in a stack
  std::string declared_path;   // the same without loop indices
  std::string folder;          // of its file, for relative paths
  FileId file = FileId::none;
  std::vector<Span> called_from;
  std::vector<Atom> condition;
  LoopInfo loop;
  Instance* deployment = nullptr;              // the resource that made it
  Frame* names = nullptr;                      // whose names its expressions see: itself, or the caller's for outer scope
  const LoopBinding* loops = nullptr;          // around it, for outer scope
  Value arguments;                             // of the call: raw `parameters`, evaluated in the caller's frame
  bool arguments_unknown = false;              // `parametersLink`, or all parameters are unknown
  const std::map<std::string, Value>* inputs = nullptr;  // by lower-case name: values of a parameter file (entry point)
  std::shared_ptr<const Document> document;

  [[nodiscard]] const TemplateView& view() const { return view_; }
  [[nodiscard]] Expander& expander() const { return expander_; }
  [[nodiscard]] Frame* caller() const { return caller_; }

  /// What they read of run-time state is added to `references` (may be null).
  Value parameter(std::string_view name, Span use, References* references);
  Value variable(std::string_view name, Span use, References* references);
  /// The value of an output; nullopt: there is none of this name.
  std::optional<Value> output(std::string_view name);
  /// `{ a: { type, value }, … }` as `reference(deployment).outputs` gives it.
  Value outputs();
  std::optional<Value> call_function(std::string_view name, std::span<const Value> args, Span span);

  /// Resources with their loops, names and ids; bodies are computed later. Made at the first call.
  std::vector<ResourceView>& resources();
  std::deque<std::unique_ptr<Instance>>& instances(std::size_t decl);
  /// What `reference('x')` may mean in this frame: symbolic name, resource name, or loop name.
  std::vector<Instance*> find_named(const Value& key);

  /// A raw value of the template with its expressions evaluated.
  Value evaluate(const Value& raw, Here& here);
  /// The array that a loop makes.
  Value copied(const Value& count_raw, const Value& input, std::string_view name, Here& here, Span span);

 private:
  struct Slot {
    const Member* declaration = nullptr;
    Lazy value;
    References references = {};
  };
  struct DeclState {
    Lazy::State state = Lazy::State::open;
    std::deque<std::unique_ptr<Instance>> instances;
  };
  void make_slots();
  Slot* slot(std::vector<Slot>& slots, std::string_view name);
  Value compute_parameter(Slot& slot);
  Value argument(const Member& given, const ParameterType& type, References& references);
  Value default_or(const Value& given, Slot& slot, const ParameterType& type);
  Value default_value(Slot& slot, const ParameterType& type);
  Value not_given(Slot& slot, const ParameterType& type);
  Value compute_variable(Slot& slot);
  Value compute_output(Slot& slot);
  Value cycle(std::string_view what, std::string_view name, Span use);
  Value evaluate_container(const Value& raw, Here& here);
  Value evaluate_object(const Value& raw, Here& here);
  Value evaluate_computed(const Value& raw, Here& here);
  Value evaluate_with_loops(const Value& raw, Here& here);
  Value evaluate_text(const Value& raw, Here& here);
  void evaluate_copies(const Value& copies, Here& here, ObjectBuilder& into);

  friend class Expander;
  Expander& expander_;
  TemplateView view_;
  Frame* caller_;
  bool slots_made_ = false;
  std::vector<Slot> parameters_;
  std::vector<Slot> variables_;
  std::vector<Slot> variable_copies_;   // entries of `variables.copy`: value of `declaration` is the entry
  std::vector<Slot> outputs_;
  bool resources_made_ = false;
  std::vector<ResourceView> resources_;
  std::deque<DeclState> states_;
};

}  // namespace pillarlint::arm
