#include "terraform/expand.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "arm/expand.h"
#include "azure/resource_id.h"
#include "base/text.h"
#include "expr/evaluate.h"
#include "terraform/functions.h"
#include "terraform/inputs.h"
#include "terraform/patch.h"
#include "value/operators.h"

namespace pillarlint::terraform {

namespace {
constexpr std::size_t most_frames = 5'000;
constexpr std::size_t deepest_module = 60;
constexpr std::size_t most_edges = 200'000;
}  // namespace

Expander::Expander(Modules& modules, const TypeIndex& types, const EmbeddedMappings& mappings, const DeploymentRequest& request,
                   Expansion& expansion, GraphBuilder& builder)
    : modules_(modules),
      types_(types),
      mappings_(mappings),
      request_(request),
      expansion_(expansion),
      context_(expansion.context()),
      builder_(builder),
      sources_(modules.project(), std::string(folder_of(request.entry))) {}

Expander::~Expander() = default;

// ── computing ─────────────────────────────────────────────────────────────────────────────────────────────────────

Value Expander::evaluate(Frame& frame, const Written& written, const Key* key, const Local* locals) {
  ++expansion_.expressions;
  Here here(frame, key);
  return pillarlint::evaluate(*written.attribute->value, {context_, here, written.file->site, locals});
}

// For `depends_on`: what it names counts, not whether it is there.
Value Expander::evaluate_quietly(Frame& frame, const Written& written, const Key* key) {
  Diagnostics unheard;
  Context quiet{context_.arena, context_.symbols, context_.budget, unheard};
  Here here(frame, key);
  return pillarlint::evaluate(*written.attribute->value, {quiet, here, written.file->site, nullptr});
}

void Expander::reads(std::uint32_t instance) {
  if (reads_ != nullptr) reads_->insert(instance);
}
void Expander::reads(const std::set<std::uint32_t>& instances) {
  if (reads_ != nullptr) reads_->insert(instances.begin(), instances.end());
}

Value Expander::once(Tracked& tracked, std::string_view what, std::string_view name, Span span, const std::function<Value()>& make) {
  if (tracked.lazy.state == Lazy::State::running) {
    std::string chain;
    bool found = false;
    for (const auto& [kind, one] : chain_) {
      found = found || (kind == what && one == name);
      if (found) chain += fmt::format("{} → ", one);
    }
    context_.diagnostics.report(Code::circular, span, fmt::format("{} {}", what, name), chain + std::string(name));
    return new_unknown(context_, Unknown::Why::does_not_parse, name, context_.symbols.fresh("circular", name), span);
  }
  if (tracked.lazy.state == Lazy::State::open) {
    const DepthGuard depth(context_.budget);
    if (!depth.ok) return limit_unknown(context_, "nesting", span);
    tracked.lazy.state = Lazy::State::running;
    chain_.emplace_back(what, name);
    auto* outer = std::exchange(reads_, &tracked.reads);
    tracked.lazy.value = make();
    reads_ = outer;
    chain_.pop_back();
    tracked.lazy.state = Lazy::State::done;
  }
  reads(tracked.reads);
  return tracked.lazy.value;
}

// ── inputs and files ──────────────────────────────────────────────────────────────────────────────────────────────

std::optional<Value> Expander::input(std::string_view name) const {
  const auto found = inputs_.find(name);
  return found == inputs_.end() ? std::nullopt : std::optional(found->second);
}

void Expander::opened(FileId file) {
  if (seen_files_.insert(file).second) expansion_.inputs.push_back(file);
}

const SourceFile* Expander::template_of(std::string_view text, FileId file) {
  if (const auto found = templates_.find({file, text}); found != templates_.end()) return found->second;
  const auto kept = context_.arena.copy(text);
  keep(read_template(kept, file, "template", functions()));
  return templates_.emplace(std::pair(file, kept), kept_->sources.back().get()).first->second;
}

void Expander::take_module(const Module& module) {
  for (const auto& file : module.files) {
    if (seen_files_.insert(file->file).second) {
      expansion_.inputs.push_back(file->file);
      for (const auto& problem : file->diagnostics.list()) context_.diagnostics.add(problem);
    }
  }
  if (!seen_modules_.insert(&module).second) return;
  for (const auto& problem : module.problems) context_.diagnostics.add(problem);
}

std::shared_ptr<const Module> Expander::module_of_call(Frame& frame, const NamedDeclaration& call) {
  const auto written = call.find("source");
  const auto source = literal_text(written);
  const auto place = written ? written.attribute->value_span : call.header();
  const auto missing = [&](std::string_view looked) -> std::shared_ptr<const Module> {
    if (reported_calls_.insert(&call).second) {
      context_.diagnostics.report(Code::module_not_found, place, source, looked);
      builder_.open_world({place, fmt::format("the module {} is not on disk", source), ""});
    }
    return nullptr;
  };
  std::size_t depth = 0;
  for (const auto* one = &frame; one != nullptr; one = one->caller) ++depth;
  if (depth > deepest_module || ++frames_ > most_frames) {
    context_.diagnostics.report(Code::nesting_of_deployments, place, depth > deepest_module ? deepest_module : most_frames);
    builder_.open_world({place, "modules are nested too deep", ""});
    return nullptr;
  }
  if (source.empty()) return missing("Its source is no literal text.");
  const auto key = frame.manifest_key.empty() ? std::string(call.name) : fmt::format("{}.{}", frame.manifest_key, call.name);
  const auto found = sources_.find(frame.module().folder, source, literal_text(call.find("version")), key);
  if (found.folder.empty()) return missing(found.looked);
  auto module = modules_.module(found.folder);
  if (module == nullptr) return missing(fmt::format("The folder {} has no Terraform files.", modules_.project().shown(found.folder)));
  keep_modules_.push_back(module);
  take_module(*module);
  return module;
}

// Constraints of all modules that can be reached, and the lock file, bear on the one version that is installed.
void Expander::find_majors(const Module& module, const std::string& key, VersionRange& range, std::set<std::string>& seen) {
  if (!seen.insert(module.folder).second || seen.size() > most_frames) return;
  for (const auto& required : module.required) {
    if (required.name == "azurerm") range.constrain(required.version);
  }
  for (const auto& provider : module.providers) {  // the old place of the constraint
    if (provider.name == "azurerm") range.constrain(literal_text(provider.find("version")));
  }
  for (const auto& call : module.calls) {
    const auto own = key.empty() ? std::string(call.name) : fmt::format("{}.{}", key, call.name);
    const auto found = sources_.find(module.folder, literal_text(call.find("source")), literal_text(call.find("version")), own);
    if (found.folder.empty()) continue;
    if (const auto below = modules_.module(found.folder)) find_majors(*below, own, range, seen);
  }
}

// ── the whole ─────────────────────────────────────────────────────────────────────────────────────────────────────

bool Expander::collect() {
  const bool is_plan_file = !is_module_file(file_name(request_.entry));
  auto module = is_plan_file ? modules_.plan(request_.entry) : modules_.module(std::string(folder_of(request_.entry)));
  if (module == nullptr) return false;
  take_module(*module);
  VersionRange range;
  std::set<std::string> seen;
  find_majors(*module, "", range, seen);
  lock_file(modules_, module->folder, range);
  majors_ = range.majors();
  keep_majors();
  root_ = std::make_unique<Frame>(*this, module);
  if (request_.in_stack) root_->address = modules_.project().shown(module->folder);
  if (!is_plan_file) inputs_ = read_inputs(*this, modules_, *module, request_);
  home_ = make_subscription("azurerm");
  builder_.root_scope(home_.id);
  if (request_.partial) builder_.open_world({{module->files.empty() ? FileId::none : module->files[0]->file, 0, 0}, "the configuration says that there is more", ""});
  collect(*root_);
  expansion_.frames += frames_ + 1;
  return true;
}

void Expander::link() {
  add_patches();
  link_reads();
}

// Edits go by the majors that are allowed: by any root of a stack.
void Expander::keep_majors() {
  const auto* earlier = static_cast<const Kept*>(expansion_.kept.get());
  kept_->majors = earlier == nullptr ? majors_ : majors_.joined(earlier->majors);
  kept_->of_earlier_root = std::exchange(expansion_.kept, kept_);
}

// ── subscriptions ─────────────────────────────────────────────────────────────────────────────────────────────────

// `provider = azurerm.hub` names a configuration of the provider; a module may know it by another name (`providers`).
const Expander::Subscription& Expander::subscription_of(const Instance& instance) {
  const auto& declaration = *instance.declaration;
  const auto written = declaration.find("provider");
  std::string name(written && written.attribute->value->kind == Expr::Kind::name ? written.attribute->value->text : std::string_view());
  if (name.empty()) name = declaration.type.substr(0, declaration.type.find('_'));
  for (auto* frame = instance.frame; frame->caller != nullptr; frame = frame->caller) {
    const auto passed = frame->call->find("providers");
    if (!passed) continue;
    const auto& entries = passed.attribute->value->children;  // names and values in turn
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const auto inner = entries[i]->kind == Expr::Kind::literal ? entries[i]->literal.text_or_empty() : entries[i]->text;
      if (inner != name || entries[i + 1]->kind != Expr::Kind::name) continue;
      name = entries[i + 1]->text;
      break;
    }
  }
  const auto [found, is_new] = subscriptions_.try_emplace(name);
  if (is_new) found->second = make_subscription(name);
  return found->second;
}

