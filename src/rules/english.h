// Conditions in words: for messages, rule pages and `explain`. Everything is derived from the rule; no rule text is
// written twice.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rules/rule.h"
#include "value/symbol.h"

namespace pillarlint {

/// Text of an operand: its value as far as it is known where the words are made.
using OperandText = std::function<std::string(const Operand&)>;
/// Values as they are written in the rule.
[[nodiscard]] std::string written(const Operand& operand);

/// What a test asks for: "`true`", "at least `2`", "present, and other than `None`".
[[nodiscard]] std::string in_words(const Test& test, bool negated, const OperandText& text);
/// What a quantifier asks for of the candidates: "private endpoint that points at ‹account›".
[[nodiscard]] std::string in_words(const Quantifier& quantifier, const OperandText& text);
/// A condition as lines of a nested list in Markdown.
[[nodiscard]] std::string in_words(const Condition& condition);
/// "How it decides": for which resources, when, and what is expected, in Markdown.
[[nodiscard]] std::string how_it_decides(const Rule& rule);
/// "parameter x is not given"; secrets are not printed.
[[nodiscard]] std::string explain_unknown(const Value& value, const SymbolStore& symbols);

}  // namespace pillarlint
