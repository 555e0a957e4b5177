#include <catch2/catch.hpp>

#include "value/functions/encoding.h"

using namespace pillarlint;

TEST_CASE("base64") {
  CHECK(base64_encode("one, two, three") == "b25lLCB0d28sIHRocmVl");
  CHECK(base64_encode(" Fizz ") == "IEZpenog");
  CHECK(base64_encode("Hello") == "SGVsbG8=");
  CHECK(base64_encode("a") == "YQ==");
  CHECK(base64_encode("").empty());
  CHECK(base64_decode("b25lLCB0d28s\r\nIHRocmVl") == "one, two, three");
  CHECK(base64_decode("YQ==") == "a");
  for (const std::string_view bad : {"YQ=", "Y", "Y===", "Y=Q=", "Y!==", "===="})
    CHECK_FALSE(base64_decode(bad).has_value());
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t n = 0; n <= all.size(); ++n)
    CHECK(base64_decode(base64_encode(all.substr(0, n))) == all.substr(0, n));
}

TEST_CASE("UTF-8 is told from other bytes") {
  for (const std::string_view good : {"", "abc", "é€😀", "\x7F"}) CHECK(is_utf8(good));
  for (const std::string_view bad :
       {"\x80", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xF4\x90\x80\x80", "a\xFF"}) {
    CHECK_FALSE(is_utf8(bad));
  }
}

TEST_CASE("percent encoding and data URIs") {
  CHECK(uri_encode(" Fizz ") == "%20Fizz%20");
  CHECK(uri_encode("http://contoso.com/resources/nested/azuredeploy.json") ==
        "http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json");
  CHECK(uri_encode("a-b._~!*'()é") == "a-b._~%21%2A%27%28%29%C3%A9");
  CHECK(uri_decode("%20Fizz%20%C3%A9") == " Fizz é");
  CHECK(uri_decode("100%") == "100%");
  CHECK(uri_decode("%zz%4") == "%zz%4");
  CHECK(data_uri_encode(" Fizz ") == "data:text/plain;charset=utf-8;base64,IEZpenog");
  CHECK(data_uri_decode("data:;base64,SGVsbG8sIFdvcmxkIQ==") == "Hello, World!");
  CHECK(data_uri_decode("data:text/plain,a%20b") == "a b");
  CHECK_FALSE(data_uri_decode("http://x").has_value());
  CHECK_FALSE(data_uri_decode("data:;base64,!").has_value());
}

TEST_CASE("URIs are resolved as the reference shows") {
  struct Row {
    std::string_view base, relative, expected;
  };
  const Row rows[] = {
      {"http://contoso.org/firstpath", "myscript.sh", "http://contoso.org/myscript.sh"},
      {"http://contoso.org/firstpath/", "myscript.sh", "http://contoso.org/firstpath/myscript.sh"},
      {"http://contoso.org/firstpath/azuredeploy.json", "myscript.sh", "http://contoso.org/firstpath/myscript.sh"},
      {"http://contoso.org/firstpath/azuredeploy.json/", "myscript.sh",
       "http://contoso.org/firstpath/azuredeploy.json/myscript.sh"},
      {"http://contoso.com/resources/", "nested/azuredeploy.json",
       "http://contoso.com/resources/nested/azuredeploy.json"},
      {"https://github.com/another/repo", "/Azure/bicep", "https://github.com/Azure/bicep"},
      {"http://contoso.org", "a", "http://contoso.org/a"},
      {"https://Contoso.org:8080/a/b?sv=1", "../c/./d?x=1", "https://contoso.org:8080/c/d?x=1"},
      {"http://h/a/", "../../../..", "http://h/"},
      {"http://h/a/b/", "..", "http://h/a/"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.base, row.relative);
    CHECK(resolve_uri(row.base, row.relative).value_or("none") == row.expected);
  }
  CHECK_FALSE(resolve_uri("no base", "x").has_value());
  CHECK_FALSE(resolve_uri("http://h/a%20b/", "x").has_value());
  CHECK_FALSE(resolve_uri("http://h/a/", "/x").has_value());  // the reference and the usual rules differ
  CHECK_FALSE(resolve_uri("http://h/", "https://other/x").has_value());
}

TEST_CASE("parts of a URI") {
  const auto uri = parse_uri("https://Example.com:8080/path/x?query=value#part");
  REQUIRE(uri);
  CHECK(uri->scheme == "https");
  CHECK(uri->host == "Example.com");
  CHECK(uri->port == "8080");
  CHECK(uri->path == "/path/x");
  CHECK(uri->query == "query=value");
  CHECK(parse_uri("http://[::1]/x")->host == "[::1]");
  for (const std::string_view bad : {"", "x", "http:", "http://", "://x", "mailto:a@b", "http://a@b/"})
    CHECK_FALSE(parse_uri(bad).has_value());
}
