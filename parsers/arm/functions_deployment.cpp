// Functions that read the deployment: parameters, scopes, resource ids, run-time state.
#include <array>

#include <fmt/format.h>

#include "arm/clouds.h"
#include "arm/expand.h"
#include "arm/functions.h"
#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

namespace {

Here& here_of(const Call& call) { return static_cast<Here&>(*call.environment); }
// Scope functions speak of the frame whose names the expression sees (D22).
Frame& frame_of(const Call& call) { return *here_of(call).frame.names; }

Value known_later(const Call& call, std::string_view subject, SymbolId symbol, ValueType type) {
  return new_unknown(call.context, Unknown::Why::known_after_deploy, subject, symbol, call.span, type);
}

/// Runs `make` for each combination of alternatives, so that ids of both branches of a condition are told apart.
Value for_alternatives(const Call& call, const std::function<Value(std::span<const Value>)>& make) {
  const auto branches = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(call.args.begin(), call.args.end(), branches)) return make(call.args);
  // As a whole it is the id with a hole for what depends on the condition.
  return distribute(call.context, call.args, symbol_of(make(call.args), call.context.symbols), call.span, make);
}

// ── names and loops ───────────────────────────────────────────────────────────────────────────────────────────────

Value run_parameters(const Call& call) { return here_of(call).name(NameKind::parameter, call.arg(0).text_or_empty(), call.span); }
Value run_variables(const Call& call) { return here_of(call).name(NameKind::variable, call.arg(0).text_or_empty(), call.span); }

const LoopBinding* find_loop(const LoopBinding* loops, std::string_view name) {
  for (const auto* loop = loops; loop != nullptr; loop = loop->outer) {
    if (name.empty() ? loop->of_resource : same_text(loop->name, name)) return loop;
  }
  return name.empty() ? loops : nullptr;
}

Value run_copy_index(const Call& call) {
  std::string_view name;
  std::int64_t offset = 0;
  for (const auto& arg : call.args) {
    if (arg.is_string()) name = arg.text();
    if (arg.is_integer()) offset = arg.integer();
  }
  const auto& here = here_of(call);
  const auto* loop = find_loop(here.loops, name);
  if (loop == nullptr) loop = find_loop(here.frame.loops, name);
  if (loop == nullptr) return call.wrong(name.empty() ? "there is no loop here" : fmt::format("there is no loop `{}` here", name));
  if (offset == 0) return loop->index.at(call.span);
  if (loop->index.is_integer()) return Value::of(loop->index.integer() + offset, call.span);
  const std::array parts{loop->index, Value::of(offset)};
  return unknown_from(call.context, "add", parts, call.span, ValueType::integer);
}

// ── scopes ────────────────────────────────────────────────────────────────────────────────────────────────────────

Value run_subscription(const Call& call) { return subscription_value(frame_of(call), call.span); }
Value run_resource_group(const Call& call) { return resource_group_value(frame_of(call), call.span); }

Value run_management_group(const Call& call) {
  auto& frame = frame_of(call);
  ObjectBuilder object(call.context.arena);
  const std::array id{Value::of(std::string_view("/providers/Microsoft.Management/managementGroups/")), frame.management_group};
  object.set("id", join_text(call.context, id, call.span));
  object.set("name", frame.management_group);
  object.set("type", Value::of(std::string_view("/providers/Microsoft.Management/managementGroups")));
  object.open(&scope_fact(call.context, "managementGroup()", call.span).why());
  return object.build(call.span);
}

Value run_tenant(const Call& call) {
  ObjectBuilder object(call.context.arena);
  object.set("tenantId", scope_fact(call.context, "tenant().tenantId", call.span));
  object.set("id", Value::of(std::string_view("/")));
  object.open(&scope_fact(call.context, "tenant()", call.span).why());
  return object.build(call.span);
}

Value run_deployer(const Call& call) {
  ObjectBuilder object(call.context.arena);
  for (const std::string_view name : {std::string_view("objectId"), std::string_view("tenantId"), std::string_view("userPrincipalName")}) {
    object.set(name, scope_fact(call.context, fmt::format("deployer().{}", name), call.span));
  }
  return object.build(call.span);
}

Value run_deployment(const Call& call) {
  auto& frame = frame_of(call);
  auto& arena = call.context.arena;
  ObjectBuilder object(arena);
  object.set("name", frame.deployment_name);
  object.set("location", frame.location);
  ObjectBuilder inner(arena);
  ObjectBuilder metadata(arena);
  metadata.set("contentVersion", frame.view().root.get("contentVersion"));
  if (const auto* written = frame.view().root.find("metadata")) metadata.set("metadata", written->value);
  inner.set("template", metadata.build(call.span));
  inner.open(&scope_fact(call.context, "deployment().properties", call.span).why());
  object.set("properties", inner.build(call.span));
  object.open(&scope_fact(call.context, "deployment()", call.span).why());
  return object.build(call.span);
}

