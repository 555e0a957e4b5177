#include <catch2/catch.hpp>

#include "shape.h"
#include "support/bicep_check.h"

using namespace pillarlint::bicep;

namespace {

std::string repeated(std::string_view piece, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += piece;
  return out;
}

}  // namespace

TEST_CASE("What nests too deeply is told, at no cost of stack") {
  for (const std::string_view piece : {"[", "[\n", "(", "{a:", "{\na:", "'${", "a?", "a?b:", "a[", "f(", "x=>", "[for x in ", "f(x =>\n"}) {
    CAPTURE(piece);
    const auto text = "var a = " + repeated(piece, 50'000) + "\nvar b = 1\n";
    const auto tree = parse(text, FileForm::bicep);
    REQUIRE_FALSE(tree->problems.empty());
    CHECK(problems(*tree).find("something nested less deeply") != std::string::npos);
    CHECK(broken_promise(*tree).empty());
  }
  for (const std::string_view piece : {"[", "{a:", "(", "a<"}) {
    CAPTURE(piece);
    CHECK_FALSE(problems("type a = " + repeated(piece, 50'000)).empty());
  }
  CHECK_FALSE(problems(repeated("resource a 'b' = {\n  ", 50'000)).empty());
}

TEST_CASE("A chain makes no tree that is too high to walk") {
  for (const std::string_view piece : {".b", "[0]", "!", "()", " + 1", "::b", " ?? 1"}) {
    CAPTURE(piece);
    const auto tree = parse("var a = b" + repeated(piece, 50'000), FileForm::bicep);
    CHECK_FALSE(tree->problems.empty());
    CHECK(broken_promise(*tree).empty());
    CHECK(problems("var a = b" + (piece == "()" ? "()" : repeated(piece, 500))).empty());
  }
  CHECK_FALSE(problems("type a = b" + repeated("[]", 50'000)).empty());
}

TEST_CASE("Depth that people write is fine") {
  CHECK(problems("var a = " + repeated("[", 90) + repeated("]", 90)).empty());
  CHECK(problems("var a = " + repeated("{a:", 90) + "1" + repeated("}", 90)).empty());
  CHECK(problems("var a = " + repeated("b ? c : ", 150) + "d").empty());
}

TEST_CASE("Problems are counted, not hoarded") {
  CHECK(parse(repeated("#\n", 50'000), FileForm::bicep)->problems.size() <= 1000);
  CHECK(parse(repeated("a\n", 50'000), FileForm::bicep)->problems.size() <= 1000);
}

TEST_CASE("Any bytes will do") {
  for (const auto& text : {std::string(3, '\0'), std::string("\xEF\xBB\xBF"), std::string("\xC3"), std::string("'\xC3"),
                           std::string("'\\\xC3"), std::string("'\\u{"), std::string("$$$"), std::string("#"), std::string()}) {
    CAPTURE(text);
    const auto tree = parse(text, FileForm::bicep);
    CHECK(broken_promise(*tree).empty());
    CHECK(tree->problems.empty() == text.empty());
  }
}
