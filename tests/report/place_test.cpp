// Columns in each format's own unit, and texts that are made safe to print.
#include "report/place.h"

#include <catch2/catch.hpp>

#include "report/sample.h"

using namespace pillarlint;
using pillarlint::testing::Sample;

TEST_CASE("columns in UTF-16 units, bytes and characters") {
  Sample sample("a.json",
                "\xEF\xBB\xBFx\n\xF0\x9F\x98\x80\xC3\xA9 here\r\nand here\n");  // begins with a byte order mark
  const auto span = sample.place("here\r\nand");
  const auto check = [&](ColumnUnit unit, std::uint32_t column) {
    const auto range = range_of(*sample.sources, span, unit);
    CHECK(range.line == 2);
    CHECK(range.column == column);
    CHECK(range.end_line == 3);
    CHECK(range.end_column == 4);
    const auto first = first_line_of(*sample.sources, span, unit);
    CHECK(first.end_line == 2);
    CHECK(first.end_column == column + 4);
  };
  check(ColumnUnit::utf16, 5);
  check(ColumnUnit::utf8, 8);
  check(ColumnUnit::character, 4);
  CHECK(range_of(*sample.sources, {}, ColumnUnit::utf8).line == 1);
  CHECK(first_line_of(*sample.sources, {sample.file, 900, 999}, ColumnUnit::utf8).line ==
        4);  // past the end: the last line
}

TEST_CASE("nothing printed is a command to a runner") {
  CHECK(harmless("##vso[task.setvariable variable=a]b") == "#\\x23vso[task.setvariable variable=a]b");
  CHECK(harmless("x ##[error]y") == "x #\\x23[error]y");
  CHECK(harmless("::error ::x") == ":\\x3aerror :\\x3ax");
  CHECK(harmless("a ::debug") == "a :\\x3adebug");
  CHECK(harmless("provider::azurerm::id, 2001:db8::1, ::1, # ## C##") ==
        "provider::azurerm::id, 2001:db8::1, ::1, # ## C##");
}

TEST_CASE("bytes that are not UTF-8 are shown as escapes") {
  CHECK(harmless("a\xFF\xC3") == "a\\xff\\xc3");
  CHECK(harmless("\xED\xA0\x80") == "\\xed\\xa0\\x80");  // half of a pair
  CHECK(harmless("\xC0\xAF") == "\\xc0\\xaf");           // longer than it need be
  CHECK(harmless("\xC2\x9B\xE2\x80\x8F") == "\\u{9b}\\u{200f}");
  CHECK(harmless("\xC3\xA9\xF0\x9F\x98\x80") == "\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(valid_text("a\xFF"
                   "b") ==
        "a\xEF\xBF\xBD"
        "b");
}
