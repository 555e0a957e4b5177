#include "azure/type_index.h"

#include <algorithm>

#include "base/text.h"

namespace pillarlint {

int compare_api_versions(std::string_view a, std::string_view b) {
  const auto date = [](std::string_view v) { return v.substr(0, 10); };
  if (const int c = date(a).compare(date(b)); c != 0) return c;
  if (is_preview_version(a) != is_preview_version(b)) return is_preview_version(a) ? -1 : 1;
  return natural_order(a, b);
}

bool is_api_version(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  if (text.size() < form.size()) return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (form[i] == 'd' ? !digit : text[i] != '-') return false;
  }
  if (text.size() == form.size()) return true;
  if (text[form.size()] != '-' || text.size() == form.size() + 1) return false;
  return std::all_of(text.begin() + form.size() + 1, text.end(), [](char c) {
    const char l = lower(c);
    return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l == '-' || l == '.';
  });
}

std::vector<IndexStep> index_steps(std::string_view path) {
  std::vector<IndexStep> out;
  std::size_t i = 0;
  while (i < path.size()) {
    if (path.substr(i).starts_with("['")) {
      const auto end = std::min(path.find("']", i + 2), path.size());
      out.push_back({path.substr(i + 2, end - i - 2), false});
      i = std::min(end + 2, path.size());
    } else if (path[i] == '[') {
      const auto end = std::min(path.find(']', i), path.size());
      if (!out.empty()) out.back().elements = true;
      i = std::min(end + 1, path.size());
    } else if (path[i] == '.') {
      ++i;
    } else {
      const auto end = std::min(path.find_first_of(".[", i), path.size());
      out.push_back({path.substr(i, end - i), false});
      i = end;
    }
  }
  return out;
}

bool PlatformDefault::holds(std::string_view api_version) const {
  if (api_version.empty()) return since.empty() && until.empty();
  return (since.empty() || compare_api_versions(api_version, since) >= 0) &&
         (until.empty() || compare_api_versions(api_version, until) < 0);
}

const Property* Property::find(std::string_view key) const {
  const auto wanted = folded_hash(key);
  const Property* map = nullptr;
  for (const auto& property : below) {
    if (property.hash == wanted && same_text(property.name, key)) return &property;
    if (property.name == "*") map = &property;
  }
  return map;
}

bool Property::exists_at(std::string_view api_version) const {
  if (api_version.empty() || (released.empty() && previewed.empty())) return true;
  const bool in_release = released != "-" && compare_api_versions(api_version, released) >= 0;
  if (!is_preview_version(api_version)) return in_release;
  return in_release || (!previewed.empty() && compare_api_versions(api_version, previewed) >= 0);
}

const TypeIndex::Type* TypeIndex::find(const TypeName& type) const {
  auto it = std::lower_bound(by_hash_.begin(), by_hash_.end(), std::pair<std::uint32_t, std::size_t>{type.hash(), 0});
  for (; it != by_hash_.end() && it->first == type.hash(); ++it) {
    if (same_text(types_[it->second].name, type.text())) return &types_[it->second];
  }
  return nullptr;
}

std::span<const PlatformDefault> TypeIndex::defaults(const TypeName& type) const {
  const auto* found = find(type);
  return found != nullptr ? std::span<const PlatformDefault>(found->defaults) : std::span<const PlatformDefault>();
}

namespace {

bool same_steps(std::span<const IndexStep> a, std::span<const IndexStep> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const IndexStep& x, const IndexStep& y) { return same_text(x.name, y.name); });
}

/// The property at the end of the path, and whether what is asked for is surely not there.
struct Reached {
  const Property* property = nullptr;
  const Property* last = nullptr;     // the deepest one that was found
  std::size_t steps = 0;              // how many steps led there
  bool read_only = false;
};

Reached reach(const Property& root, std::span<const IndexStep> steps) {
  Reached out{&root, &root, 0, false};
  for (const auto& step : steps) {
    const auto* next = out.property->find(step.name);
    if (next == nullptr) {
      out.property = nullptr;
      return out;
    }
    out.property = out.last = next;
    out.read_only = out.read_only || next->read_only;
    ++out.steps;
  }
  return out;
}

}  // namespace

std::span<const std::string_view> TypeIndex::order(const TypeName& type, std::string_view path) const {
  const auto* found = find(type);
  if (found == nullptr) return {};
  const auto steps = index_steps(path);
  for (const auto& order : found->orders) {
    if (same_steps(index_steps(order.path), steps)) return order.values;
  }
  return {};
}

bool TypeIndex::read_only(const TypeName& type, std::string_view path) const {
  const auto* root = properties(type);
  return root != nullptr && reach(*root, index_steps(path)).read_only;
}

std::string_view TypeIndex::first_version(const TypeName& type, std::string_view path) const {
  const auto* root = properties(type);
  if (root == nullptr) return {};
  const auto* property = reach(*root, index_steps(path)).property;
  return property != nullptr ? property->first() : std::string_view();
}

bool TypeIndex::exists_at(const TypeName& type, std::string_view path, std::string_view api_version) const {
  const auto* root = properties(type);
  if (root == nullptr) return true;
  const auto* property = reach(*root, index_steps(path)).property;
  return property == nullptr || property->exists_at(api_version);
}

bool TypeIndex::knows(const TypeName& type) const { return find(type) != nullptr; }

Truth TypeIndex::has_property(const TypeName& type, std::string_view path) const {
  const auto* root = properties(type);
  if (root == nullptr) return Truth::unknown;
  const auto steps = index_steps(path);
  const auto reached = reach(*root, steps);
  if (reached.property != nullptr) return Truth::yes;
  if (reached.last->open || steps[reached.steps].name == "*" || !find(type)->fully_known) return Truth::unknown;
  return Truth::no;
}

namespace {

std::string path_of(std::span<const IndexStep> steps) {
  std::string out;
  for (const auto& step : steps) {
    if (!out.empty()) out += '.';
    out += step.name;
    if (step.elements) out += "[*]";
  }
  return out;
}

/// The first property of that name at any depth: for paths that lack `properties.` in front.
bool find_anywhere(const Property& in, std::string_view name, std::vector<IndexStep>& way) {
  for (const auto& property : in.below) {
    way.push_back({property.name, property.array});
    if (same_text(property.name, name) || find_anywhere(property, name, way)) return true;
    way.pop_back();
  }
  return false;
}

}  // namespace

std::string TypeIndex::nearest_property(const TypeName& type, std::string_view path) const {
  const auto* root = properties(type);
  if (root == nullptr) return {};
  auto steps = index_steps(path);
  const auto reached = reach(*root, steps);
  if (reached.property != nullptr || steps.empty()) return {};
  std::vector<std::string_view> names;
  for (const auto& property : reached.last->below) names.push_back(property.name);
  const auto near = nearest(steps[reached.steps].name, names);
  std::vector<IndexStep> way;
  if (near.empty()) return find_anywhere(*root, steps.back().name, way) ? path_of(way) : std::string();
  steps[reached.steps].name = near;
  return path_of(steps);
}

std::vector<std::string> TypeIndex::types() const {
  std::vector<std::string> out;
  for (const auto& type : types_) out.emplace_back(type.name);
  std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) { return natural_order(a, b) < 0; });
  return out;
}

}  // namespace pillarlint