Value run_environment(const Call& call) {
  auto& expander = frame_of(call).expander();
  return cloud_environment(call.context, expander.request().cloud, call.span);
}

// ── ids ───────────────────────────────────────────────────────────────────────────────────────────────────────────

bool looks_like_type(const Value& arg) {
  if (!arg.is_string()) return false;
  const auto text = arg.text();
  const auto slash = text.find('/');
  return slash != std::string_view::npos && slash > 0 && text.find('.') < slash;
}

/// Names of the arguments after the type, one for each level; a single `a/b` for two levels is taken apart.
std::vector<Value> id_segments(Context& context, std::string_view type, std::span<const Value> names) {
  const auto levels = TypeName(type).levels();
  if (names.size() == levels) return {names.begin(), names.end()};
  if (names.empty()) return {};
  std::vector<Value> joined;
  for (const auto& name : names) {
    if (!joined.empty()) joined.push_back(Value::of(std::string_view("/")));
    joined.push_back(name);
  }
  return name_segments(context, join_text(context, joined, names[0].span()), levels);
}

Value id_of(const Call& call, std::span<const Value> args, std::size_t type_at, const Value& scope) {
  const auto type = args[type_at].text();
  const auto names = args.subspan(type_at + 1);
  const auto segments = id_segments(call.context, type, names);
  if (segments.empty()) {
    if (names.empty()) return call.wrong("the name of the resource is missing");
    return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
  }
  return compose_id(call.context, scope, type, segments, call.span);
}

std::optional<std::size_t> type_position(std::span<const Value> args) {
  for (std::size_t i = 0; i < args.size() && i < 3; ++i) {
    if (looks_like_type(args[i])) return i;
  }
  return std::nullopt;
}

Value subscription_scope(Context& context, const Value& subscription, Span span) {
  const std::array parts{Value::of(std::string_view("/subscriptions/")), subscription};
  return join_text(context, parts, span);
}

Value group_scope(Context& context, const Value& subscription, const Value& group, Span span) {
  const std::array parts{Value::of(std::string_view("/subscriptions/")), subscription, Value::of(std::string_view("/resourceGroups/")), group};
  return join_text(context, parts, span);
}

Value run_resource_id(const Call& call) {
  return for_alternatives(call, [&](std::span<const Value> args) {
    const auto at = type_position(args);
    if (!at) {
      for (const auto& arg : args) {
        if (!arg.known()) return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
      }
      return call.wrong("a resource type such as `Microsoft.Storage/storageAccounts` is expected");
    }
    auto& frame = frame_of(call);
    if (*at == 0) return id_of(call, args, *at, frame.scope_id);
    const auto subscription = *at == 2 ? args[0] : frame.subscription;
    return id_of(call, args, *at, group_scope(call.context, subscription, args[*at - 1], call.span));
  });
}

Value run_subscription_resource_id(const Call& call) {
  return for_alternatives(call, [&](std::span<const Value> args) {
    const auto at = type_position(args);
    if (!at) return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
    const auto subscription = *at == 0 ? frame_of(call).subscription : args[0];
    return id_of(call, args, *at, subscription_scope(call.context, subscription, call.span));
  });
}

Value run_tenant_resource_id(const Call& call) {
  return for_alternatives(call, [&](std::span<const Value> args) {
    const auto at = type_position(args);
    if (!at) return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
    return id_of(call, args, *at, Value::of(std::string_view("")));
  });
}

Value run_management_group_resource_id(const Call& call) {
  return for_alternatives(call, [&](std::span<const Value> args) {
    const auto at = type_position(args);
    if (!at) return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
    const auto group = *at == 0 ? frame_of(call).management_group : args[0];
    const std::array parts{Value::of(std::string_view("/providers/Microsoft.Management/managementGroups/")), group};
    return id_of(call, args, *at, join_text(call.context, parts, call.span));
  });
}

Value run_extension_resource_id(const Call& call) {
  return for_alternatives(call, [&](std::span<const Value> args) {
    if (!looks_like_type(args[1])) return unknown_from(call.context, call.function.name, args, call.span, ValueType::string);
    return id_of(call, args, 1, args[0]);
  });
}

