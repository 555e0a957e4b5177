// A deployment with its inputs to the resources it would make: conditions, loops, nested and linked deployments.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "arm/frame.h"

namespace pillarlint::arm {

/// How often a loop runs (semantics D3, D4): `known` instances, then, if symbolic, one that stands for all the others.
struct LoopPlan {
  std::int64_t known = 0;
  bool symbolic = false;
  SymbolId collection = SymbolId::none;
  Truth at_least_one = Truth::unknown;
  std::string subject;
  Unknown::Why why = Unknown::Why::input_not_given;
  std::vector<std::vector<Atom>> when;   // by known instance: under which conditions it is there; shorter than `known`: none
};

/// Opens a template by its absolute path: JSON as it lies on disk, or what another language lowers to the same form.
using OpenTemplate = std::function<Result<std::shared_ptr<const Document>>(const std::string& path)>;

/// The deployments of a request, whose templates `open` gives. `cache` must outlive the expansion: its values point into it.
class Expander final : public GraphPart {
 public:
  Expander(Project& project, const FunctionTable& functions, ExpressionCache& cache,
           const DeploymentRequest& request, Expansion& expansion, GraphBuilder& builder, OpenTemplate open);
  ~Expander() override;

  bool collect() override;
  void link() override;

  [[nodiscard]] Context& context() { return context_; }
  [[nodiscard]] const FunctionTable& functions() const { return functions_; }
  [[nodiscard]] const DeploymentRequest& request() const { return request_; }
  [[nodiscard]] GraphBuilder& builder() { return builder_; }

  /// A text of the form `[…]`, or an expression.
  Value evaluate_text(const Value& raw, Here& here);
  /// An argument that is an expression as a whole: `{ value: … }` or `{ reference: … }` in each branch.
  Value argument_value(const Value& raw, const ParameterType& type, Here& here);
  LoopPlan plan_loop(const Value& count, Here& here);
  /// The instance with this id among those made so far; nullptr: none.
  [[nodiscard]] Instance* with_id(SymbolId id) const;
  /// The one of this deployment that has this id in one of the cases its scope or name depends on.
  [[nodiscard]] Instance* in_some_case(SymbolId id, const Frame& frame) const;
  /// What `reference()` gives: declared properties, and below them what is only known after deployment (semantics D10).
  Value state_of(Instance& instance);
  /// The same for an id that belongs to no resource of the deployment.
  Value state_of(SymbolId id, std::string_view subject, Span span);
  Value body_of(Instance& instance);
  void make_instances(Frame& frame, std::size_t decl);
  Frame* child_of(Instance& instance);

  /// The chain of names being computed, for messages about cycles.
  class ChainLink {
   public:
    ChainLink(Expander& expander, std::string_view what, std::string_view name) : expander_(expander) {
      expander.chain_.emplace_back(what, name);
    }
    ~ChainLink() { expander_.chain_.pop_back(); }
    ChainLink(const ChainLink&) = delete;
    ChainLink& operator=(const ChainLink&) = delete;

   private:
    Expander& expander_;
  };
  [[nodiscard]] std::string chain_to(std::string_view what, std::string_view name) const;

 private:
  /// What was read for the deployment: its values and its files.
  void keep(std::shared_ptr<const Document> document);
  /// An entry point: a deployment has one, a stack several.
  struct Root {
    const DeploymentRequest& request;
    std::map<std::string, Value> inputs;
    std::unique_ptr<Frame> frame;
  };
  void open_root(const DeploymentRequest& request);
  std::unique_ptr<Frame> entry_frame(const DeploymentRequest& request, const std::shared_ptr<const Document>& document);
  void read_inputs(Root& root);
  void read_parameter_file(Root& root, const std::string& path);
  void take_input(Root& root, const Member& entry, Value value);
  std::string address_start() const;
  struct Parsed;
  std::optional<Parsed> parsed(const Value& raw);
  Value argument_branch(const Expr& expr, const Evaluation& in, const ParameterType& type);
  void set_root_scope(Frame& frame);

