// Comments of a template, and what its `metadata` says to this program.
#pragma once

#include <vector>

#include "common/remark.h"
#include "value/document.h"

namespace pillarlint::arm {

/// A comment in front of an object or a member speaks of all of it. An entry of `metadata.pillarlint.ignore`, `{ "rule": …,
/// "reason": …, "until": … }`, speaks of the object that has the `metadata`. In order of places.
[[nodiscard]] std::vector<Remark> remarks_of(const Document& document, std::string_view text);

}  // namespace pillarlint::arm
