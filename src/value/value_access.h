// The door to the inside of Value for the two that make values by the million: the JSON reader and the packer. They
// know already whether anything below is unknown, and so need no second walk over the elements; for those that make a value
// anew that took the same way as another; and for the one language that tells sets from lists.
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
  /// An array whose elements have no index: a set of Terraform. Another array that is made of it is none unless it says so.
  static bool is_set(const Value& v) { return v.is_array() && (v.flags_ & flag_set) != 0; }
  static Value as_set(Value v) {
    if (v.is_array()) v.flags_ |= flag_set;
    return v;
  }
  /// The value as if it had come the way of another.
  static Value came_as(Value v, const Value& like) {
    v.journey_ = like.journey_;
    return v;
  }

 private:
  static constexpr std::uint8_t flag_set = 128;
  static Value finish(Value v, std::size_t size, bool has_unknown) {
    v.size_ = static_cast<std::uint32_t>(size);
    if (has_unknown) v.flags_ = Value::flag_has_unknown;
    return v;
  }
};

}  // namespace pillarlint
