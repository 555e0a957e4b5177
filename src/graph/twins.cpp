// Twins: child resources that ARM also accepts inline become one form (semantics D39), named for each pair in
// src/azure/data/twins.yaml.
#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "graph/builder.h"
#include "graph/rebuild.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

/// What stands at the path of a body: a null Value if it is certainly not there, an unknown if it can not be told.
Value at_path(Context& context, Value value, std::span<const IndexStep> steps) {
  for (const auto& step : steps) value = member_of(context, value, step.name, value.span()).value_or(Value());
  return value;
}

/// The body with `change` applied to what stands at the path; missing objects on the way are made. A null result takes
/// the member away.
template <typename Change>
Value with_path(Context& context, const Value& value, std::span<const IndexStep> steps, const Change& change) {
  if (steps.empty()) return change(value);
  if (!value.known()) {
    return map_alternatives(context, value, [&](const Value& one) { return with_path(context, one, steps, change); });
  }
  if (!value.is_object() && !value.is_null()) return value;
  std::vector<Member> members(value.members().begin(), value.members().end());
  const auto same = [&](const Member& m) { return same_text(m.key, steps[0].name); };
  auto found = std::find_if(members.begin(), members.end(), same);
  const auto made = with_path(context, found != members.end() ? found->value : Value(), steps.subspan(1), change);
  if (found != members.end() && made.is_null()) {
    members.erase(found);
  } else if (found != members.end()) {
    found->value = made;
  } else if (!made.is_null()) {
    members.push_back(member(steps[0].name, made));
  }
  return value.is_null() ? Value::object(context.arena, members) : rebuilt(context, value, members);
}

/// Members of both; of those that both have, objects are merged and else `over` wins.
Value merged(Context& context, const Value& under, const Value& over, std::size_t depth = 0) {
  if (!under.is_object() || !over.is_object() || depth > 64) return over.is_null() ? under : over;
  std::vector<Member> members(under.members().begin(), under.members().end());
  for (const auto& m : over.members()) {
    const auto found = std::find_if(members.begin(), members.end(), [&](const Member& other) { return same_text(other.key, m.key); });
    if (found == members.end()) {
      members.push_back(m);
    } else {
      found->value = merged(context, found->value, m.value, depth + 1);
    }
  }
  const auto* rest = over.rest() != nullptr ? over.rest() : under.rest();
  return Value::object(context.arena, members, over.span(), rest).marked(over.marks());
}

/// An unknown boolean that holds if all atoms do.
Value test_of(Context& context, std::span<const Atom> atoms, Span span) {
  std::vector<SymbolId> parts;
  for (const auto atom : atoms) {
    parts.push_back(atom.holds ? atom.condition : context.symbols.make("not", "", {atom.condition}));
  }
  const auto symbol = parts.size() == 1 ? parts[0] : context.symbols.make("and", "", parts);
  return new_unknown(context, Unknown::Why::branch, "a condition", symbol, span, ValueType::boolean);
}

std::string shown(Context& context, const Value& name) {
  if (name.hidden()) return "***";
  if (name.known()) return scalar_text(name).value_or("");
  return context.symbols.print(symbol_of(name, context.symbols), 60);
}

std::vector<Atom> joined(std::span<const Atom> a, std::span<const Atom> b) {
  std::vector<Atom> out(a.begin(), a.end());
  for (const auto atom : b) {
    if (std::find(out.begin(), out.end(), atom) == out.end()) out.push_back(atom);
  }
  return out;
}

// ── inline elements to resources ──────────────────────────────────────────────────────────────────────────────────

class Inliner {
 public:
  Inliner(Context& context, std::vector<OpenReason>& open) : context_(context), open_(open) {}

  /// Takes the elements out of the body of `parent`; `use(Resource)` gets each of them.
  template <typename Use>
  void take(Resource& parent, const Twin& twin, const Use& use) {
    const auto list = at_path(context_, parent.body, twin.steps);
    if (list.is_null()) return;
    each(list, parent, twin, parent.condition, 0, use);
    parent.body = with_path(context_, parent.body, twin.steps, [](const Value&) { return Value(); });
  }

