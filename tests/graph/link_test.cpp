#include <chrono>

#include <catch2/catch.hpp>

#include "build.h"

using namespace pillarlint;
using test::Build;
using Edges = std::vector<std::string>;

namespace {

constexpr std::string_view account = "Microsoft.CognitiveServices/accounts";
constexpr std::string_view deployment = "Microsoft.CognitiveServices/accounts/deployments";
constexpr std::string_view vault = "Microsoft.KeyVault/vaults";
constexpr std::string_view setting = "Microsoft.Insights/diagnosticSettings";

Value body_with(Build& b, std::string_view key, Value value) {
  const std::array members{member(key, value)};
  return Value::object(b.arena, members);
}

}  // namespace

TEST_CASE("parents are found by id, scopes of extension resources too") {
  Build b;
  b.add(account, "ai-‹p›");
  b.add(deployment, "ai-‹p›/chat");
  b.add(setting, "all", {}, "2021-05-01-preview", b.holes(b.id(account, "AI-‹p›")));
  CHECK(b.edges() == Edges{"ai-‹p›/chat parent ai-‹p›", "all scope ai-‹p›"});
  CHECK(b.graph().parent(b.at("ai-‹p›/chat")) == b.at("ai-‹p›"));
  CHECK(b.graph().extended(b.at("all")) == b.at("ai-‹p›"));
  CHECK_FALSE(b.graph().extended(b.at("ai-‹p›")));
  CHECK(b.graph().children(b.at("ai-‹p›")) == std::vector{b.at("ai-‹p›/chat")});
  CHECK(b.graph().extensions(b.at("ai-‹p›")) == std::vector{b.at("all")});
}

TEST_CASE("ids in bodies make references: text, text with holes, keys, alternatives") {
  Build b;
  b.add(vault, "v1");
  b.add(vault, "‹p›-v2");
  const auto either_vault = choose(b.context, b.condition("c"), b.holes(b.id(vault, "v1")), b.holes(b.id(vault, "‹p›-v2")), {});
  b.add(account, "text", body_with(b, "x", b.json("[{\"y\": 1}]")));
  b.add(account, "id", body_with(b, "x", b.holes(b.id(vault, "V1"))));
  b.add(account, "either", body_with(b, "x", either_vault));
  b.add(account, "not", body_with(b, "x", b.text("/providers/health and so on")));
  CHECK(b.edges() == Edges{"id reference v1", "either reference v1", "either reference ‹p›-v2"});
}

TEST_CASE("a key of an object may be an id") {
  Build b;
  b.add(vault, "v", {}, "2024-01-01", b.text("/subscriptions/s/resourceGroups/g"));
  b.add(account, "a", b.json(R"({ "ids": { "/subscriptions/s/resourceGroups/G/providers/microsoft.keyvault/vaults/v": {} } })"));
  CHECK(b.edges() == Edges{"a reference v"});
}

TEST_CASE("keys with holes are ids too") {
  Build b;
  b.add(vault, "v-‹p›");
  const std::array keys{b.holes(b.id(vault, "V-‹p›")), b.holes(b.id(vault, "other"))};
  const auto rest = unknown_from(b.context, "key", keys, {});
  b.add(account, "a", body_with(b, "ids", Value::object(b.arena, std::span<const Member>(), {}, &rest.why())));
  CHECK(b.edges() == Edges{"a reference v-‹p›", "a reference vaults/other"});
}

TEST_CASE("what is computed from the state of a resource refers to it") {
  Build b;
  b.add(account, "ai");
  const auto state = state_symbol(b.symbols, id_symbol(b.context, b.holes(b.id(account, "ai"))));
  const auto endpoint = new_unknown(b.context, Unknown::Why::known_after_deploy, "endpoint", b.symbols.make("member", "endpoint", {state}), {}, ValueType::string);
  const std::array parts{b.text("https://x/"), endpoint};
  b.add(vault, "v", body_with(b, "url", join_text(b.context, parts, {})));
  CHECK(b.edges() == Edges{"v reference ai"});
  CHECK(b.graph().ordered(b.at("ai"), b.at("v")));
  CHECK_FALSE(b.graph().ordered(b.at("v"), b.at("ai")));
}

TEST_CASE("an id that nothing has becomes one external node, with its parents") {
  Build b;
  const auto subnet = b.id("Microsoft.Network/virtualNetworks/subnets", "net/‹s›");
  b.add(account, "a", body_with(b, "x", b.holes(subnet)));
  b.add(account, "b", body_with(b, "x", b.holes(subnet)));
  b.add(account, "c", body_with(b, "x", b.holes("‹any›")));
  b.add(account, "d", body_with(b, "x", b.holes(test::group)));   // scopes are none
  REQUIRE(b.graph().resources().size() == 6);
  CHECK(b.edges() == Edges{"a reference subnets/concat('net/', parameter s)", "b reference subnets/concat('net/', parameter s)",
                           "subnets/concat('net/', parameter s) parent virtualNetworks/net"});
  const auto& external = b.graph().resources()[4];
  CHECK(external.standing == Resource::Standing::external);
  CHECK_FALSE(external.body.known());
  CHECK(b.graph().closed(TypeName("x.y/z"), static_cast<ResourceId>(4)).truth == Truth::unknown);
}

