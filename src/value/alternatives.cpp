#include "value/alternatives.h"

#include <algorithm>

#include "value/conditions.h"
#include "value/unknowns.h"
#include "value/value_access.h"

namespace pillarlint {

void for_each_possible(const Value& value, const std::function<void(const Value&)>& use) {
  if (value.known() || value.why().alternatives.empty()) {
    use(value);
    return;
  }
  for (const auto& alternative : value.why().alternatives) for_each_possible(alternative.value, use);
}

namespace {

struct Branch {
  Value value;
  std::vector<Atom> when;
};

// Flattens nested alternatives; false when there are too many.
bool flatten(const SymbolStore& symbols, const Value& value, std::vector<Atom> when, std::vector<Branch>& out) {
  if (value.known() || value.why().alternatives.empty()) {
    if (contradict(symbols, when, when)) return true;
    for (auto& branch : out) {
      if (!identical(branch.value, value)) continue;
      std::erase_if(branch.when, [&](Atom a) { return std::find(when.begin(), when.end(), a) == when.end(); });
      return true;
    }
    out.push_back({value, std::move(when)});
    return out.size() <= max_alternatives;
  }
  for (const auto& alternative : value.why().alternatives) {
    if (contradict(symbols, when, alternative.when)) continue;
    auto both = when;
    for (const auto atom : alternative.when) add_atom(both, atom);
    Value inner = alternative.value;
    if (!flatten(symbols, inner, std::move(both), out)) return false;
  }
  return true;
}

ValueType common_type(std::span<const Branch> branches) {
  const auto type_of = [](const Value& v) {
    switch (v.kind()) {
      case Value::Kind::boolean: return ValueType::boolean;
      case Value::Kind::integer: return ValueType::integer;
      case Value::Kind::real: return ValueType::number;
      case Value::Kind::string: return ValueType::string;
      case Value::Kind::array: return ValueType::array;
      case Value::Kind::object: return ValueType::object;
      case Value::Kind::unknown: return v.why().type;
      case Value::Kind::expression:
      case Value::Kind::null: return ValueType::any;
    }
    return ValueType::any;
  };
  const auto type = type_of(branches[0].value);
  for (const auto& branch : branches) {
    if (type_of(branch.value) != type) return ValueType::any;
  }
  return type;
}

}  // namespace

Value either(Context& context, std::span<const Alternative> alternatives, SymbolId symbol, Span span) {
  std::vector<Branch> branches;
  bool fits = true;
  for (const auto& alternative : alternatives) {
    fits = fits && flatten(context.symbols, alternative.value, {alternative.when.begin(), alternative.when.end()}, branches);
  }
  if (branches.size() == 1) return branches[0].value;
  Unknown why;
  why.why = Unknown::Why::branch;
  why.symbol = symbol;
  why.span = span;
  why.subject = "a condition";
  Mark marks = Mark::none;
  if (!branches.empty()) why.type = common_type(branches);
  std::vector<Alternative> kept;
  for (const auto& branch : branches) {
    marks = marks | branch.value.marks();
    kept.push_back({branch.value, context.arena.copy(branch.when)});
  }
  if (fits) why.alternatives = context.arena.copy(kept);
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
}

Value choose(Context& context, const Value& test, const Value& yes, const Value& no, Span span) {
  switch (truth_of(test)) {
    case Truth::yes: return yes;
    case Truth::no: return no;
    case Truth::unknown: break;
  }
  std::vector<Atom> when;
  std::vector<Atom> otherwise;
  std::vector<Alternative> alternatives;
  if (add_condition(context, test, true, when)) alternatives.push_back({yes, context.arena.copy(when)});
  if (add_condition(context, test, false, otherwise)) alternatives.push_back({no, context.arena.copy(otherwise)});
  const auto symbol = context.symbols.make(
      "if", "", {symbol_of(test, context.symbols), symbol_of(yes, context.symbols), symbol_of(no, context.symbols)});
  Value result = either(context, alternatives, symbol, span);
  if (!result.known() && result.why().why == Unknown::Why::branch && !test.known()) {
    auto* why = context.arena.make<Unknown>(result.why());
    if (why->symbol == symbol) {  // its own unknown: the reason is that of the test
      why->subject = test.why().subject;
      why->span = test.why().span;
      result = Value::unknown(why, span).marked(result.marks());
    }
  }
  return result;
}

namespace {

Value resolve_container(Context& context, const Value& value, std::span<const Atom> given) {
  if (value.is_array()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) items.push_back(resolve(context, item, given));
    auto out = Value::array(context.arena, items, value.span(), value.rest());
    return out;
  }
  std::vector<Member> members;
  for (auto m : value.members()) {
    m.value = resolve(context, m.value, given);
    members.push_back(m);
  }
  return Value::object(context.arena, members, value.span(), value.rest());
}

}  // namespace

