// Input made to hurt: the reader ends soon, in bounds, and with few diagnostics.
#include <random>

#include <catch2/catch.hpp>

#include "support/cpu_time.h"
#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;
using namespace std::string_view_literals;

namespace {

/// Reads a text of megabytes. Quadratic work would take hours; the bound leaves room for sanitizers.
std::unique_ptr<Document> read_in_time(std::string_view text) {
  const double start = cpu_seconds();
  auto document = json(text);
  CHECK(cpu_seconds() - start < 30);
  CHECK(document->diagnostics.list().size() < 2000);
  return document;
}

std::string repeat(std::string_view part, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + part.size());
  while (out.size() < bytes) out += part;
  return out;
}

constexpr std::size_t big = 20'000'000;

}  // namespace

TEST_CASE("nesting of 100,000 does not exhaust the stack", "[json][hostile]") {
  const std::size_t levels = 100'000;
  for (const std::string_view part : {"[", "{\"a\":", "[{\"a\":", "{", "[["}) {
    CAPTURE(part);
    std::string text;
    for (std::size_t i = 0; i < levels; ++i) text += part;
    const auto open = json(text);
    CHECK(open->diagnostics.list().size() <= 3);
    CHECK(open->root.is_container());
    const auto closed = json(text + "1" + std::string(levels, ']'));
    CHECK(closed->root.is_container());
  }
  const auto text = std::string(levels, '[') + std::string(levels, ']');
  CHECK(codes(*json(text)) == "json-too-deep");
}

TEST_CASE("each kind of damage, over and over", "[json][hostile]") {
  const std::string_view parts[] = {
      "\"a\n",         // strings that no line closes
      "\"\\\"\n",      // the same with escapes
      "\"a\": \"\n",   //
      "\"a\": {\n",    //
      "\"a\" ",        //
      "a\"b\"x",       //
      "{\"a\"x\"",     //
      "\"x\"y",        //
      "\n}",           //
      "\n]",           //
      "}\n {",         //
      "{ ",            //
      "x ",            //
      ",",             //
      ":",             //
      "\"a\":",        //
      "/* ",           //
      "/*\n",          //
      "/",             //
      "// c\n",        //
      "[1 2",          //
      "[x,\n",         //
      "\"\\ud800\",",  //
      "1e999,",        //
      "\n\n\n",        //
      "\\",            //
      "-",             //
      "\n  \"a\": 1\n \"b\": {\n",
  };
  for (const auto part : parts) {
    for (const std::string_view before : {"", "[", "{", "{\"a\": [", "{\n  \"a\": {\n    \"b\": 1,\n"}) {
      CAPTURE(part, before);
      read_in_time(std::string(before) + repeat(part, big / 50));
    }
  }
}

TEST_CASE("quotes without partner do not make every line search the rest of the file", "[json][hostile]") {
  read_in_time("[" + repeat(",\\\"a\n", big / 10));  // each begins a string that only the end of the file would close
  read_in_time("[x " + repeat("\\\"", big / 10));    // all on one line
}

TEST_CASE("damage at the limit of nesting stays within it", "[json][hostile]") {
  const std::string_view damages[] = {"{\n  \"x\": 1\n    {\n",      "{\n  \"x\": 1\n    \"y\": 2\n",
                                      "{\n  \"x\":\n    \"y\": 2\n", "[\n  \"x\": 1\n",
                                      "[\n  \"x\": 1\n    {\n  ]",   "{\n  \"x\": {}\n    \"y\": 2\n"};
  for (std::size_t levels = 508; levels <= 513; ++levels) {
    for (const auto damage : damages) {
      for (const std::string_view part : {"{\"a\":", "["}) {
        CAPTURE(levels, damage, part);
        const auto text = repeat(part, levels * part.size()) + repeat(damage, 3 * damage.size());
        CHECK(json(text)->root.is_container());
      }
    }
  }
}

