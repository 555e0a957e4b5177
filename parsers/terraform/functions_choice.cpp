// Functions that choose one value of several, or ask about them: coalesce, lookup, element, one, contains, index, length.
#include <array>
#include <vector>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "value/functions/strings.h"

namespace pillarlint::terraform {

namespace {

bool open(const Value& container) { return !container.known() || container.rest() != nullptr; }

/// `value` where `condition` holds, `other` where it does not.
Value chosen(const Call& call, SymbolId condition, const Value& value, const Value& other) {
  auto& context = call.context;
  const std::array given{Atom{condition, true}};
  const std::array absent{Atom{condition, false}};
  const std::array alternatives{Alternative{value, context.arena.copy(std::span<const Atom>(given))},
                                Alternative{other, context.arena.copy(std::span<const Atom>(absent))}};
  const auto symbol = context.symbols.make(
      "if", "", {condition, symbol_of(value, context.symbols), symbol_of(other, context.symbols)});
  return either(context, alternatives, symbol, call.span);
}

// ── the first that is something ───────────────────────────────────────────────────────────────────────────────────

Value present(const Call& call, const Value& value, bool text) {
  if (value.known()) return value;
  return refined(call.context, value, [&](Unknown& why) {
    why.never_null = true;
    why.never_empty = why.never_empty || text;
  });
}

/// Whether an argument is passed over: null, and of texts the empty one.
Truth passed_over(const Value& value) {
  if (is_a(value, ValueType::string)) return is_empty(value);
  if (value.known() || !may_be(value, ValueType::string)) return is_null(value);
  return is_empty(value) == Truth::no ? Truth::no : Truth::unknown;
}

Value first_present(const Call& call, std::span<const Value> args, std::size_t from, bool text) {
  const auto& value = args[from];
  const auto passed = passed_over(value);
  const bool last = from + 1 == args.size();
  if (passed == Truth::yes && last) return call.wrong("all arguments are null or empty");
  if (passed == Truth::yes) return first_present(call, args, from + 1, text);
  if (passed == Truth::no || last) return present(call, value, text && last);
  const auto condition = call.context.symbols.make("isEmpty", "", {symbol_of(value, call.context.symbols)});
  // The last argument may be empty as well, which fails: that is no fault of this branch.
  Diagnostics unheard;
  Context quiet{call.context.arena, call.context.symbols, call.context.budget, unheard};
  const Call inner{quiet, call.args, call.span, call.function, call.environment};
  const bool rest_is_empty = std::all_of(args.begin() + static_cast<std::ptrdiff_t>(from) + 1, args.end(),
                                         [](const Value& v) { return passed_over(v) == Truth::yes; });
  if (rest_is_empty) return present(call, value, text);
  const auto next = first_present(inner, args, from + 1, text);
  return chosen(call, condition, next, present(call, value, text));
}

Value coalesce(const Call& call) {
  if (call.args.size() > 64) return call.unknown();
  const auto args = unified(call.context, call.args);
  if (!args) return call.wrong("the arguments have no type in common");
  const bool text = std::any_of(args->begin(), args->end(), [](const Value& v) { return is_a(v, ValueType::string); });
  return first_present(call, *args, 0, text);
}

Value first_list(const Call& call, std::size_t from) {
  const auto& list = call.arg(from);
  const auto empty = is_empty(list);
  const bool last = from + 1 == call.args.size();
  if (empty == Truth::yes && last) return call.wrong("all lists are empty");
  if (empty == Truth::yes) return first_list(call, from + 1);
  const auto there = [&] {
    return list.known() ? list : refined(call.context, list, [](Unknown& why) { why.never_null = why.never_empty = true; });
  };
  if (empty == Truth::no || last) return there();
  const auto condition = call.context.symbols.make("isEmpty", "", {symbol_of(list, call.context.symbols)});
  const bool rest_is_empty = std::all_of(call.args.begin() + static_cast<std::ptrdiff_t>(from) + 1, call.args.end(),
                                         [](const Value& v) { return is_empty(v) == Truth::yes; });
  return rest_is_empty ? there() : chosen(call, condition, first_list(call, from + 1), there());
}

Value coalesce_list(const Call& call) { return call.args.size() > 64 ? call.unknown() : first_list(call, 0); }

// ── one of a container ────────────────────────────────────────────────────────────────────────────────────────────

/// One of the members, whichever has the name that is not known; the default where none has it.
Value any_member(const Call& call) {
  auto& context = call.context;
  const auto& object = call.arg(0);
  const auto& key = call.arg(1);
  if (open(object) || object.size() + 1 > max_alternatives) return call.unknown();
  std::vector<Alternative> alternatives;
  std::vector<Atom> none_of_them;
  for (const auto& m : object.members()) {
    const auto name = Value::of(m.key, m.key_span);
    if (equals(key, name, Case::matters) == Truth::no) continue;
    const auto test = equals_value(context, key, name, Case::matters, call.span);
    std::vector<Atom> when;
    if (add_condition(context, test, true, when)) alternatives.push_back({m.value, context.arena.copy(when)});
    add_condition(context, test, false, none_of_them);
  }
  if (call.has(2)) alternatives.push_back({call.arg(2), context.arena.copy(none_of_them)});
  if (alternatives.empty()) return call.wrong("the map has no such member, and there is no default");
  return either(context, alternatives, symbol_of(call.unknown(), context.symbols), call.span);
}

Value lookup(const Call& call) {
  const auto& object = call.arg(0);
  const auto& key = call.arg(1);
  if (!key.known()) return any_member(call);
  if (const auto* found = exact_member(object, key.text())) return found->value;
  if (!open(object)) {
    if (call.has(2)) return call.arg(2);
    return call.wrong(key.hidden() ? "the map has no such member, and there is no default"
                                   : fmt::format("the map has no member '{}', and there is no default", key.text()));
  }
  if (key.hidden()) return call.unknown();
  const auto member = *member_of(call.context, object, key.text(), call.span);
  if (!call.has(2)) return member;
  auto& symbols = call.context.symbols;
  const auto condition = symbols.make("contains", "", {symbol_of(object, symbols), symbols.make("text", key.text())});
  return chosen(call, condition, member, call.arg(2));
}

Value element(const Call& call) {
  const auto& list = call.arg(0);
  if (!call.arg(1).known()) return list.is_array() && list.rest() == nullptr && list.size() == 1 ? list.items()[0] : call.unknown();
  const auto index = whole_number(call, 1);
  if (index.wrong) return *index.wrong;
  if (index.number < 0) return call.wrong("argument 2 is negative, expected an index");
  if (!open(list) && list.size() == 0) return call.wrong("the list is empty");
  if (!open(list)) return list.items()[static_cast<std::size_t>(index.number) % list.size()];
  if (list.is_array() && index.number < static_cast<std::int64_t>(list.size())) return list.items()[static_cast<std::size_t>(index.number)];
  // The first is the first, however many there are; a later index may have come round.
  return index.number == 0 ? *element_of(call.context, list, 0, call.span) : call.unknown();
}

Value one(const Call& call) {
  const auto& list = call.arg(0);
  if (list.is_array() && list.size() > 1) return call.wrong("there are several elements, expected one or none");
  // A second one would fail, so the one that is listed is the one.
  if (list.is_array() && list.size() == 1) return list.items()[0];
  if (!open(list)) return Value::null(call.span);
  const auto only = *element_of(call.context, list, 0, call.span);
  const auto empty = is_empty(list);
  if (empty == Truth::no) return only;
  const auto condition = call.context.symbols.make("isEmpty", "", {symbol_of(list, call.context.symbols)});
  return chosen(call, condition, Value::null(call.span), only);
}

// ── questions ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value contains(const Call& call) {
  const auto& list = call.arg(0);
  if (!call.context.budget.take(list.size() * call.arg(1).weight())) return limit_unknown(call.context, "step", call.span);
  auto there = open(list) ? Truth::unknown : Truth::no;
  for (const auto& item : list.items()) there = there | equals(item, call.arg(1), Case::matters);
  if (list.known() || is_empty(list) != Truth::yes) return decided(call, there);
  return Value::of(false, call.span);
}

Value index_of(const Call& call) {
  const auto& list = call.arg(0);
  if (!call.context.budget.take(list.size() * call.arg(1).weight())) return limit_unknown(call.context, "step", call.span);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto same = equals(list.items()[i], call.arg(1), Case::matters);
    if (same == Truth::yes) return Value::of(static_cast<std::int64_t>(i), call.span);
    if (same == Truth::unknown) return unknown_result(call);
  }
  return open(list) ? unknown_result(call) : call.wrong("the list has no such element");
}

