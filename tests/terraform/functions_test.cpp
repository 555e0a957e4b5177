// Functions of arguments that are not known, of secrets, and of more than anyone means. Known arguments: expressions_test.cpp.
#include <span>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

#include "terraform/console.h"
#include "terraform/functions.h"

using pillarlint::test::evaluate_in_console;
using pillarlint::test::Outcome;

namespace {

struct Row {
  std::string_view expression, printed;
};

void check(std::span<const Row> rows) {
  for (const auto& row : rows) {
    CAPTURE(row.expression);
    const auto outcome = evaluate_in_console(row.expression, ".");
    CHECK(outcome.printed == row.printed);
    CHECK(outcome.kind != Outcome::Kind::error);
  }
}

std::string reported(std::string_view expression) {
  const auto outcome = evaluate_in_console(expression, ".");
  return outcome.kind == Outcome::Kind::error ? outcome.text : "nothing";
}

}  // namespace

TEST_CASE("all functions of Terraform are there, by both names", "[terraform]") {
  static constexpr std::string_view names =
      "abs abspath alltrue anytrue base64decode base64encode base64gzip base64sha256 base64sha512 basename bcrypt can ceil chomp "
      "chunklist cidrhost cidrnetmask cidrsubnet cidrsubnets coalesce coalescelist compact concat contains csvdecode dirname "
      "distinct element endswith ephemeralasnull file filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset "
      "filesha1 filesha256 filesha512 flatten floor format formatdate formatlist indent index issensitive join jsondecode "
      "jsonencode keys length log lookup lower matchkeys max md5 merge min nonsensitive one parseint pathexpand plantimestamp pow "
      "range regex regexall replace reverse rsadecrypt sensitive setintersection setproduct setsubtract setunion sha1 sha256 "
      "sha512 signum slice sort split startswith strcontains strrev substr sum templatefile templatestring textdecodebase64 "
      "textencodebase64 timeadd timecmp timestamp title tobool tolist tomap tonumber toset tostring transpose trim trimprefix "
      "trimspace trimsuffix try upper urlencode uuid uuidv5 values yamldecode yamlencode zipmap ";
  std::size_t count = 0;
  for (std::size_t from = 0; from < names.size(); ++count) {
    const auto end = names.find(' ', from);
    const auto name = std::string(names.substr(from, end - from));
    CAPTURE(name);
    CHECK(pillarlint::terraform::functions().find(name) != nullptr);
    CHECK(pillarlint::terraform::functions().find("core::" + name) != nullptr);
    from = end + 1;
  }
  CHECK(count == 118);
}

TEST_CASE("functions keep what is known of text", "[terraform]") {
  static constexpr Row rows[] = {
      {R"(upper("a-${var.x}"))", "'A-‹toUpper(parameter x)›'"},
      {R"(lower(var.string_x) == lower(var.string_x))", "true"},
      {R"(replace("a.${var.x}.b", ".", "-"))", "'a-‹replace(parameter x, '.', '-')›-b'"},
      {R"(split(",", "a,b${var.x},c"))", "['a', …‹x: no value is given›]"},
      {R"(join("-", ["a", var.x, "b"]))", "'a-‹parameter x›-b'"},
      {R"(join("-", ["a", var.x]) == "a-${var.x}")", "true"},
      {R"(startswith("abc-${var.x}", "abc"))", "true"},
      {R"(startswith("${var.x}-abc", "abc"))", "‹x: no value is given›"},
      {R"(endswith("${var.x}-abc", "abc"))", "true"},
      {R"(strcontains("x-${var.x}", "x-"))", "true"},
      {R"(format("%s-%s-%03d", "a", var.x, 7))", "'a-‹parameter x›-007'"},
      {R"(format("%s-x", var.x) == "${var.x}-x")", "true"},
      {R"(formatlist("%s-%s", ["a", "b"], var.string_x))", "['a-‹parameter string_x›', 'b-‹parameter string_x›']"},
      {R"(trimprefix("pre-${var.x}", "pre-") == var.x)", "true"},
      {R"(trimsuffix("${var.x}-post", "-post") == var.x)", "true"},
      {R"(trimprefix("pre-${var.x}", "post-"))", "'pre-‹parameter x›'"},
      {R"(substr("abcdef${var.x}", 0, 3))", "'abc'"},
      {R"(chomp("a${var.x}b\n"))", "'a‹parameter x›b'"},
      {R"(jsonencode({ a = var.x }))", R"('{"a":‹json text "(parameter x)›}')"},
      {R"(md5(var.string_x) == "x")", "false"},
      {R"(length(cidrsubnets(var.string_x, 8, 8)))", "2"},
      {R"(uuidv5("dns", var.string_x) == "x")", "false"},  // it has 36 signs
  };
  check(rows);
}

