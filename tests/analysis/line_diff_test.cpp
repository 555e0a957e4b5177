// Which lines a change touches.
#include <random>

#include <catch2/catch.hpp>

#include "analysis/line_diff.h"

using namespace pillarlint;
using Numbers = std::vector<std::uint32_t>;

TEST_CASE("lines that were added or edited are new, where lines were taken out is a cut") {
  CHECK(changed_lines("a\nb\nc\n", "a\nb\nc\n").lines == Numbers{});
  CHECK(changed_lines("a\nb\nc\n", "a\nB\nc\n").lines == Numbers{2});
  CHECK(changed_lines("a\nb\nc\n", "x\na\nb\ny\nc\n").lines == Numbers{1, 4});
  CHECK(changed_lines("", "a\nb").lines == Numbers{1, 2});
  const auto cut = changed_lines("a\nb\nc\n", "a\nc\n");
  CHECK(cut.lines == Numbers{});
  CHECK(cut.cuts == Numbers{1});
  CHECK(cut.touch(1, 2));
  CHECK_FALSE(cut.touch(1, 1));
  CHECK_FALSE(cut.touch(2, 9));
  CHECK(changed_lines("a\nb\n", "b\n").cuts == Numbers{0});
}

TEST_CASE("indentation, line ends and blank lines are no change") {
  CHECK(changed_lines("a {\nb\n}\n", "a {\r\n  b\r\n}\r\n").lines == Numbers{});
  CHECK(changed_lines("a\nb\n", "a\n\n\nb\n").lines == Numbers{});
  CHECK(changed_lines("a\n\n\nb\n", "a\nb\n").cuts == Numbers{});
  CHECK(changed_lines("a\rb\rc", "a\rX\rc").lines == Numbers{2});  // as the lines of findings are counted
}

TEST_CASE("a block that was moved is no change, a few letters that are like others are no block") {
  const std::string one = "resource one {\n  name: 'the first of two'\n}\n";
  const std::string two = "resource two {\n  name: 'the second of two'\n}\n";
  const auto moved = changed_lines(one + two, two + one);
  CHECK(moved.lines == Numbers{});
  CHECK(moved.cuts == Numbers{});
  CHECK(changed_lines("x\na\nb\nc\nd\n", "a\nb\nc\nd\nx\n").lines == Numbers{5});
  CHECK(changed_lines("a\nb\n", "a\n}\nb\n").lines == Numbers{});
}

TEST_CASE("what is left of a random text after the change is what was there") {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> a;
    for (auto left = random() % 40; left > 0; --left) a.push_back(std::string(1, static_cast<char>('a' + random() % 6)));
    auto b = a;
    for (auto left = random() % 8; left > 0; --left) {
      const auto at = static_cast<std::ptrdiff_t>(random() % (b.size() + 1));
      if (random() % 2 == 0 || b.empty()) {
        b.insert(b.begin() + at, std::string(1, static_cast<char>('a' + random() % 6)));
      } else {
        b.erase(b.begin() + std::min<std::ptrdiff_t>(at, static_cast<std::ptrdiff_t>(b.size()) - 1));
      }
    }
    const auto text = [](const auto& lines) {
      std::string out;
      for (const auto& line : lines) out += line + "\n";
      return out;
    };
    const auto changes = changed_lines(text(a), text(b));
    // Without its new lines, b is a subsequence of a.
    std::size_t at = 0;
    bool is_part = true;
    for (std::size_t i = 0; i < b.size(); ++i) {
      if (changes.touch(static_cast<std::uint32_t>(i + 1), static_cast<std::uint32_t>(i + 1))) continue;
      while (at < a.size() && a[at] != b[i]) ++at;
      is_part = is_part && at < a.size();
      ++at;
    }
    INFO(text(a) << "---\n" << text(b));
    CHECK(is_part);
    CHECK(changes.lines.size() >= (b.size() > a.size() ? b.size() - a.size() : 0));
  }
}

TEST_CASE("texts that have nothing in common, and very long ones, are compared in bounded time") {
  std::string a;
  std::string b;
  for (int i = 0; i < 100'000; ++i) {
    a += "line " + std::to_string(i) + "\n";
    b += (i % 7 == 0 ? "other " : "line ") + std::to_string(i) + "\n";
  }
  const auto changes = changed_lines(a, b);
  CHECK(changes.lines.size() == 14'286);
  CHECK(changes.touch(8, 8));
  CHECK_FALSE(changes.touch(2, 7));
}

TEST_CASE("likeness is the share of common lines") {
  CHECK(likeness("a\nb\nc\nd\n", "a\nb\nc\nx\n") == Approx(0.75));
  CHECK(likeness("a\n", "b\n") == 0.0);
  CHECK(likeness("", "") == 1.0);
}
