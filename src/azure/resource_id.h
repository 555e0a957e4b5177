// ARM resource ids as values that may be partly unknown: put together, taken apart, compared (semantics D23 to D28).
// An id is text, possibly with holes: `/subscriptions/‹subscription›/resourceGroups/‹group›/providers/T/a/‹name›`.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "azure/type_name.h"
#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

/// `scope` + `/providers/` + type and names interleaved. For types that are scopes themselves (resource groups,
/// subscriptions, management groups, tenant) the form Azure uses for them. `scope` is the id of a scope: "" is the tenant.
[[nodiscard]] Value compose_id(Context& context, const Value& scope, std::string_view type, std::span<const Value> segments,
                               Span span);

/// An id taken apart. Segments and scope are text values, each possibly with holes.
struct ParsedId {
  Value scope;                   // what stands before the last `/providers/`: "" for the tenant
  std::string_view type;         // in the letter case it was written in; empty if the type is not known
  std::vector<Value> segments;   // one for each level of the type; empty if they can not be told apart
};
/// nullopt: the value is certainly no resource id, or nothing can be said of its parts.
[[nodiscard]] std::optional<ParsedId> parse_id(Context& context, const Value& id);

/// The symbol of the id with its text in lower case and slashes normalised: two ids with the same symbol are certainly
/// the same resource. For alternatives: of the whole, so take them apart first.
[[nodiscard]] SymbolId id_symbol(Context& context, const Value& id);

/// Whether both are the id of the same resource: piece by piece, without letter case; unknown if parts are not known.
[[nodiscard]] Truth same_id(Context& context, const Value& a, const Value& b);
[[nodiscard]] Truth same_id(Context& context, const ParsedId& a, const ParsedId& b);

/// The name segments of a full name `a/b` for a type with `levels` levels: exact if the known text has the right number of
/// slashes (holes are taken to have none, D24), else empty.
[[nodiscard]] std::vector<Value> name_segments(Context& context, const Value& name, std::size_t levels);

/// The symbol that stands for the run-time state of the resource with this id: `reference()`, `list*` and the reading of
/// properties that are not declared hang below it, so that "derived from that resource" can be decided.
[[nodiscard]] SymbolId state_symbol(SymbolStore& symbols, SymbolId id);

}  // namespace pillarlint
