// The way back: which attribute of azurerm says a property of the ARM body, and what it has to be.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "terraform/azurerm/mapping.h"

namespace pillarlint::terraform {

struct AttributePlace {
  std::vector<std::string_view> blocks;  // from outside in; each stands at most once
  std::string_view name;
  Value value;                           // in the attribute's own terms
  Majors majors;                         // of those that are allowed, which have it
  bool old = false;                      // a later major has another for it
  bool alone = false;                    // its blocks may be made for it
  /// `network_acls.default_action`: how journeys name it.
  [[nodiscard]] std::string path() const;
};

/// Every attribute by which the property could be set to that value.
[[nodiscard]] std::vector<AttributePlace> find_attributes(const ResourceMapping& mapping, std::span<const std::string_view> path, const Value& to,
                                                          Majors majors);

}  // namespace pillarlint::terraform
