#include <catch2/catch.hpp>

#include "rules/english.h"
#include "rules/examples.h"
#include "rules/json_schema.h"
#include "rules_support.h"

namespace pillarlint {
using testing::Rules;

namespace {
const std::string with_examples =
    "title: Something is wrong\nseverity: high\npillar: security\nchecklist: [SE-01]\nwhy: w\nfix: f\nsources: [s]\n"
    "for: Microsoft.X/things\nexpect: { a: { at_least: 2 } }\n"
    "examples:\n  fail:\n    - arm: |\n        [\n          {} // <-- here\n        ]\n    - arm: '{}'\n  pass:\n    - arm: '{}'\n      pas: 1\n";
}  // namespace

TEST_CASE("shorthand templates are completed without moving a line") {
  for (const std::string text : {"[\n { \"type\": \"A/b\", \"apiVersion\": \"1\", \"name\": \"n\" }\n]", "{\n \"type\": \"A/b\", \"apiVersion\": \"1\", \"name\": \"n\"\n}",
                                 "{\n \"resources\": []\n}", "// a comment\n{ \"resources\": [] }"}) {
    const auto whole = complete_template(text);
    CHECK(std::count(whole.begin(), whole.end(), '\n') == std::count(text.begin(), text.end(), '\n'));
    const auto document = read_json(whole, FileId::none);
    CHECK(document->diagnostics.empty());
    CHECK(document->root.get("resources").is_array());
    CHECK_FALSE(document->root.get("$schema").is_null());
  }
  const auto nested = complete_template("{ \"type\": \"A/b\", \"apiVersion\": \"1\", \"name\": \"n\", \"resources\": [] }");
  CHECK(read_json(nested, FileId::none)->root.get("resources").size() == 1);  // one resource with its children
}

TEST_CASE("examples are judged by verdict and marked lines") {
  const Rules rules({{"rules/test/test-rule.yaml", with_examples}}, true);
  const auto& rule = *rules.set->find("test-rule");
  std::vector<std::string> complaints;
  for (const auto& one : rules.diagnostics.list()) complaints.push_back(one.text());
  CHECK(complaints == std::vector<std::string>{"unknown key `pas`", "the rule has 1 examples under `pass`, at least 2 are needed",
                                               "the rule has 0 examples under `unknown`, at least 1 are needed"});
  const auto outcomes = [&](ExampleRun run) {
    Diagnostics diagnostics;
    std::vector<std::string> out;
    for (const auto& one : run_examples(rule, {}, [&](const Rule&, const Example&, const std::string&) { return run; }, diagnostics)) out.push_back(one.problem);
    return out;
  };
  CHECK(outcomes({{{Verdict::fail, 2, ""}}, ""})[0].empty());
  CHECK(outcomes({{{Verdict::fail, 3, ""}}, ""})[0] == "marked lines: 2; findings on: 3");
  CHECK(outcomes({{{Verdict::fail, 2, ""}}, ""})[1] == "no line is marked with `// <-- here`; the findings are on 2");
  CHECK(outcomes({{{Verdict::pass, 1, ""}}, ""})[0] == "the verdict is pass");
  CHECK(outcomes({{{Verdict::pass, 1, ""}}, ""})[2].empty());
  CHECK(outcomes({})[2] == "no resource in it is of a type of the rule");
}

TEST_CASE("conditions in words") {
  const Rules rules({{"rules/test/test-rule.yaml", with_examples}}, false);
  CHECK(how_it_decides(*rules.set->find("test-rule")) == "Judged: each `Microsoft.X/things`.\n\nExpected\n\n- `a` is at least `2`\n");
}

TEST_CASE("the schema of rule files is JSON and knows every word") {
  const auto schema = rule_schema();
  const auto document = read_json(schema, FileId::none);
  CHECK(document->diagnostics.empty());
  const auto words = document->root.get("definitions").get("words").get("properties");
  for (const auto& row : all_words()) CHECK(words.find(row.name) != nullptr);
}

}  // namespace pillarlint
