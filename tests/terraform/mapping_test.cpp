#include "terraform/azurerm/mapping.h"

#include <array>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "support/arm.h"
#include "support/embedded.h"
#include "terraform/mapping_support.h"
#include "value/operators.h"
#include "value/pack.h"
#include "value/print.h"
#include "value/read_yaml.h"

using namespace pillarlint;
using namespace pillarlint::test;
using terraform::Majors;

namespace {

/// What the attributes of one line become at `properties.x`.
std::string x(const std::string& form, const std::string& written, Majors majors = {}) {
  auto made = map_text("attributes:\n  a: " + form, written.empty() ? "{}" : "a: " + written, majors);
  CHECK(made->complaints() == "");
  return made->at("properties.x");
}

}  // namespace

// ── forms of attributes ───────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("An attribute ends at its path") {
  CHECK(x("properties.x", "hello") == "'hello'");
  CHECK(x("{ to: properties.x }", "[1, 2]") == "[1, 2]");
  CHECK(x("properties.x", "") == "-");
  CHECK(x("properties.x", "null") == "-");
  CHECK(x("properties.x", "'?x'") == "‹x: no value is given›");
}

TEST_CASE("Values by name; one that is not listed passes unchanged") {
  const std::string form = "{ to: properties.x, as: { true: Enabled, false: Disabled }, default: true }";
  CHECK(x(form, "false") == "'Disabled'");
  CHECK(x(form, "'false'") == "'Disabled'");
  CHECK(x(form, "") == "'Enabled'");
  CHECK(x(form, "null") == "'Enabled'");
  CHECK(x(form, "Perimeter") == "'Perimeter'");
  CHECK(x(form, "'?bool open'") == "'Enabled' | 'Disabled'");
  CHECK(x(form, "{ if: c, then: false, else: '?bool b' }") == "'Disabled' | 'Enabled'");
  CHECK(x("{ to: properties.x, as: { private: None } }", "'?text level'") == "‹level: no value is given›");
}

TEST_CASE("A boolean turned round") {
  const std::string form = "{ to: properties.x, invert: true, default: true }";
  CHECK(x(form, "true") == "false");
  CHECK(x(form, "'true'") == "false");
  CHECK(x(form, "") == "false");
  CHECK(x(form, "{ if: c, then: true }") == "false");  // null: the default, which is the same
  CHECK(x(form, "'?bool b'") == "‹b: no value is given›");
}

TEST_CASE("Text, number, lists and keys") {
  CHECK(x("{ to: properties.x, text: 'P{}D' }", "7") == "'P7D'");
  CHECK(x("{ to: properties.x, text: 'P{}D' }", "'?text days'") == "'P‹parameter days›D'");
  CHECK(x("{ to: properties.x, number: 1024 }", "2") == "2048");
  CHECK(x("{ to: properties.x, number: 0.5 }", "3") == "1.5");
  CHECK(x("{ to: properties.x, each: value }", "[a, '?text b']") == "[{value: 'a'}, {value: ‹b: no value is given›}]");
  CHECK(x("{ to: properties.x, each: value }", "[a, …more]") == "[{value: 'a'}, …‹more: no value is given›]");
  CHECK(x("{ to: properties.x, split: ',' }", "'a, b'") == "['a', 'b']");
  CHECK(x("{ to: properties.x, join: ', ' }", "[a, '?text b']") == "'a, ‹parameter b›'");
  CHECK(x("{ to: properties.x, keys: true }", "[a, b]") == "{a: {}, b: {}}");
  CHECK(x("{ to: properties.x, keys: true }", "[a, '?text b']") == "{a: {}, …‹b: no value is given›}");
  CHECK(x("{ to: properties.x, wrap: id }", "abc") == "{id: 'abc'}");
}

TEST_CASE("Conversions of equal unknowns are equal, of others not") {
  auto made = map_text(
      "attributes:\n"
      "  a: { to: properties.a, as: { v: V } }\n"
      "  b: { to: properties.b, as: { v: V } }\n"
      "  c: { to: properties.c, as: { v: W } }\n"
      "  d: { to: properties.d, invert: true }\n"
      "  e: { to: properties.e, invert: true }\n",
      "{ a: '?x', b: '?x', c: '?x', d: '?bool y', e: '?bool y' }");
  CHECK(identical(made->value("properties.a"), made->value("properties.b")));
  CHECK_FALSE(identical(made->value("properties.a"), made->value("properties.c")));
  CHECK(identical(made->value("properties.d"), made->value("properties.e")));
}

