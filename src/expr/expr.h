// One small expression language that every front end lowers to. Closed set of nodes; a node lives in an arena and holds
// offsets into the text it was parsed from, so that one parsed text serves every place where it stands.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/span.h"
#include "value/builtin.h"
#include "value/value.h"

namespace pillarlint {

enum class NameKind : std::uint8_t { parameter, variable, local };

struct Expr {
  enum class Kind : std::uint8_t {
    literal,      // `literal`
    name,         // `name_kind`, `text`
    member,       // children[0] . text
    index,        // children[0] [ children[1] ]
    call,         // `function` (null: not known) of children; `text` is the name as written
    conditional,  // children: test, yes, no; only the branch that may be taken is looked at
    logical_and,  // children, evaluated until one is false
    logical_or,
    lambda,       // `parameters`, children[0] the body
    loop,         // an array: children[0] the count, children[1] the element; `text` the name by which they ask for the index
    broken,       // did not parse; `text` says why
  };
  Kind kind = Kind::broken;
  NameKind name_kind = NameKind::parameter;
  bool spread = false;      // of a call: the last of the children is a list, whose elements are the arguments from there on
  std::uint32_t begin = 0;  // in the text that was parsed
  std::uint32_t end = 0;
  std::string_view text;
  const Builtin* function = nullptr;
  std::span<const Expr* const> children;
  std::span<const std::string_view> parameters;
  Value literal;
};

/// Where a parsed text stands: turns offsets of nodes into places in the file.
struct Site {
  Span literal;             // the string literal with its quotes, or the whole text for a language that is not inside JSON
  std::string_view source;  // text of the file
  std::uint32_t decoded = 0;  // length of the decoded string; used to see whether it has escapes
  bool in_string = true;

  [[nodiscard]] Span place(std::uint32_t begin, std::uint32_t end) const;
  [[nodiscard]] Span place(const Expr& expr) const { return place(expr.begin, expr.end); }
};

}  // namespace pillarlint
