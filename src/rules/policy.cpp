// API Management policies as structure: what stands at a scope, and what holds there once `<base/>` and fragments are
// filled in (rule-language 5.3).
#include "azure/api_policy.h"
#include "base/text.h"
#include "rules/evaluator.h"
#include "value/operators.h"

namespace pillarlint {

namespace {
constexpr int deepest_fragment = 8;

Value text_member(Context& context, const Value& body, std::string_view key) {
  const auto properties = member_of(context, body, "properties", {});
  const auto found = properties ? member_of(context, *properties, key, {}) : std::nullopt;
  return found.value_or(Value::null());
}
}  // namespace

std::optional<Value> Evaluator::policy_of(ResourceId resource) {
  const auto known = policies_.find(resource);
  if (known != policies_.end()) return known->second;
  std::optional<Value> policy;
  std::optional<ResourceId> document;
  if (same_text(graph_.at(resource).type.last(), "policies")) document = resource;
  for (const auto child : graph_.children(resource)) {
    if (!document && same_text(graph_.at(child).type.last(), "policies")) document = child;
  }
  if (document) {
    const auto& body = graph_.at(*document).body;
    const auto text = text_member(context_, body, "value");
    const auto format = text_member(context_, body, "format");
    const bool elsewhere = ends_with(format, "-link", Case::ignored) == Truth::yes;
    const bool readable = text.is_string() || (!text.known() && !text.why().pieces.empty());
    if (!elsewhere && readable) {
      policy = read_policy(context_, text);
    } else if (!text.is_null()) {
      policy = new_unknown(context_, Unknown::Why::not_evaluated, "the policy of " + name_of_resource(resource),
                           context_.symbols.make("policy", "", {graph_.at(*document).id_symbol}), text.span());
    }
  } else {
    const auto type = context_.arena.copy(std::string(graph_.at(resource).type.text()) + "/policies");
    const auto closed = graph_.closed(TypeName(type), resource);
    if (closed.truth != Truth::yes || !graph_.at(resource).declared()) {
      policy = new_unknown(context_, Unknown::Why::known_after_deploy, "the policy of " + name_of_resource(resource),
                           context_.symbols.make("policy", "", {graph_.at(resource).id_symbol}), closed.span);
    }
  }
  policies_.emplace(resource, policy);
  return policy;
}

std::optional<ResourceId> Evaluator::service_of(ResourceId resource) {
  std::optional<ResourceId> top = resource;
  int levels = 0;
  for (auto up = graph_.parent(resource); up && levels < 16; up = graph_.parent(*up), ++levels) top = up;
  return top;
}

std::optional<Value> Evaluator::effective_policy(ResourceId resource) {
  const auto known = effective_.find(resource);
  if (known != effective_.end()) return known->second;
  effective_[resource] = std::nullopt;
  auto own = policy_of(resource);
  const auto parent = graph_.parent(resource);
  std::optional<Value> above;
  if (parent) above = effective_policy(*parent);
  if (own && own->is_object()) {
    if (const auto service = service_of(resource)) own = expand_fragments(*own, *service);
    own = fill_base(*own, above.value_or(Value::null()));
  } else if (!own) {
    own = above;
  }
  effective_[resource] = own;
  return own;
}

Value Evaluator::fill_base(const Value& own, const Value& above) {
  ObjectBuilder filled(context_.arena);
  for (const auto& section : own.members()) {
    const auto from = above.known() ? above.get(section.key) : above;
    std::vector<Value> items;
    const Unknown* rest = section.value.rest();
    if (!section.value.known()) rest = &section.value.why();
    fill_section(section.value, from, items, rest);
    filled.set(section.key, Value::array(context_.arena, items, section.value.span(), rest), section.key_span);
  }
  return filled.build(own.span());
}

void Evaluator::fill_section(const Value& items, const Value& above, std::vector<Value>& out, const Unknown*& rest) {
  for (const auto& item : items.items()) {
    if (!same_text(item.get("element").text_or_empty(), "base")) {
      out.push_back(item);
      continue;
    }
    if (!above.known()) rest = &above.why();
    if (above.known() && above.rest() != nullptr) rest = above.rest();
    for (const auto& inherited : above.items()) out.push_back(inherited);
  }
}

Value Evaluator::expand_fragments(const Value& policy, ResourceId service) {
  ObjectBuilder out(context_.arena);
  for (const auto& section : policy.members()) {
    std::vector<Value> items;
    const Unknown* rest = section.value.rest();
    if (!section.value.known()) rest = &section.value.why();
    expand_items(section.value, service, items, rest, 0);
    out.set(section.key, Value::array(context_.arena, items, section.value.span(), rest), section.key_span);
  }
  return out.build(policy.span());
}

void Evaluator::expand_items(const Value& items, ResourceId service, std::vector<Value>& out, const Unknown*& rest, int depth) {
  for (const auto& item : items.items()) {
    const bool includes = same_text(item.get("element").text_or_empty(), "include-fragment");
    const auto below = item.get("items");
    if (!includes && below.size() > 0 && depth < deepest_fragment) {
      std::vector<Value> inner;
      const Unknown* inner_rest = below.rest();
      expand_items(below, service, inner, inner_rest, depth + 1);
      ObjectBuilder element(context_.arena);
      for (const auto& member : item.members()) element.set(member.key, member.value, member.key_span);
      element.set("items", Value::array(context_.arena, inner, below.span(), inner_rest));
      out.push_back(element.build(item.span()));
      continue;
    }
    if (!includes || depth >= deepest_fragment) {
      out.push_back(item);
      continue;
    }
    const auto found = fragment(item.get("attributes").get("fragment-id"), service);
    if (found && found->is_array()) {
      if (found->rest() != nullptr) rest = found->rest();
      expand_items(*found, service, out, rest, depth + 1);
    } else {
      const auto hole = found && !found->known() ? *found
                                                 : new_unknown(context_, Unknown::Why::known_after_deploy, "a policy fragment",
                                                               context_.symbols.fresh("fragment"), item.span());
      rest = &hole.why();
    }
  }
}

std::optional<Value> Evaluator::fragment(const Value& name, ResourceId service) {
  const auto type = context_.arena.copy(std::string(graph_.at(service).type.text()) + "/policyFragments");
  for (const auto id : graph_.of_type(TypeName(type))) {
    if (child_of(id, service) != Truth::yes || named(id, name) != Truth::yes) continue;
    const auto text = text_member(context_, graph_.at(id).body, "value");
    if (!text.is_string() && (text.known() || text.why().pieces.empty())) return text;
    const auto read = read_policy(context_, text);
    return read.known() ? read.get("fragment") : read;
  }
  return std::nullopt;
}

}  // namespace pillarlint
