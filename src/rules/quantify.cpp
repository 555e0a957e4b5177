// Quantifiers over elements and over resources (rule-language 3.5), and what they leave as evidence.
#include <algorithm>

#include "base/text.h"
#include "rules/english.h"
#include "rules/evaluator.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
constexpr std::size_t most_elements_shown = 20;

Span first_byte(Span span) { return span.known() ? Span{span.file, span.begin, span.begin + 1} : span; }

void append(Leaves& to, const Leaves& from) { to.insert(to.end(), from.begin(), from.end()); }

Truth holds_for(const Quantifier& quantifier, Truth holds) { return quantifier.quantity == Quantity::none ? !holds : holds; }
}  // namespace

bool Evaluator::provided(Provision provision) const {
  return provision != Provision::nothing && std::find(options_.platform.begin(), options_.platform.end(), provision) != options_.platform.end();
}

std::string Evaluator::element_name(const Thing& thing) const {
  if (thing.resource) return name_of_resource(*thing.resource);
  const auto* name = thing.value.find("name");
  if (name != nullptr && name->value.is_string() && !name->value.hidden()) return std::string(name->value.text());
  if (thing.has_key) return std::string(thing.key);
  if (!thing.owner && thing.value.is_string()) return std::string(thing.value.text());  // a setting of the configuration
  const auto bracket = thing.path.rfind('[');
  if (bracket != std::string::npos && thing.path.ends_with(']')) return thing.path.substr(bracket + 1, thing.path.size() - bracket - 2);
  return thing.path;
}

Evaluator::Outcome Evaluator::quantifier(const Quantifier& quantifier, Env& env, Leaves* leaves, std::vector<ElementResult>* elements) {
  if (quantifier.of != nullptr && !quantifier.of->path.multiple()) {
    auto collection = one(*quantifier.of, env);
    if (!collection.value.known() && !collection.value.why().alternatives.empty()) return by_alternatives(quantifier, collection, env, leaves);
  }
  auto found = quantifier.of != nullptr ? this->elements(quantifier, env) : resources(quantifier, env);
  return conclude(quantifier, found, env, leaves, elements);
}

Evaluator::Outcome Evaluator::by_alternatives(const Quantifier& quantifier, const Reached& collection, Env& env, Leaves* leaves) {
  // The array is one of several: the answer is theirs if they agree.
  std::optional<Outcome> agreed;
  bool all = true;
  Leaves first;
  for_each_possible(collection.value, [&](const Value& value) {
    if (!all) return;
    Found found;
    found.collection = collection;
    found.collection.value = value;
    if (!value.known()) {
      found.closed = false;
      found.open_reason = explain_unknown(value, context_.symbols);
    }
    std::int64_t index = 0;
    for (const auto& item : value.items()) {
      auto& candidate = found.candidates.emplace_back();
      candidate.thing.value = item;
      candidate.thing.owner = collection.owner;
      candidate.thing.path = fmt::format("{}[{}]", collection.path, index++);
      candidate.thing.place = first_byte(item.span());
    }
    Leaves own;
    const auto outcome = conclude(quantifier, found, env, leaves == nullptr ? nullptr : &own, nullptr);
    if (!agreed) {
      agreed = outcome;
      first = std::move(own);
    } else if (agreed->truth != outcome.truth) {
      all = false;
    }
  });
  if (all && agreed && agreed->truth != Truth::unknown) {
    if (leaves != nullptr) append(*leaves, first);
    return *agreed;
  }
  if (leaves != nullptr) {
    Leaf leaf;
    leaf.truth = Truth::unknown;
    leaf.at = collection;
    leaf.wanted = "known elements";
    leaf.reason = explain_unknown(collection.value, context_.symbols);
    leaves->push_back(std::move(leaf));
  }
  return {};
}

