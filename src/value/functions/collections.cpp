#include "value/functions/collections.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "value/functions/strings.h"
#include "value/operators.h"

namespace pillarlint {

Mark marks_within(Context& context, const Value& value) {
  Mark marks = value.marks();
  if (!value.is_container() || !context.budget.take()) return marks;
  for (const auto& item : value.items()) marks = marks | marks_within(context, item);
  for (const auto& m : value.members()) marks = marks | marks_within(context, m.value);
  return marks;
}

namespace {

LengthRange piece_range(const Piece& piece) {
  if (piece.symbol == SymbolId::none) {
    const auto length = static_cast<std::int64_t>(utf16_length(piece.text));
    return {length, length};
  }
  if (piece.hole == nullptr) return {};
  LengthRange range{piece.hole->never_empty ? 1 : 0, std::nullopt};
  if (const auto* bounds = piece.hole->bounds) {
    range.least = std::max(range.least, bounds->min_length.value_or(0));
    range.most = bounds->max_length;
  }
  return range;
}

LengthRange unknown_range(const Unknown& why) {
  if (why.pieces.empty()) return piece_range({{}, why.symbol == SymbolId::none ? SymbolId{1} : why.symbol, &why});
  LengthRange sum{0, 0};
  for (const auto& piece : why.pieces) {
    const auto one = piece_range(piece);
    sum.least += one.least;
    sum.most = sum.most && one.most ? std::optional(*sum.most + *one.most) : std::nullopt;
  }
  return sum;
}

}  // namespace

LengthRange length_range(const Value& value) {
  if (!value.known()) return unknown_range(value.why());
  const auto length = static_cast<std::int64_t>(value.is_string() ? utf16_length(value.text()) : value.size());
  if (value.rest() != nullptr) return {length, std::nullopt};
  return {length, length};
}

const Bounds* length_bounds(Context& context, const LengthRange& range) {
  if (range.least == 0 && !range.most) return nullptr;
  Bounds bounds;
  if (range.least > 0) bounds.min_length = range.least;
  bounds.max_length = range.most;
  return context.arena.make<Bounds>(bounds);
}

Value open_array(Context& context, std::span<const Value> items, const Unknown& rest, std::int64_t least, Span span) {
  auto* why = context.arena.make<Unknown>(rest);
  why->type = items.empty() ? ValueType::array : ValueType::any;
  why->alternatives = {};
  why->pieces = {};
  why->bounds = items.empty() ? length_bounds(context, {least, std::nullopt}) : nullptr;
  why->never_empty = items.empty() && least > 0;
  why->never_null = items.empty();
  if (items.empty()) return Value::unknown(why, span);
  return Value::array(context.arena, items, span, why);
}

Value concat_arrays(Context& context, std::span<const Value> all, Span span) {
  std::vector<Value> arrays;
  for (const auto& array : all) {
    if (is_empty(array) != Truth::yes) arrays.push_back(array);
  }
  if (arrays.size() == 1) return arrays[0].at(span);
  std::vector<Value> items;
  bool open = false;
  std::int64_t least = 0;
  std::size_t known = 0;
  for (const auto& array : arrays) known += array.size();
  if (!context.budget.take_bytes(known * sizeof(Value))) return limit_unknown(context, "memory", span);
  for (const auto& array : arrays) {
    least += length_range(array).least;
    if (!open) items.insert(items.end(), array.items().begin(), array.items().end());
    open = open || !array.known() || array.rest() != nullptr;
  }
  if (!open) return Value::array(context.arena, items, span);
  const auto rest = unknown_from(context, "concat", arrays, span, ValueType::array);
  return open_array(context, items, rest.why(), least, span).marked(rest.marks());
}

Value distinct_items(Context& context, const Value& array, Span span) {
  if (!array.known()) return array;
  std::vector<Value> kept;
  bool open = array.rest() != nullptr;
  for (const auto& item : array.items()) {
    if (!context.budget.take(kept.size() + 1)) return limit_unknown(context, "step", span);
    Truth seen = Truth::no;
    for (const auto& other : kept) seen = seen | equals(item, other, Case::matters);
    if (seen == Truth::yes) continue;
    if (seen == Truth::unknown) {  // from here on no place is certain
      open = true;
      break;
    }
    kept.push_back(item);
  }
  if (!open) return Value::array(context.arena, kept, span);
  const auto rest = unknown_from(context, "distinct", std::span(&array, 1), span, ValueType::array);
  return open_array(context, kept, rest.why(), 0, span);
}

Value common_items(Context& context, std::span<const Value> arrays, Span span) {
  std::vector<Value> kept;
  const auto holds = [](std::span<const Value> items, const Value& wanted) {
    return std::any_of(items.begin(), items.end(),
                       [&](const Value& item) { return equals(item, wanted, Case::matters) == Truth::yes; });
  };
  std::size_t all = 1;
  for (const auto& array : arrays) all += array.size();
  for (const auto& item : arrays[0].items()) {
    if (!context.budget.take(all)) return limit_unknown(context, "step", span);
    const bool everywhere =
        std::all_of(arrays.begin() + 1, arrays.end(), [&](const Value& array) { return holds(array.items(), item); });
    if (everywhere && !holds(kept, item)) kept.push_back(item);
  }
  return Value::array(context.arena, kept, span);
}

Value common_members(Context& context, std::span<const Value> objects, Span span) {
  std::vector<Member> kept;
  for (const auto& m : objects[0].members()) {
    if (!context.budget.take(objects.size())) return limit_unknown(context, "step", span);
    const bool everywhere = std::all_of(objects.begin() + 1, objects.end(), [&](const Value& object) {
      const auto* other = object.find(m.key, m.hash);
      return other != nullptr && equals(m.value, other->value, Case::matters) == Truth::yes;
    });
    if (everywhere) kept.push_back(m);
  }
  return Value::object(context.arena, kept, span);
}

namespace {

bool branching(const Value& value) { return !value.known() && !value.why().alternatives.empty(); }
bool open(const Value& value) { return !value.known() || value.rest() != nullptr; }
bool may_be_object(const Value& value) {
  if (value.known()) return value.is_object();
  return value.why().type == ValueType::any || value.why().type == ValueType::object;
}

class Merger {
 public:
  Merger(Context& context, Merge merge, Span span) : context_(context), merge_(merge), span_(span) {}

