// What we know of Azure's resource types, as data (src/azure/data): platform defaults by API version, ordered enums,
// read-only properties, first API versions of properties, child resources that are also accepted inline.
//
// Paths are names joined by dots; `[*]`, `[]` and `[2]` may stand behind a name and mean nothing here, `*` is any member
// of a map, `['a.b']` a name with dots.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "azure/type_name.h"
#include "base/diagnostic.h"
#include "value/truth.h"
#include "value/value.h"

namespace pillarlint {

/// Orders by date; a preview before the release of its date (semantics D38). Negative, zero or positive.
[[nodiscard]] int compare_api_versions(std::string_view a, std::string_view b);
[[nodiscard]] bool is_api_version(std::string_view text);
[[nodiscard]] inline bool is_preview_version(std::string_view version) { return version.size() > 10; }

/// One name of a path, as described above.
struct IndexStep {
  std::string_view name;     // `*`: any member
  bool elements = false;     // `[*]` or `[]` stands behind it
};
[[nodiscard]] std::vector<IndexStep> index_steps(std::string_view path);

struct PlatformDefault {
  std::string_view path;       // `properties.publicNetworkAccess`
  std::vector<IndexStep> steps;
  Value value;
  std::string_view since;      // first API version it holds for; empty: all
  std::string_view until;      // first API version it no longer holds for; empty: none
  std::string_view source;
  std::string_view when_path;  // only if this property has this text: defaults of one kind of a type; empty: always
  std::vector<IndexStep> when_steps;
  std::string_view when_text;
  bool makes_parents = false;  // holds also when the object that the property is in is not there
  Span span;                   // its row in the data file

  /// Whether the row speaks of this version. A version that is not known only has rows that hold for all.
  [[nodiscard]] bool holds(std::string_view api_version) const;
};

/// A child resource that ARM also accepts inline (semantics D39).
struct Twin {
  enum class Form : std::uint8_t {
    children,   // elements of the list become resources
    elements,   // child resources become elements of the list
    settings,   // the properties of the child of one name are merged into the object at the path; the child stays
  };
  std::string_view parent;      // type of the parent
  std::string_view child;       // type of the child resource
  std::string_view path;        // array of the parent's body that holds them
  std::vector<IndexStep> steps;
  Form form = Form::children;   // which of the two the graph shows
  bool flat = false;            // the element has the child's `properties` as members of its own
  std::string_view name;        // of settings: the child's own name
  bool keyed = false;           // at the path is a map by name, its values are the child's `properties`
};

/// A property of a type, and those below it.
struct Property {
  std::string_view name;         // `*`: members of a map
  std::uint32_t hash = 0;        // folded_hash(name)
  std::string_view released;     // first API version that is no preview; empty: as old as the type; "-": none yet
  std::string_view previewed;    // first preview, if it was earlier; empty: none
  bool read_only = false;
  bool array = false;
  bool open = false;             // anything may be below it
  std::vector<Property> below;

  [[nodiscard]] const Property* find(std::string_view name) const;
  /// Whether the property exists at that version. Yes if nothing is known of versions.
  [[nodiscard]] bool exists_at(std::string_view api_version) const;
  /// The version to move to: the release if there is one, else the preview.
  [[nodiscard]] std::string_view first() const { return released.empty() || released == "-" ? previewed : released; }
};

class TypeIndex {
 public:
  /// Reads the data documents (located values that outlive the index): `platform_defaults`, `twins`, `properties`,
  /// `orders`; a document is known by the stem of its name. What is wrong in them is reported as config_value.
  TypeIndex(const std::vector<std::pair<std::string, Value>>& documents, Diagnostics& diagnostics);
  /// Reports what is wrong in the rows of properties, which are otherwise read type by type when first asked for.
  void check_properties(Diagnostics& diagnostics) const;

  [[nodiscard]] std::span<const PlatformDefault> defaults(const TypeName& type) const;
  [[nodiscard]] std::span<const Twin> twins() const { return twins_; }
  /// Values of an enum property in rising order, if the order is known.
  [[nodiscard]] std::span<const std::string_view> order(const TypeName& type, std::string_view path) const;
  [[nodiscard]] bool read_only(const TypeName& type, std::string_view path) const;
  /// First API version that has the property; empty if not known, or as old as the type.
  [[nodiscard]] std::string_view first_version(const TypeName& type, std::string_view path) const;
  /// Whether the property exists at that version; yes if nothing speaks against it.
  [[nodiscard]] bool exists_at(const TypeName& type, std::string_view path, std::string_view api_version) const;
  /// Whether the index knows the type at all, so that an unknown path can be called wrong.
  [[nodiscard]] bool knows(const TypeName& type) const;
  /// Yes: known property. No: the type is fully known and has no such property. Unknown: can not be told.
  [[nodiscard]] Truth has_property(const TypeName& type, std::string_view path) const;
  /// The whole path to offer for a wrong one; empty if nothing is near.
  [[nodiscard]] std::string nearest_property(const TypeName& type, std::string_view path) const;
  /// The properties of a type as a tree; null if the index has none.
  [[nodiscard]] const Property* properties(const TypeName& type) const;
  [[nodiscard]] std::vector<std::string> types() const;

 private:
  struct Order {
    std::string_view path;
    std::vector<std::string_view> values;
  };
  class PropertyTree;
  struct Type {
    std::string_view name;
    std::uint32_t hash = 0;
    bool fully_known = false;
    std::shared_ptr<const PropertyTree> tree;  // null: the index has no properties of it
    std::vector<PlatformDefault> defaults;
    std::vector<Order> orders;
  };
  [[nodiscard]] const Type* find(const TypeName& type) const;
  [[nodiscard]] Type& at(std::string_view name);
  void read_defaults(const Value& document, Diagnostics& diagnostics);
  void read_twins(const Value& document, Diagnostics& diagnostics);
  void read_properties(const Value& document);
  void read_orders(const Value& document, Diagnostics& diagnostics);

  std::vector<Twin> twins_;
  std::vector<Type> types_;
  std::vector<std::pair<std::uint32_t, std::size_t>> by_hash_;  // sorted
};

}  // namespace pillarlint
