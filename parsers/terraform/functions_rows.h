// What the rows of Terraform's functions share: arguments converted to the types of their parameters, one after another
// for all that they can be, and results for arguments that are not known.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

#include "arm/functions_rows.h"
#include "terraform/conversion.h"
#include "value/builtin.h"

namespace pillarlint::terraform {

// Rows by topic; functions() puts them together.
[[nodiscard]] std::span<const Builtin> text_rows();
[[nodiscard]] std::span<const Builtin> search_rows();
[[nodiscard]] std::span<const Builtin> format_rows();
[[nodiscard]] std::span<const Builtin> number_rows();
[[nodiscard]] std::span<const Builtin> list_rows();
[[nodiscard]] std::span<const Builtin> choice_rows();
[[nodiscard]] std::span<const Builtin> object_rows();
[[nodiscard]] std::span<const Builtin> set_rows();
[[nodiscard]] std::span<const Builtin> encoding_rows();
[[nodiscard]] std::span<const Builtin> hash_rows();
[[nodiscard]] std::span<const Builtin> network_rows();
[[nodiscard]] std::span<const Builtin> time_rows();
[[nodiscard]] std::span<const Builtin> file_rows();
[[nodiscard]] std::span<const Builtin> type_rows();

using arm::decided;
using arm::hole_of;
using arm::is_a;
using arm::may_be;
using arm::no_room;
using arm::Run;
using arm::unknown_of_length;
using arm::wrong_type;

/// The types of the parameters, a letter each; a `*` lets the last one repeat.
///   s n b  string, number, boolean: converted as Terraform does
///   S B    arrays of these            L  array of values of one type            T  the same as a set
///   A      array                      O  object                                  a  anything but null     ?  anything
struct Signature {
  char letters[8] = {};
  template <std::size_t size>
  consteval Signature(const char (&text)[size]) {  // NOLINT: implicit, so that rows stay short
    static_assert(size <= 8);
    std::copy_n(text, size, letters);
  }
  [[nodiscard]] constexpr std::string_view view() const { return letters; }
};

/// What a function can look at: arguments that are known, that are known at every depth, or all.
enum class Sees : std::uint8_t { known, deep, all };

[[nodiscard]] Value run_row(const Call& call, std::string_view signature, Sees sees, Run run);

/// As the `run` of a row: converts the arguments, and calls `one` for every combination of what they can be.
template <Signature signature, Sees sees, Run one>
Value row(const Call& call) {
  return run_row(call, signature.view(), sees, one);
}

/// A result that is not known: of the type of the row, and never null where that has a type.
[[nodiscard]] Value unknown_result(const Call& call);

/// Runs a function of ARM on arguments of ours: for those that are the same.
[[nodiscard]] Value as_in_arm(const Call& call, std::string_view name, std::span<const Value> args);

/// The member of exactly that name, or null.
[[nodiscard]] const Member* exact_member(const Value& object, std::string_view key);

/// The value and all that it holds, changed: parts carry marks of their own, for what is read out of a container does not
/// ask the container.
[[nodiscard]] Value changed_within(const Call& call, const Value& value, Value (*change)(const Value&, Mark), Mark marks);
[[nodiscard]] Value marked_within(const Call& call, const Value& value, Mark marks);

/// A whole number that an argument is; an unknown that says what is wrong, otherwise.
struct Whole {
  std::int64_t number = 0;
  std::optional<Value> wrong;
};
[[nodiscard]] Whole whole_number(const Call& call, std::size_t n);

/// An array, counted against the budget.
[[nodiscard]] Value array_of(const Call& call, std::span<const Value> items);

}  // namespace pillarlint::terraform
