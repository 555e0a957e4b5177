#include <catch2/catch.hpp>

#include "shape.h"

using namespace pillarlint::bicep;

namespace {

/// Without the names of the commonest kinds, so that the grouping shows.
std::string grouped(std::string_view text) {
  auto out = expression_shape(text);
  for (const std::string_view noise : {"variable_access", "binary", "function_argument", "array_item"}) {
    for (auto at = out.find(std::string(noise) + "("); at != std::string::npos; at = out.find(std::string(noise) + "(")) {
      out.erase(at, noise.size());
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Operators bind as in the language, and group from the left") {
  CHECK(grouped("a + b * c") == "((a) + ((b) * (c)))");
  CHECK(grouped("a - b - c") == "(((a) - (b)) - (c))");
  CHECK(grouped("a ?? b || c && d == e < f + g") == "((a) ?? ((b) || ((c) && ((d) == ((e) < ((f) + (g)))))))");
  CHECK(grouped("a % b / c =~ d") == "((((a) % (b)) / (c)) =~ (d))");
  CHECK(grouped("a == b.c") == "((a) == property_access((b) c))");
  CHECK(grouped("!a.b && -c[0] < 1") == "(unary(! property_access((a) b)) && (unary(- array_access((c) 0)) < 1))");
}

TEST_CASE("A ternary takes all that is left and right of it") {
  CHECK(grouped("a == b ? c : d.e") == "ternary(((a) == (b)) (c) property_access((d) e))");
  CHECK(grouped("a ? b : c ? d : e") == "ternary((a) (b) ternary((c) (d) (e)))");
  CHECK(grouped("a\n  // why\n  ? b\n  : c") == "ternary((a) (b) (c))");
}

TEST_CASE("What follows an operand") {
  CHECK(grouped("a.b.?c[0][?1][^2][?^3]") ==
        "array_access safe from_end(array_access from_end(array_access safe(array_access("
        "property_access safe(property_access((a) b) c) 0) 1) 2) 3)");
  CHECK(grouped("a::b.c!.d") == "property_access(non_null_assertion(property_access(resource_access((a) b) c)) d)");
  CHECK(grouped("a.f(b, c)!") == "non_null_assertion(instance_function_call((a) f ((b)) ((c))))");
  CHECK(grouped("a != b") == "((a) != (b))");
  CHECK(grouped("f()") == "function_call(f)");
}

TEST_CASE("Arguments, elements and members stand on lines of their own or between commas") {
  CHECK(grouped("f(\n a,\n b\n)") == "function_call(f ((a)) ((b)))");
  CHECK(grouped("[\n a\n b, c\n]") == "array(((a)) ((b)) ((c)))");
  CHECK(grouped("[a, b,]") == "array(((a)) ((b)))");
  CHECK(grouped("[\n ...a\n [b]\n]") == "array(spread((a)) (array(((b)))))");
  CHECK(expression_shape("{\n a: 1\n 'b-c': 2, '${d}': 3\n ...e\n}") ==
        "object(object_property(a 1) object_property(string('b-c') 2) "
        "object_property(string('${ variable_access(d) }') 3) spread(variable_access(e)))");
  CHECK(expression_shape("{ resource: 1, for: 2, if: 3 }") ==
        "object(object_property(resource 1) object_property(for 2) object_property(if 3))");
  CHECK(grouped("[]") == "array()");
}

TEST_CASE("A line break ends an expression where the language says so") {
  CHECK_FALSE(problems("var x = a\n  + b\n").empty());
  CHECK_FALSE(problems("var x = f\n(a)\n").empty());
  CHECK_FALSE(problems("var x = (a\n)\n").empty());
  CHECK_FALSE(problems("var x = [a,\n b]\n").empty());
  CHECK_FALSE(problems("var x = f(a\n b)\n").empty());
  CHECK(grouped("[\n a\n (b)\n]") == "array(((a)) (parenthesized((b))))");  // no call
}

TEST_CASE("Strings with holes") {
  CHECK(expression_shape("'a${b}c${d.e}'") == "string('a${ variable_access(b) }c${ property_access(variable_access(d) e) }')");
  CHECK(expression_shape("'${a ? '${b}' : 'c'}'") ==
        "string('${ ternary(variable_access(a) string('${ variable_access(b) }') string('c')) }')");
  CHECK_FALSE(problems("var x = '${[a]}'").empty());  // no arrays or objects in a hole …
  CHECK(problems("var x = '${map(a, b => [b])}'").empty());  // … but for a lambda's body
  CHECK(problems("var x = '${a b}'") == "@13: found `b`, expected a `}`");
}

TEST_CASE("Lambdas") {
  CHECK(grouped("map(a, b => b.c)") == "function_call(map ((a)) (lambda(local_variable(b) property_access((b) c))))");
  CHECK(grouped("f((a, b) => a)") == "function_call(f (lambda(variable_block(local_variable(a) local_variable(b)) (a))))");
  CHECK(grouped("f(() =>\n  1)") == "function_call(f (lambda(variable_block() 1)))");
  CHECK(grouped("f((\n a,\n b\n) => a)") == "function_call(f (lambda(variable_block(local_variable(a) local_variable(b)) (a))))");
  CHECK(problems("var x = f((a, 1) => a)") == "@14: found an expression, expected the name of a variable");
}

TEST_CASE("Loops and conditions") {
  CHECK(grouped("[for a in b: c]") == "for_expression(local_variable(a) (b) (c))");
  CHECK(grouped("[\n for (a, i) in b: {\n }\n]") ==
        "for_expression(variable_block(local_variable(a) local_variable(i)) (b) object())");
  CHECK(grouped("[for a in b: [for c in d: e]]") ==
        "for_expression(local_variable(a) (b) for_expression(local_variable(c) (d) (e)))");
  CHECK(problems("var x = [for (a) in b: a]") == "@13: found another number of names, expected `(item, index)`");
}

TEST_CASE("Integers have 64 bits") {
  CHECK(expression_shape("18446744073709551615") == "18446744073709551615");
  CHECK(problems("var x = 18446744073709551616") == "@8: found `18446744073709551616`, expected an integer of at most 64 bits");
}
