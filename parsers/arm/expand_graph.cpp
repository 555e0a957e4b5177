// Resources, outputs and dependencies into the graph.
#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

namespace {
constexpr std::size_t max_edges = 200'000;
constexpr int max_existing_depth = 16;
constexpr std::size_t max_dependencies = 4'000;
}  // namespace

// A default that a parameter file replaces, a parameter that nothing reads: their texts stand in excerpts all the same.
void Expander::note_secrets(const Frame& frame) {
  const auto note = [&](const Value& value) {
    if (value.span().known()) expansion_.secrets.push_back(value.span());
  };
  for (const auto& parameter : frame.view().parameters.members()) {
    if (!is_secure({parameter.value, frame.view().definitions})) continue;
    if (const auto* written = parameter.value.find("defaultValue")) note(written->value);
    if (frame.inputs == nullptr) continue;
    if (const auto given = frame.inputs->find(lower(parameter.key)); given != frame.inputs->end()) note(given->second);
  }
}

void Expander::collect(Frame& frame) {
  ++frames_;
  note_secrets(frame);
  if (!context_.budget.take(100)) {
    context_.diagnostics.report(Code::limit_reached, {frame.file, 0, 0}, "step");
    builder_.open_world({{frame.file, 0, 0}, "a limit was reached before all resources were expanded", ""});
    return;
  }
  // Bodies may read resources that stand behind them: all are named before the first body is asked for.
  for (std::size_t i = 0; i < frame.resources().size(); ++i) frame.instances(i);
  for (std::size_t i = 0; i < frame.resources().size(); ++i) {
    for (const auto& instance : frame.instances(i)) {
      in_order_.push_back(instance.get());
      if (!instance->view->deployment) {
        add_resource(*instance);
      } else if (auto* child = child_of(*instance)) {
        collect(*child);
      }
    }
  }
  add_outputs(frame);
}

std::string Expander::address_of(const Instance& instance, bool declared) const {
  const auto& view = *instance.view;
  std::string text;
  if (!view.symbol.empty()) {
    text = std::string(view.symbol);
  } else {
    const auto name = view.raw.get("name").text_or_empty();
    text = fmt::format("{} '{}'", TypeName(view.type).last(), declared ? std::string(name) : shorten(name, 80));
  }
  if (!declared && instance.binding) {
    text += instance.loop.symbolic && instance.loop.count < 0 && !instance.binding->index.known() ? "[*]" : fmt::format("[{}]", instance.number);
  }
  const auto& path = declared ? instance.frame->declared_path : instance.frame->path;
  return path.empty() ? text : path + "/" + text;
}

// In a stack paths begin with the entry point.
std::string Expander::address_start() const {
  return !request_.in_stack ? fmt::format("{}:", project_.sources().path(roots_.front().frame->file)) : std::string();
}

void Expander::add_resource(Instance& instance) {
  auto& frame = *instance.frame;
  Resource resource;
  resource.type = TypeName(instance.type);
  resource.api_version = instance.api_version;
  resource.api_version_written = instance.api_version_written;
  resource.name = instance.name;
  resource.segments = instance.segments;
  resource.scope = instance.scope;
  resource.id = instance.id;
  resource.id_symbol = instance.id_symbol;
  resource.declared_address = address_of(instance, true);
  resource.address = address_start() + address_of(instance, false);
  resource.body = body_of(instance);
  resource.condition = instance.condition;
  resource.loop = instance.loop;
  resource.standing = instance.view->existing ? Resource::Standing::existing : Resource::Standing::declared;
  resource.header = instance.view->header;
  resource.whole = instance.view->raw.span();
  resource.called_from = frame.called_from;
  resource.frame = frame.path;
  instance.node = builder_.add(std::move(resource));
}

void Expander::add_outputs(Frame& frame) {
  for (const auto& m : frame.view().outputs.members()) {
    const auto value = frame.output(m.key);
    if (!value) continue;
    Resource node;
    node.type = TypeName("@output");
    node.standing = Resource::Standing::output;
    node.name = Value::of(m.key, m.key_span);
    node.segments = {node.name};
    node.scope = frame.scope_id;
    const auto symbol = context_.symbols.make("output", frame.path, {context_.symbols.make("text", lower(m.key))});
    node.id = new_unknown(context_, Unknown::Why::known_after_deploy, "an output", symbol, m.key_span);
    node.id_symbol = symbol;
    node.declared_address = fmt::format("{}outputs.{}", frame.declared_path.empty() ? "" : frame.declared_path + "/", m.key);
    node.address = fmt::format("{}{}outputs.{}", address_start(), frame.path.empty() ? "" : frame.path + "/", m.key);
    ObjectBuilder body(context_.arena);
    body.set("name", node.name);
    const auto type = m.value.get("type").text_or_empty();
    body.set("secure", Value::of(starts_with_text(type, "secure"), m.value.get("type").span()));
    body.set("value", *value, m.key_span);
    node.body = body.build(m.value.span());
    node.condition = frame.condition;
    node.loop = frame.loop;
    node.header = m.key_span;
    node.whole = m.value.span();
    node.called_from = frame.called_from;
    node.frame = frame.path;
    builder_.add(std::move(node));
  }
}

