// A Bicep file to the ARM deployment model: an object of the form of a compiled template, whose leaves are literals with
// their places, or expressions (Value::expression) that point into the Bicep text. What the compiler's emitter makes of a
// construct is what we make of it (github.com/Azure/bicep, src/Bicep.Core/Emit/ExpressionConverter.cs, TemplateWriter.cs),
// so that one expander serves both; differences are said where they are.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bicep/files.h"
#include "bicep/section.h"
#include "expr/expr.h"
#include "value/document.h"

namespace pillarlint::bicep {

/// A local name around an expression: the item or index of a loop, a variable of a lambda, a parameter of a function.
struct Local {
  enum class Kind : std::uint8_t { value, lambda, parameter };
  std::string_view name;
  Kind kind = Kind::lambda;
  const Expr* value = nullptr;  // of loops: what stands for the name
  const Local* outer = nullptr;
};

/// Where an expression stands: local names, and the resources it is nested in.
struct Place {
  const Local* locals = nullptr;
  const Node* nested_in = nullptr;
};

/// A resource as the declarations around it say.
struct ResourceInfo {
  const Symbol* symbol = nullptr;
  const Node* node = nullptr;
  std::string symbolic;             // `a::b`
  std::string type;                 // in full
  std::string version;
  Body body;
  const ResourceInfo* parent = nullptr;   // it is nested in, or names with `parent:`
  const Node* parent_index = nullptr;     // `parent: p[i]`
  bool nested = false;
  bool existing = false;
  bool extension = false;           // of another extension than Azure's
  const Node* scope = nullptr;      // as written
  const Node* name = nullptr;
  std::string extension_name;
};

/// A resource or module that an expression names: `a`, `a[i]`, `a::b`.
struct Reference {
  const ResourceInfo* resource = nullptr;
  const Symbol* module = nullptr;
  const Node* index = nullptr;
  Place place;                      // of the index
};

/// What lowering one file, with the files it imports from, has made so far: bounded, as both may grow without end.
struct Spent {
  std::size_t nodes = 0;  // of expressions
  std::size_t files = 0;
};

/// The statement without its decorators: from its keyword on.
[[nodiscard]] Span statement_span(const SyntaxTree& tree, FileId file, const Node& declaration, std::string_view keyword);

class Lowering {
 public:
  Lowering(Files& files, std::shared_ptr<const BicepFile> file, Document& out);
  /// For a file that `by` imports from or extends.
  Lowering(std::shared_ptr<const BicepFile> file, const Lowering& by);
  ~Lowering();
  Lowering(const Lowering&) = delete;
  Lowering& operator=(const Lowering&) = delete;

  /// The whole file as a template.
  [[nodiscard]] Value template_root();
  /// The whole file as a parameter file.
  [[nodiscard]] Value parameter_root();

 private:
  friend class DependencyFinder;

  // ── makers ──────────────────────────────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] Span span(const Node& node) const { return {file_->id, node.begin, node.end}; }
  [[nodiscard]] std::string_view text(const Node& node) const { return tree_.text_of(node); }
  [[nodiscard]] Expr* make(Expr::Kind kind, const Node& node);
  [[nodiscard]] const Expr* literal(Value value, const Node& node);
  [[nodiscard]] const Expr* text_literal(std::string_view text, const Node& node);
  [[nodiscard]] const Expr* call(std::string_view name, std::vector<const Expr*> args, const Node& node);
  [[nodiscard]] const Expr* member(const Expr* of, std::string_view name, const Node& node);
  [[nodiscard]] const Expr* element(const Expr* of, const Expr* index, const Node& node);
  [[nodiscard]] const Expr* named(NameKind kind, std::string_view name, const Node& node);
  [[nodiscard]] const Expr* broken(const Node& node, std::string_view why);
  [[nodiscard]] Value deferred(const Expr* expr, const Node& node) const;
  [[nodiscard]] std::string_view keep(std::string_view text) { return arena_.copy(text); }
  template <typename... Args>
  void report(Code code, const Node& node, const Args&... args) {
    out_.diagnostics.report(code, span(node), args...);
  }

  // ── values: lower_value.cpp ─────────────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] Value value(const Node* node, const Place& place);
  [[nodiscard]] Value object_value(const Node& node, const Place& place);
  [[nodiscard]] bool is_plain(const Node& object) const;
  [[nodiscard]] Value string_value_of(const Node& node, const Place& place);

