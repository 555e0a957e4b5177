#include "graph/rebuild.h"

#include <vector>

#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint {

namespace {

Value like(Value made, const Value& from) { return ValueAccess::came_as(made, from).marked(from.marks()); }

}  // namespace

Value rebuilt(Context& context, const Value& from, std::span<const Value> items) {
  return like(Value::array(context.arena, items, from.span(), from.rest()), from);
}

Value rebuilt(Context& context, const Value& from, std::span<const Member> members) {
  return like(Value::object(context.arena, members, from.span(), from.rest()), from);
}

Value map_alternatives(Context& context, const Value& value, const std::function<Value(const Value&)>& change) {
  if (value.known() || value.why().alternatives.empty()) return value;
  std::vector<Alternative> alternatives;
  bool changed = false;
  for (const auto& alternative : value.why().alternatives) {
    alternatives.push_back({change(alternative.value), alternative.when});
    changed = changed || !same_place(alternatives.back().value, alternative.value);
  }
  if (!changed) return value;
  // Another value than before, so another symbol, made of all it can be: two that start alike may end with different
  // defaults. The reason stays what it was.
  std::vector<SymbolId> parts{value.why().symbol};
  for (const auto& alternative : alternatives) parts.push_back(symbol_of(alternative.value, context.symbols));
  const auto symbol = context.symbols.make("normalised", "", parts);
  auto made = either(context, alternatives, symbol, value.span());
  if (!made.known() && made.why().symbol == symbol) {
    auto* why = context.arena.make<Unknown>(made.why());
    why->why = value.why().why;
    why->subject = value.why().subject;
    why->span = value.why().span;
    made = Value::unknown(why, value.span()).marked(made.marks());
  }
  return made.known() || made.journey() != nullptr ? made : like(made, value);
}

bool same_place(const Value& a, const Value& b) {
  if (a.kind() != b.kind() || a.size() != b.size() || !(a.span() == b.span()) || a.journey() != b.journey()) return false;
  switch (a.kind()) {
    case Value::Kind::array: return a.items().data() == b.items().data();
    case Value::Kind::object: return a.members().data() == b.members().data();
    case Value::Kind::unknown: return &a.why() == &b.why();
    case Value::Kind::string: return a.text().data() == b.text().data();
    default: return true;
  }
}

}  // namespace pillarlint
