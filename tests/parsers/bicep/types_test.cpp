#include <catch2/catch.hpp>

#include "shape.h"

using namespace pillarlint::bicep;

namespace {

std::string grouped(std::string_view text) {
  auto out = type_shape(text);
  for (const std::string_view noise : {"type_variable_access", "union_type_member", "string_type"}) {
    for (auto at = out.find(std::string(noise) + "("); at != std::string::npos; at = out.find(std::string(noise) + "(")) {
      out.erase(at, noise.size());
    }
  }
  return out;
}

}  // namespace

TEST_CASE("Names, literals and what follows them") {
  CHECK(grouped("string") == "(string)");
  CHECK(grouped("a.b[*].*[0][]?") ==
        "nullable_type(array_type(array_type_member(type_array_access(type_additional_properties_access("
        "type_items_access(type_property_access((a) b))) 0))))");
  CHECK(grouped("a!?") == "nullable_type(non_nullable_type((a)))");
  CHECK(grouped("-1") == "unary_type(- 1)");
  CHECK(grouped("!true") == "unary_type(! true)");
  CHECK(grouped("(a | null)[]") == "array_type(array_type_member(parenthesized_type(union_type(((a)) (null)))))");
}

TEST_CASE("A union may begin with a bar, and each bar may begin a line") {
  CHECK(grouped("'a' | 1 | true") == "union_type((('a')) (1) (true))");
  CHECK(grouped("| 'a'") == "union_type((('a')))");
  CHECK(grouped("\n  | 'a'\n  | 'b'") == "union_type((('a')) (('b')))");
  CHECK_FALSE(problems("type x = 'a' |\n'b'").empty());
  CHECK_FALSE(problems("type x = |\n'a'").empty());
  CHECK_FALSE(problems("type x = 'a'\n // no comment here\n | 'b'").empty());
}

TEST_CASE("Objects and tuples, with decorators behind their slots") {
  CHECK(grouped("{\n a: int\n @secure()\n 'b-c': string?\n *: bool\n}") ==
        "object_type(object_type_property(a (int)) "
        "object_type_property(string('b-c') nullable_type((string)) | decorator(function_call(secure))) "
        "additional_properties((bool)))");
  CHECK(grouped("[\n @minValue(1)\n int\n string\n]") ==
        "tuple_type(tuple_type_item((int) | decorator(function_call(minValue function_argument(1)))) tuple_type_item((string)))");
  CHECK(grouped("{}") == "object_type()");
}

TEST_CASE("Types made of resources") {
  CHECK(grouped("resourceInput<'A/b@c'>.tags?") ==
        "nullable_type(type_property_access(parameterized_type(resourceInput parameterized_type_argument(('A/b@c'))) tags))");
  CHECK(grouped("az.resourceOutput<'A/b@c'>") ==
        "instance_parameterized_type((az) resourceOutput parameterized_type_argument(('A/b@c')))");
  CHECK(grouped("resource<'A/b@c'>") == "parameterized_type(resource parameterized_type_argument(('A/b@c')))");
  CHECK(grouped("resource 'A/b@c'") == "resource_type(string('A/b@c'))");
}

TEST_CASE("Functions are written with types") {
  CHECK(shapes("func f(a int, b string?) string[] => '${a}'") ==
        "function(f typed_lambda(typed_variable_block(typed_local_variable(a type_variable_access(int)) "
        "typed_local_variable(b nullable_type(type_variable_access(string)))) "
        "array_type(array_type_member(type_variable_access(string))) string('${ variable_access(a) }')))");
  CHECK(problems("func f(\n  a int,\n  b int\n) int =>\n  a + b\n").empty());
  CHECK(problems("func f() int =>\nvar a = 1\n") == "@15: found the end of the line, expected an expression");
}