 private:
  template <typename Use>
  void each(const Value& value, const Resource& parent, const Twin& twin, const std::vector<Atom>& when, int depth, const Use& use) {
    if (!context_.budget.take()) return;
    if (value.is_null()) return;
    if (value.is_array() && depth == 0) {
      for (const auto& item : value.items()) each(item, parent, twin, when, 1, use);
      if (value.rest() != nullptr) open_list(value, twin);
    } else if (value.is_object() && depth == 1) {
      if (auto child = make(value, parent, twin, when)) use(std::move(*child));
    } else if (!value.known() && !value.why().alternatives.empty()) {
      for (const auto& alternative : value.why().alternatives) {
        if (contradict(context_.symbols, when, alternative.when)) continue;
        each(alternative.value, parent, twin, joined(when, alternative.when), depth, use);
      }
    } else {
      open_list(value, twin);
    }
  }

  void open_list(const Value& value, const Twin& twin) {
    open_.push_back({value.span(), fmt::format("`{}` is not fully known", twin.path), std::string(twin.child)});
  }

  std::optional<Resource> make(const Value& item, const Resource& parent, const Twin& twin, const std::vector<Atom>& when) {
    const auto name = item.get("name");
    if (name.is_null() || parent.segments.empty()) {
      open_list(item, twin);
      return std::nullopt;
    }
    Resource out;
    out.type = TypeName(twin.child);
    out.api_version = parent.api_version;
    out.name = join_text(context_, std::vector<Value>{parent.name, Value::of(std::string_view("/")), name}, name.span());
    out.segments = parent.segments;
    out.segments.push_back(name);
    out.scope = parent.scope;
    out.id = compose_id(context_, parent.scope, twin.child, out.segments, item.span());
    out.id_symbol = id_symbol(context_, out.id);
    const auto tail = fmt::format("/{}/{}", out.type.last(), shown(context_, name));
    out.address = parent.address + tail;
    out.declared_address = parent.declared_address + tail;
    out.body = item;
    out.condition = when;
    out.loop = parent.loop;
    out.header = {item.span().file, item.span().begin, std::min(item.span().begin + 1, item.span().end)};
    out.whole = item.span();
    out.called_from = parent.called_from;
    out.frame = parent.frame;
    return out;
  }

  Context& context_;
  std::vector<OpenReason>& open_;
};

}  // namespace

namespace {

std::uint32_t key_of(SymbolId id) { return static_cast<std::uint32_t>(id); }

/// Numbers of the declared resources of a type.
std::vector<std::size_t> declared_of(std::span<const Resource> resources, std::string_view type) {
  const TypeName name(type);
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    if (resources[i].declared() && resources[i].type == name) out.push_back(i);
  }
  return out;
}

// ── resources to elements of the parent's list ────────────────────────────────────────────────────────────────────

/// What one child adds to the list of its parent.
struct Addition {
  Value name;
  Value element;
  const Unknown* open = nullptr;   // the child stands for more than one
};

Value element_of_child(Context& context, const Resource& child, const Twin& twin) {
  const auto properties = child.body.get("properties");
  if (twin.keyed) return properties;
  std::vector<Member> members{member("name", child.segments.back())};
  const auto& source = twin.flat ? properties : child.body;
  for (const auto& m : source.members()) {
    if (!same_text(m.key, "name")) members.push_back(m);
  }
  return Value::object(context.arena, members, child.header, source.rest());
}

Addition addition_of(Context& context, const Resource& child, const Resource& parent, const Twin& twin) {
  Addition out{child.segments.back(), element_of_child(context, child, twin), nullptr};
  std::vector<Atom> own;
  for (const auto atom : child.condition) {
    if (std::find(parent.condition.begin(), parent.condition.end(), atom) == parent.condition.end()) own.push_back(atom);
  }
  if (!own.empty()) out.element = choose(context, test_of(context, own, child.header), out.element, Value(), child.header);
  if (child.loop.symbolic) {
    const auto symbol = context.symbols.make("each", "", {child.loop.collection});
    out.open = &new_unknown(context, Unknown::Why::input_not_given, "the loop of " + child.address, symbol, child.header).why();
  }
  return out;
}