TEST_CASE("Secrets are marked at every depth") {
  auto made = map_text("attributes:\n  a: { to: properties.x, secret: true }", "a: { inner: [word] }");
  CHECK(made->value("properties.x").get("inner").items()[0].secret());
  CHECK(made->at("properties.x").find("word") == std::string::npos);
}

// ── defaults and majors ───────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("A default that differs between the majors allowed has alternatives") {
  const std::string form = "{ to: properties.x, defaults: { 3: true, 4: true, 5: false } }";
  CHECK(x(form, "") == "true | false");
  CHECK(x(form, "", Majors{true, true, false}) == "true");
  CHECK(x(form, "", Majors{false, false, true}) == "false");
  CHECK(x(form, "false") == "false");
  auto made = map_text("attributes:\n  a: " + form, "{}");
  CHECK(made->value("properties.x").why().why == Unknown::Why::provider_version);
  CHECK(made->value("properties.x").why().subject == "azurerm 3.x, 4.x or 5.x");
  // A major without the default contributes absence.
  CHECK(x("{ to: properties.x, default: a, since: 4 }", "") == "null | 'a'");
  CHECK(x("{ to: properties.x, default: a, since: 4 }", "", Majors{false, true, true}) == "'a'");
}

TEST_CASE("Defaults of different majors exclude each other, those of one go together") {
  auto made = map_text(
      "attributes:\n"
      "  a: { to: properties.a, defaults: { 3: true, 4: true, 5: false } }\n"
      "  b: { to: properties.b, defaults: { 3: x, 5: y } }\n",
      "{}");
  const auto a = made->value("properties.a").why().alternatives;
  const auto b = made->value("properties.b").why().alternatives;
  REQUIRE(a.size() == 2);
  REQUIRE(b.size() == 3);
  CHECK(contradict(made->symbols, a[0].when, b[2].when));        // true is not of 5.x
  CHECK_FALSE(contradict(made->symbols, a[1].when, b[2].when));  // false and 'y' are both of 5.x
  CHECK(contradict(made->symbols, b[0].when, b[2].when));
}

TEST_CASE("Old and new names go to one place: what is written wins") {
  const std::string entry =
      "attributes:\n"
      "  enable_x: { to: properties.x, until: 3, default: false }\n"
      "  x_enabled: { to: properties.x, since: 4, default: true }\n";
  CHECK(map_text(entry, "enable_x: true")->at("properties.x") == "true");
  CHECK(map_text(entry, "x_enabled: false")->at("properties.x") == "false");
  CHECK(map_text(entry, "{}")->at("properties.x") == "false | true");
  CHECK(map_text(entry, "{}", Majors{true, false, false})->at("properties.x") == "false");
}

TEST_CASE("Written attributes tell the major: Terraform refuses others") {
  auto made = map_text(
      "attributes:\n"
      "  new: { to: properties.new, since: 5 }\n"
      "  a: { to: properties.x, defaults: { 3: old, 5: young } }\n",
      "new: 1");
  CHECK(made->at("properties.x") == "'young'");
}

TEST_CASE("A value that may be null may be the default") {
  const std::string form = "{ to: properties.x, default: d }";
  CHECK(x(form, "{ if: c, then: w }") == "'w' | 'd'");
  CHECK(x("properties.x", "{ if: c, then: w }") == "'w' | null");
}

TEST_CASE("Attributes that no allowed major has, and that nobody has mapped") {
  auto made = map_text("attributes:\n  old: { to: properties.x, until: 3 }\n  b: { to: properties.b, block: { c: c } }",
                       "{ name: n, old: 1, other: 2, b: [ { c: 1, d: 2 }, { d: 3 } ], timeouts: {} }", Majors{false, true, true});
  REQUIRE(made->mapped.other_major.size() == 1);
  CHECK(made->mapped.other_major[0].attribute == "old");
  CHECK(made->mapped.other_major[0].until == 3);
  CHECK(made->text_at(made->mapped.other_major[0].span) == "old");
  REQUIRE(made->mapped.unmapped.size() == 2);
  CHECK(made->mapped.unmapped[0].attribute == "other");
  CHECK(made->mapped.unmapped[1].attribute == "b.d");
}

