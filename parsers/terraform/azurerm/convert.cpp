#include "terraform/azurerm/convert.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/azurerm/body_tree.h"
#include "value/functions/strings.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

/// An unknown made of another by a conversion; `how` tells conversions apart.
Value unknown_by(Context& context, std::string_view operation, std::string_view how, const Value& value, ValueType type) {
  const std::array operands{value};
  Unknown why = unknown_from(context, operation, operands, value.span(), type).why();
  why.symbol = context.symbols.make(operation, how, {symbol_of(value, context.symbols)});
  why.never_null = value.known() || value.why().never_null || value.why().never_empty;
  return Value::unknown(context.arena.make<Unknown>(why), value.span()).marked(value.marks());
}

std::string rows_text(const Value& rows) {
  std::string out;
  for (const auto& m : rows.members()) out += fmt::format("{}={},", m.key, scalar_text(m.value).value_or(""));
  return out;
}

/// The row of that very name: members are found without letter case elsewhere, attributes have it.
const Member* row_of(const Value& rows, std::string_view name) {
  const auto* folded = rows.find(name);
  if (folded == nullptr || folded->key == name) return folded;
  for (const auto& m : rows.members()) {
    if (m.key == name) return &m;
  }
  return folded;
}

Value as(Context& context, const Value& rows, const Value& value) {
  const auto* yes = rows.find("true");
  const auto* no = rows.find("false");
  if (value.known()) {
    const auto text = value.is_container() ? std::nullopt : scalar_text(value);
    const auto* row = text ? row_of(rows, *text) : nullptr;
    return row != nullptr ? row->value.at(value.span()).marked(value.marks()) : value;
  }
  if (yes != nullptr && no != nullptr && rows.size() == 2) {
    return choose(context, value, yes->value.at(value.span()), no->value.at(value.span()), value.span()).marked(value.marks());
  }
  return unknown_by(context, "as", rows_text(rows), value, ValueType::any);
}

Value invert(Context& context, const Value& value) {
  if (value.is_string() && (value.text() == "true" || value.text() == "false")) return Value::of(value.text() == "false", value.span());
  return value.is_bool() || !value.known() ? not_value(context, value, value.span()) : value;
}

std::optional<double> number_in(const Value& value) {
  if (value.is_number()) return value.real();
  double out = 0;
  const auto text = value.text_or_empty();
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
  return !text.empty() && read.ptr == text.data() + text.size() ? std::optional<double>(out) : std::nullopt;
}

Value number(Context& context, const Value& factor, const Value& value) {
  if (!value.known()) {
    const auto how = scalar_text(factor).value_or("");
    return unknown_by(context, "times", how, value, factor.is_integer() ? value.why().type : ValueType::number);
  }
  const auto is = number_in(value);
  if (!is) return value;
  constexpr double exact = 9e15;
  const double made = *is * factor.real();
  const bool whole = made == static_cast<double>(static_cast<std::int64_t>(std::clamp(made, -exact, exact)));
  return whole ? Value::of(static_cast<std::int64_t>(made), value.span()) : Value::of(made, value.span());
}

Value in_text(Context& context, std::string_view form, const Value& value) {
  const auto at = form.find("{}");
  if (at == std::string_view::npos || value.is_container()) return value;
  const std::array parts{Value::of(form.substr(0, at)), value, Value::of(form.substr(at + 2))};
  return join_text(context, parts, value.span());
}

Value split_text(Context& context, std::string_view separator, const Value& value) {
  if (!value.known()) return unknown_by(context, "split", separator, value, ValueType::array);
  if (!value.is_string()) return value;
  std::vector<Value> items;
  const std::array separators{separator};
  if (!value.text().empty()) {
    for (const auto part : split_on(value.text(), separators)) items.push_back(Value::of(trim(part), value.span()).marked(value.marks()));
  }
  return Value::array(context.arena, items, value.span());
}

Value join_list(Context& context, std::string_view separator, const Value& value) {
  if (!value.known() || value.rest() != nullptr) return unknown_by(context, "join", separator, value, ValueType::string);
  if (!value.is_array()) return value;
  std::vector<Value> parts;
  for (const auto& item : value.items()) {
    if (!parts.empty()) parts.push_back(Value::of(separator));
    parts.push_back(item);
  }
  return join_text(context, parts, value.span());
}

/// What may be in it beyond what is listed, after a conversion.
const Unknown* rest_by(Context& context, std::string_view operation, std::string_view how, const Unknown* rest) {
  if (rest == nullptr) return nullptr;
  Unknown why = *rest;
  why.symbol = context.symbols.make(operation, how, {rest->symbol});
  why.alternatives = {};
  return context.arena.make<Unknown>(why);
}