/// The list with the additions: same names are merged, the child wins.
Value extended_list(Context& context, const Value& list, std::span<const Addition> additions) {
  if (!list.known() && !list.why().alternatives.empty()) {
    return map_alternatives(context, list, [&](const Value& one) { return extended_list(context, one, additions); });
  }
  const Unknown* rest = list.known() ? list.rest() : &list.why();
  std::vector<Value> items(list.items().begin(), list.items().end());
  for (const auto& addition : additions) {
    if (addition.open != nullptr) rest = addition.open;
    const auto same = [&](const Value& item) { return equals(item.get("name"), addition.name, Case::ignored) == Truth::yes; };
    const auto found = std::find_if(items.begin(), items.end(), same);
    if (found == items.end()) {
      items.push_back(addition.element);
    } else {
      *found = merged(context, *found, addition.element);
    }
  }
  return Value::array(context.arena, items, list.span(), rest).marked(list.marks());
}

Value extended_map(Context& context, const Value& map, std::span<const Addition> additions) {
  if (!map.known() && !map.why().alternatives.empty()) {
    return map_alternatives(context, map, [&](const Value& one) { return extended_map(context, one, additions); });
  }
  ObjectBuilder out(context.arena);
  for (const auto& m : map.members()) out.set(m.key, m.value, m.key_span);
  const Unknown* rest = map.known() ? map.rest() : &map.why();
  for (const auto& addition : additions) {
    if (addition.open != nullptr) rest = addition.open;
    if (!addition.name.is_string()) {
      if (!addition.name.known()) rest = &addition.name.why();
      continue;
    }
    const auto* found = out.find(addition.name.text());
    out.set(addition.name.text(), found != nullptr ? merged(context, *found, addition.element) : addition.element);
  }
  out.open(rest);
  return out.build(map.span()).marked(map.marks());
}

/// Whether the child can be merged into a declared one of the same id: it is there whenever that one is.
bool always_with(const Resource& child, const Resource& other) { return implies(other.condition, child.condition); }

class Folder {
 public:
  Folder(Context& context, std::vector<Resource>& resources, std::vector<OpenReason>& open)
      : context_(context), resources_(resources), inliner_(context, open) {
    goes_to_.resize(resources.size());
    for (std::size_t i = 0; i < goes_to_.size(); ++i) goes_to_[i] = i;
  }

  void to_children(const Twin& twin);
  void to_elements(const Twin& twin);
  void to_settings(const Twin& twin);

  /// Resources that came out of others stand behind those; `goes_to` of one that is gone is the one it went into.
  std::vector<std::vector<Resource>> made_behind;
  [[nodiscard]] std::span<const std::size_t> goes_to() const { return goes_to_; }

 private:
  void add_child(std::size_t parent, Resource child, std::unordered_map<std::uint32_t, std::size_t>& declared);

  Context& context_;
  std::vector<Resource>& resources_;
  Inliner inliner_;
  std::vector<std::size_t> goes_to_;
};

void Folder::to_children(const Twin& twin) {
  const auto parents = declared_of(resources_, twin.parent);
  if (parents.empty()) return;
  made_behind.resize(resources_.size());
  std::unordered_map<std::uint32_t, std::size_t> declared;
  for (const auto i : declared_of(resources_, twin.child)) declared.emplace(key_of(resources_[i].id_symbol), i);
  for (const auto i : parents) {
    inliner_.take(resources_[i], twin, [&](Resource child) { add_child(i, std::move(child), declared); });
  }
}

