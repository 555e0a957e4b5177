// Links between a candidate and another resource (rule-language 3.6).
#include <algorithm>

#include "azure/resource_id.h"
#include "base/text.h"
#include "rules/evaluator.h"
#include "value/operators.h"

namespace pillarlint {

Truth Evaluator::link(const LinkUse& use, ResourceId candidate, const std::vector<Reached>& targets, Env& env) {
  Truth any = Truth::no;
  for (const auto& target : targets) {
    any = any | link_to(use, candidate, target, env);
    if (any == Truth::yes) return any;
  }
  return any;
}

Truth Evaluator::link_to(const LinkUse& use, ResourceId candidate, const Reached& target, Env& env) {
  if (use.link == Link::named) {
    return for_alternatives(target.resource ? last_name(*target.resource) : target.value, [&](const Value& name) { return named(candidate, name); });
  }
  if (use.link == Link::points_at) return points_at(candidate, *use.by, target, env);
  if (!target.resource) return target.absent ? Truth::no : Truth::unknown;
  const auto other = *target.resource;
  switch (use.link) {
    case Link::pointed_at_by: {
      Reached self;
      self.resource = candidate;
      return points_at(other, *use.by, self, env);
    }
    case Link::child_of: return child_of(candidate, other);
    case Link::parent_of: return child_of(other, candidate);
    case Link::beside: return beside(candidate, other);
    case Link::attached_to: return attached_to(candidate, other);
    case Link::over: return over(candidate, other);
    case Link::under: return under(candidate, other);
    case Link::reached_by: return over(other, candidate);
    case Link::connected_to: return truth(candidate != other && connected(candidate, other));
    case Link::refers_to: return truth(refers_to(candidate, other));
    case Link::ordered_before: return truth(ordered(candidate, other));
    case Link::ordered_after: return truth(ordered(other, candidate));
    case Link::assigned_to: return assigned_to(candidate, other, env);
    case Link::points_at:
    case Link::named: break;
  }
  return Truth::unknown;
}

Truth Evaluator::means(const Value& id, const Reached& target) {
  if (target.resource) {
    return for_alternatives(id, [&](const Value& one) { return one.is_null() ? Truth::no : graph_.means(context_, one, *target.resource); });
  }
  if (target.absent) return Truth::no;
  return for_alternatives(id, [&](const Value& one) { return one.is_null() ? Truth::no : same_id(context_, one, target.value); });
}

Truth Evaluator::points_at(ResourceId from, const RulePath& by, const Reached& target, Env& env) {
  const auto outer = env.current;
  env.current = Thing{};
  env.current.resource = from;
  const auto all = walk(by, env);
  env.current = outer;
  Truth any = all.complete ? Truth::no : Truth::unknown;
  for (const auto& at : all.all) {
    if (at.absent) continue;
    any = any | means(at.resource ? graph_.at(*at.resource).id : at.value, target);
  }
  return any;
}

Truth Evaluator::child_of(ResourceId child, ResourceId parent) {
  if (child == parent) return Truth::no;
  const auto& low = graph_.at(child);
  const auto& high = graph_.at(parent);
  if (!(low.type.parent() == high.type)) return Truth::no;
  const auto known = graph_.parent(child);
  if (!known) return Truth::unknown;  // its name can not be taken apart
  if (*known == parent) return Truth::yes;
  const auto& other = graph_.at(*known);
  if (other.id_symbol == high.id_symbol && other.id_symbol != SymbolId::none) return Truth::yes;  // declared twice
  return same_resource(*known, parent);
}

Truth Evaluator::beside(ResourceId a, ResourceId b) {
  if (a == b) return Truth::no;
  const auto parent_a = graph_.parent(a);
  const auto parent_b = graph_.parent(b);
  if (parent_a && parent_b) {
    if (*parent_a == *parent_b || graph_.at(*parent_a).id_symbol == graph_.at(*parent_b).id_symbol) return Truth::yes;
    if (!(graph_.at(*parent_a).type == graph_.at(*parent_b).type)) return Truth::no;
    return same_resource(*parent_a, *parent_b);
  }
  const auto& first = graph_.at(a);
  const auto& second = graph_.at(b);
  if (first.type.levels() > 1 || second.type.levels() > 1) {
    return first.type.parent() == second.type.parent() ? Truth::unknown : Truth::no;
  }
  return same_scope(a, b);
}

// Rules ask it of the same pairs again and again: each child with each parent.
Truth Evaluator::same_resource(ResourceId a, ResourceId b) {
  const auto key = static_cast<std::uint64_t>(index_of(a)) << 32U | index_of(b);
  const auto [found, is_new] = same_resources_.try_emplace(key, Truth::unknown);
  if (is_new) found->second = same_id(context_, graph_.at(a).id, graph_.at(b).id);
  return found->second;
}

/// Symbol of the id of the scope that the resource is in; none if there are several.
SymbolId Evaluator::scope_symbol(ResourceId id) {
  const auto [found, is_new] = scope_symbols_.try_emplace(id, SymbolId::none);
  const auto& scope = graph_.at(id).scope;
  if (is_new && (scope.known() || scope.why().alternatives.empty())) found->second = id_symbol(context_, scope);
  return found->second;
}

// Many resources stand in few scopes: what was found of two of them holds for all.
Truth Evaluator::same_scope(ResourceId a, ResourceId b) {
  const auto x = scope_symbol(a);
  const auto y = scope_symbol(b);
  const auto compare = [&] { return same_id(context_, graph_.at(a).scope, graph_.at(b).scope); };
  if (x == SymbolId::none || y == SymbolId::none) return compare();
  const auto [found, is_new] = same_scopes_.try_emplace({x, y}, Truth::unknown);
  if (is_new) found->second = compare();
  return found->second;
}

Truth Evaluator::attached_to(ResourceId extension, ResourceId resource) {
  const auto on = graph_.extended(extension);
  if (on) {
    if (*on == resource || graph_.at(*on).id_symbol == graph_.at(resource).id_symbol) return Truth::yes;
    if (!(graph_.at(*on).type == graph_.at(resource).type)) return Truth::no;
    return same_resource(*on, resource);
  }
  return for_alternatives(graph_.at(extension).scope, [&](const Value& scope) { return graph_.means(context_, scope, resource); });
}

/// Whether a scope is the other or lies above it: `inner` is the scope that a resource is in.
Truth Evaluator::scope_holds(const Value& scope, const Value& inner) {
  Value at = inner;
  Truth best = Truth::no;
  for (int level = 0; level < 8; ++level) {
    const Truth same = same_id(context_, scope, at);
    if (same == Truth::yes) return Truth::yes;
    best = best | same;
    const auto parsed = parse_id(context_, at);
    if (!parsed || parsed->type.empty()) break;
    if (at.is_string() && at.text().empty()) break;
    at = parsed->scope;
  }
  return best;
}

Truth Evaluator::over(ResourceId extension, ResourceId resource) {
  Truth any = attached_to(extension, resource);
  for (auto up = graph_.parent(resource); up && any != Truth::yes; up = graph_.parent(*up)) any = any | attached_to(extension, *up);
  if (any == Truth::yes) return any;
  return any | on_scope(extension, resource);
}

/// On a scope that the resource is in: its group, the subscription or what is above.
Truth Evaluator::on_scope(ResourceId extension, ResourceId resource) {
  const auto on = graph_.extended(extension);
  const auto scope = on ? graph_.at(*on).id : graph_.at(extension).scope;
  const auto compare = [&] {
    return for_alternatives(scope, [&](const Value& one) { return scope_holds(one, graph_.at(resource).scope); });
  };
  const auto inner = scope_symbol(resource);
  if (inner == SymbolId::none) return compare();
  const auto [found, is_new] = on_scopes_.try_emplace({extension, inner}, Truth::unknown);
  if (is_new) found->second = compare();
  return found->second;
}

Truth Evaluator::under(ResourceId low, ResourceId high) {
  Truth any = Truth::no;
  if (low == high) return any;
  int levels = 0;
  for (auto up = graph_.parent(low); up && levels < 32; up = graph_.parent(*up), ++levels) {
    if (*up == high || graph_.at(*up).id_symbol == graph_.at(high).id_symbol) return Truth::yes;
    if (graph_.at(*up).type == graph_.at(high).type) any = any | same_resource(*up, high);
  }
  return any;
}

/// As the graph has it; and the instances of a loop that runs one after the other.
bool Evaluator::ordered(ResourceId earlier, ResourceId later) {
  const auto& a = graph_.at(earlier);
  const auto& b = graph_.at(later);
  const bool same_loop = a.header == b.header && a.declared_address == b.declared_address;
  if (same_loop && earlier < later && says_equals(a.loop.batch, Value::of(std::int64_t{1})) == Truth::yes) return true;
  return graph_.ordered(earlier, later);
}

/// Of the instance of a loop that stands for all: whether all that it stands for have one parent.
Truth Evaluator::stands_for_one_parent(ResourceId id) {
  const auto& loop = graph_.at(id).loop;
  const auto parent = graph_.parent(id);
  if (!parent) return Truth::unknown;
  const auto& above = graph_.at(*parent);
  if (above.loop.symbolic && above.loop.collection == loop.collection) return Truth::no;  // element meets element (semantics D3)
  return above.loop.symbolic || context_.symbols.contains(above.id_symbol, loop.collection) ? Truth::unknown : Truth::yes;
}

Value Evaluator::shared_parent(ResourceId id) {
  const auto& own = graph_.at(id);
  Truth any = own.loop.symbolic ? stands_for_one_parent(id) : Truth::no;
  for (const auto other : graph_.of_type(own.type)) {
    const auto& one = graph_.at(other);
    const bool same_loop = one.header == own.header && one.declared_address == own.declared_address && one.loop.collection == own.loop.collection;
    if (same_loop && any != Truth::yes) any = any | beside(id, other);
  }
  if (any != Truth::unknown) return Value::of(any == Truth::yes, own.header);
  return new_unknown(context_, Unknown::Why::known_after_deploy, "whether instances of the loop have one parent",
                     context_.symbols.make("shared parent", "", {own.id_symbol}), own.header, ValueType::boolean);
}

bool Evaluator::refers_to(ResourceId from, ResourceId to) {
  for (const auto& edge : graph_.edges_out_of(from)) {
    if (edge.kind == Edge::Kind::reference && (edge.to == to || graph_.at(edge.to).id_symbol == graph_.at(to).id_symbol)) return true;
  }
  return false;
}

bool Evaluator::connected(ResourceId a, ResourceId b) {
  constexpr int most_steps = 6;
  std::vector<bool> seen(graph_.resources().size(), false);
  std::vector<ResourceId> front{a};
  seen[index_of(a)] = true;
  for (int distance = 0; distance < most_steps && !front.empty(); ++distance) {
    std::vector<ResourceId> next;
    const auto visit = [&](ResourceId id) {
      if (seen[index_of(id)]) return;
      seen[index_of(id)] = true;
      next.push_back(id);
    };
    for (const auto id : front) {
      for (const auto& edge : graph_.edges_out_of(id)) {
        if (edge.kind == Edge::Kind::reference || edge.kind == Edge::Kind::scope) visit(edge.to);
      }
      for (const auto& edge : graph_.edges_into(id)) {
        if (edge.kind == Edge::Kind::reference || edge.kind == Edge::Kind::scope) visit(edge.from);
      }
    }
    if (seen[index_of(b)]) return true;
    front = std::move(next);
  }
  return false;
}

Value Evaluator::last_name(ResourceId id) {
  const auto& resource = graph_.at(id);
  if (!resource.segments.empty()) return resource.segments.back();
  if (resource.name.is_string()) {
    const auto text = resource.name.text();
    return Value::of(text.substr(text.rfind('/') + 1), resource.name.span());
  }
  return resource.name;
}

Truth Evaluator::named(ResourceId candidate, const Value& name) {
  if (name.is_null()) return Truth::no;
  return says_equals(last_name(candidate), name);
}

Truth Evaluator::assigned_to(ResourceId assignment, ResourceId resource, Env& env) {
  const auto properties = member_of(context_, body_of(assignment, env), "properties", {});
  const auto principal = properties ? member_of(context_, *properties, "principalId", {}) : std::nullopt;
  if (!principal) return Truth::no;
  return for_alternatives(*principal, [&](const Value& value) { return value.is_null() ? Truth::no : principal_of(value, resource); });
}

}  // namespace pillarlint
