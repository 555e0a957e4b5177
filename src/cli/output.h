// Where output goes: standard output, or files that are written whole or not at all; colour and progress by terminal.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostic.h"
#include "base/source_manager.h"
#include "cli/options.h"

namespace pillarlint {

/// Replaces the file in one step; one that is there keeps its mode. The error in words, or empty.
[[nodiscard]] std::string write_file(const std::string& path, std::string_view bytes);
/// To standard output; false if it is closed or full.
bool write_output(std::string_view bytes);
void write_error(std::string_view text);

/// Whether text for standard output is to be coloured: the option, then NO_COLOR, FORCE_COLOR, and the terminal.
[[nodiscard]] bool wants_colour(ColourWish wish);
[[nodiscard]] bool error_is_terminal();

/// `main.json:1:2: error: … [code]`, one a line.
[[nodiscard]] std::string diagnostics_text(const SourceManager& sources, const Diagnostics& diagnostics);
/// One of them is an error of use, of the configuration or of a rule file.
[[nodiscard]] bool has_usage_error(const Diagnostics& diagnostics);

/// An environment variable; empty if it is not set.
[[nodiscard]] std::string environment(const char* name);

}  // namespace pillarlint
