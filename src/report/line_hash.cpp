#include "report/line_hash.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include <fmt/format.h>

namespace pillarlint {
namespace {

constexpr std::size_t window_size = 100;
constexpr std::uint64_t factor = 37;

constexpr std::uint64_t first_factor() {
  std::uint64_t product = 1;
  for (std::size_t i = 0; i < window_size; ++i) product *= factor;
  return product;
}

// The published algorithm, step for step: a value comes out when the first character of its line leaves the window.
class Hasher {
 public:
  void feed(char16_t unit) {
    if (unit == u' ' || unit == u'\t' || (after_return_ && unit == u'\n')) {
      after_return_ = false;
      return;
    }
    after_return_ = unit == u'\r';
    if (after_return_) unit = u'\n';
    leave();
    if (line_start_) {
      line_start_ = false;
      starts_at_[index_] = true;
    }
    if (unit == u'\n') line_start_ = true;
    shift(unit);
  }

  [[nodiscard]] std::vector<std::string> finish() {
    feed(0xFFFF);
    for (std::size_t i = 0; i < window_size; ++i) {
      leave();
      shift(0);
    }
    return std::move(values_);
  }

 private:
  void leave() {
    if (!starts_at_[index_]) return;
    values_.push_back(fmt::format("{:x}:{}", hash_, ++seen_[hash_]));
    starts_at_[index_] = false;
  }
  void shift(char16_t unit) {
    constexpr auto first = first_factor();
    hash_ = factor * hash_ + unit - first * window_[index_];
    window_[index_] = unit;
    index_ = (index_ + 1) % window_size;
  }

  std::array<std::uint64_t, window_size> window_{};
  std::array<bool, window_size> starts_at_{};
  std::uint64_t hash_ = 0;
  std::size_t index_ = 0;
  bool line_start_ = true;
  bool after_return_ = false;
  std::unordered_map<std::uint64_t, std::size_t> seen_;
  std::vector<std::string> values_;
};

// One character of UTF-8 that is known to be valid (SourceManager replaced what was not).
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more && at < text.size(); ++i) c = (c << 6U) | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  return c;
}

}  // namespace

std::vector<std::string> line_hashes(std::string_view utf8, bool bom) {
  Hasher hasher;
  if (bom) hasher.feed(0xFEFF);
  for (std::size_t at = 0; at < utf8.size();) {
    const auto c = next_character(utf8, at);
    if (c < 0x10000) {
      hasher.feed(static_cast<char16_t>(c));
    } else {
      hasher.feed(static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10U)));
      hasher.feed(static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FFU)));
    }
  }
  return hasher.finish();
}

}  // namespace pillarlint