void Folder::add_child(std::size_t parent, Resource child, std::unordered_map<std::uint32_t, std::size_t>& declared) {
  const auto same = declared.find(key_of(child.id_symbol));
  if (same != declared.end() && always_with(resources_[same->second], child)) {
    auto& own = resources_[same->second];
    own.body = merged(context_, child.body, own.body);
    own.condition = child.condition;
    return;
  }
  made_behind[parent].push_back(std::move(child));
}

void Folder::to_settings(const Twin& twin) {
  std::unordered_map<std::uint32_t, std::size_t> parents;
  for (const auto i : declared_of(resources_, twin.parent)) parents.emplace(key_of(resources_[i].id_symbol), i);
  for (const auto i : declared_of(resources_, twin.child)) {
    const auto& child = resources_[i];
    const auto properties = child.body.get("properties");
    if (child.segments.size() < 2 || properties.is_null()) continue;
    if (equals(child.segments.back(), Value::of(twin.name), Case::ignored) != Truth::yes) continue;
    const auto above = std::span(child.segments).first(child.segments.size() - 1);
    const auto id = compose_id(context_, child.scope, twin.parent, above, child.header);
    const auto found = parents.find(key_of(id_symbol(context_, id)));
    if (found == parents.end()) continue;
    auto& parent = resources_[found->second];
    parent.body = with_path(context_, parent.body, twin.steps, [&](const Value& settings) {
      const auto both = merged(context_, settings, properties);
      if (always_with(child, parent)) return both;
      return choose(context_, test_of(context_, child.condition, child.header), both, settings, child.header);
    });
  }
}

void Folder::to_elements(const Twin& twin) {
  const auto children = declared_of(resources_, twin.child);
  if (children.empty()) return;
  std::unordered_map<std::uint32_t, std::size_t> parents;
  for (const auto i : declared_of(resources_, twin.parent)) parents.emplace(key_of(resources_[i].id_symbol), i);
  std::map<std::size_t, std::vector<Addition>> additions;
  for (const auto i : children) {
    const auto& child = resources_[i];
    if (child.segments.size() < 2) continue;
    const auto above = std::span(child.segments).first(child.segments.size() - 1);
    const auto id = compose_id(context_, child.scope, twin.parent, above, child.header);
    const auto parent = parents.find(key_of(id_symbol(context_, id)));
    if (parent == parents.end()) continue;  // the list of an `existing` parent is not ours to judge
    additions[parent->second].push_back(addition_of(context_, child, resources_[parent->second], twin));
    goes_to_[i] = parent->second;
  }
  for (auto& [number, added] : additions) {
    auto& parent = resources_[number];
    parent.body = with_path(context_, parent.body, twin.steps, [&](const Value& list) {
      return twin.keyed ? extended_map(context_, list, added) : extended_list(context_, list, added);
    });
  }
}

}  // namespace

void GraphBuilder::fold_twins() {
  Folder folder(context_, resources_, open_);
  for (const auto& twin : types_.twins()) {
    if (twin.form == Twin::Form::elements) folder.to_elements(twin);
    if (twin.form == Twin::Form::settings) folder.to_settings(twin);
  }
  for (const auto& twin : types_.twins()) {
    if (twin.form == Twin::Form::children) folder.to_children(twin);
  }
  std::vector<ResourceId> moved(resources_.size());
  std::vector<Resource> next;
  for (std::size_t i = 0; i < resources_.size(); ++i) {
    const auto to = folder.goes_to()[i];
    if (to != i) {
      aliases_.push_back({resources_[i].id_symbol, static_cast<ResourceId>(to)});
      continue;
    }
    moved[i] = static_cast<ResourceId>(next.size());
    next.push_back(std::move(resources_[i]));
    if (folder.made_behind.empty()) continue;
    for (auto& child : folder.made_behind[i]) next.push_back(std::move(child));
  }
  for (std::size_t i = 0; i < moved.size(); ++i) moved[i] = moved[folder.goes_to()[i]];
  replace(std::move(next), moved);
}

}  // namespace pillarlint
