// The Bicep files of a run: each is parsed once and lowered once, whoever asks for it. Safe for several threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "bicep/modules.h"
#include "bicep/symbols.h"
#include "bicep/syntax.h"
#include "common/project.h"

namespace pillarlint::bicep {

/// A Bicep file as it was read: its text, its tree and what it declares.
struct BicepFile {
  std::string path;  // absolute
  FileId id = FileId::none;
  std::shared_ptr<const SyntaxTree> tree;
  Symbols symbols;
};

class Files {
 public:
  explicit Files(Project& project) : project_(project), modules_(project) {}

  [[nodiscard]] Project& project() const { return project_; }
  [[nodiscard]] Modules& modules() { return modules_; }

  /// The parsed file at an absolute path. Errors: those of FileSystem::read.
  [[nodiscard]] Result<std::shared_ptr<const BicepFile>> open(const std::string& path);
  /// A template by its absolute path: `.bicep` and `.bicepparam` lowered to the form of ARM, JSON as it is.
  [[nodiscard]] Result<std::shared_ptr<const Document>> document(const std::string& path);

 private:
  Project& project_;
  Modules modules_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const BicepFile>> files_;
  std::map<std::string, std::shared_ptr<const Document>> documents_;
};

[[nodiscard]] inline bool is_bicep(std::string_view path) { return ends_with_text(path, ".bicep"); }
[[nodiscard]] inline bool is_parameter_file(std::string_view path) { return ends_with_text(path, ".bicepparam"); }

}  // namespace pillarlint::bicep
