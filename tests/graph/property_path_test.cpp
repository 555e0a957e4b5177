#include <catch2/catch.hpp>

#include "graph/property_path.h"

using namespace pillarlint;

namespace {

/// Steps as text: `m:key`, `e` elements, `i:2`, `*`, `**`, `@name`, `->`.
std::string steps(std::string_view text) {
  const auto path = parse_path(text, {});
  if (!path) return path.error().args.at(1);
  std::string out = path->root.empty() ? "" : "$" + path->root + " ";
  for (const auto& s : path->steps) {
    switch (s.kind) {
      case PathStep::Kind::member: out += "m:" + s.key; break;
      case PathStep::Kind::index: out += "i:" + std::to_string(s.number); break;
      case PathStep::Kind::elements: out += "e"; break;
      case PathStep::Kind::any_member: out += "*"; break;
      case PathStep::Kind::leaves: out += "**"; break;
      case PathStep::Kind::meta: out += "@" + s.key; break;
      case PathStep::Kind::follow: out += "->"; break;
    }
    out += ' ';
  }
  return out.substr(0, out.size() - 1);
}

}  // namespace

TEST_CASE("paths of the rule language are read") {
  CHECK(steps("kind") == "m:kind");
  CHECK(steps("properties.ipRules[*].value") == "m:properties m:ipRules e m:value");
  CHECK(steps("a[2].b") == "m:a i:2 m:b");
  CHECK(steps("a.['b.c'].d") == "m:a m:b.c m:d");
  CHECK(steps("a['b.c']") == "m:a m:b.c");
  CHECK(steps("['count']") == "m:count");
  CHECK(steps("properties.traffic.*") == "m:properties m:traffic *");
  CHECK(steps("**") == "**");
  CHECK(steps("@effective.inbound.**") == "@effective m:inbound **");
  CHECK(steps("@name") == "@name");
  CHECK(steps("@loop.batch") == "@loop.batch");
  CHECK(steps("@loop.shared_parent") == "@loop.shared_parent");
  CHECK(steps("@facts.role") == "@facts.role");
  CHECK(steps("identity.userAssignedIdentities.@keys") == "m:identity m:userAssignedIdentities @keys");
  CHECK(steps("$this") == "$this");
  CHECK(steps("$this.@parent.@region") == "$this @parent @region");
  CHECK(steps("$injection.subnetArmId->") == "$injection m:subnetArmId ->");
  CHECK(steps("properties.subnet.id->@parent") == "m:properties m:subnet m:id -> @parent");
  CHECK(steps("id->properties.url") == "m:id -> m:properties m:url");
  CHECK(steps("a->b->c") == "m:a -> m:b -> m:c");
  CHECK(steps("attributes.counter-key") == "m:attributes m:counter-key");
  CHECK(steps("$list[*].x") == "$list e m:x");
}

TEST_CASE("paths that are wrong say what is wrong") {
  CHECK(steps("") == "is empty, a property such as `properties.publicNetworkAccess` was expected");
  CHECK(steps("a.") == "ends with `.`, a property was expected after it");
  CHECK(steps("a..b") == "has `.` where a property was expected");
  CHECK(steps(".a") == "has `.` where a property was expected");
  CHECK(steps("a b") == "has ` ` where `.`, `[` or `->` was expected");
  CHECK(steps("a[x]") == "has `[` that is neither `[*]`, `[number]` nor `['name']`");
  CHECK(steps("a[99999999999999999999]") == "has `[` that is neither `[*]`, `[number]` nor `['name']`");
  CHECK(steps("[*]") == "has `[` where no list stands before it");
  CHECK(steps("**[*]") == "has `[` where no list stands before it");
  CHECK(steps("['a") == "has `['` without `']`");
  CHECK(steps("['']") == "has `['']`, a name was expected in it");
  CHECK(steps("$") == "after `$`, a name was expected");
  CHECK(steps("@") == "has `@` without a name");
  CHECK(steps("@nmae") == "has `@nmae`, which there is not; did you mean `@name`");
  CHECK(steps("@facts") == "has `@facts` without the name of a fact, such as `@facts.role`");
  CHECK(steps("@loop.count") == "has `@loop`, only `@loop.batch` and `@loop.shared_parent` can be asked for");
  CHECK(steps(std::string(1000, '*')) != "");
  CHECK(parse_path("a.", {}).error().code == Code::rule_path);
}

TEST_CASE("what the type index is asked for, and whether there can be several values") {
  const auto plain = [](std::string_view text) { return parse_path(text, {})->plain(); };
  CHECK(plain("properties.ipRules[*].value") == "properties.ipRules.value");
  CHECK(plain("properties.map.*.x") == "properties.map.*.x");
  CHECK(plain("identity.ids.@keys") == "identity.ids");
  CHECK(plain("a.**") == "a");
  CHECK(plain("a['b.c'].d") == "a['b.c'].d");
  CHECK(plain("@name").empty());
  CHECK(plain("a->b").empty());
  const auto multiple = [](std::string_view text) { return parse_path(text, {})->multiple(); };
  CHECK_FALSE(multiple("a.b[2].@key"));
  CHECK(multiple("a[*]"));
  CHECK(multiple("a.*"));
  CHECK(multiple("**"));
  CHECK(multiple("a.@keys"));
}
