// From bytes of a decoded string back to its literal.
#include <catch2/catch.hpp>

#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

/// The source of the decoded text's bytes [begin, end).
std::string_view located(std::string_view source, std::uint32_t begin, std::uint32_t end) {
  const auto document = json(source);
  return text_at(source, locate_in_string(source, document->root.span(), begin, end));
}

}  // namespace

TEST_CASE("without escapes the place is an offset", "[json]") {
  CHECK(located(R"("[parameters('x')]")", 1, 11) == "parameters");
  CHECK(located(R"("abc")", 0, 3) == "abc");
  CHECK(located("  \"abc\"  ", 2, 3) == "c");
}

TEST_CASE("escapes are counted as the bytes they decode to", "[json]") {
  CHECK(located(R"("a\nb")", 2, 3) == "b");
  CHECK(located(R"("a\nb")", 1, 2) == R"(\n)");
  CHECK(located(R"("a\"b\"c")", 4, 5) == "c");
  CHECK(located(R"("\u0041BC")", 1, 3) == "BC");
  CHECK(located(R"("\u20ac=x")", 4, 5) == "x");           // three bytes of UTF-8
  CHECK(located(R"("\ud83d\ude00yes")", 4, 7) == "yes");  // a pair: four bytes
  CHECK(located(R"("\ud83d\ude00yes")", 0, 4) == R"(\ud83d\ude00)");
  CHECK(located(R"("C:\qx")", 2, 4) == R"(\qx)");  // no escape of JSON
}

TEST_CASE("the place holds whole escapes", "[json]") {
  CHECK(located(R"("a\u20acb")", 2, 3) == R"(\u20ac)");  // the second byte of three
  CHECK(located(R"("a\u20acb")", 0, 2) == R"(a\u20ac)");
  CHECK(located(R"("a\u20acb")", 3, 5) == R"(\u20acb)");
}

TEST_CASE("every single byte of a decoded text finds a place that decodes to it", "[json]") {
  const std::string_view source = R"("p\t\u00e9\ud83d\ude00\"\\\/'[concat(\"x\")]' end")";
  const auto document = json(source);
  const auto text = document->root.text();
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    CAPTURE(i);
    const auto place = locate_in_string(source, document->root.span(), i, i + 1);
    const auto literal = "\"" + std::string(text_at(source, place)) + "\"";
    const auto again = json(literal);
    CHECK(place.file == file);
    CHECK(again->root.text().find(text[i]) != std::string_view::npos);
    CHECK(text_at(source, place).size() <= 12);
  }
}

TEST_CASE("out of range is clipped to the literal", "[json]") {
  CHECK(located(R"("abc")", 2, 99) == "c");
  CHECK(located(R"("abc")", 7, 9).empty());
  CHECK(located(R"("abc")", 2, 2).empty());
  CHECK(locate_in_string("\"ab", {file, 0, 99}, 0, 2).end == 3);
}
