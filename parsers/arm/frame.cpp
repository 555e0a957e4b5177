#include "arm/frame.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/format.h>

#include "arm/expand.h"
#include "base/text.h"

namespace pillarlint::arm {

// ── names ─────────────────────────────────────────────────────────────────────────────────────────────────────────

Here::Here(Frame& frame_, const LoopBinding* loops_, Instance* instance_)
    : frame(frame_), loops(loops_), instance(instance_), references(instance_ != nullptr ? &instance_->references : nullptr) {}

Here::Here(const Frame& callee, References& references_)
    : frame(*callee.caller()),
      loops(callee.deployment != nullptr ? callee.deployment->loops : nullptr),
      instance(callee.deployment),
      references(&references_) {}

Value Here::name(NameKind kind, std::string_view name, Span use) {
  auto& context = frame.expander().context();
  if (arguments != nullptr && kind == NameKind::parameter) {
    for (const auto& [key, value] : *arguments) {
      if (same_text(key, name)) return value;
    }
  }
  switch (kind) {
    case NameKind::parameter: return frame.names->parameter(name, use, references);
    case NameKind::variable: return frame.names->variable(name, use, references);
    case NameKind::local: break;
  }
  context.diagnostics.report(Code::variable_not_declared, use, name, "");
  return new_unknown(context, Unknown::Why::does_not_parse, name, context.symbols.fresh("local", name), use);
}

std::optional<Value> Here::call_user_function(std::string_view name, std::span<const Value> args, Span span) {
  return frame.names->call_function(name, args, span);
}

Value Here::run_loop(const Expr& loop, Span span) {
  return frame.copied(Value::expression(loop.children[0], span), Value::expression(loop.children[1], span), loop.text, *this, span);
}

std::string Here::suggestion(std::string_view function_name) const {
  const auto near = frame.expander().functions().nearest_name(function_name);
  return near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near);
}

void Frame::make_slots() {
  if (slots_made_) return;
  slots_made_ = true;
  for (const auto& m : view_.parameters.members()) parameters_.push_back({&m, {}});
  for (const auto& m : view_.outputs.members()) outputs_.push_back({&m, {}});
  for (const auto& m : view_.variables.members()) {
    if (same_text(m.key, "copy") && m.value.is_array()) continue;
    variables_.push_back({&m, {}});
  }
  for (const auto& entry : view_.variables.get("copy").items()) {
    if (const auto* name = entry.find("name")) variable_copies_.push_back({name, {Lazy::State::open, entry}});
  }
}

Frame::Slot* Frame::slot(std::vector<Slot>& slots, std::string_view name) {
  const auto hash = folded_hash(name);
  for (auto& one : slots) {
    if (one.declaration->hash == hash && same_text(one.declaration->key, name)) return &one;
  }
  return nullptr;
}

std::string did_you_mean(std::string_view name, const Value& declared) {
  std::vector<std::string_view> names;
  for (const auto& m : declared.members()) names.push_back(m.key);
  const auto near = nearest(name, std::span<const std::string_view>(names));
  return near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near);
}

namespace {
Value undeclared(Context& context, Code code, std::string_view name, const Value& declared, Span use) {
  context.diagnostics.report(code, use, name, did_you_mean(name, declared));
  return new_unknown(context, Unknown::Why::does_not_parse, name, context.symbols.fresh("undeclared", name), use);
}
}  // namespace

Value Frame::cycle(std::string_view what, std::string_view name, Span use) {
  auto& context = expander_.context();
  context.diagnostics.report(Code::circular, use, fmt::format("{} `{}`", what, name), expander_.chain_to(what, name));
  return new_unknown(context, Unknown::Why::does_not_parse, fmt::format("{} {}, which refers to itself", what, name),
                     context.symbols.fresh("cycle", name), use);
}

namespace {
void add_all(References* into, const References& from) {
  if (into != nullptr && into != &from) into->insert(into->end(), from.begin(), from.end());
}
}  // namespace

