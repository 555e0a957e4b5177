// Places as editors count them, and edits of texts.
#include "lsp/place.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace pillarlint::lsp;

TEST_CASE("characters of a place are UTF-16 units or bytes") {
  // a, é (2 bytes, 1 unit), 😀 (4 bytes, 2 units), b
  const std::string text = "aé😀b";
  const auto at16 = [&](std::uint32_t character) { return offset_of(text, {0, character}, Units::utf16); };
  CHECK(at16(0) == 0);
  CHECK(at16(1) == 1);
  CHECK(at16(2) == 3);
  CHECK(at16(3) == 3);  // between the halves of a pair: where the character begins
  CHECK(at16(4) == 7);
  CHECK(at16(5) == 8);
  CHECK(at16(6) == 8);  // past the end of the line
  const auto at8 = [&](std::uint32_t character) { return offset_of(text, {0, character}, Units::utf8); };
  CHECK(at8(3) == 3);
  CHECK(at8(2) == 1);  // inside of é
  CHECK(at8(6) == 3);  // inside of the astral character
  CHECK(at8(7) == 7);
}

TEST_CASE("lines end with \\n, \\r\\n and \\r") {
  const std::string text = "one\r\ntwo\rthree\nfour";
  CHECK(offset_of(text, {1, 0}, Units::utf16) == 5);
  CHECK(offset_of(text, {1, 99}, Units::utf16) == 8);  // before \r
  CHECK(offset_of(text, {0, 4}, Units::utf16) == 3);   // never between \r and \n
  CHECK(offset_of(text, {2, 0}, Units::utf16) == 9);
  CHECK(offset_of(text, {3, 1}, Units::utf16) == 16);
  CHECK(offset_of(text, {4, 0}, Units::utf16) == text.size());
  CHECK(line_at(text, 0) == "one");
  CHECK(line_at(text, 1) == "two");
  CHECK(line_at(text, 3) == "four");
  CHECK(line_at(text, 4).empty());
  CHECK(line_end_of(text) == "\r\n");
  CHECK(line_end_of("a\rb") == "\r");
  CHECK(line_end_of("a") == "\n");
  CHECK(offset_of("", {0, 0}, Units::utf16) == 0);
  CHECK(offset_of("a\n", {1, 0}, Units::utf16) == 2);
  CHECK(line_at("a\n", 1).empty());
}

TEST_CASE("a byte order mark is a character of the first line") {
  const std::string text = "\xEF\xBB\xBFparam";
  CHECK(offset_of(text, {0, 1}, Units::utf16) == 3);
  CHECK(offset_of(text, {0, 3}, Units::utf8) == 3);
}

TEST_CASE("edits replace ranges, whatever they say") {
  const auto edited = [](std::string text, Range range, std::string_view by) {
    replace(text, range, by, Units::utf16);
    return text;
  };
  CHECK(edited("abc", {{0, 1}, {0, 2}}, "X") == "aXc");
  CHECK(edited("a\nb\nc", {{0, 1}, {2, 0}}, "") == "ac");
  CHECK(edited("abc", {{0, 2}, {0, 1}}, "X") == "aXc");   // turned around
  CHECK(edited("abc", {{7, 0}, {9, 9}}, "X") == "abcX");  // past the end
  CHECK(edited("a😀b", {{0, 2}, {0, 3}}, "X") == "aXb");  // from inside of a character
  CHECK(edited("", {{0, 0}, {4294967295U, 4294967295U}}, "X") == "X");
  CHECK(edited("a\r\nb", {{0, 1}, {1, 0}}, "\n") == "a\nb");
}

namespace {

// An oracle that keeps characters apart: 0x10FFFF at most, lines by their ends.
struct Character {
  std::string bytes;
  std::uint32_t units = 1;
};

std::size_t index_of(const std::vector<Character>& all, Place place, Units units) {
  std::size_t i = 0;
  for (std::uint32_t line = 0; line < place.line; ++line) {
    while (i < all.size() && all[i].bytes != "\n") ++i;
    if (i == all.size()) return i;
    ++i;
  }
  std::uint32_t count = 0;
  while (i < all.size() && all[i].bytes != "\n") {
    count += units == Units::utf16 ? all[i].units : static_cast<std::uint32_t>(all[i].bytes.size());
    if (count > place.character) break;
    ++i;
  }
  return i;
}

}  // namespace

TEST_CASE("a thousand random edits agree with a text of characters") {
  const std::vector<Character> letters = {{"a", 1}, {"é", 1}, {"€", 1}, {"😀", 2}, {"\n", 1}, {"{", 1}};
  for (const auto units : {Units::utf16, Units::utf8}) {
    std::mt19937 random(7);
    const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
    std::vector<Character> wanted;
    std::string text;
    for (int i = 0; i < 1000; ++i) {
      const Place from{below(12), below(12)};
      Range range{from, below(8) == 0 ? Place{below(12), below(12)} : Place{from.line, from.character + below(3)}};
      auto begin = index_of(wanted, range.begin, units);
      auto end = index_of(wanted, range.end, units);
      if (end < begin) std::swap(begin, end);
      std::vector<Character> by(below(6));
      std::string written;
      for (auto& one : by) {
        one = letters[below(static_cast<std::uint32_t>(letters.size()))];
        written += one.bytes;
      }
      wanted.erase(wanted.begin() + static_cast<std::ptrdiff_t>(begin),
                   wanted.begin() + static_cast<std::ptrdiff_t>(end));
      wanted.insert(wanted.begin() + static_cast<std::ptrdiff_t>(begin), by.begin(), by.end());
      replace(text, range, written, units);
      std::string joined;
      for (const auto& one : wanted) joined += one.bytes;
      REQUIRE(text == joined);
    }
    CHECK(text.size() > 50);
  }
}