// ── run-time state ────────────────────────────────────────────────────────────────────────────────────────────────

void note_reference(const Call& call, SymbolId id, const Value& written) {
  if (auto* references = here_of(call).references) references->push_back({id, written, call.span});
}

/// The instances that the first argument of reference() or list*() names, else its id.
struct Meant {
  std::vector<Instance*> instances;
  SymbolId id = SymbolId::none;
};

Meant meant_by(const Call& call, const Value& key) {
  auto& here = here_of(call);
  Meant meant;
  const bool is_id = starts_with(key, "/", Case::matters) == Truth::yes;
  if (!is_id) {
    meant.instances = here.frame.find_named(key);
    if (meant.instances.empty() && here.frame.names != &here.frame) meant.instances = here.frame.names->find_named(key);
  }
  if (!meant.instances.empty()) return meant;
  meant.id = id_symbol(call.context, key);
  auto& expander = here.frame.expander();
  auto* instance = expander.with_id(meant.id);
  if (instance == nullptr) instance = expander.in_some_case(meant.id, here.frame);
  if (instance != nullptr) {
    meant.instances.push_back(instance);
    return meant;
  }
  // A deployment is no resource of the graph: its id names it in its own frame or in one around it.
  if (contains_text(key, "Microsoft.Resources/deployments", Case::ignored) == Truth::yes) {
    if (const auto parsed = parse_id(call.context, key); parsed && !parsed->segments.empty()) {
      for (auto* frame = &here.frame; frame != nullptr && meant.instances.empty(); frame = frame->caller()) {
        meant.instances = frame->find_named(parsed->segments.back());
        std::erase_if(meant.instances, [](const Instance* one) { return !one->view->deployment; });
      }
    }
  }
  return meant;
}

Value one_state(const Call& call, Instance& instance, bool full) {
  if (!instance.view->deployment) note_reference(call, instance.id_symbol, instance.id);
  auto& expander = instance.frame->expander();
  auto* meant = instance.view->existing ? expander.with_id(instance.id_symbol) : nullptr;
  const auto state = expander.state_of(meant != nullptr ? *meant : instance);
  if (full) return state;
  const auto properties = member_of(call.context, state, "properties", call.span);
  return properties.value_or(state);
}

/// An existing resource whose name depends on a condition: another one in each case.
bool is_several(const Instance& instance) {
  return instance.view->existing && !instance.id.known() && !instance.id.why().alternatives.empty();
}

Value state_of_one(const Call& call, const Value& key, bool full) {
  const auto meant = meant_by(call, key);
  if (meant.instances.size() == 1) {
    auto& instance = *meant.instances[0];
    if (!is_several(instance)) return one_state(call, instance, full);
    const std::array id{instance.id};
    const auto symbol = call.context.symbols.make("reference", full ? "full" : "", {instance.id_symbol});
    return distribute(call.context, id, symbol, call.span,
                      [&](std::span<const Value> one) { return state_of_one(call, one[0], full); });
  }
  if (meant.instances.size() > 1 && meant.instances.size() <= max_alternatives) {
    std::vector<Alternative> states;
    for (auto* instance : meant.instances) {
      const Atom which{call.context.symbols.make("is instance", std::to_string(instance->number), {symbol_of(key, call.context.symbols)}), true};
      std::vector<Atom> when(instance->condition);
      if (instance->condition.empty() || !key.known()) when.push_back(which);
      states.push_back({one_state(call, *instance, full), call.context.arena.copy(when)});
    }
    return either(call.context, states, call.context.symbols.make("reference", "", {symbol_of(key, call.context.symbols)}), call.span);
  }
  note_reference(call, meant.id, key);
  const auto subject = key.is_string() ? fmt::format("reference('{}')", shorten(key.text(), 60)) : std::string("reference()");
  const auto state = here_of(call).frame.expander().state_of(meant.id, subject, call.span);
  if (full) return state;
  return member_of(call.context, state, "properties", call.span).value_or(state);
}

Value run_reference(const Call& call) {
  const bool full = call.has(2) && call.arg(2).is_string() && same_text(call.arg(2).text(), "full");
  const std::array key{call.arg(0)};
  const auto symbol = call.context.symbols.make("reference", full ? "full" : "", {symbol_of(key[0], call.context.symbols)});
  return distribute(call.context, key, symbol, call.span,
                    [&](std::span<const Value> one) { return state_of_one(call, one[0], full); });
}

