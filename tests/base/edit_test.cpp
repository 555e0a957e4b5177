#include <catch2/catch.hpp>

#include <algorithm>
#include <charconv>
#include <random>

#include "base/edit.h"

namespace pillarlint {

namespace {

Edit edit(std::uint32_t begin, std::uint32_t end, std::string text) { return {{FileId{1}, begin, end}, std::move(text)}; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
    out.push_back(text.substr(at, end - at));
    at = end;
  }
  return out;
}

/// What a patch makes of a text; fails where the patch does not fit.
std::string patched(const std::string& before, const std::string& diff) {
  const auto old_lines = lines_of(before);
  std::string out;
  std::size_t at = 0;
  std::string pending;
  for (const auto& line : lines_of(diff)) {
    if (line.starts_with("--- ") || line.starts_with("+++ ")) continue;
    if (line.starts_with("@@ -")) {
      std::size_t begin = 0;
      std::size_t count = 1;
      const auto* read = std::from_chars(line.data() + 4, line.data() + line.size(), begin).ptr;
      if (*read == ',') std::from_chars(read + 1, line.data() + line.size(), count);
      const auto first = count == 0 ? begin : begin - 1;
      while (at < first) out += old_lines.at(at++);
    } else if (line.starts_with('\\')) {
      if (out.ends_with('\n')) out.pop_back();
    } else if (line.front() == '+') {
      out += line.substr(1);
    } else {
      auto wanted = line.substr(1);
      REQUIRE(at < old_lines.size());
      if (!old_lines[at].ends_with('\n')) wanted.pop_back();
      REQUIRE(old_lines[at] == wanted);
      if (line.front() == ' ') out += wanted == old_lines[at] ? line.substr(1) : wanted;
      ++at;
    }
  }
  while (at < old_lines.size()) out += old_lines[at++];
  return out;
}

std::size_t count_of(const std::string& diff, char sign) {
  const auto lines = lines_of(diff);
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const auto& line) { return line.front() == sign && !line.starts_with(std::string(3, sign)); }));
}

}  // namespace

TEST_CASE("edits are made where they stand, in order") {
  const std::vector<Edit> edits{edit(0, 1, "A"), edit(2, 2, "-"), edit(2, 2, "+"), edit(3, 5, "")};
  CHECK(with_edits("abcdef", edits) == "Ab-+cf");
  CHECK(with_edits("abc", {}) == "abc");
  const std::vector<Edit> wild{edit(1, 2, "x"), edit(1, 99, "y")};  // overlapping and out of range: nothing is read outside
  CHECK(with_edits("abc", wild) == "axy");
}

TEST_CASE("encode_text undoes decode_text") {
  const auto bytes = GENERATE(as<std::string>(), "plain", "\xEF\xBB\xBFwith a mark", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "",
                              std::string("\xFF\xFE" "a\0\xAC\x20\x3D\xD8\x00\xDE", 10), std::string("\xFE\xFF\0a\x20\xAC\xD8\x3D\xDE\x00", 10));
  const auto decoded = decode_text(bytes);
  CHECK_FALSE(decoded.had_invalid);
  CHECK(encode_text(decoded.text, decoded.encoding) == bytes);
}

TEST_CASE("a unified diff as diff -u prints it") {
  CHECK(unified_diff("a", "1\n2\n", "1\n2\n").empty());
  CHECK(unified_diff("f", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nfive\n6\n7\n8\n") ==
        "--- a/f\n+++ b/f\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
  CHECK(unified_diff("f", "", "1\n") == "--- a/f\n+++ b/f\n@@ -0,0 +1 @@\n+1\n");
  CHECK(unified_diff("f", "1\n", "") == "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-1\n");
  CHECK(unified_diff("f", "1\n2", "1\n3") == "--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n\\ No newline at end of file\n");
  // Six lines apart: one hunk; seven: two.
  const auto far = [](std::size_t apart, const std::string& mark) {
    std::string out = mark + "a\n";
    for (std::size_t i = 0; i < apart; ++i) out += "=\n";
    return out + mark + "b\n";
  };
  CHECK(count_of(unified_diff("f", far(6, "x"), far(6, "y")), '@') == 1);
  CHECK(count_of(unified_diff("f", far(7, "x"), far(7, "y")), '@') == 2);
}

TEST_CASE("a unified diff makes the one text of the other, with no more lines than needed") {
  std::mt19937 random(7);
  const auto number = [&](std::size_t below) { return static_cast<std::size_t>(random() % below); };
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> before;
    for (std::size_t i = number(30); i > 0; --i) before.push_back(std::string(1, static_cast<char>('a' + number(6))) + "\n");
    auto after = before;
    for (std::size_t i = number(6); i > 0; --i) {
      const auto at = after.begin() + static_cast<std::ptrdiff_t>(number(after.size() + 1));
      if (number(2) == 0 || at == after.end()) {
        after.insert(at, "new\n");
      } else {
        after.erase(at);
      }
    }
    std::string a, b;
    for (const auto& line : before) a += line;
    for (const auto& line : after) b += line;
    const auto diff = unified_diff("f", a, b);
    INFO(diff);
    REQUIRE(patched(a, diff) == b);
    // The longest common subsequence, the slow way.
    std::vector<std::vector<std::size_t>> common(before.size() + 1, std::vector<std::size_t>(after.size() + 1, 0));
    for (std::size_t i = 0; i < before.size(); ++i) {
      for (std::size_t k = 0; k < after.size(); ++k) {
        common[i + 1][k + 1] = before[i] == after[k] ? common[i][k] + 1 : std::max(common[i][k + 1], common[i + 1][k]);
      }
    }
    CHECK(count_of(diff, '-') == before.size() - common.back().back());
    CHECK(count_of(diff, '+') == after.size() - common.back().back());
  }
}

TEST_CASE("texts that have nothing in common are compared in bounded time") {
  std::string a, b;
  for (int i = 0; i < 20'000; ++i) {
    a += "a" + std::to_string(i) + "\n";
    b += "b" + std::to_string(i) + "\n";
  }
  const auto diff = unified_diff("f", a, b);
  CHECK(count_of(diff, '-') == 20'000);
  CHECK(count_of(diff, '@') == 1);
}

}  // namespace pillarlint
