#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

struct Met {
  std::size_t count = 0;
  Span first;
};
using MetByName = std::map<std::string, Met>;

void add(MetByName& table, const std::string& name, Span span) {
  auto& met = table[name];
  if (met.count++ == 0) met.first = span;
}

// Most frequent first, then by name.
std::string listed(const MetByName& table, std::string_view title, SourceManager& sources) {
  if (table.empty()) return {};
  std::vector<std::pair<std::string, Met>> rows(table.begin(), table.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.second.count > b.second.count; });
  std::string out = fmt::format("{}\n", title);
  for (const auto& [name, met] : rows) {
    out += fmt::format("{:>6}  {}  ({}:{})\n", met.count, name, sources.path(met.first.file), sources.line_of(met.first));
  }
  return out + "\n";
}

}  // namespace

int run_mappings(const Options& options, const Languages& languages) {
  Session session(options, languages);
  LoadOptions load;
  load.rules = false;
  if (!session.prepare(load)) {
    write_error(diagnostics_text(session.sources(), session.diagnostics()));
    return exit_code::usage;
  }
  const auto analysis = session.run({}, false, true);
  MetByName types, attributes;
  std::size_t mapped = 0;
  std::size_t unmapped = 0;
  for (const auto& deployment : analysis.deployments) {
    mapped += deployment.expansion.mapped;
    for (const auto& one : deployment.expansion.unmapped) {
      if (one.attribute.empty()) ++unmapped;
      one.attribute.empty() ? add(types, one.type, one.span) : add(attributes, fmt::format("{}.{}", one.type, one.attribute), one.span);
    }
  }
  std::string out = listed(types, "Resource types that are not mapped, with the first place of each", session.sources());
  out += listed(attributes, "Attributes that are not mapped", session.sources());
  const auto all = mapped + unmapped;
  out += all == 0 ? std::string("no azurerm resources were met\n")
                  : fmt::format("{} of {} azurerm resources are of a mapped type ({:.1f} %)\n", mapped, all, 100.0 * static_cast<double>(mapped) / static_cast<double>(all));
  return write_output(out) ? exit_code::clean : exit_code::usage;
}

}  // namespace pillarlint