Value run_references(const Call& call) {
  const bool full = call.args.size() > 1 && call.args.back().is_string() && same_text(call.args.back().text(), "full");
  std::vector<Value> states;
  bool symbolic = call.arg(0).known() == false;
  for (auto* instance : here_of(call).frame.find_named(call.arg(0))) {
    symbolic = symbolic || (instance->loop.symbolic && instance->loop.count < 0);
    if (!instance->loop.symbolic) states.push_back(one_state(call, *instance, full));
  }
  const Unknown* rest = symbolic ? &call.unknown(ValueType::array).why() : nullptr;
  return Value::array(call.context.arena, states, call.span, rest);
}

Mark mark_of_list(std::string_view name) {
  return find_text(name, "ConnectionString") != std::string_view::npos ? Mark::connection_string | Mark::key : Mark::key;
}

bool gives_no_key(std::string_view name) {
  return same_text(name, "listOutputsWithSecureValues") || same_text(name, "listAssociatedTrafficFilters");
}

Value list_of_one(const Call& call, const Value& key) {
  const auto meant = meant_by(call, key);
  if (meant.instances.size() == 1 && same_text(call.function.name, "listOutputsWithSecureValues")) {
    // The outputs of a module by name, secure ones too: `listOutputsWithSecureValues('m', version).secret`
    auto& instance = *meant.instances[0];
    if (auto* child = instance.frame->expander().child_of(instance)) {
      ObjectBuilder values(call.context.arena);
      for (const auto& m : child->outputs().members()) values.set(m.key, m.value.get("value"), m.key_span);
      return values.build(call.span);
    }
  }
  if (meant.instances.size() == 1 && is_several(*meant.instances[0])) {
    const std::array ids{meant.instances[0]->id};
    const auto symbol = call.context.symbols.make(call.function.name, "", {meant.instances[0]->id_symbol});
    return distribute(call.context, ids, symbol, call.span, [&](std::span<const Value> one) { return list_of_one(call, one[0]); });
  }
  const auto id = meant.instances.size() == 1 ? meant.instances[0]->id_symbol : meant.id;
  const bool deployment = meant.instances.size() == 1 && meant.instances[0]->view->deployment;
  if (!deployment) note_reference(call, id, meant.instances.size() == 1 ? meant.instances[0]->id : key);
  const auto state = state_symbol(call.context.symbols, id);
  const auto result = known_later(call, fmt::format("{}()", call.function.name == "list*" ? "list" : call.function.name),
                                  call.context.symbols.make(call.function.name, "", {state}), ValueType::object);
  return gives_no_key(call.function.name) ? result : result.marked(mark_of_list(call.function.name));
}

Value run_list(const Call& call) {
  const std::array key{call.arg(0)};
  const bool is_id = starts_with(key[0], "/", Case::matters) == Truth::yes;
  const auto of = is_id ? id_symbol(call.context, key[0]) : symbol_of(key[0], call.context.symbols);
  const auto symbol = call.context.symbols.make(call.function.name, "", {of});
  return distribute(call.context, key, symbol, call.span, [&](std::span<const Value> one) { return list_of_one(call, one[0]); });
}

Value run_new_guid(const Call& call) {
  return known_later(call, "newGuid()", call.context.symbols.fresh("newGuid"), ValueType::string);
}
Value run_utc_now(const Call& call) {
  return known_later(call, "utcNow()", call.context.symbols.fresh("utcNow"), ValueType::string);
}
// Depends on the subscription or the service, not on anything in the template: the same arguments, the same answer.
Value run_time(const Call& call) {
  auto result = call.unknown();
  auto* why = call.context.arena.make<Unknown>(result.why());
  why->why = Unknown::Why::known_after_deploy;
  why->subject = call.context.arena.copy(fmt::format("{}()", call.function.name));
  return Value::unknown(why, call.span);
}

