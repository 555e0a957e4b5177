// A data file that was read: its value with places, its comments, and what was wrong with it. Shared and const once made;
// the arena holds every value of it.
#pragma once

#include <memory>
#include <vector>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/span.h"
#include "value/value.h"

namespace pillarlint {

struct Document {
  FileId file = FileId::none;
  Arena arena;
  Value root;                    // null if nothing could be read
  std::vector<Span> comments;    // with their marks; suppressions live there
  Diagnostics diagnostics;
  bool readable = true;          // false: nothing of it was understood
  std::vector<FileId> reads;     // other files that were read to make it: imported, loaded
  std::vector<std::shared_ptr<const void>> keeps;  // what its values point into besides its arena
};

}  // namespace pillarlint
