#include <catch2/catch.hpp>

#include "rules_support.h"

namespace pillarlint {
using testing::rule_text;
using testing::Rules;

namespace {
/// Complaints about a rule whose logic begins on line 9.
std::vector<std::string> complaints(const std::string& logic, std::vector<std::pair<std::string, std::string>> more = {}) {
  more.emplace_back("rules/test/test-rule.yaml", rule_text(logic));
  return Rules(more).complaints();
}
using Lines = std::vector<std::string>;
const std::string head = "for: Microsoft.X/things\n";
}  // namespace

TEST_CASE("complaints of the loader have a line and a suggestion") {
  CHECK(complaints(head + "expect: { a: { at_leest: 2 } }") == Lines{"10: unknown word `at_leest`; did you mean `at_least`?"});
  CHECK(complaints(head + "expect: { a: { b: 2 } }") == Lines{"10: unknown word `b`; a path is written flat: `a.b`"});
  CHECK(complaints(head + "expekt: { a: 1 }\nexpect: { a: 1 }") == Lines{"10: unknown key `expekt`; did you mean `expect`?"});
  CHECK(complaints(head + "expect: { 'a[*].b': 1 }") ==
        Lines{"10: the path `a[*].b`: can have several values here; say `each`, `some` or `none` with `of`"});
  CHECK(complaints(head + "expect: { $vault.a: 1 }") == Lines{"10: the name `$vault` is not bound here"});
  CHECK(complaints(head + "expect: { some: { of: a, as: x, is: { b: 1 } } }") == Lines{"10: the name `$x` is bound but not used"});
  CHECK(complaints(head + "expect: { some: { of: a, as: x, is: { some: { of: $x.b, as: x, is: { c: 1 } } } } }").front() ==
        "10: the name `$x` is bound already; choose another");
  CHECK(complaints(head + "expect: { count: { is: 1 } }") ==
        Lines{"10: `count` is without `of` and `a`, expected `of: path` or `a: type`; a property of this name is written `['count']`"});
  CHECK(complaints(head + "expect: { each: { of: a, is: { b: 1 } } }") ==
        Lines{"10: `each` is without `if_empty`, expected `if_empty: pass`, `fail` or `not_applicable`: say what it means that there is nothing"});
  CHECK(complaints(head + "expect: { some: { a: any, is: { b: 1 } } }") == Lines{"10: `a` is `any` without a link, expected a link beside it"});
  CHECK(complaints(head + "expect: { a: { present: 1 } }") == Lines{"10: `present` is a number, expected true or false"});
  CHECK(complaints(head + "expect: { a: { after: soon } }") == Lines{"10: `after` is text, expected a date, `today` or `today+90d`"});
  CHECK(complaints(head + "expect: { a: { matches: '(' } }").size() == 1);
  CHECK(complaints(head + "expect: { starts_with: x }").front().starts_with("10: the path `starts_with`: a word needs a path before it"));
  CHECK(complaints(head + "expect: { '@facts.rol': x }") == Lines{"10: there is no fact `rol`"});
  CHECK(complaints("for: ai-stor\nexpect: { a: 1 }", {{"rules/facts/c.yaml", "class: ai-store\nfor: { Microsoft.X/things: {} }"}}) ==
        Lines{"9: there is no class `ai-stor`; did you mean `ai-store`?"});
  CHECK(complaints(head + "given: { enviroment: production }\nexpect: { a: 1 }") == Lines{"10: unknown key `enviroment`; did you mean `environment`?"});
  CHECK(complaints(head + "expect: { some: { a: Microsoft.X/y, points_at: $this } }") ==
        Lines{"10: `points_at` is without `by`, expected `by: path` that holds the id"});
  CHECK(complaints(head + "expect: { some: { of: a, or_platform: private-dnz } }") ==
        Lines{"10: there is no provision of the platform `private-dnz`; did you mean `private-dns`?"});
  CHECK(complaints(head + "expect: { row: { table: modells, key: { a: 1 }, is: { b: 1 } } }") == Lines{"10: there is no table `modells`"});
}

TEST_CASE("a repair is one path of names and one value") {
  const auto with = [](const std::string& repair) { return complaints(head + "expect: { a: 1 }\nrepair: " + repair); };
  CHECK(with("{ set: a, to: 1 }").empty());
  CHECK(with("{ set: a.b, to: x, when: { c: 1 } }").empty());
  CHECK(with("a") == Lines{"11: `repair` is text, expected `set` and `to`"});
  CHECK(with("{ set: a }") == Lines{"11: `to` is nothing, expected one value"});
  CHECK(with("{ to: 1 }") == Lines{"11: `set` is nothing, expected a path of names"});
  CHECK(with("{ set: a, to: [1, 2] }") == Lines{"11: `to` is a list, expected one value"});
  CHECK(with("{ set: 'a[2]', to: 1 }") == Lines{"11: `set` is `a[2]`, expected a path of names from the resource on"});
  CHECK(with("{ set: $this.a, to: 1 }") == Lines{"11: `set` is `$this.a`, expected a path of names from the resource on"});
  CHECK(with("{ set: 'a[*]', to: 1 }").size() == 1);
  CHECK(with("{ set: a, too: 1, to: 1 }") == Lines{"11: unknown key `too`; did you mean `to`?"});
  CHECK(with("{ set: a, to: 1, when: { b: { at_leest: 1 } } }") == Lines{"11: unknown word `at_leest`; did you mean `at_least`?"});
}

TEST_CASE("what is right draws no complaint") {
  CHECK(complaints(head + "expect: { \"['count']\": { at_least: 1 }, a: [x, y], some: { a: Microsoft.X/y, child_of: $this, as: c, is: { b: { same_as: $c.d } } } }").empty());
  CHECK(complaints(head + "expect: { none: { of: '**', is: { carries: key } } }").empty());
}

TEST_CASE("limits of a rule") {
  std::string deep = "expect: ";
  for (int i = 0; i < 9; ++i) deep += "{ some: { of: a, is: ";
  deep += "{ b: 1 }";
  for (int i = 0; i < 9; ++i) deep += " } }";
  CHECK(complaints(head + deep).front() == "10: quantifiers are nested deeper than 8");
  std::string many = "expect:\n";
  for (int i = 0; i < 210; ++i) many += "  p" + std::to_string(i) + ": 1\n";
  CHECK(complaints(head + many) == Lines{"211: the rule has more than 200 conditions"});
}

TEST_CASE("facts that ask for themselves are refused") {
  const Rules rules({{"rules/facts/a.yaml", "fact: a\nfor: { Microsoft.X/y: [ { value: v, when: { '@facts.b': w } } ] }"},
                     {"rules/facts/b.yaml", "fact: b\nfor: { Microsoft.X/y: [ { value: w, when: { '@facts.a': v } } ] }"}});
  CHECK(rules.complaints() == Lines{"1: `a` asks for itself by way of `b`", "1: `b` asks for itself by way of `a`"});
}

TEST_CASE("two rules of one id") {
  const Rules rules({{"rules/a/same.yaml", rule_text(head + "expect: { a: 1 }")}, {"rules/b/same.yaml", rule_text(head + "expect: { a: 1 }")}});
  CHECK(rules.complaints() == Lines{"1: the rule id `same` is taken by rules/a/same.yaml"});
  CHECK(rules.set->size() == 1);
}

TEST_CASE("selection") {
  const Rules rules({{"rules/a/one.yaml", rule_text(head + "expect: { a: 1 }")},
                     {"rules/a/two.yaml", rule_text(head + "expect: { a: 1 }\nstatus: preview\nformerly: [old-two]")},
                     {"rules/b/three.yaml", rule_text(head + "expect: { a: 1 }")}});
  const auto ids = [&](const Selection& selection) {
    Diagnostics diagnostics;
    std::string out;
    for (const auto id : rules.set->select(selection, diagnostics)) out += rules.set->at(id).id + " ";
    for (const auto& one : diagnostics.list()) out += one.text();
    return out;
  };
  const auto by_id = [&](const std::string& id, bool preview) {
    Selection selection;
    selection.ids = {id};
    selection.preview = preview;
    return ids(selection);
  };
  CHECK(ids({}) == "one three ");
  CHECK(by_id("two", false) == "two ");          // one that is named runs, whatever its status
  CHECK(by_id("old-two", true) == "two ");
  CHECK(by_id("a", false) == "one ");
  CHECK(by_id("thre", false) == "rules: `thre` is not a rule or a folder of rules; did you mean `three`?");
  Selection others;
  others.skip = {"b"};
  others.preview = true;
  CHECK(ids(others) == "one two ");
  Selection items;
  items.items = {"SE-02"};
  CHECK(ids(items).empty());
}

TEST_CASE("fingerprints change with what they are made of, and with nothing else") {
  const auto base = fingerprint_of("r", "infra/main.json", "account", "a.b", "");
  CHECK(base == fingerprint_of("r", "other/main.json", "account", "a.b", ""));  // a moved folder keeps it
  CHECK(base != fingerprint_of("r", "infra/main.json", "account", "a", "b"));   // parts do not run into each other
  CHECK(base != fingerprint_of("s", "infra/main.json", "account", "a.b", ""));
}

}  // namespace pillarlint
