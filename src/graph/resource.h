// A resource of the graph, in ARM's shape whatever language it was written in, and the links between resources.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "azure/type_name.h"
#include "value/value.h"

namespace pillarlint {

enum class ResourceId : std::uint32_t {};
[[nodiscard]] constexpr std::size_t index_of(ResourceId id) { return static_cast<std::size_t>(id); }

/// The loop that made a resource, if one did (semantics D3, D4).
struct LoopInfo {
  SymbolId collection = SymbolId::none;  // what it runs over; none: no loop
  bool symbolic = false;                 // this one instance stands for 0…n
  Truth at_least_one = Truth::unknown;   // whether the collection is certainly not empty
  Value batch;                           // batch size, or null
  std::int64_t count = -1;               // when it is known
};

struct Resource {
  enum class Standing : std::uint8_t {
    declared,  // would be deployed
    existing,  // declared as `existing` / read as data
    external,  // only referred to
    output,    // an output of a template: type `@output`, body { name, value, secure }
  };

  TypeName type;
  std::string_view api_version;    // empty if it is not known
  Value api_version_written;       // the same with its place; null if it was not written
  Value name;                      // full name, `a/b`
  std::vector<Value> segments;     // one for each level; empty if they can not be told apart
  Value scope;                     // id of the scope it is in, or of the resource that it extends
  Value id;
  SymbolId id_symbol = SymbolId::none;
  std::string address;             // how people name it: `main.json:account[0]`, `network/subnets`
  std::string declared_address;    // inside its file, without loop index or call chain: stable, enters the fingerprint
  Value body;                      // name, location, sku, identity, properties …
  std::vector<Atom> condition;     // all must hold; empty: certainly deployed
  LoopInfo loop;
  Value locks;                     // ids: while it is deployed, nothing else that has one of them is; null: none
  Standing standing = Standing::declared;
  Span header;                     // one line: where it is declared (type, name)
  Span whole;                      // all of its text
  std::vector<Span> called_from;   // module calls, outermost first
  std::string frame;               // path of deployment frames, for groups in `graph`; empty at the entry point
  bool default_applied = false;    // set by normalise

  [[nodiscard]] bool declared() const { return standing == Standing::declared; }
  [[nodiscard]] Truth deployed() const { return condition.empty() ? Truth::yes : Truth::unknown; }
};

struct Edge {
  enum class Kind : std::uint8_t { parent, scope, reference, depends_on };
  ResourceId from{};
  ResourceId to{};
  Kind kind = Kind::reference;
  Span span;  // the expression that makes the link
};

/// Why "there is none" can not be said (semantics D29).
struct OpenReason {
  Span span;
  std::string text;        // "the linked template nested/x.json is not on disk"
  std::string type;        // only resources of this type may be missing; empty: any
};

}  // namespace pillarlint
