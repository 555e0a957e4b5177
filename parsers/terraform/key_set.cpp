#include "terraform/key_set.h"

#include "terraform/conversion.h"

namespace pillarlint::terraform {

std::optional<std::int64_t> count_of(const Value& value) {
  if (value.is_integer()) return value.integer();
  if (!value.is_string()) return std::nullopt;
  const auto number = number_from(value.text(), value.span());
  return number && number->is_integer() ? std::optional(number->integer()) : std::nullopt;
}

KeySet::KeySet(const Value& over) : count_(count_of(over)) {
  for (const auto& member : over.members()) names_.insert(member.key);
  for (const auto& item : over.items()) {
    if (item.is_string()) names_.insert(item.text());
  }
}

bool KeySet::has(const Key& key) const {
  if (key.kind == Key::Kind::count) return count_ && key.name.is_integer() && key.name.integer() < *count_;
  return key.name.is_string() && names_.contains(key.name.text());
}

}  // namespace pillarlint::terraform