  /// Two objects, or unknowns that are objects.
  Value objects(const Value& early, const Value& late) {
    if (is_empty(late) == Truth::yes) return early;
    if (is_empty(early) == Truth::yes) return late;
    if (!early.known() && !late.known()) return unknown_of(early, late);
    DepthGuard depth(context_.budget);
    if (!depth.ok || !context_.budget.take(early.size() + late.size() + 1U))
      return limit_unknown(context_, "step", span_);
    std::vector<Member> members;
    for (auto m : early.members()) {
      const auto* other = late.find(m.key, m.hash);
      if (other != nullptr) {
        m.value = values(m.value, other->value);
        m.key_span = other->key_span;
      } else if (open(late)) {
        m.value = maybe_replaced(m, late);
      }
      members.push_back(m);
    }
    for (auto m : late.members()) {
      if (early.find(m.key, m.hash) != nullptr) continue;
      if (open(early)) m.value = values(*member_of(context_, early, m.key, span_), m.value);
      members.push_back(m);
    }
    if (!context_.budget.take_bytes(members.size() * sizeof(Member))) return limit_unknown(context_, "memory", span_);
    if (!open(early) && !open(late)) return Value::object(context_.arena, members, span_);
    const auto rest = unknown_of(early, late);
    if (members.empty()) return rest;
    return Value::object(context_.arena, members, span_, &rest.why()).marked(early.marks() | late.marks());
  }

 private:
  Value unknown_of(const Value& early, const Value& late) {
    const std::array both{early, late};
    const bool never_empty = is_empty(early) == Truth::no || is_empty(late) == Truth::no;
    return refined(context_, unknown_from(context_, "union", both, span_, ValueType::object), [&](Unknown& why) {
      why.never_empty = never_empty;
      why.never_null = true;
    });
  }

  /// The value of a member that both have.
  Value values(const Value& early, const Value& late) {
    if (merge_ == Merge::shallow || !may_be_object(early) || (late.known() && !late.is_object())) return late;
    if (branching(early) || branching(late)) {
      const std::array both{early, late};
      const auto symbol =
          context_.symbols.make("union", "", {symbol_of(early, context_.symbols), symbol_of(late, context_.symbols)});
      return distribute(context_, both, symbol, span_,
                        [&](std::span<const Value> parts) { return values(parts[0], parts[1]); });
    }
    if (!may_be_object(late)) return late;
    if (late.is_object()) return objects(early, late);
    // The late one may be no object at all, and then nothing of the early one is left.
    const std::array both{early, late};
    return unknown_from(context_, "union", both, span_);
  }

  /// A member of which it is not known whether the late object has it too.
  Value maybe_replaced(const Member& m, const Value& late) {
    auto& symbols = context_.symbols;
    const auto condition = symbols.make("contains", "", {symbol_of(late, symbols), symbols.make("text", lower(m.key))});
    const auto theirs = *member_of(context_, late, m.key, span_);
    const auto in_both = values(m.value, theirs);
    const std::array given{Atom{condition, true}};
    const std::array absent{Atom{condition, false}};
    const std::array alternatives{Alternative{in_both, context_.arena.copy(std::span<const Atom>(given))},
                                  Alternative{m.value, context_.arena.copy(std::span<const Atom>(absent))}};
    const auto symbol = symbols.make("union", lower(m.key), {symbol_of(m.value, symbols), symbol_of(theirs, symbols)});
    return either(context_, alternatives, symbol, span_);
  }

  Context& context_;
  Merge merge_;
  Span span_;
};

}  // namespace

Value merge_objects(Context& context, std::span<const Value> objects, Merge merge, Span span) {
  Merger merger(context, merge, span);
  Value result = objects.empty() ? Value::object(context.arena, {}, span) : objects[0];
  for (const auto& object : objects.subspan(std::min<std::size_t>(1, objects.size()))) {
    result = merger.objects(result, object);
    if (!result.known() && result.why().why == Unknown::Why::limit_reached) break;
  }
  return result.at(span);
}

std::vector<const Member*> members_by_name(const Value& object) {
  std::vector<const Member*> sorted;
  for (const auto& m : object.members()) sorted.push_back(&m);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Member* a, const Member* b) { return compare_words(a->key, b->key) < 0; });
  return sorted;
}

}  // namespace pillarlint