  // ── expressions: lower_expression.cpp ───────────────────────────────────────────────────────────────────────────
  [[nodiscard]] const Expr* expression(const Node* node, const Place& place);
  [[nodiscard]] const Expr* string(const Node& node, const Place& place);
  [[nodiscard]] const Expr* object(const Node& node, const Place& place);
  [[nodiscard]] const Expr* array(const Node& node, const Place& place);
  [[nodiscard]] const Expr* binary(const Node& node, const Place& place);
  [[nodiscard]] const Expr* lambda(const Node& node, const Place& place);
  [[nodiscard]] const Expr* loop(const Node& node, const Place& place);
  [[nodiscard]] const Expr* variable(const Node& node, const Place& place);
  [[nodiscard]] const Expr* symbol(const Symbol& symbol, const Node& node);
  [[nodiscard]] const Expr* function_call(const Node& node, const Place& place);
  [[nodiscard]] const Expr* plain_call(std::string_view name, const Node& node, std::span<const Node* const> args, const Place& place);
  [[nodiscard]] std::string last_name(const Node& node) const;
  [[nodiscard]] const Expr* instance_call(const Node& node, const Place& place);
  [[nodiscard]] std::vector<const Expr*> arguments(std::span<const Node* const> args, const Place& place);
  /// Item and index of a loop, each with what stands for it.
  struct LoopNames {
    std::string_view item, index;
    const Expr* collection = nullptr;
  };
  [[nodiscard]] LoopNames loop_names(const Node& loop, const Place& place);

  // ── member access: lower_access.cpp ─────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] const Expr* property_access(const Node& node, const Place& place);
  [[nodiscard]] const Expr* array_access(const Node& node, const Place& place);
  [[nodiscard]] const Expr* access(const Node& node, const Expr* base, const Expr* key, std::string_view key_text, bool chained);
  [[nodiscard]] const Expr* resource_property(const Reference& reference, std::string_view name, const Node& node, bool safe);
  [[nodiscard]] const Expr* module_property(const Reference& reference, std::string_view name, const Node& node, bool safe);
  [[nodiscard]] bool names_module(const Node* node, const Place& place, int depth = 0);
  [[nodiscard]] const Expr* module_output(const Node& under, const Expr* key, const Node& node, const Place& place);
  [[nodiscard]] std::optional<Reference> reference(const Node* node, const Place& place);
  [[nodiscard]] const Expr* symbolic(const Reference& reference, const Node& node);
  [[nodiscard]] const Expr* state(const Reference& reference, const Node& node, bool full);

  // ── resources: lower_resource.cpp ───────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] const ResourceInfo* info(const Symbol& symbol);
  void read_type(ResourceInfo& info, const Node& node);
  [[nodiscard]] Value resource(const ResourceInfo& info);
  [[nodiscard]] std::vector<const Expr*> name_segments(const ResourceInfo& info, const Place& place, const Node& at);
  [[nodiscard]] const Expr* own_name(const ResourceInfo& info, const Place& place);
  [[nodiscard]] const Expr* full_name(const ResourceInfo& info, const Place& place);
  [[nodiscard]] const Expr* id_of(const ResourceInfo& info, const Place& place, const Node& at);
  /// Names of the loop of a declaration, standing for its element at `index`.
  [[nodiscard]] Place inside(const Body& body, const Expr* index, Local (&room)[2], const Place& outer);
  [[nodiscard]] Place parent_place(const ResourceInfo& info, const Place& place, Local (&room)[2]);
  [[nodiscard]] Place indexed(const Reference& reference, Local (&room)[2]);
  [[nodiscard]] Value copy_of(const Node& declaration, const Node& loop, std::string_view symbolic, const Place& place);
  [[nodiscard]] Value condition_of(const ResourceInfo& info, const Place& place);

