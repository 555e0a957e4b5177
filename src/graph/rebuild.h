// Changing values that can not change: a container made anew with other parts keeps the place, marks and journey of the
// one it comes from.
#pragma once

#include <functional>
#include <span>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

[[nodiscard]] Value rebuilt(Context& context, const Value& from, std::span<const Value> items);
[[nodiscard]] Value rebuilt(Context& context, const Value& from, std::span<const Member> members);
/// An unknown with `change` applied to each of its alternatives; without alternatives the value itself.
[[nodiscard]] Value map_alternatives(Context& context, const Value& value, const std::function<Value(const Value&)>& change);
/// The very same value: nothing was changed.
[[nodiscard]] bool same_place(const Value& a, const Value& b);

}  // namespace pillarlint
