#include "terraform/azurerm/body_tree.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "value/functions/collections.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

BodyNode& BodyNode::at(std::span<const std::string_view> steps) {
  BodyNode* node = this;
  for (const auto step : steps) {
    const auto found = std::find_if(node->members.begin(), node->members.end(), [&](const Named& m) { return m.name == step; });
    if (found != node->members.end()) {
      node = found->node.get();
      continue;
    }
    node->members.push_back({step, std::make_unique<BodyNode>()});
    node = node->members.back().node.get();
  }
  return *node;
}

const BodyNode* BodyNode::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const Named& m) { return m.name == name; });
  return found != members.end() ? found->node.get() : nullptr;
}

Value with_journey(Value made, const Value& from) {
  return made.journey() != nullptr ? made : ValueAccess::came_as(made, from);
}

namespace {

bool branches(const Value& value) { return !value.known() && !value.why().alternatives.empty(); }

bool may_be_null(const Value& value) {
  if (!branches(value)) return value.is_null();
  return std::any_of(value.why().alternatives.begin(), value.why().alternatives.end(),
                     [](const Alternative& a) { return may_be_null(a.value); });
}

/// The reason of an unknown that came of another stays what it was.
Value with_reason(Context& context, const Value& made, SymbolId symbol, const Unknown& reason) {
  if (made.known() || made.why().symbol != symbol) return made;
  Unknown why = made.why();
  why.why = reason.why;
  why.subject = reason.subject;
  why.span = reason.span;
  return Value::unknown(context.arena.make<Unknown>(why), made.span()).marked(made.marks());
}

}  // namespace

Value or_else(Context& context, const Value& value, const Value& instead) {
  if (value.is_null()) return instead;
  if (!may_be_null(value) || instead.is_null()) return value;
  std::vector<Alternative> alternatives;
  for (const auto& a : value.why().alternatives) alternatives.push_back({or_else(context, a.value, instead), a.when});
  const auto symbol = context.symbols.make("or else", "", {value.why().symbol, symbol_of(instead, context.symbols)});
  const auto made = either(context, alternatives, symbol, value.span());
  return with_journey(with_reason(context, made, symbol, value.why()), value);
}

namespace {

/// "azurerm 3.x, 4.x or 5.x"
std::string majors_text(Majors majors) {
  std::vector<int> numbers;
  for (int m = Majors::first; m <= Majors::last; ++m) {
    if (majors.allows(m)) numbers.push_back(m);
  }
  std::string out = "azurerm ";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) out += i + 1 == numbers.size() ? " or " : ", ";
    out += fmt::format("{}.x", numbers[i]);
  }
  return out;
}

/// The condition that the provider is of that major; those of two majors exclude each other.
SymbolId is_major(SymbolStore& symbols, int major) {
  const auto provider = symbols.make("provider", "azurerm");
  return symbols.make("equals", "", {provider, symbols.make("text", std::to_string(major))});
}

}  // namespace

Value by_major(Context& context, Majors majors, Span span, const std::function<Value(int)>& of) {
  struct Group {
    Value value;
    std::vector<int> majors;
  };
  std::vector<Group> groups;
  for (int m = Majors::first; m <= Majors::last; ++m) {
    if (!majors.allows(m)) continue;
    const auto value = of(m);
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return identical(g.value, value); });
    if (same != groups.end()) {
      same->majors.push_back(m);
    } else {
      groups.push_back({value, {m}});
    }
  }
  if (groups.empty()) return {};
  if (groups.size() == 1) return groups[0].value;
  std::vector<Alternative> alternatives;
  std::vector<SymbolId> parts;
  for (const auto& group : groups) {
    std::vector<Atom> when;
    if (group.majors.size() == 1) {
      when.push_back({is_major(context.symbols, group.majors[0]), true});
    } else {
      for (const auto& other : groups) {
        for (const auto m : other.majors) {
          if (&other != &group) when.push_back({is_major(context.symbols, m), false});
        }
      }
    }
    for (const auto atom : when) parts.push_back(atom.condition);
    parts.push_back(symbol_of(group.value, context.symbols));
    alternatives.push_back({group.value, context.arena.copy(when)});
  }
  const auto symbol = context.symbols.make("by major", "", parts);
  Unknown reason;
  reason.why = Unknown::Why::provider_version;
  reason.subject = context.arena.copy(majors_text(majors));
  reason.span = span;
  return with_reason(context, either(context, alternatives, symbol, span), symbol, reason);
}

std::optional<Value> BodyBuilder::fallback(const BodyNode& node) {
  const auto of = [&](int major) {
    for (const auto& word : node.words) {
      if (word.rank == Rank::fallback && word.majors.allows(major)) return word.value;
    }
    return Value();
  };
  const auto value = by_major(context_, majors_, header_, of);
  return value.is_null() ? std::nullopt : std::optional<Value>(value);
}

