// Sets of atoms: what must hold, or must not.
#pragma once

#include <vector>

#include "value/operators.h"

namespace pillarlint {

/// Unless it is there.
void add_atom(std::vector<Atom>& atoms, Atom atom);

}  // namespace pillarlint
