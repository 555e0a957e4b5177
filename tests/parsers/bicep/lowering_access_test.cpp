// Operators, member access in all its forms, lambdas, loops of values, functions of the file.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

TEST_CASE("Operators") {
  CHECK(evaluate_bicep("1 + 2 * 3 - 8 / 3 % 2") == "7");
  CHECK(evaluate_bicep("-(2 + 3)") == "-5");
  CHECK(evaluate_bicep("!(1 > 2) && (2 >= 2 || false)") == "true");
  CHECK(evaluate_bicep("[1 < 2, 2 <= 1, 'a' == 'A', 'a' != 'A', 'a' =~ 'A', 'a' !~ 'A']") == "[true, false, false, true, true, false]");
  CHECK(evaluate_bicep("null ?? null ?? 'c'") == "'c'");
  CHECK(evaluate_bicep("1 > 2 ? 'a' : 2 > 1 ? 'b' : 'c'") == "'b'");
  CHECK(evaluate_bicep("{a: 1} == {a: 1} && [1, 2] == [1, 2]") == "true");
}

TEST_CASE("What can not matter is not asked") {
  const auto unknown = "param p bool";
  CHECK(evaluate_bicep("p && false", unknown) == "false");
  CHECK(evaluate_bicep("false && p", unknown) == "false");
  CHECK(evaluate_bicep("p || true", unknown) == "true");
  CHECK(evaluate_bicep("p ? 1 : 1", unknown) == "1");
  CHECK(evaluate_bicep("(p ? {a: 1, b: 2} : {a: 1, b: 3}).a", unknown) == "1");
  CHECK(evaluate_bicep("p == p", unknown) == "true");
}

TEST_CASE("Members and elements") {
  const auto o = "var o = {a: {b: [10, 20, 30]}, 'c-d': 5}\nvar k = 'a'\nvar i = 1";
  CHECK(evaluate_bicep("o.a.b[0]", o) == "10");
  CHECK(evaluate_bicep("o['c-d']", o) == "5");
  CHECK(evaluate_bicep("o[k].b[i]", o) == "20");
  CHECK(evaluate_bicep("o.A.B[0]", o) == "10");        // names have no case
  CHECK(evaluate_bicep("o.a.b[^1]", o) == "30");
  CHECK(evaluate_bicep("o.a.b[^i]", o) == "30");
}

TEST_CASE("Safe access gives null, for the rest of its chain too") {
  const auto o = "var o = {a: {b: [10, 20]}}";
  CHECK(evaluate_bicep("o.?a.b[0]", o) == "10");
  CHECK(evaluate_bicep("o.?x", o) == "null");
  CHECK(evaluate_bicep("o.?x.y.z[3].w", o) == "null");
  CHECK(evaluate_bicep("o.?x.y ?? 'd'", o) == "'d'");
  CHECK(evaluate_bicep("o.a.b[?1]", o) == "20");
  CHECK(evaluate_bicep("o.a.b[?2]", o) == "null");
  CHECK(evaluate_bicep("o.a.b[?^1]", o) == "20");
  CHECK(evaluate_bicep("o.a.b[?^5]", o) == "null");
  CHECK(evaluate_bicep("o[?'x'].y", o) == "null");
  CHECK(evaluate_bicep("o.?a!.b[0]", o) == "10");
}

TEST_CASE("Access that is not safe on what is not there: reported at its text, unknown") {
  const auto t = expand_bicep("var o = {a: 1}\noutput out string = o.b\n");
  CHECK(t.codes() == "property-missing");
  REQUIRE(t.problems().size() == 1);
  CHECK(t.text(t.problems().at(0).span) == "o.b");
  CHECK(evaluate_bicep("[1][4]").find("index-out-of-range") != std::string::npos);
}

TEST_CASE("Lambdas with one, two and three names") {
  CHECK(evaluate_bicep("map([1, 2], x => x * 2)") == "[2, 4]");
  CHECK(evaluate_bicep("map(['a', 'b'], (x, i) => '${x}${i}')") == "['a0', 'b1']");
  CHECK(evaluate_bicep("filter([1, 2, 3], x => x > 1)") == "[2, 3]");
  CHECK(evaluate_bicep("reduce([1, 2, 3], 0, (a, b) => a + b)") == "6");
  CHECK(evaluate_bicep("reduce([5, 6], 0, (a, b, i) => a + b * i)") == "6");
  CHECK(evaluate_bicep("sort([2, 3, 1], (a, b) => a < b)") == "[1, 2, 3]");
  CHECK(evaluate_bicep("toObject(['a', 'b'], x => x, x => '${x}!')") == "{a: 'a!', b: 'b!'}");
  CHECK(evaluate_bicep("map([1, 2], x => map([10, 20], y => x + y))") == "[[11, 21], [12, 22]]");
  CHECK(evaluate_bicep("map([1], x => map([2], x => x))") == "[[2]]");  // the inner name hides the outer
}

TEST_CASE("Loops of values: item, index, loops in loops, loops over what other loops made") {
  CHECK(evaluate_bicep("[for x in ['a', 'b']: '${x}!']") == "['a!', 'b!']");
  CHECK(evaluate_bicep("[for (x, i) in ['a', 'b']: {n: x, at: i}]") == "[{n: 'a', at: 0}, {n: 'b', at: 1}]");
  CHECK(evaluate_bicep("[for i in range(3, 2): i]") == "[3, 4]");
  CHECK(evaluate_bicep("v", "var w = [for x in [1, 2]: x * 10]\nvar v = [for x in w: x + 1]") == "[11, 21]");
  CHECK(evaluate_bicep("{a: [for x in [[1, 2], [3]]: {b: [for y in x: y + length(x)]}]}") == "{a: [{b: [3, 4]}, {b: [4]}]}");
  CHECK(evaluate_bicep("[for x in []: x]") == "[]");
}

TEST_CASE("Names: of a parameter and a lambda, of the namespace, unknown ones with a suggestion") {
  CHECK(evaluate_bicep("sys.concat('a', az.resourceGroup().type)").find("!") == std::string::npos);
  CHECK(evaluate_bicep("nameof(o.thing)", "var o = {thing: 1}") == "'thing'");
  CHECK(evaluate_bicep("nameof(o)", "var o = {thing: 1}") == "'o'");
  CHECK(evaluate_bicep("any('x')") == "'x'");
  const auto t = expand_bicep("param location string = 'x'\noutput out string = locaton\n");
  CHECK(t.codes() == "symbol-not-declared");
  const auto d = t.problems().at(0);
  CHECK(d.text().find("did you mean `location`") != std::string::npos);
  CHECK(t.text(d.span) == "locaton");
  CHECK(evaluate_bicep("noSuchFunction(1)").find("function-unknown") != std::string::npos);
}

TEST_CASE("Functions of the file see their parameters and call each other") {
  const auto functions = R"(func tag(name string, n int) string => '${toLower(name)}-${n}'
func both(names string[]) string[] => map(names, (x, i) => tag(x, i)))";
  CHECK(evaluate_bicep("tag('Ab', 3)", functions) == "'ab-3'");
  CHECK(evaluate_bicep("both(['X', 'Y'])", functions) == "['x-0', 'y-1']");
  // A function that calls itself ends.
  CHECK(evaluate_bicep("f(1)", "func f(x int) int => f(x + 1)").find("!") != std::string::npos);
}

TEST_CASE("Variables in a circle are reported once and unknown") {
  const auto t = expand_bicep("var a = '${b}'\nvar b = '${a}'\noutput out string = a\n");
  CHECK(t.codes() == "circular");
}
