#include "terraform/azapi.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/type_name.h"
#include "base/text.h"
#include "terraform/functions.h"
#include "terraform/state.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

// Of `P/t@${var.version}` the type is known.
std::string_view known_beginning(const Value& type) {
  if (type.known()) return type.text_or_empty();
  const auto& pieces = type.why().pieces;
  return !pieces.empty() && pieces[0].text.find('@') != std::string_view::npos ? pieces[0].text : std::string_view();
}

// `P/t@version`; the version may be missing in old text.
std::pair<std::string_view, std::string_view> type_and_version(std::string_view text) {
  const auto at = text.find('@');
  return {text.substr(0, at), at == std::string_view::npos ? std::string_view() : text.substr(at + 1)};
}

// `body` is an object, or in old form the text of one.
Value body_of(Context& context, const Value& attributes, Span header) {
  const auto body = attributes.get("body");
  if (body.is_null()) return Value::object(context.arena, {}, header);
  const std::array args{body};
  const auto symbol = context.symbols.make("json", "", {symbol_of(body, context.symbols)});
  return distribute(context, args, symbol, body.span(), [&](std::span<const Value> row) {
    if (!row[0].is_string()) return row[0];
    return call({context, row, row[0].span(), *functions().find("jsondecode")});
  });
}

// `identity { type, identity_ids }` as ARM has it.
Value identity_of(Context& context, const Value& block) {
  const auto& one = block.is_array() && !block.items().empty() ? block.items()[0] : block;
  if (!one.is_object()) return one;
  ObjectBuilder identity(context.arena);
  identity.set("type", one.get("type"));
  const auto ids = one.get("identity_ids");
  if (ids.is_array() && !(ids.items().empty() && ids.rest() == nullptr)) {
    ObjectBuilder map(context.arena);
    const Unknown* open = ids.rest();
    for (const auto& id : ids.items()) {
      if (id.is_string()) {
        map.set(id.text(), Value::object(context.arena, {}, id.span()), id.span());
      } else {
        open = open_by_key(context, open, id, id.span());
      }
    }
    map.open(open);
    identity.set("userAssignedIdentities", map.build(ids.span()));
  } else if (!ids.known()) {
    identity.set("userAssignedIdentities", ids);
  }
  return identity.build(one.span());
}

// Members of the body, and beside them what azapi has attributes for.
Value whole_body(Context& context, const Value& attributes, Span header) {
  const auto body = body_of(context, attributes, header);
  const std::array args{body};
  const auto symbol = context.symbols.make("azapi body", "", {symbol_of(body, context.symbols)});
  return distribute(context, args, symbol, header, [&](std::span<const Value> row) {
    if (!row[0].is_object()) return row[0];
    ObjectBuilder whole(context.arena);
    for (const auto name : {std::string_view("location"), std::string_view("tags")}) {
      if (const auto value = attributes.get(name); !value.is_null()) whole.set(name, value, attributes.find(name)->key_span);
    }
    if (const auto identity = attributes.get("identity"); !identity.is_null()) whole.set("identity", identity_of(context, identity));
    for (const auto& m : row[0].members()) whole.set(m.key, m.value, m.key_span);
    const Unknown* open = row[0].rest();
    if (const auto hidden = attributes.get("sensitive_body"); !hidden.is_null()) {
      Unknown why;
      why.why = Unknown::Why::not_evaluated;
      why.subject = "sensitive_body";
      why.span = hidden.span();
      why.symbol = context.symbols.fresh("sensitive_body");
      open = context.arena.make<Unknown>(why);
      // What it holds lies below `properties`.
      if (const auto* properties = whole.find("properties"); properties != nullptr && properties->is_object()) {
        whole.set("properties", Value::object(context.arena, properties->members(), properties->span(), open));
      }
    }
    whole.open(open);
    return whole.build(row[0].span());
  });
}

}  // namespace

