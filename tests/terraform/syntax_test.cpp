#include <catch2/catch.hpp>

#include "common/tree.h"
#include "support/cpu_time.h"
#include "support/terraform_text.h"
#include "value/symbol.h"

using namespace pillarlint;
using pillarlint::test::evaluate_text;
using pillarlint::test::read_terraform;

TEST_CASE("the grammar has all kinds of nodes that are asked for", "[terraform]") { CHECK(kinds_not_in_grammar().empty()); }

TEST_CASE("blocks and attributes", "[terraform]") {
  const auto read = read_terraform("# first\nresource \"a\" b {\n  x = 1 # one\n  y {\n    z = \"t\"\n  }\n  y {}\n}\nlocals { k = 2 }\n");
  CHECK(read->outline() == R"(resource "a" "b" { x = 1 y { z = "t" } y { } } locals { k = 2 })");
  CHECK(read->problems().empty());
  const auto& block = read->source->root.blocks[0];
  CHECK(read->at(block.header) == "resource \"a\" b");
  CHECK(read->at(block.label_spans[0]) == "\"a\"");
  CHECK(read->at(block.whole).ends_with("y {}\n}"));
  REQUIRE(block.body->find("x") != nullptr);
  CHECK(read->at(block.body->find("x")->name_span) == "x");
  CHECK(block.body->find("X") == nullptr);
  REQUIRE(read->source->comments.size() == 2);
  CHECK(read->at(read->source->comments[0]) == "# first");
}

TEST_CASE("line ends, no last line end, letters of all languages", "[terraform]") {
  CHECK(read_terraform("a = 1\r\nb {\r\n  c = \"x\"\r\n}")->outline() == R"(a = 1 b { c = "x" })");
  CHECK(read_terraform("größe = 1\n")->outline() == "größe = 1");
  CHECK(read_terraform("")->problems().empty());
  CHECK(evaluate_text("x = { größe = \"ä\" }") == "{'größe': 'ä'}");
}

TEST_CASE("an attribute that stands twice is reported, the first counts", "[terraform]") {
  const auto read = read_terraform("a {\n  x = 1\n  x = 2\n}\n");
  CHECK(read->outline() == "a { x = 1 }");
  CHECK(read->problems() == "3: the attribute `x` stands twice in this block; the first one counts");
}

TEST_CASE("what is broken loses only itself", "[terraform]") {
  SECTION("an attribute keeps its name, so that it does not seem absent") {
    const auto read = read_terraform("a {\n  x = 1\n  y = [1, \n  z = 3\n}\nb { k = 1 }\n");
    CHECK(read->outline() == "a { x = 1 y =  [1,  z = 3 } b { k = 1 }");
    CHECK(read->problems() == "3: found a `[` that is not closed, expected `]`");
  }
  SECTION("an operator without operand") {
    const auto read = read_terraform("a {\n  x = 1 +\n  y = 2\n}\n");
    CHECK(read->outline() == "a { x =  1 + y = 2 }");
    CHECK(read->problems() == "2: found the end of the line, expected an expression");
  }
  SECTION("a quote that is not closed") {
    const auto read = read_terraform("a {\n  x = \"abc\n  y = 2\n}\nc { d = 4 }\n");
    CHECK(read->outline() == "a { x =  \"abc y = 2 } c { d = 4 }");
    CHECK(read->problems() == "2: found the end of the line in a quoted text, expected `\"`");
  }
  SECTION("a block that is not closed") {
    const auto read = read_terraform("a {\n  x = 1\n\nb {\n  y = 2\n}\n");
    CHECK(read->outline() == "a { x = 1 } b { y = 2 }");
    CHECK(read->problems() == "1: found a `{` that is not closed, expected `}`");
  }
  SECTION("a block inside of a block that is not closed") {
    const auto read = read_terraform("a {\n  i {\n    x = 1\n  k = 2\n}\nb {}\n");
    CHECK(read->outline().ends_with("b { }"));
    CHECK(read->outline().find("k = 2") != std::string::npos);
    CHECK_FALSE(read->problems().empty());
  }
  SECTION("words that are nothing") {
    const auto read = read_terraform("hello world\na = 1\n");
    CHECK(read->outline() == "a = 1");
    CHECK(read->problems() == "1: found `hello world`, expected an attribute or a block");
  }
}

TEST_CASE("every truncation of a file is read", "[terraform]") {
  const std::string text =
      "resource \"a\" \"b\" {\n  x = [for k, v in var.m : \"${k}-%{ if v }y%{ endif }\" if v != null]\n"
      "  y = <<-EOT\n    t ${local.a[0].b[*].c}\n  EOT\n  dynamic \"d\" {\n    for_each = { a = 1 }\n    content { z = d.value }\n  }\n}\n";
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const auto read = read_terraform(text.substr(0, n));
    if (read->source->broken) CHECK_FALSE(read->problems().empty());
  }
  CHECK_FALSE(read_terraform(text)->source->broken);
}

