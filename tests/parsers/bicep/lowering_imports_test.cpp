// Types, variables and functions of other files.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::map<std::string, std::string> shared{
    {"shared/names.bicep", R"(
import { dash, twice } from 'text.bicep'
var own = 'own'
@export()
var prefix = 'app${dash}${own}'
@export()
var size = 3
@export()
func name(part string) string => '${twice(part)}${dash}${suffix()}'
func suffix() string => 'z${size}'
@export()
type kind = 'OpenAI' | 'AIServices'
@export()
type account = { kind: kind, sku: 'S0' }
)"},
    {"shared/text.bicep", R"(
@export()
var dash = '-'
@export()
func twice(x string) string => '${x}${x}'
)"}};

}  // namespace

TEST_CASE("Variables and functions come with all they use in their own files") {
  CHECK(evaluate_bicep("prefix", "import { prefix } from 'shared/names.bicep'", shared) == "'app-own'");
  CHECK(evaluate_bicep("p", "import { prefix as p } from 'shared/names.bicep'", shared) == "'app-own'");
  CHECK(evaluate_bicep("n.prefix", "import * as n from 'shared/names.bicep'", shared) == "'app-own'");
  CHECK(evaluate_bicep("name('a')", "import { name } from 'shared/names.bicep'", shared) == "'aa-z3'");
  CHECK(evaluate_bicep("n.name('a')", "import * as n from 'shared/names.bicep'", shared) == "'aa-z3'");
  CHECK(evaluate_bicep("map(['a', 'b'], x => n.name(x))", "import * as n from 'shared/names.bicep'", shared) == "['aa-z3', 'bb-z3']");
}

TEST_CASE("An imported name means what it means at home") {
  // `own` and `dash` of this file are others.
  CHECK(evaluate_bicep("'${prefix} ${own} ${dash}'", "import { prefix } from 'shared/names.bicep'\nvar own = 'mine'\nvar dash = '+'", shared) ==
        "'app-own mine +'");
}

TEST_CASE("Types") {
  CHECK(evaluate_bicep("p", "import { kind } from 'shared/names.bicep'\nparam p kind", shared) == "'OpenAI' | 'AIServices'");
  CHECK(evaluate_bicep("p.sku", "import { account as a } from 'shared/names.bicep'\nparam p a", shared) == "'S0'");
  CHECK(evaluate_bicep("p.sku", "import * as n from 'shared/names.bicep'\nparam p n.account", shared) == "'S0'");
}

TEST_CASE("From a compiled template") {
  const std::map<std::string, std::string> json{{"m.json", R"({
    "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "languageVersion": "2.0", "contentVersion": "1.0.0.0",
    "metadata": { "__bicep_exported_variables!": [ { "name": "v" } ] },
    "definitions": { "kind": { "type": "string", "allowedValues": [ "a", "b" ], "metadata": { "__bicep_export!": true } },
                     "box": { "type": "object", "properties": { "kind": { "$ref": "#/definitions/kind" }, "self": { "$ref": "#/definitions/box", "nullable": true } } } },
    "functions": [ { "namespace": "__bicep", "members": { "shout": { "parameters": [ { "name": "x", "type": "string" } ],
                     "output": { "type": "string", "value": "[toUpper(parameters('x'))]" } } } } ],
    "variables": { "v": "from-json" }, "resources": {} })"}};
  CHECK(evaluate_bicep("v", "import { v } from 'm.json'", json) == "'from-json'");
  CHECK(evaluate_bicep("shout('x')", "import { shout } from 'm.json'", json) == "'X'");
  CHECK(evaluate_bicep("p", "import { kind } from 'm.json'\nparam p kind", json) == "'a' | 'b'");
  CHECK(evaluate_bicep("p.kind", "import * as m from 'm.json'\nparam p m.box", json) == "'a' | 'b'");
}

TEST_CASE("What is imported from a file that is not there is unknown, and said once") {
  const auto t = expand_bicep(R"(
import { kind, name, v } from 'gone.bicep'
param p kind
resource r 'P.Q/r@2020-01-01' = { name: 'r', properties: { p: p, n: name('x'), v: v, ok: 1 } }
)");
  CHECK(t.codes().find("import-not-found") != std::string::npos);
  CHECK(t.text(t.problems().at(0).span) == "'gone.bicep'");
  const auto& r = t.one("r");
  CHECK_FALSE(t.value(r, "properties.p").known());
  CHECK_FALSE(t.value(r, "properties.n").known());
  CHECK_FALSE(t.value(r, "properties.v").known());
  CHECK(t.at(r, "properties.ok") == "1");
}

TEST_CASE("A name that the file does not have is unknown, with a diagnostic") {
  const auto t = expand_bicep("import { nothing } from 'shared/names.bicep'\noutput out string = nothing\n", shared);
  CHECK_FALSE(t.codes().empty());
}

TEST_CASE("Imports outside of the scan root are refused") {
  const auto t = expand_bicep("import { v } from '../secret/s.bicep'\noutput out string = v\n", {{"/secret/s.bicep", "@export()\nvar v = 'leaked'\n"}});
  CHECK_FALSE(t.codes().empty());
  CHECK(t.output("out").find("leaked") == std::string::npos);
}

TEST_CASE("Files that import each other, or themselves, end") {
  const auto t = expand_bicep("import { a, t } from 'a.bicep'\nparam p t\noutput out string = a\noutput ok int = 1\n",
                              {{"a.bicep", "import { b, t as u } from 'b.bicep'\n@export()\nvar a = '${b}a'\n@export()\ntype t = { x: u? }\n"},
                               {"b.bicep", "import { a, t as u } from 'a.bicep'\n@export()\nvar b = '${a}b'\n@export()\ntype t = { y: u? }\n"}});
  CHECK(t.output("ok") == "1");
  const auto self = expand_bicep("import { v } from 'main.bicep'\n@export()\nvar v = 'x'\noutput out string = 'ok'\n");
  CHECK(self.output("out") == "'ok'");
}