constexpr std::array rows{
    Builtin{"parameters", 1, 1, Takes::known, run_parameters},
    Builtin{"variables", 1, 1, Takes::known, run_variables},
    Builtin{"copyIndex", 0, 2, Takes::known, run_copy_index, ValueType::integer},
    Builtin{"subscription", 0, 0, Takes::known, run_subscription},
    Builtin{"resourceGroup", 0, 0, Takes::known, run_resource_group},
    Builtin{"managementGroup", 0, 0, Takes::known, run_management_group},
    Builtin{"tenant", 0, 0, Takes::known, run_tenant},
    Builtin{"deployer", 0, 0, Takes::known, run_deployer},
    Builtin{"deployment", 0, 0, Takes::known, run_deployment},
    Builtin{"environment", 0, 0, Takes::known, run_environment},
    Builtin{"resourceId", 2, -1, Takes::unknown, run_resource_id, ValueType::string},
    Builtin{"subscriptionResourceId", 2, -1, Takes::unknown, run_subscription_resource_id, ValueType::string},
    Builtin{"tenantResourceId", 2, -1, Takes::unknown, run_tenant_resource_id, ValueType::string},
    Builtin{"managementGroupResourceId", 2, -1, Takes::unknown, run_management_group_resource_id, ValueType::string},
    Builtin{"extensionResourceId", 3, -1, Takes::unknown, run_extension_resource_id, ValueType::string},
    Builtin{"reference", 1, 3, Takes::unknown, run_reference, ValueType::object},
    Builtin{"references", 1, 2, Takes::unknown, run_references, ValueType::array},
    Builtin{"list*", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listKeys", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listAdminKeys", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listQueryKeys", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listSecrets", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listCredentials", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listConnectionStrings", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listAccountSas", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listServiceSas", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listCallbackUrl", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"listOutputsWithSecureValues", 1, 3, Takes::unknown, run_list, ValueType::object},
    Builtin{"newGuid", 0, 0, Takes::known, run_new_guid, ValueType::string},
    Builtin{"utcNow", 0, 1, Takes::unknown, run_utc_now, ValueType::string},
    Builtin{"pickZones", 3, 5, Takes::unknown, run_time, ValueType::array},
    Builtin{"providers", 1, 2, Takes::unknown, run_time},
    Builtin{"toLogicalZone", 3, 3, Takes::unknown, run_time, ValueType::string},
    Builtin{"toLogicalZones", 3, 3, Takes::unknown, run_time, ValueType::array},
    Builtin{"toPhysicalZone", 3, 3, Takes::unknown, run_time, ValueType::string},
    Builtin{"toPhysicalZones", 3, 3, Takes::unknown, run_time, ValueType::array},
    Builtin{"roleDefinitions", 1, 1, Takes::unknown, run_time, ValueType::object},
    Builtin{"externalInput", 1, 2, Takes::unknown, run_time},
};

}  // namespace

std::span<const Builtin> deployment_functions() { return rows; }

const FunctionTable& function_table() {
  static const FunctionTable table{arm_functions(), deployment_functions()};
  return table;
}

Value scope_fact(Context& context, std::string_view name, Span span) {
  Unknown why;
  why.why = Unknown::Why::known_after_deploy;
  why.subject = context.arena.copy(name);
  why.span = span;
  why.symbol = context.symbols.make("scope", name);
  const bool object = name.ends_with(")") || name.ends_with("properties");
  why.type = object ? ValueType::object : ValueType::string;
  why.never_empty = true;  // scopes always have ids, names and locations (semantics D10)
  return Value::unknown(context.arena, why);
}

Value subscription_value(Frame& frame, Span span) {
  auto& context = frame.expander().context();
  ObjectBuilder object(context.arena);
  object.set("id", subscription_scope(context, frame.subscription, span));
  object.set("subscriptionId", frame.subscription);
  object.set("tenantId", scope_fact(context, "tenant().tenantId", span));
  object.set("displayName", scope_fact(context, "subscription().displayName", span));
  return object.build(span);
}

Value resource_group_value(Frame& frame, Span span) {
  auto& context = frame.expander().context();
  const auto id = group_scope(context, frame.subscription, frame.group, span);
  const auto symbol = id_symbol(context, id);
  ObjectBuilder object(context.arena);
  object.set("id", id);
  object.set("name", frame.group);
  object.set("type", Value::of(std::string_view("Microsoft.Resources/resourceGroups")));
  // A resource group declared in the same deployment states its location (D28).
  auto* declared = frame.expander().with_id(symbol);
  Value location;
  if (declared != nullptr) location = member_of(context, frame.expander().state_of(*declared), "location", span).value_or(Value());
  if (declared == nullptr || location.is_null()) {
    Unknown why;
    why.why = Unknown::Why::known_after_deploy;
    why.subject = "resourceGroup().location";
    why.span = span;
    why.type = ValueType::string;
    why.never_empty = true;
    why.symbol = context.symbols.make("member", "location", {state_symbol(context.symbols, symbol)});
    location = Value::unknown(context.arena, why);
  }
  object.set("location", location);
  Unknown rest;
  rest.why = Unknown::Why::known_after_deploy;
  rest.subject = "resourceGroup()";
  rest.span = span;
  rest.symbol = state_symbol(context.symbols, symbol);
  object.open(context.arena.make<Unknown>(rest));
  return object.build(span);
}

}  // namespace pillarlint::arm
