// A root module with its variables to the graph of what it would deploy. Names are computed when they are first asked for
// (frame.cpp), instances of resources and modules when their `count` or `for_each` is (plan.cpp); then resources are mapped
// to ARM's shape (resources.cpp) and put into the graph (expand.cpp).
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "common/language.h"
#include "expr/scope.h"
#include "graph/builder.h"
#include "terraform/azurerm/apply.h"
#include "terraform/module.h"
#include "terraform/module_sources.h"
#include "terraform/providers.h"
#include "terraform/scope.h"

namespace pillarlint::terraform {

class Expander;
class Frame;

/// Which one of the instances that `count` or `for_each` makes.
struct Key {
  enum class Kind : std::uint8_t { single, count, each };
  Kind kind = Kind::single;
  std::string text;         // `[0]`, `["a"]`, `[*]`; empty: the only one
  Value name;               // count.index or each.key
  Value value;              // each.value
  std::vector<Atom> when;   // it is there if all hold
  bool symbolic = false;    // stands for all that are not known
};

/// The instances of a declaration (semantics D3, D4).
struct Plan {
  Key::Kind kind = Key::Kind::single;
  Value over;               // the value of `count` or `for_each`
  std::vector<Key> keys;    // those that are known, then one that stands for the others if there may be others
  SymbolId collection = SymbolId::none;
  Truth at_least_one = Truth::yes;
};

/// A value that is computed once, and the instances that were read to compute it: who reads the value waits for them.
struct Tracked {
  Lazy lazy;
  std::set<std::uint32_t> reads;
};

/// A resource as ARM knows it, with its id.
struct Planned {
  MappedResource mapped;
  Value scope;
  std::vector<Value> segments;   // of all levels; empty: they can not be told apart
  Value id;
  SymbolId id_symbol = SymbolId::none;
};

struct Instance {
  std::uint32_t number = 0;      // in Expander::instance()
  const ResourceDeclaration* declaration = nullptr;
  Frame* frame = nullptr;
  Key key;
  std::vector<Atom> condition;
  LoopInfo loop;
  Tracked attributes;            // what is written, as one object
  Lazy plan_state;
  std::vector<Planned> planned;  // nothing for what is no resource of Azure, or is not mapped
  const ResourceMapping* mapping = nullptr;
  Tracked state;                 // what other expressions read of it
  std::vector<ResourceId> nodes;

  [[nodiscard]] std::string address() const;
};

/// The instances of one declaration: of a resource, or of a module call.
template <typename One>
struct Instances {
  Lazy::State state = Lazy::State::open;
  Plan plan;
  std::vector<std::unique_ptr<One>> all;
  std::vector<One*> by_key;      // of each key of the plan; null: it is certainly not there, and was not made
  std::set<std::uint32_t> reads;
  Tracked collection;            // all of them by number or key
  std::map<std::string_view, std::size_t> by_text;  // of keys that are always there: `["a"]`
  [[nodiscard]] One* of(std::size_t key) const { return key < by_key.size() ? by_key[key] : nullptr; }
};

/// One instance of a module: what its names mean.
class Frame {
 public:
  Frame(Expander& expander, std::shared_ptr<const Module> module);

  [[nodiscard]] Expander& expander() const { return expander_; }
  [[nodiscard]] const Module& module() const { return *module_; }

  Value variable(std::string_view name, Span use);
  Value local(std::string_view name, Span use);
  /// `t.n`, `data.t.n`: one object, or the instances by number or key.
  Value resource(std::string_view address, Span use);
  /// `module.m.out`; with `each` the outputs of all instances by number or key (`module.m[].out`).
  Value call_output(std::string_view call, std::string_view output, bool each, Span use);
  /// `module.m` as a whole.
  Value call_value(std::string_view call, Span use);
  Value output(std::string_view name, Span use);
  /// Of `t.n` or `module.m[].out`: that of one instance that is certainly there. nullopt: it is not, or not certainly.
  std::optional<Value> known_instance(std::string_view name, const Value& key, Span use);
  /// Of `t.n` or `module.m[].out`: the instance that stands for all that are not known, if `key` stands for all their keys:
  /// that of a loop over the same, or over `whole`, the instances themselves. nullopt: it does not.
  std::optional<Value> symbolic(std::string_view name, const Value& key, const Value& whole, Span use);

  const std::vector<std::unique_ptr<Instance>>& instances(std::size_t declaration);
  const std::vector<std::unique_ptr<Frame>>& calls(std::size_t declaration);
  [[nodiscard]] const Plan& plan_of_call(std::size_t declaration) { return calls_[declaration].plan; }

