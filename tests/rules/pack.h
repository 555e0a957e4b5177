// The rules of the pack as they lie in the repository, with the languages of their examples.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "arm/arm.h"
#include "bicep/bicep.h"
#include "cli/verify.h"
#include "rules/check.h"
#include "rules/examples.h"
#include "support/embedded.h"
#include "terraform/terraform.h"
#include "value/read_yaml.h"

namespace pillarlint {

namespace fs = std::filesystem;
inline const fs::path root = PILLARLINT_SOURCE_DIR;

inline std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

inline std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Pack {
  SourceManager sources;
  std::vector<std::unique_ptr<Document>> documents;
  Diagnostics diagnostics;
  std::unique_ptr<TypeIndex> types;
  std::unique_ptr<RuleSet> rules;
  std::unique_ptr<Language> arm = arm_language();
  std::unique_ptr<Language> bicep = bicep_language();
  std::unique_ptr<Language> terraform = terraform_language(embedded_files());

  Pack() {
    std::vector<std::pair<std::string, Value>> data;
    for (const auto& path : yaml_files(root / "src/azure/data")) data.emplace_back(path.stem().string(), read(path).root);
    types = std::make_unique<TypeIndex>(data, diagnostics);
    std::vector<RuleFile> files;
    for (const auto& path : yaml_files(root / "rules")) {
      const auto& document = read(path);
      files.push_back({fs::relative(path, root).generic_string(), document.file, document.root, false});
    }
    rules = std::make_unique<RuleSet>(std::move(files), types.get(), true, diagnostics);
  }

  const Document& read(const fs::path& path) {
    const auto id = sources.add(fs::relative(path, root).generic_string(), bytes_of(path));
    documents.push_back(read_yaml(sources.text(id), id));
    diagnostics.take(std::move(documents.back()->diagnostics));
    return *documents.back();
  }

  [[nodiscard]] std::string place(const Diagnostic& one) const {
    return std::string(sources.path(one.span.file)) + ":" + std::to_string(sources.line_of(one.span)) + ": " + one.text();
  }

  [[nodiscard]] ExampleRun run(const Rule& rule, const Example& example, const std::string& text) const {
    const auto& language = example.language == "bicep" ? *bicep : example.language == "terraform" ? *terraform : *arm;
    return run_example(language, *types, *rules, rule, example, text, "2026-11-21");
  }
};

}  // namespace pillarlint
