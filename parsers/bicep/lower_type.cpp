// Types to what a template says of a parameter: type, nullability, allowed values, bounds, members. Definitions are put in
// place; one that holds itself is open where it does.
#include <algorithm>
#include <array>

#include "bicep/lower.h"

namespace pillarlint::bicep {

namespace {
constexpr int max_depth = 24;
constexpr std::size_t max_members = 2'000;
}  // namespace

Value Lowering::with(const Value& object, std::string_view key, Value value) {
  ObjectBuilder made(arena_);
  for (const auto& m : object.members()) made.set(m.key, m.value, m.key_span);
  made.set(key, value, value.span());
  return made.build(object.span());
}

Value Lowering::simple_type(std::string_view name, const Node& node) {
  ObjectBuilder made(arena_);
  if (!name.empty()) made.set("type", Value::of(name, span(node)), span(node));
  return made.build(span(node));
}

Value Lowering::type(const Node* node, int depth) {
  if (node == nullptr || depth > max_depth) return Value::object(arena_, {});
  if (const auto found = types_.find(node); found != types_.end()) return found->second;
  types_[node] = Value::object(arena_, {}, span(*node));  // asked for again within itself: open
  Value made = types_[node];
  const auto literal_type = [&](std::string_view name, Value one) {
    return with(simple_type(name, *node), "allowedValues", Value::array(arena_, std::array{one}, span(*node)));
  };
  switch (node->kind) {
    case NodeKind::type_variable_access: made = named_type(*node, depth); break;
    case NodeKind::nullable_type: made = with(type(node->child(0), depth + 1), "nullable", Value::of(true, span(*node))); break;
    case NodeKind::non_nullable_type: made = with(type(node->child(0), depth + 1), "nullable", Value::of(false, span(*node))); break;
    case NodeKind::parenthesized_type:
    case NodeKind::union_type_member:
    case NodeKind::array_type_member:
    case NodeKind::parameterized_type_argument: made = type(node->child(0), depth + 1); break;
    case NodeKind::array_type: made = with(simple_type("array", *node), "items", type(node->child(0), depth + 1)); break;
    case NodeKind::object_type: made = object_type(*node, depth); break;
    case NodeKind::union_type: made = union_type(*node, depth); break;
    case NodeKind::tuple_type: {
      std::vector<Value> items;
      for (const auto* item : node->children()) items.push_back(decorated(type(item->child(0), depth + 1), *item));
      made = with(simple_type("array", *node), "prefixItems", Value::array(arena_, items, span(*node)));
      made = with(made, "items", Value::of(false, span(*node)));
      break;
    }
    case NodeKind::string_type:
      if (const auto written = literal_text(tree_, node)) made = literal_type("string", Value::of(keep(*written), span(*node)));
      else made = simple_type("string", *node);
      break;
    case NodeKind::boolean_type: made = literal_type("bool", Value::of(node->token == TokenKind::true_keyword, span(*node))); break;
    case NodeKind::integer_type: {
      Node number = *node;
      number.kind = NodeKind::integer;
      made = literal_type("int", expression(&number, {})->literal);
      break;
    }
    case NodeKind::unary_type: {
      const auto of = type(node->child(0), depth + 1);
      const auto one = of.get("allowedValues").items();
      made = one.size() == 1 && one[0].is_integer() ? literal_type("int", Value::of(-one[0].integer(), span(*node))) : of;
      break;
    }
    case NodeKind::null_type: made = with(made, "nullable", Value::of(true, span(*node))); break;
    case NodeKind::type_property_access: {
      const auto* base = node->child(0);
      const auto name = text(*node->child(1));
      if (base->is(NodeKind::type_variable_access)) {
        const auto* found = file_->symbols.find(text(*base->child(0)));
        if (found != nullptr && found->kind == Symbol::Kind::wildcard) {
          made = imported_type(*found, name, depth);
          break;
        }
        if (found == nullptr && (text(*base->child(0)) == "sys" || text(*base->child(0)) == "az")) {
          made = simple_type(name, *node);
          break;
        }
      }
      made = type(base, depth + 1).get("properties").get(name);
      break;
    }
    case NodeKind::type_items_access: made = type(node->child(0), depth + 1).get("items"); break;
    case NodeKind::type_additional_properties_access: made = type(node->child(0), depth + 1).get("additionalProperties"); break;
    case NodeKind::type_array_access: {
      Node number = *node->child(1);
      number.kind = NodeKind::integer;
      const auto at = expression(&number, {})->literal;
      const auto items = type(node->child(0), depth + 1).get("prefixItems").items();
      if (at.is_integer() && at.integer() >= 0 && static_cast<std::size_t>(at.integer()) < items.size()) {
        made = items[static_cast<std::size_t>(at.integer())];
      }
      break;
    }
    case NodeKind::resource_type: made = simple_type("string", *node); break;
    default: break;  // resource-derived types: nothing is known of them here
  }
  if (!made.is_object()) made = Value::object(arena_, {}, span(*node));
  types_[node] = made;
  return made;
}

Value Lowering::named_type(const Node& node, int depth) {
  const auto name = text(*node.child(0));
  if (const auto* found = file_->symbols.find(name)) return type_of_symbol(*found, depth);
  constexpr std::array known{std::string_view("string"), std::string_view("int"), std::string_view("bool"),
                             std::string_view("object"), std::string_view("array")};
  if (std::find(known.begin(), known.end(), name) != known.end()) return simple_type(name, node);
  if (name != "any" && name != "resource") report(Code::symbol_not_declared, node, name, "");
  return Value::object(arena_, {}, span(node));
}

Value Lowering::type_of_symbol(const Symbol& symbol, int depth) {
  if (symbol.kind == Symbol::Kind::type) return decorated(type(symbol.node->child(1), depth + 1), *symbol.node);
  if (symbol.kind == Symbol::Kind::imported) return imported_type(symbol, symbol.original, depth);
  return Value::object(arena_, {});
}

Value Lowering::union_type(const Node& node, int depth) {
  std::vector<Value> allowed;
  bool nullable = false;
  bool literal = true;
  std::string_view common;
  for (const auto* member : node.children()) {
    const auto one = type(member, depth + 1);
    const auto null = one.get("nullable");
    nullable = nullable || (null.is_bool() && null.boolean());
    const auto name = one.get("type").text_or_empty();
    if (name.empty()) continue;
    literal = literal && one.get("allowedValues").is_array() && (common.empty() || common == name);
    common = name;
    for (const auto& value : one.get("allowedValues").items()) allowed.push_back(value);
  }
  auto made = simple_type(common, node);
  if (literal && !allowed.empty()) made = with(made, "allowedValues", Value::array(arena_, allowed, span(node)));
  return nullable ? with(made, "nullable", Value::of(true, span(node))) : made;
}

Value Lowering::object_type(const Node& node, int depth) {
  ObjectBuilder properties(arena_);
  auto made = simple_type("object", node);
  std::size_t count = 0;
  for (const auto* child : node.children()) {
    if (++count > max_members) break;
    if (child->is(NodeKind::additional_properties)) {
      made = with(made, "additionalProperties", decorated(type(child->child(0), depth + 1), *child));
    }
    if (!child->is(NodeKind::object_type_property) || child->child(0) == nullptr) continue;
    if (const auto name = property_name(tree_, *child->child(0))) {
      properties.set(keep(*name), decorated(type(child->child(1), depth + 1), *child), span(*child->child(0)));
    }
  }
  return properties.empty() ? made : with(made, "properties", properties.build(span(node)));
}

Value Lowering::decorated(const Value& plain, const Node& declaration) {
  Value made = plain;
  for (const auto* one : declaration.decorators()) {
    if (one == nullptr || !one->is(NodeKind::decorator) || one->child(0) == nullptr) continue;
    const auto& called = *one->child(0);
    const bool instance = called.is(NodeKind::instance_function_call);
    if (!instance && !called.is(NodeKind::function_call)) continue;
    const auto name = text(*called.child(instance ? 1 : 0));
    const auto args = called.children().subspan(instance ? 2 : 1);
    const auto first = [&] { return args.empty() ? Value() : value(args[0]->child(0), {}); };
    if (name == "secure") {
      const auto base = made.get("type").text_or_empty();
      made = with(made, "type", Value::of(std::string_view(base == "object" ? "secureObject" : "secureString"), span(called)));
    } else if (name == "allowed") {
      made = with(made, "allowedValues", first());
    } else if (name == "minValue" || name == "maxValue" || name == "minLength" || name == "maxLength") {
      made = with(made, name, first());
    } else if (name == "sealed") {
      made = with(made, "additionalProperties", Value::of(false, span(called)));
    }
  }
  return made;
}

Value Lowering::parameter(const Node& node) {
  auto made = decorated(type(node.child(1)), node);
  if (const auto* given = node.child(2)) {
    const auto* written = given->is(NodeKind::parameter_default) ? given->child(0) : given;
    made = with(made, "defaultValue", value(written, {}));
  }
  return made;
}

}  // namespace pillarlint::bicep
