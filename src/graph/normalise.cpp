// Bodies as Azure would see them: properties that the API version does not have are dropped, and platform defaults stand
// in the place of properties that are absent (semantics D37, D38).
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "graph/builder.h"
#include "graph/rebuild.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

/// Drops members that do not exist at an API version.
class Dropper {
 public:
  Dropper(Context& context, std::string_view api_version) : context_(context), api_version_(api_version) {}

  Value apply(const Value& value, const Property& property, const std::string& path) {
    if (!context_.budget.take() || property.below.empty()) return value;
    if (!value.known()) {
      return map_alternatives(context_, value, [&](const Value& one) { return apply(one, property, path); });
    }
    if (value.is_array()) return elements(value, property, path + "[*]");
    return value.is_object() ? members(value, property, path) : value;
  }

 private:
  Value elements(const Value& value, const Property& property, const std::string& path) {
    std::vector<Value> items;
    bool changed = false;
    for (const auto& item : value.items()) {
      items.push_back(apply(item, property, path));
      changed = changed || !same_place(items.back(), item);
    }
    return changed ? rebuilt(context_, value, items) : value;
  }

  Value members(const Value& value, const Property& property, const std::string& path) {
    std::vector<Member> kept;
    bool changed = false;
    kept.reserve(value.size());
    for (const auto& m : value.members()) {
      const auto* below = property.find(m.key);
      if (below == nullptr) {
        kept.push_back(m);
        continue;
      }
      if (!below->exists_at(api_version_) && !m.value.is_null()) {
        report(m, *below, path);
        changed = true;
        continue;
      }
      auto copy = m;
      if (!below->below.empty()) copy.value = apply(m.value, *below, path.empty() ? std::string(m.key) : path + "." + std::string(m.key));
      changed = changed || !same_place(copy.value, m.value);
      kept.push_back(copy);
    }
    return changed ? rebuilt(context_, value, kept) : value;
  }

  void report(const Member& m, const Property& property, const std::string& path) {
    const auto full = path.empty() ? std::string(m.key) : fmt::format("{}.{}", path, m.key);
    const auto since = property.first().empty() ? std::string() : fmt::format(" (it came with {})", property.first());
    context_.diagnostics.report(Code::property_without_effect, m.key_span.known() ? m.key_span : m.value.span(), full,
                                api_version_, since);
  }

  Context& context_;
  std::string_view api_version_;
};

using Rows = std::vector<const PlatformDefault*>;

/// Puts default values in the place of what is absent. A property of a nested object has its default only if that object
/// is there, unless the row says `makes_parents`; `properties` itself is always taken to be there. Null is absent. What an
/// open container may hold is left alone: it is not certainly absent.
class Filler {
 public:
  explicit Filler(Context& context) : context_(context) {}

  Value fill(const Value& value, const Rows& rows, std::size_t depth) {
    if (!context_.budget.take()) return value;
    if (!value.known()) {
      return map_alternatives(context_, value, [&](const Value& one) { return fill(one, rows, depth); });
    }
    if (value.is_array()) return elements(value, rows, depth);
    return value.is_object() ? members(value, rows, depth) : value;
  }

 private:
  Value elements(const Value& value, const Rows& rows, std::size_t depth) {
    std::vector<Value> items;
    bool changed = false;
    for (const auto& item : value.items()) {
      items.push_back(fill(item, rows, depth));
      changed = changed || !same_place(items.back(), item);
    }
    return changed ? rebuilt(context_, value, items) : value;
  }

  Value members(const Value& value, const Rows& rows, std::size_t depth) {
    std::vector<Member> all(value.members().begin(), value.members().end());
    bool changed = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto name = rows[i]->steps[depth].name;
      const auto same = [&](const PlatformDefault* row) { return same_text(row->steps[depth].name, name); };
      if (std::any_of(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;  // done with its group
      Rows group;
      std::copy_if(rows.begin(), rows.end(), std::back_inserter(group), same);
      changed = one_name(all, value.rest() != nullptr, group, name, depth) || changed;
    }
    return changed ? rebuilt(context_, value, all) : value;
  }

  /// The rows of a group go on with the same name. True if something was filled in.
  bool one_name(std::vector<Member>& all, bool open, const Rows& group, std::string_view name, std::size_t depth) {
    bool changed = false;
    bool found = false;
    for (auto& m : all) {
      if (name != "*" && !same_text(m.key, name)) continue;
      found = true;
      const auto filled = present(m.value, group, depth);
      changed = changed || !same_place(filled, m.value);
      m.value = filled;
    }
    if (found || open || name == "*") return changed;
    const auto made = missing(group, depth);
    if (made.is_null()) return changed;
    all.push_back(member(name, made));
    return true;
  }

  Value present(const Value& value, const Rows& group, std::size_t depth) {
    if (value.is_null()) {
      const auto made = missing(group, depth);
      return made.is_null() ? value : made;
    }
    if (!value.known()) {
      return map_alternatives(context_, value, [&](const Value& one) { return present(one, group, depth); });
    }
    const auto below = deeper(group, depth, false);
    return below.empty() ? value : fill(value, below, depth + 1);
  }

  Value missing(const Rows& group, std::size_t depth) {
    for (const auto* row : group) {
      if (row->steps.size() == depth + 1) {
        return row->value.via(context_.arena, Origin::Step::platform_default, row->span, row->source);
      }
    }
    const bool is_properties = depth == 0 && same_text(group[0]->steps[0].name, "properties");
    const auto below = deeper(group, depth, !is_properties);
    if (below.empty()) return {};
    const auto made = fill(Value::object(context_.arena, std::span<const Member>()), below, depth + 1);
    return made.size() == 0 ? Value() : made.via(context_.arena, Origin::Step::platform_default, below[0]->span, below[0]->source);
  }

  static Rows deeper(const Rows& group, std::size_t depth, bool only_makers) {
    Rows out;
    for (const auto* row : group) {
      const bool goes_on = row->steps.size() > depth + 1 && !row->steps[depth].elements;
      const bool in_list = row->steps.size() > depth + 1 && row->steps[depth].elements && !only_makers;
      if ((goes_on && (row->makes_parents || !only_makers)) || in_list) out.push_back(row);
    }
    return out;
  }

  Context& context_;
};

bool applies(const PlatformDefault& row, const Resource& resource) {
  if (!row.holds(resource.api_version)) return false;
  if (row.when_steps.empty()) return true;
  Value at = resource.body;
  for (const auto& step : row.when_steps) at = at.get(step.name);
  return at.is_string() && same_text(at.text(), row.when_text);
}

}  // namespace

void GraphBuilder::drop_without_effect() {
  for (auto& resource : resources_) {
    if (!resource.declared() || resource.api_version.empty()) continue;
    const auto* root = types_.properties(resource.type);
    if (root == nullptr) continue;
    resource.body = Dropper(context_, resource.api_version).apply(resource.body, *root, "");
  }
}

void GraphBuilder::fill_defaults() {
  for (auto& resource : resources_) {
    if (!resource.declared()) continue;
    Rows rows;
    for (const auto& row : types_.defaults(resource.type)) {
      if (applies(row, resource)) rows.push_back(&row);
    }
    if (rows.empty()) continue;
    const auto filled = Filler(context_).fill(resource.body, rows, 0);
    resource.default_applied = !same_place(filled, resource.body);
    resource.body = filled;
  }
}

}  // namespace pillarlint
