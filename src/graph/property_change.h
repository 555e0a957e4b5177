// A property that is to have another value: what a rule asks of the language that the resource is written in. Rules and
// languages do not know each other; they meet here.
#pragma once

#include <span>
#include <string_view>

#include "graph/resource.h"

namespace pillarlint {

struct PropertyChange {
  const Resource& resource;
  std::span<const std::string_view> path;  // names below the body: `properties`, `disableLocalAuth`
  Value to;                                // a scalar
  Value found;                             // what somebody wrote, with its journey; null: nobody wrote anything
};

}  // namespace pillarlint
