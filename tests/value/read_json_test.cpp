// Values, their places, and ARM's dialect of JSON.
#include <cmath>

#include <catch2/catch.hpp>

#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;
using namespace std::string_view_literals;

namespace {

Value only(const std::unique_ptr<Document>& document) {
  CHECK(codes(*document).empty());
  return document->root;
}

}  // namespace

TEST_CASE("scalars have the kinds of their text", "[json]") {
  CHECK(only(json("null")).is_null());
  CHECK(only(json("true")).boolean());
  CHECK_FALSE(only(json("false")).boolean());
  CHECK(only(json("\"\"")).text().empty());
  CHECK(only(json("0")).integer() == 0);
  CHECK(only(json("-12")).integer() == -12);
  CHECK(only(json("9223372036854775807")).integer() == INT64_MAX);
  CHECK(only(json("-9223372036854775808")).integer() == INT64_MIN);
  CHECK(only(json("1.0")).kind() == Value::Kind::real);
  CHECK(only(json("-2.5e-3")).real() == -2.5e-3);
  CHECK(only(json("1E2")).real() == 100.0);
}

TEST_CASE("numbers that 64 bits do not hold are reals, and beyond those not known", "[json]") {
  CHECK(only(json("9223372036854775808")).kind() == Value::Kind::real);
  CHECK(only(json("9223372036854775808")).real() == 9223372036854775808.0);
  CHECK(only(json("-9223372036854775809")).kind() == Value::Kind::real);
  CHECK(only(json("123456789012345678901234567890")).real() == 123456789012345678901234567890.0);
  const auto minus_zero = only(json("-0"));
  CHECK(minus_zero.kind() == Value::Kind::real);
  CHECK(std::signbit(minus_zero.real()));
  CHECK(only(json("1e-400")).real() == 0.0);
  const auto document = json(R"({"a": 1e400, "b": 2})");
  CHECK(codes(*document) == "json-number-range");
  CHECK_FALSE(document->root.get("a").known());
  CHECK(document->root.get("a").why().why == Unknown::Why::does_not_parse);
  CHECK(document->root.get("a").why().subject == "the number 1e400");
  CHECK(document->root.get("b").integer() == 2);
}

TEST_CASE("text that only resembles a number or word is not known", "[json]") {
  for (const std::string_view text : {"01", "1.", ".5", "+1", "1e", "-", "0x1F", "1_000", "--1", "1.2.3"}) {
    CAPTURE(text);
    const auto whole = fmt::format(R"({{"a": {}, "b": 2}})", text);
    const auto document = json(whole);
    CHECK_FALSE(document->root.get("a").known());
    CHECK(document->root.get("b").integer() == 2);
    CHECK_FALSE(document->diagnostics.empty());
  }
  for (const std::string_view text : {"True", "nul", "nulls", "falsehood", "NaN", "undefined"}) {
    CAPTURE(text);
    const auto whole = fmt::format("[{}, 2]", text);
    const auto document = json(whole);
    CHECK(document->root.size() == 2);
    CHECK_FALSE(document->root.items()[0].known());
    CHECK(codes(*document) == "json-unexpected");
  }
}

TEST_CASE("strings without escapes are views into the source", "[json]") {
  const std::string_view text = R"({"name": "a plain text", "other": "with \n escape"})";
  const auto document = json(text);
  const auto plain = document->root.get("name").text();
  CHECK(plain == "a plain text");
  CHECK(plain.data() == text.data() + 10);
  CHECK(document->root.members()[0].key.data() == text.data() + 2);
  CHECK(document->root.get("other").text() == "with \n escape");
}

TEST_CASE("escapes become the characters they stand for", "[json]") {
  CHECK(only(json(R"("\"\\\/\b\f\n\r\t")")).text() == "\"\\/\b\f\n\r\t");
  CHECK(only(json(R"("\u0041\u00e9\u20AC")")).text() == "A\xC3\xA9\xE2\x82\xAC");
  CHECK(only(json(R"("\ud83d\ude00!")")).text() == "\xF0\x9F\x98\x80!");
  CHECK(only(json(R"("\u0000")")).text() == "\0"sv);
  CHECK(only(json(R"({"\u006eame": 1})")).get("name").integer() == 1);
}

TEST_CASE("half of a surrogate pair makes a value unknown, a name readable", "[json]") {
  for (const std::string_view text :
       {R"("\ud83d")", R"("\ude00 x")", R"("\ud83d\u0041")", R"("\ud83dx")", R"("\ud83d\ud83d")"}) {
    CAPTURE(text);
    const auto document = json(text);
    CHECK(codes(*document) == "json-lone-surrogate");
    CHECK_FALSE(document->root.known());
    CHECK(document->root.why().type == ValueType::string);
    CHECK(document->root.why().subject == "text with half of a surrogate pair");
  }
  const auto document = json(R"({"a\udc00": 1})");
  CHECK(codes(*document) == "json-lone-surrogate");
  CHECK(document->root.get("a\xEF\xBF\xBD").integer() == 1);
}

TEST_CASE("what is no escape stands for its character, with a note", "[json]") {
  const auto document = json(R"("C:\dir\u12G4")");
  CHECK(codes(*document) == "json-bad-escape json-bad-escape");
  CHECK(document->diagnostics.list()[0].args[0] == "\\d");
  CHECK(document->root.text() == "C:diru12G4");
}

TEST_CASE("every value knows its place: its text alone reads to the same value", "[json]") {
  const std::string_view text = R"(// a template
{
	"text": "abc \u00e9", /* between */ "numbers": [1, -2.5, 1e3, 12345678901234567890, -0],
  "deep": {"a": {"b": [[], {}, [{"c": null}]]}, "yes": true},
  "multi
line": "x
y",
}
)";
  const auto document = json(text);
  CHECK(codes(*document).empty());
  std::size_t seen = 0;
  each_value(document->root, "", [&](const Value& value, const std::string& path) {
    CAPTURE(path);
    ++seen;
    const auto own = text_at(text, value.span());
    CHECK(value.span().file == file);
    const auto again = json(own);
    CHECK(identical(again->root, value));
    for (const auto& member : value.members()) {
      const auto name = json(text_at(text, member.key_span));
      CHECK(name->root.text() == member.key);
      CHECK(member.hash == pillarlint::member(member.key, Value()).hash);
    }
  });
  CHECK(seen == 18);
}

