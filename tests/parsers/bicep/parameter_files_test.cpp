// `.bicepparam`: what it assigns, extends, computes and reads from the environment.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::string main_file = R"(
param name string
param size int = 1
param tags object = {}
@secure()
param password string = ''
resource r 'P.Q/r@2020-01-01' = { name: name, properties: { size: size, tags: tags, password: password } }
)";

}  // namespace

TEST_CASE("Assignments win over defaults; the finding points at the parameter file") {
  const auto t = expand_with_parameters(main_file, "using 'main.bicep'\nparam name = 'given'\nparam tags = { a: 'b', n: [ 1 ] }\n");
  const auto& r = t.one("r");
  CHECK(r.name.text() == "given");
  CHECK(t.at(r, "properties.size") == "1");
  CHECK(t.at(r, "properties.tags") == "{a: 'b', n: [1]}");
  CHECK(t.text(t.value(r, "properties.tags.a").span()) == "'b'");
  const auto* step = r.name.journey();
  bool from_file = false;
  for (; step != nullptr; step = step->before) from_file = from_file || step->step == Origin::Step::parameter_file;
  CHECK(from_file);
  CHECK(t.codes().empty());
}

TEST_CASE("Expressions over variables, other parameters, functions, imports and files") {
  const auto t = expand_with_parameters(main_file, R"(using 'main.bicep'
import { prefix } from 'shared.bicep'
var part = toUpper('ab')
param name = '${prefix}-${part}'
param size = length(name) + 1
param tags = { same: name, file: loadJsonContent('d.json').x }
)", {{"shared.bicep", "@export()\nvar prefix = 'p'\n"}, {"d.json", R"({ "x": "y" })"}});
  CHECK(t.one("r").name.text() == "p-AB");
  CHECK(t.at(t.one("r"), "properties.size") == "5");
  CHECK(t.at(t.one("r"), "properties.tags") == "{same: 'p-AB', file: 'y'}");
  CHECK(t.codes().empty());
}

TEST_CASE("A null leaves the default; what the template does not have is said") {
  const auto t = expand_with_parameters(main_file, "using 'main.bicep'\nparam name = 'n'\nparam size = null\nparam sizee = 3\n");
  CHECK(t.at(t.one("r"), "properties.size") == "1");
  CHECK(t.codes() == "parameter-not-used-by-template");
  CHECK(t.text(t.problems().at(0).span) == "sizee");
}

TEST_CASE("The environment: a default is taken, without one the value is unknown; the same name is the same unknown") {
  const auto t = expand_with_parameters(main_file, R"(using 'main.bicep'
param name = readEnvironmentVariable('APP_NAME')
param size = int(readEnvironmentVariable('SIZE', '4'))
param tags = { a: readEnvironmentVariable('APP_NAME') }
)");
  const auto& r = t.one("r");
  CHECK_FALSE(r.name.known());
  CHECK(r.name.why().why == Unknown::Why::placeholder);
  CHECK(t.at(r, "properties.size") == "4");
  CHECK(t.value(r, "properties.tags.a").why().symbol == r.name.why().symbol);
}

TEST_CASE("Secrets of Key Vault are unknown and secret") {
  const auto t = expand_with_parameters(main_file, R"(using 'main.bicep'
param name = 'n'
param password = az.getSecret('sub', 'group', 'vault', 'name')
)");
  CHECK(t.value(t.one("r"), "properties.password").secret());
  CHECK(t.at(t.one("r"), "properties.password") == "‹secret›");
  CHECK(t.codes().empty());
}

TEST_CASE("`extends`: this file wins over the base, the base over defaults") {
  const auto t = expand_with_parameters(main_file, "using 'main.bicep'\nextends 'base.bicepparam'\nparam name = 'own'\n",
                                        {{"base.bicepparam", "using none\nvar v = 7\nparam name = 'base'\nparam size = v\n"}});
  CHECK(t.one("r").name.text() == "own");
  CHECK(t.at(t.one("r"), "properties.size") == "7");
}

TEST_CASE("`extends` in a circle, or of nothing, ends") {
  const auto circle = expand_with_parameters(main_file, "using 'main.bicep'\nextends 'params.bicepparam'\nparam name = 'own'\n");
  CHECK(circle.one("r").name.text() == "own");
  const auto gone = expand_with_parameters(main_file, "using 'main.bicep'\nextends 'gone.bicepparam'\nparam name = 'own'\n");
  CHECK(gone.codes() == "load-failed");
  CHECK(gone.one("r").name.text() == "own");
  const auto outside = expand_with_parameters(main_file, "using 'main.bicep'\nextends '../x.bicepparam'\nparam name = 'own'\n",
                                              {{"/x.bicepparam", "using none\nparam size = 99\n"}});
  CHECK(outside.at(outside.one("r"), "properties.size") == "1");
  CHECK_FALSE(outside.codes().empty());
}

TEST_CASE("Values outside of what is allowed are warned about") {
  const auto t = expand_with_parameters("@allowed([ 'a', 'b' ])\nparam p string\nresource r 'P.Q/r@2020-01-01' = { name: p }\n",
                                        "using 'main.bicep'\nparam p = 'c'\n");
  CHECK(t.codes() == "value-not-allowed");
  CHECK(t.text(t.problems().at(0).span) == "'c'");
}

TEST_CASE("A parameter file names the template that it is for") {
  auto t = expand_with_parameters(main_file, "using 'main.bicep'\nparam name = 'n'\n", {{"none.bicepparam", "using none\n"}});
  const auto role = t.language->role(*t.project, "/project/params.bicepparam", false);
  CHECK(role.role == FileRole::Role::parameter_file);
  CHECK(role.wanted_template == "/project/main.bicep");
  CHECK(t.language->role(*t.project, "/project/none.bicepparam", false).wanted_template.empty());
}
