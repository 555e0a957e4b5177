#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/explain_rule.h"
#include "cli/make_report.h"
#include "cli/output.h"
#include "rules/english.h"

namespace pillarlint {
namespace {

bool is_meant(const Finding& finding, std::string_view wanted) {
  if (same_text(finding.resource_name, wanted) || same_text(finding.address, wanted)) return true;
  if (find_text(finding.resource_name, wanted) != std::string::npos || find_text(finding.address, wanted) != std::string::npos) return true;
  return std::any_of(finding.addresses.begin(), finding.addresses.end(), [&](const auto& address) { return same_text(address, wanted); });
}

std::string_view verdict_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::fail: return "It fails:";
    case Verdict::pass: return "It passes:";
    case Verdict::unknown: return "It can not be told:";
    case Verdict::not_applicable: return "The rule does not apply:";
    case Verdict::manual: return "Only a person can answer:";
  }
  return "";
}

// Names of the subjects that there are, to offer them.
std::string subjects_text(const std::vector<Finding>& findings) {
  std::string out;
  std::size_t count = 0;
  for (const auto& finding : findings) {
    if (++count <= 20) out += fmt::format("  {}  ({})\n", finding.resource_name, finding.address);
  }
  if (count > 20) out += fmt::format("  and {} more\n", count - 20);
  return out;
}

int explain_resource(const Options& options, Session& session, const Rule& rule) {
  auto analysis = session.run({rule.number}, true, false);
  const auto all = analysis.findings;
  std::erase_if(analysis.findings, [&](const auto& finding) { return !is_meant(finding, options.resource); });
  if (analysis.findings.empty()) {
    write_error(fmt::format("`{}` is no resource that {} looks at{}\n{}", options.resource, rule.id,
                            all.empty() ? "; there is none in what was scanned" : "; these are:", subjects_text(all)));
    return exit_code::usage;
  }
  auto wanted = options;
  wanted.show_passed = true;
  wanted.show_unknown = true;
  auto report = make_report(session, wanted, std::move(analysis), {rule.number});
  std::string out = fmt::format("{}: {}\n\n", rule.id, rule.title);
  for (const auto& finding : report.findings) out += fmt::format("{} {}\n", finding.resource_name, verdict_text(finding.verdict));
  out += fmt::format("\nThe rule decides so:\n{}\n\n", how_it_decides(rule));
  report.exit_reason.clear();
  report.notes.clear();
  out += report_text(report, wants_colour(options.colour) ? Colour::always : Colour::never, false);
  return write_output(out) ? exit_code::clean : exit_code::usage;
}

}  // namespace

int run_explain(const Options& options, const Languages& languages) {
  Session session(options, languages);
  LoadOptions load;
  load.checklists = true;
  if (!session.prepare(load)) {
    write_error(diagnostics_text(session.sources(), session.diagnostics()));
    return exit_code::usage;
  }
  const auto* rule = session.rules().find(options.rule);
  if (rule == nullptr) {
    write_error(no_such_rule(session.rules(), options.rule));
    return exit_code::usage;
  }
  if (!options.resource.empty()) return explain_resource(options, session, *rule);
  return write_output(rule_text(session.rules(), *rule)) ? exit_code::clean : exit_code::usage;
}

}  // namespace pillarlint
