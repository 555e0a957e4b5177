#include <catch2/catch.hpp>

#include "support/terraform_text.h"

using pillarlint::test::evaluate_terraform;

namespace {
std::string eval(const std::string& expression, const std::string& locals = "{}") { return evaluate_terraform(expression, locals); }
}  // namespace

TEST_CASE("numbers and their operators", "[terraform]") {
  CHECK(eval("1 + 2 * 3") == "7");
  CHECK(eval("(1 + 2) * 3") == "9");
  CHECK(eval("10 - 3 - 2") == "5");
  CHECK(eval("7 / 2") == "3.5");
  CHECK(eval("8 / 2") == "4");
  CHECK(eval("7 % 3") == "1");
  CHECK(eval("-7 % 3") == "-1");
  CHECK(eval("-(2 + 3)") == "-5");
  CHECK(eval("1e3") == "1000");
  CHECK(eval("1E-3") == "0.001");
  CHECK(eval("1.5E+1 + 2E0") == "17");
  CHECK(eval("\"1E-3\"") == "'1E-3'");  // a text stays as it is
  CHECK(eval("0.5 + 0.25") == "0.75");
  CHECK(eval("\"5\" + 1") == "6");
  CHECK(eval("9223372036854775807") == "9223372036854775807");
  CHECK(eval("1 / 0").ends_with("! function-argument"));
  CHECK(eval("true + 1").ends_with("! function-argument"));
  CHECK(eval("null + 1").ends_with("! function-argument"));
}

TEST_CASE("comparison and logic", "[terraform]") {
  CHECK(eval("1 < 2") == "true");
  CHECK(eval("\"10\" > 9") == "true");
  CHECK(eval("2 >= 3") == "false");
  CHECK(eval("\"a\" == \"A\"") == "false");  // case matters
  CHECK(eval("1 == \"1\"") == "false");      // and so do types
  CHECK(eval("1 != \"1\"") == "true");
  CHECK(eval("null == null") == "true");
  CHECK(eval("[1, 2] == [1, 2]") == "true");
  CHECK(eval("!true || true && false") == "false");
  CHECK(eval("!(1 == 1)") == "false");
  CHECK(eval("!\"false\"") == "true");
  CHECK(eval("\"true\" && true") == "true");
  CHECK(eval("true ? \"a\" : \"b\"") == "'a'");
  CHECK(eval("\"false\" ? 1 : 2") == "2");
  CHECK(eval("1 == 1 ? 2 == 2 ? \"x\" : \"y\" : \"z\"") == "'x'");
  CHECK(eval("1 ? 2 : 3").ends_with("! function-argument"));
  CHECK(eval("local.a.b == 1 && !local.c", R"({"a": {"b": 1}, "c": false})") == "true");
}

TEST_CASE("what is not known stays so, and is told apart", "[terraform]") {
  CHECK(eval("var.a + 1").starts_with("‹"));
  CHECK(eval("var.a == var.a") == "true");
  CHECK(eval("var.a && false") == "false");
  CHECK(eval("true || var.a") == "true");
  CHECK(eval("var.a ? 1 : 1") == "1");
  CHECK(eval("var.a ? 1 : 2") == "1 | 2");
  CHECK(eval("(var.a ? 1 : 2) + 10") == "11 | 12");
  CHECK(eval("\"x-${var.a}\"") == "'x-‹var a›'");
  CHECK(eval("\"x-${local.secret}\"", R"({"secret": "hush"})") == "‹secret›");
  CHECK(eval("[local.secret, 1]", R"({"secret": "hush"})") == "[‹secret›, 1]");
  CHECK(eval("local.secret == \"hush\"", R"({"secret": "hush"})") == "true");
}

TEST_CASE("objects and tuples", "[terraform]") {
  CHECK(eval("{ a = 1, \"b c\" : 2, (\"d${1 + 1}\") = 3, \"e${1}\" = 4, 5 = 6, true = 7 }") ==
        "{a: 1, 'b c': 2, d2: 3, e1: 4, '5': 6, true: 7}");
  CHECK(eval("{\n  a = 1\n  b = [\n    1,\n    2,\n  ]\n}") == "{a: 1, b: [1, 2]}");
  CHECK(eval("{ (local.key) = 1 }", R"({"key": "k"})") == "{k: 1}");
  CHECK(eval("{ local = 1 }.local") == "1");  // a bare word is itself
  CHECK(eval("{ a = 1, (var.k) = 2 }").starts_with("{a: 1, …"));
  CHECK(eval("{ (var.c ? \"x\" : \"y\") = 1 }") == "{x: 1} | {y: 1}");
  CHECK(eval("{ (null) = 1 }").ends_with("! function-argument"));
  CHECK(eval("[]") == "[]");
  CHECK(eval("{}") == "{}");
}