Evaluator::Found Evaluator::elements(const Quantifier& quantifier, Env& env) {
  Found found;
  const auto& path = *quantifier.of;
  const auto add = [&](const Reached& at) {
    auto& candidate = found.candidates.emplace_back();
    candidate.thing = at;
    if (!at.place.known()) candidate.thing.place = first_byte(at.value.span());
    // A leaf that stands for itself is tested as the property that it is.
    candidate.thing.resource = at.resource;
  };
  if (path.path.multiple()) {
    const auto all = walk(path, env);
    for (const auto& at : all.all) add(at);
    found.closed = all.complete;
    found.open_reason = "some of the values are not known before deployment";
    RulePath base{path.path, path.root};
    while (!base.path.steps.empty() && PropertyPath{{}, {}, {base.path.steps.back()}, {}}.multiple()) base.path.steps.pop_back();
    if (!base.path.multiple()) found.collection = one(base, env);
    return found;
  }
  found.collection = one(path, env);
  const auto& at = found.collection;
  if (at.absent) return found;
  if (!at.value.known()) {
    found.closed = false;
    found.open_reason = explain_unknown(at.value, context_.symbols);
    return found;
  }
  if (at.value.is_array()) {
    PathStep all_elements;
    all_elements.kind = PathStep::Kind::elements;
    Walked items;
    elements_of(at, env, items);
    for (const auto& item : items.all) add(item);
    found.closed = items.complete;
    if (!found.closed) {
      found.open_reason = at.value.rest() != nullptr ? fmt::format("{}: {}", at.value.rest()->subject, describe(at.value.rest()->why)) : "";
    }
    return found;
  }
  add(at);  // one thing where a list is expected counts as a list of it
  return found;
}

Evaluator::Found Evaluator::resources(const Quantifier& quantifier, Env& env) {
  Found found;
  std::vector<std::vector<Reached>> targets;
  for (const auto& use : quantifier.links) {
    auto& list = targets.emplace_back();
    if (use.target.path == nullptr) {
      Reached value;
      value.value = use.target.value;
      list.push_back(std::move(value));
      continue;
    }
    const auto all = walk(*use.target.path, env);
    list = all.all;
    const bool by_value = use.link == Link::named || use.link == Link::points_at;
    if (!by_value && !list.empty() && !list[0].resource && !list[0].absent) {  // which resource it starts at is not known
      found.closed = false;
      found.open_reason = explain_unknown(list[0].value, context_.symbols);
    }
    if (list.empty() || !list[0].resource || found.start || use.link == Link::named) continue;
    found.start = list[0].resource;
    if (use.link == Link::beside) found.start = graph_.parent(*found.start).value_or(*found.start);
  }
  std::vector<ResourceId> ids;
  if (quantifier.a.any) {
    for (std::size_t i = 0; i < graph_.resources().size(); ++i) {
      if (graph_.resources()[i].standing != Resource::Standing::output) ids.push_back(static_cast<ResourceId>(i));
    }
  } else {
    ids = resources_of(quantifier.a);
  }
  for (const auto id : ids) {
    if (!take()) break;
    add_candidate(quantifier, id, targets, env, found);
  }
  close_world(quantifier, env, found);
  return found;
}

