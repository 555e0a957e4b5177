#include "value/functions/network.h"

#include <charconv>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

namespace {

std::optional<unsigned> number(std::string_view text, int base, std::size_t most_digits, unsigned most) {
  unsigned value = 0;
  if (text.empty() || text.size() > most_digits) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value > most) return std::nullopt;
  return value;
}

std::optional<Address> parse_v4(std::string_view text) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  Address address;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto byte = number(parts[i], 10, 3, 255);
    // A leading zero means octal to some readers.
    if (!byte || (parts[i].size() > 1 && parts[i][0] == '0')) return std::nullopt;
    address.bytes[i] = static_cast<std::uint8_t>(*byte);
  }
  return address;
}

std::optional<std::vector<std::uint16_t>> groups_of(std::string_view text) {
  std::vector<std::uint16_t> groups;
  if (text.empty()) return groups;
  for (const auto part : split(text, ':')) {
    const auto group = number(part, 16, 4, 0xFFFF);
    if (!group) return std::nullopt;
    groups.push_back(static_cast<std::uint16_t>(*group));
  }
  return groups;
}

std::optional<Address> parse_v6(std::string_view text) {
  const auto gap = text.find("::");
  const auto front = groups_of(text.substr(0, gap));
  const auto back = gap == std::string_view::npos ? std::vector<std::uint16_t>() : groups_of(text.substr(gap + 2));
  if (!front || !back) return std::nullopt;
  const auto written = front->size() + back->size();
  if (gap == std::string_view::npos ? written != 8 : written > 7) return std::nullopt;
  Address address;
  address.v6 = true;
  const auto put = [&](std::size_t at, std::uint16_t group) {
    address.bytes[2 * at] = static_cast<std::uint8_t>(group >> 8U);
    address.bytes[2 * at + 1] = static_cast<std::uint8_t>(group & 255U);
  };
  for (std::size_t i = 0; i < front->size(); ++i) put(i, (*front)[i]);
  for (std::size_t i = 0; i < back->size(); ++i) put(8 - back->size() + i, (*back)[i]);
  return address;
}

std::string v6_text(const Address& address) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = address.bytes[2 * i] * 256U + address.bytes[2 * i + 1];
  // The longest run of zeros, the first of equals, is left out.
  std::size_t best = 0;
  std::size_t best_length = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t length = 0;
    while (i + length < 8 && groups[i + length] == 0) ++length;
    if (length > best_length) {
      best = i;
      best_length = length;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < 8; ++i) {
    if (best_length > 1 && i == best) {
      out += "::";
      i += best_length - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':') out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

void set_bit(Address& address, int bit, bool on) {
  const auto mask = static_cast<std::uint8_t>(0x80U >> static_cast<unsigned>(bit % 8));
  auto& byte = address.bytes[static_cast<std::size_t>(bit / 8)];
  byte = static_cast<std::uint8_t>(on ? byte | mask : byte & ~mask);
}

Address masked(Address address, int prefix, bool on) {
  for (int bit = prefix; bit < address.bits(); ++bit) set_bit(address, bit, on);
  return address;
}

/// Adds to the number that the first `bits` bits are; nullopt past the end of all addresses.
std::optional<Address> add(Address address, std::uint64_t n, int bits) {
  for (int bit = bits - 1; bit >= 0 && n != 0; --bit) {
    const bool was =
        (address.bytes[static_cast<std::size_t>(bit / 8)] & (0x80U >> static_cast<unsigned>(bit % 8))) != 0;
    const bool one = (n & 1U) != 0;
    n >>= 1U;
    if (was && one) ++n;  // carry; n has lost a bit, so there is room
    set_bit(address, bit, was != one);
  }
  if (n != 0) return std::nullopt;
  return address;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  return text.find(':') == std::string_view::npos ? parse_v4(text) : parse_v6(text);
}

std::string address_text(const Address& a) {
  return a.v6 ? v6_text(a) : fmt::format("{}.{}.{}.{}", a.bytes[0], a.bytes[1], a.bytes[2], a.bytes[3]);
}

Address Network::mask() const {
  Address all;
  all.v6 = first.v6;
  for (int bit = 0; bit < prefix; ++bit) set_bit(all, bit, true);
  return all;
}

Address Network::last() const { return masked(first, prefix, true); }

// In IPv4 the first and last address of a network are not given to hosts, where there are others.
Address Network::first_usable() const {
  return first.v6 || prefix > 30 ? first : add(first, 1, first.bits()).value_or(first);
}
Address Network::last_usable() const {
  if (first.v6) return last();
  if (prefix > 30) return first;
  auto address = last();
  set_bit(address, first.bits() - 1, false);
  return address;
}

std::optional<Network> parse_cidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto address = parse_address(text.substr(0, slash));
  const auto prefix = number(text.substr(slash + 1), 10, 3, 128);
  if (!address || !prefix || static_cast<int>(*prefix) > address->bits()) return std::nullopt;
  return Network{masked(*address, static_cast<int>(*prefix), false), static_cast<int>(*prefix)};
}

std::string network_text(const Network& network) {
  return fmt::format("{}/{}", address_text(network.first), network.prefix);
}

std::optional<Network> cidr_subnet(const Network& network, std::int64_t prefix, std::int64_t index) {
  if (prefix < network.prefix || prefix > network.first.bits() || index < 0) return std::nullopt;
  const auto bits = prefix - network.prefix;
  if (bits < 63 && index >= (std::int64_t{1} << bits)) return std::nullopt;
  const auto first = add(network.first, static_cast<std::uint64_t>(index), static_cast<int>(prefix));
  if (!first) return std::nullopt;
  return Network{*first, static_cast<int>(prefix)};
}

std::optional<Address> cidr_host(const Network& network, std::int64_t index) {
  if (index < 0 || (!network.first.v6 && network.prefix > 30)) return std::nullopt;
  const auto host = add(network.first, static_cast<std::uint64_t>(index) + 1, network.first.bits());
  if (!host || *host > network.last_usable()) return std::nullopt;
  return host;
}

namespace {

Address subtract(Address address, std::uint64_t n) {
  for (auto at = static_cast<std::size_t>(address.bits() / 8); at-- > 0 && n != 0; n >>= 8U) {
    const auto part = static_cast<std::uint8_t>(n & 255U);
    if (address.bytes[at] < part) n += 256;  // borrow
    address.bytes[at] = static_cast<std::uint8_t>(address.bytes[at] - part);
  }
  return address;
}

}  // namespace

std::optional<Address> address_at(const Network& network, std::int64_t number) {
  const auto bits = network.first.bits() - network.prefix;
  if (number >= 0) {
    if (bits < 63 && number >= (std::int64_t{1} << bits)) return std::nullopt;
    return add(network.first, static_cast<std::uint64_t>(number), network.first.bits());
  }
  const auto back = 0 - static_cast<std::uint64_t>(number);
  if (bits < 63 && back > (std::uint64_t{1} << static_cast<unsigned>(bits))) return std::nullopt;
  return subtract(network.last(), back - 1);
}

std::optional<Network> next_network(const Network& before, int prefix) {
  const auto first = add(masked(before.last(), prefix, false), 1, prefix);
  if (!first) return std::nullopt;
  return Network{*first, prefix};
}

bool contains(const Network& network, const Address& address) {
  return network.first.v6 == address.v6 && masked(address, network.prefix, false) == network.first;
}

}  // namespace pillarlint
