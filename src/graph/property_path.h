// A path into a resource's body: `properties.networkAcls.ipRules[*].value`. Parsed once, walks values that may be unknown.
// Grammar: rule-language 2.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

struct PathStep {
  enum class Kind : std::uint8_t {
    member,      // key
    index,       // key[2]: the element of what came before
    elements,    // [*]
    any_member,  // *
    leaves,      // **
    meta,        // @name
    follow,      // ->
  };
  Kind kind = Kind::member;
  std::string key;           // of member and meta; of meta without `@`: `name`, `loop.batch`, `facts.role`
  std::uint32_t hash = 0;    // folded_hash(key)
  std::size_t number = 0;    // of index
};

struct PropertyPath {
  std::string text;               // as written
  std::string root;               // `name` of `$name`; empty: the current thing
  std::vector<PathStep> steps;
  Span span;

  /// More than one value may be at the path.
  [[nodiscard]] bool multiple() const;
  /// `properties.x.y` for the type index: without indices, `[*]`, `@key` and `@keys`; `*` stays, `**` ends it. Empty if it
  /// begins with other meta or follows a link.
  [[nodiscard]] std::string plain() const;
};

/// Errors: rule_path with what is wrong.
[[nodiscard]] Result<PropertyPath> parse_path(std::string_view text, Span span);

/// What a walk gives: values found with the concrete path of each.
struct Found {
  Value value;
  std::string path;      // `properties.ipRules[1].value`
  bool absent = false;   // certainly not there: value is null
  Span element;          // the innermost element or member that was reached, for places
};

}  // namespace pillarlint