TEST_CASE("functions keep what is known of lists and maps", "[terraform]") {
  static constexpr Row rows[] = {
      {"length([var.x, 1])", "2"},
      {"length({ a = var.x })", "1"},
      {"length(var.bool_x ? [1] : [])", "1 | 0"},
      {"keys({ b = var.x, a = 1 })", "['a', 'b']"},
      {"values({ b = var.x, a = 1 })", "[1, ‹x: no value is given›]"},
      {"merge({ a = 1, b = 2 }, { b = var.x })", "{a: 1, b: ‹x: no value is given›}"},
      {"merge({ a = 1 }, var.object_x)", "{a: ‹object_x: no value is given› | 1, …‹object_x: no value is given›}"},
      {"merge({ a = 1 }, var.bool_x ? { b = 2 } : {})", "{a: 1, b: 2} | {a: 1}"},
      {"lookup({ a = 1 }, \"a\", var.x)", "1"},
      {"lookup({ a = 1, b = 2 }, var.string_k, 0)", "1 | 2 | 0"},
      {"lookup({ a = 1, b = 2 }, \"a-${var.x}\", 0)", "0"},  // no member begins like that
      {"lookup(var.object_x, \"a\", 1)", "‹object_x: no value is given› | 1"},
      {"coalesce(\"d\", var.x)", "'d'"},
      {"coalesce(\"\", \"a-${var.x}\", \"b\")", "'a-‹parameter x›'"},
      {"coalesce(var.x, \"d\")", "'d' | ‹x: no value is given›"},
      {"coalesce(var.x, \"\") == var.x", "true"},  // or it fails
      {"coalescelist(var.list_x, [1])", "[1] | ‹list_x: no value is given›"},
      {"concat([\"a\"], var.list_x)", "['a', …‹list_x: no value is given›]"},
      {"length(concat(var.list_x, [\"a\"])) == 0", "false"},
      {"contains([\"a\", var.x], \"a\")", "true"},
      {"contains([\"a\", var.x], \"b\")", "‹x: no value is given›"},
      {"contains([\"a\", \"b-${var.x}\"], \"c\")", "false"},
      {"element([\"a\", var.x], 0)", "'a'"},
      {"one([var.x]) == var.x", "true"},
      {"one(var.list_x)", "null | ‹list_x: no value is given›"},
      {"flatten([[\"a\"], [var.string_x]])", "['a', ‹string_x: no value is given›]"},
      {"flatten([[\"a\"], var.x, [\"b\"]])", "['a', …‹x: no value is given›]"},
      {"distinct([\"a\", \"a\", var.x])", "['a', …‹x: no value is given›]"},
      {"compact([\"a\", \"x-${var.x}\", var.x])", "['a', 'x-‹parameter x›', …‹x: no value is given›]"},
      {"sort([\"b\", var.x])[0]", "‹x: no value is given›"},
      {"toset([var.x])", "[‹x: no value is given›]"},
      {"length(toset([\"a\", var.x])) == 0", "false"},
      {"tolist(var.list_x) == var.list_x", "true"},
      {"reverse([\"a\", var.x])", "[‹x: no value is given›, 'a']"},
      {"slice([\"a\", var.x, \"c\"], 0, 2)", "['a', ‹x: no value is given›]"},
      {"zipmap([\"a\", \"b\"], [1, var.x])", "{a: 1, b: ‹x: no value is given›}"},
      {"zipmap([\"a\", var.x], [1, 2])", "{a: 1, …‹x: no value is given›}"},
      {"alltrue([false, var.bool_x])", "false"},
      {"alltrue([true, var.bool_x])", "‹bool_x: no value is given›"},
      {"anytrue([true, var.bool_x])", "true"},
      {"index([\"a\", var.x], \"a\")", "0"},
      {"setintersection([], var.list_x)", "[]"},
      {"setproduct([\"a\"], [var.x])", "[['a', ‹x: no value is given›]]"},
      {"upper(var.bool_x ? \"a\" : \"b\")", "'A' | 'B'"},
  };
  check(rows);
}

TEST_CASE("what no scan can know is told apart", "[terraform]") {
  static constexpr Row rows[] = {
      {"plantimestamp() == plantimestamp()", "true"},
      {"uuid() == uuid()", "‹uuid(): known after deployment›"},
      {"uuid() == \"\"", "false"},
      {"base64gzip(\"a\") == base64gzip(\"a\")", "true"},
  };
  check(rows);
}

TEST_CASE("secrets stay secret through functions, until they are said to be none", "[terraform]") {
  static constexpr Row rows[] = {
      {"sensitive(\"x\")", "‹secret›"},
      {"upper(sensitive(\"x\"))", "‹secret›"},
      {"sensitive({ a = [\"x\"] }).a[0]", "‹secret›"},
      {"md5(sensitive(\"x\"))", "‹secret›"},
      {"format(\"%s-%s\", sensitive(\"x\"), var.x)", "‹secret›"},
      {"split(\",\", sensitive(\"a,b\"))[1]", "‹secret›"},
      {"jsondecode(sensitive(\"{\\\"a\\\": 1}\")).a", "‹secret›"},
      {"regex(\"(a)\", sensitive(\"a\"))[0]", "‹secret›"},
      {"length(sensitive(\"x\"))", "1"},
      {"nonsensitive(sensitive(\"x\"))", "'x'"},
      {"nonsensitive(sensitive([\"x\"]))[0]", "'x'"},
      {"issensitive(nonsensitive(sensitive(\"x\")))", "false"},
      {"issensitive(var.secret)", "true"},
  };
  check(rows);
}

TEST_CASE("work is bounded", "[terraform]") {
  const std::string big = "format(\"%1000000s\", \"\")";
  CHECK(reported("range(1e9)") == "`range`: these are more than 1024 numbers");
  CHECK(reported("setproduct(range(1000), range(1000), range(1000))").starts_with("the size limit"));
  CHECK(reported("format(\"%999999999d\", 1)") == "`format`: a width is too large");
  CHECK(reported("indent(1000000000, \"a\\nb\")").starts_with("the text limit"));
  CHECK(reported("replace(" + big + ", \"\", " + big + ")").starts_with("the text limit"));
  CHECK(reported("replace(" + big + ", \"/ /\", " + big + ")").ends_with("limit was reached; what is left is unknown"));
  CHECK(reported("regexall(\"\", " + big + ")").starts_with("the step limit"));
  CHECK(reported("join(\"\", [for i in range(1000) : " + big + "])").ends_with("limit was reached; what is left is unknown"));
  CHECK(reported("jsondecode(join(\"\", [for i in range(1000) : \"[\"]))") == "`jsondecode`: the text is no JSON");
}
