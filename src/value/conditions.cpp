#include "value/conditions.h"

#include <algorithm>
#include <array>

namespace pillarlint {

void add_atom(std::vector<Atom>& atoms, Atom atom) {
  if (std::find(atoms.begin(), atoms.end(), atom) == atoms.end()) atoms.push_back(atom);
}

namespace {

bool add_symbol(SymbolStore& symbols, SymbolId condition, bool holds, std::vector<Atom>& atoms) {
  const auto node = symbols.at(condition);
  if (node.operation == "literal") return (node.literal == "true") == holds;
  if (node.operation == "not" && node.operands.size() == 1) return add_symbol(symbols, node.operands[0], !holds, atoms);
  const bool spreads = (node.operation == "and" && holds) || (node.operation == "or" && !holds);
  if (spreads) {
    const std::vector<SymbolId> parts(node.operands.begin(), node.operands.end());
    for (const auto part : parts) {
      if (!add_symbol(symbols, part, holds, atoms)) return false;
    }
  }
  // The whole is kept beside its parts, so that its negation elsewhere contradicts it.
  add_atom(atoms, {condition, holds});
  return true;
}

/// Two `x == 'a'`, `x == 'b'` with different literals can not both hold.
bool exclusive(const SymbolStore& symbols, SymbolId a, SymbolId b) {
  const auto& x = symbols.at(a);
  const auto& y = symbols.at(b);
  if (x.operation != "equals" || y.operation != "equals" || x.operands.size() != 2 || y.operands.size() != 2) return false;
  const auto literal = [&](SymbolId id) {
    const auto& operation = symbols.at(id).operation;
    return operation == "text" || operation == "literal";
  };
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      const bool same_subject = x.operands[i] == y.operands[j];
      if (same_subject && !literal(x.operands[i]) && literal(x.operands[1 - i]) && literal(y.operands[1 - j]) &&
          x.operands[1 - i] != y.operands[1 - j]) {
        return true;
      }
    }
  }
  return false;
}

/// True in the one case and false in the other: it asks what the cases ask. `(c ? 'x' : null) != null` is `c`.
std::optional<Atom> same_question(const Value& condition) {
  const auto cases = condition.why().alternatives;
  if (cases.size() != 2 || !cases[0].value.is_bool() || !cases[1].value.is_bool()) return std::nullopt;
  if (cases[0].when.size() != 1 || cases[1].when.size() != 1) return std::nullopt;
  const auto when = cases[0].when[0];
  const auto otherwise = cases[1].when[0];
  if (when.condition != otherwise.condition || when.holds == otherwise.holds) return std::nullopt;
  return Atom{when.condition, when.holds == cases[0].value.boolean()};
}

/// Where the condition can come out so in one case alone, that case is given: `!empty(x)` says that `x` is not null.
void add_case(const Value& condition, bool holds, std::vector<Atom>& atoms) {
  const Alternative* only = nullptr;
  for (const auto& alternative : condition.why().alternatives) {
    if (truth_of(alternative.value) == (holds ? Truth::no : Truth::yes)) continue;
    if (only != nullptr) return;
    only = &alternative;
  }
  if (only == nullptr) return;
  for (const auto atom : only->when) add_atom(atoms, atom);
}

}  // namespace

bool add_condition(Context& context, const Value& condition, bool holds, std::vector<Atom>& atoms) {
  if (condition.is_bool()) return condition.boolean() == holds;
  if (condition.known()) return true;  // no boolean: reported where it is used
  if (const auto same = same_question(condition)) return add_symbol(context.symbols, same->condition, same->holds == holds, atoms);
  if (!add_symbol(context.symbols, condition.why().symbol, holds, atoms)) return false;
  add_case(condition, holds, atoms);
  return true;
}

