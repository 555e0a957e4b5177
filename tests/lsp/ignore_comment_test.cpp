// The comment that suppresses a finding: where it goes, and where it must not.
#include "lsp/ignore_comment.h"

#include <string>

#include <catch2/catch.hpp>

using namespace pillarlint::lsp;

namespace {

// The text with the comment of rule `some-rule` above a line; empty: none is offered.
std::string with_comment(std::string_view path, std::string text, std::uint32_t line) {
  const auto edit = ignore_comment(path, text, line, "some-rule", Units::utf16);
  if (!edit) return {};
  replace(text, edit->range, edit->text, Units::utf16);
  return text;
}

}  // namespace

TEST_CASE("the comment stands above the line, as far in") {
  CHECK(with_comment("/m.bicep", "resource a 'x' = {\n  b: 1\n}\n", 1) ==
        "resource a 'x' = {\n  // pillarlint:ignore some-rule -- TODO: reason\n  b: 1\n}\n");
  CHECK(with_comment("/m.bicepparam", "param a = 1", 0) ==
        "// pillarlint:ignore some-rule -- TODO: reason\nparam a = 1");
  CHECK(with_comment("/m.tf", "a {\r\n\tb = 1\r\n}", 1) ==
        "a {\r\n\t# pillarlint:ignore some-rule -- TODO: reason\r\n\tb = 1\r\n}");
  CHECK(with_comment("/a/x.tfvars", "a = 1", 0) == "# pillarlint:ignore some-rule -- TODO: reason\na = 1");
}

TEST_CASE("a byte order mark stays at the beginning") {
  CHECK(with_comment("/m.bicep", "\xEF\xBB\xBFparam a int", 0) ==
        "\xEF\xBB\xBF// pillarlint:ignore some-rule -- TODO: reason\nparam a int");
}

TEST_CASE("JSON gets a comment only where it has some") {
  CHECK(with_comment("/m.json", "{\n  \"a\": \"http://x\"\n}", 1).empty());
  CHECK(with_comment("/m.json", "{\n  \"a\": \"\\\"// no\"\n}", 1).empty());
  CHECK(with_comment("/m.json", "{ // yes\n  \"a\": 1\n}", 1) ==
        "{ // yes\n  // pillarlint:ignore some-rule -- TODO: reason\n  \"a\": 1\n}");
  CHECK_FALSE(with_comment("/m.json", "{ /* yes */\n  \"a\": 1\n}", 1).empty());
  CHECK(with_comment("/m.tf.json", "{ // yes\n  \"a\": 1\n}", 1).empty());
  CHECK(with_comment("/m.yaml", "a: 1", 0).empty());
}

TEST_CASE("text over several lines gets its comment above its first") {
  CHECK(with_comment("/m.bicep", "var a = '''\n  x\n  y\n'''\nvar b = 1", 2) ==
        "// pillarlint:ignore some-rule -- TODO: reason\nvar a = '''\n  x\n  y\n'''\nvar b = 1");
  CHECK(with_comment("/m.bicep", "var a = '''\n  x\n'''\nvar b = 1", 3) ==
        "var a = '''\n  x\n'''\n// pillarlint:ignore some-rule -- TODO: reason\nvar b = 1");
  CHECK(with_comment("/m.tf", "a = <<-XML\n  <b/>\n  XML\nc = 1", 1) ==
        "# pillarlint:ignore some-rule -- TODO: reason\na = <<-XML\n  <b/>\n  XML\nc = 1");
  CHECK(with_comment("/m.tf", "a = <<-XML\n  <b/>\n  XML\nc = 1", 3) ==
        "a = <<-XML\n  <b/>\n  XML\n# pillarlint:ignore some-rule -- TODO: reason\nc = 1");
}

TEST_CASE("the rule that a suppression names") {
  const auto at = [](std::string_view text, std::uint32_t character) {
    return suppressed_rule_at(text, {0, character}, Units::utf16);
  };
  const std::string_view comment = "  // pillarlint:ignore search-local-auth, other-rule -- why";
  CHECK(at(comment, 25) == "search-local-auth");
  CHECK(at(comment, 45) == "other-rule");
  CHECK(at(comment, 1).empty());
  CHECK(at("#disable-next-line search-local-auth", 36) == "search-local-auth");
  CHECK(at("// search-local-auth", 8).empty());
  CHECK(at("", 0).empty());
  CHECK(at(comment, 4000000000U) == "why");
}
