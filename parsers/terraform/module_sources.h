// Where the module of a call lies on disk: beside the caller, where `terraform init` has put it, or in a cache. Nothing is
// ever fetched. developer.hashicorp.com/terraform/language/modules/sources
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "common/project.h"
#include "terraform/providers.h"

namespace pillarlint::terraform {

struct ModuleSource {
  std::string folder;  // absolute; empty: it is not on disk
  std::string looked;  // where it was looked for and what helps, as a sentence
};

[[nodiscard]] bool is_local_source(std::string_view source);

/// For one root module.
class ModuleSources {
 public:
  ModuleSources(Project& project, std::string root_folder) : project_(project), root_(std::move(root_folder)) {}

  /// `key`: how `.terraform/modules/modules.json` of the root names the call: names of calls joined by dots.
  [[nodiscard]] ModuleSource find(const std::string& caller_folder, std::string_view source, std::string_view version,
                                  std::string_view key);

 private:
  void read_manifest();
  /// Why there is nothing in the folder.
  [[nodiscard]] std::string missing(const std::string& folder) const;
  [[nodiscard]] std::string in_caches(std::string_view source, std::string_view version) const;

  Project& project_;
  std::string root_;
  bool manifest_read_ = false;
  std::map<std::string, std::string, std::less<>> manifest_;  // key: folder
};

}  // namespace pillarlint::terraform
