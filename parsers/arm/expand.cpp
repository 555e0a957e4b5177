#include "arm/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "azure/resource_id.h"
#include "base/text.h"
#include "value/read_json.h"

namespace pillarlint::arm {

namespace {
constexpr std::int64_t max_instances = 1000;
constexpr std::size_t max_edges = 200'000;
constexpr int max_existing_depth = 16;
constexpr std::size_t max_dependencies = 4'000;
}  // namespace

Expander::Expander(Project& project, const TypeIndex& types, const FunctionTable& functions, ExpressionCache& cache,
                   const DeploymentRequest& request, Expansion& expansion, OpenTemplate open)
    : project_(project),
      types_(types),
      functions_(functions),
      cache_(cache),
      request_(request),
      expansion_(expansion),
      open_(std::move(open)),
      context_(expansion.context()),
      builder_(context_, types) {}

Expander::~Expander() = default;

void Expander::run() {
  auto document = open_(request_.entry);
  if (!document) {
    auto diagnostic = document.error();
    diagnostic.span.file = project_.sources().add_name(project_.shown(request_.entry));
    context_.diagnostics.add(std::move(diagnostic));
    return;
  }
  entry_ = entry_frame(*document);
  if (request_.partial) builder_.open_world({{}, "the configuration says that the deployment is partial", ""});
  collect(*entry_);
  link_all();
  report_unused_inputs(*entry_);
  expansion_.frames = frames_;
  expansion_.graph = builder_.build();
}

std::unique_ptr<Frame> Expander::entry_frame(const std::shared_ptr<const Document>& document) {
  expansion_.documents.push_back(document);
  expansion_.inputs.push_back(document->file);
  auto frame = std::make_unique<Frame>(*this, view_template(document->root, context_.diagnostics), nullptr);
  frame->names = frame.get();
  frame->document = document;
  frame->file = document->file;
  frame->folder = std::string(folder_of(request_.entry));
  frame->kind = frame->view().kind;
  frame->arguments_unknown = request_.parameters_unknown;
  set_root_scope(*frame);
  read_inputs(*frame);
  frame->inputs = &inputs_;
  return frame;
}

void Expander::set_root_scope(Frame& frame) {
  frame.subscription = scope_fact(context_, "subscription().subscriptionId", {});
  frame.group = scope_fact(context_, "resourceGroup().name", {});
  frame.management_group = scope_fact(context_, "managementGroup().name", {});
  frame.deployment_name = scope_fact(context_, "deployment().name", {});
  frame.location = scope_fact(context_, "deployment().location", {});
  const auto text = [](std::string_view s) { return Value::of(s); };
  switch (frame.kind) {
    case ScopeKind::resource_group: {
      const std::array parts{text("/subscriptions/"), frame.subscription, text("/resourceGroups/"), frame.group};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::subscription: {
      const std::array parts{text("/subscriptions/"), frame.subscription};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::management_group: {
      const std::array parts{text("/providers/Microsoft.Management/managementGroups/"), frame.management_group};
      frame.scope_id = join_text(context_, parts, {});
      break;
    }
    case ScopeKind::tenant: frame.scope_id = text(""); break;
  }
  builder_.root_scope(frame.scope_id);
}

void Expander::take_input(Frame& frame, const Member& entry, Value value) {
  const auto allowed = frame.view().parameters.get(entry.key).get("allowedValues");
  if (value.known() && !value.is_container() && allowed.is_array() &&
      std::none_of(allowed.items().begin(), allowed.items().end(),
                   [&](const Value& one) { return equals(one, value, Case::ignored) == Truth::yes; })) {
    context_.diagnostics.report(Code::value_not_allowed, value.span(), entry.key);
  }
  inputs_[lower(entry.key)] = value.via(context_.arena, Origin::Step::parameter_file, entry.key_span, entry.key);
}

void Expander::read_parameter_file(Frame& frame, const std::string& path) {
  auto file = open_(path);
  if (!file) {
    auto diagnostic = file.error();
    diagnostic.span.file = project_.sources().add_name(project_.shown(path));
    context_.diagnostics.add(std::move(diagnostic));
    return;
  }
  expansion_.documents.push_back(*file);
  expansion_.inputs.push_back((*file)->file);
  // Its entries may be expressions over variables and functions of its own.
  auto& own = *parameter_frames_.emplace_back(
      std::make_unique<Frame>(*this, view_template((*file)->root, context_.diagnostics), nullptr));
  own.names = &own;
  Here here(own, nullptr, nullptr);
  const bool evaluated = (*file)->root.find("variables") != nullptr;
  for (const auto& m : (*file)->root.get("parameters").members()) {
    const ParameterType type{frame.view().parameters.get(m.key), frame.view().definitions};
    if (const auto* written = m.value.find("value")) {
      take_input(frame, m, evaluated ? own.evaluate(written->value, here)
                               : from_parameter_file(context_, written->value, type));
    } else if (const auto* reference = m.value.find("reference")) {
      take_input(frame, m, secret_of(context_, reference->value, type, m.value.span()));
    }
  }
}

void Expander::read_inputs(Frame& frame) {
  if (request_.parameter_file) read_parameter_file(frame, *request_.parameter_file);
  for (const auto& [name, json] : request_.parameters) {
    const auto text = context_.arena.copy(std::string_view(json));
    std::shared_ptr<const Document> document = read_json(text, FileId::none);
    expansion_.documents.push_back(document);
    inputs_[lower(name)] = document->root.via(context_.arena, Origin::Step::parameter_file, {}, context_.arena.copy(std::string_view(name)));
  }
}

void Expander::report_unused_inputs(Frame& frame) {
  std::vector<std::string_view> names;
  for (const auto& m : frame.view().parameters.members()) names.push_back(m.key);
  for (const auto& [name, value] : inputs_) {
    if (frame.view().parameters.find(name) != nullptr || value.journey() == nullptr) continue;
    const auto near = nearest(name, std::span<const std::string_view>(names));
    context_.diagnostics.report(Code::parameter_not_used_by_template, value.journey()->span, value.journey()->name,
                                near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near));
  }
}

std::string Expander::chain_to(std::string_view what, std::string_view name) const {
  std::string text;
  bool inside = false;
  for (const auto& [kind, one] : chain_) {
    inside = inside || (kind == what && same_text(one, name));
    if (inside) text += fmt::format("{} `{}` → ", kind, one);
    if (text.size() > 300) break;
  }
  return text + fmt::format("{} `{}`", what, name);
}

// ── expressions ───────────────────────────────────────────────────────────────────────────────────────────────────

struct Expander::Parsed {
  const Expr* root;
  Site site;
};

/// The expression of a raw value: made by a front end, or text of the form `[…]`. nullopt: it is none.
std::optional<Expander::Parsed> Expander::parsed(const Value& raw) {
  const auto file = raw.span().file;
  const auto text = project_.sources().text(file);
  if (raw.is_expression()) {
    return Parsed{raw.expression(), Site{{file, 0, static_cast<std::uint32_t>(text.size())}, text, 0, false}};
  }
  if (!is_expression(raw.text_or_empty())) return std::nullopt;
  const auto& made = cache_.parse(raw.text());
  Parsed found{made.root, Site{raw.span(), text, raw.size(), true}};
  for (const auto& error : made.errors) {
    context_.diagnostics.report(Code::expression_syntax, found.site.place(error.begin, error.end), error.found, error.expected);
  }
  return found;
}

Value Expander::evaluate_text(const Value& raw, Here& here) {
  ++expansion_.expressions;
  const auto found = parsed(raw);
  return found ? pillarlint::evaluate(*found->root, {context_, here, found->site, nullptr}) : raw;
}

// The compiler writes an argument that is a condition as `if(c, createObject('value', a), createObject('value', b))`, which
// means if(c, a, b) (semantics D44).
Value Expander::argument_branch(const Expr& expr, const Evaluation& in, const ParameterType& type) {
  const auto span = in.site.place(expr);
  if (expr.kind == Expr::Kind::conditional) {
    const auto test = pillarlint::evaluate(*expr.children[0], in);
    switch (truth_of(test)) {
      case Truth::yes: return argument_branch(*expr.children[1], in, type);
      case Truth::no: return argument_branch(*expr.children[2], in, type);
      case Truth::unknown: break;
    }
    return choose(context_, test, argument_branch(*expr.children[1], in, type), argument_branch(*expr.children[2], in, type), span);
  }
  const bool made = expr.kind == Expr::Kind::call && expr.children.size() == 2 && same_text(expr.text, "createObject");
  if (made && expr.children[0]->kind == Expr::Kind::literal) {
    const auto key = expr.children[0]->literal.text_or_empty();
    if (same_text(key, "value")) return pillarlint::evaluate(*expr.children[1], in);
    if (same_text(key, "reference")) return secret_of(context_, pillarlint::evaluate(*expr.children[1], in), type, span);
  }
  const auto whole = pillarlint::evaluate(expr, in);
  const auto value = member_of(context_, whole, "value", span);
  if (value) return *value;
  if (whole.is_object() || whole.is_null()) return Value::null(span);
  const std::array parts{whole};
  return unknown_from(context_, "argument", parts, span);
}

Value Expander::argument_value(const Value& raw, const ParameterType& type, Here& here) {
  ++expansion_.expressions;
  const auto found = parsed(raw);
  if (!found) return Value::null(raw.span());
  return argument_branch(*found->root, {context_, here, found->site, nullptr}, type);
}

namespace {

/// `length(C)` at the root of a count expression.
const Expr* length_argument(const Expr& root) {
  const bool is_length = root.kind == Expr::Kind::call && same_text(root.text, "length") && root.children.size() == 1;
  return is_length ? root.children[0] : nullptr;
}

/// A count given as text, `"4"`: old templates do it, and Azure takes it.
std::optional<std::int64_t> digits_of(const Value& count) {
  if (!count.is_string() || count.size() == 0 || count.size() > 9) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : count.text()) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

void plan_alternatives(const Value& count, LoopPlan& plan) {
  std::vector<const Alternative*> rows;
  for (const auto& alternative : count.why().alternatives) {
    if (!alternative.value.is_integer() || alternative.value.integer() > max_instances) return;
    plan.known = std::max(plan.known, alternative.value.integer());
    rows.push_back(&alternative);
  }
  plan.symbolic = false;
  for (std::int64_t i = 0; i < plan.known; ++i) {
    std::vector<Atom> when;
    bool first = true;
    bool all = true;
    for (const auto* row : rows) {
      if (row->value.integer() <= i) {
        all = false;
        continue;
      }
      if (first) {
        when.assign(row->when.begin(), row->when.end());
        first = false;
      } else {
        std::erase_if(when, [&](Atom a) { return std::find(row->when.begin(), row->when.end(), a) == row->when.end(); });
      }
    }
    if (all) when.clear();
    plan.when.push_back(std::move(when));
  }
}

}  // namespace

LoopPlan Expander::plan_loop(const Value& count_raw, Here& here) {
  LoopPlan plan;
  auto count = here.frame.evaluate(count_raw, here);
  if (const auto number = digits_of(count)) count = Value::of(*number, count.span());
  if (count.is_integer()) {
    if (count.integer() < 0) context_.diagnostics.report(Code::copy_count, count_raw.span(), count.integer(), "no negative number");
    plan.known = std::max<std::int64_t>(0, count.integer());
    if (plan.known <= max_instances) return plan;
    context_.diagnostics.report(Code::copy_limit, count_raw.span(), plan.known);
    plan.known = 0;
    plan.symbolic = true;
    plan.at_least_one = Truth::yes;
    plan.why = Unknown::Why::limit_reached;
    plan.subject = fmt::format("a loop of {} elements", count.integer());
    plan.collection = context_.symbols.make("range", "", {symbol_of(count, context_.symbols)});
    return plan;
  }
  if (count.known()) {
    context_.diagnostics.report(Code::copy_count, count_raw.span(), "no number", "a number");
    plan.symbolic = true;
    plan.why = Unknown::Why::does_not_parse;
    plan.subject = "a loop whose count is no number";
    plan.collection = context_.symbols.fresh("count");
    return plan;
  }
  plan.symbolic = true;
  plan.why = count.why().why;
  plan.subject = std::string(count.why().subject);
  plan.collection = context_.symbols.make("range", "", {symbol_of(count, context_.symbols)});
  if (!count.why().alternatives.empty()) {
    plan_alternatives(count, plan);
    if (!plan.symbolic) return plan;
  }
  if (const auto written = parsed(count_raw)) {
    if (const auto* of = length_argument(*written->root)) {
      const auto collection = pillarlint::evaluate(*of, {context_, here, written->site, nullptr});
      plan.collection = symbol_of(collection, context_.symbols);
      if (collection.is_array()) plan.known = std::min<std::int64_t>(collection.size(), max_instances);
      plan.at_least_one = !is_empty(collection);
    }
  }
  return plan;
}

// ── resources ─────────────────────────────────────────────────────────────────────────────────────────────────────

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
  if (!view.deployment) by_id_.emplace(static_cast<std::uint32_t>(instance->id_symbol), instance.get());
  frame.states_[decl].instances.push_back(std::move(instance));
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
  if (view.existing && !instance.segments.empty()) instance.id = one_of_several(instance);
  instance.id_symbol = id_symbol(context_, instance.id);
}

// An existing resource whose scope or name depends on a condition is another one in each case.
Value Expander::one_of_several(const Instance& instance) {
  std::vector<Value> parts{instance.scope};
  parts.insert(parts.end(), instance.segments.begin(), instance.segments.end());
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(parts.begin(), parts.end(), branching)) return instance.id;
  return distribute(context_, parts, symbol_of(instance.id, context_.symbols), instance.name.span(), [&](std::span<const Value> row) {
    return compose_id(context_, row[0], instance.type, row.subspan(1), instance.name.span());
  });
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

// ── bodies and run-time state ─────────────────────────────────────────────────────────────────────────────────────

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

// ── to the graph ──────────────────────────────────────────────────────────────────────────────────────────────────

void Expander::collect(Frame& frame) {
  ++frames_;
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
    text = fmt::format("{} '{}'", TypeName(view.type).last(), shorten(name, 80));
  }
  if (!declared && instance.binding) {
    text += instance.loop.symbolic && instance.loop.count < 0 && !instance.binding->index.known() ? "[*]" : fmt::format("[{}]", instance.number);
  }
  const auto& path = declared ? instance.frame->declared_path : instance.frame->path;
  return path.empty() ? text : path + "/" + text;
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
  resource.address = fmt::format("{}:{}", project_.sources().path(entry_->file), address_of(instance, false));
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
    node.address = fmt::format("{}:{}outputs.{}", project_.sources().path(entry_->file), frame.path.empty() ? "" : frame.path + "/", m.key);
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
    if (auto* by_id = with_id(id_symbol(context_, one))) found.push_back(by_id);
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