  /// `module.ai.NAME`; in a stack `FOLDER/module.ai.NAME`.
  [[nodiscard]] std::string address_of(std::string_view name) const;

  // Where it stands. Of the root: all empty, but in a stack its address is the folder.
  Frame* caller = nullptr;
  const NamedDeclaration* call = nullptr;
  Key key;
  std::string address;        // `module.ai["a"]`
  std::string declared;       // `module.ai`
  std::string manifest_key;   // `ai`, below it `ai.net`: how modules.json names it
  std::vector<Atom> condition;
  LoopInfo loop;
  std::vector<Span> called_from;
  std::set<std::uint32_t> waits_for;  // `depends_on` of its calls

 private:
  Value make_variable(const NamedDeclaration& declaration);
  Value given(const NamedDeclaration& declaration);
  Value not_given(const NamedDeclaration& declaration);
  Value as_declared(const NamedDeclaration& declaration, const Value& value);
  Value allowed_by_validation(const NamedDeclaration& declaration, const Value& value);
  std::unique_ptr<Frame> make_call(std::size_t declaration, const Key& key);
  Value by_key(const Plan& plan, Span use, const std::function<Value(std::size_t)>& make);
  Value joined(Instances<Instance>& made, std::string_view name, Span use, const std::function<Value(std::size_t)>& of);
  Value not_declared(std::string_view what, std::string_view suggestion, Span use);

  Expander& expander_;
  std::shared_ptr<const Module> module_;
  std::map<std::string_view, Tracked> variables_, locals_, outputs_;
  std::deque<Instances<Instance>> instances_;
  std::deque<Instances<Frame>> calls_;
};

/// The scope of expressions in one instance of a module, of a resource in it if `key` is that of one.
class Here final : public ModuleEnvironment {
 public:
  explicit Here(Frame& frame, const Key* key = nullptr) : frame_(frame), key_(key) {}

  Value name(NameKind kind, std::string_view name, Span use) override;
  std::optional<Value> call_user_function(std::string_view name, std::span<const Value> args, Span span) override;
  Value run_loop(const Expr& loop, Span span) override;
  [[nodiscard]] std::string suggestion(std::string_view function_name) const override;
  std::optional<std::string_view> read_file(Context& context, std::string_view path, Span span) override;
  std::optional<std::string_view> read_bytes(Context& context, std::string_view path, Span span) override;
  bool file_exists(std::string_view path) override;
  bool in_reach(Context& context, std::string_view path, Span span) override;
  std::vector<std::string> files_matching(std::string_view folder, std::string_view pattern) override;
  Value instance(Context& context, std::string_view name, const Value& key, Span span) override;
  Value render(Context& context, std::string_view text, FileId file, const Value& variables, Span span) override;

 private:
  Value other_name(std::string_view name, Span use);
  Value paths(Span use);

  Frame& frame_;
  const Key* key_;
};

/// What of an expansion outlives the Expander, as Expansion::kept.
struct Kept {
  Majors majors;                                           // that are allowed by any root of a stack
  std::vector<std::shared_ptr<const SourceFile>> sources;  // values point into their texts
  std::shared_ptr<const void> of_earlier_root;
};

class Expander final : public GraphPart {
 public:
  Expander(Modules& modules, const TypeIndex& types, const EmbeddedMappings& mappings, const DeploymentRequest& request,
           Expansion& expansion, GraphBuilder& builder);
  ~Expander() override;

  bool collect() override;
  void link() override;

  [[nodiscard]] Context& context() { return context_; }
  [[nodiscard]] Modules& modules() { return modules_; }
  [[nodiscard]] const std::string& root_folder() const { return root_->module().folder; }
  [[nodiscard]] const DeploymentRequest& request() const { return request_; }
  /// The value of a root variable in the files and flags of the deployment; nullopt: they do not have it.
  [[nodiscard]] std::optional<Value> input(std::string_view name) const;
  void opened(FileId file);
  /// A text that values may point into lives as long as the expansion.
  void keep(std::shared_ptr<const SourceFile> source) { kept_->sources.push_back(std::move(source)); }
  /// The text as a template, read once however often it is rendered.
  const SourceFile* template_of(std::string_view text, FileId file);

  Value evaluate(Frame& frame, const Written& written, const Key* key, const Local* locals = nullptr);
  Value evaluate_quietly(Frame& frame, const Written& written, const Key* key);
  /// Computes it at its first use; in both cases what was read for it counts as read by what is computed now.
  Value once(Tracked& tracked, std::string_view what, std::string_view name, Span span, const std::function<Value()>& make);
  void reads(std::uint32_t instance);
  void reads(const std::set<std::uint32_t>& instances);

