// What `environment()` gives: the endpoints of each Azure cloud (semantics D15).
// Source: learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-deployment#environment
#pragma once

#include <string_view>

#include "value/context.h"

namespace pillarlint::arm {

/// Names of the clouds that `cloud:` may say.
[[nodiscard]] bool is_cloud(std::string_view name);
[[nodiscard]] Value cloud_environment(Context& context, std::string_view cloud, Span span);

}  // namespace pillarlint::arm
