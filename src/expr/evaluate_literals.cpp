#include <array>
#include <vector>

#include "expr/evaluate.h"

namespace pillarlint {

const Unknown* open_by_key(Context& context, const Unknown* open, const Value& key, Span span) {
  const std::array parts{key};
  Unknown why = unknown_from(context, "key", parts, span).why();
  std::vector<Alternative> keys;
  if (open != nullptr) keys.assign(open->alternatives.begin(), open->alternatives.end());
  keys.push_back({key, {}});
  why.alternatives = context.arena.copy(keys);
  return context.arena.make<Unknown>(why);
}

namespace {
Value bounded(const Value& made, const Evaluation& in) {
  return made.too_heavy() ? limit_unknown(in.context, "size", made.span()) : made;
}
}  // namespace

Value evaluate_array(const Expr& array, const Evaluation& in) {
  std::vector<Value> items;
  items.reserve(array.children.size());
  for (const auto* child : array.children) items.push_back(evaluate(*child, in));
  return bounded(Value::array(in.context.arena, items, in.site.place(array)), in);
}

Value evaluate_object(const Expr& object, const Evaluation& in) {
  ObjectBuilder made(in.context.arena);
  const Unknown* open = nullptr;
  for (std::size_t i = 0; i + 1 < object.children.size(); i += 2) {
    const auto key = evaluate(*object.children[i], in);
    const auto value = evaluate(*object.children[i + 1], in);
    const auto place = in.site.place(*object.children[i]);
    if (key.is_string()) {
      made.set(key.text(), value, place);
    } else {
      open = open_by_key(in.context, open, key, place);
    }
  }
  made.open(open);
  return bounded(made.build(in.site.place(object)), in);
}

}  // namespace pillarlint
