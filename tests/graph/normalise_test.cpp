#include <catch2/catch.hpp>

#include "build.h"

using namespace pillarlint;
using test::Build;
using test::World;

namespace {

struct Types : World {
  TypeIndex index() {
    return TypeIndex({{"platform_defaults", yaml(R"(
S/a:
  - { path: properties.public, value: Enabled, source: types }
  - { path: properties.tls, value: '1.0', until: 2023-01-01, source: types }
  - { path: properties.tls, value: '1.2', since: 2023-01-01, source: types }
  - { path: properties.acl.action, value: Allow, makes_parents: true, source: types }
  - { path: properties.acl.bypass, value: None, source: types }
  - { path: 'properties.list[*].on', value: true, source: types }
  - { path: properties.map.*.kind, value: Actual, source: types }
  - { path: properties.ssh, value: Closed, when: { properties.kind: vm }, source: types }
)")},
                      {"twins", yaml(R"(
- { parent: N/net, child: N/net/subnets, path: properties.subnets, form: children }
- { parent: N/nsg, child: N/nsg/rules, path: properties.rules, form: elements }
- { parent: N/aks, child: N/aks/pools, path: properties.pools, form: elements, flat: true }
- { parent: N/ml, child: N/ml/out, path: properties.network.out, form: elements, keyed: true }
)")},
                      {"properties", yaml(R"(
S/p:
  fully_known: true
  properties:
    '.': name properties
    properties: old new@2024-01-01/2023-06-01-preview list[]
    'properties.list[]': a b@2024-01-01
)")}}, diagnostics);
  }
};

Types& data() {
  static thread_local Types types;
  return types;
}

struct Sample : Build {
  Sample() : Build(data().index()) {}
};

}  // namespace

TEST_CASE("defaults take the place of what is absent or null, by API version") {
  Sample b;
  b.add("S/a", "old", b.json("{}"), "2022-01-01");
  b.add("S/a", "preview", b.json("{}"), "2023-01-01-preview");
  b.add("S/a", "new", b.json(R"({"properties": {"public": null, "tls": "1.1"}})"), "2023-01-01");
  b.add("S/a", "open", b.json("{}"), "");
  CHECK(b.value("old", "properties.tls") == "'1.0'");
  CHECK(b.value("preview", "properties.tls") == "'1.0'");   // before the release of its date
  CHECK(b.value("new", "properties.tls") == "'1.1'");
  CHECK(b.value("new", "properties.public") == "'Enabled'");
  CHECK(b.value("open", "properties.tls") == "absent");     // rows that hold for all versions only
  CHECK(b.value("open", "properties.public") == "'Enabled'");
  const auto value = b.resource("old").body.get("properties").get("tls");
  REQUIRE(value.journey() != nullptr);
  CHECK(value.journey()->step == Origin::Step::platform_default);
  CHECK(value.journey()->span.file == FileId{2});           // <-- the row
  CHECK(b.resource("old").default_applied);
}

TEST_CASE("nested defaults need their object, unless the row makes it") {
  Sample b;
  b.add("S/a", "none", b.json("{}"));
  b.add("S/a", "there", b.json(R"({"properties": {"acl": {"action": "Deny"}}})"));
  CHECK(b.value("none", "properties.acl") == "{ action: 'Allow' }");
  CHECK(b.value("there", "properties.acl") == "{ action: 'Deny', bypass: 'None' }");
}

TEST_CASE("defaults in lists, in maps, and for one kind only") {
  Sample b;
  b.add("S/a", "x", b.json(R"({"properties": {"list": [{"on": false}, {}], "map": {"m": {}}, "kind": "VM"}})"));
  b.add("S/a", "y", b.json(R"({"properties": {"kind": "other"}})"));
  CHECK(b.value("x", "properties.list") == "[{ on: false }, { on: true }]");
  CHECK(b.value("x", "properties.map") == "{ m: { kind: 'Actual' } }");
  CHECK(b.value("x", "properties.ssh") == "'Closed'");
  CHECK(b.value("y", "properties.ssh") == "absent");
  CHECK(b.value("y", "properties.list") == "absent");
}

TEST_CASE("a default stands in for the alternative that is null, not for what is not known") {
  Sample b;
  const auto maybe = choose(b.context, b.condition("c"), b.text("Disabled"), Value(), {});
  const std::array properties{member("public", maybe), member("tls", b.parameter("t"))};
  const std::array body{member("properties", Value::object(b.arena, properties))};
  b.add("S/a", "x", Value::object(b.arena, body));
  CHECK(b.value("x", "properties.public") == "'Disabled' | 'Enabled'");
  CHECK(b.value("x", "properties.tls") == "‹parameter t›");
  SECTION("an open object is left alone") {
    Sample o;
    Unknown rest;
    rest.symbol = o.symbols.make("parameter", "rest");
    const std::array outer{member("properties", Value::object(o.arena, std::span<const Member>(), {}, &rest))};
    o.add("S/a", "x", Value::object(o.arena, outer));
    CHECK_FALSE(member_of(o.context, o.resource("x").body.get("properties"), "public", {})->known());
  }
}

TEST_CASE("existing and other resources get no defaults") {
  Sample b;
  const auto e = b.add("S/a", "e");
  b.builder.at(e).standing = Resource::Standing::existing;
  CHECK(b.value("e", "properties") == "absent");
}

TEST_CASE("a property that the API version does not have is absent, and a note says so") {
  Sample b;
  const auto body = R"({"properties": {"old": 1, "new": 2, "list": [{"a": 1, "b": 2}]}})";
  b.add("S/p", "early", b.json(body), "2023-12-01");
  b.add("S/p", "preview", b.json(body), "2023-12-01-preview");
  b.add("S/p", "late", b.json(body), "2024-01-01");
  CHECK(b.value("early", "properties") == "{ old: 1, list: [{ a: 1 }] }");
  CHECK(b.value("preview", "properties") == "{ old: 1, new: 2, list: [{ a: 1 }] }");
  CHECK(b.value("late", "properties") == "{ old: 1, new: 2, list: [{ a: 1, b: 2 }] }");
  REQUIRE(b.diagnostics.list().size() == 3);
  CHECK(b.diagnostics.list()[0].text() == "`properties.new` does not exist in API version 2023-12-01 (it came with 2024-01-01); it has no effect");
  CHECK(b.diagnostics.list()[1].args[0] == "properties.list[*].b");
  CHECK(b.diagnostics.list()[0].span.known());
}

TEST_CASE("subnets: both forms give the same graph") {
  Sample in;
  in.add("N/net", "n", in.json(R"({"properties": {"space": 1, "subnets": [{"name": "pe", "properties": {"prefix": 27}}]}})"));
  Sample own;
  own.add("N/net", "n", own.json(R"({"properties": {"space": 1}})"));
  const auto child = own.add("N/net/subnets", "n/pe", own.json(R"({"name": "pe", "properties": {"prefix": 27}})"));
  own.builder.at(child).address = "n/subnets/pe";
  for (auto* b : {&in, &own}) {
    REQUIRE(b->graph().resources().size() == 2);
    CHECK(b->value("n", "properties") == "{ space: 1 }");
    CHECK(b->value("n/subnets/pe", "properties.prefix") == "27");
    CHECK(b->edges() == std::vector<std::string>{"n/subnets/pe parent n"});
    CHECK(b->resource("n/subnets/pe").type.text() == "N/net/subnets");
  }
  CHECK(in.resource("n/subnets/pe").header.known());
}

TEST_CASE("the same subnet in both forms is merged, the child wins") {
  Sample b;
  b.add("N/net", "n", b.json(R"({"properties": {"subnets": [{"name": "PE", "properties": {"prefix": 27, "nsg": 1}}]}})"));
  b.add("N/net/subnets", "n/pe", b.json(R"({"properties": {"prefix": 26}})"));
  CHECK(b.graph().resources().size() == 2);
  CHECK(b.value("n/pe", "properties") == "{ prefix: 26, nsg: 1 }");
  CHECK(b.codes().empty());
}

TEST_CASE("a conditional child beside a certain element stays a node of its own") {
  Sample b;
  b.add("N/net", "n", b.json(R"({"properties": {"subnets": [{"name": "pe", "properties": {"prefix": 27}}]}})"));
  const auto child = b.add("N/net/subnets", "n/pe", b.json(R"({"properties": {"prefix": 26}})"));
  b.builder.at(child).condition = b.atoms("c");
  CHECK(b.graph().resources().size() == 3);
  CHECK(b.codes().empty());
}

TEST_CASE("elements under a condition, and lists that are not fully known") {
  Sample b;
  const auto list = choose(b.context, b.condition("c"), b.json(R"([{"name": "a"}])"), b.json(R"([{"name": "b"}, {}])"), {});
  const std::array properties{member("subnets", list)};
  const std::array body{member("properties", Value::object(b.arena, properties))};
  const auto n = b.add("N/net", "n", Value::object(b.arena, body));
  CHECK(b.resource("n/subnets/a").condition == b.atoms("c"));
  CHECK(b.resource("n/subnets/b").condition == b.atoms("c", false));
  CHECK(b.graph().closed(TypeName("N/net/subnets"), n).truth == Truth::unknown);   // the one without a name
  CHECK(b.graph().closed(TypeName("N/other"), n).truth == Truth::yes);
}

TEST_CASE("rules: both forms give the same list") {
  Sample in;
  in.add("N/nsg", "g", in.json(R"({"properties": {"rules": [{"name": "r", "properties": {"port": 22}}]}})"));
  Sample own;
  own.add("N/nsg", "g");
  const auto rule = own.add("N/nsg/rules", "g/r", own.json(R"({"properties": {"port": 22}})"));
  own.add("S/a", "user");
  own.builder.link(static_cast<ResourceId>(2), rule, Edge::Kind::depends_on, {});
  for (auto* b : {&in, &own}) {
    CHECK(b->value("g", "properties.rules") == "[{ name: 'r', properties: { port: 22 } }]");
    CHECK(b->graph().of_type(TypeName("N/nsg/rules")).empty());
  }
  CHECK(own.edges() == std::vector<std::string>{"user depends on g"});
}

TEST_CASE("a reference to a child that became an element means its parent") {
  Sample b;
  b.add("N/nsg", "g");
  b.add("N/nsg/rules", "g/r");
  const std::array body{member("x", b.holes(b.id("N/nsg/rules", "g/r")))};
  b.add("S/b", "user", Value::object(b.arena, body));
  CHECK(b.edges() == std::vector<std::string>{"user reference g"});
  CHECK(b.graph().resources().size() == 2);
}

TEST_CASE("elements: same name is merged, condition and loop stay visible, existing parents are left alone") {
  Sample b;
  b.add("N/nsg", "g", b.json(R"({"properties": {"rules": [{"name": "R", "properties": {"port": 22, "x": 1}}]}})"));
  b.add("N/nsg/rules", "g/r", b.json(R"({"properties": {"port": 80}})"));
  b.builder.at(b.add("N/nsg/rules", "g/maybe", b.json("{}"))).condition = b.atoms("c");
  b.builder.at(b.add("N/nsg/rules", "g/‹each›", b.json("{}"))).loop.symbolic = true;
  b.builder.at(b.add("N/nsg", "e")).standing = Resource::Standing::existing;
  b.add("N/nsg/rules", "e/r");
  CHECK(b.value("g", "properties.rules") ==
        "[{ name: 'r', properties: { port: 80, x: 1 } }, { name: 'maybe' } | null, { name: ‹parameter each› }, …]");
  CHECK(b.graph().of_type(TypeName("N/nsg/rules")).size() == 1);
}

TEST_CASE("flat elements and maps by name") {
  Sample b;
  b.add("N/aks", "k", b.json(R"({"properties": {"pools": [{"name": "sys", "count": 1}]}})"));
  b.add("N/aks/pools", "k/user", b.json(R"({"properties": {"count": 2}})"));
  b.add("N/ml", "m", b.json(R"({"properties": {"network": {"out": {"a": {"type": "FQDN"}}}}})"));
  b.add("N/ml/out", "m/b", b.json(R"({"properties": {"type": "PrivateEndpoint"}})"));
  CHECK(b.value("k", "properties.pools") == "[{ name: 'sys', count: 1 }, { name: 'user', count: 2 }]");
  CHECK(b.value("m", "properties.network.out") == "{ a: { type: 'FQDN' }, b: { type: 'PrivateEndpoint' } }");
}

TEST_CASE("an existing subnet that its network declares is that subnet") {
  Sample b;
  b.add("N/net", "n", b.json(R"({"properties": {"subnets": [{"name": "pe", "properties": {"prefix": 27}}]}})"));
  const auto e = b.add("N/net/subnets", "n/pe");
  b.builder.at(e).standing = Resource::Standing::existing;
  CHECK(b.graph().resources().size() == 2);
  CHECK(b.resource("n/subnets/pe").declared());
}