TEST_CASE("comments are white space, and their places are kept", "[json]") {
  const std::string_view text =
      "// first\r\n{ /* a */ \"x\" /* b */ : // c\n 1 /* d\n */, \"http://x\": \"/* no */\" }\n//last";
  const auto document = json(text);
  CHECK(codes(*document).empty());
  CHECK(document->root.get("x").integer() == 1);
  CHECK(document->root.get("http://x").text() == "/* no */");
  std::string comments;
  for (const auto& comment : document->comments) comments += std::string(text_at(text, comment)) + "|";
  CHECK(comments == "// first|/* a */|/* b */|// c|/* d\n */|//last|");
}

TEST_CASE("ARM's dialect: trailing commas, tabs, line ends in strings, odd white space", "[json]") {
  CHECK(only(json("[1, 2, ]")).size() == 2);
  CHECK(only(json("{\"a\": 1, }")).size() == 1);
  CHECK(only(json("{\"a\":\t[\t]\r\n,\"b\"\n:\n{ } }")).size() == 2);
  CHECK(only(json("[\"one\ntwo\", \"tab\there\"]")).items()[0].text() == "one\ntwo");
  CHECK(only(json("[\"one\r\ntwo\" // why\n]")).items()[0].text() == "one\r\ntwo");
  CHECK(only(json("{\"a\": \"[concat('x',\n  'y')]\",\n \"b\": 1}")).get("b").integer() == 1);
  CHECK(only(json("\xEF\xBB\xBF{\xC2\xA0\"a\": 1}")).get("a").integer() == 1);
  CHECK(only(json("{\"a\": \"ends with \\\\\", \"b\": 1}")).get("b").integer() == 1);
}

TEST_CASE("of members with one name the last counts, in the place of the first", "[json]") {
  const std::string_view text = R"({"a": 1, "b": 2, "A": 3})";
  const auto document = json(text);
  CHECK(codes(*document) == "json-duplicate-key");
  CHECK(text_at(text, document->diagnostics.list()[0].span) == "\"A\"");
  REQUIRE(document->root.size() == 2);
  CHECK(document->root.members()[0].key == "A");
  CHECK(document->root.members()[0].value.integer() == 3);
  CHECK(document->root.members()[1].key == "b");
  CHECK(json(R"({"a": 1, "a": 2, "a": 3})")->root.get("a").integer() == 3);
}

TEST_CASE("of many members too, and just as well if their hashes collide", "[json]") {
  std::string text = "{";
  for (int i = 0; i < 100; ++i) text += fmt::format("\"k{}\": {}, ", i % 90, i);
  text += "}";
  const auto document = json(text);
  CHECK(document->diagnostics.list().size() == 10);
  CHECK(document->root.size() == 90);
  CHECK(document->root.members()[5].value.integer() == 95);
  CHECK(document->root.members()[50].value.integer() == 50);
}

TEST_CASE("control characters in strings are noted and kept", "[json]") {
  const auto text = "[\"a\0b\", \"c\x01\", 3]"sv;
  const auto document = json(text);
  CHECK(codes(*document) == "json-control-character json-control-character");
  CHECK(document->diagnostics.list()[0].args[0] == "0000");
  CHECK(document->diagnostics.list()[0].span.begin == 3);
  CHECK(document->root.items()[0].text() == "a\0b"sv);
  CHECK(document->root.items()[2].integer() == 3);
}

TEST_CASE("nesting ends at 512 levels, and what lies above and beside stays", "[json]") {
  const auto nested = [](std::size_t levels) { return std::string(levels, '[') + "1" + std::string(levels, ']'); };
  CHECK(codes(*json(nested(512))).empty());
  const auto text = "{\"a\": " + nested(600) + ", \"b\": 2}";
  const auto document = json(text);
  CHECK(codes(*document) == "json-too-deep");
  CHECK(document->root.get("b").integer() == 2);
  Value value = document->root.get("a");
  std::size_t depth = 1;
  for (; value.is_array(); ++depth) value = value.items()[0];
  CHECK(depth == 512);
  CHECK(value.why().why == Unknown::Why::limit_reached);
  CHECK(document->root.has_unknown());
}

TEST_CASE("bytes that were not UTF-8 on disk are told once", "[json]") {
  SourceManager sources;
  const auto id = sources.add("a.json", "{\"a\": \"\xFF\"}");
  const auto document = read_json(sources, id);
  CHECK(codes(*document) == "invalid-utf8");
  CHECK(document->file == id);
  CHECK(document->root.get("a").text() == "\xEF\xBF\xBD");
}
