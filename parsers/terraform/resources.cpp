// Instances of resources in ARM's shape, with their ids, and what other expressions read of them.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"
#include "terraform/azapi.h"
#include "terraform/expand.h"
#include "terraform/state.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {

constexpr std::string_view group_type = "Microsoft.Resources/resourceGroups";

bool is_azapi(std::string_view type) { return type.starts_with("azapi_"); }

}  // namespace

Value Expander::scope_of_group(const Subscription& subscription, const Value& name, Span span) {
  const auto text = [](std::string_view t) { return Value::of(t); };
  if (name.is_null()) {
    const auto group = new_unknown(context_, Unknown::Why::input_not_given, "the resource group", context_.symbols.make("resourceGroup().name", ""), span, ValueType::string);
    const std::array parts{subscription.id, text("/resourceGroups/"), group};
    return join_text(context_, parts, span);
  }
  const std::array names{name};
  const auto symbol = context_.symbols.make("group scope", "", {symbol_of(subscription.id, context_.symbols), symbol_of(name, context_.symbols)});
  return distribute(context_, names, symbol, span, [&](std::span<const Value> row) {
    const std::array parts{subscription.id, text("/resourceGroups/"), row[0]};
    return join_text(context_, parts, span);
  });
}

// Scope, names of all levels and id. A parent that depends on a condition gives another id in each case.
void Expander::identify(Planned& planned, Instance& instance) {
  const auto& mapped = planned.mapped;
  const auto span = instance.declaration->header();
  const auto levels = TypeName(mapped.type).levels();
  const auto& subscription = subscription_of(instance);
  planned.segments = mapped.segments;
  const auto below = [&](const Value& parent) {
    const auto parsed = parse_id(context_, parent);
    if (!parsed || parsed->segments.size() + mapped.segments.size() != levels) return;
    planned.scope = parsed->scope;
    planned.segments = parsed->segments;
    planned.segments.insert(planned.segments.end(), mapped.segments.begin(), mapped.segments.end());
  };
  const auto child_id = [&](const Value& parent) {
    const auto parsed = parse_id(context_, parent);
    if (parsed && parsed->segments.size() + mapped.segments.size() == levels) {
      auto all = parsed->segments;
      all.insert(all.end(), mapped.segments.begin(), mapped.segments.end());
      return compose_id(context_, parsed->scope, mapped.type, all, span);
    }
    std::vector<Value> parts{parent};
    std::size_t from = 0;
    for (std::size_t i = 0; i <= levels - std::min(levels, mapped.segments.size()); ++i) from = mapped.type.find('/', from) + 1;
    for (const auto& segment : mapped.segments) {
      const auto slash = mapped.type.find('/', from);
      parts.insert(parts.end(), {Value::of(std::string_view("/")), Value::of(mapped.type.substr(from, slash == std::string_view::npos ? slash : slash - from)),
                                 Value::of(std::string_view("/")), segment});
      from = slash + 1;
    }
    return join_text(context_, parts, span);
  };
  switch (mapped.place) {
    case Place::parent_id: {
      const std::array parents{mapped.parent_id};
      below(mapped.parent_id);
      const bool branches = !mapped.parent_id.known() && !mapped.parent_id.why().alternatives.empty();
      if (planned.segments.size() != levels) planned.segments.clear();
      const auto symbol = context_.symbols.make("child id", mapped.type, {symbol_of(mapped.parent_id, context_.symbols), symbol_of(mapped.segments.back(), context_.symbols)});
      planned.id = branches ? distribute(context_, parents, symbol, span, [&](std::span<const Value> row) { return child_id(row[0]); })
                            : child_id(mapped.parent_id);
      if (planned.scope.is_null()) planned.scope = scope_of_group(subscription, Value(), span);
      break;
    }
    case Place::parent_name:
      planned.scope = scope_of_group(subscription, mapped.resource_group_name, span);
      planned.segments.insert(planned.segments.begin(), mapped.parent_name);
      break;
    case Place::extension: planned.scope = mapped.scope_id; break;
    case Place::subscription: planned.scope = subscription.id; break;
    case Place::tenant: planned.scope = Value::of(std::string_view("")); break;
    case Place::resource_group: planned.scope = scope_of_group(subscription, mapped.resource_group_name, span); break;
    case Place::patch: planned.id = mapped.parent_id; break;
  }
  if (planned.id.is_null()) {
    if (planned.segments.size() != levels) {
      const std::array parts{planned.scope, Value::of(context_.arena.copy(fmt::format("/providers/{}/", mapped.type))), mapped.segments.back()};
      planned.segments.clear();
      planned.id = join_text(context_, parts, span);
    } else {
      planned.id = compose_id(context_, planned.scope, mapped.type, planned.segments, span);
    }
  }
  planned.id_symbol = id_symbol(context_, planned.id);
}

