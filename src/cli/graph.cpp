#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"
#include "report/graph_report.h"

namespace pillarlint {
namespace {

std::string render(const GraphReport& report, const std::string& format) {
  if (format == "json") return graph_json(report);
  if (format == "dot") return graph_dot(report);
  if (format == "mermaid") return graph_mermaid(report);
  return graph_text(report);
}

}  // namespace

int run_graph(const Options& options, const Languages& languages) {
  Session session(options, languages);
  LoadOptions load;
  load.rules = false;
  if (!session.prepare(load)) {
    write_error(diagnostics_text(session.sources(), session.diagnostics()));
    return exit_code::usage;
  }
  const auto analysis = session.run({}, false, true);
  GraphReport report{session.sources()};
  report.version = program_version;
  for (const auto& deployment : analysis.deployments) {
    report.deployments.push_back({deployment.name, deployment.expansion.graph.get(), deployment.expansion.symbols.get()});
  }
  Diagnostics said;
  for (const auto& diagnostic : analysis.diagnostics) said.add(diagnostic);
  if (!options.quiet) write_error(diagnostics_text(session.sources(), said));
  int code = exit_code::clean;
  for (const auto& wish : options.formats) {
    const auto bytes = render(report, wish.name);
    if (wish.file.empty()) {
      if (!write_output(bytes)) code = exit_code::usage;
    } else if (const auto problem = write_file(wish.file, bytes); !problem.empty()) {
      write_error(fmt::format("{}: can not be written: {}\n", wish.file, problem));
      code = exit_code::usage;
    }
  }
  for (const auto& input : analysis.inputs) {
    if (code == exit_code::clean && input.counts && input.state == InputState::State::not_analysed) code = exit_code::unread;
  }
  return code;
}

}  // namespace pillarlint
