#include "terraform/patch.h"

#include <vector>

#include "graph/rebuild.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

// The new value if all of `when` hold, else the old one.
Value under(Context& context, const Value& before, const Value& after, std::span<const Atom> when) {
  if (when.empty()) return after;
  std::vector<Alternative> cases{{after, context.arena.copy(when)}};
  std::vector<SymbolId> parts{symbol_of(before, context.symbols), symbol_of(after, context.symbols)};
  for (std::size_t i = 0; i < when.size(); ++i) {
    // Each atom turned round, those before it held: the cases do not overlap.
    std::vector<Atom> not_here(when.begin(), when.begin() + static_cast<std::ptrdiff_t>(i));
    not_here.push_back({when[i].condition, !when[i].holds});
    cases.push_back({before, context.arena.copy(not_here)});
    parts.push_back(when[i].condition);
  }
  return either(context, cases, context.symbols.make("patched", "", parts), after.span());
}

Value joined(Context& context, const Value& first, const Value& second) {
  std::vector<Value> items(first.items().begin(), first.items().end());
  items.insert(items.end(), second.items().begin(), second.items().end());
  return Value::array(context.arena, items, first.span(), first.rest() != nullptr ? first.rest() : second.rest());
}

}  // namespace

Value patched(Context& context, const Value& body, const Value& patch, Lists lists, std::span<const Atom> when) {
  if (lists == Lists::joined && body.is_array() && patch.is_array()) return under(context, body, joined(context, body, patch), when);
  if (!body.is_object() || !patch.is_object()) return under(context, body, patch, when);
  const DepthGuard depth(context.budget);
  if (!depth.ok) return body;
  ObjectBuilder made(context.arena);
  for (const auto& m : body.members()) made.set(m.key, m.value, m.key_span);
  for (const auto& m : patch.members()) {
    const auto* before = body.find(m.key);
    const auto old = before == nullptr ? Value() : before->value;
    made.set(m.key, patched(context, old, m.value, lists, when), m.key_span);
  }
  made.open(body.rest() != nullptr ? body.rest() : patch.rest());
  const auto object = made.build(body.span());
  return rebuilt(context, body, object.members());
}

}  // namespace pillarlint::terraform
