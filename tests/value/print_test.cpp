// Values as people and machines see them.
#include "value/print.h"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "support/json.h"
#include "value/reading.h"
#include "value/write_json.h"

using namespace pillarlint;
using namespace pillarlint::test;
using namespace std::string_view_literals;

namespace {

std::string printed(std::string_view json_text) {
  const auto document = json(json_text);
  return print(document->root, nullptr);
}

Unknown unknown_of(std::string_view subject, Unknown::Why why) {
  Unknown out;
  out.subject = subject;
  out.why = why;
  return out;
}

}  // namespace

TEST_CASE("known values print in one line", "[print]") {
  CHECK(printed("null") == "null");
  CHECK(printed("true") == "true");
  CHECK(printed("-12") == "-12");
  CHECK(printed("1.0") == "1.0");
  CHECK(printed("0.1") == "0.1");
  CHECK(printed("1e300") == "1e+300");
  CHECK(printed(R"("it's\n a \\ tab\t\u0001")") == R"('it\'s\n a \\ tab\t\u{1}')");
  CHECK(printed(R"([1, "a", [], {}])") == "[1, 'a', [], {}]");
  CHECK(printed(R"({"a": 1, "b-c": {"$x": null}})") == "{a: 1, 'b-c': {$x: null}}");
}

TEST_CASE("what is not known prints its subject and reason", "[print]") {
  Arena arena;
  SymbolStore symbols;
  auto why = unknown_of("parameter adminCidr", Unknown::Why::input_not_given);
  CHECK(print(Value::unknown(arena, why), nullptr) == "‹parameter adminCidr: no value is given›");

  auto unnamed = unknown_of("", Unknown::Why::not_evaluated);
  unnamed.symbol = symbols.make("parameter", "x");
  CHECK(print(Value::unknown(arena, unnamed), &symbols) == "‹parameter x: not evaluated›");
  CHECK(print(Value::unknown(arena, unnamed), nullptr) == "‹not evaluated›");

  const Value items[] = {Value::of(std::int64_t{1})};
  const auto open = Value::array(arena, items, {}, arena.make<Unknown>(why));
  CHECK(print(open, nullptr) == "[1, …‹parameter adminCidr: no value is given›]");
}

TEST_CASE("a string with holes shows its text and names its holes", "[print]") {
  Arena arena;
  SymbolStore symbols;
  const auto hole = unknown_of("listKeys()", Unknown::Why::known_after_deploy);
  const Piece pieces[] = {{"it's-", SymbolId::none, nullptr},
                          {{}, symbols.make("parameter", "prefix"), nullptr},
                          {"-ai", SymbolId::none, nullptr},
                          {{}, SymbolId::none, &hole}};
  Unknown why;
  why.pieces = pieces;
  CHECK(print(Value::unknown(arena, why), &symbols) == "'it\\'s-‹parameter prefix›-ai‹listKeys()›'");
  CHECK(print(Value::unknown(arena, why), nullptr) == "'it\\'s-‹unknown›-ai‹listKeys()›'");
}

TEST_CASE("alternatives print side by side", "[print]") {
  Arena arena;
  const Alternative alternatives[] = {{Value::of("Enabled"sv), {}}, {Value::of("Disabled"sv), {}}, {Value::null(), {}}};
  Unknown why;
  why.alternatives = alternatives;
  CHECK(print(Value::unknown(arena, why), nullptr) == "'Enabled' | 'Disabled' | null");
}

TEST_CASE("what is hidden never shows, at any depth, in either form", "[print]") {
  Arena arena;
  const auto secret = Value::of("hunter2"sv).marked(Mark::secret);
  const auto key = Value::of("accountkey"sv).marked(Mark::key);
  const Value items[] = {secret, Value::of("plain"sv)};
  const Member members[] = {member("password", secret), member("list", Value::array(arena, items)),
                            member("connection", Value::object(arena, {}).marked(Mark::connection_string)),
                            member("k", key)};
  const auto value = Value::object(arena, members);
  CHECK(print(value, nullptr) == "{password: ‹secret›, list: [‹secret›, 'plain'], connection: ‹secret›, k: ‹secret›}");
  CHECK(write_json(value, -1) == R"({"password":"***","list":["***","plain"],"connection":"***","k":"***"})");

  auto why = unknown_of("hunter2", Unknown::Why::input_not_given);
  const auto unknown_secret = Value::unknown(arena, why).marked(Mark::secret);
  CHECK(print(unknown_secret, nullptr) == "‹secret›");
  CHECK(write_json(unknown_secret, -1) == "\"***\"");

  const Alternative alternatives[] = {{secret, {}}, {Value::of("other"sv), {}}};
  Unknown either;
  either.alternatives = alternatives;
  CHECK(print(Value::unknown(arena, either), nullptr) == "‹secret› | 'other'");
}

TEST_CASE("long values are cut between characters", "[print]") {
  const std::string text(1000, 'x');
  const auto cut = print(Value::of(std::string_view(text)), nullptr, 20);
  CHECK(cut == "'" + std::string(19, 'x') + "…");
  std::string big = "[";
  for (int i = 0; i < 100'000; ++i) big += "\"\xC3\xA9\xC3\xA9\",";
  big += "]";
  const auto document = json(big);
  const auto shown = print(document->root, nullptr, 50);
  CHECK(shown.size() <= 50 + 3);
  CHECK(shown.ends_with("…"));
}

TEST_CASE("JSON text of known values reads back to them", "[write_json]") {
  const std::string_view text = R"({"b": [1, -2.5, "é\n\"", null, true], "a": {"z": {}, "y": []}})";
  const auto document = json(text);
  for (const int indent : {-1, 2, 4}) {
    const auto written = write_json(document->root, indent);
    const auto again = json(written);
    CHECK(identical(again->root, document->root));
  }
  CHECK(write_json(document->root, -1) == R"({"b":[1,-2.5,"é\n\"",null,true],"a":{"z":{},"y":[]}})");
  CHECK(write_json(json("[1]")->root, 2) == "[\n  1\n]");
}

TEST_CASE("JSON text says what is not known", "[write_json]") {
  Arena arena;
  const auto why = unknown_of("keys of x", Unknown::Why::known_after_deploy);
  CHECK(write_json(Value::unknown(arena, why), -1) ==
        R"({"$unknown":{"why":"known after deployment","subject":"keys of x"}})");
  const Member members[] = {member("a", Value::null())};
  CHECK(write_json(Value::object(arena, members, {}, arena.make<Unknown>(why)), -1) ==
        R"({"a":null,"$rest":{"why":"known after deployment","subject":"keys of x"}})");
  const Value items[] = {Value::null()};
  CHECK(write_json(Value::array(arena, items, {}, arena.make<Unknown>(why)), -1) ==
        R"([null,{"$rest":{"why":"known after deployment","subject":"keys of x"}}])");
}

TEST_CASE("JSON text is always JSON", "[write_json]") {
  CHECK(write_json(Value::of("a\xFF\xC3"sv), -1) == "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
  CHECK(write_json(Value::of(std::numeric_limits<double>::infinity()), -1) == "null");
  CHECK(write_json(Value::of(std::nan("")), -1) == "null");
  CHECK(write_json(Value::of("\0\x1F"sv), -1) == "\"\\u0000\\u001f\"");
  std::string text = "{";
  for (int i = 0; i < 300'000; ++i) text += fmt::format("\"n{}\":{},", i, i);
  text += "}";
  const auto document = json(text);
  const auto written = write_json(document->root, -1);  // a search by name for each member would take minutes
  CHECK(test::is_json(written));
}
