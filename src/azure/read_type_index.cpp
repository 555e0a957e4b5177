// Reads the documents of the type index. Their form is described at the top of each of src/azure/data.
#include <algorithm>
#include <mutex>
#include <string>

#include "azure/type_index.h"
#include "base/text.h"

namespace pillarlint {

namespace {

constexpr std::size_t max_depth = 12;

std::string_view stem(std::string_view name) {
  const auto slash = name.rfind('/');
  if (slash != std::string_view::npos) name = name.substr(slash + 1);
  return name.substr(0, name.find('.'));
}

void complain(Diagnostics& diagnostics, const Value& at, std::string_view key, std::string_view is, std::string_view wanted) {
  diagnostics.report(Code::config_value, at.span(), key, is, wanted);
}

/// An API version of a row; empty if it has none.
std::string_view version_of(const Value& row, std::string_view key, Diagnostics& diagnostics) {
  const auto value = row.get(key);
  if (value.is_null()) return {};
  if (value.is_string() && is_api_version(value.text())) return value.text();
  complain(diagnostics, value, key, "no API version", "a date such as 2024-10-01 or 2024-10-01-preview");
  return {};
}

bool flag(const Value& row, std::string_view key) {
  const auto value = row.get(key);
  return value.is_bool() && value.boolean();
}

}  // namespace

TypeIndex::Type& TypeIndex::at(std::string_view name) {
  const auto hash = folded_hash(name);
  auto it = std::lower_bound(by_hash_.begin(), by_hash_.end(), std::pair<std::uint32_t, std::size_t>{hash, 0});
  for (; it != by_hash_.end() && it->first == hash; ++it) {
    if (same_text(types_[it->second].name, name)) return types_[it->second];
  }
  by_hash_.insert(it, {hash, types_.size()});
  types_.emplace_back();
  types_.back().name = name;
  types_.back().hash = hash;
  return types_.back();
}

TypeIndex::TypeIndex(const std::vector<std::pair<std::string, Value>>& documents, Diagnostics& diagnostics) {
  for (const auto& [name, document] : documents) {
    const auto kind = stem(name);
    if (kind == "platform_defaults") read_defaults(document, diagnostics);
    if (kind == "twins") read_twins(document, diagnostics);
    if (kind == "properties") read_properties(document);
    if (kind == "orders") read_orders(document, diagnostics);
  }
}

// { type: [ { path, value, since?, until?, when?: { path: text }, makes_parents?, source } ] }
void TypeIndex::read_defaults(const Value& document, Diagnostics& diagnostics) {
  for (const auto& type : document.members()) {
    for (const auto& row : type.value.items()) {
      PlatformDefault out;
      out.path = row.get("path").text_or_empty();
      out.steps = index_steps(out.path);
      out.value = row.get("value");
      out.since = version_of(row, "since", diagnostics);
      out.until = version_of(row, "until", diagnostics);
      out.source = row.get("source").text_or_empty();
      out.makes_parents = flag(row, "makes_parents");
      out.span = row.span();
      for (const auto& when : row.get("when").members()) {
        out.when_path = when.key;
        out.when_steps = index_steps(when.key);
        out.when_text = when.value.text_or_empty();
      }
      if (out.steps.empty() || out.value.is_null() || out.source.empty()) {
        complain(diagnostics, row, type.key, "a row that lacks something", "`path`, `value` and `source`");
        continue;
      }
      at(type.key).defaults.push_back(std::move(out));
    }
  }
}

// [ { parent, child, path, form: children | elements | settings, name?, flat?, keyed? } ]
void TypeIndex::read_twins(const Value& document, Diagnostics& diagnostics) {
  for (const auto& row : document.items()) {
    Twin out;
    out.parent = row.get("parent").text_or_empty();
    out.child = row.get("child").text_or_empty();
    out.path = row.get("path").text_or_empty();
    out.steps = index_steps(out.path);
    out.flat = flag(row, "flat");
    out.keyed = flag(row, "keyed");
    const auto form = row.get("form").text_or_empty();
    out.form = form == "elements" ? Twin::Form::elements : form == "settings" ? Twin::Form::settings : Twin::Form::children;
    out.name = row.get("name").text_or_empty();
    if (out.parent.empty() || out.child.empty() || out.steps.empty() || (form != "elements" && form != "children" && (form != "settings" || out.name.empty()))) {
      complain(diagnostics, row, "twin", "a row that lacks something", "`parent`, `child`, `path` and `form`");
      continue;
    }
    twins_.push_back(std::move(out));
  }
}

// { type: { path: [ lowest, …, highest ] } }
void TypeIndex::read_orders(const Value& document, Diagnostics& diagnostics) {
  for (const auto& type : document.members()) {
    for (const auto& row : type.value.members()) {
      Order out{row.key, {}};
      for (const auto& value : row.value.items()) {
        if (value.is_string()) out.values.push_back(value.text());
      }
      if (out.values.size() < 2 || out.values.size() != row.value.size()) {
        complain(diagnostics, row.value, row.key, "no order", "a list of texts, the lowest first");
      }
      at(type.key).orders.push_back(std::move(out));
    }
  }
}

namespace {

/// `name`, then `[]` `{}` `!` in any order, then `@released`, then `/previewed`.
Property property_of(std::string_view token, const Property& holder) {
  Property out;
  const auto end = std::min(token.find_first_of("[{!@/"), token.size());
  out.name = token.substr(0, end);
  out.hash = folded_hash(out.name);
  auto rest = token.substr(end);
  const auto take = [&](std::string_view mark) {
    const bool there = rest.starts_with(mark);
    if (there) rest.remove_prefix(mark.size());
    return there;
  };
  while (take("[]")) out.array = true;
  out.open = take("{}");
  out.read_only = take("!");
  out.released = holder.released;
  out.previewed = holder.previewed;
  if (take("@")) {
    const auto slash = std::min(rest.find('/'), rest.size());
    out.released = rest.substr(0, slash);
    out.previewed = slash < rest.size() ? rest.substr(slash + 1) : std::string_view();
  }
  return out;
}

Property* place_of(Property& root, std::string_view path) {
  Property* at = &root;
  if (path == ".") return at;
  for (const auto& step : index_steps(path)) {
    const auto found = std::find_if(at->below.begin(), at->below.end(),
                                    [&](const Property& p) { return p.name == step.name; });
    if (found != at->below.end()) {
      at = &*found;
      continue;
    }
    if (step.name != "*") return nullptr;
    Property map;
    map.name = "*";
    map.hash = folded_hash(map.name);
    map.released = at->released;
    map.previewed = at->previewed;
    at->below.push_back(std::move(map));
    at = &at->below.back();
  }
  return at;
}

bool read_row(Property& root, const Member& row) {
  auto* holder = place_of(root, row.key);
  if (holder == nullptr || !row.value.is_string() || index_steps(row.key).size() > max_depth) return false;
  for (const auto token : split(row.value.text(), ' ')) {
    if (!trim(token).empty()) holder->below.push_back(property_of(trim(token), *holder));
  }
  return true;
}

}  // namespace

/// The properties of one type, read when they are first asked for: a scan meets few of the types, an empty one none.
/// Safe to use from several threads.
class TypeIndex::PropertyTree {
 public:
  explicit PropertyTree(const Value& rows) : rows_(rows) {}

