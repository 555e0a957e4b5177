// A text that does not parse as a whole, read item by item: one broken attribute or block loses only itself.
#pragma once

#include "terraform/lower.h"

namespace pillarlint::terraform {

[[nodiscard]] Body mended(std::string_view text, SourceFile& out, const FunctionTable& functions);

}  // namespace pillarlint::terraform
