// Pairs the findings of a scan with those that are known from elsewhere: a baseline, or the state before a change.
// Fingerprints are no unique names (two copies of a file have the same), so both sides are multisets (semantics D32).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pillarlint {

struct KnownAs {
  std::vector<std::uint64_t> fingerprints;  // any of them; of what is known: one
  std::string path;                         // where it stands
};

inline constexpr std::size_t unpaired = static_cast<std::size_t>(-1);

/// For each of `found` the index of its partner in `known`, or `unpaired`. Nobody has two partners. Partners of the same
/// path come first; after that the order of the lists decides.
[[nodiscard]] std::vector<std::size_t> pair_up(const std::vector<KnownAs>& found, const std::vector<KnownAs>& known);

}  // namespace pillarlint