TEST_CASE("hostile texts are read in bounded time and stack", "[terraform]") {
  const auto times = [](std::string_view part, std::size_t n) {
    std::string all;
    for (std::size_t i = 0; i < n; ++i) all += part;
    return all;
  };
  for (const std::string sign : {"[", "(", "{ a = ", "a {\n", "\"${", "!", "-", "1 + ", "a ? b : ", "<<A\n", "a[", "a.b", "[for a in ", "%{ if ", "}"}) {
    const auto start = test::cpu_seconds();
    const auto read = read_terraform("x = " + times(sign, 5'000));
    const auto other = read_terraform(times(sign, 5'000));
    INFO(sign << " " << test::cpu_seconds() - start << " s");
    CHECK(test::cpu_seconds() - start < 20);
  }
}

TEST_CASE("names that dynamic blocks give", "[terraform]") {
  const auto read = read_terraform(
      "a \"b\" \"c\" {\n  dynamic \"d\" {\n    for_each = var.l\n    iterator = it\n    content {\n      x = it.value\n      y = d.value\n    }\n  }\n}\n");
  const auto& content = *read->source->root.blocks[0].body->blocks[0].body->blocks[0].body;
  const auto& x = *content.find("x")->value;
  REQUIRE(x.kind == Expr::Kind::member);
  CHECK(x.children[0]->text == "it");
  CHECK(content.find("y")->value->text == "d.value");  // not bound here: a resource
}

TEST_CASE("names are told apart by their roots", "[terraform]") {
  const auto name = [](const std::string& expression) {
    const auto read = read_terraform("x = " + expression + "\n");
    const auto* expr = read->source->root.find("x")->value;
    while (expr->kind == Expr::Kind::member || expr->kind == Expr::Kind::index) expr = expr->children[0];
    return std::string(expr->kind == Expr::Kind::name ? expr->text : "?");
  };
  CHECK(name("var.a.b") == "a");
  CHECK(name("local.a") == "a");
  CHECK(name("module.m.out.x") == "module.m.out");         // only that output is computed
  CHECK(name("module.m[0].out.x") == "module.m[].out");    // of all instances, and then the one
  CHECK(name("module.m") == "module.m");
  CHECK(name("module.m[*].out") != "module.m.out");
  CHECK(name("data.t.n[0].id") == "data.t.n");
  CHECK(name("azurerm_x.y[\"k\"].id") == "azurerm_x.y");
  CHECK(name("resource.azurerm_x.y.id") == "azurerm_x.y");
  CHECK(name("each.value.x") == "each");
  CHECK(name("count.index") == "count");
  CHECK(name("path.module") == "path");
  CHECK(name("terraform.workspace") == "terraform");
  CHECK(name("string") == "string");
}

TEST_CASE("JSON gives the same", "[terraform]") {
  const auto read = read_terraform(R"j({
  "//": "a comment",
  "resource": { "a": { "b": { "x": "n-${var.y}", "lifecycle": { "ignore_changes": ["tags"] }, "s": { "k": 1 } }, "c": [{ "x": 1 }, { "x": 2 }] } },
  "variable": { "v": { "type": "list(string)", "default": "${kept}" } },
  "locals": { "p": ["${1 + 1}", "t"], "q": "say \"${upper}\"" },
  "module": [{ "m": { "source": "./m" } }]
})j", "main.tf.json");
  CHECK(read->problems().empty());
  CHECK(read->outline() ==
        R"(resource "a" "b" { x = "n-${var.y}" s = { "k": 1 } lifecycle { ignore_changes = ["tags"] } } )"
        R"j(resource "a" "c" { x = 1 } resource "a" "c" { x = 2 } variable "v" { type = "list(string)" default = "${kept}" } )j"
        R"(locals { p = ["${1 + 1}", "t"] q = "say \"${upper}\"" } module "m" { source = "./m" })");
  CHECK(read->source->root.blocks[3].body->find("type")->value->kind == Expr::Kind::call);
  CHECK(read->source->root.blocks[3].body->find("default")->value->literal.text() == "${kept}");
  const auto& hole = *read->source->root.blocks[4].body->find("q")->value->children[1];
  CHECK(read->at(read->source->site.place(hole)) == "upper");  // behind escapes
  CHECK(evaluate_text(R"({"x": ["${1 + 1}", {"${\"k\"}${2}": true}]})", "a.tf.json") == "[2, {k2: true}]");
  CHECK(evaluate_text(R"({"x": "${a}"})", "a.tfvars.json") == "'${a}'");
  CHECK(evaluate_text(R"({"x": "${a"})", "a.tf.json").find("! terraform-syntax") != std::string::npos);
}
