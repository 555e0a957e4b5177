// Small operations on text that several layers need: ASCII case folding, the folded hash of member names,
// natural order, did-you-mean, and filling of `{}` in message templates.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pillarlint {

[[nodiscard]] constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);

/// Equal without regard to ASCII letter case.
[[nodiscard]] inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}
[[nodiscard]] bool starts_with_text(std::string_view text, std::string_view prefix);
[[nodiscard]] bool ends_with_text(std::string_view text, std::string_view suffix);
/// Position of `part` in `text` without regard to case, or npos.
[[nodiscard]] std::size_t find_text(std::string_view text, std::string_view part, std::size_t from = 0);

/// A 32-bit hash that is equal for names that differ only in ASCII letter case. A filter: confirm with same_text.
[[nodiscard]] inline std::uint32_t folded_hash(std::string_view name) {
  constexpr std::uint64_t fold = 0x2020202020202020ULL;
  constexpr std::uint64_t mix = 0x9E3779B97F4A7C15ULL;
  std::uint64_t h = name.size() * mix;
  std::size_t i = 0;
  for (; i + 8 <= name.size(); i += 8) {
    std::uint64_t chunk = 0;
    std::memcpy(&chunk, name.data() + i, 8);
    h = (h ^ (chunk | fold)) * mix;
    h ^= h >> 32U;
  }
  if (i < name.size()) {
    // The rest as loads of fixed size that may overlap: a copy of variable size would be a call.
    std::uint64_t chunk = 0;
    const auto size = name.size();
    if (size >= 8) {
      std::memcpy(&chunk, name.data() + size - 8, 8);
    } else if (size >= 4) {
      std::uint32_t low = 0;
      std::uint32_t high = 0;
      std::memcpy(&low, name.data(), 4);
      std::memcpy(&high, name.data() + size - 4, 4);
      chunk = low | static_cast<std::uint64_t>(high) << 32U;
    } else {
      const auto byte = [&](std::size_t at) { return static_cast<std::uint64_t>(static_cast<unsigned char>(name[at])); };
      chunk = byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U;
    }
    h = (h ^ (chunk | fold)) * mix;
    h ^= h >> 32U;
  }
  return static_cast<std::uint32_t>((h * mix) >> 32U);
}

/// Order in which people expect names: runs of digits as numbers, letters without case, ties by bytes.
[[nodiscard]] int natural_order(std::string_view a, std::string_view b);

/// The candidate nearest to `word` (edit distance, without case), or empty if none is near enough to offer.
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);
[[nodiscard]] std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// Replaces `{0}`, `{1}` … by the arguments; a number without argument stays.
[[nodiscard]] std::string fill(std::string_view form, std::span<const std::string> args);

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);

/// Cuts at `limit` bytes, not inside a UTF-8 sequence, and adds `…`.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t limit);

/// Matches a path with `*`, `**`, `?` and `[…]`, as .gitignore does for one pattern.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path);

}  // namespace pillarlint
