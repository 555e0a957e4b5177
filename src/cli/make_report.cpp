#include "cli/make_report.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/output.h"

namespace pillarlint {
namespace {

InputReport input_report(InputState input) {
  InputReport out;
  out.file = input.file;
  out.path = std::move(input.path);
  out.language = std::move(input.language);
  out.reason = std::move(input.reason);
  out.counts = input.counts;
  out.broken = input.broken;
  out.asked = input.asked;
  switch (input.state) {
    case InputState::State::analysed: out.state = InputReport::State::analysed; break;
    case InputState::State::partly: out.state = InputReport::State::partly; break;
    case InputState::State::not_analysed: out.state = InputReport::State::not_analysed; break;
    case InputState::State::skipped: out.state = InputReport::State::skipped; break;
  }
  return out;
}

RuleCounts rule_counts(const VerdictCounts& counts) {
  return {counts.pass, counts.fail, counts.unknown, counts.not_applicable, counts.unknown_reasons};
}

// The pipeline's own variables; without all of them nothing is said.
void name_pipeline_run(Report& report) {
  const auto organisation = [] {
    auto uri = environment("SYSTEM_COLLECTIONURI");
    while (uri.ends_with('/')) uri.pop_back();
    return uri.substr(uri.rfind('/') == std::string::npos ? 0 : uri.rfind('/') + 1);
  }();
  const std::array parts = {organisation, environment("SYSTEM_TEAMPROJECT"), environment("SYSTEM_DEFINITIONID"),
                            environment("SYSTEM_PHASEID"), environment("BUILD_SOURCEBRANCH"), environment("BUILD_BUILDID")};
  if (std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.empty(); })) return;
  constexpr std::string_view prefix = "azuredevops/pipeline/build/";
  report.run_id = fmt::format("{}{}/{}/{}/{}/{}/{}", prefix, parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]);
  const auto add = [&](std::string_view name, const char* variable) {
    report.run_properties.emplace_back(fmt::format("{}{}", prefix, name), environment(variable));
  };
  add("buildDefinitionId", "SYSTEM_DEFINITIONID");
  add("buildDefinitionName", "BUILD_DEFINITIONNAME");
  add("phaseId", "SYSTEM_PHASEID");
  add("phaseName", "SYSTEM_PHASENAME");
}

bool is_address(std::string_view text) {
  return text.starts_with("https://") && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:") == std::string_view::npos;
}

// In a comment or a summary a relative link leads nowhere; the services say where the files of this commit are.
void name_link_base(Report& report) {
  std::string base;
  if (environment("GITHUB_ACTIONS") == "true") {
    base = fmt::format("{}/{}/blob/{}/", environment("GITHUB_SERVER_URL"), environment("GITHUB_REPOSITORY"), environment("GITHUB_SHA"));
  } else if (environment("GITLAB_CI") == "true") {
    base = fmt::format("{}/-/blob/{}/", environment("CI_PROJECT_URL"), environment("CI_COMMIT_SHA"));
  }
  if (is_address(base) && base.find("//", std::string_view("https://").size()) == std::string::npos) report.link_base = base;
}

void settle_exit(Report& report, const Options& options, bool usage) {
  std::size_t failing = 0;
  std::size_t unknown = 0;
  for (const auto& finding : report.findings) {
    const auto* rule = report.find_rule(finding.rule);
    if (rule == nullptr || !finding.counts()) continue;
    if (finding.verdict == Verdict::fail && options.fail_on && rule->severity >= *options.fail_on) ++failing;
    if (finding.verdict == Verdict::unknown && options.fail_on_unknown && rule->severity >= *options.fail_on_unknown) ++unknown;
  }
  const auto unread = std::count_if(report.inputs.begin(), report.inputs.end(), [](const auto& input) {
    return input.counts && (input.state == InputReport::State::not_analysed);
  });
  const auto broken = std::count_if(report.inputs.begin(), report.inputs.end(),
                                    [&](const auto& input) { return input.broken && (input.asked || options.fail_on_broken); });
  if (usage) {
    report.exit_code = exit_code::usage;
    report.exit_reason = "wrong use or configuration";
  } else if (options.exit_zero) {
    report.exit_reason = "--exit-zero";
  } else if (failing + unknown > 0) {
    report.exit_code = exit_code::findings;
    report.exit_reason = failing > 0 ? fmt::format("{} {} at or above {}", failing, failing == 1 ? "finding" : "findings", name_of(*options.fail_on))
                                     : fmt::format("{} can not be told (--fail-on-unknown)", unknown);
  } else if (unread > 0 && !options.allow_unparsed) {
    report.exit_code = exit_code::unread;
    report.exit_reason = fmt::format("{} {} could not be analysed (--allow-unparsed relaxes this)", unread, unread == 1 ? "file" : "files");
  } else if (broken > 0 && !options.allow_unparsed) {
    report.exit_code = exit_code::unread;
    report.exit_reason = fmt::format("{} with errors, so only partly analysed (--allow-unparsed relaxes this)",
                                     broken == 1 ? std::string("a file") : fmt::format("{} files", broken));
  }
}

