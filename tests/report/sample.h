// A report made by hand, for the reporters' tests: one file, one finding of each kind, one diagnostic.
#pragma once

#include <memory>
#include <string>

#include "report/report.h"

namespace pillarlint::testing {

struct Sample {
  std::unique_ptr<SourceManager> sources = std::make_unique<SourceManager>();
  FileId file = FileId::none;
  Report report{*sources};

  explicit Sample(std::string path = "infra/main.json", std::string text = default_text()) {
    file = sources->add(std::move(path), std::move(text));
    report.base = "/repo";
    report.root = "/repo";
    report.version = "0.1.0";
    report.today = "2026-11-21";
    report.checklist = {{"SE-15", "Turn keys off", "Keys name no caller.", "security", "https://learn.microsoft.com/se"}};
    report.rules = {rule(0, "ai-account-local-auth", "security", Severity::high),
                    rule(1, "search-replicas", "reliability", Severity::medium)};
  }

  static std::string default_text() {
    return "{\n  \"resources\": [\n    {\n      \"properties\": {\n        \"disableLocalAuth\": false\n      }\n    }\n  ]\n}\n";
  }

  static RuleReport rule(std::uint32_t number, std::string id, std::string pillar, Severity severity) {
    RuleReport out;
    out.rule = RuleId{number};
    out.id = std::move(id);
    out.service = "ai-services";
    out.title = "AI account accepts access keys";
    out.why = "A key opens the whole data plane. It never expires.";
    out.fix = "Set `disableLocalAuth` to `true`.";
    out.severity = severity;
    out.pillar = std::move(pillar);
    out.checklist = {"SE-15"};
    out.links = {"https://learn.microsoft.com/azure/ai-services/disable-local-auth"};
    return out;
  }

  /// The place of the first `part` in the file.
  [[nodiscard]] Span place(std::string_view part) const {
    const auto at = static_cast<std::uint32_t>(sources->text(file).find(part));
    return {file, at, at + static_cast<std::uint32_t>(part.size())};
  }

  Finding& fail(std::uint32_t rule = 0) {
    Finding finding;
    finding.rule = RuleId{rule};
    finding.resource_type = "Microsoft.CognitiveServices/accounts";
    finding.resource_name = "contoso-ai";
    finding.address = "main.json:account";
    finding.primary = place("\"disableLocalAuth\": false");
    finding.resource = place("\"resources\"");
    finding.path = "properties.disableLocalAuth";
    finding.message = "AI account accepts access keys: `properties.disableLocalAuth` is `false`, expected `true`";
    finding.fingerprint = 0x1234;
    Evidence evidence;
    evidence.path = finding.path;
    evidence.wanted = "`true`";
    evidence.found = "`false`";
    evidence.span = finding.primary;
    evidence.trail = {{Origin::Step::default_value, true, "default of parameter `keyless`", place("\"properties\"")},
                      {Origin::Step::property, false, "used here", finding.primary}};
    finding.evidence = {evidence};
    report.findings.push_back(finding);
    return report.findings.back();
  }
};

}  // namespace pillarlint::testing