void Evaluator::add_candidate(const Quantifier& quantifier, ResourceId id, const std::vector<std::vector<Reached>>& targets, Env& env,
                              Found& found) {
  const auto& resource = graph_.at(id);
  // What is only referred to is no candidate unless something links to it: an id alone opens no world (semantics D29).
  if (resource.standing == Resource::Standing::external && quantifier.links.empty() && quantifier.quantity != Quantity::each) return;
  if (contradict(context_.symbols, env.assumed, resource.condition)) return;
  Candidate candidate;
  candidate.thing.resource = id;
  for (std::size_t i = 0; i < quantifier.links.size() && candidate.link != Truth::no; ++i) {
    candidate.link = candidate.link & link(quantifier.links[i], id, targets[i], env);
  }
  for (const auto* defined : quantifier.a.classes) {
    const bool of_class = std::any_of(defined->types.begin(), defined->types.end(), [&](const auto& row) { return row.type == resource.type; });
    if (of_class && std::find(quantifier.a.types.begin(), quantifier.a.types.end(), resource.type) == quantifier.a.types.end()) {
      candidate.link = candidate.link & in_class(*defined, id);
    }
  }
  if (candidate.link == Truth::no) return;
  candidate.atoms = resource.condition;
  candidate.loop = resource.loop.collection;
  candidate.deployed = implies(env.assumed, resource.condition) ? Truth::yes : Truth::unknown;
  if (resource.loop.symbolic) {
    // Loops over the same collection meet element by element (semantics D3).
    const bool same_loop = std::find(env.loops.begin(), env.loops.end(), resource.loop.collection) != env.loops.end();
    candidate.symbolic = !same_loop;
    candidate.at_least_one = resource.loop.at_least_one;
    if (!same_loop && candidate.at_least_one != Truth::yes) candidate.deployed = Truth::unknown;
  }
  // What lies elsewhere is no answer to "is there one" (semantics D26), but may be what a link leads to.
  const bool led_to = std::any_of(quantifier.links.begin(), quantifier.links.end(), [](const LinkUse& use) {
    return use.link == Link::reached_by || use.link == Link::pointed_at_by || use.link == Link::parent_of;
  });
  if (!resource.declared() && resource.standing != Resource::Standing::output && !led_to) candidate.link = candidate.link & Truth::unknown;
  found.candidates.push_back(std::move(candidate));
}

void Evaluator::close_world(const Quantifier& quantifier, Env& env, Found& found) {
  if (!found.closed) return;
  if (options_.partial) {
    found.closed = false;
    found.open_reason = "the configuration says that this is a part of a deployment (`partial: true`)";
    return;
  }
  const auto start = found.start.value_or(env.subject);
  const auto ask = [&](const TypeName& type) {
    if (!found.closed) return;
    const auto closed = graph_.closed(type, start);
    if (closed.truth == Truth::yes) return;
    found.closed = false;
    found.open_reason = closed.reason;
    found.open_span = closed.span;
  };
  if (quantifier.a.any) ask(TypeName());
  for (const auto& type : quantifier.a.types) ask(type);
  for (const auto* defined : quantifier.a.classes) {
    for (const auto& row : defined->types) ask(row.type);
  }
}

void Evaluator::judge(const Quantifier& quantifier, Candidate& candidate, Env& env, bool with_leaves) {
  const auto outer = env.current;
  const auto assumed = env.assumed.size();
  const auto loops = env.loops.size();
  env.current = candidate.thing;
  if (quantifier.slot >= 0) env.slots[static_cast<std::size_t>(quantifier.slot)] = candidate.thing;
  for (const auto atom : candidate.atoms) {
    if (std::find(env.assumed.begin(), env.assumed.end(), atom) == env.assumed.end()) env.assumed.push_back(atom);
  }
  if (candidate.loop != SymbolId::none) env.loops.push_back(candidate.loop);
  candidate.match = candidate.link & candidate.deployed;
  Leaves where_leaves;
  if (candidate.match != Truth::no && quantifier.where != nullptr) {
    candidate.match = candidate.match & condition(*quantifier.where, env, with_leaves ? &where_leaves : nullptr);
  }
  candidate.holds = Truth::yes;
  if (candidate.match != Truth::no && quantifier.is != nullptr) {
    const bool negated = env.negated;
    if (quantifier.quantity == Quantity::none) env.negated = !negated;
    candidate.holds = condition(*quantifier.is, env, with_leaves ? &candidate.leaves : nullptr);
    env.negated = negated;
    if (with_leaves) {
      for (const auto& part : quantifier.is->parts) {
        const Truth truth = condition(part, env, nullptr);
        candidate.parts_yes += truth == Truth::yes ? 1 : 0;
        candidate.parts_unknown += truth == Truth::unknown ? 1 : 0;
      }
    }
  }
  // Whether it counts at all is not known: that decides as much as what is asked of it.
  if (with_leaves && candidate.match == Truth::unknown && candidate.holds != Truth::unknown) {
    std::erase_if(where_leaves, [](const Leaf& leaf) { return leaf.truth != Truth::unknown; });
    candidate.leaves.insert(candidate.leaves.begin(), where_leaves.begin(), where_leaves.end());
  }
  if (quantifier.distinct != nullptr && candidate.match != Truth::no) {
    const auto at = one(*quantifier.distinct, env);
    candidate.different = at.resource ? graph_.at(*at.resource).id : at.value;
  }
  env.current = outer;
  env.assumed.resize(assumed);
  env.loops.resize(loops);
}

