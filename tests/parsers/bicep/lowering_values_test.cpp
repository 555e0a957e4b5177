// Literals, strings and their pieces, objects and arrays with what is spread into them.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

TEST_CASE("Literals keep their values") {
  CHECK(evaluate_bicep("1") == "1");
  CHECK(evaluate_bicep("-7") == "-7");
  CHECK(evaluate_bicep("9223372036854775807") == "9223372036854775807");
  CHECK(evaluate_bicep("true") == "true");
  CHECK(evaluate_bicep("null") == "null");
  CHECK(evaluate_bicep("'text'") == "'text'");
  CHECK(evaluate_bicep("''") == "''");
  CHECK(evaluate_bicep("{}") == "{}");
  CHECK(evaluate_bicep("[]") == "[]");
  CHECK(evaluate_bicep("[1, 'a', {b: [true]}]") == "[1, 'a', {b: [true]}]");
}

TEST_CASE("Escapes, and the three quotes that know none") {
  CHECK(evaluate_bicep(R"('a\'b\\c\n\t')") == R"('a\'b\\c\n\t')");
  CHECK(evaluate_bicep(R"('\u{41}\u{1F600}')") == "'A\xF0\x9F\x98\x80'");
  CHECK(evaluate_bicep(R"('\${x}')") == "'${x}'");
  CHECK(evaluate_bicep("'''\na\\n${x}\n'''") == R"('a\\n${x}\n')");  // the first line break is not part of it
}

TEST_CASE("Lowered strings with holes") {
  CHECK(evaluate_bicep("'a${1 + 1}b${'c'}'") == "'a2bc'");
  CHECK(evaluate_bicep("'${true}-${null ?? 'x'}'") == "'True-x'");      // as ARM's format() writes a bool
  CHECK(evaluate_bicep("'{0}${1}{{'") == "'{0}1{{'");                   // braces of the text are no holes
  CHECK(evaluate_bicep("'a${'b${'c${1}'}'}'") == "'abc1'");
  CHECK(evaluate_bicep("$'''a${1}b'''") == "'a1b'");
  CHECK(evaluate_bicep("$$'''a${1}b$${2}'''") == "'a${1}b2'");
}

TEST_CASE("What is not known is a hole in the text") {
  const auto t = expand_bicep("param env string\nresource r 'P.Q/r@2020-01-01' = {\n  name: 'app-${env}-web'\n}\n");
  const auto& name = t.one("r").name;
  REQUIRE(name.why().pieces.size() == 3);
  CHECK(name.why().pieces[0].text == "app-");
  CHECK(name.why().pieces[2].text == "-web");
}

TEST_CASE("Text that looks like an expression of ARM is text") {
  CHECK(evaluate_bicep("'[concat(1)]'") == "'[concat(1)]'");
  CHECK(evaluate_bicep("'[[x]'") == "'[[x]'");
  CHECK(evaluate_bicep("'[${'x'}]'") == "'[x]'");
  const auto t = expand_bicep("resource r 'P.Q/r@2020-01-01' = {\n  name: '[x]'\n  properties: { '[k]': '[v]' }\n}\n");
  CHECK(t.at(t.one("r"), "name") == "'[x]'");
  CHECK(t.at(t.one("r"), "properties") == "{'[k]': '[v]'}");
  CHECK(t.codes().empty());
}

TEST_CASE("Keys: quoted, with holes, and the word that means a loop in ARM") {
  CHECK(evaluate_bicep("{'a-b': 1, c: 2}") == "{'a-b': 1, c: 2}");
  CHECK(evaluate_bicep("{'${k}-x': 1}", "var k = 'a'") == "{'a-x': 1}");
  CHECK(evaluate_bicep("{copy: [{name: 'x', count: 2, input: 1}]}") == "{copy: [{name: 'x', count: 2, input: 1}]}");
}

TEST_CASE("Spread: later members win, arrays keep their order") {
  const auto base = "var base = {a: 1, b: 2}\nvar more = [2, 3]";
  CHECK(evaluate_bicep("{...base, b: 3}", base) == "{a: 1, b: 3}");
  CHECK(evaluate_bicep("{b: 3, ...base}", base) == "{b: 2, a: 1}");
  CHECK(evaluate_bicep("{...base}", base) == "{a: 1, b: 2}");
  CHECK(evaluate_bicep("{...base, ...{c: 4}, d: 5}", base) == "{a: 1, b: 2, c: 4, d: 5}");
  CHECK(evaluate_bicep("[1, ...more, 4]", base) == "[1, 2, 3, 4]");
  CHECK(evaluate_bicep("[...more, ...more]", base) == "[2, 3, 2, 3]");
  CHECK(evaluate_bicep("[[1], ...[[2]]]", base) == "[[1], [2]]");  // one level only
}

TEST_CASE("An unknown spread leaves what is certain, and the rest open") {
  const auto t = expand_bicep(
      "param extra object\nresource r 'P.Q/r@2020-01-01' = {\n  name: 'r'\n  properties: { ...extra, tls: '1.2' }\n}\n");
  const auto& r = t.one("r");
  CHECK(t.at(r, "properties.tls") == "'1.2'");
  CHECK(t.value(r, "properties").rest() != nullptr);
}

TEST_CASE("A literal's place is its text in the Bicep file") {
  const auto t = expand_bicep(R"(param sku string = 'S0'
var chosen = sku
resource a 'Microsoft.CognitiveServices/accounts@2023-05-01' = {
  name: 'a'
  sku: { name: chosen }
  properties: { disableLocalAuth: false, list: [ 'x' ] }
}
)");
  const auto& account = t.one("accounts");
  CHECK(t.text(t.value(account, "properties.disableLocalAuth").span()) == "false");
  CHECK(t.text(t.value(account, "properties.list.0").span()) == "'x'");
  const auto sku = t.value(account, "sku.name");
  CHECK(t.text(sku.span()) == "'S0'");
  REQUIRE(sku.journey() != nullptr);
  CHECK(sku.journey()->step == Origin::Step::variable);
  CHECK(t.text(sku.journey()->span) == "chosen");
  CHECK(sku.journey()->before->step == Origin::Step::parameter);
  CHECK(t.text(sku.journey()->before->span) == "sku");
  CHECK(sku.journey()->before->before->step == Origin::Step::default_value);
  CHECK(t.text(account.header).starts_with("resource a 'Microsoft.CognitiveServices/accounts@2023-05-01'"));
  CHECK(account.api_version == "2023-05-01");
  CHECK(t.text(account.api_version_written.span()) == "2023-05-01");
}