TEST_CASE("a big good file is read whole", "[json][hostile]") {
  std::string text = "[";
  std::size_t count = 0;
  while (text.size() < big) {
    text += "\n  {\n    \"name\": \"some resource\",\n    \"tags\": {\"a\": null, \"b\": [1, 2.5, \"\\u00e9\"]}\n  },";
    ++count;
  }
  text += "\n]";
  const auto document = read_in_time(text);
  CHECK(codes(*document).empty());
  CHECK(document->root.size() == count);
  CHECK(document->root.items().back().get("tags").get("b").items()[1].real() == 2.5);
}

TEST_CASE("an object of a million members has no quadratic search for names", "[json][hostile]") {
  std::string text = "{";
  for (int i = 0; i < 1'000'000; ++i) text += fmt::format("\"name{}\":{},", i, i);
  text += "\"NAME7\":-1}";
  const auto document = read_in_time(text);
  CHECK(codes(*document) == "json-duplicate-key");
  CHECK(document->root.size() == 1'000'000);
  CHECK(document->root.members()[7].value.integer() == -1);
  CHECK(document->root.members()[999'999].value.integer() == 999'999);
}

TEST_CASE("names whose hashes are made to collide cost no more than sorting", "[json][hostile]") {
  // The hash folds bit 5 of every byte, whatever the byte: these differ, and have one hash.
  std::string text = "{";
  const std::size_t bits = 16;
  for (std::size_t i = 0; i < (std::size_t{1} << bits); ++i) {
    std::string name;
    for (std::size_t b = 0; b < bits; ++b) name += (i >> b & 1U) != 0 ? '{' : '[';
    text += "\"" + name + "\":0,";
  }
  text += "}";
  const auto document = read_in_time(text);
  CHECK(codes(*document).empty());
  CHECK(document->root.size() == std::size_t{1} << bits);
  CHECK(document->root.members()[0].hash == document->root.members()[77].hash);
}

TEST_CASE("NUL bytes and bytes that are not UTF-8 stay what they are", "[json][hostile]") {
  const auto text = "{\"a\0\": \"\xFF\xC0\x80\", \0 \"b\": 2}"sv;
  const auto document = json(text);
  CHECK(document->root.members()[0].key == "a\0"sv);
  CHECK(document->root.members()[0].value.text() == "\xFF\xC0\x80");
  CHECK(document->root.get("b").integer() == 2);
  read_in_time(std::string(big / 20, '\0'));
}

TEST_CASE("random damage: places stay in bounds and containers hold their elements", "[json][hostile]") {
  std::mt19937 random(20240607);  // NOLINT: the same texts in every run
  const std::string good =
      "{\n  \"a\": [1, 2, {\"b\": \"x\\n\"}],\n  // c\n  \"d\": {\n    \"e\": null,\n    \"f\": -1.5\n  }\n}\n";
  const auto alphabet = "{}[]\",:\\\n /*x1-u\0\xE2"sv;
  for (int run = 0; run < 20'000; ++run) {
    auto text = good;
    for (auto n = random() % 8; n-- > 0;) {
      const auto at = random() % text.size();
      const char c = alphabet[random() % alphabet.size()];
      switch (random() % 3) {
        case 0:
          text[at] = c;
          break;
        case 1:
          text.insert(at, 1, c);
          break;
        default:
          text.erase(at, 1 + random() % 3);
          break;
      }
      if (text.empty()) text = "{";
    }
    const auto document = json(text);
    bool good_places = true;
    each_value(document->root, "", [&](const Value& value, const std::string&) {
      const auto inside = [&](Span s) { return s.file == file && s.begin <= s.end && s.end <= text.size(); };
      if (document->readable) good_places = good_places && inside(value.span());
      for (const auto& m : value.members()) good_places = good_places && inside(m.key_span);
    });
    for (const auto& comment : document->comments) good_places = good_places && comment.end <= text.size();
    for (const auto& d : document->diagnostics.list()) good_places = good_places && d.span.end <= text.size();
    if (!good_places) FAIL("a place out of bounds in: " << text);
  }
}