Evaluator::Outcome Evaluator::conclude(const Quantifier& quantifier, Found& found, Env& env, Leaves* leaves,
                                       std::vector<ElementResult>* elements) {
  const bool with_leaves = leaves != nullptr || elements != nullptr;
  for (auto& candidate : found.candidates) {
    judge(quantifier, candidate, env, with_leaves);
    const bool enough = quantifier.quantity == Quantity::some && !with_leaves && (candidate.match & candidate.holds) == Truth::yes;
    if (enough) return {Truth::yes, false, false};
    if (limit_reached()) return {};
  }
  Outcome outcome;
  Interval interval;
  const bool none_there = std::all_of(found.candidates.begin(), found.candidates.end(), [](const Candidate& c) { return c.match == Truth::no; });
  switch (quantifier.quantity) {
    case Quantity::some: outcome.truth = some_of(quantifier, found); break;
    case Quantity::none: outcome.truth = !some_of(quantifier, found); break;
    case Quantity::each: outcome.truth = each_of(quantifier, found, outcome.nothing); break;
    case Quantity::count: outcome.truth = count_of(quantifier, found, env, interval); break;
    case Quantity::sum: outcome.truth = sum_of(quantifier, found, env, interval); break;
  }
  if (none_there && found.closed && outcome.truth == Truth::no && provided(quantifier.or_platform)) {
    outcome.truth = Truth::yes;
    outcome.by_platform = true;
  }
  if (outcome.nothing && quantifier.if_empty == IfEmpty::not_applicable) not_applicable = true;
  if (elements != nullptr) report_elements(quantifier, found, *elements);
  if (leaves == nullptr) return outcome;
  if (outcome.by_platform) {
    auto leaf = nothing_leaf(quantifier, found, Truth::yes, env);
    leaf.by_platform = true;
    leaves->push_back(std::move(leaf));
  } else {
    explain(quantifier, found, outcome.truth, interval, env, *leaves);
  }
  return outcome;
}

Truth Evaluator::some_of(const Quantifier& quantifier, const Found& found) const {
  (void)quantifier;
  Truth some = found.closed ? Truth::no : Truth::unknown;
  for (const auto& candidate : found.candidates) some = some | (candidate.match & candidate.holds);
  if (some != Truth::unknown) return some;
  // Two that exclude each other and are both right: one of them is there (`if (new)`, `if (!new)`).
  const auto only_if = [](const Candidate& c) { return c.atoms.size() == 1 && !c.symbolic && c.link == Truth::yes && c.holds == Truth::yes; };
  for (const auto& a : found.candidates) {
    for (const auto& b : found.candidates) {
      const bool twins = only_if(a) && only_if(b) && quantifier.where == nullptr && a.atoms[0].condition == b.atoms[0].condition &&
                         a.atoms[0].holds != b.atoms[0].holds;
      if (twins) return Truth::yes;
    }
  }
  return some;
}

Truth Evaluator::each_of(const Quantifier& quantifier, const Found& found, bool& nothing) const {
  Truth each = found.closed ? Truth::yes : Truth::unknown;
  bool any = !found.closed;
  for (const auto& candidate : found.candidates) {
    each = each & ((!candidate.match) | candidate.holds);
    any = any || candidate.match != Truth::no;
  }
  nothing = !any;
  if (nothing) return truth(quantifier.if_empty != IfEmpty::fail);
  return each;
}