void Expander::plan_azurerm(Instance& instance) {
  const auto& declaration = *instance.declaration;
  const auto* mapping = mappings_.mappings().find(declaration.type);
  const bool data = declaration.mode == ResourceDeclaration::Mode::data;
  if (!data && mapping == nullptr && declaration.type.starts_with("azurerm_")) {
    expansion_.unmapped.push_back({std::string(declaration.type), "", declaration.header()});
  }
  if (mapping == nullptr || (data && (!mapping->data || declaration.type == "azurerm_role_definition"))) return;
  instance.mapping = mapping;
  const ResourceInput input{attributes_of(instance), declaration.header(), majors_, {subscription_of(instance).id, &mappings_.roles()}};
  auto mapped = terraform::apply(context_, *mapping, input);
  for (auto& one : mapped.resources) {
    instance.planned.push_back({std::move(one), {}, {}, {}, SymbolId::none});
    if (!data) continue;
    instance.planned.back().mapped.body = Value::object(context_.arena, {}, declaration.block().whole);  // it is set elsewhere
    break;
  }
  for (const auto& open : mapped.open) {
    if (!data) builder_.open_world({open.span, fmt::format("it is not known how many `{}` there are", open.attribute), std::string(open.type)});
  }
  for (const auto& odd : mapped.other_major) report_odd(odd, declaration.type);
  if (!data) ++expansion_.mapped;
  for (const auto& odd : mapped.unmapped) expansion_.unmapped.push_back({std::string(declaration.type), std::string(odd.attribute), odd.span});
}

void Expander::report_odd(const OddAttribute& odd, std::string_view type) {
  const auto when = odd.until != 0 ? fmt::format("only azurerm up to {}.x has it", odd.until) : fmt::format("azurerm has it from {}.0 on", odd.since);
  context_.diagnostics.report(Code::attribute_of_other_version, odd.span, odd.attribute, type, when);
}

void Expander::plan_resource(Instance& instance) {
  if (is_azapi(instance.declaration->type)) {
    plan_azapi(instance);
  } else if (instance.declaration->mode != ResourceDeclaration::Mode::ephemeral) {
    plan_azurerm(instance);
  }
  for (auto& one : instance.planned) identify(one, instance);
}

const std::vector<Planned>& Expander::planned(Instance& instance) {
  if (instance.plan_state.state == Lazy::State::open) {
    instance.plan_state.state = Lazy::State::running;
    plan_resource(instance);
    instance.plan_state.state = Lazy::State::done;
  }
  return instance.planned;
}

void Expander::plan_azapi(Instance& instance) {
  const auto& declaration = *instance.declaration;
  AzapiReading reading{attributes_of(instance), declaration.header(), subscription_of(instance).id};
  auto made = map_azapi(context_, declaration.type, reading);
  if (made.open) builder_.open_world({declaration.header(), std::string(made.why_open), std::string(made.open_type)});
  if (made.resource) instance.planned.push_back({std::move(*made.resource), {}, {}, {}, SymbolId::none});
}

// ── what is read of a resource ────────────────────────────────────────────────────────────────────────────────────

Value Expander::state_of(Instance& instance) {
  reads(instance.number);
  return once(instance.state, "resource", instance.declaration->address, instance.declaration->header(), [&] { return make_state(instance); });
}

// The attributes that are written, and behind them what only the provider knows.
Value Expander::plain_state(Instance& instance, SymbolId symbol, Unknown::Why why) {
  Unknown rest;
  rest.why = why;
  rest.subject = context_.arena.copy(fmt::format("{} after deployment", instance.declaration->address));
  rest.span = instance.declaration->header();
  return with_more(context_, attributes_of(instance), symbol, rest);
}

