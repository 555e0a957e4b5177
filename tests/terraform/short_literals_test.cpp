#include <catch2/catch.hpp>

#include <utility>
#include <vector>

#include "support/terraform_text.h"
#include "terraform/parse_text.h"

using namespace pillarlint;
using pillarlint::terraform::with_short_literals;
using pillarlint::test::read_terraform;

namespace {

// Kinds and places of all nodes but those of literal text.
std::vector<std::pair<NodeKind, std::uint32_t>> nodes_of(std::string_view text) {
  const auto tree = parse_hcl(text);
  REQUIRE(tree.complete);
  REQUIRE_FALSE(tree.root().has_error());
  std::vector<std::pair<NodeKind, std::uint32_t>> nodes;
  for (const auto& node : tree.nodes) {
    if (node.kind != NodeKind::template_literal && node.kind != NodeKind::other) nodes.emplace_back(node.kind, node.begin);
  }
  return nodes;
}

}  // namespace

TEST_CASE("Literal text becomes a dot and blanks", "[terraform]") {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"(a = "west europe")", R"(a = ".          ")"},
      {R"(a = "it's ${var.x} and %{if c}yes%{endif}")", R"(a = ".    ${var.x} .   %{if c}.  %{endif}")"},
      {R"(a = "x\nline\u00e9more\U0001F600rest\"end")", R"(a = "x\n.   \u00e9.   \U0001F600.   \".  ")"},
      {R"(a = "$${name}100%%{x}$5 %d done")", R"(a = "$${.       %%{. $. %.     ")"},
      {R"(a = "${f("inner ${"deep text"}")}outer")", R"(a = "${f(".     ${".        "}")}.    ")"},
      {"a = <<EOT\n  one two\nEO\n  ${x}tail\n EOT\n", "a = <<EOT\n  .      \n. \n  ${x}.   \n EOT\n"},
      {"a = <<-E\nExy\nE\nb = \"text\"\n", "a = <<-E\n.  \nE\nb = \".   \"\n"},  // a line that begins like the mark
      {"# \"not a text\n// <<EOT\n/* \" */ a = \"text\"\n", "# \"not a text\n// <<EOT\n/* \" */ a = \".   \"\n"},
      {"a = \"größe\"", "a = \".      \""},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    const auto changed = with_short_literals(text);
    CHECK(changed == expected);
    CHECK(nodes_of(text) == nodes_of(changed));
  }
}

TEST_CASE("Nothing is changed where quotes, heredocs and brackets do not close, or nothing is to be gained", "[terraform]") {
  for (const std::string_view text : {"a = 1 + b\n", "a = \"\"\nb = \" \"\nc = \"x\"\n", "a = \"text\nb = \"text\"\n", "a = \"open text", "a = <<EOT\nsome text\n",
                                      "a = \"text\" }\n", "a = \"${text", "a = \"long text\"\n/* open", "b { a = \"long text\"\n"}) {
    INFO(text);
    CHECK(with_short_literals(text).empty());
  }
}

TEST_CASE("Errors are those of the text as it stands", "[terraform]") {
  CHECK(read_terraform("a = \"wrong \\q escape\"\nb = \"fine text\"\n")->problems().find("1: ") != std::string::npos);
  CHECK(read_terraform("a = \"a long text\" \"another\"\n")->problems() == "1: found `\"a long text\" \"another\"`, expected an expression");
}

TEST_CASE("Very long texts, closed and open", "[terraform][hostile]") {
  const std::string many(100'000, 'x');
  CHECK(read_terraform("a = \"" + many + "\"\nb = 1\n")->problems().empty());
  CHECK_FALSE(read_terraform("a = \"" + many + "\nb = 1\n")->problems().empty());
  CHECK_FALSE(read_terraform("a = \"" + many + "\" ]\nb = \"" + many + "\n}\n")->problems().empty());
  CHECK_FALSE(read_terraform("a = <<EOT\n" + many + "\n${b\nEOT\n")->problems().empty());
}
