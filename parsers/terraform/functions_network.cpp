// Networks in CIDR notation: cidrhost, cidrnetmask, cidrsubnet, cidrsubnets.
#include <string>
#include <vector>

#include "base/text.h"
#include "terraform/functions_rows.h"
#include "value/functions/network.h"

namespace pillarlint::terraform {

namespace {

// Terraform takes numbers such as 010 as decimal, as it always did.
std::string without_leading_zeros(std::string_view text) {
  std::string out;
  if (text.find(':') != std::string_view::npos) return std::string(text);
  for (const auto part : split(text, '.')) {
    const auto first = std::min(part.find_first_not_of('0'), part.size());
    const auto digits = part.substr(first);
    const bool needs_zero = digits.empty() ? !part.empty() : digits[0] == '/';
    out.append(out.empty() ? "" : ".").append(needs_zero ? "0" : "").append(digits);
  }
  return out;
}

struct Prefix {
  Network network;
  std::optional<Value> wrong;
};

Prefix network_of(const Call& call) {
  const auto network = parse_cidr(without_leading_zeros(call.arg(0).text()));
  if (!network) return {{}, call.wrong("argument 1 is no network such as 10.0.0.0/16")};
  return {*network, std::nullopt};
}

Value host(const Call& call) {
  const auto prefix = network_of(call);
  if (prefix.wrong) return *prefix.wrong;
  const auto number = whole_number(call, 1);
  if (number.wrong) return *number.wrong;
  const auto address = address_at(prefix.network, number.number);
  return address ? call.text(address_text(*address)) : call.wrong("the network has no such host");
}

Value netmask(const Call& call) {
  const auto prefix = network_of(call);
  if (prefix.wrong) return *prefix.wrong;
  if (prefix.network.first.v6) return call.wrong("only networks of IPv4 have a mask");
  return call.text(address_text(prefix.network.mask()));
}

Value subnet(const Call& call) {
  const auto prefix = network_of(call);
  if (prefix.wrong) return *prefix.wrong;
  const auto bits = whole_number(call, 1);
  const auto number = whole_number(call, 2);
  if (bits.wrong) return *bits.wrong;
  if (number.wrong) return *number.wrong;
  const bool possible = bits.number >= 0 && bits.number <= 128;
  const auto found =
      possible ? cidr_subnet(prefix.network, prefix.network.prefix + bits.number, number.number) : std::optional<Network>();
  return found ? call.text(network_text(*found)) : call.wrong("the network has no such subnet");
}

/// Subnets one after another, each on the next border of its size.
Value subnets(const Call& call) {
  const auto prefix = network_of(call);
  if (prefix.wrong) return *prefix.wrong;
  std::vector<Value> items;
  std::optional<Network> last;
  for (std::size_t n = 1; n < call.args.size(); ++n) {
    const auto bits = whole_number(call, n);
    if (bits.wrong) return *bits.wrong;
    const auto length = prefix.network.prefix + bits.number;
    if (bits.number < 1 || bits.number > 32 || length > prefix.network.first.bits()) return call.wrong("the network has no subnets of that size");
    if (!call.context.budget.take(256)) return limit_unknown(call.context, "step", call.span);
    const auto next = last ? next_network(*last, static_cast<int>(length)) : Network{prefix.network.first, static_cast<int>(length)};
    if (!next || !pillarlint::contains(prefix.network, next->first)) return call.wrong("the network has no room for so many subnets");
    items.push_back(call.text(network_text(*next)));
    last = next;
  }
  return array_of(call, items);
}

/// As many as are asked for, though nothing else may be known of them.
Value subnets_or_unknown(const Call& call) {
  const bool known = std::all_of(call.args.begin(), call.args.end(), [](const Value& v) { return v.known(); });
  const auto count = static_cast<std::int64_t>(call.args.size()) - 1;
  if (known) return subnets(call);
  if (count == 0 || count > 256) return unknown_of_length(call, ValueType::array, {count, count});
  std::vector<Value> items;
  const auto all = call.unknown(ValueType::array);
  for (std::int64_t i = 0; i < count; ++i) {
    items.push_back(refined(call.context, *element_of(call.context, all, i, call.span), [](Unknown& why) {
      why.type = ValueType::string;
      why.never_null = why.never_empty = true;
    }));
  }
  return array_of(call, items);
}

constexpr Builtin rows[] = {
    {"cidrhost", 2, 2, Takes::unknown, row<"sn", Sees::known, host>, ValueType::string},
    {"cidrnetmask", 1, 1, Takes::unknown, row<"s", Sees::known, netmask>, ValueType::string},
    {"cidrsubnet", 3, 3, Takes::unknown, row<"snn", Sees::known, subnet>, ValueType::string},
    {"cidrsubnets", 1, -1, Takes::unknown, row<"sn*", Sees::all, subnets_or_unknown>, ValueType::array},
};

}  // namespace

std::span<const Builtin> network_rows() { return rows; }

}  // namespace pillarlint::terraform
