// Facts: named values of a resource, the first case that holds (rule-language 5.2).
#include "rules/evaluator.h"

namespace pillarlint {

Value Evaluator::fact(std::string_view name, ResourceId resource) {
  const std::pair key{name, resource};
  const auto known = facts_.find(key);
  if (known != facts_.end()) return known->second.value_or(Value::null());
  facts_[key] = std::nullopt;  // cycles are refused when facts are loaded; this stops what slips through
  const auto* fact = rules_.data().fact(name);
  std::vector<Alternative> possible;
  Value certain;
  const auto& type = graph_.at(resource).type;
  std::int64_t number = 0;
  if (fact != nullptr) {
    for (const auto& row : fact->types) {
      if (!(row.type == type)) continue;
      for (const auto& one : row.cases) {
        auto env = env_of(resource, fact->slots);
        const Truth truth = one.when == nullptr ? Truth::yes : condition(*one.when, env, nullptr);
        ++number;
        if (truth == Truth::yes) {
          certain = one.value.at({});  // written in the rules: no place that a user could edit
          break;
        }
        if (truth == Truth::unknown) {
          const auto test = context_.symbols.make("fact", fmt::format("{} {}", name, number), {graph_.at(resource).id_symbol});
          const Atom atom{test, true};
          possible.push_back({one.value.at({}), context_.arena.copy(std::span(&atom, 1))});
        }
      }
      break;
    }
  }
  Value result = certain;
  if (!possible.empty()) {
    const auto test = context_.symbols.make("fact", fmt::format("{} otherwise", name), {graph_.at(resource).id_symbol});
    const Atom atom{test, true};
    possible.push_back({certain, context_.arena.copy(std::span(&atom, 1))});
    Unknown why;
    why.why = Unknown::Why::branch;
    why.subject = context_.arena.copy(fmt::format("the {} of {}", name, name_of_resource(resource)));
    why.symbol = context_.symbols.make("fact", name, {graph_.at(resource).id_symbol});
    why.span = graph_.at(resource).header;
    why.alternatives = context_.arena.copy(possible);
    result = Value::unknown(context_.arena, why);
  }
  facts_[key] = result;
  return result;
}

}  // namespace pillarlint
