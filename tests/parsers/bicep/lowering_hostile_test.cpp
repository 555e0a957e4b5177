// Input made to hurt: each ends in short time, says so, and the rest is still understood.
#include <catch2/catch.hpp>

#include "support/bicep.h"
#include "support/cpu_time.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

/// Expands it with a resource beside it that must be understood.
Expanded survives(const std::string& text, std::map<std::string, std::string> others = {}) {
  const auto start = cpu_seconds();
  auto t = expand_bicep(text + "\nresource good 'P.Q/good@2020-01-01' = { name: 'good' }\n", std::move(others));
  CHECK(cpu_seconds() - start < 120);  // only what never ends takes so long, sanitizers included
  CHECK(t.all("P.Q/good").size() == 1);
  return t;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("Deep nesting of every kind") {
  CHECK_FALSE(survives("var x = " + repeated("[", 5000) + repeated("]", 5000)).codes().empty());
  (void)survives("var x = " + repeated("(", 3000) + "1" + repeated(")", 3000) + "\noutput o int = x");
  (void)survives("var x = " + repeated("!", 3000) + "true\noutput o bool = x");
  (void)survives("var x = " + repeated("1+", 3000) + "1\noutput o int = x");
  (void)survives("var x = {}\noutput o string = x" + repeated(".a", 3000));
  (void)survives("var x = {}\noutput o string = x" + repeated(".?a", 3000));
  (void)survives("output o string = " + repeated("true ? 1 : ", 3000) + "2");
  (void)survives("output o string = " + repeated("map([1], x => ", 500) + "1" + repeated(")", 500));
  (void)survives("output o string = '" + repeated("${'", 300) + repeated("'}", 300) + "'");
}

TEST_CASE("Variables that double each other") {
  std::string text = "var v0 = [1, 2, 3, 4]\nvar s0 = '0123456789'\n";  // texts up to 10 MB: what more costs is the evaluator's matter
  for (int i = 1; i < 60; ++i) {
    const auto n = std::to_string(i);
    const auto before = std::to_string(i - 1);
    text += "var v" + n + " = [v" + before + ", v" + before + "]\n";
    if (i < 20) text += "var s" + n + " = '${s" + before + "}${s" + before + "}'\n";
  }
  const auto t = survives(text + "output a array = v59\noutput s int = length(s19)");
  CHECK(t.output("s") == "5242880");
}

TEST_CASE("Names and ids that double each other") {
  std::string text = "resource r0 'P.Q/r@2020-01-01' = { name: 'r0' }\n";
  for (int i = 1; i < 40; ++i) {
    const auto n = std::to_string(i);
    const auto before = "r" + std::to_string(i - 1);
    text += "resource r" + n + " 'P.Q/r@2020-01-01' = { name: '${uniqueString(" + before + ".id, " + before + ".id)}${uniqueString(" + before + ".name, " + before + ".name)}' }\n";
  }
  (void)survives(text);
}

TEST_CASE("Loops whose collections are made of the items of outer loops") {
  std::string text = "1";
  for (int i = 24; i > 0; --i) {
    const auto outer = "x" + std::to_string(i - 1);
    text = "[for x" + std::to_string(i) + " in [" + outer + ", " + outer + "]: " + text + "]";
  }
  (void)survives("param x0 array\noutput o array = " + text);
  (void)survives("var big = [for i in range(0, 10000): [for k in range(0, 10000): [for l in range(0, 10000): i]]]\noutput o array = big");
}

TEST_CASE("Loops over parents in loops whose names are made of each other") {
  std::string text = "resource p0 'P.Q/p@2020-01-01' = [for n in ['a', 'b']: { name: n }]\n";
  std::string type = "P.Q/p";
  for (int i = 1; i < 14; ++i) {
    type += "/p";
    text += "resource p" + std::to_string(i) + " '" + type + "@2020-01-01' = [for (n, i) in [p" + std::to_string(i - 1) + "[0].id, p" +
            std::to_string(i - 1) + "[1].id]: {\n  parent: p" + std::to_string(i - 1) + "[i]\n  name: uniqueString(n)\n}]\n";
  }
  (void)survives(text);
}

TEST_CASE("Functions that call themselves and each other") {
  const auto t = survives("func f(x int) int => g(x) + g(x)\nfunc g(x int) int => f(x) + f(x)\noutput o int = f(1)");
  CHECK_FALSE(t.codes().empty());
}

TEST_CASE("Many modules of many modules") {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 28; ++i) {
    const auto next = "m" + std::to_string(i + 1) + ".bicep";
    files["m" + std::to_string(i) + ".bicep"] = "module a '" + next + "' = { name: 'a' }\nmodule b '" + next + "' = { name: 'b' }\n";
  }
  files["m28.bicep"] = "resource r 'P.Q/r@2020-01-01' = { name: 'r' }\n";
  const auto t = survives("module m 'm0.bicep' = { name: 'm' }", files);
  CHECK_FALSE(t.codes().empty());
}

TEST_CASE("Imports that double each other") {
  std::map<std::string, std::string> files;
  for (int i = 0; i < 14; ++i) {
    const auto next = "'i" + std::to_string(i + 1) + ".bicep'";
    files["i" + std::to_string(i) + ".bicep"] = "import { v as a } from " + next + "\nimport { v as b, t } from " + next +
                                                "\n@export()\nvar v = '${a}${b}'\n@export()\ntype t2 = { a: t, b: t }\n@export()\ntype t = { a: t2 }\n";
  }
  files["i14.bicep"] = "@export()\nvar v = 'x'\n@export()\ntype t = string\n";
  (void)survives("import { v, t } from 'i0.bicep'\nparam p t\noutput o string = v", files);
}

TEST_CASE("Bytes that are no Bicep") {
  (void)survives(std::string("\xc3\x28\x00\x01 resource \x00", 15));
  (void)survives("@");
  (void)survives("resource r 'a'");
  (void)survives("param\nvar\noutput\nmodule\nresource\nimport\ntype\nfunc\nassert\nextension\nusing\ntargetScope =\n");
  (void)survives("module m '${x}' = {}\nmodule n 'a${1}b' = [for");
  (void)survives("resource r 'P.Q/r@2020-01-01' = { name: 'x', properties: { a: [for x in y: ] } }");
}
