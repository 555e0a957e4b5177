// The whole ARM pipeline on any bytes: read, expand, check every rule, report in all formats. Nothing may crash, hang or
// read outside of its memory. The input is `/main.json`; a second template, if there is one, follows a line of `%%`.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "analysis/analyze.h"
#include "arm/arm.h"
#include "cli/load_data.h"
#include "cli/make_report.h"
#include "report/report.h"

using namespace pillarlint;

namespace {

struct Fixed {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> data = load_data(sources, {}, diagnostics);
  std::vector<RuleId> rules = data->rules->select({}, diagnostics);
  std::vector<RuleReport> reports = reports_of(*data->rules, rules);

  static std::vector<RuleReport> reports_of(const RuleSet& all, const std::vector<RuleId>& ids) {
    std::vector<RuleReport> out;
    for (const auto id : ids) out.push_back(rule_report(all, id));
    return out;
  }
};

const Fixed& fixed() {
  static const Fixed made;
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const auto cut = input.find("\n%%\n");
  std::vector<MemoryFile> held{{"/main.json", input.substr(0, cut)}};
  if (cut != std::string::npos) held.push_back({"/nested/second.json", input.substr(cut + 4)});
  const auto files = memory_files(std::move(held));
  SourceManager sources;
  Project project(*files, sources);
  project.name_relative_to("/");
  const auto arm = arm_language();
  AnalyzeOptions options;
  options.scope.paths = {"/main.json"};
  options.scope.named_files = {"/main.json"};
  options.rules = fixed().rules;
  options.today = "2026-11-21";
  options.config.environment = "production";
  auto analysis = analyze(project, {arm.get()}, *fixed().data->types, *fixed().data->rules, options);
  Report report{sources};
  report.findings = std::move(analysis.findings);
  // Only rules that found something: the prose of all the others is the same for every input and takes most of the time.
  for (const auto& rule : fixed().reports) {
    const auto of_rule = [&](const Finding& finding) { return finding.rule == rule.rule; };
    if (std::any_of(report.findings.begin(), report.findings.end(), of_rule)) report.rules.push_back(rule);
  }
  report.diagnostics = std::move(analysis.diagnostics);
  report.secrets = std::move(analysis.secrets);
  report.show_unknown = true;
  if (report_text(report, Colour::never, false).empty() || report_json(report).empty() ||
      report_sarif(report, SarifProfile::github).empty()) {
    std::abort();  // a report is never empty
  }
  return 0;
}