Truth Evaluator::count_of(const Quantifier& quantifier, const Found& found, Env& env, Interval& interval) {
  interval = {0, 0, !found.closed};
  std::vector<Value> certain;
  std::vector<Value> possible;
  for (const auto& candidate : found.candidates) {
    const Truth counts = candidate.match & candidate.holds;
    if (counts == Truth::no) continue;
    if (candidate.symbolic) interval.open = true;
    if (quantifier.distinct == nullptr) {
      interval.low += counts == Truth::yes ? 1 : 0;
      interval.high += 1;
      continue;
    }
    const auto value = candidate.different.value_or(Value::null());
    if (value.is_null()) continue;
    if (std::none_of(possible.begin(), possible.end(), [&](const Value& other) { return says_equals(other, value) == Truth::yes; })) {
      possible.push_back(value);
    }
    const bool apart = std::all_of(certain.begin(), certain.end(), [&](const Value& other) { return says_equals(other, value) == Truth::no; });
    if (counts == Truth::yes && apart) certain.push_back(value);
  }
  if (quantifier.distinct != nullptr) {
    interval.low = static_cast<std::int64_t>(certain.size());
    interval.high = static_cast<std::int64_t>(possible.size());
  }
  return number_test(*quantifier.number, interval, env);
}

Truth Evaluator::sum_of(const Quantifier& quantifier, const Found& found, Env& env, Interval& interval) {
  interval = {0, 0, false};
  bool known = found.closed;
  for (const auto& candidate : found.candidates) {
    const auto& value = candidate.thing.value;
    if (!value.is_integer() || candidate.match != Truth::yes) {
      known = known && candidate.match == Truth::no;
      continue;
    }
    interval.low += value.integer();
    interval.high += value.integer();
  }
  return known ? number_test(*quantifier.number, interval, env) : Truth::unknown;
}

Leaf Evaluator::nothing_leaf(const Quantifier& quantifier, const Found& found, Truth truth, Env& env) {
  Leaf leaf;
  leaf.kind = Leaf::Kind::nothing;
  leaf.truth = truth;
  const auto what = in_words(quantifier, [&](const Operand& operand) -> std::string {
    if (operand.path == nullptr) return show(operand.value);
    const auto at = one(*operand.path, env);
    if (at.resource) return name_of_resource(*at.resource);
    return at.absent ? fmt::format("`{}` (absent)", operand.path->path.text) : show(at.value);
  });
  leaf.wanted = what;
  leaf.found = "none";
  leaf.at = found.collection;
  leaf.start = found.start;
  if (quantifier.of != nullptr) return leaf;
  leaf.candidate_type = quantifier.a.types.empty() ? quantifier.a.text : std::string(quantifier.a.types[0].text());
  const auto of_type = resources_of(quantifier.a).size();
  leaf.reason = of_type == 0 ? "the deployment has none at all" : fmt::format("{} of this type in the deployment, none fits", of_type);
  if (!found.closed) leaf.reason = found.open_reason;
  return leaf;
}

Leaf Evaluator::open_leaf(const Quantifier& quantifier, const Found& found, Env& env) {
  if (quantifier.of == nullptr) return nothing_leaf(quantifier, found, Truth::unknown, env);
  Leaf leaf;
  leaf.truth = Truth::unknown;
  leaf.at = found.collection;
  leaf.wanted = "elements that are known";
  leaf.reason = found.open_reason;
  return leaf;
}

void Evaluator::explain(const Quantifier& quantifier, Found& found, Truth truth, Interval interval, Env& env, Leaves& leaves) {
  switch (quantifier.quantity) {
    case Quantity::some: return explain_some(quantifier, found, truth, env, leaves);
    case Quantity::each:
    case Quantity::none: {
      if (truth == Truth::no && found.candidates.empty()) {
        leaves.push_back(nothing_leaf(quantifier, found, truth, env));
        return;
      }
      for (const auto& candidate : found.candidates) {
        if (candidate.match == Truth::no) continue;
        const Truth one = (!candidate.match) | holds_for(quantifier, candidate.holds);
        if (one == truth && truth != Truth::yes) append(leaves, candidate.leaves);
      }
      if (leaves.empty() && truth != Truth::yes) leaves.push_back(found.closed ? nothing_leaf(quantifier, found, truth, env) : open_leaf(quantifier, found, env));
      return;
    }
    case Quantity::count:
    case Quantity::sum: {
      Leaf leaf;
      leaf.kind = Leaf::Kind::number;
      leaf.truth = truth;
      leaf.at = found.collection;
      leaf.wanted = fmt::format("{} {}", in_words(*quantifier.number, env.negated, written), quantifier.quantity == Quantity::sum ? "in sum" : in_words(quantifier, written));
      leaf.found = interval.open ? fmt::format("{} or more", interval.low)
                   : interval.low == interval.high ? fmt::format("{}", interval.low) : fmt::format("{} to {}", interval.low, interval.high);
      if (truth == Truth::unknown) leaf.reason = found.closed ? "some of them are not known before deployment" : found.open_reason;
      leaves.push_back(std::move(leaf));
      return;
    }
  }
}

