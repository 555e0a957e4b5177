// What the path of a module or import names: a file beside the one that names it, or an artefact of a registry in the
// module cache on disk. Nothing is ever fetched.
// Layout of the cache: github.com/Azure/bicep, src/Bicep.Core/Registry/{OciArtifactRegistry,TemplateSpecModuleRegistry}.cs
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "common/project.h"

namespace pillarlint::bicep {

struct Module {
  std::string path;    // absolute; empty: it is not on disk
  std::string looked;  // where it was looked for, and what helps, as a sentence for people
  bool registry = false;
};

class Modules {
 public:
  explicit Modules(Project& project) : project_(project) {}

  /// What `reference` (`./a.bicep`, `br/public:avm/res/x:1.0.0`) means in the file at `from`.
  [[nodiscard]] Module find(const std::string& from, std::string_view reference);

 private:
  struct Aliases;
  [[nodiscard]] Module find_registry(const std::string& from, std::string_view reference);
  [[nodiscard]] Module find_spec(const std::string& from, std::string_view reference);
  [[nodiscard]] Module in_caches(const std::string& below, std::string_view shown);
  [[nodiscard]] std::shared_ptr<const Aliases> aliases_for(const std::string& folder);

  Project& project_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Aliases>> aliases_;  // by folder
};

}  // namespace pillarlint::bicep