std::optional<Value> BodyBuilder::members_of(const BodyNode& node) {
  if (const auto* only = node.find(BodyPath::only_element)) {
    const auto element = build(*only);
    return element ? std::optional<Value>(Value::array(context_.arena, std::span(&*element, 1), element->span())) : std::nullopt;
  }
  ObjectBuilder object(context_.arena);
  for (const auto& [name, child] : node.members) {
    if (const auto value = build(*child)) object.set(name, *value, value->span());
  }
  if (object.empty() && !node.there) return std::nullopt;
  return object.build(node.span.known() ? node.span : header_);
}

namespace {

bool list_like(const Value& value) { return value.is_array() || (!value.known() && value.why().type == ValueType::array); }

/// Lists that several attributes give for one place. Their order says nothing, so what is listed comes first.
Value joined(Context& context, const Value& first, const Value& second) {
  std::vector<Value> items(first.items().begin(), first.items().end());
  items.insert(items.end(), second.items().begin(), second.items().end());
  const auto rest_of = [](const Value& v) { return v.known() ? v.rest() : &v.why(); };
  const auto* rest = rest_of(first) != nullptr ? rest_of(first) : rest_of(second);
  return Value::array(context.arena, items, first.span(), rest);
}

}  // namespace

/// Both say what is at one place: objects are merged, lists joined, null gives way, else the stronger one counts.
Value BodyBuilder::merged(const Value& stronger, const Value& weaker) {
  const std::array both{stronger, weaker};
  const auto plain = [&](std::span<const Value> values) {
    const auto& first = values[0];
    const auto& second = values[1];
    if (first.is_null()) return second;
    if (second.is_null()) return first;
    if (list_like(first) && list_like(second)) return joined(context_, first, second);
    const bool objects = (first.is_object() || !first.known()) && (second.is_object() || !second.known());
    if (!objects || (!first.known() && !second.known())) return first;
    const std::array in_order{second, first};
    return merge_objects(context_, in_order, Merge::deep, first.span());
  };
  const auto symbol = context_.symbols.make("merged", "", {symbol_of(stronger, context_.symbols), symbol_of(weaker, context_.symbols)});
  return with_journey(distribute(context_, both, symbol, stronger.span(), plain), stronger);
}

std::optional<Value> BodyBuilder::build(const BodyNode& node) {
  std::optional<Value> out;
  for (const auto rank : {Rank::written, Rank::made, Rank::constant}) {
    for (const auto& word : node.words) {
      if (word.rank != rank) continue;
      out = out ? merged(*out, word.value) : word.value;
    }
  }
  if (const auto members = members_of(node)) out = out ? merged(*out, *members) : *members;
  if (out && !may_be_null(*out)) return out;
  const auto last = fallback(node);
  if (!out) return last;
  return last ? or_else(context_, *out, *last) : *out;
}

namespace {

/// The strongest word in a tree.
Rank strongest(const BodyNode& node) {
  auto out = node.there ? Rank::written : Rank::fallback;
  for (const auto& word : node.words) out = std::max(out, word.rank);
  for (const auto& m : node.members) out = std::max(out, strongest(*m.node));
  return out;
}

}  // namespace

void BodyBuilder::overlay(BodyNode& onto, std::span<const State> states, SymbolId symbol) {
  std::vector<std::string_view> names;
  for (const auto& state : states) {
    if (state.tree == nullptr) continue;
    if (!onto.span.known()) onto.span = state.tree->span;
    for (const auto& m : state.tree->members) {
      if (std::find(names.begin(), names.end(), m.name) == names.end()) names.push_back(m.name);
    }
  }
  for (const auto name : names) overlay_member(onto, name, states, symbol);
}

void BodyBuilder::overlay_member(BodyNode& onto, std::string_view name, std::span<const State> states, SymbolId symbol) {
  if (!context_.budget.take()) return;
  std::vector<State> below;
  bool all_objects = true;
  bool any_words = false;
  for (const auto& state : states) {
    const auto* child = state.tree != nullptr ? state.tree->find(name) : nullptr;
    below.push_back({child, state.when});
    all_objects = all_objects && child != nullptr && child->is_object();
    any_words = any_words || (child != nullptr && !child->words.empty());
  }
  const auto* there = onto.find(name);
  const auto inner = context_.symbols.make("member", name, {symbol});
  if (!any_words && (all_objects || (there != nullptr && there->is_object()))) {
    auto& node = onto.at(std::span(&name, 1));
    node.there = node.there || all_objects;
    return overlay(node, below, inner);
  }
  std::vector<Alternative> alternatives;
  auto rank = Rank::fallback;
  Span span;
  for (const auto& state : below) {
    const auto value = state.tree != nullptr ? build(*state.tree) : std::nullopt;
    if (state.tree != nullptr) rank = std::max(rank, strongest(*state.tree));
    if (value && !span.known()) span = value->span();
    alternatives.push_back({value.value_or(Value()), state.when});
  }
  const auto value = either(context_, alternatives, inner, span);
  if (!value.is_null()) onto.at(std::span(&name, 1)).words.push_back({value, rank, majors_});
}

}  // namespace pillarlint::terraform
