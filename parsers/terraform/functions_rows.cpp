#include "terraform/functions_rows.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "arm/functions.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

char letter_of(std::string_view signature, std::size_t n) {
  if (n < signature.size() && signature[n] != '*') return signature[n];
  return signature[signature.size() - 2];
}

Primitive primitive_of(char letter) {
  return letter == 's' || letter == 'S' ? Primitive::string : letter == 'n' ? Primitive::number : Primitive::boolean;
}

std::string_view expected(char letter) {
  switch (letter) {
    case 's': return "a text";
    case 'n': return "a number";
    case 'b': return "a boolean";
    case 'S': return "a list of texts";
    case 'B': return "a list of booleans";
    case 'O': return "a map or an object";
    case 'a': return "a value";
    default: return "a list or a set of values of one type";
  }
}

/// An array whose elements are converted; nullopt if one of them can not be.
std::optional<Value> with_items(Context& context, const Value& array, char letter) {
  std::optional<std::vector<Value>> items;
  if (letter == 'L' || letter == 'T') {
    items = unified(context, array.items());
  } else {
    items.emplace();
    for (const auto& item : array.items()) {
      const auto one = converted(context, item, primitive_of(letter));
      if (!one) return std::nullopt;
      items->push_back(*one);
    }
  }
  if (!items) return std::nullopt;
  if (letter == 'T' && array.rest() == nullptr) return set_of(context, *items, array.span()).marked(array.marks());
  return Value::array(context.arena, *items, array.span(), array.rest()).marked(array.marks());
}

std::optional<Value> as_parameter(Context& context, const Value& value, char letter) {
  if (letter == '?') return value;
  if (value.is_null()) return std::nullopt;
  switch (letter) {
    case 'a': return value;
    case 's':
    case 'n':
    case 'b': return converted(context, value, primitive_of(letter));
    case 'O': return may_be(value, ValueType::object) ? std::optional(value) : std::nullopt;
    default: break;
  }
  if (!may_be(value, ValueType::array)) return std::nullopt;
  if (letter == 'A' || !value.known()) return value;
  return with_items(context, value, letter);
}

Value run_converted(const Call& call, std::string_view signature, Sees sees, Run run) {
  std::vector<Value> args;
  args.reserve(call.args.size());
  bool blocked = false;
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    const auto letter = letter_of(signature, n);
    const auto value = as_parameter(call.context, call.arg(n), letter);
    if (!value) return wrong_type(call, n, expected(letter));
    args.push_back(*value);
    blocked = blocked || (sees == Sees::deep ? value->has_unknown() : sees == Sees::known && !value->known());
  }
  const Call inner{call.context, args, call.span, call.function, call.environment};
  return blocked ? unknown_result(inner) : run(inner);
}

bool branching(const Value& v) { return !v.known() && !v.why().alternatives.empty(); }

}  // namespace

Value run_row(const Call& call, std::string_view signature, Sees sees, Run run) {
  if (std::none_of(call.args.begin(), call.args.end(), branching)) return run_converted(call, signature, sees, run);
  std::vector<SymbolId> symbols;
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  const auto symbol = call.context.symbols.make(call.function.name, "", symbols);
  return distribute(call.context, call.args, symbol, call.span, [&](std::span<const Value> args) {
    return run_converted(Call{call.context, args, call.span, call.function, call.environment}, signature, sees, run);
  });
}

Value unknown_result(const Call& call) {
  const auto result = call.unknown();
  if (call.function.result == ValueType::any) return result;
  return refined(call.context, result, [](Unknown& why) { why.never_null = true; });
}

Value as_in_arm(const Call& call, std::string_view name, std::span<const Value> args) {
  static const FunctionTable table{arm_functions()};
  const auto* function = table.find(name);
  return function->run(Call{call.context, args, call.span, *function, call.environment});
}

const Member* exact_member(const Value& object, std::string_view key) {
  const auto members = object.members();
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &*found;
}

Value changed_within(const Call& call, const Value& value, Value (*change)(const Value&, Mark), Mark marks) {
  const DepthGuard depth(call.context.budget);
  if (!depth.ok || !call.context.budget.take() || !value.is_container()) return change(value, marks);
  if (value.is_array()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) items.push_back(changed_within(call, item, change, marks));
    return change(Value::array(call.context.arena, items, value.span(), value.rest()).marked(value.marks()), marks);
  }
  std::vector<Member> members(value.members().begin(), value.members().end());
  for (auto& m : members) m.value = changed_within(call, m.value, change, marks);
  return change(Value::object(call.context.arena, members, value.span(), value.rest()).marked(value.marks()), marks);
}

Value marked_within(const Call& call, const Value& value, Mark marks) {
  return changed_within(call, value, [](const Value& one, Mark added) { return one.marked(added); }, marks);
}

Whole whole_number(const Call& call, std::size_t n) {
  const auto& value = call.arg(n);
  if (value.is_integer()) return {value.integer(), std::nullopt};
  return {0, call.wrong(fmt::format("argument {} is no whole number, or too large", n + 1))};
}

Value array_of(const Call& call, std::span<const Value> items) {
  if (!call.context.budget.take_bytes(items.size() * sizeof(Value))) return limit_unknown(call.context, "memory", call.span);
  return Value::array(call.context.arena, items, call.span);
}

}  // namespace pillarlint::terraform