void add_notes(Report& report, const Analysis& analysis, const Config& config) {
  std::size_t not_stated = 0;
  for (const auto& [rule, counts] : analysis.counts) {
    for (const auto& [reason, count] : counts.not_applicable_reasons) {
      if (reason.find("not stated") != std::string::npos) not_stated += count;
    }
  }
  if (not_stated > 0) {
    report.notes.push_back(fmt::format("{} answers need to know more of the workload{}", not_stated,
                                       config.environment.empty() ? "; state it with --environment or in .pillarlint.yaml" : "; state its profile in .pillarlint.yaml"));
  }
  if (report.inputs.empty()) report.notes.push_back("no template was found");
}

}  // namespace

RuleReport rule_report(const RuleSet& rules, RuleId id) {
  const auto& rule = rules.at(id);
  RuleReport out;
  out.rule = id;
  out.id = rule.id;
  out.service = rule.service;
  out.title = rule.title;
  out.why = rule.why;
  out.fix = rule.fix;
  out.severity = rule.severity;
  out.pillar = rule.pillar;
  out.checklist.assign(rule.checklist.begin(), rule.checklist.end());
  out.links.assign(rule.learn.begin(), rule.learn.end());
  return out;
}

Report make_report(Session& session, const Options& options, Analysis analysis, const std::vector<RuleId>& rules) {
  Report report{session.sources()};
  for (const auto id : rules) {
    report.rules.push_back(rule_report(session.rules(), id));
    report.rules.back().severity = session.severity_of(id);
  }
  for (const auto& item : session.rules().checklist().items()) {
    report.checklist.push_back({std::string(item.id), std::string(item.title), std::string(item.text), std::string(item.pillar), std::string(item.link)});
  }
  for (auto& input : analysis.inputs) report.inputs.push_back(input_report(std::move(input)));
  for (const auto& deployment : analysis.deployments) report.deployments.push_back({deployment.name, deployment.resources, deployment.symbolic});
  for (const auto& [rule, counts] : analysis.counts) report.counts[rule] = rule_counts(counts);
  for (const auto& diagnostic : session.diagnostics().list()) report.diagnostics.push_back(diagnostic);
  report.diagnostics.insert(report.diagnostics.end(), analysis.diagnostics.begin(), analysis.diagnostics.end());
  report.notes = analysis.notes;
  report.secrets = analysis.secrets;
  report.root = session.root();
  report.base = session.base();
  report.version = program_version;
  report.today = session.today();
  report.show_unknown = options.show_unknown;
  report.show_passed = options.show_passed;
  report.show_suppressed = options.show_suppressed;
  report.scan_name = session.paths().size() == 1 ? relative_path(session.paths().front(), session.root()) : std::string();
  add_notes(report, analysis, session.config());
  report.findings = std::move(analysis.findings);
  const bool usage = std::any_of(report.diagnostics.begin(), report.diagnostics.end(), [](const auto& diagnostic) {
    return info(diagnostic.code).effect == Effect::usage && info(diagnostic.code).severity == DiagnosticSeverity::error;
  });
  settle_exit(report, options, usage);
  name_pipeline_run(report);
  name_link_base(report);
  return report;
}

}  // namespace pillarlint
