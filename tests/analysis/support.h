// A project of files in memory, for the tests of the analysis.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "analysis/analyze.h"
#include "arm/arm.h"
#include "cli/load_data.h"

namespace pillarlint::testing {

inline std::string template_of(const std::string& resources, const std::string& parameters = "{}") {
  return R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": )" +
         parameters + R"(, "resources": [)" + resources + "] }";
}
inline std::string parameters_of(const std::string& values) {
  return R"({ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": )" +
         values + " }";
}
inline std::string linked(const std::string& relative_path) {
  return R"({ "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "l", "properties": { "mode": "Incremental", "templateLink": { "relativePath": ")" +
         relative_path + R"(" } } })";
}
inline std::string account(const std::string& name, const std::string& properties) {
  return R"({ "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": ")" + name +
         R"(", "location": "westeurope", "kind": "OpenAI", "sku": { "name": "S0" }, "properties": )" + properties + " }";
}

struct Scan {
  std::unique_ptr<FileSystem> files;
  SourceManager sources;
  std::unique_ptr<Project> project;
  std::unique_ptr<Language> arm = arm_language();
  std::vector<const Language*> languages{arm.get()};
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> data;

  explicit Scan(std::vector<MemoryFile> list) : files(memory_files(std::move(list))) {
    project = std::make_unique<Project>(*files, sources);
    project->name_relative_to("/r");
    data = load_data(sources, LoadOptions(), diagnostics);
  }

  [[nodiscard]] static ScanScope folder() {
    ScanScope scope;
    scope.paths = {"/r"};
    return scope;
  }
  [[nodiscard]] static ScanScope file(const std::string& path) {
    ScanScope scope;
    scope.paths = {path};
    scope.named_files = {path};
    return scope;
  }
  [[nodiscard]] Discovery discovered(const ScanScope& scope) { return discover(*project, languages, scope); }
  [[nodiscard]] static std::vector<std::string> names(const Discovery& discovery) {
    std::vector<std::string> out;
    for (const auto& item : discovery.work) out.push_back(item.name);
    return out;
  }
  [[nodiscard]] Analysis analysed(const ScanScope& scope, const std::string& rule, Config config = {}) {
    AnalyzeOptions options;
    options.scope = scope;
    options.config = std::move(config);
    options.today = "2026-11-21";
    for (const auto& one : data->rules->all()) {
      if (rule.empty() || one->id == rule) options.rules.push_back(one->number);
    }
    return analyze(*project, languages, *data->types, *data->rules, options);
  }
};

}  // namespace pillarlint::testing
