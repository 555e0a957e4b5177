#include <array>

#include <catch2/catch.hpp>

#include "value/functions/format.h"
#include "value/functions/strings.h"

using namespace pillarlint;

TEST_CASE("lengths and slices count UTF-16 units") {
  CHECK(utf16_length("") == 0);
  CHECK(utf16_length("abc") == 3);
  CHECK(utf16_length("é€") == 2);
  CHECK(utf16_length("a😀b") == 4);
  CHECK(utf16_slice("abcdef", 2, 3) == "cde");
  CHECK(utf16_slice("abc", 1, 100) == "bc");
  CHECK(utf16_slice("abc", 9, 1) == "");
  CHECK(utf16_slice("é€x", 1, 1) == "€");
  CHECK(utf16_slice("a😀b", 1, 2) == "😀");
  CHECK_FALSE(utf16_slice("a😀b", 2, 2).has_value());  // would cut the pair
  CHECK_FALSE(utf16_slice("a😀b", 0, 2).has_value());
}

TEST_CASE("letter case of more than ASCII") {
  CHECK(to_lower("ÄÖÜ ÀŸ ΑΩ ЯЁ ŁŐ") == "äöü àŸ αω яё łő");
  CHECK(to_upper("äöü αω яё łő ÿ") == "ÄÖÜ ΑΩ ЯЁ ŁŐ Ÿ");
  CHECK(to_lower("日本😀 1×÷") == "日本😀 1×÷");
  for (const std::string_view text : {"Straße", "ĸŉ", "ς", "\xC3", "\xF0\x9F"})
    CHECK(to_lower(to_lower(text)) == to_lower(text));
}

TEST_CASE("trim knows the white space of Unicode") {
  CHECK(trim_start(" \t\u00A0\u3000x ") == "x ");
  CHECK(trim_end(" x\u2003\r\n") == " x");
  CHECK(trim_end("   ") == "");
  CHECK(trim_start("") == "");
}

TEST_CASE("replace, count, split") {
  CHECK(replace_all("aaa", "aa", "b") == "ba");
  CHECK(replace_all("abc", "", "x") == "abc");
  CHECK(count_of("aaaa", "aa") == 2);
  const std::array<std::string_view, 2> separators{",", ";"};
  CHECK(split_on("one;two,three", separators) == std::vector<std::string_view>{"one", "two", "three"});
  CHECK(split_on("", separators) == std::vector<std::string_view>{""});
  CHECK(split_on(",", separators) == std::vector<std::string_view>{"", ""});
  const std::array<std::string_view, 1> none{""};
  CHECK(split_on("abc", none) == std::vector<std::string_view>{"abc"});
}

TEST_CASE("positions are found without regard to case") {
  CHECK(position_of("FOOBAR", "bar") == 3);
  CHECK(position_of("éfoo", "FOO") == 1);
  CHECK(position_of("abc", "") == 0);
  CHECK(position_of("abc", "z") == -1);
  CHECK(last_position_of("test", "T") == 3);
  CHECK(last_position_of("abc", "abcd") == -1);
  CHECK(last_position_of("abcd", "Abc") == 0);
}

TEST_CASE("words are ordered as people expect") {
  const std::vector<std::string_view> ordered{"",  "_a",     "-a",     "1",  "123Key", "456Key", "a",
                                              "A", "abcKey", "ABCKey", "ab", "b",      "B"};
  CHECK(compare_words("abcKey", "ABCKey") < 0);
  CHECK(compare_words("ABCKey", "defKey") < 0);
  CHECK(compare_words("123Key", "456Key") < 0);
  CHECK(compare_words("456Key", "abcKey") < 0);
  CHECK(compare_words("_x", "1") < 0);
  CHECK(compare_words("a", "ab") < 0);
  CHECK(compare_words("A", "b") < 0);
  CHECK(compare_words("same", "same") == 0);
  for (const auto a : ordered) {
    for (const auto b : ordered) CHECK(compare_words(a, b) == -compare_words(b, a));
  }
}

TEST_CASE("wildcards") {
  CHECK(matches_wildcard("contoso.com", "*.COM"));
  CHECK(matches_wildcard("abc", "a*c"));
  CHECK(matches_wildcard("", "*"));
  CHECK_FALSE(matches_wildcard("abc", "a*d"));
  CHECK_FALSE(matches_wildcard("abc", ""));
  CHECK(matches_wildcard(std::string(2000, 'a'), "*a*a*a*a"));
  CHECK_FALSE(matches_wildcard(std::string(2000, 'a'), "*a*a*a*b"));
}

TEST_CASE("composite formats") {
  struct Row {
    std::string_view format;
    std::vector<FormatArgument> arguments;
    std::string_view expected;
  };
  const std::vector<Row> rows{
      {"Hello, {0}. Formatted number: {1:N0}",
       {std::string_view("User"), std::int64_t{8175133}},
       "Hello, User. Formatted number: 8,175,133"},
      {"{0}/{1}/{2}/{3}", {std::int64_t{1}, std::int64_t{2}, std::int64_t{3}, true}, "1/2/3/True"},
      {"{{{0}}}", {std::string_view("x")}, "{x}"},
      {"{0:D3}-{0:X}-{0:x4}", {std::int64_t{10}}, "010-A-000a"},
      {"{0:N2} {0:N} {0:F1} {0:G}", {std::int64_t{-1234567}}, "-1,234,567.00 -1,234,567.00 -1234567.0 -1234567"},
      {"{0:000} {0:#,##0} {0:0.00} {0:##}", {std::int64_t{7}}, "007 7 7.00 7"},
      {"{0:#,##0.00}", {std::int64_t{1234567}}, "1,234,567.00"},
      {"{0:##}|{0:0}", {std::int64_t{0}}, "|0"},
      {"[{0,5}] [{0,-5}] [{0 , 3 :D2}]", {std::int64_t{42}}, "[   42] [42   ] [ 42]"},
      {"{0:yyyy}", {std::string_view("text")}, "text"},
      {"{0:F2} {0:N1} {0}", {1234.5}, "1234.50 1,234.5 1234.5"},
      {"{0}", {std::monostate{}}, ""},
      {"", {}, ""},
      {"{1}{0}{1}", {std::string_view("b"), std::string_view("a")}, "aba"},
      {"{0:D5}", {std::numeric_limits<std::int64_t>::min()}, "-9223372036854775808"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.format);
    const auto made = format_text(row.format, row.arguments, 1000);
    REQUIRE(std::holds_alternative<std::string>(made));
    CHECK(std::get<std::string>(made) == row.expected);
  }
}

TEST_CASE("formats that are none, or too much") {
  const std::vector<FormatArgument> one{std::int64_t{5}};
  const auto failure = [&](std::string_view format) {
    const auto made = format_text(format, one, 100);
    REQUIRE(std::holds_alternative<FormatFailure>(made));
    return std::get<FormatFailure>(made);
  };
  for (const std::string_view bad :
       {"{", "}", "{0", "a}b", "{a}", "{}", "{-1}", "{0,}", "{0,x}", "{99999999999}", "{0,2147483647}"}) {
    CAPTURE(bad);
    CHECK(failure(bad) == FormatFailure::not_a_format);
  }
  CHECK(failure("{1}") == FormatFailure::argument_missing);
  CHECK(failure("{0,999999}") == FormatFailure::too_long);
  CHECK(failure("{0:D999999999}") == FormatFailure::not_covered);
  CHECK(failure("{0:C}") == FormatFailure::not_covered);
  CHECK(format_number(std::int64_t{-1}, "X") == std::nullopt);
}