Expander::Subscription Expander::make_subscription(const std::string& provider) {
  const auto dot = provider.find('.');
  const auto type = provider.substr(0, dot);
  const auto alias = dot == std::string::npos ? std::string() : provider.substr(dot + 1);
  Subscription made;
  // The one that the program runs in, unless the configuration names another.
  made.name = arm::scope_fact(context_, "subscription().subscriptionId", {});
  for (const auto& one : root_->module().providers) {
    if (one.name != type || literal_text(one.find("alias")) != alias) continue;
    const auto written = one.find("subscription_id");
    const auto value = written ? evaluate(*root_, written, nullptr) : Value();
    if (!value.is_null()) made.name = value;
  }
  const std::array parts{Value::of(std::string_view("/subscriptions/")), made.name};
  made.id = join_text(context_, parts, {});
  return made;
}

void Expander::collect(Frame& frame) {
  if (!context_.budget.take(100)) {
    context_.diagnostics.report(Code::limit_reached, frame.module().files.empty() ? Span() : Span{frame.module().files[0]->file, 0, 0}, "step");
    builder_.open_world({{}, "a limit was reached before all resources were expanded", ""});
    return;
  }
  const auto& module = frame.module();
  note_secrets(frame);
  for (std::size_t i = 0; i < module.resources.size(); ++i) {
    for (const auto& instance : frame.instances(i)) {
      in_order_.push_back(instance.get());
      add(*instance);
    }
  }
  for (std::size_t i = 0; i < module.calls.size(); ++i) {
    for (const auto& below : frame.calls(i)) collect(*below);
  }
  if (frame.caller == nullptr) add_outputs(frame);  // Terraform keeps those of the root only
}

