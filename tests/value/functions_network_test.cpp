#include <limits>

#include <catch2/catch.hpp>

#include "value/functions/network.h"

using namespace pillarlint;

TEST_CASE("addresses are read and written") {
  for (const std::string_view text : {"0.0.0.0", "10.144.15.255", "::", "::1", "fdad:3236:5555::", "1:2:3:4:5:6:7:8",
                                      "1:0:0:4::8", "fe80::1:0:0:1"}) {
    CAPTURE(text);
    const auto address = parse_address(text);
    REQUIRE(address);
    CHECK(address_text(*address) == text);
  }
  CHECK(address_text(*parse_address("FE80:0:0:0:0:0:0:1")) == "fe80::1");
  CHECK(address_text(*parse_address("1:0:3:4:5:6:7:8")) == "1:0:3:4:5:6:7:8");
  for (const std::string_view bad : {"", "1.2.3", "1.2.3.256", "1.2.3.04", "a.b.c.d", "1.2.3.4.5", ":::", "1::2::3",
                                     "12345::", ":", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_address(bad).has_value());
  }
}

TEST_CASE("parts of a network") {
  const auto v4 = parse_cidr("10.144.0.0/20");
  REQUIRE(v4);
  CHECK(network_text(*v4) == "10.144.0.0/20");
  CHECK(address_text(v4->mask()) == "255.255.240.0");
  CHECK(address_text(v4->last()) == "10.144.15.255");
  CHECK(address_text(v4->first_usable()) == "10.144.0.1");
  CHECK(address_text(v4->last_usable()) == "10.144.15.254");
  const auto v6 = parse_cidr("fdad:3236:5555::/48");
  REQUIRE(v6);
  CHECK(address_text(v6->mask()) == "ffff:ffff:ffff::");
  CHECK(address_text(v6->first_usable()) == "fdad:3236:5555::");
  CHECK(address_text(v6->last_usable()) == "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff");
  CHECK(network_text(*parse_cidr("10.0.0.77/24")) == "10.0.0.0/24");
  CHECK(network_text(*parse_cidr("1.2.3.4/0")) == "0.0.0.0/0");
  CHECK(address_text(parse_cidr("10.0.0.4/32")->last_usable()) == "10.0.0.4");
  for (const std::string_view bad :
       {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "10.0.0.0/8/8", "/8"}) {
    CHECK_FALSE(parse_cidr(bad).has_value());
  }
}

TEST_CASE("subnets") {
  const auto subnet = [](std::string_view network, std::int64_t prefix, std::int64_t index) -> std::string {
    const auto found = cidr_subnet(*parse_cidr(network), prefix, index);
    return found ? network_text(*found) : "none";
  };
  CHECK(subnet("10.144.0.0/20", 24, 0) == "10.144.0.0/24");
  CHECK(subnet("10.144.0.0/20", 24, 4) == "10.144.4.0/24");
  CHECK(subnet("10.144.0.0/20", 24, 15) == "10.144.15.0/24");
  CHECK(subnet("10.144.0.0/20", 24, 16) == "none");
  CHECK(subnet("10.144.0.0/20", 20, 0) == "10.144.0.0/20");
  CHECK(subnet("10.144.0.0/20", 19, 0) == "none");
  CHECK(subnet("10.144.0.0/20", 33, 0) == "none");
  CHECK(subnet("fdad:3236:5555::/48", 52, 3) == "fdad:3236:5555:3000::/52");
  CHECK(subnet("fdad:3236:5555::/48", 52, 16) == "none");
  CHECK(subnet("::/0", 128, std::numeric_limits<std::int64_t>::max()) == "::7fff:ffff:ffff:ffff/128");
  CHECK(subnet("10.0.0.0/8", 24, -1) == "none");
}

TEST_CASE("hosts") {
  const auto host = [](std::string_view network, std::int64_t index) -> std::string {
    const auto found = cidr_host(*parse_cidr(network), index);
    return found ? address_text(*found) : "none";
  };
  CHECK(host("10.144.3.0/24", 0) == "10.144.3.1");
  CHECK(host("10.144.3.0/24", 4) == "10.144.3.5");
  CHECK(host("10.144.3.0/24", 253) == "10.144.3.254");
  CHECK(host("10.144.3.0/24", 254) == "none");
  CHECK(host("fdad:3236:5555:3000::/52", 0) == "fdad:3236:5555:3000::1");
  CHECK(host("10.0.0.0/31", 0) == "none");
  CHECK(host("255.255.255.0/24", std::numeric_limits<std::int64_t>::max()) == "none");
  CHECK(host("10.0.0.0/8", -1) == "none");
}
