// Bodies of resources, and what reading them back at run time gives (semantics D10).
#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

namespace {
bool is_control_member(std::string_view key) {
  constexpr std::array names{std::string_view("type"),      std::string_view("apiVersion"), std::string_view("condition"),
                             std::string_view("copy"),      std::string_view("dependsOn"),  std::string_view("resources"),
                             std::string_view("comments"),  std::string_view("metadata"),   std::string_view("existing"),
                             std::string_view("import"),    std::string_view("@options"),   std::string_view("scope"),
                             std::string_view("name"),      std::string_view("extension"),
                             std::string_view("subscriptionId"), std::string_view("resourceGroup")};
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return same_text(n, key); });
}
}  // namespace

Value Expander::make_body(Instance& instance) {
  const auto& raw = instance.view->raw;
  Here here(*instance.frame, instance.loops, &instance);
  std::vector<Member> members;
  members.reserve(raw.members().size());
  for (const auto& m : raw.members()) {
    if (same_text(m.key, "name")) {
      members.push_back({m.key, m.hash, m.key_span, instance.name});
      continue;
    }
    if (is_control_member(m.key)) continue;
    members.push_back({m.key, m.hash, m.key_span, instance.frame->evaluate(m.value, here)});
  }
  const auto body = Value::object(context_.arena, members, raw.span());
  return resolve(context_, body, instance.condition);
}

Value Expander::body_of(Instance& instance) {
  auto& lazy = instance.body;
  if (lazy.state == Lazy::State::running) {
    const auto symbol = state_symbol(context_.symbols, instance.id_symbol);
    return new_unknown(context_, Unknown::Why::known_after_deploy, fmt::format("{}", instance.type), symbol, instance.view->header);
  }
  if (lazy.state == Lazy::State::open) {
    lazy.state = Lazy::State::running;
    const ChainLink link(*this, "resource", instance.view->symbol.empty() ? instance.view->type : instance.view->symbol);
    const auto value = make_body(instance);
    lazy.value = value;
    lazy.state = Lazy::State::done;
  }
  return lazy.value;
}

// The declared part of a resource with everything else below it known after deployment only.
Value Expander::opened(const Value& declared, SymbolId symbol, const Instance& instance) {
  if (declared.is_array()) {
    std::vector<Value> items(declared.items().begin(), declared.items().end());
    for (std::size_t i = 0; i < items.size(); ++i) {
      items[i] = opened(items[i], context_.symbols.make("element", std::to_string(i), {symbol}), instance);
    }
    return Value::array(context_.arena, items, declared.span(), declared.rest());
  }
  if (!declared.is_object()) return declared;
  std::vector<Member> members(declared.members().begin(), declared.members().end());
  for (auto& m : members) m.value = opened(m.value, context_.symbols.make("member", lower(m.key), {symbol}), instance);
  Unknown rest;
  rest.why = Unknown::Why::known_after_deploy;
  rest.subject = context_.arena.copy(fmt::format("{} after deployment", instance.type));
  rest.span = instance.view->header;
  rest.symbol = symbol;
  const auto* why = context_.arena.make<Unknown>(rest);
  return Value::object(context_.arena, members, declared.span(), why);
}

namespace {
Value with_principal(Context& context, const Value& state, SymbolId symbol) {
  const auto identity = state.get("identity");
  if (!identity.is_object() || contains_text(identity.get("type"), "SystemAssigned", Case::ignored) != Truth::yes) return state;
  ObjectBuilder changed(context.arena);
  for (const auto& m : identity.members()) changed.set(m.key, m.value, m.key_span);
  const auto of = context.symbols.make("member", "identity", {symbol});
  for (const std::string_view name : {std::string_view("principalId"), std::string_view("tenantId")}) {
    Unknown why;
    why.why = Unknown::Why::known_after_deploy;
    why.subject = "the system-assigned identity";
    why.never_empty = true;  // the platform guarantees it (semantics D10)
    why.type = ValueType::string;
    why.span = identity.span();
    why.symbol = context.symbols.make("member", lower(name), {of});
    changed.set(name, Value::unknown(context.arena, why));
  }
  changed.open(identity.rest());
  ObjectBuilder whole(context.arena);
  for (const auto& m : state.members()) whole.set(m.key, m.value, m.key_span);
  whole.set("identity", changed.build(identity.span()));
  whole.open(state.rest());
  return whole.build(state.span());
}
}  // namespace

Value Expander::make_state(Instance& instance) {
  const auto symbol = state_symbol(context_.symbols, instance.id_symbol);
  if (instance.view->deployment) {
    auto* child = child_of(instance);
    ObjectBuilder properties(context_.arena);
    Unknown rest;
    rest.why = Unknown::Why::known_after_deploy;
    rest.subject = "a deployment";
    rest.span = instance.view->header;
    rest.symbol = context_.symbols.make("member", "properties", {symbol});
    if (child != nullptr) properties.set("outputs", child->outputs());
    properties.open(context_.arena.make<Unknown>(rest));
    ObjectBuilder whole(context_.arena);
    whole.set("properties", properties.build(instance.view->header));
    Unknown more = rest;
    more.symbol = symbol;
    whole.open(context_.arena.make<Unknown>(more));
    return whole.build(instance.view->header);
  }
  auto state = opened(body_of(instance), symbol, instance);
  if (!state.is_object()) return state;
  // `properties` is there even if the template states none.
  ObjectBuilder whole(context_.arena);
  for (const auto& m : state.members()) whole.set(m.key, m.value, m.key_span);
  whole.set("id", instance.id);
  whole.set("name", instance.segments.empty() ? instance.name : instance.segments.back());
  whole.set("type", Value::of(instance.type));
  if (!instance.api_version.empty()) whole.set("apiVersion", Value::of(instance.api_version));
  if (whole.find("properties") == nullptr) {
    Unknown rest;
    rest.why = Unknown::Why::known_after_deploy;
    rest.subject = context_.arena.copy(fmt::format("{} after deployment", instance.type));
    rest.span = instance.view->header;
    rest.symbol = context_.symbols.make("member", "properties", {symbol});
    whole.set("properties", Value::object(context_.arena, {}, instance.view->header, context_.arena.make<Unknown>(rest)));
  }
  whole.open(state.rest());
  return with_principal(context_, whole.build(state.span()), symbol);
}

Value Expander::state_of(Instance& instance) {
  auto& lazy = instance.state;
  if (lazy.state == Lazy::State::running) return state_of(instance.id_symbol, instance.type, instance.view->header);
  if (lazy.state == Lazy::State::open) {
    lazy.state = Lazy::State::running;
    const auto value = make_state(instance);
    lazy.value = value;
    lazy.state = Lazy::State::done;
  }
  return lazy.value;
}

Value Expander::state_of(SymbolId id, std::string_view subject, Span span) {
  const auto symbol = state_symbol(context_.symbols, id);
  return new_unknown(context_, Unknown::Why::known_after_deploy, subject, symbol, span, ValueType::object);
}

}  // namespace pillarlint::arm
