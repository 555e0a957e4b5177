// expressions.txt beside what `terraform console` makes of it (expressions.expected.json, written by compare_console.py).
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "terraform/console.h"
#include "value/functions/strings.h"

using pillarlint::test::Outcome;

namespace {

const std::string folder = std::string(PILLARLINT_SOURCE_DIR) + "/tests/terraform/";

bool agrees(const Outcome& ours, const nlohmann::json& theirs) {
  switch (ours.kind) {
    case Outcome::Kind::value:
      return theirs.contains("value") && nlohmann::json::parse(ours.text) == theirs["value"];
    case Outcome::Kind::error:
      return theirs.contains("error");
    case Outcome::Kind::unknown:
      return theirs.contains("unknown");
  }
  return false;
}

}  // namespace

TEST_CASE("expressions are what terraform console makes of them", "[terraform]") {
  std::ifstream recorded(folder + "expressions.expected.json");
  const auto expected = nlohmann::json::parse(recorded)["results"];
  std::ifstream lines(folder + "expressions.txt");
  int compared = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const bool different = line.starts_with("! ");  // known, and said why in the file
    const auto text = different || line.starts_with("? ") ? line.substr(2) : line;
    CAPTURE(text);
    REQUIRE(expected.contains(text));
    const auto ours = pillarlint::test::evaluate_in_console(pillarlint::replace_all(text, "␤", "\n"), folder + "files");
    CAPTURE(ours.text);
    CHECK(agrees(ours, expected[text]) != different);
    ++compared;
  }
  CHECK(compared > 600);
}
