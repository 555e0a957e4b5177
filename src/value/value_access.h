// The door to the inside of Value for the two that make values by the million: the JSON reader and the packer. They
// know already whether anything below is unknown, and so need no second walk over the elements; and for those that make a
// value anew that took the same way as another.
#pragma once

#include <span>

#include "value/value.h"

namespace pillarlint {

class ValueAccess {
 public:
  /// A complete container over items that already lie in the arena.
  static Value array(std::span<const Value> items, Span span, bool has_unknown) {
    Value v(Value::Kind::array, span);
    v.data_.items = items.data();
    return finish(v, items.size(), has_unknown);
  }
  static Value object(std::span<const Member> members, Span span, bool has_unknown) {
    Value v(Value::Kind::object, span);
    v.data_.members = members.data();
    return finish(v, members.size(), has_unknown);
  }
  /// The value as if it had come the way of another.
  static Value came_as(Value v, const Value& like) {
    v.journey_ = like.journey_;
    return v;
  }

 private:
  static Value finish(Value v, std::size_t size, bool has_unknown) {
    v.size_ = static_cast<std::uint32_t>(size);
    if (has_unknown) v.flags_ = Value::flag_has_unknown;
    return v;
  }
};

}  // namespace pillarlint
