// A section of a template, as `variables` or `resources`: an object with as many members as a file has declarations, so that
// finding one by name must not walk over all.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "value/value.h"

namespace pillarlint::bicep {

class Section {
 public:
  explicit Section(Arena& arena) : arena_(arena) {}

  /// A later member of the same name (without letter case) replaces the earlier in its place.
  void set(std::string_view key, Value value, Span key_span = {}) {
    const auto made = member(key, value, key_span);
    if (auto* known = at(key, made.hash)) {
      known->value = value;
      if (key_span.known()) known->key_span = key_span;
      return;
    }
    by_hash_.emplace(made.hash, members_.size());
    members_.push_back(made);
  }
  [[nodiscard]] const Value* find(std::string_view key) {
    const auto* known = at(key, folded_hash(key));
    return known == nullptr ? nullptr : &known->value;
  }
  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] Value build(Span span = {}) const { return Value::object(arena_, members_, span); }

 private:
  [[nodiscard]] Member* at(std::string_view key, std::uint32_t hash) {
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto it = first; it != last; ++it) {
      if (same_text(members_[it->second].key, key)) return &members_[it->second];
    }
    return nullptr;
  }

  Arena& arena_;
  std::vector<Member> members_;
  std::unordered_multimap<std::uint32_t, std::size_t> by_hash_;
};

}  // namespace pillarlint::bicep
