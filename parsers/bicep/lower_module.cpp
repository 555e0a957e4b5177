// Module statements: deployments whose template is another file; and what `scope:` may say.
#include <fmt/format.h>

#include "bicep/lower.h"

namespace pillarlint::bicep {

// ── scopes ────────────────────────────────────────────────────────────────────────────────────────────────────────

Lowering::ScopeParts Lowering::scope_parts(const Node* scope, const Place& place) {
  using Kind = ScopeParts::Kind;
  ScopeParts parts;
  scope = bare(scope);
  if (scope == nullptr) return parts;
  if (const auto found = reference(scope, place); found && found->resource != nullptr) {
    const auto& target = *found->resource;
    Local room[2];
    const auto there = indexed(*found, room);
    if (same_text(target.type, "Microsoft.Resources/resourceGroups")) {
      parts = target.scope != nullptr ? scope_parts(target.scope, there) : parts;
      parts.kind = Kind::resource_group;
      parts.group = target.name != nullptr ? expression(target.name, there) : broken(*scope, "a resource group without a name");
      return parts;
    }
    if (same_text(target.type, "Microsoft.Management/managementGroups")) {
      parts.kind = Kind::management_group;
      parts.management_group = target.name != nullptr ? expression(target.name, there) : nullptr;
      return parts;
    }
    parts.kind = Kind::resource;
    parts.id = id_of(target, there, *scope);
    return parts;
  }
  const bool instance = scope->is(NodeKind::instance_function_call);
  if (!instance && !scope->is(NodeKind::function_call)) return parts;
  const auto name = text(*scope->child(instance ? 1 : 0));
  const auto args = arguments(scope->children().subspan(instance ? 2 : 1), place);
  if (name == "tenant") parts.kind = Kind::tenant;
  if (name == "managementGroup") {
    parts.kind = Kind::management_group;
    if (!args.empty()) parts.management_group = args[0];
  }
  if (name == "subscription") {
    parts.kind = Kind::subscription;
    if (!args.empty()) parts.subscription = args[0];
  }
  if (name == "resourceGroup") {
    parts.kind = Kind::resource_group;
    if (args.size() > 1) parts.subscription = args[0];
    if (!args.empty()) parts.group = args.back();
  }
  return parts;
}

Lowering::ScopeParts Lowering::scope_of(const ResourceInfo& info, const Place& place) {
  if (info.parent != nullptr) {
    Local room[2];
    return scope_of(*info.parent, parent_place(info, place, room));
  }
  return scope_parts(info.scope, place);
}

// As the compiler writes it: subscription and group beside the name, everything else as an id.
void Lowering::put_resource_scope(ObjectBuilder& into, const ScopeParts& parts, const Node& at) {
  if (parts.kind == ScopeParts::Kind::subscription || parts.kind == ScopeParts::Kind::resource_group) {
    put_scope(into, parts, at);
  } else if (const auto* id = scope_id(parts, at)) {
    into.set("scope", deferred(id, at), span(at));
  }
}

const Expr* Lowering::scope_id(const ScopeParts& parts, const Node& at) {
  const auto own_subscription = [&] { return member(call("subscription", {}, at), "subscriptionId", at); };
  const auto subscription = [&] { return parts.subscription != nullptr ? parts.subscription : own_subscription(); };
  switch (parts.kind) {
    case ScopeParts::Kind::none: return nullptr;
    case ScopeParts::Kind::tenant: return text_literal("/", at);
    case ScopeParts::Kind::management_group:
      if (parts.management_group == nullptr) return member(call("managementGroup", {}, at), "id", at);
      return call("format", {text_literal("/providers/Microsoft.Management/managementGroups/{0}", at), parts.management_group}, at);
    case ScopeParts::Kind::subscription: return call("format", {text_literal("/subscriptions/{0}", at), subscription()}, at);
    case ScopeParts::Kind::resource_group:
      if (parts.group == nullptr) return nullptr;
      return call("format", {text_literal("/subscriptions/{0}/resourceGroups/{1}", at), subscription(), parts.group}, at);
    case ScopeParts::Kind::resource: return parts.id;
  }
  return nullptr;
}

void Lowering::put_scope(ObjectBuilder& into, const ScopeParts& parts, const Node& at) {
  const auto put = [&](std::string_view key, const Expr* expr) { into.set(key, deferred(expr, at), span(at)); };
  switch (parts.kind) {
    case ScopeParts::Kind::none:
    case ScopeParts::Kind::resource: return;
    case ScopeParts::Kind::tenant: into.set("scope", Value::of(std::string_view("/"), span(at)), span(at)); return;
    case ScopeParts::Kind::management_group:
      if (parts.management_group == nullptr) return;
      put("scope", call("format", {text_literal("Microsoft.Management/managementGroups/{0}", at), parts.management_group}, at));
      return;
    case ScopeParts::Kind::subscription:
      put("subscriptionId", parts.subscription != nullptr ? parts.subscription : member(call("subscription", {}, at), "subscriptionId", at));
      return;
    case ScopeParts::Kind::resource_group:
      if (parts.subscription != nullptr) put("subscriptionId", parts.subscription);
      if (parts.group != nullptr) put("resourceGroup", parts.group);
      return;
  }
}

// ── modules ───────────────────────────────────────────────────────────────────────────────────────────────────────

// Without a name the compiler makes one.
const Expr* Lowering::module_name(const Symbol& symbol, const Expr* index) {
  const auto body = body_of(*symbol.node);
  const auto* written = body.object != nullptr ? property(tree_, *body.object, "name") : nullptr;
  const auto& at = written != nullptr ? *written : *symbol.node;
  if (written != nullptr) {
    Local room[2];
    return expression(written, inside(body, index, room, {}));
  }
  const auto* unique = call("uniqueString", {text_literal(symbol.name, at), member(call("deployment", {}, at), "name", at)}, at);
  if (index == nullptr) return call("format", {text_literal(fmt::format("{}-{{0}}", symbol.name), at), unique}, at);
  return call("format", {text_literal(fmt::format("{}-{{0}}-{{1}}", symbol.name), at), index, unique}, at);
}

// `vault.getSecret('x')` as an argument is no value but a reference that the platform follows.
bool Lowering::has_secret(const Node* node) const {
  node = bare(node);
  if (node == nullptr) return false;
  if (node->is(NodeKind::ternary)) return has_secret(node->child(1)) || has_secret(node->child(2));
  return node->is(NodeKind::instance_function_call) && text(*node->child(1)) == "getSecret";
}

// `{ keyVault: { id }, secretName, secretVersion }`
const Expr* Lowering::secret(const Node& node, const Reference& vault, const Place& place) {
  Local room[2];
  const auto object_of = [&](std::vector<const Expr*> members) { return call("createObject", std::move(members), node); };
  const auto* id = id_of(*vault.resource, indexed(vault, room), node);
  std::vector<const Expr*> members{text_literal("keyVault", node), object_of({text_literal("id", node), id})};
  const auto args = arguments(node.children().subspan(2), place);
  if (!args.empty()) members.insert(members.end(), {text_literal("secretName", node), args[0]});
  if (args.size() > 1) members.insert(members.end(), {text_literal("secretVersion", node), args[1]});
  return object_of(std::move(members));
}

// An argument in which secrets may stand: `{ value: … }` or `{ reference: … }` in each branch.
const Expr* Lowering::argument(const Node& given, const Place& place) {
  const auto& node = *bare(&given);
  if (node.is(NodeKind::ternary)) {
    auto* expr = make(Expr::Kind::conditional, node);
    expr->children = arena_.copy(std::vector<const Expr*>{expression(node.child(0), place), argument(*node.child(1), place),
                                                          argument(*node.child(2), place)});
    return expr;
  }
  const bool is_call = node.is(NodeKind::instance_function_call) && text(*node.child(1)) == "getSecret";
  const auto vault = is_call ? reference(node.child(0), place) : std::nullopt;
  const bool secret_one = vault && vault->resource != nullptr;
  if (secret_one) return call("createObject", {text_literal("reference", node), secret(node, *vault, place)}, node);
  return call("createObject", {text_literal("value", node), expression(&node, place)}, node);
}

Value Lowering::module_parameters(const Node* params, const Place& place) {
  params = bare(params);
  if (params == nullptr) return {};
  if (!params->is(NodeKind::object) || !is_plain(*params)) {
    return deferred(call("@arguments", {expression(params, place)}, *params), *params);
  }
  ObjectBuilder made(arena_);
  for (const auto* child : params->children()) {
    if (!child->is(NodeKind::object_property) || child->child(0) == nullptr || child->child(1) == nullptr) continue;
    const auto name = property_name(tree_, *child->child(0));
    if (!name) continue;
    if (has_secret(child->child(1))) {
      made.set(keep(*name), deferred(argument(*child->child(1), place), *child->child(1)), span(*child->child(0)));
      continue;
    }
    ObjectBuilder wrapped(arena_);
    wrapped.set("value", value(child->child(1), place), span(*child->child(0)));
    made.set(keep(*name), wrapped.build(span(*child->child(1))), span(*child->child(0)));
  }
  return made.build(span(*params));
}

Value Lowering::module(const Symbol& symbol) {
  const auto& node = *symbol.node;
  const auto body = body_of(node);
  const auto whole = statement_span(tree_, file_->id, node, "module");
  const auto* path = node.child(1) != nullptr ? node.child(1) : &node;
  const auto written = literal_text(tree_, path).value_or(std::string(text(*path)));
  const auto found = files_.modules().find(file_->path, written);
  ObjectBuilder link(arena_);
  link.set("module", Value::of(keep(written), span(*path)));
  if (!found.path.empty()) link.set("path", Value::of(keep(found.path)));
  link.set("looked", Value::of(keep(found.looked)));
  ObjectBuilder made(arena_);
  made.set("type", Value::of(std::string_view("Microsoft.Resources/deployments"), span(*path)), {file_->id, whole.begin, path->begin});
  Local room[2];
  const auto* own_index = body.loop != nullptr ? call("copyIndex", {text_literal(symbol.name, node)}, *body.loop) : nullptr;
  const auto place = inside(body, own_index, room, {});
  if (body.loop != nullptr) made.set("copy", copy_of(node, *body.loop, symbol.name, {}));
  if (body.condition != nullptr) made.set("condition", deferred(expression(body.condition, place), *body.condition), span(*body.condition));
  made.set("name", deferred(module_name(symbol, own_index), node));
  ObjectBuilder properties(arena_);
  properties.set("templateLink", link.build(span(*path)), span(*path));
  if (body.object != nullptr) {
    if (const auto* scope = property(tree_, *body.object, "scope")) put_scope(made, scope_parts(scope, place), *scope);
    if (const auto params = module_parameters(property(tree_, *body.object, "params"), place); !params.is_null()) {
      properties.set("parameters", params, params.span());
    }
  }
  made.set("properties", properties.build(whole));
  made.set("dependsOn", dependencies(node, body, nullptr, place));
  return made.build(whole);
}

}  // namespace pillarlint::bicep
