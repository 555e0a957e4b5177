// What the rows of ARM's functions share: arguments with alternatives, arguments as text, wrong arguments.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "value/builtin.h"
#include "value/functions/collections.h"

namespace pillarlint::arm {

// Rows by topic; arm_functions() puts them together.
[[nodiscard]] std::span<const Builtin> text_rows();
[[nodiscard]] std::span<const Builtin> encoding_rows();
[[nodiscard]] std::span<const Builtin> slice_rows();
[[nodiscard]] std::span<const Builtin> search_rows();
[[nodiscard]] std::span<const Builtin> array_rows();
[[nodiscard]] std::span<const Builtin> object_rows();
[[nodiscard]] std::span<const Builtin> logic_rows();
[[nodiscard]] std::span<const Builtin> number_rows();
[[nodiscard]] std::span<const Builtin> network_rows();
[[nodiscard]] std::span<const Builtin> time_rows();

using Run = Value (*)(const Call&);

/// Runs `one` for every combination of what the arguments can be: it sees no alternatives.
[[nodiscard]] Value for_each_alternative(const Call& call, Run one);
template <Run one>
Value each(const Call& call) {
  return for_each_alternative(call, one);
}

/// Whether the value is, or certainly will be, of the type.
[[nodiscard]] bool is_a(const Value& value, ValueType type);
/// Whether it may be: an unknown of no or that type.
[[nodiscard]] bool may_be(const Value& value, ValueType type);
/// Text of which something is known: a string, or an unknown that is one.
[[nodiscard]] inline bool is_text(const Value& value) { return is_a(value, ValueType::string); }

/// "argument 2 is an array, expected a text"; the value itself is not shown.
[[nodiscard]] Value wrong_type(const Call& call, std::size_t n, std::string_view expected);

/// The value as text: `True` and `False`, containers as JSON in the given quotes, a hole for what is not known.
[[nodiscard]] Value as_text(const Call& call, const Value& value, char quote = '"');
/// The texts of all parts put together; parts may have alternatives.
[[nodiscard]] Value joined(const Call& call, std::span<const Value> parts, char quote = '"');

/// Room for a text of that size; a report and nullopt-like unknown if there is none.
[[nodiscard]] std::optional<Value> no_room(const Call& call, std::uint64_t bytes);

/// A hole that stands for `operation` on a piece, or on pieces, of text.
[[nodiscard]] Piece hole_of(Context& context, std::string_view operation, std::string_view literal,
                            std::span<const SymbolId> operands, const Unknown& reason, const LengthRange& length);
[[nodiscard]] SymbolId piece_symbol(Context& context, const Piece& piece);

/// A boolean for a decided question, else an unknown boolean made from the arguments.
[[nodiscard]] Value decided(const Call& call, Truth truth);

/// An unknown result of that type and length, never null.
[[nodiscard]] Value unknown_of_length(const Call& call, ValueType type, const LengthRange& length);

}  // namespace pillarlint::arm
