// YAML as yamlencode writes it.
#pragma once

#include <optional>
#include <string>

#include "value/value.h"

namespace pillarlint::terraform {

/// The text of a value that is known at every depth; nullopt if it is longer than `most` bytes, or has names longer than
/// any name.
[[nodiscard]] std::optional<std::string> yaml_text(const Value& value, std::size_t most);

}  // namespace pillarlint::terraform
