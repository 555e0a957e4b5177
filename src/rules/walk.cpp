// Paths through resources whose values may be unknown.
#include <algorithm>

#include "base/text.h"
#include "rules/evaluator.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
std::string joined(const std::string& path, std::string_view key) {
  if (path.empty()) return std::string(key);
  return path + "." + std::string(key);
}

Reached absent_at(Reached from, std::string_view key) {
  from.path = joined(from.path, key);
  from.value = Value::null();
  from.absent = true;
  from.resource.reset();
  from.key_span = {};
  return from;
}

/// One byte of a place: what is reported is one line.
Span first_byte(Span span) { return span.known() ? Span{span.file, span.begin, span.begin + 1} : span; }
}  // namespace

Reached Evaluator::reached(const RulePath& path, Env& env) {
  Reached start;
  if (path.root == RulePath::current) {
    static_cast<Thing&>(start) = env.current;
  } else if (path.root == RulePath::this_) {
    start.resource = env.subject;
  } else if (path.root == RulePath::settings) {
    start.value = settings();
  } else {
    static_cast<Thing&>(start) = env.slots[static_cast<std::size_t>(path.root)];
  }
  if (!start.resource) {
    start.element = start.place;
    start.element_owner = start.owner;
    start.absent = start.value.is_null();
  }
  return start;
}

Value Evaluator::settings() {
  if (settings_.is_object()) return settings_;
  std::vector<Member> members;
  for (const auto& [name, texts] : options_.settings) {
    std::vector<Value> items;
    for (const auto& text : texts) items.push_back(Value::of(std::string_view(context_.arena.copy(text))));
    members.push_back(pillarlint::member(context_.arena.copy(name), Value::array(context_.arena, items)));
  }
  settings_ = Value::object(context_.arena, members);
  return settings_;
}

Walked Evaluator::walk(const RulePath& path, Env& env) {
  Walked now;
  now.all.push_back(reached(path, env));
  for (const auto& each_step : path.path.steps) {
    Walked next;
    next.complete = now.complete;
    for (const auto& from : now.all) step(each_step, from, env, next);
    now = std::move(next);
  }
  return now;
}

Reached Evaluator::one(const RulePath& path, Env& env) {
  auto all = walk(path, env);
  if (!all.all.empty()) return std::move(all.all.front());
  Reached nothing;
  nothing.absent = true;
  return nothing;
}

void Evaluator::step(const PathStep& step, const Reached& from, Env& env, Walked& out) {
  switch (step.kind) {
    case PathStep::Kind::member: return member(step, from, env, out);
    case PathStep::Kind::index: {
      auto found = element_of(context_, from.value, static_cast<std::int64_t>(step.number), from.value.span());
      if (from.absent || !found || found->is_null()) return out.all.push_back(absent_at(from, fmt::format("{}", step.number)));
      Reached at = from;
      at.value = *found;
      at.path += fmt::format("[{}]", step.number);
      at.place = at.element = first_byte(found->span());
      at.element_owner = from.owner;
      return out.all.push_back(std::move(at));
    }
    case PathStep::Kind::elements: return elements_of(from, env, out);
    case PathStep::Kind::any_member: return members_of(into_body(from, env), env, out);
    case PathStep::Kind::leaves: {
      if (from.policy) return policy_elements(from, out, 0);
      return leaves_of(into_body(from, env), env, out, 0);
    }
    case PathStep::Kind::meta: return meta(step, from, env, out);
    case PathStep::Kind::follow: return follow(from, env, out);
  }
}

Value Evaluator::body_of(ResourceId id, const Env& env) {
  const auto& resource = graph_.at(id);
  const auto& whole = pretended_ && pretended_->first == id ? pretended_->second : resource.body;
  if (!whole.has_unknown()) return whole;
  auto given = env.assumed;
  for (const auto atom : resource.condition) {
    if (std::find(given.begin(), given.end(), atom) == given.end()) given.push_back(atom);
  }
  if (given.empty()) return whole;
  std::sort(given.begin(), given.end());
  const std::pair key{id, std::move(given)};
  const auto known = bodies_.find(key);
  if (known != bodies_.end()) return known->second;
  const auto body = resolve(context_, whole, key.second);
  bodies_.emplace(key, body);
  return body;
}

Value Evaluator::outside(ResourceId id, std::string_view key, Span span) {
  const auto& resource = graph_.at(id);
  const auto subject = context_.arena.copy(fmt::format("{} is not in this deployment", name_of_resource(id)));
  return new_unknown(context_, Unknown::Why::known_after_deploy, subject, context_.symbols.make("outside", key, {resource.id_symbol}), span);
}

Reached Evaluator::into_body(const Reached& from, Env& env) {
  if (!from.resource) return from;
  Reached at = from;
  at.owner = from.resource;
  at.value = body_of(*from.resource, env);
  at.absent = false;
  at.resource.reset();
  at.path.clear();
  at.element = {};
  at.element_owner.reset();
  return at;
}

