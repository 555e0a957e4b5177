// A module: what the files of one folder declare together. Override files are merged as Terraform does:
// developer.hashicorp.com/terraform/language/files/override
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/project.h"
#include "terraform/syntax.h"

namespace pillarlint::terraform {

/// An attribute with the file that it stands in. False: it is not written.
struct Written {
  const Attribute* attribute = nullptr;
  const SourceFile* file = nullptr;
  explicit operator bool() const { return attribute != nullptr; }
};

/// A top-level block with what override files say of it.
struct Declaration {
  struct Part {
    const Block* block = nullptr;
    const SourceFile* file = nullptr;
  };
  std::vector<Part> parts;  // the block itself, then those that override it

  [[nodiscard]] const Block& block() const { return *parts.front().block; }
  [[nodiscard]] const SourceFile& file() const { return *parts.front().file; }
  [[nodiscard]] Span header() const { return block().header; }
  /// As the last part that has it says.
  [[nodiscard]] Written find(std::string_view name) const;
  /// All attributes, each once, in order of the first part.
  [[nodiscard]] std::vector<Written> attributes() const;
  /// Nested blocks of all types. Those of an overriding part replace all of their type.
  [[nodiscard]] std::vector<Part> blocks() const;
};

struct NamedDeclaration : Declaration {
  std::string_view name;
};

struct ResourceDeclaration : Declaration {
  enum class Mode : std::uint8_t { managed, data, ephemeral };
  Mode mode = Mode::managed;
  std::string_view type;
  std::string_view name;
  std::string address;  // `azurerm_subnet.pe`, `data.azurerm_subnet.pe`
};

/// `required_providers { name = { source, version } }`, or what a lock file says.
struct ProviderRequirement {
  std::string_view name;
  std::string_view version;  // constraint, as written; empty: none
  Span span;
};

struct Module {
  std::string folder;  // absolute
  std::vector<std::shared_ptr<const SourceFile>> files;
  std::vector<NamedDeclaration> variables, outputs, calls, providers;
  std::vector<std::pair<std::string_view, Written>> locals;
  std::vector<ResourceDeclaration> resources;
  std::vector<ProviderRequirement> required;
  std::vector<Diagnostic> problems;  // of the folder as a whole: what is declared twice

  [[nodiscard]] const NamedDeclaration* variable(std::string_view name) const;
  [[nodiscard]] const NamedDeclaration* output(std::string_view name) const;
  [[nodiscard]] std::size_t call(std::string_view name) const;          // npos: none
  [[nodiscard]] std::size_t resource(std::string_view address) const;   // npos: none
  [[nodiscard]] const Written* local(std::string_view name) const;
  static constexpr std::size_t npos = static_cast<std::size_t>(-1);

 private:
  friend class ModuleReader;
  friend class PlanReader;
  std::map<std::string_view, std::size_t> variable_index_, output_index_, call_index_, local_index_;
  std::map<std::string, std::size_t, std::less<>> resource_index_;
};

/// Text of a literal string of an attribute; empty if it is none.
[[nodiscard]] std::string_view literal_text(const Written& written);

/// Whether Terraform reads the file as part of a module.
[[nodiscard]] bool is_module_file(std::string_view file_name);
[[nodiscard]] bool is_variable_file(std::string_view file_name);

/// The Terraform files of a run: each is parsed once, each folder is put together once, however many roots use it.
/// Safe for several threads.
class Modules {
 public:
  explicit Modules(Project& project, const FunctionTable& functions) : project_(project), functions_(functions) {}

  [[nodiscard]] Project& project() const { return project_; }
  /// Errors: those of FileSystem::read.
  [[nodiscard]] Result<std::shared_ptr<const SourceFile>> file(const std::string& path);
  /// The module of a folder. Null: it has no files of a module.
  [[nodiscard]] std::shared_ptr<const Module> module(const std::string& folder);
  /// The plan in a JSON file, as a module. Null: it is none.
  [[nodiscard]] std::shared_ptr<const Module> plan(const std::string& path);
  /// The module files of a folder, in the order in which Terraform merges them; the first stands for the folder.
  [[nodiscard]] std::vector<std::string> files_of(const std::string& folder);
  /// How many texts were parsed so far.
  [[nodiscard]] std::size_t parsed() const { return parsed_; }

 private:
  // What several threads ask for at once is made by the first; the others wait.
  struct ReadFile {
    std::once_flag once;
    Result<std::shared_ptr<const SourceFile>> source;
  };
  struct ReadFolder {
    std::once_flag once;
    std::shared_ptr<const Module> module;
  };
  template <typename Entry>
  std::shared_ptr<Entry> entry(std::map<std::string, std::shared_ptr<Entry>>& all, const std::string& path);
  [[nodiscard]] std::shared_ptr<const Module> read_folder(const std::string& folder);

  Project& project_;
  const FunctionTable& functions_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Module>> plans_;
  std::map<std::string, std::shared_ptr<ReadFile>> files_;
  std::map<std::string, std::shared_ptr<ReadFolder>> modules_;
  std::map<std::string, std::vector<std::string>> listed_;
  std::atomic<std::size_t> parsed_{0};
};

}  // namespace pillarlint::terraform
