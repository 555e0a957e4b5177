#include "terraform/operators.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "terraform/scope.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

namespace {

constexpr double exact_integers = 9007199254740992.0;  // 2^53

std::string_view kind_name(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "a boolean";
    case Value::Kind::integer:
    case Value::Kind::real: return "a number";
    case Value::Kind::string: return "a text";
    case Value::Kind::array: return "a list";
    case Value::Kind::object: return "an object";
    default: return "unknown";
  }
}

// ── numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────

Value number_value(double real, Span span) {
  const bool whole = std::abs(real) <= exact_integers && std::trunc(real) == real;
  return whole ? Value::of(static_cast<std::int64_t>(real), span) : Value::of(real, span);
}

std::optional<Value> number_of(const Value& value) {
  if (value.is_number()) return value;
  if (!value.is_string() || value.text().empty()) return std::nullopt;
  const auto text = value.text();
  const auto* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto read = std::from_chars(text.data(), end, whole); read.ec == std::errc() && read.ptr == end) return Value::of(whole);
  const bool digit = std::isdigit(static_cast<unsigned char>(text.front())) != 0 || text.front() == '-';
  double real = 0;
  const auto read = std::from_chars(text.data(), end, real);
  if (!digit || read.ec != std::errc() || read.ptr != end || !std::isfinite(real)) return std::nullopt;
  return number_value(real, {});
}

struct Numbers {
  Value left, right;
  [[nodiscard]] bool whole() const { return left.is_integer() && right.is_integer(); }
};

std::optional<Numbers> numbers_of(const Call& call) {
  const auto left = number_of(call.arg(0));
  const auto right = number_of(call.arg(1));
  if (!left || !right) return std::nullopt;
  return Numbers{*left, *right};
}

Value no_number(const Call& call) {
  const auto& wrong = number_of(call.arg(0)) || call.args.size() < 2 ? call.args.back() : call.arg(0);
  return call.wrong(fmt::format("{} is no number", kind_name(wrong)));
}

Value add(const Call& call) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  std::int64_t sum = 0;
  if (n->whole() && !__builtin_add_overflow(n->left.integer(), n->right.integer(), &sum)) return Value::of(sum, call.span);
  return number_value(n->left.real() + n->right.real(), call.span);
}

Value subtract(const Call& call) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  std::int64_t difference = 0;
  if (n->whole() && !__builtin_sub_overflow(n->left.integer(), n->right.integer(), &difference)) {
    return Value::of(difference, call.span);
  }
  return number_value(n->left.real() - n->right.real(), call.span);
}

Value multiply(const Call& call) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  std::int64_t product = 0;
  if (n->whole() && !__builtin_mul_overflow(n->left.integer(), n->right.integer(), &product)) return Value::of(product, call.span);
  return number_value(n->left.real() * n->right.real(), call.span);
}

Value divide(const Call& call) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  if (n->right.real() == 0) return call.wrong("division by zero");
  const bool exact = n->whole() && n->right.integer() != -1 && n->left.integer() % n->right.integer() == 0;
  if (exact) return Value::of(n->left.integer() / n->right.integer(), call.span);
  return number_value(n->left.real() / n->right.real(), call.span);
}

Value modulo(const Call& call) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  if (n->right.real() == 0) return call.wrong("division by zero");
  const bool exact = n->whole() && n->right.integer() != -1;
  if (exact) return Value::of(n->left.integer() % n->right.integer(), call.span);
  return number_value(std::fmod(n->left.real(), n->right.real()), call.span);
}

Value negate(const Call& call) {
  const auto number = number_of(call.arg(0));
  if (!number) return no_number(call);
  std::int64_t negative = 0;
  if (number->is_integer() && !__builtin_sub_overflow(std::int64_t{0}, number->integer(), &negative)) {
    return Value::of(negative, call.span);
  }
  return number_value(-number->real(), call.span);
}

template <typename Test>
Value compare(const Call& call, Test test) {
  const auto n = numbers_of(call);
  if (!n) return no_number(call);
  const bool holds = n->whole() ? test(n->left.integer(), n->right.integer()) : test(n->left.real(), n->right.real());
  return Value::of(holds, call.span);
}

Value less(const Call& call) {
  return compare(call, [](auto a, auto b) { return a < b; });
}
Value less_or_equal(const Call& call) {
  return compare(call, [](auto a, auto b) { return a <= b; });
}
Value greater(const Call& call) {
  return compare(call, [](auto a, auto b) { return a > b; });
}
Value greater_or_equal(const Call& call) {
  return compare(call, [](auto a, auto b) { return a >= b; });
}

