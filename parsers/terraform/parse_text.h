// Terraform text to the tree of the grammar: the text is changed first where that is cheaper or all the grammar understands.
#pragma once

#include <string>
#include <string_view>

#include "common/tree.h"

namespace pillarlint::terraform {

/// The tree of the text; its places are places in the text as it stands. What is literal in quoted texts and heredocs has no
/// nodes of its own worth reading: it is read from the bytes between the nodes.
[[nodiscard]] Tree parse_text(std::string_view text);

/// The text with the same length and the same tree, but a dot and blanks where quoted texts and heredocs are literal: each
/// character of them is a token of the grammar. Empty if nothing is to be gained or quotes and brackets do not close.
[[nodiscard]] std::string with_short_literals(std::string_view text);

}  // namespace pillarlint::terraform