AzapiMapped map_azapi(Context& context, std::string_view azapi_type, const AzapiReading& reading) {
  AzapiMapped made;
  const auto type_text = reading.attributes.get("type");
  const auto [type, version] = type_and_version(known_beginning(type_text));
  if (azapi_type == "azapi_resource_action" || azapi_type == "azapi_data_plane_resource") {
    made.open = azapi_type == "azapi_resource_action";
    made.why_open = "azapi_resource_action may change it in a way that can not be seen";
    made.open_type = type;
    return made;
  }
  const bool patch = azapi_type == "azapi_update_resource";
  if (azapi_type != "azapi_resource" && !patch) return made;
  if (type.find('/') == std::string_view::npos) {
    made.open = !patch;
    made.why_open = "the type of an azapi_resource is not known";
    return made;
  }
  MappedResource resource;
  resource.type = type;
  resource.api_version = version;
  if (!type_text.known()) {
    resource.api_version_written = unknown_from(context, "apiVersion", std::array{type_text}, type_text.span(), ValueType::string);
  } else if (!version.empty()) {
    resource.api_version_written = Value::of(version, type_text.span());
  }
  resource.span = reading.header;
  resource.body = whole_body(context, reading.attributes, reading.header);
  resource.locks = reading.attributes.get("locks");
  const auto parent = reading.attributes.get("parent_id");
  auto name = reading.attributes.get("name");
  if (name.is_null()) {
    name = new_unknown(context, Unknown::Why::input_not_given, "name", context.symbols.fresh("name", type), reading.header, ValueType::string);
  }
  resource.segments = {name};
  if (patch) {
    resource.place = Place::patch;
    const auto id = reading.attributes.get("resource_id");
    const std::array parts{parent, Value::of(std::string_view("/")), Value::of(TypeName(type).last()), Value::of(std::string_view("/")), name};
    resource.parent_id = id.is_null() ? join_text(context, parts, reading.header) : id;
  } else if (const auto own = reading.attributes.get("resource_id"); !own.is_null()) {
    resource.place = Place::patch;  // a data source by id
    resource.parent_id = own;
  } else if (TypeName(type).levels() > 1) {
    resource.place = Place::parent_id;
    resource.parent_id = parent;
  } else {
    resource.place = Place::extension;  // of a scope: a resource group, a subscription, a resource
    resource.scope_id = parent.is_null() ? reading.subscription : parent;
  }
  made.resource = std::move(resource);
  return made;
}

namespace {
Value later(Context& context, std::string_view subject, SymbolId symbol, Span span, ValueType type) {
  return new_unknown(context, Unknown::Why::known_after_deploy, subject, symbol, span, type);
}
}  // namespace

const Expr* encoded_object(const Expr& body) {
  const bool encodes = body.kind == Expr::Kind::call && (body.text == "jsonencode" || body.text == "yamlencode") && body.children.size() == 1;
  return encodes ? body.children[0] : nullptr;
}

void add_azapi_exports(Context& context, const Value& attributes, const Value& body, bool text_output, SymbolId state, Span span,
                       ObjectBuilder& object) {
  Unknown rest;
  rest.why = Unknown::Why::known_after_deploy;
  rest.subject = "output after deployment";
  rest.span = span;
  rest.symbol = state;
  object.set("output", text_output || !body.is_object() ? later(context, "output", context.symbols.make("member", "output", {state}), span, ValueType::any)
                                                    : with_more(context, body, state, rest));
  const auto identity = attributes.get("identity");
  if (!identity.is_array() || identity.items().empty()) return;
  ObjectBuilder block(context.arena);
  for (const auto& m : identity.items()[0].members()) block.set(m.key, m.value, m.key_span);
  const auto of = context.symbols.make("member", "identity", {state});
  const std::pair<std::string_view, std::string_view> ids[]{{"principal_id", "principalid"}, {"tenant_id", "tenantid"}};
  for (const auto& [name, arm] : ids) block.set(name, later(context, name, context.symbols.make("member", arm, {of}), span, ValueType::string));
  const std::array blocks{block.build(identity.items()[0].span())};
  object.set("identity", Value::array(context.arena, blocks, identity.span(), identity.rest()));
}

}  // namespace pillarlint::terraform