// ── places and journeys ───────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("Values keep their place and say which attribute they came from") {
  auto made = map_text("attributes:\n  acls: { to: properties.acls, block: { act: { to: action, as: { Deny: D } } } }\n  b: { to: properties.b, default: 1 }",
                       "acls: [ { act: Deny } ]");
  const auto action = made->value("properties.acls.action");
  CHECK(made->text_at(action.span()) == "Deny");
  REQUIRE(action.journey() != nullptr);
  CHECK(action.journey()->step == Origin::Step::mapping);
  CHECK(action.journey()->name == "acls.act");
  const auto fallback = made->value("properties.b");
  REQUIRE(fallback.journey() != nullptr);
  CHECK(fallback.journey()->step == Origin::Step::provider_default);
  CHECK(fallback.journey()->name == "b");
  CHECK(fallback.journey()->span == Span{made->attributes.span().file, 0, 1});  // header of the resource
}

// ── texts, constants ──────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("Texts made of attributes") {
  const std::string entry =
      "made: { sku.name: '{tier}_{kind}', sku.one: '{tier}' }\n"
      "attributes:\n  tier: { to: sku.tier, default: Standard }\n  kind: { skip: part of sku.name }";
  CHECK(map_text(entry, "{ tier: Premium, kind: LRS }")->at("sku") == "{tier: 'Premium', name: 'Premium_LRS', one: 'Premium'}");
  CHECK(map_text(entry, "{ kind: '?text k' }")->at("sku.name") == "'Standard_‹parameter k›'");
  CHECK(map_text(entry, "{ tier: Premium }")->at("sku.name") == "-");
  CHECK(map_text(entry, "{ kind: { if: c, then: A, else: B } }")->at("sku.name") == "'Standard_A' | 'Standard_B'");
}

TEST_CASE("Constants are always sent") {
  const std::string entry = "constants: { kind: AIServices, properties.api: {}, properties.set: { a: 1 } }\nattributes:\n  b: properties.set.b";
  CHECK(map_text(entry, "{}")->at("properties") == "{api: {}, set: {a: 1}}");
  CHECK(map_text(entry, "b: 2")->at("properties.set") == "{b: 2, a: 1}");
  CHECK(map_text("constants: { kind: A }\nattributes:\n  k: kind", "k: B")->at("kind") == "'B'");
}

// ── blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {
const std::string key_block =
    "attributes:\n"
    "  other: properties.other\n"
    "  cmk:\n"
    "    to: properties.encryption\n"
    "    constants: { source: Vault }\n"
    "    absent: { source: Service }\n"
    "    block:\n"
    "      key: vault.key\n"
    "      client: vault.client\n"
    "      root: /properties.root\n"
    "      mode: { to: mode, default: m }\n";
}  // namespace

TEST_CASE("A block is an object below its path") {
  CHECK(map_text(key_block, "cmk: [ { key: k, root: r } ]")->at("properties") ==
        "{encryption: {vault: {key: 'k'}, mode: 'm', source: 'Vault'}, root: 'r'}");
  CHECK(map_text(key_block, "cmk: { key: k }")->at("properties.encryption.vault.key") == "'k'");  // JSON may give one object
  CHECK(map_text(key_block, "{}")->at("properties") == "{encryption: {source: 'Service'}}");
  CHECK(map_text(key_block, "cmk: []")->at("properties.encryption") == "{source: 'Service'}");
  CHECK(map_text(key_block, "cmk: null")->at("properties.encryption") == "{source: 'Service'}");
}

TEST_CASE("A block that is not known, or not known to be there") {
  CHECK(map_text(key_block, "{ other: 1, cmk: '?x' }")->at("properties.encryption") == "‹x: no value is given›");
  CHECK(map_text(key_block, "{ other: 1, cmk: [ …x ] }")->at("properties.encryption") == "‹x: no value is given›");
  // Both states have the object, so only its members differ.
  CHECK(map_text(key_block, "{ other: 1, cmk: { if: c, then: [ { key: k } ], else: [] } }")->at("properties.encryption") ==
        "{vault: {key: 'k'} | null, mode: 'm' | null, source: 'Vault' | 'Service'}");
  // Without `absent` the object itself may be missing.
  const std::string acls = "attributes:\n  a: { to: properties.acls, block: { d: d } }";
  CHECK(map_text(acls, "a: { if: c, then: [ { d: 1 } ], else: [] }")->at("properties") == "{acls: {d: 1} | null}");
  CHECK(map_text(acls, "a: { if: c, then: [ { d: 1 } ], else: [ { d: 2 } ] }")->at("properties") == "{acls: {d: 1 | 2}}");
}

