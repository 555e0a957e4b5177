// What we know of azurerm resources, as data (*.yaml beside this file; their form: README.md): where in the body of the
// ARM resource each attribute ends. Read here, applied in apply.h. Nothing else knows azurerm attributes.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "azure/type_index.h"
#include "base/diagnostic.h"
#include "value/embedded.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// Majors of the provider azurerm that a module allows.
struct Majors {
  static constexpr int first = 3;
  static constexpr int last = 5;

  bool three = true;
  bool four = true;
  bool five = true;

  [[nodiscard]] constexpr bool allows(int major) const {
    return (major == 3 && three) || (major == 4 && four) || (major == 5 && five);
  }
  [[nodiscard]] constexpr bool none() const { return !three && !four && !five; }
  /// Those of these that lie between the two; 0: no bound.
  [[nodiscard]] constexpr Majors between(int since, int until) const {
    const auto in = [&](int major) { return allows(major) && (since == 0 || major >= since) && (until == 0 || major <= until); };
    return {in(3), in(4), in(5)};
  }
  [[nodiscard]] constexpr Majors joined(Majors other) const { return {three || other.three, four || other.four, five || other.five}; }
  friend constexpr bool operator==(const Majors&, const Majors&) = default;
};

/// A place in a body. Relative to the block that it is written in, or from the body's root.
struct BodyPath {
  /// A step: the object that is the only element of the list before it.
  static constexpr std::string_view only_element = "[]";
  std::vector<std::string_view> steps;
  bool from_root = false;
};

/// Text with attributes in it: `{x}`, or `{block.x}` inside a block.
struct TextForm {
  struct Part {
    std::string_view text;
    std::vector<std::string_view> attribute;  // empty: it is text
  };
  std::vector<Part> parts;
};

/// One step from the value of an attribute to the value in the body.
struct Conversion {
  enum class Kind : std::uint8_t { as, invert, number, text, split, join, each, keys, wrap, hook };
  Kind kind = Kind::as;
  std::string_view text;  // of text, split, join, each, wrap; the name of the hook
  Value data;             // of as: from → to; of number: the factor; of hook: `names`
};

struct BlockForm;

/// A block that is a resource of its own, a child of the one it stands in.
struct ChildForm {
  std::string_view type;
  std::string_view api_version;  // empty: that of the resource
  TextForm name;
};

struct AttributeForm {
  std::string_view name;
  std::string path;             // `network_acls.default_action`: how journeys name it
  int since = 0;                // first major that has it; 0: all before
  int until = 0;                // last major that has it; 0: all after
  bool has_place = false;       // `to` is given
  BodyPath to;
  std::vector<Conversion> conversions;
  /// The provider's default by major; null: none.
  std::vector<std::pair<int, Value>> defaults;
  bool secret = false;
  bool alone = false;           // its block may be written with nothing else in it
  std::string_view skip;        // why it has no place; empty: it has one
  std::unique_ptr<const BlockForm> block;
  bool list = false;            // the block repeats
  TextForm key;                 // of a list: each block is a member of an object, under this name
  std::unique_ptr<const ChildForm> child;
  Span span;                    // its name in the mapping file
};

struct Constant {
  BodyPath to;
  Value value;
};

struct BlockForm {
  std::vector<AttributeForm> attributes;  // a name may stand several times, for several majors
  std::vector<Constant> constants;        // sent when the block is there
  std::vector<Constant> absent;           // sent when it is not
  std::vector<std::pair<BodyPath, TextForm>> made;

  [[nodiscard]] bool has(std::string_view name) const;
};

enum class Place : std::uint8_t { resource_group, parent_id, parent_name, extension, subscription, tenant, patch };

/// One way to say what a resource belongs to.
struct ParentForm {
  std::string_view attribute;  // its value is the id, or the name where `type` is given
  std::string_view type;       // of a parent by name
};

struct Export {
  std::string_view attribute;  // `endpoint`, `identity[0].principal_id`
  std::string_view path;       // ARM path of the same, or empty
  Mark mark = Mark::none;      // of keys
  TextForm text;               // made of attributes; empty: not
  Span span;
};

struct ResourceMapping {
  std::string_view azurerm_type;
  std::string_view type;          // ARM type
  std::string_view api_version;   // empty: not given
  std::string_view doc;
  bool data = false;              // the data source of the same name reads the same resource
  int since = 0;                  // majors that have the type, as of AttributeForm
  int until = 0;
  Place place = Place::resource_group;
  std::vector<ParentForm> parents;          // of parent_id, parent_name, extension and patch; the first that is written counts
  std::vector<TextForm> between;  // names of the levels between the parent and the resource
  bool name_unknown = false;      // `name: none`
  bool locks_parent = false;      // the provider changes one child of a parent at a time
  TextForm name;                  // fixed, or made of attributes; empty: the attribute `name`
  BlockForm body;
  std::vector<Export> exports;
  Span span;

  [[nodiscard]] const Export* find_export(std::string_view attribute) const;
};

/// Each entry is read when it is first asked for: a scan meets few of them. Safe to use from several threads.
class Mappings {
 public:
  /// Documents are located values that outlive this; each is a map from azurerm type to entry. Reported here: documents
  /// of another form, types that stand twice. The rest is reported by check().
  Mappings(const std::vector<std::pair<std::string, Value>>& documents, Diagnostics& diagnostics);
  ~Mappings();
  Mappings(const Mappings&) = delete;
  Mappings& operator=(const Mappings&) = delete;

  /// Null: this type is not mapped. `data.` in front of a type asks for the data source.
  [[nodiscard]] const ResourceMapping* find(std::string_view azurerm_type) const;
  /// All types, by name.
  [[nodiscard]] std::vector<std::string_view> types() const;
  /// Reads every entry and reports what is wrong in it: unknown keys, wrong forms, paths that cannot be. With a type
  /// index also paths that the type surely does not have.
  void check(Diagnostics& diagnostics, const TypeIndex* types = nullptr) const;

 private:
  struct Entry;
  std::vector<std::unique_ptr<Entry>> entries_;  // by type
};

/// The mappings and the built-in roles that are part of the program; unpacked when they are first asked for.
class EmbeddedMappings {
 public:
  explicit EmbeddedMappings(std::span<const EmbeddedFile> files) : files_(files) {}
  [[nodiscard]] const Mappings& mappings() const;
  /// The table of built-in roles (rules/tables/roles.yaml); null if the program has none.
  [[nodiscard]] const Value& roles() const;

 private:
  void read() const;

  std::span<const EmbeddedFile> files_;
  mutable std::once_flag once_;
  mutable Arena arena_;
  mutable std::unique_ptr<const Mappings> mappings_;
  mutable Value roles_;
};

}  // namespace pillarlint::terraform