// Texts of sensitive variables, whether they are used or not: no excerpt may show them.
void Expander::note_secrets(Frame& frame) {
  for (const auto& variable : frame.module().variables) {
    const auto sensitive = variable.find("sensitive");
    if (!sensitive || truth_of(evaluate_quietly(frame, sensitive, nullptr)) != Truth::yes) continue;
    if (const auto fallback = variable.find("default")) expansion_.secrets.push_back(fallback.attribute->value_span);
    if (frame.caller != nullptr) {
      if (const auto argument = frame.call->find(variable.name)) expansion_.secrets.push_back(argument.attribute->value_span);
    } else if (const auto given = input(variable.name); given && given->span().known()) {
      expansion_.secrets.push_back(given->span());
    }
  }
}

void Expander::add(Instance& instance) {
  const auto& declaration = *instance.declaration;
  for (const auto& one : planned(instance)) {
    const auto& mapped = one.mapped;
    auto condition = instance.condition;
    for (const auto atom : mapped.condition) {
      if (std::find(condition.begin(), condition.end(), atom) == condition.end()) condition.push_back(atom);
    }
    const auto body = resolve(context_, mapped.body, condition);
    if (mapped.place == Place::patch) {
      if (declaration.mode == ResourceDeclaration::Mode::managed) patches_.push_back({&instance, one.id, body});
      continue;
    }
    Resource resource;
    resource.type = TypeName(mapped.type);
    resource.api_version = mapped.api_version;
    resource.api_version_written = mapped.api_version_written;
    resource.segments = one.segments;
    resource.name = one.segments.empty() ? mapped.segments.back() : full_name(one.segments, declaration.header());
    resource.scope = one.scope;
    resource.id = one.id;
    resource.id_symbol = one.id_symbol;
    const bool child = &one != &instance.planned.front();
    const auto tail = child ? fmt::format("/{}", TypeName(mapped.type).last()) : std::string();
    resource.declared_address = declaration.address + tail;
    resource.address = instance.address() + tail;
    ObjectBuilder whole(context_.arena);
    whole.set("name", resource.name);
    for (const auto& m : body.members()) {
      if (m.key != "name") whole.set(m.key, m.value, m.key_span);
    }
    whole.open(body.is_object() ? body.rest() : body.known() ? nullptr : &body.why());
    resource.body = whole.build(body.span());
    resource.condition = std::move(condition);
    resource.loop = instance.loop;
    resource.locks = mapped.locks;
    resource.standing = declaration.mode == ResourceDeclaration::Mode::data ? Resource::Standing::existing : Resource::Standing::declared;
    resource.header = child && mapped.span.known() ? mapped.span : declaration.header();
    resource.whole = child && mapped.span.known() ? mapped.span : declaration.block().whole;
    resource.called_from = instance.frame->called_from;
    resource.frame = instance.frame->address;
    instance.nodes.push_back(builder_.add(std::move(resource)));
  }
}