  [[nodiscard]] const Property& root() const {
    std::call_once(once_, [this] { read(); });
    return root_;
  }
  /// Rows that are under no property.
  [[nodiscard]] const std::vector<const Member*>& wrong() const {
    (void)root();
    return wrong_;
  }

 private:
  void read() const {
    for (const auto& row : rows_.members()) {
      if (!read_row(root_, row)) wrong_.push_back(&row);
    }
  }

  Value rows_;
  mutable std::once_flag once_;
  mutable Property root_;
  mutable std::vector<const Member*> wrong_;
};

// { type: { from, fully_known, properties: { path of an object: its properties } } }, objects before what is in them
void TypeIndex::read_properties(const Value& document) {
  for (const auto& type : document.members()) {
    auto& out = at(type.key);
    out.fully_known = flag(type.value, "fully_known");
    out.tree = std::make_shared<PropertyTree>(type.value.get("properties"));
  }
}

void TypeIndex::check_properties(Diagnostics& diagnostics) const {
  for (const auto& type : types_) {
    if (type.tree == nullptr) continue;
    for (const auto* row : type.tree->wrong()) {
      complain(diagnostics, row->value, row->key, "a row under no property", "a path whose last name is listed before it");
    }
  }
}

const Property* TypeIndex::properties(const TypeName& type) const {
  const auto* found = find(type);
  return found != nullptr && found->tree != nullptr ? &found->tree->root() : nullptr;
}

}  // namespace pillarlint
