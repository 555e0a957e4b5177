// Texts piece by piece: what is known of them and what is not (semantics D8).
#pragma once

#include <span>
#include <string_view>

#include "value/operators.h"

namespace pillarlint {

[[nodiscard]] bool same(std::string_view a, std::string_view b, Case letter_case);
/// How long the text is at least.
[[nodiscard]] std::size_t least_length(std::span<const Piece> pieces);
/// No for texts that can not be equal whatever stands in the holes, yes for the same pieces.
[[nodiscard]] Truth equal_pieces(std::span<const Piece> a, std::span<const Piece> b, Case letter_case);

}  // namespace pillarlint