void Expander::nodes_below(Instance& instance, std::vector<ResourceId>& into) {
  if (instance.node && !instance.view->existing) into.push_back(*instance.node);
  auto* child = instance.view->deployment ? child_of(instance) : nullptr;
  if (child == nullptr) return;
  for (std::size_t i = 0; i < child->resources().size(); ++i) {
    for (const auto& one : child->instances(i)) nodes_below(*one, into);
  }
}

void Expander::depend(Instance& from, const std::vector<Instance*>& on, Span span) {
  std::vector<ResourceId> later;
  nodes_below(from, later);
  for (auto* target : on) {
    if (target == &from) continue;
    std::vector<ResourceId> earlier;
    nodes_below(*target, earlier);
    for (const auto a : later) {
      for (const auto b : earlier) {
        if (++edges_made_ > max_edges) return;
        builder_.link(a, b, Edge::Kind::depends_on, span);
      }
    }
  }
}

// What the entries of `dependsOn` name. An existing resource is not deployed: who waits for it waits for what it waits for.
void Expander::dependencies_of(Instance& instance, std::vector<std::pair<Instance*, Span>>& into, int depth) {
  Here here(*instance.frame, instance.loops, &instance);
  const auto written = instance.frame->evaluate(instance.view->raw.get("dependsOn"), here);
  for (const auto& entry : written.items()) {
    for_each_possible(entry, [&](const Value& one) {
      for (auto* target : named_dependency(instance, one)) {
        if (target == &instance) continue;
        if (!target->view->existing) {
          into.emplace_back(target, entry.span());
        } else if (depth < max_existing_depth && into.size() < max_dependencies) {
          dependencies_of(*target, into, depth + 1);
        }
      }
    });
  }
}

std::vector<Instance*> Expander::named_dependency(Instance& instance, const Value& one) {
  auto found = instance.frame->find_named(one);
  if (found.empty()) {
    const auto id = id_symbol(context_, one);
    auto* by_id = with_id(id);
    if (by_id == nullptr) by_id = in_some_case(id, *instance.frame);
    if (by_id != nullptr) found.push_back(by_id);
  }
  if (found.empty() && one.is_string()) {  // the name of a loop
    for (std::size_t i = 0; i < instance.frame->resources().size(); ++i) {
      if (!same_text(instance.frame->resources()[i].raw.get("copy").get("name").text_or_empty(), one.text())) continue;
      for (const auto& each : instance.frame->instances(i)) found.push_back(each.get());
    }
  }
  if (found.empty()) {  // a deployment by its id
    if (const auto parsed = parse_id(context_, one); parsed && same_text(parsed->type, "Microsoft.Resources/deployments") && !parsed->segments.empty()) {
      found = instance.frame->find_named(parsed->segments.back());
    }
  }
  return found;
}

void Expander::link_dependencies(Instance& instance) {
  if (instance.view->existing) return;
  std::vector<std::pair<Instance*, Span>> targets;
  dependencies_of(instance, targets, 0);
  std::vector<const Instance*> done;
  for (const auto& [target, span] : targets) {
    if (std::find(done.begin(), done.end(), target) != done.end()) continue;
    done.push_back(target);
    depend(instance, {target}, span);
  }
}

void Expander::link_all() {
  for (auto* instance : in_order_) {
    link_dependencies(*instance);
    if (!instance->node) continue;
    for (const auto& read : instance->references) {
      auto* target = with_id(read.id);
      if (target == instance) continue;
      if (target != nullptr && target->node) {
        builder_.link(*instance->node, *target->node, Edge::Kind::reference, read.span);
      } else if (target == nullptr) {
        builder_.link(*instance->node, read.written, Edge::Kind::reference, read.span);
      }
    }
  }
}

}  // namespace pillarlint::arm
