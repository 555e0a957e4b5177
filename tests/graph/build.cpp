#include <catch2/catch.hpp>

#include "build.h"

#include "base/text.h"
#include "graph/dump.h"

namespace pillarlint::test {

std::vector<std::string> Build::edges() {
  std::vector<std::string> out;
  for (const auto& edge : graph().edges()) {
    out.push_back(graph().at(edge.from).address + " " + std::string(name_of(edge.kind)) + " " + graph().at(edge.to).address);
  }
  return out;
}

std::string Build::value(std::string_view address, std::string_view path) {
  Value v = resource(address).body;
  for (const auto key : split(path, '.')) {
    const auto next = member_of(context, v, key, {});
    if (!next) return "absent";
    v = *next;
  }
  return print_value(v, symbols);
}

}  // namespace pillarlint::test