TEST_CASE("A block without a path writes to where it stands") {
  const std::string entry = "attributes:\n  site:\n    to: properties.site\n    block:\n      stack: { block: { v: version, s: /kind } }";
  CHECK(map_text(entry, "site: [ { stack: [ { v: 1, s: k } ] } ]")->at("properties.site") == "{version: 1}");
  CHECK(map_text(entry, "site: [ { stack: [ { v: 1, s: k } ] } ]")->at("kind") == "'k'");
  CHECK(map_text(entry, "site: [ { stack: { if: c, then: [ { v: 1, s: k } ] } } ]")->at("properties.site") == "{version: 1 | null}");
  CHECK(map_text(entry, "site: [ { stack: { if: c, then: [ { v: 1, s: k } ] } } ]")->at("kind") == "'k' | null");
  CHECK(map_text(entry, "site: [ { stack: [ …x ] } ]")->at("properties.site.version") == "‹x: no value is given›");
}

TEST_CASE("A repeated block is a list") {
  const std::string entry =
      "attributes:\n  rule: { to: properties.rules, list: true, constants: { k: c }, block: { n: name, o: { to: o.p, default: 7 } } }";
  CHECK(map_text(entry, "rule: [ { n: a }, { n: b, o: 8 } ]")->at("properties.rules") ==
        "[{name: 'a', o: {p: 7}, k: 'c'}, {name: 'b', o: {p: 8}, k: 'c'}]");
  CHECK(map_text(entry, "rule: { n: a, o: 1 }")->at("properties.rules") == "[{name: 'a', o: {p: 1}, k: 'c'}]");
  CHECK(map_text(entry, "rule: [ { n: a, o: 1 }, …x ]")->at("properties.rules") ==
        "[{name: 'a', o: {p: 1}, k: 'c'}, …‹x: no value is given›]");
  CHECK(map_text(entry, "rule: [ …x ]")->at("properties.rules") == "[…‹x: no value is given›]");
  CHECK(map_text(entry, "rule: []")->at("properties.rules") == "-");
  CHECK(map_text(entry, "rule: { if: c, then: [ { n: a, o: 1 } ], else: [] }")->at("properties.rules") ==
        "[{name: 'a', o: {p: 1}, k: 'c'}] | null");
  CHECK(map_text(entry, "rule: '?x'")->at("properties.rules") == "‹x: no value is given›");
}

TEST_CASE("A repeated block may be a map by name, and an object the only element of a list") {
  const std::string map = "attributes:\n  n: { to: properties.n, list: true, key: '{op}_{at}', block: { op: op, at: { to: at, default: 5 } } }";
  CHECK(map_text(map, "n: [ { op: a, at: 1 }, { op: b } ]")->at("properties.n") == "{a_1: {op: 'a', at: 1}, b_5: {op: 'b', at: 5}}");
  CHECK(map_text("attributes:\n  a: 'properties.s[].a'\n  b: 'properties.s[].b'", "{ a: 1, b: 2 }")->at("properties.s") == "[{a: 1, b: 2}]");
  CHECK(map_text("attributes:\n  a: 'properties.s[].a'", "{}")->at("properties.s") == "-");
}

TEST_CASE("Lists that several attributes give for one place are joined") {
  const std::string entry = "attributes:\n  a: properties.l\n  b: properties.l";
  CHECK(map_text(entry, "{ a: [1], b: [2] }")->at("properties.l") == "[1, 2]");
  CHECK(map_text(entry, "{ a: [1, …x], b: [2] }")->at("properties.l") == "[1, 2, …‹x: no value is given›]");
}

TEST_CASE("What every resource has without being said") {
  auto made = map_text("attributes: {}",
                       "{ name: n, location: westeurope, tags: { a: b }, zones: ['1'], resource_group_name: rg,"
                       " identity: [ { type: UserAssigned, identity_ids: [ /i/1 ] } ] }");
  CHECK(print(made->mapped.resources[0].body, nullptr) ==
        "{location: 'westeurope', tags: {a: 'b'}, zones: ['1'], identity: {type: 'UserAssigned', userAssignedIdentities: {'/i/1': {}}}}");
  CHECK(print(made->mapped.resources[0].resource_group_name, nullptr) == "'rg'");
  CHECK(print(made->mapped.resources[0].segments[0], nullptr) == "'n'");
  CHECK(made->mapped.unmapped.empty());
}

