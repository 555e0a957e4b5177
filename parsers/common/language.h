// What a front end is: it claims files, says which of them are entry points, and expands an entry point with one set of
// inputs to a graph. analysis/ knows languages only through this.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "azure/type_index.h"
#include "base/budget.h"
#include "base/edit.h"
#include "common/project.h"
#include "common/remark.h"
#include "graph/builder.h"
#include "graph/graph.h"
#include "graph/property_change.h"

namespace pillarlint {

/// What a file is to a language.
struct FileRole {
  enum class Role : std::uint8_t {
    template_file,   // may be an entry point
    part,            // belongs to the template that another file stands for: `wanted_template`
    parameter_file,
    generated,       // compiled from a source beside it: `reason` names the source
    other,           // not of this language
    broken,          // claims to be of this language and can not be read
  };
  Role role = Role::other;
  std::string reason;
  std::vector<std::string> uses;   // absolute paths of files it links to, as far as they are on disk
  std::string wanted_template;     // of a parameter file that names its template, of a part: absolute path
};

class Language;

/// A deployment to expand: an entry point and its inputs (semantics D16).
struct DeploymentRequest {
  std::string entry;                         // absolute path
  std::optional<std::string> parameter_file; // absolute path
  bool parameters_unknown = false;           // every parameter is unknown, defaults too
  std::string cloud = "AzureCloud";          // semantics D15
  bool partial = false;                      // the configuration says that the world is open
  std::vector<std::pair<std::string, std::string>> environment;  // values of variables: name, text; files win over them
  std::string workspace;                     // of Terraform; empty: not known
  std::vector<std::pair<std::string, std::string>> parameters;  // name, JSON text: win over files (rule examples, flags)
  std::vector<DeploymentRequest> together;   // further entry points that are deployed with it (a stack): one graph
  const Language* language = nullptr;        // of one in `together`; null: that of the first
  bool in_stack = false;                     // addresses begin with the entry point
};

/// What was met and has no place in the graph: a resource type of a provider, or an attribute of one.
struct Unmapped {
  std::string type;       // `azurerm_x`
  std::string attribute;  // empty: the whole type
  Span span;
};

/// What an expansion made. Owns the arena and the symbols that the graph's values live in.
struct Expansion {
  std::unique_ptr<Arena> arena;
  std::unique_ptr<SymbolStore> symbols;
  std::unique_ptr<Budget> budget;
  Diagnostics diagnostics;
  std::unique_ptr<const Graph> graph;            // null if the entry could not be read at all
  std::vector<std::shared_ptr<const Document>> documents;  // kept alive for the values that point into them
  std::vector<FileId> inputs;                    // files that were read for it, the entry first
  std::vector<Unmapped> unmapped;                // in the order in which they were met
  std::size_t mapped = 0;                        // instances of resources whose type has a place
  std::size_t expressions = 0;                   // evaluated texts, for the benchmark
  std::size_t frames = 0;
  std::vector<Span> secrets;                     // defaults and given values of secure parameters, in use or not
  std::shared_ptr<const void> kept;              // what Terraform needs to change the text; others can not look into it
  std::map<FileId, const Language*> readers;     // of a stack of several languages: which one read the file

  [[nodiscard]] Context context() { return {*arena, *symbols, *budget, diagnostics}; }
};

/// What entry points of one language add to a graph that others may add to as well (a stack).
class GraphPart {
 public:
  virtual ~GraphPart() = default;
  /// Adds its resources; false: not one of its entry points could be read.
  [[nodiscard]] virtual bool collect() = 0;
  /// Draws what may lead to the resources of all parts.
  virtual void link() = 0;
};

class Language {
 public:
  virtual ~Language() = default;
  [[nodiscard]] virtual std::string_view name() const = 0;  // "ARM", "Bicep", "Terraform"
  /// Whether one part of a graph can hold entry points of this language beside its own, so that they read each other.
  [[nodiscard]] virtual bool joins(const Language&) const { return false; }
  /// By its name alone: worth looking into.
  [[nodiscard]] virtual bool claims(std::string_view file_name) const = 0;
  /// What the file is; reads it. `named`: the user named this very file.
  [[nodiscard]] virtual FileRole role(Project& project, const std::string& path, bool named) const = 0;
  /// Expands the entry point, and those that are deployed together with it, to one graph. Thread-safe: several deployments
  /// are expanded at once.
  [[nodiscard]] Expansion expand(Project& project, const TypeIndex& types, const DeploymentRequest& request, const std::atomic<bool>* stop) const;
  /// What the request adds to a graph; all but the project and the types must outlive it. `together` holds only what it joins.
  [[nodiscard]] virtual std::unique_ptr<GraphPart> part(Project& project, const TypeIndex& types, const DeploymentRequest& request,
                                                        Expansion& expansion, GraphBuilder& builder) const = 0;
  /// Comments and directives of a file, in order of places.
  [[nodiscard]] virtual std::vector<Remark> remarks(Project& project, const std::string& path) const = 0;
  /// The edits, in one file and in order, that give a property of a resource of that expansion another value: a literal that
  /// is handed on to it, or a new member of the resource's own text. None where that can not be said for certain. Thread-safe.
  [[nodiscard]] virtual std::vector<Edit> edits(Project& project, const Expansion& expansion, const PropertyChange& change) const = 0;
};

}  // namespace pillarlint
