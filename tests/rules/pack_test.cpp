// The rules of the pack: every file loads without complaint, and every example gives its verdict on its marked lines.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rules/json_schema.h"
#include "rules/pack.h"

namespace pillarlint {

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