// ── belonging ─────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("Who a resource belongs to") {
  using terraform::Place;
  const auto first = [](const std::string& entry, const std::string& attributes) { return map_text(entry, attributes)->mapped.resources[0]; };
  const auto text = [](const Value& v) { return std::string(v.text_or_empty()); };
  CHECK(first("data: true", "resource_group_name: g").place == Place::resource_group);

  const auto made = map_text("parent: [ account_id, { type: T.R/accounts, name: account_name } ]\nbetween: [default]", "{ name: n, account_id: /a/b }");
  const auto& child = made->mapped.resources[0];
  CHECK(child.place == Place::parent_id);
  CHECK(text(child.parent_id) == "/a/b");
  REQUIRE(child.segments.size() == 2);
  CHECK(text(child.segments[0]) == "default");
  CHECK(text(child.segments[1]) == "n");
  CHECK(made->mapped.unmapped.empty());

  const auto named = map_text("parent: [ account_id, { type: T.R/accounts, name: account_name } ]", "{ name: n, account_name: acc, resource_group_name: g }");
  CHECK(named->mapped.resources[0].place == Place::parent_name);
  CHECK(named->mapped.resources[0].parent_type == "T.R/accounts");
  CHECK(text(named->mapped.resources[0].parent_name) == "acc");

  const auto extension = map_text("scope: target_id\nname: none", "{ target_id: /t }");
  CHECK(extension->mapped.resources[0].place == Place::extension);
  CHECK(text(extension->mapped.resources[0].scope_id) == "/t");
  CHECK_FALSE(extension->mapped.resources[0].segments[0].known());
  CHECK(first("scope: subscription", "{}").place == Place::subscription);
  CHECK(first("scope: tenant", "{}").place == Place::tenant);
  const auto patch = map_text("patches: account_id", "{ account_id: /p }");
  CHECK(patch->mapped.resources[0].place == Place::patch);
  CHECK(text(patch->mapped.resources[0].parent_id) == "/p");
  CHECK(text(map_text("name: 'x-{a}'\nattributes:\n  a: properties.a", "{ a: 1 }")->mapped.resources[0].segments[0]) == "x-1");
  CHECK_FALSE(map_text("parent: account_id", "{ name: n }")->mapped.resources[0].parent_id.known());
}

TEST_CASE("Two resources without a name are not certainly the same") {
  auto made = map_text("name: none", "{}");
  auto context = made->context();
  const auto again = terraform::apply(context, *made->mappings->find("azurerm_x"), {made->attributes, {}, {}, {}});
  CHECK_FALSE(identical(made->mapped.resources[0].segments[0], again.resources[0].segments[0]));
}

TEST_CASE("A block may be a resource of its own") {
  const std::string entry =
      "api: '2024-01-01'\nattributes:\n"
      "  blobs:\n    child: { type: Test.Rp/things/blobs, name: default }\n    block: { v: { to: properties.v, default: false } }\n"
      "  part:\n    child: { type: Test.Rp/things/parts, name: '{name}' }\n    list: true\n    block: { name: { skip: its name }, s: properties.s }\n";
  auto made = map_text(entry, "{ name: n, blobs: [ {} ], part: [ { name: a, s: 1 }, { name: b } ] }");
  REQUIRE(made->mapped.resources.size() == 4);
  const auto& blobs = made->mapped.resources[1];
  CHECK(blobs.type == "Test.Rp/things/blobs");
  CHECK(blobs.api_version == "2024-01-01");
  CHECK(made->at("properties.v", 1) == "false");
  REQUIRE(blobs.segments.size() == 2);
  CHECK(blobs.segments[0].text() == "n");
  CHECK(blobs.segments[1].text() == "default");
  CHECK(made->mapped.resources[3].segments[1].text() == "b");
  CHECK(made->at("properties.s", 2) == "1");
  CHECK(map_text(entry, "name: n")->mapped.resources.size() == 1);

  auto perhaps = map_text(entry, "{ name: n, blobs: { if: c, then: [ { v: true } ], else: [] }, part: [ { name: a }, …x ] }");
  REQUIRE(perhaps->mapped.resources.size() == 3);
  CHECK(perhaps->mapped.resources[1].condition.size() == 1);
  CHECK(perhaps->mapped.resources[2].condition.empty());
  REQUIRE(perhaps->mapped.open.size() == 1);
  CHECK(perhaps->mapped.open[0].type == "Test.Rp/things/parts");
}

TEST_CASE("One attribute may be a resource of its own") {
  const std::string entry = "attributes:\n  ftp: { child: { type: Test.Rp/things/policies, name: ftp }, to: properties.allow, default: true }";
  auto made = map_text(entry, "{ name: n, ftp: false }");
  REQUIRE(made->mapped.resources.size() == 2);
  CHECK(made->at("properties.allow", 1) == "false");
  CHECK(made->mapped.resources[1].segments[1].text() == "ftp");
  CHECK(map_text(entry, "name: n")->at("properties.allow", 1) == "true");
}

