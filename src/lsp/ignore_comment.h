// The comment that suppresses a finding, put above the line of the finding in the way of its language.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lsp/notice.h"

namespace pillarlint::lsp {

/// nullopt: the language, or this file, has no comments.
[[nodiscard]] std::optional<TextEdit> ignore_comment(std::string_view path, std::string_view text, std::uint32_t line,
                                                     std::string_view rule, Units units);

/// The rule that a suppression at this place names: the word there, on a line with `pillarlint:ignore` or `#disable-…`.
[[nodiscard]] std::string suppressed_rule_at(std::string_view text, Place place, Units units);

}  // namespace pillarlint::lsp
