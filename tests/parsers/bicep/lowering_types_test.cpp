// Parameters: what their types and decorators say of values that are not given.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

/// `out` for a parameter `p` of the type, with declarations before it.
std::string with_param(const std::string& param, const std::string& expression, const std::string& before = "") {
  return evaluate_bicep(expression, before + "\n" + param);
}

}  // namespace

TEST_CASE("Simple types") {
  CHECK(with_param("param p string", "p == null") == "false");
  CHECK(with_param("param p bool", "p || !p") == "true");
  CHECK(with_param("param p string?", "p") == "null");           // nullable, not given
  CHECK(with_param("param p string?", "p ?? 'd'") == "'d'");
  CHECK(with_param("param p string = 'x'", "p") == "'x'");
  CHECK(with_param("param p int = 1 + 2", "p") == "3");
  CHECK(with_param("param q string = 'a'\nparam p string = '${q}b'", "p") == "'ab'");
}

TEST_CASE("@allowed and unions of literals are the same") {
  for (const auto* declared : {"@allowed(['a', 'bb'])\nparam p string", "param p 'a' | 'bb'", "type t = 'a' | 'bb'\nparam p t",
                               "type a = 'a'\ntype t = (a | 'bb')\nparam p t"}) {
    INFO(declared);
    CHECK(with_param(declared, "length(p) > 2") == "false");
    CHECK(with_param(declared, "p == 'c'") == "false");
    CHECK(with_param(declared, "p") == "'a' | 'bb'");
  }
  CHECK(with_param("param p 1 | 2 | -3", "p < 3") == "true");
  CHECK(with_param("param p 'only'", "p") == "'only'");
  CHECK(with_param("param p true", "p ? 1 : 2") == "1");
  CHECK(with_param("param p ('a' | 'b')[]", "contains(['a', 'b', 'c'], 'c')") == "true");
}

TEST_CASE("Bounds") {
  CHECK(with_param("@minLength(3)\nparam p string", "empty(p)") == "false");
  CHECK(with_param("@minLength(1)\nparam p array", "length(p) > 0") == "true");
  CHECK(with_param("@minValue(5)\nparam p int", "p > 4") == "true");
  CHECK(with_param("@maxValue(5)\n@description('x')\nparam p int", "p > 5") == "false");
}

TEST_CASE("Objects: required members are there, optional ones may be, others only if the object is open") {
  const auto t = expand_bicep(R"(
type sku = { name: 'S0' | 'F0', capacity: int? }
param p {
  name: string
  sku: sku
  @minLength(2)
  zones: string[]
  *: string
}
@sealed()
param s { a: string }
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: {
  name: p.name
  none: p.sku.name == 'X'
  zones: length(p.zones) >= 2
  capacity: p.sku.?capacity
  sealed: contains(s, 'b')
  all: s
} }
)");
  const auto& r = t.one("r");
  CHECK_FALSE(t.value(r, "properties.name").known());
  CHECK(t.at(r, "properties.none") == "false");
  CHECK(t.at(r, "properties.zones") == "true");
  CHECK(t.at(r, "properties.sealed") == "false");
  CHECK(t.value(r, "properties.all").rest() == nullptr);
  CHECK(t.codes().empty());
}

TEST_CASE("Tuples, parts of types, types of nested members") {
  CHECK(with_param("param p [ 'a', int ]", "length(p)") == "2");
  CHECK(with_param("param p [ 'a', int ]", "p[0]") == "'a'");
  CHECK(with_param("param p t.kind", "p", "type t = { kind: 'x', list: 'y'[] }") == "'x'");
  CHECK(with_param("param p t.list[*]", "p", "type t = { kind: 'x', list: 'y'[] }") == "'y'");
  CHECK(with_param("param p t[1]", "p", "type t = [ 'a', 'b' ]") == "'b'");
  CHECK(with_param("param p t.*", "p", "type t = { *: 'z' }") == "'z'");
}

TEST_CASE("A type that holds itself ends") {
  const auto t = expand_bicep(R"(
type node = { value: 'v', next: node?, children: node[] }
type a = b
type b = a
param p node
param q a
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { v: p.value, n: p.next!.next!.value, q: q } }
)");
  CHECK(t.at(t.one("r"), "properties.v") == "'v'");
  CHECK_FALSE(t.value(t.one("r"), "properties.q").known());
}

TEST_CASE("Secure parameters, members and outputs") {
  const auto t = expand_bicep(R"(
@secure()
param password string = 'Default1'
@secure()
param bag object
type login = {
  user: string
  @secure()
  key: string
}
param l login
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: {
  password: password
  text: 'pw=${password};'
  part: bag.x
  key: l.key
  user: l.user
} }
)");
  const auto& r = t.one("r");
  CHECK(t.value(r, "properties.password").secret());
  CHECK(t.value(r, "properties.text").secret());
  CHECK(t.value(r, "properties.part").secret());
  CHECK(t.value(r, "properties.key").secret());
  CHECK_FALSE(t.value(r, "properties.user").secret());
  CHECK(t.at(r, "properties.text").find("Default1") == std::string::npos);
}

TEST_CASE("Types of resources, and types that are not there") {
  CHECK(with_param("param p resourceInput<'Microsoft.Storage/storageAccounts@2023-01-01'>.sku", "p == null") == "false");
  const auto t = expand_bicep("param p strng\nresource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { p: p } }\n");
  CHECK(t.codes() == "symbol-not-declared");
  CHECK(t.text(t.problems().at(0).span) == "strng");
  CHECK_FALSE(t.value(t.one("r"), "properties.p").known());
}

TEST_CASE("Deep and wide types end") {
  std::string nested = "string";
  for (int i = 0; i < 200; ++i) nested = "{ a: " + nested + " }";
  CHECK(expand_bicep("param p " + nested + "\nresource r 'P.Q/r@2020-01-01' = { name: 'r' }\n").all("r").size() == 1);
  std::string doubling = "type t0 = { a: string, b: string }\n";
  for (int i = 1; i < 40; ++i) {
    const auto before = "t" + std::to_string(i - 1);
    doubling += "type t" + std::to_string(i) + " = { a: " + before + ", b: " + before + " }\n";
  }
  const auto t = expand_bicep(doubling + "param p t39\nresource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { p: p.a } }\n");
  CHECK(t.all("r").size() == 1);
}