// ── hooks ─────────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("The id of a key is taken apart") {
  const std::string form = "{ hook: key_vault_key, to: properties.x }";
  CHECK(x(form, "https://v.vault.azure.net/keys/k/123") == "{keyVaultUri: 'https://v.vault.azure.net/', keyName: 'k', keyVersion: '123'}");
  CHECK(x(form, "https://v.vault.azure.net/keys/k") == "{keyVaultUri: 'https://v.vault.azure.net/', keyName: 'k'}");
  CHECK(x(form, "https://‹v›.vault.azure.net/keys/k/1") == "{keyVaultUri: 'https://‹parameter v›.vault.azure.net/', keyName: 'k', keyVersion: '1'}");
  CHECK(x(form, "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/keys/k") ==
        "{keyVaultUri: 'https://v.vault.azure.net/', keyName: 'k'}");
  CHECK(x("{ hook: key_vault_key, to: properties.x, names: { uri: u, name: n, version: v } }", "https://h/keys/k/1") ==
        "{u: 'https://h/', n: 'k', v: '1'}");
  CHECK(x(form, "'?id'") == "{keyVaultUri: ‹id: no value is given›, keyName: ‹id: no value is given›, keyVersion: ‹id: no value is given›}");
}

TEST_CASE("Names of built-in roles become ids of their definitions") {
  const std::string form = "{ hook: role_definition, to: properties.x }";
  constexpr auto* id = "'/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd'";
  CHECK(x(form, "OpenAI User") == id);
  CHECK(x(form, "foundry caller") == id);
  CHECK(x(form, "My Own") == "'/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/‹role my own›'");
  CHECK(x(form, "{ if: c, then: OpenAI User, else: Foundry Caller }") == id);
}

TEST_CASE("Other conversions") {
  CHECK(x("{ hook: vault_uri, to: properties.x }", "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v") ==
        "'https://v.vault.azure.net/'");
  CHECK(x("{ hook: name_values, to: properties.x }", "{ B: 1, A: x }") == "[{name: 'A', value: 'x'}, {name: 'B', value: 1}]");
  CHECK(x("{ wrap: KEY, hook: name_values, to: properties.x }", "v") == "[{name: 'KEY', value: 'v'}]");
  CHECK(x("{ hook: flag_in_list, to: properties.x, names: { value: Send } }", "true") == "['Send']");
  CHECK(x("{ hook: flag_in_list, to: properties.x, names: { value: Send } }", "'?bool b'") == "['Send'] | []");
  CHECK(x("{ hook: sku_name_capacity, to: properties.x }", "Premium_2") == "{name: 'Premium', capacity: 2}");
  CHECK(x("{ hook: sku_name_capacity, to: properties.x }", "Consumption_0") == "{name: 'Consumption', capacity: 0}");
  CHECK(x("{ hook: json, to: properties.x }", "'{\"a\": [1]}'") == "{a: [1]}");
  CHECK(x("{ hook: json, to: properties.x }", "'{\"a\": \"x‹h›\", \"b\": 1}'") == "{a: 'x‹parameter h›', b: 1}");
  CHECK(x("{ hook: json, to: properties.x }", "'{\"a\": ‹h›}'") == "{a: ‹h: no value is given›}");
  CHECK(x("{ hook: name_values, to: properties.x, names: { value: secureValue } }", "{ A: x }") == "[{name: 'A', secureValue: 'x'}]");
}

TEST_CASE("Elements of a list come of several attributes, with their defaults") {
  const std::string entry =
      "attributes:\n  settings: { hook: name_values, to: properties.l }\n"
      "  version: { wrap: VERSION, hook: name_values, to: properties.l, default: '~4' }\n"
      "  password: { wrap: PASSWORD, hook: name_values, to: properties.l, secret: true }";
  CHECK(map_text(entry, "{}")->at("properties.l") == "[{name: 'VERSION', value: '~4'}]");
  CHECK(map_text(entry, "{ settings: { A: 1 }, version: '~3' }")->at("properties.l") == "[{name: 'A', value: 1}, {name: 'VERSION', value: '~3'}]");
  CHECK(map_text(entry, "{ settings: '?x', password: p }")->at("properties.l") ==
        "[{name: 'VERSION', value: '~4'}, {name: 'PASSWORD', value: ‹secret›}, …‹x: no value is given›]");
}

