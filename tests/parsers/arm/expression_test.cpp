#include <catch2/catch.hpp>

#include "arm/expand.h"
#include "arm/expression.h"

using namespace pillarlint;
using namespace pillarlint::arm;

namespace {

// The tree in words: calls as name(…), names as @kind:name, members as a.b, indices as a[b].
std::string shape(const Expr& e) {
  const auto children = [&] {
    std::string text;
    for (const auto* child : e.children) text += (text.empty() ? "" : ", ") + shape(*child);
    return text;
  };
  switch (e.kind) {
    case Expr::Kind::literal: return e.literal.is_string() ? "'" + std::string(e.literal.text()) + "'" : *scalar_text(e.literal);
    case Expr::Kind::name: return (e.name_kind == NameKind::parameter ? "@p:" : e.name_kind == NameKind::variable ? "@v:" : "@l:") + std::string(e.text);
    case Expr::Kind::member: return shape(*e.children[0]) + "." + std::string(e.text);
    case Expr::Kind::index: return shape(*e.children[0]) + "[" + shape(*e.children[1]) + "]";
    case Expr::Kind::call: return std::string(e.text) + (e.function == nullptr ? "?(" : "(") + children() + ")";
    case Expr::Kind::conditional: return "if(" + children() + ")";
    case Expr::Kind::logical_and: return "and(" + children() + ")";
    case Expr::Kind::logical_or: return "or(" + children() + ")";
    case Expr::Kind::lambda: return "(" + std::string(e.parameters[0]) + " => " + shape(*e.children[0]) + ")";
    case Expr::Kind::loop: return "loop(" + children() + ")";
    case Expr::Kind::broken: return "broken";
  }
  return "";
}

std::string parsed(std::string_view text) {
  Arena arena;
  const auto result = parse_expression(text, function_table(), arena);
  std::string out = shape(*result.root);
  for (const auto& error : result.errors) {
    out += " ! " + std::to_string(error.begin) + ": found " + error.found + ", expected " + error.expected;
  }
  return out;
}

}  // namespace

TEST_CASE("What is an expression and what is text") {
  CHECK(is_expression("[parameters('a')]"));
  CHECK_FALSE(is_expression("[[parameters('a')]"));
  CHECK_FALSE(is_expression("[not closed"));
  CHECK_FALSE(is_expression("text"));
  CHECK_FALSE(is_expression("["));
  CHECK(is_escaped("[[a]"));
  CHECK_FALSE(is_escaped("[[a"));
}

TEST_CASE("Expressions are parsed to trees") {
  CHECK(parsed("[parameters('a')]") == "@p:a");
  CHECK(parsed("[variables('v').x[0].y]") == "@v:v.x[0].y");
  CHECK(parsed("[concat('it''s', \"\")]").find("broken") == 0);  // double quotes are no strings here
  CHECK(parsed("[concat('it''s', '')]") == "concat('it's', '')");
  CHECK(parsed("[ add( 1 , -2 ) ]") == "add(1, -2)");
  CHECK(parsed("[if(equals(1, 2), 'a', 'b')]") == "if(equals(1, 2), 'a', 'b')");
  CHECK(parsed("[and(true(), or(false(), true()))]") == "and(true(), or(false(), true()))");
  CHECK(parsed("[map(parameters('a'), lambda('x', lambdaVariables('x').name))]") == "map(@p:a, (x => @l:x.name))");
  CHECK(parsed("[contoso.make('x')]") == "contoso.make?('x')");
  CHECK(parsed("[PARAMETERS('a')]") == "@p:a");           // function names are compared without case
  CHECK(parsed("[listFooBar('x', '2020-01-01').y]") == "listFooBar('x', '2020-01-01').y");
}

TEST_CASE("A broken expression says what was found and what was expected") {
  CHECK(parsed("[concat('a', 'b']") == "broken ! 16: found the end of the expression, expected `,` or `)`");
  CHECK(parsed("[concat('a' 'b')]") == "broken ! 12: found `'`, expected `,` or `)`");
  CHECK(parsed("['abc]") == "broken ! 1: found `'`, expected a `'` that closes the string");
  CHECK(parsed("[]") == "broken ! 1: found the end of the expression, expected a function, a string or a number");
  CHECK(parsed("[a b]") == "broken ! 3: found `b`, expected `(`");
  CHECK(parsed("[parameters('a') x]") == "broken ! 17: found `x`, expected the end of the expression");
}

TEST_CASE("Deep nesting ends with an error, not with the stack") {
  std::string deep = "[";
  for (int i = 0; i < 100'000; ++i) deep += "not(";
  deep += "]";
  CHECK(parsed(deep).find("at most 200 levels of nesting") != std::string::npos);
}
