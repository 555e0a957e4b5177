// Repairs of the pack: what a rule offers for its own failing examples makes them pass, in the language they are written in,
// and rules that set one property agree about its value.
#include <catch2/catch.hpp>

#include <map>

#include "base/edit.h"
#include "base/text.h"
#include "rules/pack.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

bool fails(const ExampleRun::One& one) { return one.verdict == Verdict::fail; }
std::size_t failing(const ExampleRun& run) { return static_cast<std::size_t>(std::count_if(run.findings.begin(), run.findings.end(), fails)); }

const ExampleRun::One* first_repair(const ExampleRun& run) {
  const auto found = std::find_if(run.findings.begin(), run.findings.end(), [](const auto& one) { return fails(one) && one.repair; });
  return found != run.findings.end() ? &*found : nullptr;
}

struct Share {
  std::size_t findings = 0, offered = 0;
};

/// Makes one repair after the other, until nothing more is offered.
Share repair_all(const Pack& pack, const Rule& rule, const Example& example, std::string text) {
  auto run = pack.run(rule, example, text);
  Share share{failing(run), 0};
  for (const auto* one = first_repair(run); one != nullptr; one = first_repair(run)) {
    INFO(one->repair->title + "\n" + text);
    REQUIRE_FALSE(one->repair->edits.empty());
    REQUIRE(one->repair->title == "Set `" + rule.repair->set.text + "` to `" + scalar_text(rule.repair->to).value_or("") + "`");
    for (const auto& edit : one->repair->edits) REQUIRE(edit.span.end <= text.size());
    const auto changed = with_edits(text, one->repair->edits);
    const auto before = failing(run);
    INFO("becomes\n" + changed);
    REQUIRE(changed != text);
    run = pack.run(rule, example, changed);
    CHECK(run.problem.empty());
    REQUIRE(failing(run) < before);  // or this would never end
    share.offered += before - failing(run);
    text = changed;
  }
  return share;
}

}  // namespace

TEST_CASE("a repair makes the example pass that it is offered for") {
  const Pack pack;
  std::map<std::string, Share> by_language;
  std::size_t rules = 0;
  for (const auto& rule : pack.rules->all()) {
    if (rule->repair == nullptr) continue;
    ++rules;
    std::size_t of_rule = 0;
    for (const auto& example : examples_of(*rule)) {
      if (example.wanted != Verdict::fail || !example.file.empty()) continue;
      const auto text = example.language == "arm" ? complete_template(example.text) : std::string(example.text);
      INFO(rule->id + ", " + example.name() + " in " + std::string(example.language));
      const auto share = repair_all(pack, *rule, example, text);
      auto& all = by_language[std::string(example.language)];
      all.findings += share.findings;
      all.offered += share.offered;
      of_rule += share.offered;
    }
    INFO(rule->id + " has a repair that none of its examples shows");
    CHECK(of_rule > 0);
  }
  for (const auto& [language, share] : by_language) {
    WARN(language + ": " + std::to_string(share.offered) + " of " + std::to_string(share.findings) + " findings repaired");
  }
  CHECK(rules >= 60);
}

TEST_CASE("rules that set one property agree about its value") {
  const Pack pack;
  std::map<std::string, std::pair<std::string, std::string>> values;
  for (const auto& rule : pack.rules->all()) {
    if (rule->repair == nullptr) continue;
    for (const auto& type : rule->types.types) {
      const auto property = lower(std::string(type.text()) + " " + rule->repair->set.text);
      const auto value = scalar_text(rule->repair->to).value_or("");
      const auto [at, is_new] = values.try_emplace(property, value, rule->id);
      INFO(property + ": " + rule->id + " and " + at->second.second);
      CHECK(at->second.first == value);
    }
  }
  CHECK_FALSE(values.empty());
}

}  // namespace pillarlint