// ── truth ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Value equal(const Call& call) { return equals_value(call.context, call.arg(0), call.arg(1), Case::matters, call.span); }
Value not_equal(const Call& call) { return not_value(call.context, equal(call), call.span); }

Value condition(const Call& call) {
  const auto& value = call.arg(0);
  if (!value.known() || value.is_bool()) return value;
  if (value.is_string() && (value.text() == "true" || value.text() == "false")) return Value::of(value.text() == "true", call.span);
  return call.wrong(fmt::format("{} is neither true nor false", kind_name(value)));
}

Value invert(const Call& call) { return not_value(call.context, condition(call), call.span); }

// ── templates ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value text_of(const Call& call, std::span<const Value> parts) {
  for (const auto& part : parts) {
    if (part.is_null() || part.is_container()) return call.wrong(fmt::format("{} can not be part of a text", kind_name(part)));
  }
  return join_text(call.context, parts, call.span);
}

Value text(const Call& call) { return text_of(call, call.args); }

Value text_of_all(const Call& call) {
  const auto& array = call.arg(0);
  if (!array.is_array() || array.rest() != nullptr) return call.unknown(ValueType::string);
  return text_of(call, array.items());
}

// ── containers ────────────────────────────────────────────────────────────────────────────────────────────────────

Value tuple(const Call& call) {
  if (!call.context.budget.take_bytes(call.args.size() * sizeof(Value))) return limit_unknown(call.context, "memory", call.span);
  return Value::array(call.context.arena, call.args, call.span);
}

Value object_of_pairs(const Call& call, std::span<const Value> keys) {
  ObjectBuilder object(call.context.arena);
  const Unknown* open = nullptr;
  for (std::size_t n = 0; n < keys.size(); ++n) {
    const auto& key = keys[n];
    if (!key.known()) {
      open = open_by_key(call.context, open, key, call.span);
      continue;
    }
    const auto name = key.is_null() || key.is_container() ? std::nullopt : scalar_text(key);
    if (!name) return call.wrong(fmt::format("{} can not be a name", kind_name(key)));
    const auto kept = key.is_string() ? key.text() : call.context.arena.copy(std::string_view(*name));
    object.set(kept, call.arg(2 * n + 1), key.span());
  }
  object.open(open);
  return object.build(call.span);
}

// Only names are told apart by alternatives: values keep theirs inside of the object.
Value object(const Call& call) {
  if (call.args.size() % 2 != 0) return call.wrong("a name without a value");
  if (!call.context.budget.take_bytes(call.args.size() * sizeof(Member))) return limit_unknown(call.context, "memory", call.span);
  std::vector<Value> keys;
  bool branching = false;
  for (std::size_t n = 0; n < call.args.size(); n += 2) {
    keys.push_back(call.arg(n));
    branching = branching || (!keys.back().known() && !keys.back().why().alternatives.empty());
  }
  if (!branching) return object_of_pairs(call, keys);
  std::vector<SymbolId> symbols;
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  const auto symbol = call.context.symbols.make("object", "", symbols);
  return distribute(call.context, keys, symbol, call.span, [&](std::span<const Value> row) { return object_of_pairs(call, row); });
}

std::vector<const Member*> members_in_order(const Value& object) {
  std::vector<const Member*> sorted;
  for (const auto& m : object.members()) sorted.push_back(&m);
  std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
  return sorted;
}

Value over_alternatives(const Call& call, Value (*make)(const Call&, const Value&)) {
  if (call.arg(0).known()) return make(call, call.arg(0));  // the symbol of a long list is dear
  const auto symbol = symbol_of(call.arg(0), call.context.symbols);
  return distribute(call.context, call.args, call.context.symbols.make(call.function.name, "", {symbol}), call.span,
                    [&](std::span<const Value> row) { return make(call, row[0]); });
}

Value elements_of(const Call& call, const Value& value) {
  if (!value.known() || value.is_array()) return value;
  if (!value.is_object()) return call.wrong(fmt::format("{} has no elements", kind_name(value)));
  std::vector<Value> items;
  for (const auto* m : members_in_order(value)) items.push_back(m->value);
  return Value::array(call.context.arena, items, value.span(), value.rest()).marked(value.marks());
}

Value pair_of(const Call& call, const Value& key, const Value& value, Span span) {
  const std::array members{member("key", key, span), member("value", value, span)};
  return Value::object(call.context.arena, members, value.span());
}

// What is left open keeps the reason, but pairs are not what the collection holds: another symbol.
const Unknown* open_pairs(const Call& call, const Unknown* open) {
  if (open == nullptr) return nullptr;
  auto* why = call.context.arena.make<Unknown>(*open);
  why->symbol = call.context.symbols.make("pairs", "", {open->symbol});
  return why;
}

