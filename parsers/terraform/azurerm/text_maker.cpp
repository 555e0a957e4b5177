#include <array>

#include "terraform/azurerm/applier.h"
#include "terraform/azurerm/convert.h"
#include "value/operators.h"

namespace pillarlint::terraform {

std::optional<Value> written(Context& context, const Value& object, std::string_view attribute) {
  if (object.is_object() && object.rest() == nullptr) {  // the usual case
    const auto* found = object.find(attribute);
    return found != nullptr ? std::optional<Value>(found->value) : std::nullopt;
  }
  return member_of(context, object, attribute, object.span());
}

Value default_of(Context& context, const BlockForm& block, std::string_view attribute, Majors majors, Span header) {
  const auto of = [&](int major) {
    for (const auto& form : block.attributes) {
      if (form.name != attribute) continue;
      for (const auto& [m, value] : form.defaults) {
        if (m == major) return placed(context, value, header).via(context.arena, Origin::Step::provider_default, header, form.path);
      }
    }
    return Value();
  };
  return by_major(context, majors, header, of);
}

Value TextMaker::part(const TextForm::Part& part, std::span<const Level> levels, bool& is_written) {
  if (part.attribute.empty()) return Value::of(part.text);
  for (const auto& level : levels) {
    auto found = written(context_, level.object, part.attribute[0]);
    for (std::size_t i = 1; found && i < part.attribute.size(); ++i) {
      if (found->is_array()) found = element_of(context_, *found, 0, found->span());
      if (found) found = member_of(context_, *found, part.attribute[i], found->span());
    }
    const bool here = found && !found->is_null();
    const auto instead = part.attribute.size() == 1 ? default_of(context_, *level.form, part.attribute[0], majors_, header_) : Value();
    is_written = is_written || here;
    if (here) return or_else(context_, *found, instead);
    if (!instead.is_null()) return instead;
  }
  return {};
}

Value TextMaker::make(const TextForm& form, std::span<const Level> levels, bool* any_written) {
  std::vector<Value> parts;
  bool is_written = false;
  Span span = header_;
  std::optional<std::size_t> place;  // the last attribute that is written: `LRS` of `Standard_LRS`
  for (const auto& one : form.parts) {
    bool here = false;
    const auto value = part(one, levels, here);
    if (value.is_null() && !one.attribute.empty()) return {};
    if (!one.attribute.empty() && (here || !place)) place = parts.size();
    is_written = is_written || here;
    parts.push_back(value);
  }
  const Value* from = place ? &parts[*place] : nullptr;
  if (from != nullptr && from->span().known()) span = from->span();
  if (any_written != nullptr) *any_written = is_written;
  if (parts.size() == 1 && from != nullptr) return parts[0];
  std::vector<SymbolId> symbols;
  for (const auto& one : parts) symbols.push_back(symbol_of(one, context_.symbols));
  const auto symbol = context_.symbols.make("concat", "", symbols);
  const auto made = distribute(context_, parts, symbol, span, [&](std::span<const Value> row) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].is_null()) return Value();
    }
    return join_text(context_, row, span);
  });
  return from != nullptr ? with_journey(made, *from) : made;
}

}  // namespace pillarlint::terraform
