// Arrays and objects put together, also where parts of them are not known: what is certain is listed, the rest is open.
// A listed element always stands at its index, so what follows an array of unknown length is not listed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

/// The marks of a value and of all that it holds.
[[nodiscard]] Mark marks_within(Context& context, const Value& value);

/// A copy of an unknown with something changed in what is known of it.
template <typename Change>
[[nodiscard]] Value refined(Context& context, const Value& unknown, Change change) {
  Unknown why = unknown.why();
  change(why);
  return Value::unknown(context.arena.make<Unknown>(why), unknown.span()).marked(unknown.marks());
}

/// How long a text or array is, or how many members an object has.
struct LengthRange {
  std::int64_t least = 0;
  std::optional<std::int64_t> most;
  [[nodiscard]] bool exact() const { return most && *most == least; }
};
[[nodiscard]] LengthRange length_range(const Value& value);
[[nodiscard]] const Bounds* length_bounds(Context& context, const LengthRange& range);

/// An array of `items` that may go on; without any items an unknown array, never empty if `least` is above 0.
[[nodiscard]] Value open_array(Context& context, std::span<const Value> items, const Unknown& rest, std::int64_t least,
                               Span span);

[[nodiscard]] Value concat_arrays(Context& context, std::span<const Value> arrays, Span span);
/// Every element once, in the place where it stood first.
[[nodiscard]] Value distinct_items(Context& context, const Value& array, Span span);
/// The elements of the first array that all others have; everything is known at every depth.
[[nodiscard]] Value common_items(Context& context, std::span<const Value> arrays, Span span);
/// The members of the first object that all others have with the same value; everything is known.
[[nodiscard]] Value common_members(Context& context, std::span<const Value> objects, Span span);

enum class Merge : std::uint8_t { shallow, deep };
/// The members of all objects. A later object wins; where both have an object, `deep` merges these in turn.
[[nodiscard]] Value merge_objects(Context& context, std::span<const Value> objects, Merge merge, Span span);

/// The members in the order of their names.
[[nodiscard]] std::vector<const Member*> members_by_name(const Value& object);

}  // namespace pillarlint
