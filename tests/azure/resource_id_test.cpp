#include <catch2/catch.hpp>

#include "../graph/build.h"

using namespace pillarlint;
using test::World;

namespace {

constexpr std::string_view scope_text = "/subscriptions/s/resourceGroups/g";

Truth same(World& w, std::string_view a, std::string_view b) { return same_id(w.context, w.holes(a), w.holes(b)); }
bool same_symbol(World& w, std::string_view a, std::string_view b) {
  return id_symbol(w.context, w.holes(a)) == id_symbol(w.context, w.holes(b));
}

}  // namespace

TEST_CASE("an id is composed of scope, type and names, in its own form for scopes") {
  World w;
  const auto compose = [&](std::string_view scope, std::string_view type, std::vector<Value> names) {
    return std::string(compose_id(w.context, w.text(scope), type, names, {}).text_or_empty());
  };
  CHECK(compose(scope_text, "Microsoft.Storage/storageAccounts", {w.text("st")}) ==
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/st");
  CHECK(compose(scope_text, "A.B/c/d", {w.text("x"), w.text("y")}) == "/subscriptions/s/resourceGroups/g/providers/A.B/c/x/d/y");
  CHECK(compose("/subscriptions/s", "Microsoft.Resources/resourceGroups", {w.text("g")}) == scope_text);
  CHECK(compose("", "microsoft.resources/subscriptions", {w.text("s")}) == "/subscriptions/s");
  CHECK(compose("/", "Microsoft.Management/managementGroups", {w.text("m")}) ==
        "/providers/Microsoft.Management/managementGroups/m");
  CHECK_FALSE(compose_id(w.context, w.text(""), "A.B/c/d", std::vector{w.text("x")}, {}).known());
}

TEST_CASE("an id is taken apart, holes between slashes are segments") {
  World w;
  const auto id = w.holes("/subscriptions/‹s›/resourceGroups/‹g›/providers/A.B/c/pre-‹n›/d/y");
  const auto parsed = parse_id(w.context, id);
  REQUIRE(parsed);
  CHECK(parsed->type == "A.B/c/d");
  REQUIRE(parsed->segments.size() == 2);
  CHECK(equals(parsed->segments[0], w.holes("pre-‹n›"), Case::matters) == Truth::yes);
  CHECK(parsed->segments[1].text() == "y");
  CHECK(equals(parsed->scope, w.holes("/subscriptions/‹s›/resourceGroups/‹g›"), Case::matters) == Truth::yes);
  SECTION("composed again it is the same") {
    const auto again = compose_id(w.context, parsed->scope, parsed->type, parsed->segments, {});
    CHECK(id_symbol(w.context, again) == id_symbol(w.context, id));
  }
}

TEST_CASE("ids of scopes, of extensions, below a hole") {
  World w;
  const auto type = [&](std::string_view id) { return std::string(parse_id(w.context, w.holes(id)).value_or(ParsedId{{}, "none", {}}).type); };
  CHECK(type("/subscriptions/s") == "Microsoft.Resources/subscriptions");
  CHECK(type("/subscriptions/s/resourceGroups/‹g›") == "Microsoft.Resources/resourceGroups");
  CHECK(type("‹sub›/resourceGroups/g") == "Microsoft.Resources/resourceGroups");
  CHECK(type("‹scope›/providers/A.B/c/n/") == "A.B/c");
  CHECK(type("/subscriptions/s/resourceGroups/g/providers/A.B/c/n/providers/X.Y/locks/l") == "X.Y/locks");
  CHECK(type("/providers/A.B/‹t›/n").empty());  // the type has a hole
  CHECK(type("/subscriptions/s/providers/A.B/c") == "none");
  CHECK(type("https://a/providers/A.B/c/n") == "none");
  CHECK(type("‹anything›") == "none");
  CHECK(type("text") == "none");
  CHECK(type("") == "none");
}

TEST_CASE("letter case and doubled or closing slashes do not matter to identity") {
  World w;
  CHECK(same_symbol(w, "/subscriptions/S/resourcegroups/g", "/Subscriptions/s/resourceGroups/G/"));
  CHECK(same_symbol(w, "/a//b/‹x›/C", "/a/b/‹x›/c"));
  CHECK_FALSE(same_symbol(w, "/a/‹x›", "/a/‹y›"));
  CHECK_FALSE(same_symbol(w, "/a/b", "/a/c"));
}

TEST_CASE("two ids are compared piece by piece") {
  World w;
  const std::string p = "/subscriptions/‹s›/resourceGroups/‹g›/providers/A.B/c/";
  CHECK(same(w, p + "n", p + "N") == Truth::yes);
  CHECK(same(w, p + "‹x›", p + "‹x›") == Truth::yes);
  CHECK(same(w, p + "n", p + "m") == Truth::no);
  CHECK(same(w, p + "kv-‹x›", p + "st-‹x›") == Truth::no);
  CHECK(same(w, p + "‹x›", p + "n") == Truth::unknown);
  CHECK(same(w, p + "n/d/x", p + "n") == Truth::no);  // another type
  CHECK(same(w, "/subscriptions/‹s›/resourceGroups/r1/providers/A.B/c/n", "/subscriptions/‹s›/resourceGroups/r2/providers/A.B/c/n") == Truth::no);
  CHECK(same(w, "/subscriptions/‹s›/resourceGroups/‹a›/providers/A.B/c/n", "/subscriptions/‹s›/resourceGroups/‹b›/providers/A.B/c/n") == Truth::unknown);
  CHECK(same(w, "‹id›", p + "n") == Truth::unknown);
  CHECK(same(w, "‹id›", "‹id›") == Truth::yes);
}

TEST_CASE("alternatives must agree") {
  World w;
  const std::string p = "/subscriptions/s/resourceGroups/g/providers/A.B/c/";
  const auto either_of = [&](std::string_view a, std::string_view b) {
    return choose(w.context, w.condition("new"), w.text(a), w.text(b), {});
  };
  CHECK(same_id(w.context, either_of(p + "a", p + "b"), w.text(p + "a")) == Truth::unknown);
  CHECK(same_id(w.context, either_of(p + "a", p + "b"), w.text(p + "c")) == Truth::no);
  CHECK_FALSE(parse_id(w.context, either_of(p + "a", p + "b")));
}

TEST_CASE("a name has as many segments as the type has levels, or none can be told") {
  World w;
  const auto count = [&](std::string_view name, std::size_t levels) { return name_segments(w.context, w.holes(name), levels).size(); };
  CHECK(count("a", 1) == 1);
  CHECK(count("‹p›", 1) == 1);
  CHECK(count("a/b", 1) == 0);
  CHECK(count("‹p›/b", 2) == 2);
  CHECK(count("‹p›", 2) == 0);  // the slash may be in the hole
  CHECK(count("a/‹p›-x/c", 3) == 3);
  CHECK(count("", 1) == 0);
  const auto both = choose(w.context, w.condition("c"), w.text("a/x"), w.text("a/y"), {});
  const auto segments = name_segments(w.context, both, 2);
  REQUIRE(segments.size() == 2);
  CHECK(segments[0].text_or_empty() == "a");
  CHECK_FALSE(segments[1].known());
}

TEST_CASE("hostile ids cost little") {
  World w;
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "/providers/A.B/c/n";
  CHECK(same(w, deep + "x", deep + "y") == Truth::no);
}
