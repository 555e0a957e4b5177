// What `--help` says of the program and its commands, besides the options.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint::option_texts {

extern const std::string_view about;
extern const std::string_view main_footer;
extern const std::string_view scan_footer;
extern const std::string_view completion_footer;
extern const std::string_view explain_footer;
extern const std::string_view lsp_footer;
extern const std::string_view baseline_footer;

/// One line a format, with what it is for.
[[nodiscard]] std::string formats();

}  // namespace pillarlint::option_texts
