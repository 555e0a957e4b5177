#include <catch2/catch.hpp>

#include "base/source_manager.h"

using namespace pillarlint;

TEST_CASE("Offsets become lines and columns in bytes and in UTF-16 units") {
  SourceManager sources;
  const auto file = sources.add("a.json", "one\r\ntwo é 😀x\rthree\n");
  CHECK(sources.position(file, 0).line == 1);
  CHECK(sources.position(file, 5).line == 2);
  const auto x = sources.position(file, 5 + 4 + 2 + 1 + 4);  // behind `two `, é of 2 bytes, blank, 😀 of 4
  CHECK(x.line == 2);
  CHECK(x.column8 == 12);
  CHECK(x.column16 == 9);
  CHECK(sources.line_text(file, 2) == "two é 😀x");
  CHECK(sources.line_text(file, 3) == "three");   // a lone CR ends a line too
  CHECK(sources.line_text(file, 9).empty());
  CHECK(sources.position(file, 9999).line == 4);  // past the end is the end
}

TEST_CASE("Byte order marks, UTF-16 and invalid bytes become UTF-8 text") {
  SourceManager sources;
  const auto bom = sources.add("bom", "\xEF\xBB\xBF{}");
  CHECK(sources.text(bom) == "{}");
  CHECK(sources.has_bom(bom));
  const auto wide = sources.add("wide", std::string("\xFF\xFE{\0\xE9\0}\0", 8));
  CHECK(sources.text(wide) == "{é}");
  CHECK(sources.encoding(wide) == Encoding::utf16_le);
  const auto big = sources.add("big", std::string("\xFE\xFF\0{\xD8\x3D\xDE\x00\0}", 10));
  CHECK(sources.text(big) == "{😀}");
  const auto bad = sources.add("bad", "a\xFFz");
  CHECK(sources.text(bad) == "a\xEF\xBF\xBDz");
  CHECK(sources.had_invalid_text(bad));
  CHECK_FALSE(sources.had_invalid_text(bom));
}
