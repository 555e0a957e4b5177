#include <catch2/catch.hpp>

#include "../graph/build.h"
#include "azure/api_policy.h"
#include "graph/dump.h"

using namespace pillarlint;
using test::World;

namespace {

Value policy(World& w, std::string_view text) { return read_policy(w.context, w.holes(text)); }
/// Attribute of the n-th element of a section, printed.
std::string attribute(World& w, const Value& p, std::string_view section, std::size_t n, std::string_view name) {
  const auto items = p.get(section).items();
  REQUIRE(n < items.size());
  return print_value(items[n].get("attributes").get(name), w.symbols, 500);
}

}  // namespace

TEST_CASE("a policy becomes elements by section") {
  World w;
  const auto p = policy(w, R"xml(<policies>
  <inbound>
    <base />
    <!-- <set-header name="no" /> -->
    <authentication-managed-identity resource="https://cognitiveservices.azure.com" output-token-variable-name="t" />
    <set-header name="Authorization" exists-action="override"><value> text </value></set-header>
  </inbound>
  <on-error><base /></on-error>
</policies>)xml");
  REQUIRE(p.get("inbound").size() == 3);
  CHECK(p.get("inbound").items()[1].get("element").text() == "authentication-managed-identity");
  CHECK(attribute(w, p, "inbound", 1, "resource") == "'https://cognitiveservices.azure.com'");
  CHECK(p.get("inbound").items()[2].get("items").items()[0].get("text").text() == "text");
  CHECK(p.get("backend").is_array());
  CHECK(p.get("backend").size() == 0);
  CHECK(p.get("on-error").size() == 1);
  CHECK(p.get("inbound").rest() == nullptr);
  CHECK(w.diagnostics.empty());
}

TEST_CASE("expressions with quotes and angle brackets are cut out before the rest is read") {
  World w;
  const auto p = policy(w, R"xml(<policies><inbound>
  <set-variable name="a" value="@(context.Request.Headers.GetValueOrDefault("x-key", "none"))" />
  <choose><when condition="@(context.Variables.GetValueOrDefault<int>("n") < 3 && "(" != ")")"><return-response /></when></choose>
  <set-body>@{
      // it's a comment with a brace }
      var s = @"verbatim "" } "; char c = '}';
      return new JObject(new JProperty("a<b>", $"{s}")).ToString();
  }</set-body>
  <set-header name="X-@(context.RequestId)-{{suffix}}"><value>{{api-key}}</value></set-header>
</inbound></policies>)xml");
  REQUIRE(p.get("inbound").size() == 4);
  CHECK_FALSE(p.get("inbound").items()[0].get("attributes").get("value").known());
  const auto when = p.get("inbound").items()[1].get("items").items()[0];
  CHECK(when.get("element").text() == "when");
  CHECK(when.get("items").items()[0].get("element").text() == "return-response");
  CHECK_FALSE(p.get("inbound").items()[2].get("text").known());
  CHECK(p.get("inbound").items()[2].get("items").rest() == nullptr);  // an expression brings no elements
  const auto name = p.get("inbound").items()[3].get("attributes").get("name");
  CHECK(starts_with(name, "x-", Case::ignored) == Truth::yes);
  CHECK(w.diagnostics.empty());
}

TEST_CASE("escaped expressions, and the same expression is the same symbol") {
  World w;
  const auto p = policy(w, R"xml(<policies><inbound>
  <llm-token-limit counter-key="@(context.Subscription.Id + &quot;)(&quot;)" tokens-per-minute="500" />
  <llm-token-limit counter-key="@(context.Subscription.Id + &quot;)(&quot;)" tokens-per-minute="{{tpm}}" />
</inbound></policies>)xml");
  REQUIRE(p.get("inbound").size() == 2);
  const auto key = [&](std::size_t n) { return p.get("inbound").items()[n].get("attributes").get("counter-key"); };
  CHECK(equals(key(0), key(1), Case::matters) == Truth::yes);
  CHECK(attribute(w, p, "inbound", 0, "tokens-per-minute") == "'500'");
}

TEST_CASE("a hole of the text may bring elements") {
  World w;
  const auto p = policy(w, "<policies><inbound>‹fragment›<base /></inbound><backend><a b='‹x›'/></backend></policies>");
  CHECK(p.get("inbound").size() == 1);
  CHECK(p.get("inbound").rest() != nullptr);   // <-- the hole
  CHECK(p.get("backend").rest() == nullptr);
  CHECK(equals(p.get("backend").items()[0].get("attributes").get("b"), w.parameter("x"), Case::matters) == Truth::yes);
}

TEST_CASE("fragments, and what is no policy") {
  World w;
  CHECK(policy(w, "<fragment><a/><b/></fragment>").get("fragment").size() == 2);
  CHECK(w.diagnostics.empty());
  CHECK_FALSE(policy(w, "<policies><inbound></policies>").known());
  CHECK_FALSE(policy(w, "<policies><inbound><a b=\"@(x\" /></inbound></policies").known());
  CHECK_FALSE(policy(w, "<html/>").known());
  CHECK_FALSE(policy(w, "").known());
  CHECK(w.diagnostics.list().size() == 4);
  CHECK(w.diagnostics.list()[0].code == Code::policy_not_xml);
  CHECK_FALSE(policy(w, "‹all›").known());  // not known is not wrong
  CHECK(w.diagnostics.list().size() == 4);
}

TEST_CASE("hostile policies end soon") {
  World w;
  std::string open = "<policies>";
  for (int i = 0; i < 100'000; ++i) open += "@(";
  CHECK_FALSE(policy(w, open).known());
  std::string deep;
  for (int i = 0; i < 50'000; ++i) deep += "<a>";
  static_cast<void>(policy(w, "<policies><inbound>" + deep));
  std::string closed = "<policies><inbound>" + deep;
  for (int i = 0; i < 50'000; ++i) closed += "</a>";
  const auto p = policy(w, closed + "</inbound></policies>");
  CHECK(p.get("inbound").size() == 1);
}