TEST_CASE("access", "[terraform]") {
  const std::string locals = R"({"o": {"a": {"b": [10, 20, {"c": "x"}]}}, "l": [1, 2], "k": "a"})";
  CHECK(eval("local.o.a.b[2].c", locals) == "'x'");
  CHECK(eval("local.o[\"a\"][\"b\"][0]", locals) == "10");
  CHECK(eval("local.o[local.k].b.1", locals) == "20");
  CHECK(eval("(local.o).a.b[0]", locals) == "10");
  CHECK(eval("[1, 2][1]") == "2");
  CHECK(eval("local.o.zz", locals).ends_with("! property-missing"));
  CHECK(eval("local.l[7]", locals).ends_with("! index-out-of-range"));
  CHECK(eval("null.a").ends_with("! function-argument"));
  CHECK(eval("var").ends_with("! terraform-syntax"));
  CHECK(eval("data.t").ends_with("! terraform-syntax"));
  CHECK(eval("module").ends_with("! terraform-syntax"));
}

TEST_CASE("splats", "[terraform]") {
  const std::string locals = R"({"l": [{"a": {"b": [1]}, "n": [{"x": 1}]}, {"a": {"b": [2]}, "n": [{"x": 2}, {"x": 3}]}], "one": {"a": 5}, "no": null})";
  CHECK(eval("local.l[*].a.b[0]", locals) == "[1, 2]");
  CHECK(eval("local.l.*.a.b", locals) == "[[1], [2]]");
  CHECK(eval("local.l.*.a.b[0]", locals) == "[1]");  // the index is asked of the result
  CHECK(eval("local.l[*].n[*].x", locals) == "[[1], [2, 3]]");
  CHECK(eval("local.one[*].a", locals) == "[5]");
  CHECK(eval("local.no[*].a", locals) == "[]");
  CHECK(eval("local.no[*]", locals) == "[]");
  CHECK(eval("var.l[*].a").starts_with("[…"));
  CHECK(eval("local.l[*].zz", locals).ends_with("! property-missing"));
}

TEST_CASE("for-expressions", "[terraform]") {
  const std::string locals = R"({"l": ["a", "b"], "m": {"z": 1, "b": 2}, "o": [{"g": "x", "v": 1}, {"g": "y", "v": 2}, {"g": "x", "v": 3}]})";
  CHECK(eval("[for v in local.l : \"${v}!\"]", locals) == "['a!', 'b!']");
  CHECK(eval("[for i, v in local.l : \"${i}${v}\"]", locals) == "['0a', '1b']");
  CHECK(eval("[for v in local.m : v]", locals) == "[2, 1]");  // in the order of the names
  CHECK(eval("[for k, v in local.m : \"${k}=${v}\" if v > 1]", locals) == "['b=2']");
  CHECK(eval("{for k, v in local.m : v => k}", locals) == "{'2': 'b', '1': 'z'}");
  CHECK(eval("{for e in local.o : e.g => e.v...}", locals) == "{x: [1, 3], y: [2]}");
  CHECK(eval("[for a in local.l : [for b in local.l : \"${a}${b}\"]]", locals) == "[['aa', 'ab'], ['ba', 'bb']]");
  CHECK(eval("[for k, a in local.m : [for k2, b in local.m : \"${k}${k2}\"]]", locals) == "[['bb', 'bz'], ['zb', 'zz']]");
  CHECK(eval("[for local in local.l : local]", locals) == "['a', 'b']");  // the name of the for hides the root
  CHECK(eval("[for v in var.l : v.name]").starts_with("[…"));
  CHECK(eval("[for v in local.l : v if var.c]", locals).starts_with("[…"));
  CHECK(eval("[for v in 5 : v]").ends_with("! function-argument"));
}

TEST_CASE("try and can", "[terraform]") {
  const std::string locals = R"({"o": {"a": 1}, "l": []})";
  CHECK(eval("try(local.o.a, 2)", locals) == "1");
  CHECK(eval("try(local.o.b, 2)", locals) == "2");
  CHECK(eval("try(local.o.b.c, local.l[0], \"none\")", locals) == "'none'");
  CHECK(eval("try(local.o.b, local.o.c)", locals).ends_with("! function-argument"));
  CHECK(eval("can(local.o.a)", locals) == "true");
  CHECK(eval("can(local.o.b)", locals) == "false");
  CHECK(eval("can(1 / 0)") == "false");
  CHECK(eval("can(var.x)").starts_with("true"));
  CHECK(eval("can(var.x.y)").starts_with("‹"));
  CHECK(eval("try(var.x.y, \"d\")") == "‹x: no value is given› | 'd'");
  CHECK(eval("try(azurerm_a.b.id, null)").starts_with("‹"));  // all members of a resource are there
  CHECK(eval("try({ a = [var.x] }.a[0], 1)") == "‹x: no value is given›");
  CHECK(eval("try(try(local.o.b, local.l[3]), 7)", locals) == "7");
}

TEST_CASE("calls", "[terraform]") {
  CHECK(eval("joined(\"a\", \"b\")") == "'ab'");
  CHECK(eval("joined([\"a\", \"b\"]...)") == "'ab'");
  CHECK(eval("joined(\"x\", [\"a\", \"b\"]...)") == "'xab'");
  CHECK(eval("joined((var.c ? [\"a\"] : [\"b\"])...)") == "'a' | 'b'");
  CHECK(eval("joined(var.l...)").starts_with("‹"));
  CHECK(eval("joined(\"a\"...)").ends_with("! function-argument"));
  CHECK(eval("Joined(\"a\")").ends_with("! function-unknown"));  // names have case
  CHECK(eval("nothing(1)").ends_with("! function-unknown"));
  CHECK(eval("same(\n  1,\n)") == "1");
}
