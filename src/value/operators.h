// What can be done with values when some of them are not known. Not knowing is handled here and in call() (builtin.h),
// and nowhere else. Every operation answers for all alternatives of its operands; where all agree the answer is known.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "value/context.h"
#include "value/value.h"

namespace pillarlint {

enum class Case : std::uint8_t { matters, ignored };

// ── symbols and unknowns ──────────────────────────────────────────────────────────────────────────────────────────

/// The symbol of any value: of a literal its text, of an unknown its symbol, of containers that of their parts.
[[nodiscard]] SymbolId symbol_of(const Value& value, SymbolStore& symbols);

/// An unknown that comes of `operation` on `operands`: its symbol is made from theirs, its reason is that of the first
/// operand that is not known, its marks are theirs.
[[nodiscard]] Value unknown_from(Context& context, std::string_view operation, std::span<const Value> operands, Span span,
                                 ValueType type = ValueType::any);
/// An unknown of its own: a run-time value, an input that is not given.
[[nodiscard]] Value new_unknown(Context& context, Unknown::Why why, std::string_view subject, SymbolId symbol, Span span,
                                ValueType type = ValueType::any);
/// The limit was reached: reported once, an unknown equal to nothing.
[[nodiscard]] Value limit_unknown(Context& context, std::string_view limit, Span span);

/// Calls `use` for the value, or for each of its alternatives (at every depth of nesting) with the value.
void for_each_possible(const Value& value, const std::function<void(const Value&)>& use);

// ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────────

/// Adds the atoms of a condition value (flattened over `and` and `not`); false if it certainly does not hold.
bool add_condition(Context& context, const Value& condition, bool holds, std::vector<Atom>& atoms);
/// The two sets can not hold together.
[[nodiscard]] bool contradict(const SymbolStore& symbols, std::span<const Atom> a, std::span<const Atom> b);
/// Whenever all of `given` hold, all of `wanted` hold.
[[nodiscard]] bool implies(std::span<const Atom> given, std::span<const Atom> wanted);

/// The value that is the one of `alternatives` whose condition holds. Nested ones are flattened, those that contradict
/// themselves dropped, equal ones merged; if one is left it is the value. More than 16: plain unknown with `symbol`.
[[nodiscard]] Value either(Context& context, std::span<const Alternative> alternatives, SymbolId symbol, Span span);
/// `test ? yes : no`. The branches are already evaluated.
[[nodiscard]] Value choose(Context& context, const Value& test, const Value& yes, const Value& no, Span span);
/// The value as it is when all of `given` hold: alternatives that contradict them drop out, at every depth.
[[nodiscard]] Value resolve(Context& context, const Value& value, std::span<const Atom> given);

/// Applies `make` to every combination of the alternatives of `args` (at most 16), and joins the results. Without
/// alternatives among them it is just `make(args)`. `symbol` names the result if there are too many.
[[nodiscard]] Value distribute(Context& context, std::span<const Value> args, SymbolId symbol, Span span,
                               const std::function<Value(std::span<const Value>)>& make);

// ── comparison ────────────────────────────────────────────────────────────────────────────────────────────────────

[[nodiscard]] Truth equals(const Value& a, const Value& b, Case letter_case);
/// As a value: a boolean, or an unknown boolean whose symbol is the same whichever side stands first.
[[nodiscard]] Value equals_value(Context& context, const Value& a, const Value& b, Case letter_case, Span span);
/// The symbol of `x == null`, for the `x` that the symbol names.
[[nodiscard]] SymbolId null_test(SymbolStore& symbols, SymbolId subject);
/// Negation: of a condition symbol it is the atom turned round, not a new symbol.
[[nodiscard]] Value not_value(Context& context, const Value& a, Span span);
/// Kleene's and / or over any number of booleans; symbols are made of the parts that are not known.
[[nodiscard]] Value and_value(Context& context, std::span<const Value> parts, Span span);
[[nodiscard]] Value or_value(Context& context, std::span<const Value> parts, Span span);
/// Yes for true, no for false, else unknown (also for what is no boolean); alternatives that agree decide.
[[nodiscard]] Truth truth_of(const Value& value);
/// Empty: null, '', [] or {}.
[[nodiscard]] Truth is_empty(const Value& value);
[[nodiscard]] Truth is_null(const Value& value);

// ── access ────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The member; nullopt: certainly not there. For an unknown or open object: an unknown.
[[nodiscard]] std::optional<Value> member_of(Context& context, const Value& object, std::string_view key, Span span);
[[nodiscard]] std::optional<Value> element_of(Context& context, const Value& array, std::int64_t index, Span span);

/// What is left of an object one of whose keys is not known yet: it is open and not empty, and the key is among what may be
/// in it, so that identities that are attached by key (`userAssignedIdentities`) are not lost. `open`: what left it open
/// before, or null.
[[nodiscard]] const Unknown* open_by_key(Context& context, const Unknown* open, const Value& key, Span span);

// ── strings with holes (semantics D8) ─────────────────────────────────────────────────────────────────────────────

/// The text of the parts put together: numbers and booleans as text, holes where a part is not known.
[[nodiscard]] Value join_text(Context& context, std::span<const Value> parts, Span span);
/// The pieces of a text value: one piece of text, the pieces of a string with holes, or one hole. Empty text: none.
[[nodiscard]] std::vector<Piece> pieces_of(const Value& text);
/// A text value of these pieces; neighbours of text are merged.
[[nodiscard]] Value from_pieces(Context& context, std::span<const Piece> pieces, Span span, Mark marks, const Unknown& reason);

[[nodiscard]] Truth starts_with(const Value& text, std::string_view prefix, Case letter_case);
[[nodiscard]] Truth ends_with(const Value& text, std::string_view suffix, Case letter_case);
[[nodiscard]] Truth contains_text(const Value& text, std::string_view part, Case letter_case);

/// Text of a scalar as ARM's and Bicep's string() and interpolation write it (true → True in `format`, not here).
[[nodiscard]] std::optional<std::string> scalar_text(const Value& scalar);

}  // namespace pillarlint