Value Expander::full_name(const std::vector<Value>& segments, Span span) {
  if (segments.size() == 1) return segments[0];
  std::vector<Value> parts;
  for (const auto& segment : segments) {
    if (!parts.empty()) parts.push_back(Value::of(std::string_view("/")));
    parts.push_back(segment);
  }
  return join_text(context_, parts, span);
}

void Expander::add_outputs(Frame& frame) {
  for (const auto& declaration : frame.module().outputs) {
    const auto value = frame.output(declaration.name, declaration.header());
    const auto sensitive = declaration.find("sensitive");
    Resource node;
    node.type = TypeName("@output");
    node.standing = Resource::Standing::output;
    node.name = Value::of(declaration.name, declaration.header());
    node.segments = {node.name};
    node.scope = home_.id;
    const auto address = frame.address_of(fmt::format("output.{}", declaration.name));
    node.id_symbol = context_.symbols.make("output", address);
    node.id = new_unknown(context_, Unknown::Why::known_after_deploy, "an output", node.id_symbol, declaration.header());
    node.declared_address = fmt::format("output.{}", declaration.name);
    node.address = address;
    ObjectBuilder body(context_.arena);
    body.set("name", node.name);
    body.set("secure", Value::of(sensitive && truth_of(evaluate(frame, sensitive, nullptr)) == Truth::yes, declaration.header()));
    body.set("value", value, declaration.header());
    node.body = body.build(declaration.block().whole);
    node.condition = frame.condition;
    node.loop = frame.loop;
    node.header = declaration.header();
    node.whole = declaration.block().whole;
    node.called_from = frame.called_from;
    node.frame = frame.address;
    builder_.add(std::move(node));
  }
}