Value length(const Call& call) {
  const auto& value = call.arg(0);
  const bool sized = may_be(value, ValueType::string) || may_be(value, ValueType::array) || may_be(value, ValueType::object);
  if (!sized) return wrong_type(call, 0, "a text, a list or a map");
  if (value.is_string()) return Value::of(static_cast<std::int64_t>(graphemes(value.text()).size()), call.span);
  const auto range = length_range(value);
  if (range.exact() && !is_a(value, ValueType::string)) return Value::of(range.least, call.span);
  return refined(call.context, unknown_result(call), [&](Unknown& why) {
    // Letters that combine make a text shorter than its units say.
    Bounds bounds;
    bounds.min_value = is_a(value, ValueType::string) ? std::min<std::int64_t>(range.least, 1) : range.least;
    bounds.max_value = range.most;
    why.bounds = call.context.arena.make<Bounds>(bounds);
  });
}

constexpr Builtin rows[] = {
    {"coalesce", 1, -1, Takes::unknown, row<"?*", Sees::all, coalesce>, ValueType::any},
    {"coalescelist", 1, -1, Takes::unknown, row<"A*", Sees::all, coalesce_list>, ValueType::any},
    {"contains", 2, 2, Takes::unknown, row<"Aa", Sees::all, contains>, ValueType::boolean},
    {"element", 2, 2, Takes::unknown, row<"An", Sees::all, element>, ValueType::any},
    {"index", 2, 2, Takes::unknown, row<"Aa", Sees::all, index_of>, ValueType::integer},
    {"length", 1, 1, Takes::unknown, row<"a", Sees::all, length>, ValueType::integer},
    {"lookup", 2, 3, Takes::unknown, row<"Os?", Sees::all, lookup>, ValueType::any},
    {"one", 1, 1, Takes::unknown, row<"A", Sees::all, one>, ValueType::any},
};

}  // namespace

std::span<const Builtin> choice_rows() { return rows; }

}  // namespace pillarlint::terraform
