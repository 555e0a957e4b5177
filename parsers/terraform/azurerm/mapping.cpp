#include "terraform/azurerm/mapping.h"

#include <algorithm>

#include "terraform/azurerm/read_mapping.h"
#include "value/pack.h"

namespace pillarlint::terraform {

bool BlockForm::has(std::string_view name) const {
  return std::any_of(attributes.begin(), attributes.end(), [&](const AttributeForm& form) { return form.name == name; });
}

const Export* ResourceMapping::find_export(std::string_view attribute) const {
  const auto found = std::find_if(exports.begin(), exports.end(), [&](const Export& e) { return e.attribute == attribute; });
  return found != exports.end() ? &*found : nullptr;
}

struct Mappings::Entry {
  std::string_view type;
  Value written;
  Span span;
  mutable std::once_flag once;
  mutable ResourceMapping mapping;

  const ResourceMapping& read() const {
    std::call_once(once, [this] {
      Diagnostics ignored;  // check() reports
      mapping = read_mapping(type, written, span, ignored);
    });
    return mapping;
  }
};

Mappings::~Mappings() = default;

Mappings::Mappings(const std::vector<std::pair<std::string, Value>>& documents, Diagnostics& diagnostics) {
  for (const auto& [path, document] : documents) {
    if (!document.is_object()) {
      if (!document.is_null()) diagnostics.report(Code::config_value, document.span(), path, "no map", "a map of azurerm types");
      continue;
    }
    for (const auto& m : document.members()) {
      auto entry = std::make_unique<Entry>();
      entry->type = m.key;
      entry->written = m.value;
      entry->span = m.key_span;
      entries_.push_back(std::move(entry));
    }
  }
  const auto before = [](const auto& a, const auto& b) { return a->type < b->type; };
  std::stable_sort(entries_.begin(), entries_.end(), before);
  const auto same = [](const auto& a, const auto& b) { return a->type == b->type; };
  for (std::size_t i = 1; i < entries_.size(); ++i) {
    if (same(entries_[i - 1], entries_[i])) {
      diagnostics.report(Code::config_value, entries_[i]->span, entries_[i]->type, "mapped twice", "one entry for each type");
    }
  }
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

const ResourceMapping* Mappings::find(std::string_view azurerm_type) const {
  constexpr std::string_view data = "data.";
  const bool as_data = azurerm_type.starts_with(data);
  if (as_data) azurerm_type.remove_prefix(data.size());
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), azurerm_type,
                                   [](const auto& entry, std::string_view wanted) { return entry->type < wanted; });
  if (at == entries_.end() || (*at)->type != azurerm_type) return nullptr;
  const auto& mapping = (*at)->read();
  return mapping.type.empty() || (as_data && !mapping.data) ? nullptr : &mapping;
}

std::vector<std::string_view> Mappings::types() const {
  std::vector<std::string_view> out;
  out.reserve(entries_.size());
  for (const auto& entry : entries_) out.push_back(entry->type);
  return out;
}

void Mappings::check(Diagnostics& diagnostics, const TypeIndex* types) const {
  for (const auto& entry : entries_) {
    const auto mapping = read_mapping(entry->type, entry->written, entry->span, diagnostics);
    if (types != nullptr) check_paths(mapping, *types, diagnostics);
  }
}

void EmbeddedMappings::read() const {
  std::vector<std::pair<std::string, Value>> documents;
  for (const auto& file : files_) {
    const bool roles = file.path == "rules/tables/roles.yaml";
    if (file.packed.empty() || (!roles && !file.path.starts_with("parsers/terraform/azurerm/"))) continue;
    std::size_t at = 0;
    const auto root = unpack(file.packed, at, arena_, FileId::none);
    if (roles) {
      roles_ = root;
    } else {
      documents.emplace_back(std::string(file.path), root);
    }
  }
  Diagnostics ignored;  // the build's tests check the files
  mappings_ = std::make_unique<const Mappings>(documents, ignored);
}

const Mappings& EmbeddedMappings::mappings() const {
  std::call_once(once_, [this] { read(); });
  return *mappings_;
}

const Value& EmbeddedMappings::roles() const {
  std::call_once(once_, [this] { read(); });
  return roles_;
}

}  // namespace pillarlint::terraform
