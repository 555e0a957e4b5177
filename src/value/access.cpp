#include "value/operators.h"

#include <array>
#include <string>

#include "base/text.h"

namespace pillarlint {

namespace {

Value part_of_unknown(Context& context, const Unknown& why, std::string_view operation, std::string_view key, Span span, Mark marks) {
  Unknown part;
  part.why = why.why;
  part.subject = why.subject;
  part.span = why.span;
  part.symbol = context.symbols.make(operation, key, {why.symbol});
  return Value::unknown(context.arena.make<Unknown>(part), span).marked(marks);
}

std::optional<Value> from_alternatives(Context& context, const Value& value, std::string_view operation, std::string_view key,
                                       Span span, const std::function<std::optional<Value>(const Value&)>& read) {
  std::vector<Alternative> found;
  for (const auto& alternative : value.why().alternatives) {
    if (alternative.value.is_null()) {
      // Strict access to null fails at deployment, so this branch can not be the one: unless all are.
      continue;
    }
    if (auto one = read(alternative.value)) found.push_back({*one, alternative.when});
  }
  if (found.empty()) return std::nullopt;
  const auto symbol = context.symbols.make(operation, key, {value.why().symbol});
  if (found.size() == value.why().alternatives.size()) return either(context, found, symbol, span);
  // Absent in some branches: there it is null.
  for (const auto& alternative : value.why().alternatives) {
    if (alternative.value.is_null()) continue;
    if (!read(alternative.value)) found.push_back({Value::null(span), alternative.when});
  }
  return either(context, found, symbol, span);
}

}  // namespace

std::optional<Value> member_of(Context& context, const Value& object, std::string_view key, Span span) {
  if (object.is_object()) {
    if (const auto* found = object.find(key)) return found->value;
    if (object.rest() == nullptr) return std::nullopt;
    return part_of_unknown(context, *object.rest(), "member", lower(key), span, object.marks());
  }
  if (object.known()) return std::nullopt;
  if (!object.why().alternatives.empty()) {
    return from_alternatives(context, object, "member", lower(key), span,
                             [&](const Value& one) { return member_of(context, one, key, span); });
  }
  return part_of_unknown(context, object.why(), "member", lower(key), span, object.marks());
}

std::optional<Value> element_of(Context& context, const Value& array, std::int64_t index, Span span) {
  if (array.is_array()) {
    const bool listed = index >= 0 && static_cast<std::uint64_t>(index) < array.size();
    if (listed) return array.items()[static_cast<std::size_t>(index)];
    if (array.rest() == nullptr || index < 0) return std::nullopt;
    return part_of_unknown(context, *array.rest(), "element", std::to_string(index), span, array.marks());
  }
  if (array.known()) return std::nullopt;
  if (!array.why().alternatives.empty()) {
    return from_alternatives(context, array, "element", std::to_string(index), span,
                             [&](const Value& one) { return element_of(context, one, index, span); });
  }
  return part_of_unknown(context, array.why(), "element", std::to_string(index), span, array.marks());
}

const Unknown* open_by_key(Context& context, const Unknown* open, const Value& key, Span span) {
  const std::array parts{key};
  Unknown why = unknown_from(context, "key", parts, span).why();
  why.never_empty = true;
  std::vector<Alternative> keys;
  if (open != nullptr) keys.assign(open->alternatives.begin(), open->alternatives.end());
  keys.push_back({key, {}});
  why.alternatives = context.arena.copy(keys);
  return context.arena.make<Unknown>(why);
}

}  // namespace pillarlint
