// Terraform's types where functions need them: what converts to what, the one type that several values have in common,
// and sets. Values do not say whether they are a list, a tuple or a set: a set is an array that is sorted and has every
// value once, a map is an object. Numbers are integers and doubles; what does not fit 64 bits is a double, with its 15
// to 17 digits, where Terraform has 150.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint::terraform {

/// Text of a known scalar as Terraform writes it; nullopt for null and containers.
[[nodiscard]] std::optional<std::string> text_of(const Value& scalar);
/// The number that a text is; nullopt if it is none.
[[nodiscard]] std::optional<Value> number_from(std::string_view text, Span span);

enum class Primitive : std::uint8_t { string, number, boolean };
/// The value as that type, null as null. An unknown that may be of that type is one that is. nullopt: there is none.
[[nodiscard]] std::optional<Value> converted(Context& context, const Value& value, Primitive to);

/// The values with the one type that they have in common: with a text among them numbers and booleans become text, objects
/// and arrays are unified member by member. nullopt: they have none.
[[nodiscard]] std::optional<std::vector<Value>> unified(Context& context, std::span<const Value> values);

/// The set of these values: sorted, each once. With several that are not known it is not known how many there are.
[[nodiscard]] Value set_of(Context& context, std::span<const Value> values, Span span);

}  // namespace pillarlint::terraform
