#include "arm/functions_rows.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "value/functions/json_text.h"
#include "value/functions/strings.h"

namespace pillarlint::arm {

Value for_each_alternative(const Call& call, Run one) {
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(call.args.begin(), call.args.end(), branching)) return one(call);
  std::vector<SymbolId> symbols;
  for (const auto& arg : call.args) symbols.push_back(symbol_of(arg, call.context.symbols));
  const auto symbol = call.context.symbols.make(call.function.name, "", symbols);
  return distribute(call.context, call.args, symbol, call.span, [&](std::span<const Value> args) {
    return one(Call{call.context, args, call.span, call.function, call.environment});
  });
}

namespace {

ValueType type_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return ValueType::boolean;
    case Value::Kind::integer:
      return ValueType::integer;
    case Value::Kind::real:
      return ValueType::number;
    case Value::Kind::string:
      return ValueType::string;
    case Value::Kind::array:
      return ValueType::array;
    case Value::Kind::object:
      return ValueType::object;
    case Value::Kind::unknown:
      return value.why().pieces.empty() ? value.why().type : ValueType::string;
    case Value::Kind::expression:
    case Value::Kind::null:
      break;
  }
  return ValueType::any;
}

std::string_view kind_text(const Value& value) {
  if (value.is_null()) return "null";
  switch (type_of(value)) {
    case ValueType::boolean:
      return "a boolean";
    case ValueType::integer:
    case ValueType::number:
      return "a number";
    case ValueType::string:
      return "a text";
    case ValueType::array:
      return "an array";
    case ValueType::object:
      return "an object";
    case ValueType::any:
      break;
  }
  return "not known";
}

}  // namespace

bool is_a(const Value& value, ValueType type) {
  const auto own = type_of(value);
  return own == type || (type == ValueType::number && own == ValueType::integer);
}

bool may_be(const Value& value, ValueType type) {
  return is_a(value, type) || (!value.known() && type_of(value) == ValueType::any);
}

Value wrong_type(const Call& call, std::size_t n, std::string_view expected) {
  return call.wrong(fmt::format("argument {} is {}, expected {}", n + 1, kind_text(call.arg(n)), expected));
}

namespace {

// A number or boolean that is not known, as text: the same for every function that writes it.
Value unknown_as_text(const Call& call, const Value& value, char quote) {
  auto& symbols = call.context.symbols;
  const auto type = type_of(value);
  if (type == ValueType::string || type == ValueType::any) {
    return refined(call.context, value, [](Unknown& why) {
      why.type = ValueType::string;
      why.never_null = true;
    });
  }
  const bool container = type == ValueType::array || type == ValueType::object;
  LengthRange length{1, std::nullopt};
  if (type == ValueType::boolean) length = {4, 5};
  if (container) length = {2, std::nullopt};
  const auto* literal = container && quote != '"' ? "'" : "";
  return refined(call.context, value, [&](Unknown& why) {
    why.symbol = symbols.make("string", literal, {why.symbol});
    why.type = ValueType::string;
    why.never_empty = why.never_null;  // null is written as nothing
    why.bounds = why.never_null ? length_bounds(call.context, length) : nullptr;
    why.never_null = true;
  });
}

}  // namespace

Value as_text(const Call& call, const Value& value, char quote) {
  if (!value.known()) return unknown_as_text(call, value, quote);
  if (value.is_container()) return json_text(call.context, value, quote, call.span);
  if (value.is_string()) return value;
  if (value.is_bool())
    return Value::of(std::string_view(value.boolean() ? "True" : "False"), value.span()).marked(value.marks());
  return Value::copy(call.context.arena, scalar_text(value).value_or(""), value.span()).marked(value.marks());
}

Value joined(const Call& call, std::span<const Value> parts, char quote) {
  auto& context = call.context;
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  const auto join_row = [&](std::span<const Value> row) {
    std::vector<Value> texts;
    texts.reserve(row.size());
    for (const auto& part : row) texts.push_back(as_text(call, part, quote));
    return join_text(context, texts, call.span);
  };
  std::uint64_t bytes = 0;
  for (const auto& part : parts) bytes += part.is_string() ? part.size() : 0U;
  if (auto none = no_room(call, bytes)) return *none;
  if (std::none_of(parts.begin(), parts.end(), branching)) return join_row(parts);
  std::vector<SymbolId> symbols;
  for (const auto& part : parts) symbols.push_back(symbol_of(part, context.symbols));
  return distribute(context, parts, context.symbols.make("concat", "", symbols), call.span, join_row);
}

std::optional<Value> no_room(const Call& call, std::uint64_t bytes) {
  if (bytes > max_text_bytes) return limit_unknown(call.context, "text", call.span);
  if (!call.context.budget.take_bytes(bytes)) return limit_unknown(call.context, "memory", call.span);
  return std::nullopt;
}

SymbolId piece_symbol(Context& context, const Piece& piece) {
  return piece.symbol != SymbolId::none ? piece.symbol : context.symbols.make("text", piece.text);
}

Piece hole_of(Context& context, std::string_view operation, std::string_view literal,
              std::span<const SymbolId> operands, const Unknown& reason, const LengthRange& length) {
  Unknown hole = reason;
  hole.alternatives = {};
  hole.pieces = {};
  hole.type = ValueType::string;
  hole.never_null = true;
  hole.never_empty = length.least > 0;
  hole.bounds = length_bounds(context, length);
  hole.symbol = context.symbols.make(operation, literal, operands);
  return {{}, hole.symbol, context.arena.make<Unknown>(hole)};
}

Value decided(const Call& call, Truth truth) {
  if (truth != Truth::unknown) return Value::of(truth == Truth::yes, call.span);
  return refined(call.context, call.unknown(ValueType::boolean), [](Unknown& why) { why.never_null = true; });
}

Value unknown_of_length(const Call& call, ValueType type, const LengthRange& length) {
  return refined(call.context, call.unknown(type), [&](Unknown& why) {
    why.never_null = true;
    why.never_empty = length.least > 0;
    why.bounds = length_bounds(call.context, length);
  });
}

}  // namespace pillarlint::arm
