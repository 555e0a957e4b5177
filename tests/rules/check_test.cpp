#include <catch2/catch.hpp>

#include "rules_support.h"

namespace pillarlint {
using testing::Deployment;
using testing::judge;
using testing::rule_text;
using testing::Rules;
using testing::run;
using testing::verdicts;
using Lines = std::vector<std::string>;

namespace {
const std::string head = "for: Microsoft.X/things\n";
std::string thing(const std::string& members) { return "[\n{ \"type\": \"Microsoft.X/things\", \"name\": \"t\",\n" + members + "\n} ]"; }
}  // namespace

TEST_CASE("one property: verdict and place") {
  const std::string logic = head + "expect: { a.b: true }";
  CHECK(judge(logic, thing("\"a\": { \"b\": true }")) == Lines{"pass 2"});
  CHECK(judge(logic, thing("\"a\": {\n \"b\": false }")) == Lines{"fail 4"});   // the value
  CHECK(judge(logic, thing("\"a\": {}")) == Lines{"fail 2"});                   // absent: the header
  CHECK(judge(logic, thing("\"a\": null")) == Lines{"fail 2"});
  CHECK(judge(head + "expect: { a.b: on }", thing("\"a\": {\n \"b\": \"?p\" }")) == Lines{"unknown 4"});
  CHECK(judge(logic, thing("\"a\": {\n \"b\": \"?p\" }")) == Lines{"fail 4"});    // text is never `true`
}

TEST_CASE("what a finding is about does not depend on whether a default was written") {
  const auto told = [](const std::string& logic, const std::string& members) {
    const Rules rules({{"rules/test/test-rule.yaml", rule_text(head + logic)}}, false);
    Deployment deployment(thing(members));
    const auto result = run(rules, deployment);
    REQUIRE(result.findings.size() == 1);
    return result.findings[0].path + " " + verdicts(deployment, result)[0];
  };
  const std::string any = "expect: { any: [ { a: off }, { b: off } ] }";
  CHECK(told(any, "\"a\": \"on\",\n\"b\": \"on\"") == "a fail 3");
  CHECK(told(any, "\"a\": \"~on\",\n\"b\": \"on\"") == "a fail 4");  // the line that somebody wrote
  CHECK(told(any, "\"a\": \"~on\",\n\"b\": \"~on\"") == "a fail 2");
  const std::string at = any + "\nat: b";
  CHECK(told(at, "\"a\": \"on\",\n\"b\": \"on\"") == "b fail 4");
  CHECK(told(at, "\"a\": \"on\",\n\"b\": \"~on\"") == "b fail 3");
  CHECK(told(at, "\"a\": \"on\"") == "a fail 3");  // not there: what decided
}

TEST_CASE("when, given and the verdict table") {
  const std::string logic = head + "when: { kind: x }\nexpect: { a: 1 }";
  CHECK(judge(logic, thing("\"kind\": \"y\"")) == Lines{"not applicable 2"});
  CHECK(judge(logic, thing("\"kind\": \"?k\", \"a\": 1")) == Lines{"pass 2"});      // whatever the kind
  CHECK(judge(logic, thing("\"kind\":\n \"?k\", \"a\": 2")) == Lines{"unknown 3"}); // fails only if it applies
  const std::string given = head + "given: { environment: production, profile: regulated }\nexpect: { a: 1 }";
  CHECK(judge(given, thing("\"a\": 2")) == Lines{"not applicable 2"});
  CheckOptions options;
  options.environment = "production";
  CHECK(judge(given, thing("\"a\": 2"), options) == Lines{"not applicable 2"});
  options.profiles = {"regulated"};
  CHECK(judge(given, thing("\n\"a\": 2"), options) == Lines{"fail 4"});
}

TEST_CASE("elements: one finding for each that fails") {
  const std::string each = head + "expect: { each: { of: list, if_empty: fail, where: { on: true }, is: { n: { at_least: 2 } } } }";
  CHECK(judge(each, thing("\"list\": [\n{ \"on\": true, \"n\": 1 },\n{ \"on\": true, \"n\": 2 },\n{ \"on\": true },\n{ \"on\": false } ]")) ==
        Lines{"fail 4", "fail 6"});
  CHECK(judge(each, thing("\"list\": []")) == Lines{"fail 2"});
  const std::string none = head + "expect: { none: { of: list, is: { one_of: [bad, worse] } } }";
  CHECK(judge(none, thing("\"list\": [\n\"good\",\n\"bad\",\n\"worse\" ]")) == Lines{"fail 5", "fail 6"});
  CHECK(judge(none, thing("\"list\": [\n\"good\",\n\"?x\" ]")) == Lines{"unknown 5"});
  CHECK(judge(head + "expect: { each: { of: list, if_empty: not_applicable, is: { n: 1 } } }", thing("\"list\": []")) == Lines{"not applicable 2"});
}

TEST_CASE("some, count, sum and members of a map") {
  const std::string some = head + "expect: { some: { of: list, is: { name: x, on: true } } }";
  CHECK(judge(some, thing("\"list\": [ { \"name\": \"x\", \"on\": true } ]")) == Lines{"pass 2"});
  CHECK(judge(some, thing("\"list\": [\n{ \"name\": \"y\", \"on\": false },\n{ \"name\": \"x\",\n\"on\": false } ]")) == Lines{"fail 6"});  // the nearest
  CHECK(judge(some, thing("\"list\": \"?list\"")) == Lines{"unknown 3"});
  const std::string count = head + "expect: { count: { of: list, distinct: id, is: { at_least: 2 } } }";
  CHECK(judge(count, thing("\"list\": [ { \"id\": \"a\" }, { \"id\": \"A\" } ]")) == Lines{"fail 3"});
  CHECK(judge(count, thing("\"list\": [ { \"id\": \"a\" }, { \"id\": \"?b\" } ]")) == Lines{"unknown 3"});
  const std::string sum = head + "expect: { sum: { of: map.*, is: 100 } }";
  CHECK(judge(sum, thing("\"map\": { \"a\": 60, \"b\": 40 }")) == Lines{"pass 2"});
  CHECK(judge(sum, thing("\"map\": { \"a\": 60, \"b\": 41 }")) == Lines{"fail 3"});
  const std::string keys = head + "expect: { each: { of: map.*, if_empty: pass, is: { '@key': { starts_with: x } } } }";
  CHECK(judge(keys, thing("\"map\": {\n\"xa\": 1,\n\"b\": 2 }")) == Lines{"fail 5"});
}

TEST_CASE("cases and names") {
  const std::string logic = head + "expect: { cases: { k: [a, b], is: { some: { of: list, is: { name: { same_as: $k } } } } } }";
  CHECK(judge(logic, thing("\"list\": [ { \"name\": \"A\" }, { \"name\": \"b\" } ]")) == Lines{"pass 2"});
  CHECK(judge(logic, thing("\"list\": [ { \"name\": \"?p\" }, { \"name\": \"b\" } ]")) == Lines{"unknown 3"});
}

TEST_CASE("tables") {
  const std::pair<std::string, std::string> table{
      "rules/tables/models.yaml", "as_of: 2026-11-01\nsource: s\nkey: [name]\nrows:\n  - { name: old, retires: 2026-12-01 }\n  - { name: new, retires: 2028-01-01 }"};
  const std::string logic = head + "expect: { row: { table: models, key: { name: $this.model }, is: { retires: { after: today+90d } } } }\nat: model";
  CHECK(judge(logic, thing("\"model\": \"NEW\""), {}, {table}) == Lines{"pass 2"});
  CHECK(judge(logic, thing("\n\"model\": \"old\""), {}, {table}) == Lines{"fail 4"});
  CHECK(judge(logic, thing("\n\"model\": \"other\""), {}, {table}) == Lines{"unknown 4"});
}

TEST_CASE("facts have an order and may be several values") {
  const std::pair<std::string, std::string> fact{
      "rules/facts/level.yaml",
      "fact: level\norder: [low, mid, high]\nfor:\n  Microsoft.X/things:\n    - { value: high, when: { n: { at_least: 3 } } }\n    - { value: mid, when: { n: 2 } }\n    - { value: low }"};
  const std::string logic = head + "expect: { '@facts.level': { at_least: mid } }";
  CHECK(judge(logic, thing("\"n\": 3"), {}, {fact}) == Lines{"pass 2"});
  CHECK(judge(logic, thing("\"n\": 1"), {}, {fact}) == Lines{"fail 2"});
  CHECK(judge(logic, thing("\"n\": \"?n\""), {}, {fact}) == Lines{"unknown 2"});
}

namespace {
const std::string children = head + "expect: { some: { a: Microsoft.X/things/parts, child_of: $this, or_platform: diagnostics, is: { ok: true } } }";
std::string family(const std::string& thing_more, const std::string& part) {
  return "[\n{ \"type\": \"Microsoft.X/things\", \"name\": \"t\"" + thing_more + " },\n" + part + " ]";
}
std::string part(const std::string& more) { return "{ \"type\": \"Microsoft.X/things/parts\", \"name\": \"t/p\", " + more + " }"; }
}  // namespace

TEST_CASE("resources, and the closed world") {
  CHECK(judge(children, family("", part("\"ok\": true"))) == Lines{"pass 2"});
  CHECK(judge(children, family("", part("\"ok\": false"))) == Lines{"fail 3"});
  const std::string alone = "[\n{ \"type\": \"Microsoft.X/things\", \"name\": \"t\" } ]";
  CHECK(judge(children, alone) == Lines{"fail 2"});
  CheckOptions options;
  options.platform = {Provision::diagnostics};
  CHECK(judge(children, alone, options) == Lines{"pass 2"});                                    // provided by platform
  CHECK(judge(children, family("", part("\"ok\": false")), options) == Lines{"fail 3"});        // but never what is there and wrong
  options.platform.clear();
  options.partial = true;
  CHECK(judge(children, alone, options) == Lines{"unknown 2"});
}

TEST_CASE("nothing found leaves a provisional entry") {
  const Rules rules({{"rules/test/test-rule.yaml", rule_text(children)}}, false);
  Deployment deployment("[\n{ \"type\": \"Microsoft.X/things\", \"name\": \"Tee\" } ]");
  const auto result = run(rules, deployment);
  REQUIRE(result.findings.size() == 1);
  REQUIRE(result.findings[0].provisional.size() == 1);
  CHECK(result.findings[0].provisional[0].candidate_type == "Microsoft.X/things/parts");
  CHECK(result.findings[0].provisional[0].subject_type == "Microsoft.X/things");
  CHECK(result.findings[0].provisional[0].subject_name == "tee");
  CHECK(result.findings[0].message == "Something is wrong: no `Microsoft.X/things/parts` of it found (the deployment has none at all)");
  CHECK(result.counts.at("test-rule").fail == 1);
}

TEST_CASE("conditions of resources imply each other") {
  CHECK(judge(children, family(", \"if\": \"c\"", part("\"ok\": true, \"if\": \"c\""))) == Lines{"pass 2"});
  CHECK(judge(children, family("", part("\"ok\": true, \"if\": \"c\""))) == Lines{"unknown 2"});
  CHECK(judge(children, family(", \"if\": \"!c\"", part("\"ok\": true, \"if\": \"c\""))) == Lines{"fail 2"});
  // One of two that exclude each other is there.
  CHECK(judge(children, family("", part("\"ok\": true, \"if\": \"c\"") + ",\n" + part("\"ok\": true, \"if\": \"!c\""))) == Lines{"pass 2"});
}

TEST_CASE("loops over one collection meet element by element") {
  CHECK(judge(children, family(", \"loop\": \"regions\"", part("\"ok\": true, \"loop\": \"regions\""))) == Lines{"pass 2"});
  CHECK(judge(children, family("", part("\"ok\": true, \"loop\": \"regions\""))) == Lines{"unknown 2"});
}

TEST_CASE("links") {
  const auto id = [](const std::string& rest) { return "\"/subscriptions/s/resourceGroups/g/providers/" + rest + "\""; };
  const std::string points = head + "expect: { some: { a: Microsoft.X/ends, points_at: $this, by: 'to[*].id' } }";
  const auto ends = [&](const std::string& to) { return "[ { \"type\": \"Microsoft.X/things\", \"name\": \"t\" },\n{ \"type\": \"Microsoft.X/ends\", \"name\": \"e\", \"to\": [ { \"id\": " + to + " } ] } ]"; };
  CHECK(judge(points, ends(id("Microsoft.X/things/T"))) == Lines{"pass 1"});
  CHECK(judge(points, ends(id("Microsoft.X/things/other"))) == Lines{"fail 1"});
  CHECK(judge(points, ends("\"?where\"")) == Lines{"unknown 1"});
  const std::string follow = head + "expect: { end->ok: true }";
  const auto to_end = [&](const std::string& ok) { return "[ { \"type\": \"Microsoft.X/things\", \"name\": \"t\",\n\"end\": " + id("Microsoft.X/ends/e") + " },\n{ \"type\": \"Microsoft.X/ends\", \"name\": \"e\",\n\"ok\": " + ok + " } ]"; };
  CHECK(judge(follow, to_end("true")) == Lines{"pass 1"});
  CHECK(judge(follow, to_end("false")) == Lines{"fail 4"});
  CHECK(judge(follow, "[ { \"type\": \"Microsoft.X/things\", \"name\": \"t\",\n\"end\": " + id("Microsoft.X/ends/elsewhere") + " } ]") == Lines{"unknown 2"});
  const std::string over = head + "expect: { some: { a: Microsoft.Authorization/locks, over: $this } }";
  const auto lock = [&](const std::string& scope) { return "[ { \"type\": \"Microsoft.X/things\", \"name\": \"t\" }, { \"type\": \"Microsoft.Authorization/locks\", \"name\": \"l\", \"scope\": " + scope + " } ]"; };
  CHECK(judge(over, lock(id("Microsoft.X/things/t"))) == Lines{"pass 1"});
  CHECK(judge(over, lock("\"/subscriptions/s/resourceGroups/g\"")) == Lines{"pass 1"});
  CHECK(judge(over, lock("\"/subscriptions/s\"")) == Lines{"pass 1"});
  CHECK(judge(over, lock(id("Microsoft.X/things/other"))) == Lines{"fail 1"});
  CHECK(judge(over, lock("\"/subscriptions/s/resourceGroups/h\"")) == Lines{"fail 1"});
}

TEST_CASE("literal endpoints are derived from the resource of that name") {
  const std::pair<std::string, std::string> hosts{"rules/tables/endpoints.yaml",
                                                  "as_of: 2026-11-01\nsource: s\nkey: [type]\nrows:\n  - { type: Microsoft.X/ends, hosts: ['{name}.ends.net'] }"};
  const std::string logic = head + "expect: { each: { a: Microsoft.X/ends, as: e, where: { $this.url: { derived_from: $e } }, if_empty: not_applicable, is: { ok: true } } }";
  const auto with = [](const std::string& url) { return "[ { \"type\": \"Microsoft.X/things\", \"name\": \"t\", \"url\": \"" + url + "\" },\n{ \"type\": \"Microsoft.X/ends\", \"name\": \"chat\", \"ok\": true } ]"; };
  CHECK(judge(logic, with("https://Chat.ends.net/v1"), {}, {hosts}) == Lines{"pass 1"});
  CHECK(judge(logic, with("https://chats.ends.net/v1"), {}, {hosts}) == Lines{"not applicable 1"});
}

TEST_CASE("a rule that asks too much ends as unknown") {
  std::string list;
  for (int i = 0; i < 1100; ++i) list += (i == 0 ? "" : ",") + std::to_string(i);
  const std::string logic = head + "expect: { each: { of: list, as: x, if_empty: pass, is: { none: { of: $this.list, is: { same_as: $x, equals: nothing } } } } }";
  const Rules rules({{"rules/test/test-rule.yaml", rule_text(logic)}}, false);
  Deployment deployment(thing("\"list\": [" + list + "]"));
  const auto result = run(rules, deployment);
  REQUIRE(result.findings.size() == 1);
  CHECK(result.findings[0].reason == "limit reached");
}

}  // namespace pillarlint