Value Frame::parameter(std::string_view name, Span use, References* references) {
  make_slots();
  auto* found = slot(parameters_, name);
  if (found == nullptr) return undeclared(expander_.context(), Code::parameter_not_declared, name, view_.parameters, use);
  auto& lazy = found->value;
  if (lazy.state == Lazy::State::running) return cycle("parameter", name, use);
  if (lazy.state == Lazy::State::open) {
    lazy.state = Lazy::State::running;
    const Expander::ChainLink link(expander_, "parameter", name);
    const auto value = compute_parameter(*found);
    lazy.value = value;
    lazy.state = Lazy::State::done;
  }
  add_all(references, found->references);
  return lazy.value.via(expander_.context().arena, Origin::Step::parameter, use, found->declaration->key);
}

Value Frame::not_given(Slot& slot, const ParameterType& type) {
  auto& context = expander_.context();
  const auto key = slot.declaration->key;
  const auto symbol = context.symbols.make("parameter", path.empty() ? lower(key) : fmt::format("{}/{}", path, lower(key)));
  return unknown_of_type(context, type, symbol, fmt::format("parameter {}", key), slot.declaration->key_span);
}

Value Frame::default_value(Slot& slot, const ParameterType& type) {
  const auto* written = slot.declaration->value.find("defaultValue");
  auto& context = expander_.context();
  if (written == nullptr || (written->value.is_null() && !is_nullable(type))) {
    if (written != nullptr && written->value.is_null()) return Value::null(written->value.span());
    if (is_nullable(type)) return Value::null(slot.declaration->key_span);
    return not_given(slot, type);
  }
  Here here(*this, nullptr, nullptr);
  auto value = evaluate(written->value, here);
  return with_marks(context, value, type)
      .via(context.arena, Origin::Step::default_value, slot.declaration->key_span, slot.declaration->key);
}

// A null argument means "not given" (semantics D12); one that may be null is the argument or the default.
Value Frame::default_or(const Value& given, Slot& slot, const ParameterType& type) {
  auto& context = expander_.context();
  const bool has_default = slot.declaration->value.find("defaultValue") != nullptr;
  if (!has_default && !is_nullable(type)) return given.is_null() ? not_given(slot, type) : given;
  switch (is_null(given)) {
    case Truth::yes: return default_value(slot, type);
    case Truth::no: return given;
    case Truth::unknown: break;
  }
  if (given.why().alternatives.empty()) return given;  // anything: its default is one of the things it may be
  bool may_be_null = false;
  std::vector<Alternative> mended;
  for (const auto& alternative : given.why().alternatives) {
    const bool null = alternative.value.is_null();
    may_be_null = may_be_null || null;
    mended.push_back({null ? default_value(slot, type) : alternative.value, alternative.when});
  }
  if (!may_be_null) return given;
  const auto symbol = context.symbols.make("coalesce", "", {given.why().symbol});
  return either(context, mended, symbol, given.span()).marked(given.marks());
}

Value Frame::argument(const Member& given, const ParameterType& type, References& references) {
  auto& context = expander_.context();
  const auto raw = given.value;
  Here here(*this, references);
  if (raw.is_object() && raw.find("reference") != nullptr && raw.find("value") == nullptr) {
    return secret_of(context, caller_->evaluate(raw.get("reference"), here), type, raw.span());
  }
  if (raw.is_object()) {
    // `value`, or a loop that makes it.
    const auto* value = raw.find("value");
    if (value == nullptr && raw.find("copy") == nullptr) return Value::null(raw.span());
    const auto made = value != nullptr ? caller_->evaluate(value->value, here) : caller_->evaluate(raw, here).get("value");
    return made.via(context.arena, Origin::Step::module_input, given.key_span, given.key);
  }
  return expander_.argument_value(raw, type, here).via(context.arena, Origin::Step::module_input, given.key_span, given.key);
}

