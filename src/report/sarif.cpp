// SARIF 2.1.0 as GitHub code scanning and Azure DevOps Advanced Security take it: one run, all rules that ran, results
// ordered by severity. The same report always gives the same bytes: no time, no absolute path.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/json_objects.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/repairs.h"
#include "report/report.h"
#include "report/sarif_places.h"
#include "report/sarif_rules.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema_uri = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr std::string_view cut_descriptor = "results-cut";
constexpr std::size_t most_steps = 100;

// A number in braces would be taken for a hole of the message.
std::string without_holes(std::string_view words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += words[i];
    if (words[i] == '{' && i + 1 < words.size() && words[i + 1] >= '0' && words[i + 1] <= '9') out += ' ';
  }
  return out;
}

// Brackets would be taken for a link.
std::string without_links(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string plain(std::string_view words) { return without_holes(harmless(one_line(words))); }

class Writer {
 public:
  Writer(const Report& report, SarifProfile profile)
      : report_(report), profile_(profile), places_(report), repairs_(report) {
    for (std::size_t i = 0; i < report.rules.size(); ++i) rule_index_[report.rules[i].rule] = i;
    choose_results();
    choose_descriptors();
  }

  std::string write() {
    Json run;
    run["tool"] = {{"driver", driver()}};
    run["invocations"] = Json::array({invocation()});
    if (!report_.version_control.repository_uri.empty()) run["versionControlProvenance"] = Json::array({provenance()});
    run["originalUriBaseIds"] = {{"%SRCROOT%", {{"description", {{"text", "The root of the repository that was scanned."}}}}}};
    run["taxonomies"] = taxonomies(report_);
    if (auto details = automation(); !details.empty()) run["automationDetails"] = std::move(details);
    run["columnKind"] = "utf16CodeUnits";
    run["results"] = results();
    const Json root{{"$schema", schema_uri}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    return json_text(root, 1);
  }

 private:
  // ── what goes in ────────────────────────────────────────────────────────────────────────────────────────────────

  // Code scanning shows the first results of a run, so the worst come first; equal ones in order of place.
  void choose_results() {
    for (const auto& finding : report_.findings) {
      if (is_shown(report_, finding) && rule_index_.contains(finding.rule)) chosen_.push_back(&finding);
    }
    const auto weight = [&](const Finding* finding) {
      const auto severity = static_cast<int>(report_.rules[rule_index_.at(finding->rule)].severity);
      return finding->verdict == Verdict::fail ? 10 + severity : severity;
    };
    std::stable_sort(chosen_.begin(), chosen_.end(), [&](const auto* a, const auto* b) { return weight(a) > weight(b); });
    if (chosen_.size() > most_sarif_results) {
      cut_ = chosen_.size() - most_sarif_results;
      chosen_.resize(most_sarif_results);
    }
  }

  void choose_descriptors() {
    std::set<Code> codes;
    for (const auto& diagnostic : report_.diagnostics) codes.insert(diagnostic.code);
    for (const auto code : codes) descriptor_index_[code] = descriptor_index_.size();
  }

  // ── the tool ────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Json driver() const {
    Json rules = Json::array();
    for (const auto& rule : report_.rules) rules.push_back(rule_descriptor(report_, rule));
    Json out;
    out["name"] = "pillarlint";
    out["fullName"] = "pillarlint, static analysis of Azure AI workloads";
    out["version"] = report_.version;
    out["semanticVersion"] = report_.version;
    out["informationUri"] = information_uri;
    out["rules"] = std::move(rules);
    if (auto list = notification_descriptors(); !list.empty()) out["notifications"] = std::move(list);
    out["supportedTaxonomies"] = supported_taxonomies();
    if (report_.checklist.empty()) out["supportedTaxonomies"].erase(1);
    return out;
  }

  [[nodiscard]] Json notification_descriptors() const {
    Json out = Json::array();
    for (const auto& [code, index] : descriptor_index_) {
      const auto& row = info(code);
      out.push_back({{"id", row.name},
                     {"name", pascal_case(row.name)},
                     {"shortDescription", {{"text", sentence(description_of(code))}}},
                     {"fullDescription", {{"text", sentence(description_of(code))}}},
                     {"help", {{"text", "What could not be read is not judged; the scan goes on with the rest."}}},
                     {"helpUri", information_uri}});
    }
    if (cut_ > 0) {
      out.push_back({{"id", cut_descriptor},
                     {"name", pascal_case(cut_descriptor)},
                     {"shortDescription", {{"text", "Results were left out."}}},
                     {"fullDescription", {{"text", "A run holds only so many results; the least severe were left out."}}},
                     {"help", {{"text", "Scan a part of the repository, or only some rules."}}},
                     {"helpUri", information_uri}});
    }
    return out;
  }

  // The form of a diagnostic without its arguments.
  [[nodiscard]] static std::string description_of(Code code) {
    const std::vector<std::string> holes(6, "…");
    return fill(info(code).text, holes);
  }

  // ── the run ─────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Json invocation() const {
    Json execution = Json::array();
    Json configuration = Json::array();
    for (const auto& diagnostic : report_.diagnostics) {
      (info(diagnostic.code).effect == Effect::usage ? configuration : execution).push_back(notification(diagnostic));
    }
    if (cut_ > 0) {
      execution.push_back({{"descriptor", {{"id", cut_descriptor}, {"index", descriptor_index_.size()}}},
                           {"level", "warning"},
                           {"message",
                            {{"text", fmt::format("{} results of the lowest severity are left out: a run holds {}.", cut_,
                                                  most_sarif_results)}}}});
    }
    Json out{{"executionSuccessful", report_.exit_code != 4}, {"exitCode", report_.exit_code}};
    if (!report_.exit_reason.empty()) out["exitCodeDescription"] = report_.exit_reason;
    out["toolExecutionNotifications"] = std::move(execution);
    out["toolConfigurationNotifications"] = std::move(configuration);
    return out;
  }

  [[nodiscard]] Json notification(const Diagnostic& diagnostic) const {
    const auto& row = info(diagnostic.code);
    Json out{{"descriptor", {{"id", row.name}, {"index", descriptor_index_.at(diagnostic.code)}}},
             {"level", name_of(row.severity)},
             {"message", {{"text", sentence(without_links(plain(diagnostic.text())))}}}};
    if (diagnostic.span.known()) out["locations"] = Json::array({{{"physicalLocation", places_.physical(diagnostic.span, false)}}});
    return out;
  }

  [[nodiscard]] Json provenance() const {
    const auto& from = report_.version_control;
    Json out{{"repositoryUri", from.repository_uri}};
    if (!from.revision.empty()) out["revisionId"] = from.revision;
    if (!from.branch.empty()) out["branch"] = from.branch;
    out["mappedTo"] = {{"uriBaseId", "%SRCROOT%"}};
    return out;
  }

  [[nodiscard]] Json automation() const {
    Json out = Json::object();
    if (profile_ == SarifProfile::github) {
      const auto scanned = report_.scan_name.empty() || report_.scan_name == "." ? std::string() : uri_of(report_.scan_name) + "/";
      out["id"] = "pillarlint/" + scanned;
    } else if (!report_.run_id.empty()) {
      out["id"] = report_.run_id;
      for (const auto& [name, value] : report_.run_properties) out["properties"][name] = value;
    }
    return out;
  }

  // ── results ─────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] Json results() {
    Json out = Json::array();
    for (const auto* finding : chosen_) out.push_back(result(*finding));
    return out;
  }

  [[nodiscard]] Json result(const Finding& finding) {
    const auto index = rule_index_.at(finding.rule);
    const auto& rule = report_.rules[index];
    const bool fails = finding.verdict == Verdict::fail;
    auto related = related_locations(finding);
    Json out;
    out["ruleId"] = rule.id;
    out["ruleIndex"] = index;
    out["kind"] = kind(finding.verdict);
    out["level"] = fails ? sarif_level(rule.severity) : std::string_view("none");
    if (fails) out["rank"] = sarif_rank(rule.severity);
    out["message"] = message(finding, rule, !related.empty());
    out["locations"] = Json::array({location(finding)});
    if (!related.empty()) out["relatedLocations"] = std::move(related);
    if (auto flow = code_flow(finding); !flow.empty()) out["codeFlows"] = Json::array({std::move(flow)});
    out["partialFingerprints"] = fingerprints(finding);
    if (!report_.compared_with.empty()) out["baselineState"] = finding.standing == Standing::counts ? "new" : "unchanged";
    if (!finding.counts()) out["suppressions"] = Json::array({suppression(finding)});
    if (const auto* repair = repairs_.shown(finding)) out["fixes"] = Json::array({fix(*repair)});
    out["properties"] = properties(finding, rule);
    return out;
  }

  [[nodiscard]] static std::string_view kind(Verdict verdict) {
    switch (verdict) {
      case Verdict::fail: return "fail";
      case Verdict::unknown: return "open";
      case Verdict::pass: return "pass";
      case Verdict::not_applicable: return "notApplicable";
      case Verdict::manual: return "review";
    }
    return "fail";
  }

  // The first sentence is what code scanning shows as the title of an alert.
  [[nodiscard]] Json message(const Finding& finding, const RuleReport& rule, bool linked) const {
    const auto name = plain(name_text(report_, finding));
    auto detail = plain(detail_of(finding, rule.title));
    if (!finding.condition.empty()) detail += fmt::format(" (if {})", plain(shorten(finding.condition, 160)));
    const auto* id = finding.verdict == Verdict::fail ? "fail" : finding.verdict == Verdict::unknown ? "unknown" : "pass";
    std::string text;
    if (finding.verdict == Verdict::fail) {
      text = fmt::format("{} '{}': {}.", without_links(sentence(plain(rule.title))), without_links(name), without_links(detail));
    } else if (finding.verdict == Verdict::unknown) {
      text = fmt::format("It can not be told whether this holds for '{}': {}.", without_links(name), without_links(detail));
    } else {
      text = fmt::format("This is in order for '{}': {}.", without_links(name), without_links(detail));
    }
    if (finding.change == Change::caused) text += " It does not stand in the changed lines: the change caused it.";
    if (linked) text += " See [where it comes from](1).";
    return {{"id", id}, {"arguments", {name, detail}}, {"text", text}};
  }

  [[nodiscard]] Json location(const Finding& finding) const {
    Json out;
    if (finding.primary.known()) out["physicalLocation"] = places_.physical(finding.primary, true);
    if (!finding.address.empty()) {
      out["logicalLocations"] = Json::array({{{"fullyQualifiedName", harmless(finding.address)}, {"kind", "resource"}}});
    }
    return out;
  }

  [[nodiscard]] Json related(Span span, std::size_t id, std::string_view words) const {
    return {{"id", id}, {"physicalLocation", places_.physical(span, false)}, {"message", {{"text", sentence(without_links(plain(words)))}}}};
  }

  [[nodiscard]] Json related_locations(const Finding& finding) const {
    constexpr std::size_t most = 100;
    Json out = Json::array();
    std::set<Span> seen{finding.primary};
    const auto add = [&](Span span, std::string_view words) {
      if (places_.shown(span) && out.size() < most && seen.insert(span).second) out.push_back(related(span, out.size() + 1, words));
    };
    add(finding.property, "The property that has the value");
    for (const auto& evidence : finding.evidence) {
      for (const auto& step : evidence.trail) add(step.span, step_text(step));
      add(evidence.span, evidence.path.empty() ? "What was looked at" : fmt::format("Where '{}' is set", evidence.path));
    }
    add(finding.resource, "The resource");
    for (const auto& call : finding.called_from) add(call, "Called from here");
    return out;
  }

  // The way of the value, from where it was written to where it is used.
  [[nodiscard]] Json code_flow(const Finding& finding) const {
    if (finding.evidence.empty()) return Json::object();
    Json steps = Json::array();
    for (const auto& step : finding.evidence.front().trail) {
      if (!places_.shown(step.span) || steps.size() >= most_steps) continue;
      steps.push_back({{"location",
                        {{"physicalLocation", places_.physical(step.span, false)},
                         {"message", {{"text", sentence(without_links(plain(step_text(step))))}}}}},
                       {"nestingLevel", step.step == Origin::Step::module_input || step.step == Origin::Step::module_output ? 1 : 0},
                       {"executionOrder", steps.size() + 1}});
    }
    if (steps.size() < 2) return Json::object();
    return {{"threadFlows", Json::array({{{"locations", std::move(steps)}}})}};
  }

  [[nodiscard]] Json fingerprints(const Finding& finding) {
    Json out = Json::object();
    if (const auto hash = places_.line_hash(finding.primary); !hash.empty()) out["primaryLocationLineHash"] = hash;
    out["pillarlintFinding/v1"] = fmt::format("{:016x}", finding.fingerprint);
    return out;
  }

  // What somebody decided: a comment, an entry of the configuration, or the baseline.
  [[nodiscard]] Json suppression(const Finding& finding) const {
    if (!finding.suppression) return {{"kind", "external"}, {"status", "accepted"}, {"justification", "It is in the baseline."}};
    const auto& by = *finding.suppression;
    Json out{{"kind", by.kind == Suppression::Kind::in_source ? "inSource" : "external"}, {"status", "accepted"}};
    auto why = harmless(one_line(by.reason));
    if (!by.until.empty()) why += fmt::format("{}(until {})", why.empty() ? "" : " ", harmless(by.until));
    if (!why.empty()) out["justification"] = why;
    if (places_.shown(by.place)) out["location"] = {{"physicalLocation", places_.physical(by.place, false)}};
    return out;
  }

  [[nodiscard]] Json fix(const Repair& repair) const {
    Json replacements = Json::array();
    for (const auto& edit : repair.edits) replacements.push_back(places_.replacement(edit));
    Json change{{"artifactLocation", places_.artifact(repair.edits.front().span.file)}, {"replacements", std::move(replacements)}};
    return {{"description", {{"text", sentence(without_links(plain(repair.title)))}}}, {"artifactChanges", Json::array({std::move(change)})}};
  }

  [[nodiscard]] static Json properties(const Finding& finding, const RuleReport& rule) {
    constexpr std::size_t most = 100;
    Json out{{"pillar", rule.pillar}, {"severity", name_of(rule.severity)}, {"resourceType", harmless(finding.resource_type)}};
    if (!finding.path.empty()) out["propertyPath"] = harmless(finding.path);
    const auto list = [&](const char* name, const std::vector<std::string>& values) {
      if (values.size() < 2) return;
      Json items = Json::array();
      for (std::size_t i = 0; i < values.size() && i < most; ++i) items.push_back(harmless(values[i]));
      out[name] = std::move(items);
    };
    list("addresses", finding.addresses);
    list("deployments", finding.deployments);
    return out;
  }

  const Report& report_;
  SarifProfile profile_;
  SarifPlaces places_;
  Repairs repairs_;
  std::map<RuleId, std::size_t> rule_index_;
  std::vector<const Finding*> chosen_;
  std::size_t cut_ = 0;
  std::map<Code, std::size_t> descriptor_index_;
};

}  // namespace

std::string report_sarif(const Report& report, SarifProfile profile) { return Writer(report, profile).write(); }

}  // namespace pillarlint