Value resolve(Context& context, const Value& value, std::span<const Atom> given) {
  if (given.empty() || !value.has_unknown()) return value;
  if (value.is_container()) {
    return ValueAccess::came_as(resolve_container(context, value, given).marked(value.marks()), value);
  }
  const auto& why = value.why();
  if (why.alternatives.empty()) return value;
  std::vector<Alternative> left;
  for (const auto& alternative : why.alternatives) {
    if (contradict(context.symbols, given, alternative.when)) continue;
    std::vector<Atom> open;
    for (const auto atom : alternative.when) {
      if (std::find(given.begin(), given.end(), atom) == given.end()) open.push_back(atom);
    }
    left.push_back({resolve(context, alternative.value, given), context.arena.copy(open)});
  }
  if (left.size() == why.alternatives.size() &&
      std::equal(left.begin(), left.end(), why.alternatives.begin(),
                 [](const Alternative& a, const Alternative& b) { return identical(a.value, b.value) && a.when.size() == b.when.size(); })) {
    return value;
  }
  if (left.empty()) return value;
  auto resolved = either(context, left, why.symbol, value.span());
  return resolved.journey() == nullptr ? ValueAccess::came_as(resolved, value) : resolved;
}

Value distribute(Context& context, std::span<const Value> args, SymbolId symbol, Span span,
                 const std::function<Value(std::span<const Value>)>& make) {
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(args.begin(), args.end(), branching)) return make(args);
  struct Row {
    std::vector<Value> args;
    std::vector<Atom> when;
  };
  std::vector<Row> rows(1);
  for (const auto& arg : args) {
    std::vector<Row> next;
    for (const auto& row : rows) {
      const auto extend = [&](const Value& value, std::span<const Atom> when) {
        if (contradict(context.symbols, row.when, when)) return;
        Row longer = row;
        longer.args.push_back(value);
        for (const auto atom : when) add_atom(longer.when, atom);
        next.push_back(std::move(longer));
      };
      if (!branching(arg)) {
        extend(arg, {});
      } else {
        for (const auto& alternative : arg.why().alternatives) extend(alternative.value, alternative.when);
      }
    }
    rows = std::move(next);
    if (rows.size() > max_alternatives) break;
  }
  std::vector<Alternative> results;
  if (rows.size() <= max_alternatives) {
    for (const auto& row : rows) {
      if (!context.budget.take()) return limit_unknown(context, "step", span);
      results.push_back({make(row.args), context.arena.copy(row.when)});
    }
  }
  if (results.empty()) return unknown_from(context, "many", args, span);
  auto joined = either(context, results, symbol, span);
  // Its own unknown takes the reason of the argument that branches.
  if (!joined.known() && joined.why().symbol == symbol) {
    if (const auto* cause = first_unknown(args)) {
      auto* why = context.arena.make<Unknown>(joined.why());
      why->subject = cause->subject;
      why->why = cause->why;
      why->span = cause->span;
      joined = Value::unknown(why, span).marked(joined.marks());
    }
  }
  return joined;
}

}  // namespace pillarlint
