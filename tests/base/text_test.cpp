#include <catch2/catch.hpp>

#include "base/text.h"

using namespace pillarlint;

TEST_CASE("Names are compared and hashed without letter case") {
  CHECK(same_text("publicNetworkAccess", "PublicNetworkAccess"));
  CHECK_FALSE(same_text("a", "ab"));
  CHECK(folded_hash("publicNetworkAccess") == folded_hash("PUBLICNETWORKACCESS"));
  CHECK(folded_hash("abcdefgh") != folded_hash("abcdefgi"));
  CHECK(find_text("xxSystemAssigned", "systemassigned") == 2);
  CHECK(find_text("abc", "abcd") == std::string_view::npos);
}

TEST_CASE("Natural order reads runs of digits as numbers") {
  CHECK(natural_order("node9", "node10") < 0);
  CHECK(natural_order("S1", "s1") != 0);   // ties are broken by bytes, so the order is total
  CHECK(natural_order("a02", "a2") != 0);
  CHECK(natural_order("TLS1_2", "TLS1_0") > 0);
  CHECK(natural_order("x", "x") == 0);
}

TEST_CASE("Did you mean") {
  const std::vector<std::string> names{"disableLocalAuth", "publicNetworkAccess", "kind"};
  CHECK(nearest("disableLocalAuht", names) == "disableLocalAuth");
  CHECK(nearest("DisableLocalauth", names) == "disableLocalAuth");
  CHECK(nearest("somethingElse", names).empty());
  CHECK(nearest("knd", names) == "kind");
}

TEST_CASE("Templates of messages") {
  const std::vector<std::string> args{"a", "b"};
  CHECK(fill("{0} and {1}, {2}", args) == "a and b, {2}");
  CHECK(fill("{x} {", args) == "{x} {");
}

TEST_CASE("Cutting never splits a character") {
  CHECK(shorten("abc", 3) == "abc");
  CHECK(shorten("abcd", 3) == "abc…");
  CHECK(shorten("aéé", 2) == "a…");
}

TEST_CASE("Globs match as .gitignore does for one pattern") {
  CHECK(glob_matches("*.json", "main.json"));
  CHECK_FALSE(glob_matches("*.json", "a/main.json"));
  CHECK(glob_matches("**/*.json", "a/b/main.json"));
  CHECK(glob_matches("**/*.json", "main.json"));
  CHECK(glob_matches("a/**", "a/b/c"));
  CHECK(glob_matches("f[0-9]?", "f1x"));
  CHECK_FALSE(glob_matches("f[!0-9]", "f1"));
  CHECK_FALSE(glob_matches("*a*a*a*a*a*a*a*a*a*b", std::string(200, 'a')));  // ends, although it could backtrack for ever
}
