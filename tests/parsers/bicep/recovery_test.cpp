#include <catch2/catch.hpp>

#include "shape.h"
#include "support/bicep_check.h"

using namespace pillarlint::bicep;

TEST_CASE("A broken statement loses only itself") {
  CHECK(shapes("var a = 1\nvarr b = 2\nvar c = 3") == "variable(a - 1)\nskipped!(varr b = 2)\nvariable(c - 3)");
  CHECK(problems("varr b = 2") ==
        "@0: found `varr`, expected a statement (`param`, `var`, `resource`, `module`, `output` …)");
  CHECK(shapes("var a = \nvar b = 2") == "variable!(a - skipped!())\nvariable(b - 2)");
  CHECK(problems("var a = \nvar b = 2") == "@8: found the end of the line, expected an expression");
  CHECK(shapes("param a\nvar b = 2") == "parameter!(a skipped!() -)\nvariable(b - 2)");
  CHECK(shapes("resource a 'T@v' {\n}\nvar b = 2") == "resource!(a string('T@v') object())\nvariable(b - 2)");
}

TEST_CASE("What stands behind a statement on its line makes it doubtful") {
  CHECK(shapes("var a = b c\nvar d = 1") == "variable!(a - variable_access(b))\nskipped!(c)\nvariable(d - 1)");
  CHECK(problems("var a = b c") == "@10: found `c`, expected a new line");
}

TEST_CASE("A broken member or element loses only itself, and is where the fault stands") {
  CHECK(shapes("resource a 'T@v' = {\n  b: 1\n  c: = 2\n  d: 3\n}") ==
        "resource(a string('T@v') object(object_property(b 1) object_property!(c skipped!(= 2)) object_property(d 3)))");
  CHECK(problems("var a = {\n  b 1\n  c: 2\n}") == "@14: found `1`, expected a `:`");
  CHECK(shapes("var a = [\n  1\n  *\n  3\n]") == "variable!(a - array!(array_item(1) skipped!(*) array_item(3)))");
  CHECK(shapes("var a = {\n  b: [\n    f(1, )\n  ]\n}") ==
        "variable(a - object(object_property(b array(array_item!(function_call!("
        "f function_argument(1) function_argument!(skipped!())))))))");
}

TEST_CASE("Strings inside of a broken hole do not end the string around it") {
  CHECK(shapes("var a = 'b${* '${c}' 'd'}e'\nvar f = 1") ==
        "variable!(a - string!('b${ skipped!(* '${c}' 'd') }e'))\nvariable(f - 1)");
  CHECK(shapes("var a = $'''b${* '${c}'''d'}e'''\nvar f = 1").ends_with("\nvariable(f - 1)"));
  // The array's fault takes the end of the string around it; that of another string is not taken for it.
  const auto tree = parse("var a = $'''${(x => [*}''' '${1])}'\nvar f = 1", FileForm::bicep);
  CHECK(tree->program->child(0)->child(2)->is(NodeKind::skipped));
  CHECK(broken_promise(*tree).empty());
}

TEST_CASE("A name that is none is empty") {
  const auto tree = parse("param 12 string\nvar a = b.", FileForm::bicep);
  const auto& name = *tree->program->child(0)->child(0);
  CHECK(name.begin == name.end);
  CHECK(name.has(Node::in_error));
  CHECK(shapes(*tree) == "parameter!(? type_variable_access(string) -)\nvariable!(a - property_access!(variable_access(b) ?))");
}

TEST_CASE("What is not closed ends where the next statement begins") {
  const std::string_view text = "resource a 'T@v' = {\n  b: {\n    c: [\n      1\n\n// next\nparam d int\n\n@e()\nresource f 'U@v' = {}\n";
  CHECK(shapes(text) ==
        "resource!(a string('T@v') skipped!({\n  b: {\n    c: [\n      1))\nparameter(d type_variable_access(int) -)\n"
        "resource(f string('U@v') object() | decorator(function_call(e)))");
  CHECK(problems(text) == "@44: found the end of the line, expected a `]`");
  CHECK(shapes("resource a 'T@v' = {\n  b: 1\n\n@c()\nresource d 'U@v' = {}\n") ==
        "resource!(a string('T@v') skipped!({\n  b: 1))\nresource(d string('U@v') object() | decorator(function_call(c)))");
  const std::string_view decorated = "resource a 'T@v' = {\n@b()\nresource c 'u' = {}\n}\n";
  CHECK(problems(decorated).empty());
  CHECK(problems("import {\nvar as a\n} from 'b'").empty());
  const std::string_view nested = "resource a 'T@v' = {\nresource b 'u' = {}\n}\n";  // unindented, but closed
  CHECK(shapes(nested) == "resource(a string('T@v') object(resource(b string('u') object())))");
}

TEST_CASE("Decorators without a statement keep what they say") {
  const auto tree = parse("@a()\n@b()\n", FileForm::bicep);
  CHECK(shapes(*tree) == "missing_declaration!(decorator(function_call(a)) decorator(function_call(b)))");
  CHECK(tree->program->child(0)->decorators().size() == 2);
}

TEST_CASE("Words of the problems") {
  CHECK(problems("var a = {") == "@9: found the end of the file, expected a `}`");
  CHECK(problems("@a()\n") == "@5: found the end of the file, expected the statement that these decorators are for");
  CHECK(problems("@a\nparam b int") == "@2: found the end of the line, expected a `(`: a decorator is a call");
  CHECK(problems("var a = b ? c") == "@13: found the end of the file, expected a `:`");
  CHECK(problems("var a = 'b\n") == "@8: found the end of the line, expected a closing `'` of this string");
  CHECK(problems("resource a = {}") == "@11: found `=`, expected a string with the type and API version of the resource");
  CHECK(problems("var a = [1, 2,\n3]") ==
        "@14: found the end of the line, expected an element on the same line (a `,` does not end a line)");
  CHECK(problems("var a = f(1\n") == "@11: found the end of the line, expected a `)`");
  CHECK(problems("import a from 'b'") == "@7: found `a`, expected `{…}` with the symbols to import, or `*`");
}

TEST_CASE("Every prefix of a file is well-formed or has a problem") {
  const std::string text =
      "@description('a')\nparam b { c: int?, *: 'd' | 'e' } = {\n  c: 1\n}\nresource f 'T@v' = [for (g, h) in i: if (g > 0) {\n"
      "  j: '${k}l${m ? 'n' : $'''o${p}'''}'\n  q: map(r, (s, t) => s[?^1].?u!.v::w)\n  x: [\n    ...y\n  ]\n}]\n"
      "import { z as a } from 'b'\nfunc f(c int) string => 'd'\n";
  REQUIRE(problems(text).empty());
  std::size_t well_formed = 0;
  for (std::size_t end = 0; end <= text.size(); ++end) {
    const auto cut = text.substr(0, end);
    CAPTURE(cut);
    for (const auto form : {FileForm::bicep, FileForm::parameters}) {
      const auto tree = parse(cut, form);
      CHECK(broken_promise(*tree).empty());
      well_formed += tree->problems.empty() && form == FileForm::bicep;
    }
  }
  CHECK(well_formed == 11);  // empty; behind the type of `b` and at the ends of the four statements, before and behind a blank
}
