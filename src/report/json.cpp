// The plain machine form of a scan, stable for scripts: scan.schema.json describes it. It only grows.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "report/place.h"
#include "report/report.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(const Report& report) : report_(report) {}

  std::string write() {
    Json root;
    root["schema"] = "pillarlint-scan-1";
    root["tool"] = {{"name", "pillarlint"}, {"version", report_.version}};
    root["today"] = report_.today;
    root["exitCode"] = report_.exit_code;
    root["exitReason"] = report_.exit_reason;
    root["summary"] = summary();
    root["rules"] = rules();
    root["inputs"] = inputs();
    root["deployments"] = deployments();
    root["findings"] = findings();
    root["diagnostics"] = diagnostics();
    root["notes"] = report_.notes;
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  [[nodiscard]] Json place(Span span) const {
    if (!span.known()) return nullptr;
    const auto region = region_of(report_.sources, span);
    return {{"file", root_path(report_, report_.sources.path(span.file))},
            {"line", region.line},
            {"column", region.column},
            {"endColumn", region.end_column}};
  }

  [[nodiscard]] Json summary() const {
    const auto counts = summarize(report_);
    Json failed = Json::object();
    for (int i = 3; i >= 0; --i) {
      failed[std::string(name_of(static_cast<Severity>(i)))] = counts.failed.at(static_cast<std::size_t>(i));
    }
    Json reasons = Json::array();
    for (const auto& [reason, count] : counts.unknown_reasons) reasons.push_back({{"reason", reason}, {"count", count}});
    return {{"findings", failed},
            {"verdicts",
             {{"pass", counts.pass}, {"fail", counts.fail}, {"unknown", counts.unknown}, {"notApplicable", counts.not_applicable}}},
            {"unknownReasons", reasons},
            {"inputs",
             {{"analysed", counts.analysed},
              {"partly", counts.partly},
              {"notAnalysed", counts.not_analysed},
              {"skipped", counts.skipped}}}};
  }

  [[nodiscard]] Json rules() const {
    Json out = Json::array();
    for (const auto& rule : report_.rules) {
      RuleCounts counts;
      if (const auto found = report_.counts.find(rule.id); found != report_.counts.end()) counts = found->second;
      out.push_back({{"id", rule.id},
                     {"title", rule.title},
                     {"severity", name_of(rule.severity)},
                     {"pillar", rule.pillar},
                     {"checklist", rule.checklist},
                     {"verdicts",
                      {{"pass", counts.pass},
                       {"fail", counts.fail},
                       {"unknown", counts.unknown},
                       {"notApplicable", counts.not_applicable}}}});
    }
    return out;
  }

  [[nodiscard]] Json inputs() const {
    Json out = Json::array();
    for (const auto& input : report_.inputs) {
      out.push_back({{"file", root_path(report_, input.path)},
                     {"language", input.language},
                     {"state", name_of(input.state)},
                     {"reason", input.reason},
                     {"counts", input.counts}});
    }
    return out;
  }

  [[nodiscard]] Json deployments() const {
    Json out = Json::array();
    for (const auto& deployment : report_.deployments) {
      out.push_back({{"name", deployment.name}, {"resources", deployment.resources}, {"symbolic", deployment.symbolic}});
    }
    return out;
  }

  [[nodiscard]] Json evidence(const Evidence& one) const {
    Json trail = Json::array();
    for (const auto& step : one.trail) trail.push_back({{"text", step_text(step)}, {"place", place(step.span)}});
    return {{"path", one.path},
            {"found", one.found},
            {"expected", one.wanted},
            {"reason", one.reason},
            {"absent", one.absent},
            {"unknown", one.unknown},
            {"byDefault", one.by_default},
            {"byPlatform", one.by_platform},
            {"place", place(one.span)},
            {"trail", trail}};
  }

  [[nodiscard]] Json finding(const Finding& one) const {
    const auto* rule = report_.find_rule(one.rule);
    Json out;
    out["rule"] = rule == nullptr ? "" : rule->id;
    out["verdict"] = one.verdict == Verdict::not_applicable ? "notApplicable" : std::string(name_of(one.verdict));
    out["severity"] = rule == nullptr ? "" : name_of(rule->severity);
    out["pillar"] = rule == nullptr ? "" : rule->pillar;
    out["checklist"] = rule == nullptr ? std::vector<std::string>() : rule->checklist;
    out["title"] = rule == nullptr ? "" : rule->title;
    out["message"] = detail_of(one, rule == nullptr ? "" : rule->title);
    out["resource"] = {{"type", one.resource_type}, {"name", one.resource_name}, {"address", one.address}};
    out["condition"] = one.condition;
    out["place"] = place(one.primary);
    out["property"] = place(one.property);
    out["declared"] = place(one.resource);
    out["path"] = one.path;
    out["element"] = one.element;
    out["reason"] = one.reason;
    out["evidence"] = Json::array();
    for (const auto& part : one.evidence) out["evidence"].push_back(evidence(part));
    out["calledFrom"] = Json::array();
    for (const auto& call : one.called_from) out["calledFrom"].push_back(place(call));
    out["addresses"] = one.addresses;
    out["deployments"] = one.deployments;
    out["fingerprint"] = fmt::format("{:016x}", one.fingerprint);
    return out;
  }

  [[nodiscard]] Json findings() const {
    Json out = Json::array();
    for (const auto& one : report_.findings) {
      if (is_shown(report_, one)) out.push_back(finding(one));
    }
    return out;
  }

  [[nodiscard]] Json diagnostics() const {
    Json out = Json::array();
    for (const auto& diagnostic : report_.diagnostics) {
      const auto& row = info(diagnostic.code);
      const auto* severity = row.severity == DiagnosticSeverity::error     ? "error"
                             : row.severity == DiagnosticSeverity::warning ? "warning"
                                                                           : "note";
      out.push_back({{"code", row.name}, {"severity", severity}, {"text", diagnostic.text()}, {"place", place(diagnostic.span)}});
    }
    return out;
  }

  const Report& report_;
};

}  // namespace

std::string report_json(const Report& report) { return Writer(report).write(); }

}  // namespace pillarlint
