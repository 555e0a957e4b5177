// Scanning of JSON text eight bytes at a time: strings and indentation are nine tenths of a template, and a loop by
// single characters would halve the speed of reading (design decision 23).
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace pillarlint::json_scan {

inline constexpr std::uint64_t ones = 0x0101010101010101ULL;
inline constexpr std::uint64_t highs = 0x8080808080808080ULL;

/// Eight bytes, the first of them lowest whatever the machine's order of bytes.
[[nodiscard]] inline std::uint64_t load(const char* p) {
  std::uint64_t x = 0;
  std::memcpy(&x, p, sizeof(x));
  if constexpr (std::endian::native == std::endian::big) {
    std::uint64_t swapped = 0;
    for (int i = 0; i < 8; ++i) swapped |= ((x >> (8 * i)) & 0xFFU) << (56 - 8 * i);
    x = swapped;
  }
  return x;
}

[[nodiscard]] inline bool ends_run(char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }

/// The first byte from `p` on that is a quote, a backslash or a control character, or `end`.
[[nodiscard]] inline const char* string_stop(const char* p, const char* end) {
  while (end - p >= 8) {
    const auto x = load(p);
    const auto quote = x ^ (ones * '"');
    const auto backslash = x ^ (ones * '\\');
    // Bits above the first hit may be false; only the lowest is used.
    const auto hits =
        (((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) | ((x - ones * 0x20) & ~x)) & highs;
    if (hits != 0) return p + (std::countr_zero(hits) >> 3);
    p += 8;
  }
  while (p < end && !ends_run(*p)) ++p;
  return p;
}

/// The first byte from `p` on that is no space, or `end`.
[[nodiscard]] inline const char* spaces_end(const char* p, const char* end) {
  while (end - p >= 8) {
    const auto other = load(p) ^ (ones * ' ');
    if (other != 0) return p + (std::countr_zero(other) >> 3);
    p += 8;
  }
  while (p < end && *p == ' ') ++p;
  return p;
}

}  // namespace pillarlint::json_scan