// In the order of dependency, so that what is done last stands last (semantics D40).
void Expander::add_patches() {
  std::map<std::uint32_t, ResourceId> by_id;
  for (const bool declared : {true, false}) {
    for (std::uint32_t i = 0; i < builder_.size() && !patches_.empty(); ++i) {
      const auto& node = builder_.at(ResourceId{i});
      if (node.declared() == declared) by_id.emplace(static_cast<std::uint32_t>(node.id_symbol), ResourceId{i});
    }
  }
  std::set<std::uint32_t> patching;
  for (const auto& patch : patches_) patching.insert(patch.instance->number);
  for (auto& patch : patches_) {  // who waits for another waits for all that the other waits for, and so for more
    const auto& reads = patch.instance->attributes.reads;
    patch.rank = static_cast<std::size_t>(std::count_if(reads.begin(), reads.end(), [&](auto number) { return patching.contains(number); }));
  }
  std::stable_sort(patches_.begin(), patches_.end(), [](const Patch& a, const Patch& b) { return a.rank < b.rank; });
  for (const auto& patch : patches_) {
    for_each_possible(patch.target, [&](const Value& id) {
      const auto found = by_id.find(static_cast<std::uint32_t>(id_symbol(context_, id)));
      if (found == by_id.end()) return;
      auto& target = builder_.at(found->second);
      std::vector<Atom> when;
      for (const auto atom : patch.instance->condition) {
        if (std::find(target.condition.begin(), target.condition.end(), atom) == target.condition.end()) when.push_back(atom);
      }
      const auto lists = patch.instance->mapping != nullptr ? Lists::joined : Lists::replaced;
      target.body = patched(context_, target.body, patch.body, lists, when);
      patch.instance->nodes.push_back(found->second);
    });
  }
}

// A child names its parent by an id. Where that can not be taken apart (it hangs on an id that is not known), it is still the
// very id that the parent has.
void Expander::link_parent(Instance& instance, const std::set<std::uint32_t>& earlier) {
  for (std::size_t i = 0; i < instance.planned.size() && i < instance.nodes.size(); ++i) {
    const auto& own = instance.planned[i];
    if (own.mapped.place != Place::parent_id || !own.segments.empty()) continue;
    const auto parent = id_symbol(context_, own.mapped.parent_id);
    for (const auto number : earlier) {
      for (std::size_t k = 0; k < all_[number]->nodes.size(); ++k) {
        if (builder_.at(all_[number]->nodes[k]).id_symbol != parent) continue;
        builder_.link(instance.nodes[i], all_[number]->nodes[k], Edge::Kind::parent, instance.declaration->header());
      }
    }
  }
}

// Who reads anything of a resource is deployed after it.
void Expander::link_reads() {
  std::size_t made = 0;
  for (auto* instance : in_order_) {
    auto earlier = instance->attributes.reads;
    earlier.insert(instance->frame->waits_for.begin(), instance->frame->waits_for.end());
    if (const auto written = instance->declaration->find("depends_on")) {
      Tracked tracked;
      once(tracked, "depends_on of", instance->declaration->address, instance->declaration->header(),
           [&] { return evaluate_quietly(*instance->frame, written, &instance->key); });
      earlier.insert(tracked.reads.begin(), tracked.reads.end());
    }
    link_parent(*instance, earlier);
    if (instance->declaration->mode != ResourceDeclaration::Mode::managed) continue;
    for (const auto number : earlier) {
      for (const auto from : instance->nodes) {
        for (const auto to : all_[number]->nodes) {
          if (from == to || ++made > most_edges) continue;
          builder_.link(from, to, Edge::Kind::depends_on, instance->declaration->header());
        }
      }
    }
  }
}

}  // namespace pillarlint::terraform