  // resources
  struct Identity;
  void make_instance(Frame& frame, std::size_t decl, Instance* parent, const LoopPlan* plan, std::int64_t number);
  bool conditions(Instance& instance, Here& here);
  void identify(Instance& instance, Here& here);
  Value one_of_several(const Instance& instance);
  void know_cases(Instance& instance);
  Value resource_scope(const Instance& instance, Here& here);
  void identify_old_extension(Instance& instance, Here& here);
  Value extension_scope(const Value& written, Frame& frame, Span span);
  Value make_body(Instance& instance);
  Value make_state(Instance& instance);
  Value opened(const Value& declared, SymbolId symbol, const Instance& instance);

  // deployments
  std::unique_ptr<Frame> make_child(Instance& instance);
  std::unique_ptr<Frame> open_module(Instance& instance, const Value& link);
  std::unique_ptr<Frame> open_file(Instance& instance, const std::string& path, Span place);
  std::unique_ptr<Frame> open_link(Instance& instance, const Value& link, Here& here);
  std::optional<std::string> find_linked(Frame& frame, const Value& uri) const;
  std::string address_tail(const Value& uri) const;
  std::unique_ptr<Frame> framed(Instance& instance, const Value& root, Frame& from);
  void report_undeclared(const Frame& child);
  void child_scope(Frame& child, Instance& instance, Here& here);
  void unread_template(Code code, Span span, std::string_view what);

  // to the graph
  void collect(Frame& frame);
  void note_secrets(const Frame& frame);
  void add_resource(Instance& instance);
  void add_outputs(Frame& frame);
  void link_all();
  void link_dependencies(Instance& instance);
  void dependencies_of(Instance& instance, std::vector<std::pair<Instance*, Span>>& into, int depth);
  std::vector<Instance*> named_dependency(Instance& instance, const Value& one);
  void depend(Instance& from, const std::vector<Instance*>& on, Span span);
  void nodes_below(Instance& instance, std::vector<ResourceId>& into);
  std::string address_of(const Instance& instance, bool declared) const;
  void report_unused_inputs(const Root& root);

  Project& project_;
  const FunctionTable& functions_;
  ExpressionCache& cache_;
  const DeploymentRequest& request_;
  Expansion& expansion_;
  OpenTemplate open_;
  Context context_;
  GraphBuilder& builder_;
  std::deque<Root> roots_;
  std::vector<std::unique_ptr<Frame>> parameter_frames_;  // of parameter files that are themselves evaluated
  std::unordered_map<std::uint32_t, Instance*> by_id_;
  std::map<std::pair<const Frame*, std::uint32_t>, Instance*> by_case_;
  std::vector<Instance*> in_order_;
  std::vector<std::pair<std::string, std::string>> chain_;
  std::size_t frames_ = 0;
  std::size_t edges_made_ = 0;
};

/// The end of an address as far as it is written out, up to `.json`: `nested/x.json`. Empty: none.
[[nodiscard]] std::string literal_tail(std::string_view address);
/// The other file that such a tail names, under the linking template's folder or beside it in the usual folders (semantics D18).
[[nodiscard]] std::optional<std::string> linked_file(const FileSystem& files, const std::string& linking, std::string_view tail);

/// Rows of the functions that read the deployment: parameters, resourceId, reference, list*, subscription …
[[nodiscard]] std::span<const Builtin> deployment_functions();
/// All functions of ARM templates.
[[nodiscard]] const FunctionTable& function_table();

/// Values of `subscription()`, `resourceGroup()` … in a frame.
[[nodiscard]] Value subscription_value(Frame& frame, Span span);
[[nodiscard]] Value resource_group_value(Frame& frame, Span span);
[[nodiscard]] Value scope_fact(Context& context, std::string_view name, Span span);

}  // namespace pillarlint::arm