/// A member that some alternatives do not have is null in those: nothing fails here, as it would in an expression.
std::optional<Value> Evaluator::member_or_null(const Value& value, std::string_view key) {
  if (value.known() || value.why().alternatives.empty()) return member_of(context_, value, key, value.span());
  std::vector<Alternative> found;
  bool any = false;
  for (const auto& alternative : value.why().alternatives) {
    const auto one = member_or_null(alternative.value, key);
    any = any || one.has_value();
    found.push_back({one.value_or(Value::null(value.span())), alternative.when});
  }
  if (!any) return std::nullopt;
  return either(context_, found, context_.symbols.make("member", lower(key), {value.why().symbol}), value.span());
}

void Evaluator::member(const PathStep& step, Reached from, Env& env, Walked& out) {
  from = into_body(from, env);
  const bool elsewhere = from.owner && !graph_.at(*from.owner).declared() && graph_.at(*from.owner).standing != Resource::Standing::output;
  std::optional<Value> found;
  if (!from.absent) found = member_or_null(from.value, step.key);
  if (!found || found->is_null()) {
    if (!elsewhere || from.absent) return out.all.push_back(absent_at(std::move(from), step.key));
    found = outside(*from.owner, step.key, {});
  }
  Reached at = from;
  if (const auto* written = from.value.find(step.key, step.hash)) at.key_span = written->key_span;
  at.value = *found;
  at.path = joined(from.path, step.key);
  at.has_key = false;
  out.all.push_back(std::move(at));
}

void Evaluator::elements_of(const Reached& from, Env& env, Walked& out) {
  const auto base = into_body(from, env);
  if (base.absent) return;
  if (!base.value.known()) {
    // Elements of every alternative are possible; which of them, nobody knows.
    out.complete = false;
    for_each_possible(base.value, [&](const Value& one) {
      if (!one.is_array()) return;
      for (const auto& item : one.items()) {
        Reached at = base;
        at.value = item;
        at.path += "[*]";
        out.all.push_back(std::move(at));
      }
    });
    return;
  }
  if (!base.value.is_array()) return;
  if (base.value.rest() != nullptr) out.complete = false;
  std::size_t index = 0;
  for (const auto& item : base.value.items()) {
    Reached at = base;
    at.value = item;
    at.absent = item.is_null();
    at.path += fmt::format("[{}]", index++);
    at.place = at.element = first_byte(item.span());
    at.element_owner = base.owner;
    at.key_span = {};
    at.has_key = false;
    out.all.push_back(std::move(at));
  }
}

void Evaluator::members_of(const Reached& from, Env& env, Walked& out) {
  (void)env;
  if (from.absent) return;
  if (!from.value.known()) out.complete = false;
  if (!from.value.is_object()) return;
  if (from.value.rest() != nullptr) out.complete = false;
  for (const auto& entry : from.value.members()) {
    Reached at = from;
    at.value = entry.value;
    at.absent = entry.value.is_null();
    at.path = joined(from.path, entry.key);
    at.key = entry.key;
    at.has_key = true;
    at.key_span = entry.key_span;
    at.place = at.element = first_byte(entry.key_span);
    at.element_owner = from.owner;
    out.all.push_back(std::move(at));
  }
}

void Evaluator::leaves_of(const Reached& from, Env& env, Walked& out, int depth) {
  constexpr int deepest = 64;
  if (from.absent || out.all.size() > max_evaluations) return;
  if (depth > deepest) {
    out.complete = false;
    return;
  }
  if (!from.value.is_container()) return out.all.push_back(from);
  Walked below;
  if (from.value.is_array()) {
    elements_of(from, env, below);
  } else {
    members_of(from, env, below);
  }
  out.complete = out.complete && below.complete;
  for (const auto& one : below.all) leaves_of(one, env, out, depth + 1);
}

void Evaluator::policy_elements(const Reached& from, Walked& out, int depth) {
  constexpr int deepest = 64;
  if (from.absent) return;
  if (!from.value.known() || depth > deepest) {
    out.complete = false;
    return;
  }
  if (from.value.rest() != nullptr) out.complete = false;
  for (const auto& item : from.value.items()) {
    Reached at = from;
    at.value = item;
    at.place = at.element = first_byte(item.span());
    const auto name = item.get("element").text_or_empty();
    at.path = joined(from.path, name.empty() ? "?" : name);
    if (!item.known()) out.complete = false;
    if (item.is_object()) out.all.push_back(at);
    at.value = item.get("items");
    policy_elements(at, out, depth + 1);
  }
  if (!from.value.is_object() || from.value.find("element") != nullptr) return;
  for (const auto& section : from.value.members()) {
    Reached at = from;
    at.value = section.value;
    at.path = joined(from.path, section.key);
    policy_elements(at, out, depth + 1);
  }
}

void Evaluator::keys_of(const Reached& from, Walked& out) {
  if (from.absent) return;
  if (!from.value.is_object()) {
    out.complete = out.complete && from.value.known();
    return;
  }
  for (const auto& entry : from.value.members()) {
    Reached at = from;
    at.value = Value::of(entry.key, entry.key_span);
    at.path = joined(from.path, entry.key);
    at.key_span = entry.key_span;
    out.all.push_back(std::move(at));
  }
  if (from.value.rest() == nullptr) return;
  // Keys that are computed are not members; what is open says what they are, if it is known.
  for (const auto& key : from.value.rest()->alternatives) {
    Reached at = from;
    at.value = key.value;
    out.all.push_back(std::move(at));
  }
  out.complete = out.complete && !from.value.rest()->alternatives.empty();
}

