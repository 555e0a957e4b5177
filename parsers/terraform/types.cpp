#include "terraform/types.h"

#include <algorithm>

#include "terraform/conversion.h"
#include "value/operators.h"
#include "value/value_access.h"

namespace pillarlint::terraform {

namespace {

using Kind = TypeConstraint::Kind;

Kind primitive(std::string_view name) {
  if (name == "string") return Kind::string;
  if (name == "number") return Kind::number;
  if (name == "bool") return Kind::boolean;
  if (name == "list") return Kind::list;  // old form without an element type
  if (name == "map") return Kind::map;
  return Kind::any;
}

std::string_view key_text(const Expr& key) {
  return key.kind == Expr::Kind::literal ? key.literal.text_or_empty() : key.text;
}

TypeConstraint::Member read_member_type(std::string_view name, const Expr& type) {
  TypeConstraint::Member member;
  member.name = name;
  const bool optional = type.kind == Expr::Kind::call && type.text == "optional" && !type.children.empty();
  member.optional = optional;
  if (optional && type.children.size() > 1) member.fallback = type.children[1];
  member.type.push_back(read_type(optional ? *type.children[0] : type));
  return member;
}

}  // namespace

TypeConstraint read_type(const Expr& expr) {
  TypeConstraint type;
  if (expr.kind == Expr::Kind::name) {
    type.kind = primitive(expr.text);
  } else if (expr.kind == Expr::Kind::literal) {  // `"string"`, as old files and JSON have it
    type.kind = primitive(expr.literal.text_or_empty());
  } else if (expr.kind == Expr::Kind::call && !expr.children.empty()) {
    const auto& of = *expr.children[0];
    if (expr.text == "list" || expr.text == "set" || expr.text == "map") {
      type.kind = expr.text == "list" ? Kind::list : expr.text == "set" ? Kind::set : Kind::map;
      type.elements.push_back(read_type(of));
    } else if (expr.text == "object") {
      type.kind = Kind::object;
      for (std::size_t i = 0; i + 1 < of.children.size(); i += 2) {
        type.members.push_back(read_member_type(key_text(*of.children[i]), *of.children[i + 1]));
      }
    } else if (expr.text == "tuple") {
      type.kind = Kind::tuple;
      for (const auto* element : of.children) type.elements.push_back(read_type(*element));
    }
  }
  return type;
}

namespace {

ValueType value_type(Kind kind) {
  switch (kind) {
    case Kind::string: return ValueType::string;
    case Kind::number: return ValueType::number;
    case Kind::boolean: return ValueType::boolean;
    case Kind::list:
    case Kind::set:
    case Kind::tuple: return ValueType::array;
    case Kind::map:
    case Kind::object: return ValueType::object;
    case Kind::any: break;
  }
  return ValueType::any;
}

Value learned(Context& context, Kind kind, const Value& value) {
  const auto type = value_type(kind);
  if (type == ValueType::any || value.why().type != ValueType::any) return value;
  auto* why = context.arena.make<Unknown>(value.why());
  why->type = type;
  const auto made = Value::unknown(why, value.span()).marked(value.marks());
  return made;
}

Value kept(const Value& from, Value made) { return made.marked(from.marks()); }

Value converted_or_same(Context& context, const Value& value, Primitive to) {
  const auto made = converted(context, value, to);
  return made && made->known() ? made->at(value.span()) : value;
}

Value elements_as(Context& context, const TypeConstraint& type, const Value& value, const EvaluateDefault& fallback) {
  if (type.elements.empty() || !value.is_array()) return value;
  std::vector<Value> items(value.items().begin(), value.items().end());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& of = type.kind == Kind::tuple ? type.elements[std::min(i, type.elements.size() - 1)] : type.elements[0];
    items[i] = as_type(context, of, items[i], fallback);
  }
  if (type.kind == Kind::set && value.rest() == nullptr) return kept(value, set_of(context, items, value.span()));
  return kept(value, Value::array(context.arena, items, value.span(), value.rest()));
}

Value members_as(Context& context, const TypeConstraint& type, const Value& value, const EvaluateDefault& fallback) {
  if (!value.is_object()) return value;
  ObjectBuilder made(context.arena);
  made.open(value.rest());
  if (type.kind == Kind::map) {
    for (const auto& m : value.members()) {
      made.set(m.key, type.elements.empty() ? m.value : as_type(context, type.elements[0], m.value, fallback), m.key_span);
    }
    return kept(value, made.build(value.span()));
  }
  for (const auto& m : value.members()) made.set(m.key, m.value, m.key_span);
  for (const auto& member : type.members) {
    const auto* given = value.find(member.name);
    const bool absent = given == nullptr || given->value.is_null();
    if (!absent) {
      made.set(member.name, as_type(context, member.type[0], given->value, fallback), given->key_span);
    } else if (member.optional && (given != nullptr || value.rest() == nullptr)) {
      const auto otherwise = member.fallback != nullptr ? fallback(*member.fallback) : Value::null(value.span());
      made.set(member.name, as_type(context, member.type[0], otherwise, fallback));
    }
  }
  return kept(value, made.build(value.span()));
}

Value as_known_type(Context& context, const TypeConstraint& type, const Value& value, const EvaluateDefault& fallback) {
  switch (type.kind) {
    case Kind::string: return converted_or_same(context, value, Primitive::string);
    case Kind::number: return converted_or_same(context, value, Primitive::number);
    case Kind::boolean: return converted_or_same(context, value, Primitive::boolean);
    case Kind::list:
    case Kind::set:
    case Kind::tuple: return elements_as(context, type, value, fallback);
    case Kind::map:
    case Kind::object: return members_as(context, type, value, fallback);
    case Kind::any: break;
  }
  return value;
}

}  // namespace

Value as_type(Context& context, const TypeConstraint& type, const Value& value, const EvaluateDefault& fallback) {
  if (type.kind == Kind::any || value.is_null()) return value;
  const DepthGuard depth(context.budget);
  if (!depth.ok || !context.budget.take()) return value;
  Value made;
  if (value.known()) {
    made = as_known_type(context, type, value, fallback);
  } else if (value.why().alternatives.empty()) {
    made = learned(context, type.kind, value);
  } else {
    const Value args[]{value};
    made = distribute(context, args, value.why().symbol, value.span(), [&](std::span<const Value> row) {
      return row[0].known() ? as_known_type(context, type, row[0], fallback) : learned(context, type.kind, row[0]);
    });
  }
  return ValueAccess::came_as(made.at(value.span()), value);
}

}  // namespace pillarlint::terraform