  // ── scopes and modules: lower_module.cpp ────────────────────────────────────────────────────────────────────────
  struct ScopeParts {
    enum class Kind : std::uint8_t { none, tenant, management_group, subscription, resource_group, resource };
    Kind kind = Kind::none;
    const Expr* management_group = nullptr;
    const Expr* subscription = nullptr;
    const Expr* group = nullptr;
    const Expr* id = nullptr;  // of a resource
  };
  [[nodiscard]] ScopeParts scope_parts(const Node* scope, const Place& place);
  /// Of the resource, or of the outermost it is a child of.
  [[nodiscard]] ScopeParts scope_of(const ResourceInfo& info, const Place& place);
  void put_resource_scope(ObjectBuilder& into, const ScopeParts& parts, const Node& at);
  [[nodiscard]] const Expr* argument(const Node& node, const Place& place);
  [[nodiscard]] const Expr* secret(const Node& call, const Reference& vault, const Place& place);
  [[nodiscard]] const Expr* scope_id(const ScopeParts& parts, const Node& at);
  [[nodiscard]] Value module(const Symbol& symbol);
  [[nodiscard]] Value module_parameters(const Node* params, const Place& place);
  [[nodiscard]] bool has_secret(const Node* node) const;
  [[nodiscard]] const Expr* module_name(const Symbol& symbol, const Expr* index);
  void put_scope(ObjectBuilder& into, const ScopeParts& parts, const Node& at);

  // ── dependencies: dependencies.cpp ──────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] Value dependencies(const Node& declaration, const Body& body, const ResourceInfo* info, const Place& place);

  // ── types and parameters: lower_type.cpp ────────────────────────────────────────────────────────────────────────
  [[nodiscard]] Value type(const Node* node, int depth = 0);
  [[nodiscard]] Value part_of_type(const Node& node, int depth);
  [[nodiscard]] Value named_type(const Node& node, int depth);
  [[nodiscard]] Value type_of_symbol(const Symbol& symbol, int depth);
  [[nodiscard]] Value union_type(const Node& node, int depth);
  [[nodiscard]] Value object_type(const Node& node, int depth);
  [[nodiscard]] Value decorated(const Value& type, const Node& declaration);
  [[nodiscard]] Value parameter(const Node& node);
  [[nodiscard]] Value simple_type(std::string_view name, const Node& node);
  [[nodiscard]] Value with(const Value& object, std::string_view key, Value value);

  // ── imports: imports.cpp ────────────────────────────────────────────────────────────────────────────────────────
  struct Home;
  [[nodiscard]] Home* home_of(const Symbol& import);
  [[nodiscard]] const Symbol* exported(Home& home, std::string_view name) const;
  [[nodiscard]] std::string_view imported_name(Home& home, std::string_view name);
  [[nodiscard]] Value imported_type(const Symbol& import, std::string_view name, int depth);
  [[nodiscard]] const Expr* imported_symbol(const Symbol& import, std::string_view name, const Node& node);
  [[nodiscard]] std::optional<std::string_view> imported_function(const Symbol& import, std::string_view name);
  void import_closure(Section& variables, Section& functions);
  void wanted_by_import(const Symbol& symbol, std::string_view key, Section& variables, Section& functions);

  // ── files that expressions load: load_functions.cpp ─────────────────────────────────────────────────────────────
  [[nodiscard]] const Expr* load_function(std::string_view name, const Node& node, std::span<const Node* const> args, const Place& place);

  [[nodiscard]] const Expr* directory_info(const std::string& folder, const std::string& pattern, const Node& node);

  // ── the file: lower_file.cpp ────────────────────────────────────────────────────────────────────────────────────
  [[nodiscard]] Value user_function(const Node& node);
  [[nodiscard]] Value output(const Node& node);
  void report_problems();
  void put_variables_and_functions(ObjectBuilder& root);
  void put_inherited(const Node& extends, Section& variables, Section& parameters);
  [[nodiscard]] std::string_view variable_key(std::string_view name);

  Files& files_;
  std::shared_ptr<const BicepFile> file_;
  const SyntaxTree& tree_;
  Document& out_;
  Arena& arena_;
  int depth_ = 0;                      // of files that import each other
  std::shared_ptr<Spent> spent_;
  std::string suffix_;                 // of names that another file imports: `#7`
  std::vector<std::string> used_;      // variables and functions of this file that were named, if it is imported from
  std::unordered_map<const Node*, std::unique_ptr<ResourceInfo>> infos_;
  std::unordered_map<const Node*, const Expr*> names_;
  std::unordered_map<const Node*, const Expr*> ids_;
  std::unordered_map<const Node*, Value> types_;
  std::set<const Node*> running_;      // resources whose name or id is being lowered: asking again is a cycle
  std::vector<std::unique_ptr<Home>> homes_;
};

}  // namespace pillarlint::bicep