// ── what is read back ─────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("Attributes that are read back") {
  auto made = map_text(
      "attributes:\n  kind: { to: kind, default: V2 }\n  plain: properties.plain\n"
      "exports:\n  endpoint: properties.endpoint\n  declared: properties.plain\n  primary_key: { key: true }\n"
      "  conn: { key: connection_string }\n  url: { text: 'https://{name}.x' }\n",
      "{ name: n, plain: 5, identity: [ { type: SystemAssigned } ] }");
  auto context = made->context();
  const auto state = made->symbols.make("state", "s");
  const auto read = [&](std::string_view attribute) {
    return terraform::exported(context, *made->mapped.mapping, attribute, {made->attributes, made->mapped.resources[0].body, state, {}, {}, {}});
  };
  const auto endpoint = read("endpoint");
  REQUIRE(endpoint);
  CHECK(endpoint->why().why == Unknown::Why::known_after_deploy);
  // The same symbol that other languages give `x.properties.endpoint`.
  CHECK(endpoint->why().symbol == made->symbols.make("member", "endpoint", {made->symbols.make("member", "properties", {state})}));
  CHECK(print(read("declared").value(), nullptr) == "5");
  CHECK(read("primary_key")->marks() == Mark::key);
  CHECK(read("conn")->marks() == (Mark::key | Mark::connection_string));
  CHECK(print(read("url").value(), nullptr) == "'https://n.x'");
  CHECK(print(read("kind").value(), nullptr) == "'V2'");
  CHECK(print(read("plain").value(), nullptr) == "5");
  CHECK(read("identity[0].principal_id")->why().never_empty);
  CHECK(read("identity.0.principal_id")->why().symbol == read("identity[0].principal_id")->why().symbol);
  CHECK_FALSE(read("nothing"));
}

// ── complaints ────────────────────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("What is wrong in a mapping is said with its line") {
  CHECK(complaints_of("tpye: x\ntype: T.R/a") == "2: unknown key `tpye`; did you mean `type`?");
  CHECK(complaints_of("attributes:\n  a: { too: x, to: b }") == "4: unknown key `too`; did you mean `to`?");
  CHECK(complaints_of("attributes:\n  a: a.b[0].c") == "4: `a` is `a.b[0].c`, expected a path such as properties.publicNetworkAccess");
  CHECK(complaints_of("attributes:\n  a: .b") == "4: `a` is `.b`, expected a path such as properties.publicNetworkAccess");
  CHECK(complaints_of("attributes:\n  a: { default: 1 }").find("4: `a` is without a place, expected `to`, `block` or `skip`") != std::string::npos);
  CHECK(complaints_of("attributes:\n  a: { to: x, since: 9 }") == "4: `since` is a number, expected a major of the provider: 3, 4 or 5");
  CHECK(complaints_of("attributes:\n  a: { to: x, as: y }") == "4: `as` is `y`, expected a map from value to value");
  CHECK(complaints_of("attributes:\n  a: { to: x, hook: nope }") == "4: `hook` is `nope`, expected one of the conversions of hooks.cpp");
  CHECK(complaints_of("attributes:\n  a: { to: x, text: PD }") == "4: `text` is `PD`, expected a text with `{}`");
  CHECK(complaints_of("attributes:\n  a: { to: x, list: true }") == "4: `list` is a boolean, expected a `block` beside");
  CHECK(complaints_of("attributes:\n  a: { to: x, defaults: { 9: a } }") == "4: `defaults` is `9`, expected majors of the provider: 3, 4, 5");
  CHECK(complaints_of("attributes:\n  a: 5") == "4: `a` is a number, expected an ARM path, or a map that says more");
  CHECK(complaints_of("attributes:\n  a: { to: x, skip: y }") == "4: `skip` is `y`, expected no place beside `skip`");
  CHECK(complaints_of("exports:\n  a: { key: maybe }") == "4: `key` is `maybe`, expected `true`, `secret`, `key` or `connection_string`");
  CHECK(complaints_of("made: { a: '{x' }") == "3: `a` is `{x`, expected a text in which `{x}` is an attribute");
  CHECK(complaints_of("parent: a\nscope: b") == "2: `parent` is not alone, expected one of `parent`, `scope` and `patches`");
  CHECK(complaints_of("type: Nothing") == "2: `type` is `Nothing`, expected an ARM resource type");
  CHECK(complaints_of("api: v1") == "3: `api` is `v1`, expected an API version such as 2024-10-01");
}

TEST_CASE("A path that the type surely does not have is said") {
  const auto complaint = complaints_of("type: Microsoft.CognitiveServices/accounts\nattributes:\n  a: properties.networkAcls.defaultAktion\n  b: propertys.x",
                                       &azure_types());
  INFO(complaint);
  CHECK(complaint.find("4: `properties.networkAcls.defaultAktion` is no property of Microsoft.CognitiveServices/accounts; did you mean `properties.networkAcls.defaultAction`?") !=
        std::string::npos);
  CHECK(complaint.find("5: `propertys.x`") != std::string::npos);
}

