// Declarations to resources: loops, conditions, names, scopes and ids.
#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"

namespace pillarlint::arm {

std::vector<ResourceView>& Frame::resources() {
  if (!resources_made_) {
    resources_made_ = true;
    auto& context = expander_.context();
    resources_ = view_resources(view_, context.arena, context.diagnostics);
    states_.resize(resources_.size());
  }
  return resources_;
}

std::deque<std::unique_ptr<Instance>>& Frame::instances(std::size_t decl) {
  resources();
  auto& state = states_[decl];
  if (state.state == Lazy::State::open) {
    state.state = Lazy::State::running;
    expander_.make_instances(*this, decl);
    states_[decl].state = Lazy::State::done;
  }
  return states_[decl].instances;
}

void Expander::make_instances(Frame& frame, std::size_t decl) {
  const auto& view = frame.resources()[decl];
  std::vector<Instance*> parents{nullptr};
  if (view.parent != ResourceView::npos) {
    parents.clear();
    for (const auto& parent : frame.instances(view.parent)) parents.push_back(parent.get());
  }
  for (auto* parent : parents) {
    const auto copy = view.raw.get("copy");
    if (!copy.is_object()) {
      make_instance(frame, decl, parent, nullptr, 0);
      continue;
    }
    Here here(frame, parent != nullptr ? parent->loops : frame.loops, nullptr);
    const auto plan = plan_loop(copy.get("count"), here);
    for (std::int64_t i = 0; i < plan.known + (plan.symbolic ? 1 : 0); ++i) {
      if (!context_.budget.take(100)) {
        context_.diagnostics.report(Code::limit_reached, copy.span(), "step");
        break;
      }
      make_instance(frame, decl, parent, &plan, i);
    }
  }
}

void Expander::make_instance(Frame& frame, std::size_t decl, Instance* parent, const LoopPlan* plan, std::int64_t number) {
  const auto& view = frame.resources()[decl];
  auto instance = std::make_unique<Instance>();
  instance->view = &view;
  instance->frame = &frame;
  instance->decl = decl;
  instance->number = static_cast<std::size_t>(number);
  instance->parent = parent;
  instance->loops = parent != nullptr ? parent->loops : frame.loops;
  instance->loop = parent != nullptr ? parent->loop : frame.loop;
  if (plan != nullptr) {
    const auto copy = view.raw.get("copy");
    const bool stands_for_all = number >= plan->known;
    const auto index = stands_for_all ? index_in(context_, plan->collection, plan->subject, copy.span()) : Value::of(number, copy.span());
    instance->binding = LoopBinding{copy.get("name").text_or_empty(), index, true, instance->loops};
    instance->loops = &*instance->binding;
    const bool outer_symbolic = instance->loop.symbolic;
    instance->loop.collection = plan->collection;
    instance->loop.symbolic = stands_for_all || outer_symbolic;
    instance->loop.at_least_one = stands_for_all ? plan->at_least_one : Truth::yes;
    instance->loop.count = plan->symbolic ? -1 : plan->known;
    if (same_text(copy.get("mode").text_or_empty(), "serial")) {
      const auto batch = copy.get("batchSize");
      instance->loop.batch = batch.is_null() ? Value::of(std::int64_t{1}, copy.span()) : batch;
    }
    if (static_cast<std::size_t>(number) < plan->when.size()) instance->condition = plan->when[static_cast<std::size_t>(number)];
  }
  Here here(frame, instance->loops, instance.get());
  if (!conditions(*instance, here)) return;
  identify(*instance, here);
  if (!view.deployment) {
    // A declared resource is what `existing` ones with its id mean (semantics D26).
    auto& known = by_id_[static_cast<std::uint32_t>(instance->id_symbol)];
    if (known == nullptr || (known->view->existing && !view.existing)) known = instance.get();
    if (!view.existing) know_cases(*instance);
  }
  frame.states_[decl].instances.push_back(std::move(instance));
}

// A resource whose scope or name depends on a condition also goes by the id that it has in each case.
void Expander::know_cases(Instance& instance) {
  const auto cases = one_of_several(instance);
  if (cases.known()) return;
  for (const auto& one : cases.why().alternatives) {
    by_case_.emplace(std::pair(instance.frame, static_cast<std::uint32_t>(id_symbol(context_, one.value))), &instance);
  }
}

namespace {
void add_atoms(std::vector<Atom>& into, std::span<const Atom> atoms) {
  for (const auto atom : atoms) {
    if (std::find(into.begin(), into.end(), atom) == into.end()) into.push_back(atom);
  }
}
}  // namespace

// False if the resource is certainly not deployed.
bool Expander::conditions(Instance& instance, Here& here) {
  add_atoms(instance.condition, instance.frame->condition);
  if (instance.parent != nullptr) add_atoms(instance.condition, instance.parent->condition);
  const auto* written = instance.view->raw.find("condition");
  if (written != nullptr && !written->value.is_null()) {
    auto value = instance.frame->evaluate(written->value, here);
    if (value.is_string()) value = Value::of(same_text(value.text(), "true"), value.span());
    if (!add_condition(context_, value, true, instance.condition)) return false;
  }
  return !contradict(context_.symbols, instance.condition, instance.condition);
}

namespace {
// The version of a type with an old extension form: `T/providers/roleAssignments`.
std::optional<std::pair<std::string_view, std::string_view>> old_extension(std::string_view type) {
  const auto at = find_text(type, "/providers/");
  if (at == std::string_view::npos) return std::nullopt;
  return std::pair(type.substr(0, at), type.substr(at + std::string_view("/providers/").size()));
}
}  // namespace

Value Expander::extension_scope(const Value& written, Frame& frame, Span span) {
  const auto slash = starts_with(written, "/", Case::matters);
  if (written.is_string() && written.text() == "/") return Value::of(std::string_view(""), span);
  if (slash != Truth::no) return written;  // a full id, or nothing is known of how it begins
  const std::array parts{frame.scope_id, Value::of(std::string_view("/providers/")), written};
  return join_text(context_, parts, span);
}

void Expander::identify_old_extension(Instance& instance, Here& here) {
  const auto form = old_extension(instance.view->type);
  const auto base = TypeName(form->first);
  const auto segments = name_segments(context_, instance.name, base.levels() + 2);
  // Name: base segments, provider namespace, own name.
  if (segments.size() != base.levels() + 2 || !segments[base.levels()].is_string()) {
    instance.type = instance.view->type;
    instance.scope = here.frame.scope_id;
    const std::array parts{instance.name};
    instance.id = unknown_from(context_, "extension", parts, instance.name.span());
    return;
  }
  const std::span<const Value> all(segments);
  instance.scope = compose_id(context_, here.frame.scope_id, form->first, all.first(base.levels()), instance.name.span());
  instance.type = context_.arena.copy(fmt::format("{}/{}", segments[base.levels()].text(), form->second));
  instance.segments = {segments.back()};
  instance.id = compose_id(context_, instance.scope, instance.type, instance.segments, instance.name.span());
}

// `existing` resources name another subscription or resource group beside their name.
Value Expander::resource_scope(const Instance& instance, Here& here) {
  auto& frame = *instance.frame;
  const auto subscription = frame.evaluate(instance.view->raw.get("subscriptionId"), here);
  const auto group = frame.evaluate(instance.view->raw.get("resourceGroup"), here);
  if (subscription.is_null() && group.is_null()) return frame.scope_id;
  const std::array written{subscription.is_null() ? frame.subscription : subscription, group};
  const auto span = instance.view->header;
  const std::array symbols{symbol_of(written[0], context_.symbols), symbol_of(group, context_.symbols)};
  return distribute(context_, written, context_.symbols.make("scope id", "", symbols), span, [&](std::span<const Value> row) {
    std::vector<Value> parts{Value::of(std::string_view("/subscriptions/")), row[0]};
    if (!row[1].is_null()) parts.insert(parts.end(), {Value::of(std::string_view("/resourceGroups/")), row[1]});
    return join_text(context_, parts, span);
  });
}

void Expander::identify(Instance& instance, Here& here) {
  const auto& view = *instance.view;
  auto& frame = *instance.frame;
  const ChainLink link(*this, "name of", view.symbol.empty() ? view.type : view.symbol);
  instance.type = view.type;
  if (const auto* version = view.raw.find("apiVersion")) {
    const auto value = frame.evaluate(version->value, here);
    instance.api_version = value.is_string() ? value.text() : std::string_view();
    instance.api_version_written = value;
  }
  instance.name = frame.evaluate(view.raw.get("name"), here);
  instance.scope = view.deployment ? frame.scope_id : resource_scope(instance, here);
  if (const auto* written = view.raw.find("scope"); written != nullptr && !view.deployment && !written->value.is_null()) {
    instance.scope = extension_scope(frame.evaluate(written->value, here), frame, written->value.span());
  }
  const auto levels = TypeName(view.type).levels();
  if (old_extension(view.type)) {
    // Nested, it names the provider and itself only.
    if (instance.parent != nullptr && name_segments(context_, instance.name, 2).size() == 2) {
      const std::array parts{instance.parent->name, Value::of(std::string_view("/")), instance.name};
      instance.name = join_text(context_, parts, instance.name.span());
    }
    identify_old_extension(instance, here);
  } else if (instance.parent != nullptr && starts_with_text(view.type, std::string(instance.parent->type) + "/")) {
    instance.scope = instance.parent->scope;
    instance.segments = instance.parent->segments;
    // A nested child names itself only, or, in old templates, in full.
    const auto full = name_segments(context_, instance.name, levels);
    const bool in_full = full.size() == levels && levels > 1 && contains_text(instance.name, "/", Case::matters) == Truth::yes;
    if (in_full) {
      instance.segments = full;
    } else if (!instance.segments.empty()) {
      instance.segments.push_back(instance.name);
      const std::array parts{instance.parent->name, Value::of(std::string_view("/")), instance.name};
      instance.name = join_text(context_, parts, instance.name.span());
    }
    instance.id = compose_id(context_, instance.scope, instance.type, instance.segments, instance.name.span());
  } else if (instance.parent != nullptr && levels == 1 && !view.deployment) {
    // A nested resource of another provider extends its parent: diagnostic settings, locks.
    instance.scope = instance.parent->id;
    instance.segments = name_segments(context_, instance.name, 1);
    instance.id = compose_id(context_, instance.scope, instance.type, instance.segments, instance.name.span());
  } else {
    instance.segments = name_segments(context_, instance.name, levels);
    if (instance.segments.empty()) {
      const auto middle = context_.arena.copy(fmt::format("/providers/{}/", view.type));
      const std::array parts{instance.scope, Value::of(middle), instance.name};
      instance.id = join_text(context_, parts, instance.name.span());
    } else {
      instance.id = compose_id(context_, instance.scope, instance.type, instance.segments, instance.name.span());
    }
  }
  if (view.existing) instance.id = one_of_several(instance);
  instance.id_symbol = id_symbol(context_, instance.id);
}

// The id of a resource whose scope or name depends on a condition, case by case. An existing one is another one in each.
Value Expander::one_of_several(const Instance& instance) {
  if (instance.segments.empty()) return instance.id;
  std::vector<Value> parts{instance.scope};
  parts.insert(parts.end(), instance.segments.begin(), instance.segments.end());
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(parts.begin(), parts.end(), branching)) return instance.id;
  return distribute(context_, parts, symbol_of(instance.id, context_.symbols), instance.name.span(), [&](std::span<const Value> row) {
    return compose_id(context_, row[0], instance.type, row.subspan(1), instance.name.span());
  });
}