void Evaluator::meta(const PathStep& step, const Reached& from, Env& env, Walked& out) {
  Reached at = from;
  at.key_span = {};
  at.absent = false;
  if (step.key == "keys") return keys_of(into_body(from, env), out);
  at.path = joined(from.path, "@" + step.key);
  if (step.key == "key") {
    at.value = from.has_key ? Value::of(from.key, from.place) : Value::null();
    at.absent = !from.has_key;
    return out.all.push_back(std::move(at));
  }
  const auto owner = from.resource ? from.resource : from.absent ? std::nullopt : from.owner;
  if (!owner) {  // what a link leads to is absent, or not known
    at.value = from.value.known() ? Value::null() : from.value;
    at.absent = from.value.known();
    at.resource.reset();
    return out.all.push_back(std::move(at));
  }
  const auto& resource = graph_.at(*owner);
  at.resource.reset();
  at.owner = owner;
  at.path = "@" + step.key;
  const auto body = body_of(*owner, env);
  const auto from_body = [&](std::string_view key) {
    if (const auto* written = body.find(key)) at.key_span = written->key_span;
  };
  if (step.key == "parent") {
    at.resource = graph_.parent(*owner);
    if (!at.resource && resource.type.levels() > 1) {
      at.value = new_unknown(context_, Unknown::Why::known_after_deploy, "the parent of " + name_of_resource(*owner),
                             context_.symbols.make("parent", "", {resource.id_symbol}), resource.header);
      at.value = Value::unknown(context_.arena, at.value.why());
    } else {
      at.absent = !at.resource;
    }
    at.path.clear();
  } else if (step.key == "name") {
    at.value = last_name(*owner);
    from_body("name");
  } else if (step.key == "type") {
    at.value = Value::of(resource.type.text());
    from_body("type");
  } else if (step.key == "api_version") {
    at.value = resource.api_version_written.is_null() ? Value::of(resource.api_version) : resource.api_version_written;
    at.absent = at.value.known() && resource.api_version.empty();
  } else if (step.key == "scope") {
    at.value = resource.scope;
  } else if (step.key == "region") {
    const auto region = member_of(context_, body, "location", resource.header);
    at.absent = !region || region->is_null();
    if (region) at.value = *region;
    if (region && region->is_string()) {
      std::string text = lower(region->text());
      std::erase(text, ' ');
      at.value = Value::copy(context_.arena, text, region->span());
    }
    from_body("location");
  } else if (step.key == "loop.batch") {
    const auto& loop = resource.loop;
    at.absent = loop.collection == SymbolId::none || (loop.count >= 0 && loop.count <= 1);
    if (!at.absent) at.value = loop.batch.is_null() ? Value::of(std::int64_t{0}, loop.batch.span()) : loop.batch;
  } else if (step.key == "loop.shared_parent") {
    at.absent = resource.loop.collection == SymbolId::none;
    if (!at.absent) at.value = shared_parent(*owner);
  } else if (step.key == "locks") {
    at.value = resource.locks;
    at.absent = resource.locks.is_null();
  } else if (step.key.starts_with("facts.")) {
    const auto name = std::string_view(step.key).substr(6);
    at.value = fact(name, *owner);
    at.absent = at.value.is_null();
    at.fact = name;
  } else if (step.key == "policy" || step.key == "effective") {
    const auto policy = step.key == "policy" ? policy_of(*owner) : effective_policy(*owner);
    at.absent = !policy;
    at.value = policy.value_or(Value::null());
    at.policy = true;
  }
  out.all.push_back(std::move(at));
}

void Evaluator::follow(const Reached& from, Env& env, Walked& out) {
  (void)env;
  Reached at = from;
  at.by_way_of = true;
  if (!from.by_way_of) at.way = property_place(from);
  if (from.absent || from.resource) return out.all.push_back(std::move(at));
  at.resource.reset();
  at.owner.reset();
  at.element = {};
  const auto targets = graph_.targets(context_, from.value);
  if (!targets.empty() && targets.front().truth == Truth::yes) {
    at.resource = targets.front().resource;
    return out.all.push_back(std::move(at));
  }
  at.value = from.value.known() ? new_unknown(context_, Unknown::Why::known_after_deploy, "the resource behind " + from.path,
                                              context_.symbols.make("follow", from.path, {symbol_of(from.value, context_.symbols)}), from.value.span())
                                : Value::unknown(context_.arena, from.value.why());
  if (at.value.why().pieces.size() + at.value.why().alternatives.size() > 0) {
    // What is known of the id says nothing of the resource.
    auto why = at.value.why();
    why.pieces = {};
    why.alternatives = {};
    why.type = ValueType::any;
    why.never_empty = why.never_null = false;
    at.value = Value::unknown(context_.arena, why);
  }
  out.all.push_back(std::move(at));
}

}  // namespace pillarlint
