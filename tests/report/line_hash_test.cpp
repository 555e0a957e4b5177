#include "report/line_hash.h"

#include <catch2/catch.hpp>

using namespace pillarlint;

// The vectors are those of the tests that GitHub publishes with its algorithm.
TEST_CASE("the hash of a line agrees with GitHub's published values") {
  CHECK(line_hashes("", false) == std::vector<std::string>{"c129715d7a2bc9a3:1"});
  CHECK(line_hashes(" a\nb\n  \t\tc\n d", false) ==
        std::vector<std::string>{"271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"});
  CHECK(line_hashes(" hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End", false) ==
        std::vector<std::string>{"8b7cf3e952e7aeb2:1", "b1ae1287ec4718d9:1", "bff680108adb0fcc:1", "c6805c5e1288b612:1",
                                 "b86d3392aea1be30:1", "e6ceba753e1a442:1"});
}

TEST_CASE("equal lines are counted") {
  CHECK(line_hashes("x\nx\nx\nx\nx", false).back() != line_hashes("x\nx\nx\nx\nx", false).front());
  std::string text;
  for (int i = 0; i < 300; ++i) text += "x\n";
  const auto values = line_hashes(text, false);
  REQUIRE(values.size() == 301);  // the end of the file counts as a last, empty line
  CHECK(values[0].substr(values[0].find(':')) == ":1");
  CHECK(values[1].substr(values[1].find(':')) == ":2");
  CHECK(values[0].substr(0, values[0].find(':')) == values[1].substr(0, values[1].find(':')));
}

TEST_CASE("line ends make no difference, a byte order mark does") {
  const std::string lf = "param a string\nvar b = 1\n\nresource x\n";
  std::string crlf;
  std::string cr;
  for (const char c : lf) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    cr += c == '\n' ? '\r' : c;
  }
  CHECK(line_hashes(lf, false) == line_hashes(crlf, false));
  CHECK(line_hashes(lf, false) == line_hashes(cr, false));
  const auto with_bom = line_hashes(lf, true);
  CHECK(with_bom.front() != line_hashes(lf, false).front());  // GitHub's uploader hashes the mark as a character
  CHECK(with_bom[1] == line_hashes(lf, false)[1]);
}

TEST_CASE("characters beyond the basic plane count as two units") {
  // U+1F600 is D83D DE00; a text of the same units must hash the same, one of other units must not.
  CHECK(line_hashes("\xF0\x9F\x98\x80", false) != line_hashes("\xF0\x9F\x98\x81", false));
  CHECK(line_hashes("\xEF\xBB\xBFx", false) == line_hashes("x", true));
}
