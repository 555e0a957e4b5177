// From the evaluated attributes of one azurerm resource to resources in ARM's shape, as its mapping says.
//
// What is given: an object of the attributes that are written, each value with its place and journey. Blocks are arrays of
// objects (one object will do); a block or attribute that is not written is not there, and null means the same. Blocks that
// may be there (`dynamic` over something not known) are an array with a `rest`, an unknown, or one with alternatives.
//
// What comes out: values keep their place, and take Origin::Step::mapping with the attribute's name. Defaults of the
// provider take Origin::Step::provider_default with the place of the resource. Where the majors that are allowed differ, or
// it is not known whether an attribute is written, the value has alternatives, and null among them means: absent.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terraform/azurerm/hooks.h"
#include "terraform/azurerm/mapping.h"
#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

struct ResourceInput {
  Value attributes;    // object
  Span header;         // of the resource
  Majors majors;
  Surroundings around;
};

struct MappedResource {
  std::string_view type;
  std::string_view api_version;   // empty: not known
  Value api_version_written;      // with its place; null: nobody wrote it
  Place place = Place::resource_group;
  Value body;                     // name is not in it
  /// Names that the entry itself gives: those between it and its parent, then its own. A child block has the place of its
  /// resource, and one name more. None of a patch.
  std::vector<Value> segments;
  Value parent_id;                // of parent_id; of patch: the target
  Value locks;                    // ids that no other with one of them is deployed beside; null: none
  std::string_view parent_type;   // of parent_name
  Value parent_name;
  Value scope_id;                 // of extension
  Value resource_group_name;      // of resource_group and parent_name; null if it is not written
  std::vector<Atom> condition;    // of a child block: when it is there
  Span span;                      // of a child block: its block; else the header
};

/// Children of which it is not known how many there are: nothing can be said to be missing among resources of that type.
struct OpenChildren {
  std::string_view type;
  Span span;
  std::string_view attribute;
};

/// A written attribute that means nothing here.
struct OddAttribute {
  std::string attribute;       // `block.name` inside a block; empty: the resource itself
  Span span;
  int since = 0;               // majors that have it; both 0: the mapping does not list it
  int until = 0;
};

struct Mapped {
  const ResourceMapping* mapping = nullptr;
  std::vector<MappedResource> resources;   // the resource itself, then its child blocks
  std::vector<OpenChildren> open;
  std::vector<OddAttribute> unmapped;      // not listed in the mapping
  std::vector<OddAttribute> other_major;   // listed, but of no major that is allowed
};

/// `mapping` and the texts of its documents must outlive the result.
[[nodiscard]] Mapped apply(Context& context, const ResourceMapping& mapping, const ResourceInput& input);

struct ExportInput {
  Value attributes;                    // of the resource that is read, as for apply()
  Value body;                          // what apply() made of it; null: not known (a data source)
  SymbolId state = SymbolId::none;     // state_symbol() of its id
  Span span;                           // of the reading
  Majors majors;
  Span header;                         // of the resource
};
/// An attribute that is read back: what the body declares at its place, else what only deployment will tell. The name may be
/// that of a written attribute too. nullopt: the mapping does not know the attribute.
[[nodiscard]] std::optional<Value> exported(Context& context, const ResourceMapping& mapping, std::string_view attribute,
                                            const ExportInput& input);

}  // namespace pillarlint::terraform