Instance* Expander::in_some_case(SymbolId id, const Frame& frame) const {
  const auto found = by_case_.find({&frame, static_cast<std::uint32_t>(id)});
  return found == by_case_.end() ? nullptr : found->second;
}

Instance* Expander::with_id(SymbolId id) const {
  const auto found = by_id_.find(static_cast<std::uint32_t>(id));
  return found == by_id_.end() ? nullptr : found->second;
}

namespace {

/// `m[2]` of the text, possibly with a hole in the brackets: the name and the index.
struct IndexedName {
  std::string_view name;
  std::optional<std::size_t> index;  // nullopt with `indexed`: not known
  bool indexed = false;
};

std::optional<IndexedName> indexed_name(const Value& key) {
  if (key.is_string()) {
    const auto text = key.text();
    if (!text.ends_with(']')) return IndexedName{text, std::nullopt, false};
    const auto open = text.rfind('[');
    if (open == std::string_view::npos) return IndexedName{text, std::nullopt, false};
    std::size_t number = 0;
    for (const char c : text.substr(open + 1, text.size() - open - 2)) {
      if (c < '0' || c > '9' || number > 1'000'000) return IndexedName{text, std::nullopt, false};
      number = number * 10 + static_cast<std::size_t>(c - '0');
    }
    return IndexedName{text.substr(0, open), number, true};
  }
  if (key.known() || key.why().pieces.size() != 3) return std::nullopt;
  const auto& pieces = key.why().pieces;
  if (!pieces[0].text.ends_with('[') || pieces[2].text != "]") return std::nullopt;
  return IndexedName{pieces[0].text.substr(0, pieces[0].text.size() - 1), std::nullopt, true};
}

}  // namespace

std::vector<Instance*> Frame::find_named(const Value& key) {
  std::vector<Instance*> found;
  const auto wanted = indexed_name(key);
  auto& declared = resources();
  if (wanted) {
    for (std::size_t i = 0; i < declared.size(); ++i) {
      if (declared[i].symbol.empty() || !same_text(declared[i].symbol, wanted->name)) continue;
      for (const auto& one : instances(i)) {
        const bool fits = !wanted->indexed || !wanted->index || one->number == *wanted->index || one->loop.symbolic;
        if (fits) found.push_back(one.get());
      }
      return found;
    }
  }
  if (!key.is_string() && (key.known() || key.why().pieces.empty())) return found;
  for (std::size_t i = 0; i < declared.size(); ++i) {
    if (states_[i].state == Lazy::State::running) continue;
    for (const auto& one : instances(i)) {
      if (equals(one->name, key, Case::ignored) == Truth::yes) found.push_back(one.get());
    }
  }
  return found;
}

}  // namespace pillarlint::arm