TEST_CASE("A type that is mapped twice, and a document that is no map") {
  SourceManager sources;
  const auto one = read_yaml("azurerm_a: { type: T.R/a }\nazurerm_b: { type: T.R/b }", FileId::none);
  const auto two = read_yaml("azurerm_a: { type: T.R/c }", FileId::none);
  const auto three = read_yaml("[1]", FileId::none);
  Diagnostics diagnostics;
  const terraform::Mappings mappings({{"one", one->root}, {"two", two->root}, {"three", three->root}}, diagnostics);
  CHECK(diagnostics.list().size() == 2);
  REQUIRE(mappings.find("azurerm_a") != nullptr);
  CHECK(mappings.find("azurerm_a")->type == "T.R/a");
  CHECK(mappings.find("azurerm_c") == nullptr);
  CHECK(mappings.find("data.azurerm_a") == nullptr);  // `data: true` is not there
}

// ── the files of the program ──────────────────────────────────────────────────────────────────────────────────────

TEST_CASE("All mapping files load without a complaint") {
  SourceManager sources;
  Arena arena;
  std::vector<std::pair<std::string, Value>> documents;
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with("parsers/terraform/azurerm/")) continue;
    const auto id = sources.add(std::string(file.path), std::string(file.text));
    std::size_t at = 0;
    documents.emplace_back(std::string(file.path), unpack(file.packed, at, arena, id));
  }
  Diagnostics diagnostics;
  const terraform::Mappings mappings(documents, diagnostics);
  mappings.check(diagnostics, &azure_types());
  for (const auto& d : diagnostics.list()) {
    const auto line = d.span.known() ? sources.position(d.span.file, d.span.begin).line : 0;
    const auto path = d.span.known() ? sources.path(d.span.file) : std::string_view();
    FAIL_CHECK(fmt::format("{}:{}: {}", path, line, d.text()));
  }
  const terraform::EmbeddedMappings embedded(embedded_files());
  CHECK(embedded.mappings().types() == mappings.types());
  CHECK(terraform::role_guid(embedded.roles(), "Reader") == "acdd72a7-3385-48ef-bd42-f606fba81ae7");

  const auto count = [](const auto& self, const terraform::BlockForm& form, std::size_t& mapped, std::size_t& skipped) -> void {
    for (const auto& attribute : form.attributes) {
      (attribute.skip.empty() ? mapped : skipped) += attribute.span.known() || attribute.block != nullptr ? 1 : 0;
      if (attribute.block != nullptr) self(self, *attribute.block, mapped, skipped);
    }
  };
  std::size_t mapped = 0;
  std::size_t skipped = 0;
  for (const auto type : mappings.types()) {
    if (const auto* mapping = mappings.find(type)) count(count, mapping->body, mapped, skipped);
  }
  WARN(fmt::format("azurerm: {} files, {} types, {} attributes mapped, {} without a place", documents.size(), mappings.types().size(), mapped, skipped));
}

TEST_CASE("Every mapping can be applied to nothing, to unknowns, and to what may be there") {
  const terraform::EmbeddedMappings embedded(embedded_files());
  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};
  for (const auto type : embedded.mappings().types()) {
    const auto* mapping = embedded.mappings().find(type);
    REQUIRE(mapping != nullptr);
    ObjectBuilder unknowns(arena);
    ObjectBuilder perhaps(arena);
    for (const auto& form : mapping->body.attributes) {
      const auto symbol = symbols.make("parameter", form.name);
      const auto unknown = new_unknown(context, Unknown::Why::input_not_given, form.name, symbol, {});
      const std::array items{Value::object(arena, std::span<const Member>())};
      const auto there = form.block != nullptr ? Value::array(arena, items) : unknown;
      unknowns.set(form.name, unknown);
      perhaps.set(form.name, choose(context, unknown, there, Value(), {}));
    }
    for (const auto& attributes : {Value::object(arena, std::span<const Member>()), unknowns.build(), perhaps.build()}) {
      INFO(type);
      const auto mapped = terraform::apply(context, *mapping, {attributes, {}, {}, {}});
      REQUIRE(!mapped.resources.empty());
      CHECK(mapped.unmapped.empty());
      CHECK((mapped.resources[0].body.is_object() || !mapped.resources[0].body.known()));
      const auto levels = TypeName(mapped.resources[0].type).levels();
      CHECK(mapped.resources[0].segments.size() <= levels);
    }
  }
  CHECK(diagnostics.empty());
}
