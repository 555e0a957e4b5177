#include "common/written_values.h"

namespace pillarlint {

namespace {

constexpr int longest_journey = 64;

bool hands_on(const Origin& step, const Value& to, const WrittenValues& written) {
  switch (step.step) {
    case Origin::Step::parameter: return written.is_handed_on(step.span) && written.allows(step.span, step.name, to);
    case Origin::Step::variable: return written.is_handed_on(step.span);
    case Origin::Step::parameter_file:
    case Origin::Step::default_value:
    case Origin::Step::module_input:
    case Origin::Step::mapping: return true;
    case Origin::Step::module_output:
    case Origin::Step::function:
    case Origin::Step::property:
    case Origin::Step::environment:
    case Origin::Step::provider_default:
    case Origin::Step::platform_default: return false;
  }
  return false;
}

bool is_default(const Value& value) {
  for (const auto* step = value.journey(); step != nullptr; step = step->before) {
    if (step->step == Origin::Step::platform_default || step->step == Origin::Step::provider_default) return true;
  }
  return false;
}

}  // namespace

bool may_be_changed(const PropertyChange& change, const Value& to, const WrittenValues& written) {
  const auto& found = change.found;
  const bool scalar = found.known() && !found.is_container() && !found.is_null() && !found.hidden();
  if (!scalar || !found.span().known() || !written.is_literal(found.span())) return false;
  int steps = 0;
  for (const auto* step = found.journey(); step != nullptr; step = step->before) {
    if (++steps > longest_journey || !hands_on(*step, to, written)) return false;
  }
  return true;
}

bool is_given_elsewhere(const PropertyChange& change, std::size_t depth) {
  auto at = change.resource.body;
  for (std::size_t i = 0; i <= depth; ++i) {
    if (!at.is_object()) return !at.is_null();
    const auto* member = at.find(change.path[i]);
    if (member == nullptr) return at.rest() != nullptr;
    at = member->value;
  }
  return !at.is_null() && !is_default(at);
}

}  // namespace pillarlint