  Plan plan(Frame& frame, const Declaration& declaration);
  /// Of each.key in a loop over a collection of which not all is known.
  [[nodiscard]] SymbolId symbolic_key(const Value& over, Span use);
  std::unique_ptr<Instance> make_instance(Frame& frame, const ResourceDeclaration& declaration, const Plan& plan, const Key& key);
  [[nodiscard]] Instance& instance(std::uint32_t number) { return *all_[number]; }
  /// False: it is certainly not there.
  bool join_conditions(const std::vector<Atom>& outer, const std::vector<Atom>& own, std::vector<Atom>& into);
  [[nodiscard]] LoopInfo loop_of(const LoopInfo& outer, const Plan& plan, const Key& key) const;
  std::shared_ptr<const Module> module_of_call(Frame& frame, const NamedDeclaration& call);

  /// What other expressions read of it (semantics D10).
  Value state_of(Instance& instance);
  Value attributes_of(Instance& instance);
  const std::vector<Planned>& planned(Instance& instance);

 private:
  void collect(Frame& frame);
  void add(Instance& instance);
  void note_secrets(Frame& frame);
  void add_outputs(Frame& frame);
  void add_patches();
  void keep_majors();
  void link_reads();
  void link_parent(Instance& instance, const std::set<std::uint32_t>& earlier);
  void take_module(const Module& module);
  void find_majors(const Module& module, const std::string& key, VersionRange& range, std::set<std::string>& seen);
  struct Subscription {
    Value name;  // `0000-…`
    Value id;    // `/subscriptions/0000-…`
  };
  const Subscription& subscription_of(const Instance& instance);
  Subscription make_subscription(const std::string& provider);
  Value full_name(const std::vector<Value>& segments, Span span);

  // Attributes of blocks (attributes.cpp).
  Value make_attributes(const ResourceDeclaration& declaration, Frame& frame, const Key* key);
  Value block_object(const Body& body, const SourceFile& file, Frame& frame, const Key* key, const Local* locals, Span span);
  Value dynamic_blocks(const Block& block, const SourceFile& file, Frame& frame, const Key* key, const Local* locals);
  void add_block(const Block& block, const SourceFile& file, Frame& frame, const Key* key, const Local* locals, ObjectBuilder& into);

  // ARM's shape (resources.cpp).
  void plan_resource(Instance& instance);
  void plan_azurerm(Instance& instance);
  void plan_azapi(Instance& instance);
  void identify(Planned& planned, Instance& instance);
  Value scope_of_group(const Subscription& subscription, const Value& name, Span span);
  Value make_state(Instance& instance);
  Value plain_state(Instance& instance, SymbolId symbol, Unknown::Why why);
  Value state_of_data(Instance& instance);
  Value role_definition_id(Instance& instance);
  void add_exports(const ResourceMapping& mapping, const ExportInput& input, const Value& id, ObjectBuilder& object);
  void report_odd(const OddAttribute& odd, std::string_view type);

  Modules& modules_;
  const TypeIndex& types_;
  const EmbeddedMappings& mappings_;
  const DeploymentRequest& request_;
  Expansion& expansion_;
  Context context_;
  GraphBuilder& builder_;
  ModuleSources sources_;
  Majors majors_;
  Subscription home_;
  std::map<std::string, Subscription> subscriptions_;   // by provider configuration, `azurerm.hub`
  std::map<std::string, Value, std::less<>> inputs_;
  std::shared_ptr<Kept> kept_ = std::make_shared<Kept>();
  std::map<std::pair<FileId, std::string_view>, const SourceFile*> templates_;
  std::unique_ptr<Frame> root_;
  std::vector<Instance*> all_;          // by number
  std::vector<Instance*> in_order_;     // of the graph
  std::vector<std::pair<std::string, std::string>> chain_;  // names being computed
  std::set<std::uint32_t>* reads_ = nullptr;
  struct Patch {
    Instance* instance = nullptr;
    Value target;                       // id
    Value body;
    std::size_t rank = 0;               // how many other patches it waits for
  };
  std::vector<Patch> patches_;
  std::set<FileId> seen_files_;
  std::set<const Module*> seen_modules_;
  std::set<const NamedDeclaration*> reported_calls_;
  std::vector<std::shared_ptr<const Module>> keep_modules_;
  std::size_t frames_ = 0;
};

}  // namespace pillarlint::terraform