Value Expander::make_state(Instance& instance) {
  const auto& declaration = *instance.declaration;
  const auto span = declaration.header();
  const auto& all = planned(instance);
  if (all.empty()) {
    if (declaration.mode == ResourceDeclaration::Mode::data) return state_of_data(instance);
    return plain_state(instance, context_.symbols.make("resource", instance.address()), Unknown::Why::known_after_deploy);
  }
  const auto& own = all.front();
  const auto symbol = state_symbol(context_.symbols, own.id_symbol);
  const auto plain = plain_state(instance, symbol, Unknown::Why::known_after_deploy);
  ObjectBuilder object(context_.arena);
  for (const auto& m : plain.members()) object.set(m.key, m.value, m.key_span);
  if (instance.mapping != nullptr) {
    const ExportInput input{plain, declaration.mode == ResourceDeclaration::Mode::data ? Value() : own.mapped.body, symbol, span, majors_, span};
    add_exports(*instance.mapping, input, own.id, object);
  } else {
    const auto body = declaration.find("body");
    const bool text = body && (encoded_object(*body.attribute->value) != nullptr || plain.get("body").is_string());
    add_azapi_exports(context_, plain, own.mapped.body, text, symbol, span, object);
  }
  object.set("id", own.id.at({}));  // where it is read is its place
  if (object.find("name") == nullptr && !own.segments.empty()) object.set("name", own.segments.back());
  object.open(plain.rest());
  return object.build(plain.span());
}

namespace {
// `identity[0].principal_id`: the ids of the identity beside what is written of it.
void add_identity(Context& context, const ResourceMapping& mapping, const ExportInput& input, ObjectBuilder& object) {
  const auto* written = object.find("identity");
  if (written == nullptr || !written->is_array() || written->items().empty()) return;
  ObjectBuilder block(context.arena);
  for (const auto& m : written->items()[0].members()) block.set(m.key, m.value, m.key_span);
  for (const std::string_view name : {std::string_view("principal_id"), std::string_view("tenant_id")}) {
    const auto id = exported(context, mapping, fmt::format("identity[0].{}", name), input);
    if (id) block.set(name, *id);
  }
  const std::array blocks{block.build(written->items()[0].span())};
  object.set("identity", Value::array(context.arena, blocks, written->span(), written->rest()));
}
}  // namespace

void Expander::add_exports(const ResourceMapping& mapping, const ExportInput& input, const Value& id, ObjectBuilder& object) {
  const auto add = [&](std::string_view attribute) {
    if (attribute.find_first_of(".[") != std::string_view::npos || object.find(attribute) != nullptr) return;
    const auto value = exported(context_, mapping, attribute, input);
    if (value) object.set(attribute, value->known() ? *value : value->at({}));  // where it is read is its place
  };
  for (const auto& one : mapping.exports) {
    if (one.path == "id") {
      object.set(one.attribute, id.at({}));
    } else {
      add(one.attribute);
    }
  }
  for (const auto& one : mapping.body.attributes) {
    if (one.block == nullptr) add(one.name);
  }
  add_identity(context_, mapping, input, object);
}

// ── data sources that are no resources ────────────────────────────────────────────────────────────────────────────

Value Expander::role_definition_id(Instance& instance) {
  const auto attributes = attributes_of(instance);
  const auto name = attributes.get("name");
  if (!name.is_string()) return {};
  const auto guid = role_guid(mappings_.roles(), name.text());
  if (guid.empty()) return {};
  return Value::copy(context_.arena, fmt::format("/providers/Microsoft.Authorization/roleDefinitions/{}", guid), name.span());
}

// The same question has the same answer: data sources are known by their type and what they were asked.
Value Expander::state_of_data(Instance& instance) {
  const auto& declaration = *instance.declaration;
  const auto attributes = attributes_of(instance);
  const auto symbol = context_.symbols.make("data", declaration.type, {symbol_of(attributes, context_.symbols)});
  const auto plain = plain_state(instance, symbol, Unknown::Why::known_after_deploy);
  ObjectBuilder object(context_.arena);
  for (const auto& m : plain.members()) object.set(m.key, m.value, m.key_span);
  const auto span = declaration.header();
  if (declaration.type == "azurerm_subscription" && attributes.get("subscription_id").is_null()) {
    object.set("id", subscription_of(instance).id);
    object.set("subscription_id", subscription_of(instance).name);
  } else if (declaration.type == "azurerm_client_config") {
    object.set("subscription_id", subscription_of(instance).name);
    for (const auto name : {std::string_view("tenant_id"), std::string_view("object_id"), std::string_view("client_id")}) {
      object.set(name, new_unknown(context_, Unknown::Why::known_after_deploy, name, context_.symbols.make("client", name), span, ValueType::string));
    }
  } else if (declaration.type == "azapi_client_config") {
    object.set("subscription_id", subscription_of(instance).name);
    object.set("subscription_resource_id", subscription_of(instance).id);
  } else if (declaration.type == "azurerm_role_definition") {
    if (const auto id = role_definition_id(instance); !id.is_null()) {
      object.set("id", id);
      object.set("role_definition_id", id);
    }
  }
  object.open(plain.rest());
  return object.build(plain.span());
}

}  // namespace pillarlint::terraform
