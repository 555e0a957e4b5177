#include "rules/networks.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace pillarlint {

namespace {
std::optional<int> read_int(std::string_view text, int base, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > most) return std::nullopt;
  return value;
}

bool read_v4(std::string_view text, std::uint8_t* out) {
  const auto parts = split(text, '.');
  if (parts.size() != 4) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto part = read_int(parts[i], 10, 255);
    if (!part) return false;
    out[i] = static_cast<std::uint8_t>(*part);
  }
  return true;
}

bool read_groups(std::string_view text, std::vector<std::uint8_t>& out) {
  if (text.empty()) return true;
  for (const auto part : split(text, ':')) {
    if (part.find('.') != std::string_view::npos) {
      std::array<std::uint8_t, 4> v4{};
      if (!read_v4(part, v4.data())) return false;
      out.insert(out.end(), v4.begin(), v4.end());
      continue;
    }
    const auto group = read_int(part, 16, 0xFFFF);
    if (!group) return false;
    out.push_back(static_cast<std::uint8_t>(*group >> 8));
    out.push_back(static_cast<std::uint8_t>(*group & 0xFF));
  }
  return true;
}

bool read_v6(std::string_view text, std::array<std::uint8_t, 16>& out) {
  std::vector<std::uint8_t> head;
  std::vector<std::uint8_t> tail;
  const auto gap = text.find("::");
  if (!read_groups(text.substr(0, gap), head)) return false;
  if (gap == std::string_view::npos) {
    if (head.size() != 16) return false;
  } else if (!read_groups(text.substr(gap + 2), tail) || head.size() + tail.size() > 14) {
    return false;
  }
  std::copy(head.begin(), head.end(), out.begin());
  std::copy(tail.begin(), tail.end(), out.end() - static_cast<std::ptrdiff_t>(tail.size()));
  return true;
}

bool same_bits(const Network& a, const Network& b, int bits) {
  for (int i = 0; i < bits; i += 8) {
    const auto index = static_cast<std::size_t>(i / 8);
    const int left = std::min(8, bits - i);
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - left));
    if ((a.address[index] & mask) != (b.address[index] & mask)) return false;
  }
  return true;
}
}  // namespace

std::optional<Network> read_network(std::string_view text) {
  Network network;
  if (text == "*" || same_text(text, "any")) return network;
  const auto slash = text.find('/');
  const auto address = text.substr(0, slash);
  network.version6 = address.find(':') != std::string_view::npos;
  const bool read = network.version6 ? read_v6(address, network.address) : read_v4(address, network.address.data());
  if (!read) return std::nullopt;
  const int most = network.version6 ? 128 : 32;
  network.prefix = most;
  if (slash == std::string_view::npos) return network;
  const auto prefix = read_int(text.substr(slash + 1), 10, most);
  if (!prefix) return std::nullopt;
  network.prefix = *prefix;
  return network;
}

bool within(const Network& inner, const Network& outer) {
  return inner.version6 == outer.version6 && inner.prefix >= outer.prefix && same_bits(inner, outer, outer.prefix);
}

bool overlaps(const Network& a, const Network& b) {
  return a.version6 == b.version6 && same_bits(a, b, std::min(a.prefix, b.prefix));
}

std::optional<PortRange> read_ports(std::string_view text) {
  if (text == "*") return PortRange{};
  const auto dash = text.find('-');
  const auto first = read_int(trim(text.substr(0, dash)), 10, 65535);
  if (!first) return std::nullopt;
  if (dash == std::string_view::npos) return PortRange{*first, *first};
  const auto last = read_int(trim(text.substr(dash + 1)), 10, 65535);
  if (!last) return std::nullopt;
  return PortRange{*first, *last};
}

}  // namespace pillarlint
