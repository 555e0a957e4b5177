// Networks and ports as text: `10.0.0.0/24`, `2001:db8::/32`, `20-30`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pillarlint {

struct Network {
  std::array<std::uint8_t, 16> address{};  // IPv4 in the first four bytes
  int prefix = 0;
  bool version6 = false;
};
/// An address or a CIDR range; an address alone is a network of one; `*` and `Any` are all of IPv4.
[[nodiscard]] std::optional<Network> read_network(std::string_view text);
[[nodiscard]] bool within(const Network& inner, const Network& outer);
[[nodiscard]] bool overlaps(const Network& a, const Network& b);

struct PortRange {
  int first = 0;
  int last = 65535;
};
[[nodiscard]] std::optional<PortRange> read_ports(std::string_view text);

}  // namespace pillarlint
