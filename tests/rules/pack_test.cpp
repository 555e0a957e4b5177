// The rules of the pack: every file loads without complaint, and every example gives its verdict on its marked lines.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "arm/arm.h"
#include "bicep/bicep.h"
#include "terraform/terraform.h"
#include "cli/verify.h"
#include "rules/check.h"
#include "rules/examples.h"
#include "rules/json_schema.h"
#include "value/read_yaml.h"

namespace pillarlint {

namespace {
namespace fs = std::filesystem;
const fs::path root = PILLARLINT_SOURCE_DIR;

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
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
}  // namespace

TEST_CASE("the rule pack loads without errors") {
  const Pack pack;
  for (const auto& one : pack.diagnostics.list()) {
    INFO(pack.place(one));
    CHECK(info(one.code).severity != DiagnosticSeverity::error);
  }
  std::size_t files = 0;
  for (const auto& path : yaml_files(root / "rules")) {
    const auto folder = path.parent_path().filename();
    files += folder != "tables" && folder != "facts" && folder != "checklists" ? 1 : 0;
  }
  CHECK(pack.rules->size() == files);  // a file that is left out is no rule
  CHECK(pack.rules->checklist().coverage().items > 0);
}

TEST_CASE("the examples of the rules give their verdicts on the marked lines") {
  const Pack pack;
  for (const auto& rule : pack.rules->all()) {
    Diagnostics diagnostics;
    const auto read = [&](const std::string& path) -> std::optional<std::string> {
      const auto file = root / fs::path(rule->path).parent_path() / path;
      return fs::exists(file) ? std::optional(bytes_of(file)) : std::nullopt;
    };
    const auto run = [&](const Rule& one, const Example& example, const std::string& text) { return pack.run(one, example, text); };
    for (const auto& outcome : run_examples(*rule, read, run, diagnostics)) {
      INFO(rule->id + ", " + outcome.example.name() + ": " + outcome.problem);
      CHECK(outcome.ok);
    }
  }
}

TEST_CASE("the schema for editors is up to date") { CHECK(bytes_of(root / "rules/schema.json") == rule_schema()); }

TEST_CASE("every word and every link is used by a rule, a fact or a class") {
  std::string all;
  for (const auto& path : yaml_files(root / "rules")) all += bytes_of(path);
  // `within`, `before` and `length` of a fact count too. Words that no rule needs yet:
  const std::vector<std::string_view> waiting{"within", "before", "among", "points_at", "pointed_at_by", "parent_of", "under", "connected_to", "refers_to", "ordered_after"};
  for (const auto& row : all_words()) {
    const bool implied = row.word == Word::equals || std::find(waiting.begin(), waiting.end(), row.name) != waiting.end();
    INFO(row.name);
    CHECK((implied || all.find(std::string(row.name) + ":") != std::string::npos));
  }
}

}  // namespace pillarlint
