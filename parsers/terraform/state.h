// What is read of a deployed resource: what is written of it, and what only the provider or Azure knows (semantics D10).
#pragma once

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// The value with every object in it open: what is not written hangs below `symbol`, by the names of the way to it. Lists of
/// texts and numbers are all there is.
[[nodiscard]] Value with_more(Context& context, const Value& written, SymbolId symbol, const Unknown& rest);

}  // namespace pillarlint::terraform
