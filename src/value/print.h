// One-line text of a value for people: findings, `explain`, goldens. Canonical: equal values print equally.
#pragma once

#include <cstddef>
#include <string>

#include "value/symbol.h"
#include "value/value.h"

namespace pillarlint {

/// 'text' (with Bicep's escapes), numbers, true, false, null, `[1, 2]`, `{name: 1, 'odd name': 2}`; `‹subject: why›`
/// for an unknown, 'abc‹hole›def' for a string with holes, `a | b` for alternatives, `‹secret›` for what is hidden; a
/// container that may hold more ends with `…‹subject: why›`. Cut at `limit` bytes. Without `symbols`, holes and
/// unknowns print by their subject.
[[nodiscard]] std::string print(const Value& value, const SymbolStore* symbols, std::size_t limit = 200);

}  // namespace pillarlint
