// The examples inside rule files, which are their tests. Reading and judging is done here; running needs a front end
// and is handed in, since rules know no languages.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule.h"

namespace pillarlint {

struct Example {
  Verdict wanted = Verdict::pass;
  std::size_t number = 0;                    // in its list, from 1
  std::string_view language;                 // `arm`, `bicep` or `terraform`
  std::string_view text;                     // inline; empty: `file`
  std::string_view file;                     // beside the rule, in the folder of its name
  std::string_view environment;
  std::vector<std::string_view> profiles;
  std::vector<std::pair<std::string_view, std::vector<std::string_view>>> settings;  // of the configuration: name, texts
  std::vector<std::string_view> platform;
  std::string_view today;
  Value parameters;                          // object or null
  std::string_view note;
  Span span;
  /// `fail 2`
  [[nodiscard]] std::string name() const;
  /// Path of the file relative to the folder of the rule's service: `ai-account-x/fail.json`.
  [[nodiscard]] std::string path(const Rule& rule) const;
};

[[nodiscard]] std::vector<Example> examples_of(const Rule& rule);
/// Shape and number of the examples; complaints as rule_examples.
void check_examples(const Rule& rule, Diagnostics& diagnostics);

/// Lines (from 1) that carry the mark `// <-- here`.
[[nodiscard]] std::vector<std::uint32_t> marks_of(std::string_view text);

/// The shorthand forms of an ARM template made whole without moving a line: an array, one resource, or an object without
/// `$schema`. What is added stands at the start of the first line and at the end.
[[nodiscard]] std::string complete_template(std::string_view text);

/// What a run of one example gave.
struct ExampleRun {
  struct One {
    Verdict verdict = Verdict::pass;
    std::uint32_t line = 0;
    std::string message;
    std::optional<Repair> repair{};
  };
  std::vector<One> findings;                 // of this rule, pass and not applicable too
  std::string problem;                       // the example could not be run
};
using RunExample = std::function<ExampleRun(const Rule&, const Example&, const std::string& text)>;
/// Text of an example's file; nullopt: there is none.
using ReadExample = std::function<std::optional<std::string>(const std::string& path)>;

struct ExampleOutcome {
  const Rule* rule = nullptr;
  Example example;
  bool ok = false;
  std::string problem;                       // what was wanted and what came
  ExampleRun run;
};
/// Runs all examples of a rule. Problems are also reported as rule_examples at the example.
[[nodiscard]] std::vector<ExampleOutcome> run_examples(const Rule& rule, const ReadExample& read, const RunExample& run, Diagnostics& diagnostics);

}  // namespace pillarlint