bool contradict(const SymbolStore& symbols, std::span<const Atom> a, std::span<const Atom> b) {
  for (const auto x : a) {
    for (const auto y : b) {
      if (x.condition == y.condition) {
        if (x.holds != y.holds) return true;
      } else if (x.holds && y.holds && exclusive(symbols, x.condition, y.condition)) {
        return true;
      }
    }
  }
  return false;
}

bool implies(std::span<const Atom> given, std::span<const Atom> wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](Atom atom) { return std::find(given.begin(), given.end(), atom) != given.end(); });
}

SymbolId null_test(SymbolStore& symbols, SymbolId subject) {
  auto null = symbol_of(Value(), symbols);
  if (null < subject) std::swap(null, subject);
  return symbols.make("equals", "", {subject, null});
}

Truth truth_of(const Value& value) {
  if (value.is_bool()) return truth(value.boolean());
  if (value.known()) return Truth::unknown;
  const auto& alternatives = value.why().alternatives;
  if (alternatives.empty()) return Truth::unknown;
  const auto first = truth_of(alternatives[0].value);
  for (const auto& alternative : alternatives) {
    if (truth_of(alternative.value) != first) return Truth::unknown;
  }
  return first;
}

Value not_value(Context& context, const Value& a, Span span) {
  const auto known = truth_of(a);
  if (known != Truth::unknown) return Value::of(known == Truth::no, span);
  const std::array args{a};
  const auto negated = [&](SymbolId symbol) {
    const auto& node = context.symbols.at(symbol);
    if (node.operation == "not" && node.operands.size() == 1) return node.operands[0];
    return context.symbols.make("not", "", {symbol});
  };
  return distribute(context, args, negated(symbol_of(a, context.symbols)), span, [&](std::span<const Value> parts) {
    const auto one = truth_of(parts[0]);
    if (one != Truth::unknown) return Value::of(one == Truth::no, span);
    auto result = unknown_from(context, "not", parts, span, ValueType::boolean);
    auto* why = context.arena.make<Unknown>(result.why());
    why->symbol = negated(symbol_of(parts[0], context.symbols));
    why->never_null = true;
    return Value::unknown(why, span).marked(result.marks());
  });
}

namespace {

Value combine(Context& context, std::span<const Value> parts, bool is_and, Span span) {
  std::vector<SymbolId> open;
  std::vector<Value> left;
  const auto* operation = is_and ? "and" : "or";
  for (const auto& part : parts) {
    const auto one = truth_of(part);
    if (one == (is_and ? Truth::no : Truth::yes)) return Value::of(!is_and, span);
    if (one != Truth::unknown) continue;
    const auto symbol = symbol_of(part, context.symbols);
    const auto& node = context.symbols.at(symbol);
    const std::vector<SymbolId> inner = node.operation == operation
                                            ? std::vector<SymbolId>(node.operands.begin(), node.operands.end())
                                            : std::vector<SymbolId>{symbol};
    for (const auto s : inner) {
      if (std::find(open.begin(), open.end(), s) == open.end()) open.push_back(s);
    }
    left.push_back(part);
  }
  if (left.empty()) return Value::of(is_and, span);
  if (left.size() == 1) return left[0];
  // `a and not a`, `a or not a`
  std::vector<Atom> atoms;
  bool possible = true;
  for (const auto s : open) possible = possible && add_symbol(context.symbols, s, is_and, atoms);
  if (!possible || contradict(context.symbols, atoms, atoms)) return Value::of(!is_and, span);
  auto result = unknown_from(context, operation, left, span, ValueType::boolean);
  auto* why = context.arena.make<Unknown>(result.why());
  std::sort(open.begin(), open.end());
  why->symbol = context.symbols.make(operation, "", open);
  why->never_null = true;
  return Value::unknown(why, span).marked(result.marks());
}

}  // namespace

Value and_value(Context& context, std::span<const Value> parts, Span span) { return combine(context, parts, true, span); }
Value or_value(Context& context, std::span<const Value> parts, Span span) { return combine(context, parts, false, span); }

}  // namespace pillarlint
