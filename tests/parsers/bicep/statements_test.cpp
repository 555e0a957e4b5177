#include <catch2/catch.hpp>

#include "shape.h"

using namespace pillarlint::bicep;

TEST_CASE("Declarations with a value") {
  CHECK(shapes("targetScope = 'tenant'") == "target_scope(string('tenant'))");
  CHECK(shapes("metadata a = {}") == "metadata(a object())");
  CHECK(shapes("assert a = b") == "assertion(a variable_access(b))");
  CHECK(shapes("var a = 1\nvar b string = 's'") == "variable(a - 1)\nvariable(b type_variable_access(string) string('s'))");
  CHECK(shapes("param a int\nparam b bool = true") ==
        "parameter(a type_variable_access(int) -)\nparameter(b type_variable_access(bool) parameter_default(true))");
  CHECK(shapes("output a int = 1\noutput b resource = c") ==
        "output(a type_variable_access(int) 1)\noutput(b resource_type(-) variable_access(c))");
  CHECK(shapes("type a = int") == "type_declaration(a type_variable_access(int))");
  CHECK(shapes("var var = 1\nvar resource = 2") == "variable(var - 1)\nvariable(resource - 2)");
}

TEST_CASE("Resources and modules have an object, a condition or a loop") {
  CHECK(shapes("resource a 'T@v' existing = {\n}") == "resource existing(a string('T@v') object())");
  CHECK(shapes("resource a 'T@v' = if (b) {}") ==
        "resource(a string('T@v') if_condition(parenthesized(variable_access(b)) object()))");
  CHECK(shapes("module a 'b' =\n  if (c) {}") == "module(a string('b') if_condition(parenthesized(variable_access(c)) object()))");
  CHECK(shapes("module a 'b' = [for c in d: if (c) {}]") ==
        "module(a string('b') for_expression(local_variable(c) variable_access(d) "
        "if_condition(parenthesized(variable_access(c)) object())))");
  CHECK(shapes("test a 'b' = {}") == "test(a string('b') object())");
}

TEST_CASE("Resources nest, and `resource` may be the name of a property all the same") {
  CHECK(shapes("resource a 'T@v' = {\n  @batchSize(1)\n  resource b 'u' = [for c in d: {}]\n  resource: 1\n}") ==
        "resource(a string('T@v') object("
        "resource(b string('u') for_expression(local_variable(c) variable_access(d) object()) | "
        "decorator(function_call(batchSize function_argument(1)))) object_property(resource 1)))");
  CHECK_FALSE(problems("var a = {\n  resource b 'u' = {}\n}").empty());  // in resources only
}

TEST_CASE("Decorators stand behind the slots, and the statement begins at the first") {
  const std::string_view text = "@a()\n\n// why\n@sys.b('c')\nparam d int\n";
  CHECK(shapes(text) ==
        "parameter(d type_variable_access(int) - | decorator(function_call(a)) "
        "decorator(instance_function_call(variable_access(sys) b function_argument(string('c')))))");
  const auto tree = parse(text, FileForm::bicep);
  const auto& parameter = *tree->program->child(0);
  CHECK(parameter.begin == 0);
  CHECK(parameter.decorators().size() == 2);
  CHECK(parameter.child(2) == nullptr);
}

TEST_CASE("Imports and extensions") {
  CHECK(shapes("import { a, b as c } from 'd'") ==
        "import(imported_symbols(imported_symbol(a -) imported_symbol(b as_clause(c))) import_from(string('d')))");
  CHECK(shapes("import {\n  'a-b' as c\n  d\n} from 'e'") ==
        "import(imported_symbols(imported_symbol(string('a-b') as_clause(c)) imported_symbol(d -)) import_from(string('e')))");
  CHECK(shapes("import * as a from 'b'") == "import(wildcard_import(as_clause(a)) import_from(string('b')))");
  CHECK(shapes("extension a") == "extension(a - -)");
  CHECK(shapes("extension 'br:a' with {} as b") == "extension(string('br:a') extension_with(object()) as_clause(b))");
  CHECK(shapes("import 'a@1' as b") == "extension(string('a@1') - as_clause(b))");
  CHECK(shapes("provider a as b") == "extension(a - as_clause(b))");
}

TEST_CASE("Parameter files") {
  const auto in_params = [](std::string_view text) {
    const auto tree = parse(text, FileForm::parameters);
    return tree->problems.empty() ? shapes(*tree) : problems(*tree);
  };
  CHECK(in_params("using 'main.bicep'") == "using_file(string('main.bicep') -)");
  CHECK(in_params("using none with {\n  a: 1\n}") == "using_file(none using_with(object(object_property(a 1))))");
  CHECK(in_params("extends 'base.bicepparam'") == "extends_file(string('base.bicepparam'))");
  CHECK(in_params("param a = 1 + 2") == "parameter_assignment(a binary(1 + 2))");
  CHECK(in_params("extensionConfig a with {}") == "extension_config(a extension_with(object()))");
  CHECK(in_params("var a = 1\ntype b = int\nimport * as c from 'd'") ==
        "variable(a - 1)\ntype_declaration(b type_variable_access(int))\n"
        "import(wildcard_import(as_clause(c)) import_from(string('d')))");
  CHECK(in_params("resource a 'b' = {}") ==
        "@0: found `resource`, expected a statement (`using`, `param`, `var`, `import` …)");
  CHECK_FALSE(problems("param a = 1").empty());  // in `.bicep` a parameter has a type
}

TEST_CASE("Places are bytes of the whole construct") {
  const std::string_view text = "var ä = 1\r\n";
  CHECK(problems(text) == "@4: found `ä`, expected something that Bicep knows");
  const std::string_view good = "var a = 'äö'  // c\r\nvar b = [\r\n  1\r\n]";
  const auto tree = parse(good, FileForm::bicep);
  REQUIRE(tree->problems.empty());
  CHECK(tree->text_of(*tree->program->child(0)) == "var a = 'äö'");
  CHECK(tree->text_of(*tree->program->child(1)) == "var b = [\r\n  1\r\n]");
  CHECK(tree->program->end == good.size());
  CHECK(parse("var a = 1\rvar b = 2", FileForm::bicep)->program->count == 2);  // a lone CR ends a line as well
}
