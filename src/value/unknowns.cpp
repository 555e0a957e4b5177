#include "value/unknowns.h"

#include <cmath>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {

namespace {

std::string number_text(double d) {
  if (d == std::floor(d) && std::fabs(d) < 1e15) return fmt::format("{:.0f}", d);
  return fmt::format("{}", d);
}

SymbolId text_symbol(const Value& text, SymbolStore& symbols) {
  // Secret text enters no symbol: where it lies in memory stands for it, so equal secrets are not certainly equal.
  if (text.hidden()) return symbols.make("secret", fmt::format("{}", static_cast<const void*>(text.text().data())));
  return symbols.make("text", text.text());
}

SymbolId container_symbol(const Value& value, SymbolStore& symbols) {
  std::vector<SymbolId> parts;
  for (const auto& item : value.items()) parts.push_back(symbol_of(item, symbols));
  for (const auto& m : value.members()) parts.push_back(symbols.make("entry", lower(m.key), {symbol_of(m.value, symbols)}));
  if (value.rest() != nullptr) parts.push_back(symbols.make("rest", "", {value.rest()->symbol}));
  return symbols.make(value.is_array() ? "array" : "object", "", parts);
}

}  // namespace

std::optional<std::string> scalar_text(const Value& v) {
  switch (v.kind()) {
    case Value::Kind::boolean: return v.boolean() ? "true" : "false";
    case Value::Kind::integer: return std::to_string(v.integer());
    case Value::Kind::real: return number_text(v.real());
    case Value::Kind::string: return std::string(v.text());
    case Value::Kind::null: return std::string();
    default: return std::nullopt;
  }
}

SymbolId symbol_of(const Value& value, SymbolStore& symbols) {
  switch (value.kind()) {
    case Value::Kind::null: return symbols.make("literal", "null");
    case Value::Kind::boolean: return symbols.make("literal", value.boolean() ? "true" : "false");
    case Value::Kind::integer: return symbols.make("literal", std::to_string(value.integer()));
    case Value::Kind::real: return symbols.make("literal", number_text(value.real()));
    case Value::Kind::string: return text_symbol(value, symbols);
    case Value::Kind::array:
    case Value::Kind::object: return container_symbol(value, symbols);
    case Value::Kind::unknown: return value.why().symbol;
    case Value::Kind::expression: break;
  }
  return SymbolId::none;
}

namespace {

const Unknown* first_unknown(const Value& value) {
  if (!value.has_unknown()) return nullptr;
  if (!value.known()) return &value.why();
  for (const auto& item : value.items()) {
    if (const auto* found = first_unknown(item)) return found;
  }
  for (const auto& m : value.members()) {
    if (const auto* found = first_unknown(m.value)) return found;
  }
  return value.rest();
}

Mark marks_of(const Value& value) {
  Mark marks = value.marks();
  if (value.is_container()) {
    for (const auto& item : value.items()) marks = marks | marks_of(item);
    for (const auto& m : value.members()) marks = marks | marks_of(m.value);
  } else if (!value.known()) {
    for (const auto& a : value.why().alternatives) marks = marks | a.value.marks();
  }
  return marks;
}

}  // namespace

const Unknown* first_unknown(std::span<const Value> operands) {
  for (const auto& operand : operands) {
    if (const auto* found = first_unknown(operand)) return found;
  }
  return nullptr;
}

Value unknown_from(Context& context, std::string_view operation, std::span<const Value> operands, Span span, ValueType type) {
  std::vector<SymbolId> symbols;
  symbols.reserve(operands.size());
  Mark marks = Mark::none;
  // A truth or a number tells nothing of the secret it was made from.
  const bool bare = type == ValueType::boolean || type == ValueType::integer;
  for (const auto& operand : operands) {
    symbols.push_back(symbol_of(operand, context.symbols));
    if (!bare) marks = marks | marks_of(operand);
  }
  Unknown why;
  if (const auto* cause = first_unknown(operands)) {
    why.why = cause->why;
    why.subject = cause->subject;
    why.span = cause->span;
  } else {
    why.subject = context.arena.copy(operation);
    why.span = span;
  }
  why.type = type;
  why.symbol = context.symbols.make(operation, "", symbols);
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
}

Value new_unknown(Context& context, Unknown::Why why, std::string_view subject, SymbolId symbol, Span span, ValueType type) {
  Unknown u;
  u.why = why;
  u.subject = context.arena.copy(subject);
  u.symbol = symbol;
  u.span = span;
  u.type = type;
  return Value::unknown(context.arena, u);
}

Value limit_unknown(Context& context, std::string_view limit, Span span) {
  context.diagnostics.report(Code::limit_reached, span, limit);
  return new_unknown(context, Unknown::Why::limit_reached, fmt::format("{} limit", limit),
                     context.symbols.fresh("limit"), span);
}

}  // namespace pillarlint
