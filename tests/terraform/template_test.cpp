#include <catch2/catch.hpp>

#include "support/terraform_text.h"

using pillarlint::test::evaluate_template;
using pillarlint::test::evaluate_terraform;

namespace {
const std::string locals = R"({"a": "A", "n": 5, "t": true, "l": ["x", "y"], "no": null})";
std::string eval(const std::string& expression) { return evaluate_terraform(expression, locals); }
}  // namespace

TEST_CASE("quoted texts come from the bytes of the source", "[terraform]") {
  CHECK(eval(R"("")") == "''");
  CHECK(eval(R"("  ")") == "'  '");
  CHECK(eval(R"("  a  b  ")") == "'  a  b  '");
  CHECK(eval(R"("${local.a} ${local.a}")") == "'A A'");
  CHECK(eval(R"(" ${local.a}  ")") == "' A  '");
  CHECK(eval(R"("$${a} %%{b} $ % $$ 5%")") == R"('${a} %{b} $ % $$ 5%')");
  CHECK(eval(R"("a\tb\"c\\d\u00e9\U0001F600")") == "'a\\tb\"c\\\\dé😀'");
  CHECK(eval(R"("a\n")") == R"('a\n')");
  CHECK(eval(R"("# no comment // here /* either */")") == "'# no comment // here /* either */'");
  CHECK(eval(R"("${"inner ${local.a}"}!")") == "'inner A!'");
  CHECK(eval(R"("${local.a == "A" ? "yes ${local.n}" : "no"}")") == "'yes 5'");
}

TEST_CASE("interpolation", "[terraform]") {
  CHECK(eval(R"("${local.n}")") == "5");  // alone it keeps its type
  CHECK(eval(R"("${local.l}")") == "['x', 'y']");
  CHECK(eval(R"("n${local.n}")") == "'n5'");
  CHECK(eval(R"("${local.t}${local.n}")") == "'true5'");
  CHECK(eval(R"("x${local.l}")").ends_with("! function-argument"));
  CHECK(eval(R"("x${local.no}")").ends_with("! function-argument"));
  CHECK(eval(R"("a  ${~ local.a ~}  b")") == "'aAb'");
  CHECK(eval(R"("a  ${local.a ~}  b")") == "'a  Ab'");
}

TEST_CASE("directives", "[terraform]") {
  CHECK(eval(R"("%{ if local.t }yes%{ else }no%{ endif }")") == "'yes'");
  CHECK(eval(R"("%{ if !local.t }yes%{ endif }.")") == "'.'");
  CHECK(eval(R"("%{ for v in local.l }<${v}>%{ endfor }")") == "'<x><y>'");
  CHECK(eval(R"("%{ for i, v in local.l }${i}${v} %{ endfor }")") == "'0x 1y '");
  CHECK(eval(R"("a %{~ if local.t ~} b %{~ endif ~} c")") == "'abc'");
  CHECK(eval(R"("%{ if local.t }%{ for v in local.l }${v}%{ if v == "x" },%{ endif }%{ endfor }%{ endif }")") == "'x,y'");
  CHECK(eval(R"("%{ if var.c }a%{ else }b%{ endif }")") == "'a' | 'b'");
  CHECK(eval(R"("%{ for v in var.l }${v}%{ endfor }")").starts_with("‹"));
}

TEST_CASE("heredocs", "[terraform]") {
  CHECK(eval("<<EOT\n  a\n\n b\nEOT") == R"('  a\n\n b\n')");
  CHECK(eval("<<EOT\nEOT") == "''");
  CHECK(eval("<<-EOT\n    a\n      b\n    EOT") == R"('a\n  b\n')");
  CHECK(eval("<<-EOT\n    a\n\n      b\n  EOT") == R"('a\n\n  b\n')");
  CHECK(eval("<<-EOT\n    a ${local.a}\n    ${local.a} b\n    EOT") == R"('a A\nA b\n')");
  CHECK(eval("<<-EOT\n  ${local.a}\n    b\n  EOT") == R"('A\n  b\n')");
  CHECK(eval("<<EOT\n\\n \"q\" $${x} ${local.n}\nEOT") == R"('\\n "q" ${x} 5\n')");  // no escapes but those of sequences
  CHECK(eval("<<EOT\r\na\r\nEOT\r") == R"('a\r\n')");
  CHECK(eval("<<EOT\n%{ for v in local.l ~}\n- ${v}\n%{ endfor ~}\nEOT") == R"('- x\n- y\n')");
  CHECK(eval("<<-EOT\n  {\n    \"a\": \"${local.a}\"\n  }\n  EOT") == R"('{\n  "a": "A"\n}\n')");
  CHECK(eval("same(<<EOT\nx\nEOT\n)") == R"('x\n')");
  CHECK(eval("[<<EOT\nx\nEOT\n, 1]") == R"(['x\n', 1])");
}

TEST_CASE("a text that is one template", "[terraform]") {
  CHECK(evaluate_template("hello ${local.a}\n", locals) == R"('hello A\n')");
  CHECK(evaluate_template("EOT\nEOT", locals) == R"('EOT\nEOT')");
  CHECK(evaluate_template("", locals) == "''");
  CHECK(evaluate_template("  x  ", locals) == "'  x  '");
  CHECK(evaluate_template("${local.n}", locals) == "5");
  CHECK(evaluate_template("%{ for v in local.l ~}\n${v};\n%{ endfor ~}\n", locals) == R"('x;\ny;\n')");
  CHECK(evaluate_template("a ${ b", locals) == "no template");
}