TEST_CASE("existing that equals a declared identity is that resource, others are one node") {
  Build b;
  const auto declared = b.add(vault, "v");
  const auto again = b.add(vault, "V");
  b.builder.at(again).standing = Resource::Standing::existing;
  b.builder.at(again).address = "again";
  for (const auto* name : {"e1", "e2"}) {
    const auto existing = b.add(vault, "other");
    b.builder.at(existing).standing = Resource::Standing::existing;
    b.builder.at(existing).address = name;
  }
  const auto user = b.add(account, "a");
  b.builder.link(user, again, Edge::Kind::depends_on, {});
  CHECK(b.edges() == Edges{"a depends on v"});
  CHECK(b.graph().resources().size() == 3);
  CHECK(b.at("v") == declared);
  CHECK(b.resource("e1").standing == Resource::Standing::existing);
}

TEST_CASE("the same identity twice: a note only if both are certain, links go to both") {
  Build b;
  b.add(vault, "v");
  const bool certain = GENERATE(true, false);
  const auto second = b.add(vault, "V");
  b.builder.at(second).address = "second";
  if (!certain) b.builder.at(second).condition = b.atoms("c");
  b.add(account, "a", body_with(b, "x", b.holes(b.id(vault, "v"))));
  CHECK(b.edges() == Edges{"a reference v", "a reference second"});
  CHECK(b.codes() == (certain ? "declared-twice " : ""));
}

TEST_CASE("links by id are resolved when the graph is built") {
  Build b;
  const auto a = b.add(account, "a");
  b.add(vault, "v");
  b.builder.link(a, b.holes(b.id(vault, "v")), Edge::Kind::depends_on, {});
  b.builder.link(a, b.holes(b.id(vault, "none")), Edge::Kind::depends_on, {});   // no effect
  b.builder.link(a, b.holes(b.id(vault, "outside")), Edge::Kind::reference, {});
  b.builder.link(a, b.holes("‹x›"), Edge::Kind::reference, {});
  CHECK(b.edges() == Edges{"a reference vaults/outside", "a depends on v"});
}

TEST_CASE("targets: certain by symbol, possible by parts, alternatives one by one") {
  Build b;
  b.add(vault, "kv-‹p›");
  b.add(vault, "st-‹q›");
  b.add(account, "a");
  b.graph();
  const auto targets = [&](const Value& id) {
    std::string out;
    for (const auto t : b.graph().targets(b.context, id)) {
      out += b.graph().at(t.resource).address + (t.truth == Truth::yes ? "! " : "? ");
    }
    return out;
  };
  const auto kv = b.holes(b.id(vault, "kv-‹p›"));
  const auto st = b.holes(b.id(vault, "st-‹q›"));
  CHECK(targets(kv) == "kv-‹p›! ");
  CHECK(targets(b.holes(b.id(vault, "kv-1"))) == "kv-‹p›? ");
  CHECK(targets(b.holes(b.id(vault, "‹x›"))) == "kv-‹p›? st-‹q›? ");
  CHECK(targets(b.holes("‹x›")).empty());
  CHECK(targets(choose(b.context, b.condition("c"), kv, st, {})) == "kv-‹p›? st-‹q›? ");
  CHECK(targets(choose(b.context, b.condition("c"), kv, Value(), {})) == "kv-‹p›? ");
  const auto means = [&](const Value& id, std::string_view address) { return b.graph().means(b.context, id, b.at(address)); };
  CHECK(means(kv, "kv-‹p›") == Truth::yes);
  CHECK(means(kv, "a") == Truth::no);
  CHECK(means(kv, "st-‹q›") == Truth::no);
  CHECK(means(b.holes("‹x›"), "a") == Truth::unknown);
  CHECK(means(Value(), "a") == Truth::no);
  CHECK(means(choose(b.context, b.condition("c"), kv, st, {}), "kv-‹p›") == Truth::unknown);
}

TEST_CASE("order goes through any chain, and ends in a circle") {
  Build b;
  const auto x = b.add(vault, "x");
  const auto y = b.add(vault, "y");
  const auto z = b.add(vault, "z");
  b.builder.link(z, y, Edge::Kind::depends_on, {});
  b.builder.link(y, x, Edge::Kind::depends_on, {});
  b.builder.link(x, z, Edge::Kind::reference, {});
  const auto& g = b.graph();
  CHECK(g.ordered(x, z));
  CHECK(g.ordered(z, x));
  CHECK_FALSE(g.ordered(x, x));
}

TEST_CASE("the world is closed unless a reason says otherwise") {
  Build b;
  const auto a = b.add(account, "a");
  b.builder.open_world({{}, "a loop", "A.B/c"});
  const auto& g = b.graph();
  CHECK(g.closed(TypeName("a.b/C"), a).truth == Truth::unknown);
  CHECK(g.closed(TypeName("a.b/C"), a).reason == "a loop");
  CHECK(g.closed(TypeName(vault), a).truth == Truth::yes);
}

TEST_CASE("values that share their parts are walked within the budget") {
  Build b;
  Value v = b.text("x");
  for (int i = 0; i < 60; ++i) v = Value::array(b.arena, std::vector<Value>{v, v});
  b.budget.steps_left = 100'000;
  const auto a = b.add(account, "a", body_with(b, "x", v));
  CHECK(b.graph().closed(TypeName(vault), a).truth == Truth::unknown);
}

TEST_CASE("fourteen thousand resources are linked quickly", "[.][speed]") {
  Build b;
  const auto body = [&](int i) { return body_with(b, "x", b.holes(b.id(vault, fmt::format("v-‹p›-{}", i)))); };
  for (int i = 0; i < 7000; ++i) {
    b.add(vault, fmt::format("v-‹p›-{}", i));
    b.add(account, fmt::format("a{}", i), body(i));
  }
  const auto begin = std::chrono::steady_clock::now();
  CHECK(b.graph().edges().size() == 7000);
  const auto spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  WARN("seconds: " << spent);
}
