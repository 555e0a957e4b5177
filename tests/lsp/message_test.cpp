// URIs and JSON of messages.
#include <string>

#include <catch2/catch.hpp>

#include "lsp/json.h"
#include "lsp/uri.h"

using namespace pillarlint::lsp;

TEST_CASE("file URIs are paths of this machine") {
  CHECK(path_of("file:///a/b%20c/%C3%A9.bicep") == "/a/b c/é.bicep");
  CHECK(path_of("file://localhost/a") == "/a");
  CHECK(path_of("FILE:///a") == "/a");
  CHECK(path_of("file:///a/./b/../c") == "/a/c");
  CHECK(path_of("file:///a#part") == "/a");
  CHECK(uri_of("/a/b c/é#1.bicep") == "file:///a/b%20c/%C3%A9%231.bicep");
  CHECK(path_of(uri_of("/a/100% \"x\"?.tf")) == "/a/100% \"x\"?.tf");
}

TEST_CASE("other URIs are none") {
  for (const auto* uri : {"", "untitled:Untitled-1", "file:", "file://", "file://host/a", "http://x/a", "file:///a%0",
                          "file:///a%zz", "file:///a%00b", "/a", "vscode-notebook-cell:/a"}) {
    CAPTURE(uri);
    CHECK_FALSE(path_of(uri));
  }
}

TEST_CASE("what is absent or of another kind is empty") {
  const auto json = parse(R"({"a": {"b": [1]}, "n": -1, "big": 4294967296, "real": 1.5, "t": "x"})");
  REQUIRE(json);
  CHECK(member_at(*json, "a/b").is_array());
  CHECK(member_at(*json, "a/b/c").is_null());
  CHECK(member_at(*json, "x/y").is_null());
  CHECK(text_of(member(*json, "a")).empty());
  CHECK(number_of(member(*json, "n")) == std::nullopt);
  CHECK(number_of(member(*json, "big")) == std::nullopt);
  CHECK(number_of(member(*json, "real")) == std::nullopt);
  CHECK(number_of(Json(2147483647U)) == 2147483647U);
  CHECK_FALSE(range_of(Json{{"start", {{"line", 1U}, {"character", 2U}}}}));
}

TEST_CASE("halves of surrogate pairs and bytes that are not UTF-8 do not lose a message") {
  const auto text = [](std::string_view body) {
    const auto json = parse(body);
    return json ? json->get<std::string>() : std::string("no JSON");
  };
  CHECK(text(R"("a\ud83d\ude00b")") == "a😀b");
  CHECK(text(R"("a\ud83db")") == "a\uFFFDb");
  CHECK(text(R"("a\ude00\ud83d\ude00")") == "a\uFFFD😀");
  CHECK(text(R"("\\ud83d\ud83d")") == "\\ud83d\uFFFD");
  CHECK(text("\"a\xff\"") == "a\uFFFD");
  CHECK_FALSE(parse("{"));
  CHECK_FALSE(parse(""));
  CHECK_FALSE(parse("\xff\xfe"));
}

TEST_CASE("deep nesting neither crashes nor is written back") {
  const auto deep = parse(std::string(1'000'000, '[') + std::string(1'000'000, ']'));
  REQUIRE(deep);
  CHECK(deep->is_array());
  CHECK_FALSE(parse(std::string(1'000'000, '[')));
}

TEST_CASE("a message that ends in the middle of an escape is none", "[hostile]") {
  for (const auto* text : {"{\"a\": \"\\", "{\"a\": \"x\\u", "{\"a\": \"\\ud83d", "{\"a\": \"\\ud83d\\", "{\"a\": \"\\n\\"}) {
    CAPTURE(text);
    CHECK_FALSE(parse(text));
  }
}
