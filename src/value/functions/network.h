// Networks in CIDR notation, IPv4 and IPv6: their parts, subnets and hosts. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pillarlint {

struct Address {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 in the first four
  bool v6 = false;

  [[nodiscard]] int bits() const { return v6 ? 128 : 32; }
  friend auto operator<=>(const Address&, const Address&) = default;
};

[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
[[nodiscard]] std::string address_text(const Address& address);

/// A network: its first address and the number of leading bits that name it.
struct Network {
  Address first;
  int prefix = 0;

  [[nodiscard]] Address mask() const;
  [[nodiscard]] Address last() const;
  [[nodiscard]] Address first_usable() const;
  [[nodiscard]] Address last_usable() const;
};

/// `10.0.0.0/16`; bits past the prefix are cleared.
[[nodiscard]] std::optional<Network> parse_cidr(std::string_view text);
[[nodiscard]] std::string network_text(const Network& network);
/// The subnet of that number among those with `prefix` bits; nullopt if there is none.
[[nodiscard]] std::optional<Network> cidr_subnet(const Network& network, std::int64_t prefix, std::int64_t index);
/// The host of that number, counted from the first that follows the network's own address; nullopt if there is none.
[[nodiscard]] std::optional<Address> cidr_host(const Network& network, std::int64_t index);

/// The address of that number, counted from the network's own, or from behind its last if it is negative; nullopt if there
/// is none.
[[nodiscard]] std::optional<Address> address_at(const Network& network, std::int64_t number);
/// The network of `prefix` bits that lies behind the last address of `before`; nullopt past the end of all addresses.
[[nodiscard]] std::optional<Network> next_network(const Network& before, int prefix);
[[nodiscard]] bool contains(const Network& network, const Address& address);

}  // namespace pillarlint
