// The commands. Each returns the exit code.
#pragma once

#include "cli/options.h"
#include "cli/session.h"

namespace pillarlint {

[[nodiscard]] int run_scan(const Options& options, const Languages& languages);
[[nodiscard]] int run_explain(const Options& options, const Languages& languages);
[[nodiscard]] int run_graph(const Options& options, const Languages& languages);
[[nodiscard]] int run_baseline(const Options& options, const Languages& languages);
[[nodiscard]] int run_mappings(const Options& options, const Languages& languages);
[[nodiscard]] int run_lsp(const Options& options, const Languages& languages);
[[nodiscard]] int run_init(const Options& options, const Languages& languages);
[[nodiscard]] int run_rules(const Options& options, const Languages& languages);
/// Prints the completion of a shell, or the manual page.
[[nodiscard]] int run_describe(const Options& options);

/// The program, from arguments to exit code.
[[nodiscard]] int run(const std::vector<std::string>& arguments, const Languages& languages);

}  // namespace pillarlint
