// Which instances one value of `count` or `for_each` makes.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>

#include "terraform/expand.h"

namespace pillarlint::terraform {

/// The number that a `count` is, also as text.
[[nodiscard]] std::optional<std::int64_t> count_of(const Value& value);

/// The keys that a value has, to ask for many of them.
class KeySet {
 public:
  explicit KeySet(const Value& over);
  [[nodiscard]] bool has(const Key& key) const;

 private:
  std::optional<std::int64_t> count_;
  std::set<std::string_view> names_;
};

}  // namespace pillarlint::terraform
