// What functions do with regular expressions: replace with a pattern, regex, regexall.
#pragma once

#include <string_view>

#include "value/builtin.h"

namespace pillarlint::terraform {

/// `replace` of all matches of a pattern by argument 3, in which `$1` and `${name}` are groups. All arguments are known.
[[nodiscard]] Value replace_pattern(const Call& call, std::string_view pattern);

}  // namespace pillarlint::terraform
