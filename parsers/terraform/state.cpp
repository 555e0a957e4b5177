#include "terraform/state.h"

#include <string>
#include <vector>

#include "base/text.h"
#include "graph/rebuild.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

Value with_more(Context& context, const Value& written, SymbolId symbol, const Unknown& rest) {
  if (written.is_array()) {
    std::vector<Value> items(written.items().begin(), written.items().end());
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!items[i].is_object()) return written;  // a list of texts is all there is
      items[i] = with_more(context, items[i], context.symbols.make("element", std::to_string(i), {symbol}), rest);
    }
    return rebuilt(context, written, items);
  }
  if (!written.is_object()) return written;
  ObjectBuilder object(context.arena);
  for (const auto& m : written.members()) {
    object.set(m.key, with_more(context, m.value, context.symbols.make("member", lower(m.key), {symbol}), rest), m.key_span);
  }
  auto* why = context.arena.make<Unknown>(rest);
  why->symbol = symbol;
  object.open(why);
  return ValueAccess::came_as(object.build(written.span()).marked(written.marks()), written);
}

}  // namespace pillarlint::terraform
