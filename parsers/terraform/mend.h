// A text that does not parse as a whole, read item by item: one broken attribute or block loses only itself.
#pragma once

#include "terraform/lower.h"

namespace pillarlint::terraform {

[[nodiscard]] Body mended(std::string_view text, SourceFile& out, const FunctionTable& functions);

/// What the grammar parses: the text, with exponents of numbers hidden where it does not know them. Same length.
[[nodiscard]] Tree parse_text(std::string_view text);

}  // namespace pillarlint::terraform