Value Frame::compute_parameter(Slot& slot) {
  auto& context = expander_.context();
  const ParameterType type{slot.declaration->value, view_.definitions};
  if (caller_ == nullptr) {
    if (arguments_unknown) return not_given(slot, type);
    if (inputs != nullptr) {
      const auto found = inputs->find(lower(slot.declaration->key));
      if (found != inputs->end()) return default_or(with_marks(context, found->second, type), slot, type);
    }
    return default_value(slot, type);
  }
  if (arguments_unknown) return not_given(slot, type);
  if (!arguments.is_object() && !arguments.is_null()) {  // the whole of `parameters` is an expression
    Here here(*this, slot.references);
    const auto all = caller_->evaluate(arguments, here);
    const auto entry = member_of(context, all, slot.declaration->key, arguments.span());
    if (!entry) return default_value(slot, type);
    const auto value = member_of(context, *entry, "value", arguments.span());
    return value ? default_or(with_marks(context, *value, type), slot, type) : default_value(slot, type);
  }
  const auto* given = arguments.find(slot.declaration->key);
  if (given == nullptr) return default_value(slot, type);
  return default_or(with_marks(context, argument(*given, type, slot.references), type), slot, type);
}

Value Frame::variable(std::string_view name, Span use, References* references) {
  make_slots();
  auto& context = expander_.context();
  auto* found = slot(variables_, name);
  if (found == nullptr) {
    for (auto& copy : variable_copies_) {
      if (same_text(copy.declaration->value.text_or_empty(), name)) found = &copy;
    }
  }
  if (found == nullptr) return undeclared(context, Code::variable_not_declared, name, view_.variables, use);
  auto& lazy = found->value;
  if (lazy.state == Lazy::State::running) return cycle("variable", name, use);
  if (lazy.state == Lazy::State::open) {
    lazy.state = Lazy::State::running;
    const Expander::ChainLink link(expander_, "variable", name);
    const auto value = compute_variable(*found);
    lazy.value = value;
    lazy.state = Lazy::State::done;
  }
  add_all(references, found->references);
  // What another file exports bears the number of the file behind `#`.
  return lazy.value.via(context.arena, Origin::Step::variable, use, context.arena.copy(name.substr(0, name.find('#'))));
}

Value Frame::compute_variable(Slot& slot) {
  Here here(*this, nullptr, nullptr);
  here.references = &slot.references;
  const bool is_copy = slot.value.value.is_object() && slot.declaration->value.is_string() && slot.value.value.find("input") != nullptr;
  const bool of_copies = !variable_copies_.empty() && &slot >= variable_copies_.data() &&
                         &slot < variable_copies_.data() + variable_copies_.size();
  if (of_copies && is_copy) {
    const auto entry = slot.value.value;
    return copied(entry.get("count"), entry.get("input"), entry.get("name").text_or_empty(), here, entry.span());
  }
  return evaluate(slot.declaration->value, here);
}

std::optional<Value> Frame::call_function(std::string_view name, std::span<const Value> args, Span span) {
  auto& context = expander_.context();
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto space = name.substr(0, dot);
  const auto function = name.substr(dot + 1);
  for (const auto& declarations : view_.functions.items()) {
    if (!same_text(declarations.get("namespace").text_or_empty(), space)) continue;
    const auto* declared = declarations.get("members").find(function);
    if (declared == nullptr) continue;
    std::vector<std::pair<std::string_view, Value>> bound;
    const auto parameters = declared->value.get("parameters").items();
    if (args.size() != parameters.size()) {
      context.diagnostics.report(Code::function_arity, span, name,
                                 fmt::format("{} argument{}", parameters.size(), parameters.size() == 1 ? "" : "s"), args.size());
    }
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      bound.emplace_back(parameters[i].get("name").text_or_empty(), i < args.size() ? args[i] : Value());
    }
    const DepthGuard depth(context.budget);
    if (!depth.ok) return limit_unknown(context, "nesting", span);
    Here here(*this, nullptr, nullptr);
    here.arguments = &bound;
    return evaluate(declared->value.get("output").get("value"), here).via(context.arena, Origin::Step::function, span, context.arena.copy(name));
  }
  return std::nullopt;
}

