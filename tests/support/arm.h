// Expands ARM templates held in memory, for tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "arm/arm.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "common/language.h"
#include "graph/graph.h"

namespace pillarlint::test {

/// The data that is packed into the program.
[[nodiscard]] const TypeIndex& azure_types();

struct Expanded {
  std::unique_ptr<FileSystem> files;
  std::unique_ptr<SourceManager> sources;
  std::unique_ptr<Project> project;
  std::unique_ptr<Language> language;
  Expansion expansion;

  [[nodiscard]] const Graph& graph() const { return *expansion.graph; }
  /// The only declared resource of the type (the last segment is enough); fails the test if there is not exactly one.
  [[nodiscard]] const Resource& one(std::string_view type) const;
  [[nodiscard]] std::vector<const Resource*> all(std::string_view type) const;
  /// Value at a path of plain keys, printed.
  [[nodiscard]] std::string at(const Resource& resource, std::string_view path) const;
  [[nodiscard]] Value value(const Resource& resource, std::string_view path) const;
  /// What was said of the documents, each once, then of their expansion.
  [[nodiscard]] std::vector<Diagnostic> problems() const;
  /// Codes of the problems, in order, separated by blanks.
  [[nodiscard]] std::string codes() const;
  /// The value of an output, printed.
  [[nodiscard]] std::string output(std::string_view name) const;
  [[nodiscard]] std::string text(Span span) const { return std::string(sources->text(span)); }
};

/// Expands `/main.json` with the other files beside it. A text that has no `$schema` is completed to a template.
[[nodiscard]] Expanded expand_arm(std::string main, std::map<std::string, std::string> others = {},
                                  DeploymentRequest request = {});
/// A template whose output `out` is this expression, evaluated and printed. `parameters` is the text of that section.
[[nodiscard]] std::string evaluate_arm(const std::string& expression, const std::string& parameters = "{}");

}  // namespace pillarlint::test
