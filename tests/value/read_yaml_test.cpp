// YAML as rules and tables use it: types by the core schema, exact places, and no surprises.
#include "value/read_yaml.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

#include "base/source_manager.h"
#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

std::unique_ptr<Document> yaml(std::string_view text) { return read_yaml(text, file); }

}  // namespace

TEST_CASE("plain scalars are typed by the core schema, and by nothing else", "[yaml]") {
  using K = Value::Kind;
  const std::pair<std::string_view, K> rows[] = {
      {"true", K::boolean},      {"False", K::boolean},
      {"null", K::null},         {"~", K::null},
      {"12", K::integer},        {"-7", K::integer},
      {"+5", K::integer},        {"010", K::integer},
      {"0o17", K::integer},      {"0xFF", K::integer},
      {"1.5", K::real},          {"1e3", K::real},
      {".5", K::real},           {"1.", K::real},
      {".inf", K::real},         {"-.INF", K::real},
      {".nan", K::real},         {"no", K::string},
      {"on", K::string},         {"yes", K::string},
      {"Off", K::string},        {"1.2.3", K::string},
      {"2024-10-01", K::string}, {"1_000", K::string},
      {"0b1", K::string},        {"12:30", K::string},
      {"1.2-x", K::string},      {"tRUE", K::string},
      {"e3", K::string},         {".", K::string},
      {"-", K::string},          {"0x", K::string},
      {"1e", K::string},         {"99999999999999999999", K::real},
  };
  for (const auto& [text, kind] : rows) {
    CAPTURE(text);
    if (text == "-") continue;  // a list
    const auto whole = "a: " + std::string(text) + "\n";
    const auto document = yaml(whole);
    CHECK(codes(*document).empty());
    CHECK(document->root.get("a").kind() == kind);
    CHECK(text_at(whole, document->root.get("a").span()) == text);
  }
  CHECK(yaml("010")->root.integer() == 10);
  CHECK(yaml("0o17")->root.integer() == 15);
  CHECK(yaml("0xFF")->root.integer() == 255);
  CHECK(std::isnan(yaml(".nan")->root.real()));
}

TEST_CASE("quoted and tagged scalars are text", "[yaml]") {
  CHECK(yaml("'1'")->root.text() == "1");
  CHECK(yaml("\"true\"")->root.text() == "true");
  CHECK(yaml("!!str 12")->root.text() == "12");
  CHECK(yaml("''")->root.is_string());
  CHECK(yaml("'it''s'")->root.text() == "it's");
  CHECK(yaml("\"a\\tb\\u00e9\"")->root.text() == "a\tb\xC3\xA9");
}

TEST_CASE("places of keys and scalars are exact", "[yaml]") {
  struct Row {
    std::string_view text, path, key, value;
  };
  const Row rows[] = {
      {"# c\nid: abc  # d\n", "id", "id", "abc"},
      {"a:   'it''s'   \n", "a", "a", "'it''s'"},
      {"a: \"x \\\" # y\"\n", "a", "a", "\"x \\\" # y\""},
      {"\"a b\": 1\n", "a b", "\"a b\"", "1"},
      {"? a\n: b\n", "a", "a", "b"},
      {"a: {x: 1, y: [2, 3]}\n", "a", "a", "{x: 1, y: [2, 3]}"},
      {"a: [ ]  # none\n", "a", "a", "[ ]"},
      {"a: { }\nb: 1\n", "a", "a", "{ }"},
      {"a: [1, 2,  # two\n  3, ]\nb: 1\n", "a", "a", "[1, 2,  # two\n  3, ]"},
      {"a: &x one\n", "a", "a", "one"},
      {"a: !!str 12\n", "a", "a", "12"},
      {"a: one\n  two\n\n  three\nb: 1\n", "a", "a", "one\n  two\n\n  three"},
      {"a: |\n  one # no comment\n   two\n\nb: 1\n", "a", "a", "|\n  one # no comment\n   two"},
      {"a: |\nb: 1\n", "a", "a", "|"},
      {"a:\n- |\n  x\n- y\n", "a", "a", "- |\n  x\n- y"},
      {"a: >-  # folded\n  one\n  two\nb: 1\n", "a", "a", ">-  # folded\n  one\n  two"},
      {"a: |2\n   one\n  two\nb: 1\n", "a", "a", "|2\n   one\n  two"},
      {"a:\n- 1\n- x: 2\n  y: 3\nb: 1\n", "a", "a", "- 1\n- x: 2\n  y: 3"},
      {"a:\n  b: c\n  d: e\n\n# end\n", "a", "a", "b: c\n  d: e"},
      {"a:\r\n  - 'x'\r\n  - y\r\n", "a", "a", "- 'x'\r\n  - y"},
      {"\xC3\xA9: \xC3\xA9\xE2\x82\xAC  \n", "\xC3\xA9", "\xC3\xA9", "\xC3\xA9\xE2\x82\xAC"},
      {"a: $[x]\n", "a", "a", "$[x]"},
      {"a: b#c\n", "a", "a", "b#c"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto document = yaml(row.text);
    CHECK(codes(*document).empty());
    const auto* member = document->root.find(row.path);
    REQUIRE(member != nullptr);
    CHECK(text_at(row.text, member->key_span) == row.key);
    CHECK(text_at(row.text, member->value.span()) == row.value);
  }
}

TEST_CASE("an empty value is null, just behind its key", "[yaml]") {
  const std::string_view text = "a:\nb: 1\nc:  # nothing\n";
  const auto document = yaml(text);
  CHECK(document->root.get("a").is_null());
  CHECK(document->root.get("a").span().begin == 2);
  CHECK(document->root.get("a").span().end == 2);
  CHECK(document->root.get("c").span().begin == text.find("c:") + 2);
}

TEST_CASE("text is a view into the source where it stands there as it is", "[yaml]") {
  const std::string_view text = "a: plain\nb: 'quoted'\nc: |\n  block\n";
  const auto document = yaml(text);
  CHECK(document->root.get("a").text().data() == text.data() + 3);
  CHECK(document->root.get("b").text().data() == text.data() + 13);
  CHECK(document->root.get("c").text() == "block\n");
}

TEST_CASE("comments lie where no scalar does", "[yaml]") {
  const std::string_view text = "# one\na: 'x # no' # two\nb: |\n  # no\nc: x#no\nd: [1, # three\n 2]\n#four";
  const auto document = yaml(text);
  std::string comments;
  for (const auto& comment : document->comments) comments += std::string(text_at(text, comment)) + "|";
  CHECK(comments == "# one|# two|# three|#four|");
}

TEST_CASE("a key that stands twice is an error at the second, and the first counts", "[yaml]") {
  const std::string_view text = "a: 1\nb: 2\nA: {x: 3}\n";
  const auto document = yaml(text);
  CHECK(codes(*document) == "yaml-duplicate-key");
  CHECK(document->diagnostics.list()[0].span.begin == text.find('A'));
  CHECK(document->root.size() == 2);
  CHECK(document->root.get("a").integer() == 1);
}

TEST_CASE("keys are their text, whatever their type", "[yaml]") {
  const auto document = yaml("true: a\n1: b\n1.50: c\n~: d\n");
  REQUIRE(document->root.size() == 4);
  CHECK(document->root.members()[0].key == "true");
  CHECK(document->root.members()[1].key == "1");
  CHECK(document->root.members()[2].key == "1.50");
  CHECK(document->root.members()[3].key == "~");
}

TEST_CASE("aliases repeat what they name, within bounds", "[yaml]") {
  const auto document = yaml("a: &x {k: 1}\nb: *x\nc: [*x, *x]\n");
  CHECK(codes(*document).empty());
  CHECK(document->root.get("b").get("k").integer() == 1);
  CHECK(document->root.get("c").size() == 2);
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += fmt::format("a{}: &a{} [*a{}, *a{}, *a{}, *a{}, *a{}, *a{}, *a{}, *a{}]\n", i, i, i - 1, i - 1, i - 1,
                        i - 1, i - 1, i - 1, i - 1, i - 1);
  }
  CHECK(codes(*yaml(bomb)) == "yaml-syntax");
  CHECK(codes(*yaml("a: &x [*x]\n")) == "yaml-syntax");
  CHECK(codes(*yaml("a: *nowhere\n")) == "yaml-syntax");
}