void Evaluator::explain_some(const Quantifier& quantifier, Found& found, Truth truth, Env& env, Leaves& leaves) {
  const Candidate* nearest = nullptr;
  std::size_t others = 0;
  for (const auto& candidate : found.candidates) {
    if (candidate.match == Truth::no) continue;
    ++others;
    if (truth == Truth::yes) {
      if (nearest == nullptr && (candidate.match & candidate.holds) == Truth::yes) nearest = &candidate;
      continue;
    }
    const auto better = [&](const Candidate& than) {
      const bool may = (candidate.match & candidate.holds) == Truth::unknown;
      const bool than_may = (than.match & than.holds) == Truth::unknown;
      if (may != than_may) return may;
      if (candidate.parts_yes != than.parts_yes) return candidate.parts_yes > than.parts_yes;
      return candidate.parts_unknown < than.parts_unknown;
    };
    if (nearest == nullptr || better(*nearest)) nearest = &candidate;
  }
  if (nearest == nullptr) {
    leaves.push_back(found.closed ? nothing_leaf(quantifier, found, truth, env) : open_leaf(quantifier, found, env));
    return;
  }
  Leaves own = nearest->leaves;
  if (truth != Truth::yes && nearest->holds == Truth::yes) std::erase_if(own, [](const Leaf& leaf) { return leaf.truth == Truth::yes; });
  if (own.empty() && truth != Truth::yes) {  // whether it is the one, or is deployed, is all that is not known
    auto leaf = nothing_leaf(quantifier, found, truth, env);
    leaf.reason = nearest->thing.resource ? fmt::format("{} may be the one, which is not known before deployment", name_of_resource(*nearest->thing.resource))
                                          : "it is not known whether an element fits";
    own.push_back(std::move(leaf));
  }
  if (others > 1 && truth != Truth::yes && !own.empty()) {
    own.front().reason += fmt::format("{}{} more of `{}` {} looked at", own.front().reason.empty() ? "" : "; ", others - 1,
                                      quantifier.of != nullptr ? quantifier.of->path.text : quantifier.a.text, others == 2 ? "was" : "were");
  }
  append(leaves, own);
}

void Evaluator::report_elements(const Quantifier& quantifier, Found& found, std::vector<ElementResult>& out) const {
  for (auto& candidate : found.candidates) {
    if (candidate.match == Truth::no) continue;
    ElementResult result;
    result.truth = (!candidate.match) | holds_for(quantifier, candidate.holds);
    if (result.truth == Truth::yes) continue;
    result.name = element_name(candidate.thing);
    result.thing = candidate.thing;
    result.leaves = candidate.leaves;
    if (out.size() < most_elements_shown + 1 || result.truth == Truth::no) out.push_back(std::move(result));
  }
}

Truth Evaluator::in_class(const ClassDef& defined, ResourceId resource) {
  const std::pair key{&defined, resource};
  const auto known = classes_.find(key);
  if (known != classes_.end()) return known->second;
  Truth result = Truth::no;
  for (const auto& row : defined.types) {
    if (!(row.type == graph_.at(resource).type)) continue;
    result = Truth::yes;
    if (row.when == nullptr) break;
    auto env = env_of(resource, defined.slots);
    result = condition(*row.when, env, nullptr);
    break;
  }
  classes_.emplace(key, result);
  return result;
}

}  // namespace pillarlint
