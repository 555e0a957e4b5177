// The commands and their options, declared to CLI11.
#pragma once

#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/option_values.h"

namespace pillarlint {

/// The commands by name; all of one are declared, as that takes time: those of `in_use`, or of every command if it is empty.
void declare_commands(CLI::App& app, Options& options, RawOptions& raw, std::string_view in_use);

}  // namespace pillarlint