TEST_CASE("what is wrong is told with its place, and nothing is thrown", "[yaml]") {
  for (const std::string_view text :
       {"a: [1, 2\n", "a: 'x\n", "a: b: c\n", "a:\n\t- b\n", "[1, 2]: x\n", "{a: 1}: x\n", "a: 1\n---\nb: 2\n",
        "a: |x\n b\n", "@a\n", "a: \"\\q\"\n", "- a\nb: 1\n", "%YAML 9.9\n---\na: 1\n", "!<x\n", "a: %\n- \x01\n"}) {
    CAPTURE(text);
    const auto document = yaml(text);
    for (const auto& d : document->diagnostics.list()) {
      CHECK(d.code == Code::yaml_syntax);
      CHECK(d.span.end <= text.size());
      CHECK_FALSE(d.args[0].empty());
    }
    CHECK_FALSE(document->diagnostics.empty());
  }
  const std::string_view text = "a: 1\nb: [1, 2\nc: 3\n";
  CHECK(yaml(text)->diagnostics.list()[0].span.begin >= text.find('['));
  CHECK(yaml(text)->root.get("a").integer() == 1);  // what came before is kept
  CHECK(yaml("")->root.is_null());
  CHECK(yaml("# only a comment\n")->comments.size() == 1);
}

TEST_CASE("nesting ends at 100 levels", "[yaml]") {
  CHECK(codes(*yaml(std::string(99, '[') + "1" + std::string(99, ']'))).empty());
  CHECK(codes(*yaml(std::string(101, '[') + "1" + std::string(101, ']'))) == "yaml-syntax");
  CHECK(codes(*yaml(std::string(5000, '[') + "1" + std::string(5000, ']'))) == "yaml-syntax");
  std::string blocks;
  for (int i = 0; i < 200; ++i) blocks += "- ";
  CHECK(codes(*yaml(blocks + "x")) == "yaml-syntax");
}

TEST_CASE("in the repository's own YAML every scalar stands where its span says", "[yaml]") {
  const std::filesystem::path root = PILLARLINT_SOURCE_DIR;
  for (const auto* folder : {"rules", "src", "parsers", "tests"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".yaml") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      CAPTURE(entry.path().string());
      const auto document = yaml(text);
      CHECK(codes(*document).empty());
      each_value(document->root, "", [&](const Value& value, const std::string& path) {
        const auto own = text_at(text, value.span());
        if (value.is_container() || own.starts_with('|') || own.starts_with('>'))
          return;  // alone they would not read alike
        const auto again = yaml(own);
        const bool many_lines = own.find('\n') != std::string_view::npos;
        if (!many_lines && !identical(again->root, value)) FAIL(path << " reads otherwise from its place: " << own);
      });
    }
  }
}
