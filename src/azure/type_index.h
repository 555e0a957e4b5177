// What we know of Azure's resource types, as data (src/azure/data): platform defaults by API version, ordered enums,
// read-only properties, first API versions of properties, child resources that are also accepted inline.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "azure/type_name.h"
#include "base/diagnostic.h"
#include "value/value.h"

namespace pillarlint {

/// Orders by date; a preview before the release of its date (semantics D38). Negative, zero or positive.
[[nodiscard]] int compare_api_versions(std::string_view a, std::string_view b);
[[nodiscard]] bool is_api_version(std::string_view text);

struct PlatformDefault {
  std::string_view path;       // `properties.publicNetworkAccess`
  Value value;
  std::string_view since;      // first API version it holds for; empty: all
  std::string_view until;      // first API version it no longer holds for; empty: none
  std::string_view source;
  Span span;                   // its row in the data file
};

/// A child resource that ARM also accepts inline (semantics D39).
struct Twin {
  enum class Form : std::uint8_t { children, elements };
  std::string_view parent;      // type of the parent
  std::string_view child;       // type of the child resource
  std::string_view path;        // array of the parent's body that holds them
  Form form = Form::children;   // which of the two the graph shows
};

class TypeIndex {
 public:
  /// Reads the data documents (already located values): `platform_defaults`, `twins`, `properties`.
  TypeIndex(std::vector<std::pair<std::string, Value>> documents, Diagnostics& diagnostics);

  [[nodiscard]] std::span<const PlatformDefault> defaults(const TypeName& type) const;
  [[nodiscard]] std::span<const Twin> twins() const { return twins_; }
  /// Values of an enum property in rising order, if the order is known.
  [[nodiscard]] std::span<const std::string_view> order(const TypeName& type, std::string_view path) const;
  [[nodiscard]] bool read_only(const TypeName& type, std::string_view path) const;
  /// First API version that has the property; empty if not known.
  [[nodiscard]] std::string_view first_version(const TypeName& type, std::string_view path) const;
  /// Whether the index knows the type at all, so that an unknown path can be called wrong.
  [[nodiscard]] bool knows(const TypeName& type) const;
  /// Yes: known property. No: the type is fully known and has no such property. Unknown: can not be told.
  [[nodiscard]] Truth has_property(const TypeName& type, std::string_view path) const;
  [[nodiscard]] std::string nearest_property(const TypeName& type, std::string_view path) const;
  [[nodiscard]] std::vector<std::string> types() const;

 private:
  struct Type;
  [[nodiscard]] const Type* find(const TypeName& type) const;
  std::vector<Twin> twins_;
  std::vector<Type> types_;
  std::map<std::string, std::size_t> by_name_;
};

}  // namespace pillarlint