Value pairs_of(const Call& call, const Value& value) {
  if (!value.known()) return unknown_from(call.context, "pairs", std::span<const Value>(&value, 1), call.span, ValueType::array);
  if (!value.is_container()) return call.wrong(fmt::format("{} has no elements", kind_name(value)));
  if (!call.context.budget.take_bytes(value.size() * (sizeof(Value) + 2 * sizeof(Member)))) {
    return limit_unknown(call.context, "memory", call.span);
  }
  std::vector<Value> items;
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    const auto& item = value.items()[i];
    items.push_back(pair_of(call, ValueAccess::is_set(value) ? item : Value::of(static_cast<std::int64_t>(i), call.span), item, item.span()));
  }
  if (value.is_object()) {
    for (const auto* m : members_in_order(value)) items.push_back(pair_of(call, Value::of(m->key, m->key_span), m->value, m->key_span));
  }
  return Value::array(call.context.arena, items, value.span(), open_pairs(call, value.rest())).marked(value.marks());
}

Value splat_of(const Call& call, const Value& value) {
  if (value.is_null()) return Value::array(call.context.arena, {}, call.span);
  const bool scalar = !value.known() && value.why().never_null && value.why().type != ValueType::any && value.why().type != ValueType::array;
  if (!scalar && (!value.known() || value.is_array())) return value;
  return Value::array(call.context.arena, std::span<const Value>(&value, 1), call.span);
}

Value elements(const Call& call) { return over_alternatives(call, elements_of); }
Value pairs(const Call& call) { return over_alternatives(call, pairs_of); }
Value splat(const Call& call) { return over_alternatives(call, splat_of); }

Value instance(const Call& call) {
  auto* module = dynamic_cast<ModuleEnvironment*>(call.environment);
  if (module == nullptr) return call.unknown();
  return module->instance(call.context, call.arg(0).text_or_empty(), call.arg(1), call.span);
}

constexpr std::array rows = std::to_array<Builtin>({
    {"+", 2, 2, Takes::known, add, ValueType::number},
    {"-", 2, 2, Takes::known, subtract, ValueType::number},
    {"*", 2, 2, Takes::known, multiply, ValueType::number},
    {"/", 2, 2, Takes::known, divide, ValueType::number},
    {"%", 2, 2, Takes::known, modulo, ValueType::number},
    {"-x", 1, 1, Takes::known, negate, ValueType::number},
    {"==", 2, 2, Takes::unknown, equal, ValueType::boolean},
    {"!=", 2, 2, Takes::unknown, not_equal, ValueType::boolean},
    {"<", 2, 2, Takes::known, less, ValueType::boolean},
    {"<=", 2, 2, Takes::known, less_or_equal, ValueType::boolean},
    {">", 2, 2, Takes::known, greater, ValueType::boolean},
    {">=", 2, 2, Takes::known, greater_or_equal, ValueType::boolean},
    {"!", 1, 1, Takes::unknown, invert, ValueType::boolean},
    {"?", 1, 1, Takes::unknown, condition, ValueType::boolean},
    {"\"\"", 0, -1, Takes::unknown, text, ValueType::string},
    {"%{for}", 1, 1, Takes::unknown, text_of_all, ValueType::string},
    {"{}", 0, -1, Takes::unknown, object, ValueType::object},
    {"[]", 0, -1, Takes::unknown, tuple, ValueType::array},
    {"for x", 1, 1, Takes::unknown, elements, ValueType::array},
    {"for k, v", 1, 1, Takes::unknown, pairs, ValueType::array},
    {"[*]", 1, 1, Takes::unknown, splat, ValueType::array},
    {"[for]", 2, 2, Takes::unknown, nullptr, ValueType::array, Loop::map},
    {"for if", 2, 2, Takes::unknown, nullptr, ValueType::array, Loop::filter},
    {"{for}", 3, 3, Takes::unknown, nullptr, ValueType::object, Loop::to_object},
    {"{for...}", 3, 3, Takes::unknown, nullptr, ValueType::object, Loop::group_by},
    {"try", 1, -1, Takes::unknown, nullptr, ValueType::any, Loop::none, false, false, Attempt::first_that_works},
    {"can", 1, 1, Takes::unknown, nullptr, ValueType::boolean, Loop::none, false, false, Attempt::works},
    {"[k]", 2, 2, Takes::unknown, instance},
});
static_assert(rows.size() == static_cast<std::size_t>(Operator::instance) + 1);

}  // namespace

const Builtin& operator_row(Operator op) { return rows[static_cast<std::size_t>(op)]; }
std::span<const Builtin> operator_rows() { return rows; }

}  // namespace pillarlint::terraform
