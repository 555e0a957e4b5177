#include "analysis/secrets.h"

#include <vector>

namespace pillarlint {
namespace {

void collect_places(const Value& value, std::set<Span>& secrets) {
  constexpr int longest = 1000;
  if (value.known() && value.span().known()) secrets.insert(value.span());
  int steps = 0;
  for (const auto* origin = value.journey(); origin != nullptr && ++steps < longest; origin = origin->before) {
    const bool given = origin->step == Origin::Step::default_value || origin->step == Origin::Step::parameter_file ||
                       origin->step == Origin::Step::environment;
    if (given && origin->span.known()) secrets.insert(origin->span);
  }
}

}  // namespace

void collect_secrets(const Graph& graph, std::set<Span>& secrets) {
  std::vector<Value> open;
  for (const auto& resource : graph.resources()) {
    open.push_back(resource.body);
    while (!open.empty()) {
      const auto value = open.back();
      open.pop_back();
      if (value.hidden()) collect_places(value, secrets);
      for (const auto& item : value.items()) open.push_back(item);
      for (const auto& member : value.members()) open.push_back(member.value);
      if (!value.known()) {
        for (const auto& alternative : value.why().alternatives) open.push_back(alternative.value);
      }
    }
  }
}

}  // namespace pillarlint