// ── outputs ───────────────────────────────────────────────────────────────────────────────────────────────────────

Value Frame::compute_output(Slot& slot) {
  auto& context = expander_.context();
  const auto declaration = slot.declaration->value;
  // Outputs stand in the nested template: with outer scope their names are the caller's, as everything else in it.
  Here here(*this, loops, nullptr);
  Value value;
  if (const auto* copy = declaration.find("copy"); copy != nullptr && copy->value.is_object()) {
    value = copied(copy->value.get("count"), copy->value.get("input"), slot.declaration->key, here, copy->value.span());
  } else if (const auto* written = declaration.find("value")) {
    value = evaluate(written->value, here);
  }
  value = with_marks(context, value, {declaration, view_.definitions});
  if (const auto* when = declaration.find("condition")) {
    const auto test = evaluate(when->value, here);
    value = choose(context, test, value, Value::null(declaration.span()), declaration.span());
  }
  return value.via(context.arena, Origin::Step::module_output, slot.declaration->key_span, slot.declaration->key);
}

std::optional<Value> Frame::output(std::string_view name) {
  make_slots();
  auto* found = slot(outputs_, name);
  if (found == nullptr) return std::nullopt;
  auto& lazy = found->value;
  if (lazy.state == Lazy::State::running) return cycle("output", name, found->declaration->key_span);
  if (lazy.state == Lazy::State::open) {
    lazy.state = Lazy::State::running;
    const Expander::ChainLink link(expander_, "output", name);
    const auto value = compute_output(*found);
    lazy.value = value;
    lazy.state = Lazy::State::done;
  }
  return lazy.value;
}

Value Frame::outputs() {
  make_slots();
  auto& arena = expander_.context().arena;
  ObjectBuilder all(arena);
  for (auto& one : outputs_) {
    const auto value = output(one.declaration->key);
    ObjectBuilder entry(arena);
    entry.set("type", one.declaration->value.get("type"));
    entry.set("value", value.value_or(Value()));
    all.set(one.declaration->key, entry.build(one.declaration->value.span()), one.declaration->key_span);
  }
  return all.build(view_.outputs.span());
}

// ── raw values ────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {
bool same_handle(const Value& a, const Value& b) {
  return a.kind() == b.kind() && a.size() == b.size() && a.span() == b.span() && a.journey() == b.journey() &&
         std::memcmp(static_cast<const void*>(&a), static_cast<const void*>(&b), sizeof(Value)) == 0;
}
}  // namespace

Value Frame::evaluate(const Value& raw, Here& here) {
  if (raw.is_string()) return evaluate_text(raw, here);
  if (raw.is_expression()) return expander_.evaluate_text(raw, here);
  if (!raw.is_container()) return raw;
  const auto made = evaluate_container(raw, here);
  return made.too_heavy() && !same_handle(made, raw) ? limit_unknown(expander_.context(), "size", raw.span()) : made;
}

Value Frame::evaluate_container(const Value& raw, Here& here) {
  auto& context = expander_.context();
  const DepthGuard depth(context.budget);
  if (!depth.ok) return limit_unknown(context, "nesting", raw.span());
  if (raw.is_object()) return evaluate_object(raw, here);
  bool changed = false;
  std::vector<Value> items;
  items.reserve(raw.items().size());
  for (const auto& item : raw.items()) {
    items.push_back(evaluate(item, here));
    changed = changed || !same_handle(items.back(), item);
  }
  return changed ? Value::array(context.arena, items, raw.span(), raw.rest()) : raw;
}

Value Frame::evaluate_text(const Value& raw, Here& here) {
  const auto text = raw.text();
  if (is_escaped(text)) return Value::of(text.substr(1), raw.span()).marked(raw.marks());
  if (!is_expression(text)) return raw;
  return expander_.evaluate_text(raw, here);
}

