// Values to bytes and back.
#include "value/pack.h"

#include <random>

#include <catch2/catch.hpp>

#include "support/cpu_time.h"
#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;
using namespace std::string_view_literals;

namespace {

void check_same_places(const Value& a, const Value& b) {
  CHECK(a.span() == b.span());
  CHECK(a.has_unknown() == b.has_unknown());
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.items().size(); ++i) check_same_places(a.items()[i], b.items()[i]);
  for (std::size_t i = 0; i < a.members().size(); ++i) {
    CHECK(a.members()[i].hash == b.members()[i].hash);
    CHECK(a.members()[i].key_span == b.members()[i].key_span);
    check_same_places(a.members()[i].value, b.members()[i].value);
  }
}

}  // namespace

TEST_CASE("what was packed unpacks to the same values at the same places", "[pack]") {
  const auto document = json(R"({
    "a": [null, true, false, 0, -1, 9223372036854775807, -9223372036854775808, 1.5, -0, 1e300],
    "b": {"text": "x \u00e9 \n", "": "", "empty": [{}, []]}
  })");
  std::string bytes;
  pack(document->root, bytes);
  pack(Value::of(std::string_view("second")), bytes);
  Arena arena;
  std::size_t at = 0;
  const auto again = unpack(bytes, at, arena, file);
  CHECK(identical(again, document->root));
  check_same_places(again, document->root);
  const auto text = again.get("b").get("text").text();
  CHECK(text.data() >= bytes.data());
  CHECK(text.data() < bytes.data() + bytes.size());
  const auto second = unpack(bytes, at, arena, file);
  CHECK(second.text() == "second");
  CHECK_FALSE(second.span().known());
  CHECK(at == bytes.size());
}

TEST_CASE("an unknown keeps its reason and subject, and containers know of it", "[pack]") {
  const auto document = json(R"([1, [1e999]])");
  std::string bytes;
  pack(document->root, bytes);
  Arena arena;
  std::size_t at = 0;
  const auto again = unpack(bytes, at, arena, file);
  CHECK(again.has_unknown());
  CHECK(again.items()[1].items()[0].why().why == Unknown::Why::does_not_parse);
  CHECK(again.items()[1].items()[0].why().subject == "the number 1e999");
}

TEST_CASE("bytes that are cut or changed never lead out of bounds", "[pack]") {
  const auto document = json(R"({"a": [1, 2.5, "text", {"b": null}], "c": {"d": [[], {}]}})");
  std::string bytes;
  pack(document->root, bytes);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    CAPTURE(cut);
    const std::string part = bytes.substr(0, cut);
    Arena arena;
    std::size_t at = 0;
    CHECK_FALSE(unpack(part, at, arena, file).known());
    CHECK(at == part.size());
  }
  std::mt19937 random(7);  // NOLINT: the same bytes in every run
  for (int run = 0; run < 50'000; ++run) {
    auto broken = bytes;
    for (auto n = 1 + random() % 4; n-- > 0;) broken[random() % broken.size()] = static_cast<char>(random() & 0xFFU);
    Arena arena;
    std::size_t at = 0;
    const auto value = unpack(broken, at, arena, file);
    count_values(value);
    each_value(value, "", [&](const Value& v, const std::string&) {
      if (v.is_string() && !v.text().empty() &&
          (v.text().data() < broken.data() || v.text().data() + v.size() > broken.data() + broken.size())) {
        FAIL("text out of bounds");
      }
    });
    if (arena.bytes() > 200'000) FAIL("room for " << arena.bytes() << " bytes from " << broken.size());
  }
  Arena arena;
  std::size_t at = 99;  // behind the end
  CHECK_FALSE(unpack("", at, arena, file).known());
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "\x05\0\x01"sv;  // arrays of one array
  at = 0;
  CHECK_FALSE(unpack(deep, at, arena, file).known());
}

TEST_CASE("containers that claim more elements than there are bytes get no room", "[pack]") {
  std::string bytes;
  for (int i = 0; i < 500; ++i) bytes += "\x05\0\xE8\x07"sv;  // 500 nested arrays of 1000 elements each, says it
  bytes.append(4000, '\0');
  Arena arena;
  std::size_t at = 0;
  CHECK_FALSE(unpack(bytes, at, arena, file).known());
  CHECK(arena.bytes() < 100 * bytes.size());
}

TEST_CASE("ten thousand values unpack in a moment", "[pack]") {
  std::string text = "[";
  for (int i = 0; i < 2000; ++i)
    text += fmt::format(R"({{"name": "resource {}", "count": {}, "tags": ["a", "b"]}},)", i, i);
  text += "]";
  const auto document = json(text);
  REQUIRE(count_values(document->root) > 10'000);
  std::string bytes;
  pack(document->root, bytes);
  double best = 1e9;
  for (int run = 0; run < 20; ++run) {
    Arena arena;
    std::size_t at = 0;
    const double start = cpu_seconds();
    const auto value = unpack(bytes, at, arena, file);
    best = std::min(best, (cpu_seconds() - start) * 1e3);
    CHECK(value.size() == 2000);
  }
  INFO("milliseconds: " << best);
  CHECK(best < 20);  // 0.2 measured; the bound is for sanitizers
}
