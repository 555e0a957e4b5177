#include "rules/evaluator.h"

#include <algorithm>

#include "base/text.h"
#include "rules/english.h"
#include "value/operators.h"
#include "value/print.h"

namespace pillarlint {

namespace {
constexpr int deepest_condition = 60;

void move_into(Leaves* to, Leaves&& from) {
  if (to == nullptr) return;
  for (auto& leaf : from) to->push_back(std::move(leaf));
}
}  // namespace

Env Evaluator::env_of(ResourceId subject, int slots) const {
  Env env;
  env.subject = subject;
  env.current.resource = subject;
  env.slots.resize(static_cast<std::size_t>(slots));
  const auto& resource = graph_.at(subject);
  env.assumed = resource.condition;
  if (resource.loop.symbolic) env.loops.push_back(resource.loop.collection);
  return env;
}

std::string Evaluator::show(const Value& value) const {
  if (value.known() && value.hidden()) return "(secret)";
  if (value.is_string() && !value.hidden()) return fmt::format("`{}`", shorten(value.text(), 120));
  if (value.known() && !value.is_container()) return fmt::format("`{}`", print(value, &context_.symbols, 120));
  return print(value, &context_.symbols, 120);
}

std::string Evaluator::name_of_resource(ResourceId id) const {
  const auto& resource = graph_.at(id);
  if (resource.name.is_string() && !resource.name.hidden()) return std::string(resource.name.text());
  if (!resource.address.empty()) return resource.address;
  return print(resource.name, &context_.symbols, 80);
}

Truth Evaluator::condition(const Condition& condition, Env& env, Leaves* leaves) {
  if (!take() || depth_ >= deepest_condition) return Truth::unknown;
  ++depth_;
  Truth truth = Truth::unknown;
  switch (condition.kind) {
    case Condition::Kind::all: truth = all_of(condition, env, leaves); break;
    case Condition::Kind::any: truth = any_of(condition, env, leaves); break;
    case Condition::Kind::negation: {
      env.negated = !env.negated;
      truth = !all_of(condition, env, leaves);
      env.negated = !env.negated;
      if (leaves != nullptr) {
        for (auto& leaf : *leaves) leaf.truth = leaf.truth == Truth::unknown ? Truth::unknown : truth;
      }
      break;
    }
    case Condition::Kind::test: truth = tested(condition, env, leaves); break;
    case Condition::Kind::quantifier: truth = quantifier(*condition.quantifier, env, leaves, nullptr).truth; break;
    case Condition::Kind::cases: truth = cases(*condition.cases, env, leaves); break;
    case Condition::Kind::row: truth = row(*condition.row, env, leaves); break;
  }
  --depth_;
  return truth;
}

Truth Evaluator::all_of(const Condition& condition, Env& env, Leaves* leaves) {
  Truth all = Truth::yes;
  std::vector<std::pair<Truth, Leaves>> parts;
  for (const auto& part : condition.parts) {
    Leaves own;
    const Truth truth = this->condition(part, env, leaves == nullptr ? nullptr : &own);
    all = all & truth;
    if (leaves == nullptr && all == Truth::no) return all;
    if (leaves != nullptr) parts.emplace_back(truth, std::move(own));
  }
  // The parts that made it what it is: those that are no, else those that are unknown, else all.
  for (auto& [truth, own] : parts) {
    if (truth == all) move_into(leaves, std::move(own));
  }
  return all;
}

Truth Evaluator::any_of(const Condition& condition, Env& env, Leaves* leaves) {
  Truth any = Truth::no;
  std::vector<std::pair<Truth, Leaves>> parts;
  for (const auto& part : condition.parts) {
    Leaves own;
    const Truth truth = this->condition(part, env, leaves == nullptr ? nullptr : &own);
    any = any | truth;
    if (any == Truth::yes) {
      move_into(leaves, std::move(own));
      return any;
    }
    if (leaves != nullptr) parts.emplace_back(truth, std::move(own));
  }
  // Unknown: first what is unknown, since that is what one would have to learn.
  for (auto& [truth, own] : parts) {
    if (truth == any) move_into(leaves, std::move(own));
  }
  for (auto& [truth, own] : parts) {
    if (truth != any) move_into(leaves, std::move(own));
  }
  return any;
}

Truth Evaluator::tested(const Condition& condition, Env& env, Leaves* leaves) {
  Reached at;
  if (condition.path != nullptr) {
    at = one(*condition.path, env);
  } else {
    const RulePath here;
    at = reached(here, env);
  }
  const Truth truth = test(*condition.test, at, env);
  if (leaves == nullptr) return truth;
  Leaf leaf;
  leaf.truth = truth;
  const bool order = condition.test->words.size() == 1 && condition.test->words[0].word == Word::ordered;
  leaf.kind = order ? Leaf::Kind::order : Leaf::Kind::value;
  leaf.wanted = wanted_text(*condition.test, env);
  if (truth == Truth::unknown && !at.value.known()) leaf.reason = explain_unknown(at.value, context_.symbols);
  if (truth == Truth::unknown && at.value.known()) leaf.reason = "it can not be compared before deployment";
  leaf.at = std::move(at);
  leaves->push_back(std::move(leaf));
  return truth;
}

Truth Evaluator::test(const Test& test, const Reached& at, Env& env) {
  Truth all = Truth::yes;
  for (const auto& use : test.words) {
    all = all & word(use, at, env);
    if (all == Truth::no) break;
  }
  return all;
}

Truth Evaluator::word(const WordUse& use, const Reached& at, Env& env) {
  if (!take()) return Truth::unknown;
  if (use.word == Word::not_) return !test(*use.test, at, env);
  if (use.word == Word::ordered) {
    const auto target = one(*use.operands[0].path, env);
    const auto here = env.current.resource ? *env.current.resource : env.subject;
    if (!target.resource) return Truth::unknown;
    return truth(use.earlier ? ordered(here, *target.resource) : ordered(*target.resource, here));
  }
  if (at.absent && !at.resource) return absent_word(use, at, env);
  // An alternative that is null is absent: asked apart, so that each word says what it says of absence.
  return for_alternatives(at.resource ? graph_.at(*at.resource).id : at.value, [&](const Value& value) {
    Reached one = at;
    one.value = value;
    one.absent = value.is_null() && !at.resource;
    return one.absent ? absent_word(use, one, env) : value_word(use, one, env);
  });
}

Truth Evaluator::absent_word(const WordUse& use, const Reached& at, Env& env) {
  (void)at;
  (void)env;
  switch (pillarlint::info(use.word).absent) {
    case Absent::yes: return Truth::yes;
    case Absent::no: return Truth::no;
    case Absent::test: break;
  }
  if (use.word == Word::present) return truth(!use.flag);
  return truth(use.flag);  // empty
}

Value Evaluator::operand_value(const Operand& operand, Env& env) {
  if (operand.path == nullptr) return operand.value;
  const auto at = one(*operand.path, env);
  return at.resource ? graph_.at(*at.resource).id : at.value;
}

std::vector<Value> Evaluator::operand_values(const Operand& operand, Env& env, bool& complete) {
  if (operand.path == nullptr) return {operand.value};
  std::vector<Value> out;
  const auto all = walk(*operand.path, env);
  complete = complete && all.complete;
  for (const auto& at : all.all) out.push_back(at.resource ? graph_.at(*at.resource).id : at.value);
  return out;
}

std::vector<std::string_view> Evaluator::order_of(const Reached& at) const {
  std::vector<std::string_view> order;
  if (!at.fact.empty()) {
    if (const auto* fact = rules_.data().fact(at.fact)) {
      for (const auto& value : fact->order) order.push_back(value.text_or_empty());
    }
    return order;
  }
  if (options_.types == nullptr || !at.owner) return order;
  const auto known = options_.types->order(graph_.at(*at.owner).type, at.path);
  order.assign(known.begin(), known.end());
  return order;
}

Truth Evaluator::value_word(const WordUse& use, const Reached& at, Env& env) {
  const auto any_operand = [&](const auto& says) {
    bool complete = true;
    Truth any = Truth::no;
    for (const auto& operand : use.operands) {
      for (const auto& wanted : operand_values(operand, env, complete)) any = any | says(wanted);
    }
    return complete ? any : any | Truth::unknown;
  };
  const auto& value = at.value;
  switch (use.word) {
    case Word::equals:
    case Word::one_of:
    case Word::same_as:
    case Word::among: return any_operand([&](const Value& wanted) { return says_equals(value, wanted); });
    case Word::at_least: {
      const auto order = order_of(at);
      return says_at_least(value, operand_value(use.operands[0], env), order);
    }
    case Word::at_most: {
      const auto order = order_of(at);
      return says_at_most(value, operand_value(use.operands[0], env), order);
    }
    case Word::matches: return use.regex->get() ? says_matches(value, *use.regex->get()) : Truth::unknown;
    case Word::starts_with: return any_operand([&](const Value& wanted) { return says_starts_with(value, wanted); });
    case Word::ends_with: return any_operand([&](const Value& wanted) { return says_ends_with(value, wanted); });
    case Word::contains: return any_operand([&](const Value& wanted) { return says_contains(value, wanted); });
    case Word::length: return number_test(*use.test, length_of(value), env);
    case Word::present: return use.flag ? says_present(value) : !says_present(value);
    case Word::empty: return use.flag ? is_empty(value) : !is_empty(value);
    case Word::within: return any_operand([&](const Value& wanted) { return says_within(value, wanted); });
    case Word::overlaps: return any_operand([&](const Value& wanted) { return says_overlaps(value, wanted); });
    case Word::prefix: {
      const auto prefix = prefix_of(value);
      return prefix ? number_test(*use.test, *prefix, env) : Truth::unknown;
    }
    case Word::covers_port: return any_operand([&](const Value& wanted) { return says_covers_port(value, wanted); });
    case Word::points_at: return points_at_word(use, at, env);
    case Word::derived_from: return derived_from(use, at, env);
    case Word::principal_of: return principal_of(use, at, env);
    case Word::role: return role(use, at);
    case Word::carries: {
      const auto name = use.operands[0].value.text_or_empty();
      return says_carries(value, name == "key" ? Mark::key : name == "secret" ? Mark::secret : Mark::connection_string);
    }
    case Word::after: return says_after(value, operand_value(use.operands[0], env), options_.today);
    case Word::before: return says_before(value, operand_value(use.operands[0], env), options_.today);
    case Word::not_:
    case Word::ordered: break;  // answered by word()
  }
  return Truth::unknown;
}

Truth Evaluator::number_test(const Test& test, Interval interval, Env& env) {
  Truth all = Truth::yes;
  for (const auto& use : test.words) all = all & number_word(use, interval, env);
  return all;
}

Truth Evaluator::number_word(const WordUse& use, Interval interval, Env& env) {
  if (use.word == Word::not_) return !number_test(*use.test, interval, env);
  Truth any = Truth::no;
  for (const auto& operand : use.operands) {
    const auto wanted = operand_value(operand, env);
    if (!wanted.is_number()) return Truth::unknown;
    const auto low = static_cast<double>(interval.low);
    const auto high = static_cast<double>(interval.high);
    const double n = wanted.real();
    Truth truth = Truth::unknown;
    if (use.word == Word::at_least) {
      if (low >= n) truth = Truth::yes;
      if (!interval.open && high < n) truth = Truth::no;
    } else if (use.word == Word::at_most) {
      if (!interval.open && high <= n) truth = Truth::yes;
      if (low > n) truth = Truth::no;
    } else if (use.word == Word::equals || use.word == Word::one_of) {
      if (!interval.open && interval.low == interval.high && low == n) truth = Truth::yes;
      if (n < low || (!interval.open && n > high)) truth = Truth::no;
    }
    any = any | truth;
  }
  return any;
}

std::string Evaluator::wanted_text(const Test& test, Env& env) {
  return in_words(test, env.negated, [&](const Operand& operand) -> std::string {
    if (operand.path == nullptr) return show(operand.value);
    const auto all = walk(*operand.path, env);
    std::string text = fmt::format("`{}`", operand.path->path.text);
    if (all.all.size() != 1) return text;
    const auto& at = all.all[0];
    if (at.resource) return name_of_resource(*at.resource);
    return at.absent ? text + ", which is absent" : at.value.known() ? show(at.value) : text;
  });
}

std::optional<Value> Evaluator::lookup(const Lookup& lookup, Env& env, std::string& missing) {
  std::vector<Value> wanted;
  for (const auto& [column, operand] : lookup.key) wanted.push_back(operand_value(operand, env));
  Truth possible = Truth::no;
  for (const auto& row : lookup.table->rows.items()) {
    Truth same = Truth::yes;
    for (std::size_t i = 0; i < wanted.size() && same != Truth::no; ++i) same = same & says_equals(wanted[i], row.get(lookup.key[i].first));
    if (same == Truth::yes) return row;
    possible = possible | same;
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    parts.push_back(fmt::format("{} {}", lookup.key[i].first, wanted[i].is_null() ? "(absent)" : show(wanted[i])));
  }
  missing = possible == Truth::no
                ? fmt::format("table {} of {} has no {}", lookup.table->name, lookup.table->as_of, join(parts, ", "))
                : fmt::format("it is not known which row of table {} is meant: {}", lookup.table->name, join(parts, ", "));
  return std::nullopt;
}

Truth Evaluator::row(const Row& row, Env& env, Leaves* leaves) {
  std::string missing;
  const auto found = lookup(row.lookup, env, missing);
  if (found) {
    const auto outer = env.current;
    env.current = Thing{};
    env.current.value = *found;
    const auto first = leaves == nullptr ? 0 : leaves->size();
    const Truth truth = condition(*row.is, env, leaves);
    env.current = outer;
    // The place of what a table says is the property that it says it of: the last of the key.
    Span asked;
    for (const auto& [column, operand] : row.lookup.key) {
      if (operand.path != nullptr) asked = property_place(one(*operand.path, env));
    }
    for (std::size_t i = first; leaves != nullptr && i < leaves->size(); ++i) {
      auto& leaf = (*leaves)[i];
      leaf.row = *found;
      if (!leaf.at.owner) {
        leaf.at.key_span = asked;
        leaf.at.value = leaf.at.value.at(asked);
      }
    }
    return truth;
  }
  Truth truth = Truth::unknown;
  if (missing.starts_with("table")) {  // certainly not there
    if (row.if_missing == IfMissing::pass) truth = Truth::yes;
    if (row.if_missing == IfMissing::fail) truth = Truth::no;
    if (row.if_missing == IfMissing::not_applicable) {
      truth = Truth::yes;
      not_applicable = true;
    }
  }
  if (leaves != nullptr) {
    Leaf leaf;
    leaf.kind = Leaf::Kind::missing;
    leaf.truth = truth;
    // The place is the property that is not in the table: the first that the key names.
    for (const auto& [column, operand] : row.lookup.key) {
      if (operand.path == nullptr) continue;
      auto at = one(*operand.path, env);
      const bool better = leaf.at.path.empty() || (leaf.at.value.known() && !at.value.known());
      if (better) leaf.at = std::move(at);
    }
    leaf.wanted = fmt::format("a row of table {}", row.lookup.table->name);
    leaf.found = "none";
    leaf.reason = missing;
    leaves->push_back(std::move(leaf));
  }
  return truth;
}

Truth Evaluator::cases(const Cases& cases, Env& env, Leaves* leaves) {
  // Each variable's values, then their product from right to left, as one would write nested loops.
  std::vector<std::vector<Value>> values;
  std::size_t product = 1;
  for (const auto& variable : cases.variables) {
    auto& list = values.emplace_back(variable.values);
    if (variable.lookup != nullptr) {
      std::string missing;
      const auto found = lookup(*variable.lookup, env, missing);
      if (!found) {
        if (leaves != nullptr) {
          Leaf leaf;
          leaf.kind = Leaf::Kind::missing;
          leaf.truth = Truth::unknown;
          leaf.wanted = fmt::format("a row of table {}", variable.lookup->table->name);
          leaf.found = "none";
          leaf.reason = missing;
          leaves->push_back(std::move(leaf));
        }
        return Truth::unknown;
      }
      const auto cell = found->get(variable.lookup->column);
      if (cell.is_array()) list.assign(cell.items().begin(), cell.items().end());
      if (!cell.is_array() && !cell.is_null()) list.push_back(cell);
    }
    product *= list.size();
  }
  if (product > max_conditions) return Truth::unknown;
  Truth all = Truth::yes;
  for (std::size_t n = 0; n < product; ++n) {
    std::size_t rest = n;
    std::vector<std::string> names;
    for (std::size_t i = values.size(); i-- > 0;) {
      const auto& value = values[i][rest % values[i].size()];
      rest /= values[i].size();
      auto& slot = env.slots[static_cast<std::size_t>(cases.variables[i].slot)];
      slot = Thing{};
      slot.value = value;
      names.insert(names.begin(), fmt::format("{} {}", cases.variables[i].name, show(value)));
    }
    Leaves own;
    const Truth truth = condition(*cases.is, env, leaves == nullptr ? nullptr : &own);
    all = all & truth;
    if (leaves == nullptr && all == Truth::no) return all;
    if (leaves == nullptr || truth == Truth::yes || own.empty()) continue;
    own.front().reason += (own.front().reason.empty() ? "for " : "; for ") + join(names, ", ");
    own.resize(1);
    move_into(leaves, std::move(own));
  }
  if (leaves != nullptr && all != Truth::yes) {
    std::erase_if(*leaves, [&](const Leaf& leaf) { return all == Truth::no && leaf.truth == Truth::unknown && leaf.kind != Leaf::Kind::value; });
  }
  return all;
}

}  // namespace pillarlint