// Keys that are computed make an object as createObject() does.
Value Frame::evaluate_computed(const Value& raw, Here& here) {
  auto& context = expander_.context();
  std::vector<Value> args;
  for (const auto& m : raw.members()) {
    const auto key = Value::of(m.key, m.key_span);
    args.push_back(is_expression(m.key) ? expander_.evaluate_text(key, here) : key);
    args.push_back(evaluate(m.value, here));
  }
  return call({context, args, raw.span(), *expander_.functions().find("createObject"), &here});
}

namespace {
/// `copy: [ { name, count, input } ]`: properties that a loop makes.
bool is_loops(const Member& m) {
  return m.value.is_array() && same_text(m.key, "copy") && m.value.size() > 0 && m.value.items()[0].find("count") != nullptr &&
         m.value.items()[0].find("input") != nullptr;
}
}  // namespace

Value Frame::evaluate_with_loops(const Value& raw, Here& here) {
  ObjectBuilder object(expander_.context().arena);
  std::vector<Member> others;
  for (const auto& m : raw.members()) {
    if (is_loops(m)) {
      evaluate_copies(m.value, here, object);
    } else {
      others.push_back(m);
    }
  }
  const auto rest = evaluate(Value::object(expander_.context().arena, others, raw.span(), raw.rest()), here);
  for (const auto& m : rest.members()) object.set(m.key, m.value, m.key_span);
  object.open(rest.rest());
  return object.build(raw.span());
}

Value Frame::evaluate_object(const Value& raw, Here& here) {
  const auto all = raw.members();
  if (std::any_of(all.begin(), all.end(), is_loops)) return evaluate_with_loops(raw, here);
  if (std::any_of(all.begin(), all.end(), [](const Member& m) { return is_expression(m.key); })) return evaluate_computed(raw, here);
  bool changed = false;
  std::vector<Member> members;
  members.reserve(all.size());
  for (const auto& m : all) {
    Member done = m;
    done.value = evaluate(m.value, here);
    changed = changed || !same_handle(done.value, m.value);
    members.push_back(done);
  }
  return changed ? Value::object(expander_.context().arena, members, raw.span(), raw.rest()) : raw;
}

void Frame::evaluate_copies(const Value& copies, Here& here, ObjectBuilder& into) {
  for (const auto& entry : copies.items()) {
    const auto* name = entry.find("name");
    if (name == nullptr || !name->value.is_string()) continue;
    into.set(name->value.text(), copied(entry.get("count"), entry.get("input"), name->value.text(), here, entry.span()), name->value.span());
  }
}

Value Frame::copied(const Value& count_raw, const Value& input, std::string_view name, Here& here, Span span) {
  auto& context = expander_.context();
  const auto plan = expander_.plan_loop(count_raw, here);
  std::vector<Value> items;
  const auto one = [&](const Value& index) {
    LoopBinding binding{name, index, false, here.loops};
    Here inner(here.frame, &binding, here.instance);
    inner.arguments = here.arguments;
    inner.references = here.references;
    items.push_back(evaluate(input, inner));
  };
  for (std::int64_t i = 0; i < plan.known; ++i) {
    if (!context.budget.take()) return limit_unknown(context, "step", span);
    one(Value::of(i, span));
  }
  if (!plan.symbolic) return Value::array(context.arena, items, span);
  // The element of a loop of unknown count is made once, to see what it refers to; how many there are stays open.
  const auto listed = items.size();
  one(index_in(context, plan.collection, plan.subject, span));
  const auto sample = items.back();
  items.resize(listed);
  Unknown rest;
  rest.why = plan.why;
  rest.subject = context.arena.copy(plan.subject);
  rest.span = span;
  rest.symbol = context.symbols.make("loop", "", {plan.collection, symbol_of(sample, context.symbols)});
  return Value::array(context.arena, items, span, context.arena.make<Unknown>(rest));
}

}  // namespace pillarlint::arm
