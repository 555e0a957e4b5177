// What evaluation needs besides its operands: room for results, the symbols of the deployment, limits and a sink.
#pragma once

#include "base/arena.h"
#include "base/budget.h"
#include "base/diagnostic.h"
#include "value/symbol.h"
#include "value/value.h"

namespace pillarlint {

struct Context {
  Arena& arena;
  SymbolStore& symbols;
  Budget& budget;
  Diagnostics& diagnostics;
};

}  // namespace pillarlint
