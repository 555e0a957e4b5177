// Networks in CIDR notation.
#include <vector>

#include "arm/functions_rows.h"
#include "value/functions/network.h"

namespace pillarlint::arm {

namespace {

std::optional<Network> network_of(const Call& call, Value& wrong) {
  if (!call.arg(0).is_string()) {
    wrong = wrong_type(call, 0, "a network such as 10.0.0.0/16");
    return std::nullopt;
  }
  auto network = parse_cidr(call.arg(0).text());
  if (!network) wrong = call.wrong("argument 1 is no network such as 10.0.0.0/16");
  for (std::size_t n = 1; network && n < call.args.size(); ++n) {
    if (call.arg(n).is_integer()) continue;
    wrong = wrong_type(call, n, "a whole number");
    return std::nullopt;
  }
  return network;
}

Value parse(const Call& call) {
  Value wrong;
  const auto network = network_of(call, wrong);
  if (!network) return wrong;
  std::vector<Member> members;
  const auto add = [&](std::string_view name, const Address& address) {
    members.push_back(member(name, call.text(address_text(address))));
  };
  add("network", network->first);
  add("netmask", network->mask());
  if (!network->first.v6) add("broadcast", network->last());
  add("firstUsable", network->first_usable());
  add("lastUsable", network->last_usable());
  members.push_back(member("cidr", Value::of(std::int64_t{network->prefix}, call.span)));
  return Value::object(call.context.arena, members, call.span);
}

Value subnet(const Call& call) {
  Value wrong;
  const auto network = network_of(call, wrong);
  if (!network) return wrong;
  const auto found = cidr_subnet(*network, call.arg(1).integer(), call.arg(2).integer());
  if (!found) return call.wrong("the network has no such subnet");
  return call.text(network_text(*found));
}

Value host(const Call& call) {
  Value wrong;
  const auto network = network_of(call, wrong);
  if (!network) return wrong;
  const auto found = cidr_host(*network, call.arg(1).integer());
  if (!found) return call.wrong("the network has no such host");
  return call.text(address_text(*found));
}

constexpr Builtin rows[] = {
    {"parseCidr", 1, 1, Takes::known, parse, ValueType::object},
    {"cidrSubnet", 3, 3, Takes::known, subnet, ValueType::string},
    {"cidrHost", 2, 2, Takes::known, host, ValueType::string},
};

}  // namespace

std::span<const Builtin> network_rows() { return rows; }

}  // namespace pillarlint::arm
