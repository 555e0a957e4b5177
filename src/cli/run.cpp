#include <exception>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

int dispatch(const Options& options, const Languages& languages) {
  switch (options.command) {
    case Command::scan: return run_scan(options, languages);
    case Command::explain: return run_explain(options, languages);
    case Command::graph: return run_graph(options, languages);
    case Command::baseline_create:
    case Command::baseline_update:
    case Command::baseline_show: return run_baseline(options, languages);
    case Command::mappings_check: return run_mappings(options, languages);
    case Command::lsp: return run_lsp(options, languages);
    case Command::init: return run_init(options, languages);
    case Command::completion:
    case Command::man_page: return run_describe(options);
    case Command::rules_list:
    case Command::rules_show:
    case Command::rules_verify:
    case Command::rules_new:
    case Command::rules_coverage:
    case Command::rules_tables:
    case Command::rules_schema: return run_rules(options, languages);
  }
  return exit_code::internal;
}

}  // namespace

int run(const std::vector<std::string>& arguments, const Languages& languages) {
  try {
    const auto parsed = parse_options(arguments, std::string(program_version));
    if (!parsed.ends) return dispatch(parsed.options, languages);
    write_error(parsed.errors);
    return write_output(parsed.output) ? parsed.exit_code : exit_code::usage;
  } catch (const std::exception& error) {
    write_error(fmt::format("pillarlint: an error in pillarlint itself: {}\n", error.what()));
  } catch (...) {
    write_error("pillarlint: an error in pillarlint itself\n");
  }
  return exit_code::internal;
}

}  // namespace pillarlint