// `properties.id`: an object in an object.
Value wrap(Context& context, std::string_view name, const Value& value) {
  if (const auto dot = name.find('.'); dot != std::string_view::npos) {
    return wrap(context, name.substr(0, dot), wrap(context, name.substr(dot + 1), value));
  }
  const std::array members{member(name, value, value.span())};
  return Value::object(context.arena, members, value.span());
}

Value each(Context& context, std::string_view name, const Value& value) {
  if (!value.known()) return unknown_by(context, "each", name, value, ValueType::array);
  if (!value.is_array()) return value;
  std::vector<Value> items;
  for (const auto& item : value.items()) items.push_back(wrap(context, name, item));
  return Value::array(context.arena, items, value.span(), rest_by(context, "each", name, value.rest()));
}

Value keys(Context& context, const Value& value) {
  if (!value.known()) return unknown_by(context, "keys", "", value, ValueType::object);
  if (!value.is_array()) return value;
  ObjectBuilder out(context.arena);
  const auto* open = rest_by(context, "keys", "", value.rest());
  for (const auto& item : value.items()) {
    if (item.is_string()) {
      out.set(item.text(), Value::object(context.arena, {}, item.span()), item.span());
    } else if (!item.known()) {
      open = open_by_key(context, open, item, item.span());
    }
  }
  out.open(open);
  return out.build(value.span());
}

Value hook(Context& context, const Conversion& conversion, const Value& value, const Surroundings& around) {
  const auto* found = find_hook(conversion.text);
  return found != nullptr ? found->run({context, value, conversion.data, around}) : value;
}

Value one_step(Context& context, const Conversion& conversion, const Value& value, const Surroundings& around) {
  using enum Conversion::Kind;
  switch (conversion.kind) {
    case as: return terraform::as(context, conversion.data, value);
    case invert: return terraform::invert(context, value);
    case number: return terraform::number(context, conversion.data, value);
    case text: return in_text(context, conversion.text, value);
    case split: return split_text(context, conversion.text, value);
    case join: return join_list(context, conversion.text, value);
    case each: return terraform::each(context, conversion.text, value);
    case keys: return terraform::keys(context, value);
    case wrap: return terraform::wrap(context, conversion.text, value);
    case hook: return terraform::hook(context, conversion, value, around);
  }
  return value;
}

/// Terraform takes "true" for true and "5" for 5; the default tells what the attribute is.
Value typed(const AttributeForm& form, const Value& value) {
  if (!value.is_string() || form.defaults.empty()) return value;
  const auto& like = form.defaults[0].second;
  if (like.is_bool() && (value.text() == "true" || value.text() == "false")) {
    return Value::of(value.text() == "true", value.span()).marked(value.marks());
  }
  if (like.is_integer()) {
    std::int64_t out = 0;
    const auto end = value.text().data() + value.text().size();
    if (!value.text().empty() && std::from_chars(value.text().data(), end, out).ptr == end) return Value::of(out, value.span()).marked(value.marks());
  }
  return value;
}

/// Marks it at every depth: a member that is read out of it is as secret.
Value secret(Context& context, const Value& value) {
  if (value.is_array()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) items.push_back(secret(context, item));
    return with_journey(Value::array(context.arena, items, value.span(), value.rest()), value).marked(Mark::secret);
  }
  if (!value.is_object()) return value.is_null() ? value : value.marked(Mark::secret);
  std::vector<Member> members(value.members().begin(), value.members().end());
  for (auto& m : members) m.value = secret(context, m.value);
  return with_journey(Value::object(context.arena, members, value.span(), value.rest()), value).marked(Mark::secret);
}

}  // namespace

Value convert(Context& context, const AttributeForm& form, const Value& value, const Surroundings& around) {
  const std::array args{form.secret ? secret(context, value) : value};
  const auto symbol = context.symbols.make("mapped", form.path, {symbol_of(value, context.symbols)});
  auto out = form.conversions.empty() && value.known() ? typed(form, args[0]) : args[0];
  if (!form.conversions.empty()) {
    out = distribute(context, args, symbol, value.span(), [&](std::span<const Value> one) {
      if (one[0].is_null()) return one[0];
      auto made = typed(form, one[0]);
      for (const auto& conversion : form.conversions) made = one_step(context, conversion, made, around);
      // A container keeps marks on its parts, so that the name beside a secret is no secret.
      return with_journey(made.is_container() ? made : made.marked(one[0].marks()), one[0]);
    });
    out = with_journey(out, value);
  }
  return out;
}

Value placed(Context& context, const Value& value, Span span) {
  if (value.is_array()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) items.push_back(placed(context, item, span));
    return Value::array(context.arena, items, span);
  }
  if (!value.is_object()) return value.at(span);
  std::vector<Member> members;
  for (const auto& m : value.members()) members.push_back({m.key, m.hash, span, placed(context, m.value, span)});
  return Value::object(context.arena, members, span);
}

}  // namespace pillarlint::terraform
