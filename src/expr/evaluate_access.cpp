#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "expr/evaluate.h"

namespace pillarlint {

namespace {

std::string names_of_members(const Value& object) {
  std::string names;
  for (const auto& m : object.members()) {
    if (names.size() > 120) return names + ", …";
    names += fmt::format("{}`{}`", names.empty() ? "" : ", ", m.key);
  }
  return names.empty() ? "no members" : names;
}

Value absent(Context& context, std::string_view subject, Span span) {
  return new_unknown(context, Unknown::Why::not_evaluated, subject, context.symbols.fresh("absent", subject), span);
}

std::string_view kind_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "a boolean";
    case Value::Kind::integer:
    case Value::Kind::real: return "a number";
    case Value::Kind::string: return "a string";
    case Value::Kind::array: return "an array";
    case Value::Kind::object: return "an object";
    case Value::Kind::expression:
    case Value::Kind::unknown: return "unknown";
  }
  return "unknown";
}

bool all_absent(const Value& value) {
  bool any = false;
  for_each_possible(value, [&](const Value& one) { any = any || !one.known() || one.is_container(); });
  return !any;
}

// The index that a loop of unknown count has in its own collection: the element is `each` of it.
bool is_index_of(const SymbolStore& symbols, const Value& index, SymbolId collection) {
  if (index.known()) return false;
  const auto& node = symbols.at(index.why().symbol);
  return node.operation == "index" && node.operands.size() == 1 && node.operands[0] == collection;
}

Value element_at_unknown(Context& context, const Value& array, const Value& index, Span span) {
  if (is_index_of(context.symbols, index, symbol_of(array, context.symbols))) return each_of(context, array, span);
  if (array.is_array() && array.rest() == nullptr && array.size() == 1 && index.known()) return array.items()[0];
  const std::array operands{array, index};
  // One of the listed elements, whichever: alternatives without conditions of their own.
  if (array.is_array() && array.rest() == nullptr && array.size() > 0 && array.size() <= max_alternatives) {
    std::vector<Alternative> each;
    const auto at = symbol_of(index, context.symbols);
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      const auto number = context.symbols.make("literal", std::to_string(i));
      const Atom atom{context.symbols.make("equals", "", {std::min(at, number), std::max(at, number)}), true};
      each.push_back({array.items()[i], context.arena.copy(std::span<const Atom>(&atom, 1))});
    }
    const auto symbol = context.symbols.make("at", "", {symbol_of(array, context.symbols), at});
    return either(context, each, symbol, span);
  }
  return unknown_from(context, "at", operands, span);
}

Value read_key(Context& context, const Value& object, std::string_view key, Span span);

Value read_known_index(Context& context, const Value& array, const Value& index, Span span) {
  if (index.is_string()) return read_key(context, array, index.text(), span);
  if (!index.is_integer()) {
    context.diagnostics.report(Code::function_argument, span, "[ ]", "the index is " + std::string(kind_name(index)));
    return absent(context, "[ ]", span);
  }
  const auto position = index.integer();
  if (auto found = element_of(context, array, position, span)) return *found;
  if (array.is_array()) {
    context.diagnostics.report(Code::index_out_of_range, span, position,
                               fmt::format("{} element{}", array.size(), array.size() == 1 ? "" : "s"));
  } else if (array.known()) {
    context.diagnostics.report(Code::function_argument, span, "[ ]", std::string(kind_name(array)) + " has no elements");
  }
  return absent(context, fmt::format("[{}]", position), span);
}

Value read_key(Context& context, const Value& object, std::string_view key, Span span) {
  if (auto found = member_of(context, object, key, span)) return *found;
  if (object.is_object()) {
    context.diagnostics.report(Code::property_missing, span, key, names_of_members(object));
  } else if (object.known() || all_absent(object)) {
    context.diagnostics.report(Code::function_argument, span, key,
                               std::string(object.known() ? kind_name(object) : "null") + " has no members");
  }
  return absent(context, key, span);
}

}  // namespace

Value read_member(Context& context, const Value& object, std::string_view key, Span span) {
  return read_key(context, object, key, span).marked(object.marks());
}

Value read_element(Context& context, const Value& array, const Value& index, Span span) {
  const auto marks = array.marks() | index.marks();
  if (index.known()) return read_known_index(context, array, index, span).marked(marks);
  if (index.why().alternatives.empty()) return element_at_unknown(context, array, index, span).marked(marks);
  const std::array args{array, index};
  const auto symbol = context.symbols.make("at", "", {symbol_of(array, context.symbols), symbol_of(index, context.symbols)});
  return distribute(context, args, symbol, span, [&](std::span<const Value> row) {
    return row[1].known() ? read_known_index(context, row[0], row[1], span) : element_at_unknown(context, row[0], row[1], span);
  }).marked(marks);
}

}  // namespace pillarlint
