#include "report/json_objects.h"

#include <fmt/format.h>

#include "report/place.h"
#include "report/problem.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

std::string_view standing_name(Standing standing) {
  switch (standing) {
    case Standing::counts:
      return "counts";
    case Standing::in_baseline:
      return "in-baseline";
    case Standing::not_changed:
      return "not-changed";
  }
  return "counts";
}

std::string_view change_name(Change change) {
  switch (change) {
    case Change::none:
      return "none";
    case Change::touched:
      return "touched";
    case Change::caused:
      return "caused";
  }
  return "none";
}

}  // namespace

std::string json_text(const nlohmann::ordered_json& json, int indent) {
  auto text = json.dump(indent, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text += '\n';
  std::string out;
  std::size_t copied = 0;
  for (auto at = text.find("##"); at != std::string::npos; at = text.find("##", at + 1)) {
    const auto rest = std::string_view(text).substr(at + 2);
    if (!rest.starts_with('[') && !rest.starts_with("vso[")) continue;
    out.append(text, copied, at - copied);
    out += "\\u0023";  // the sign stands in strings only, where it has this second spelling
    copied = at + 1;
  }
  if (copied == 0) return text;
  return out.append(text, copied);
}

JsonObjects::Json JsonObjects::place(Span span) const {
  if (!span.known()) return nullptr;
  const auto region = region_of(report_.sources, span);
  return {{"file", root_path(report_, report_.sources.path(span.file))},
          {"line", region.line},
          {"column", region.column},
          {"endColumn", region.end_column}};
}

JsonObjects::Json JsonObjects::summary() const {
  const auto counts = summarize(report_);
  Json failed = Json::object();
  for (int i = 3; i >= 0; --i) {
    failed[std::string(name_of(static_cast<Severity>(i)))] = counts.failed.at(static_cast<std::size_t>(i));
  }
  Json reasons = Json::array();
  for (const auto& [reason, count] : counts.unknown_reasons) reasons.push_back({{"reason", reason}, {"count", count}});
  return {{"findings", failed},
          {"suppressed", counts.suppressed},
          {"inBaseline", counts.in_baseline},
          {"notChanged", counts.not_changed},
          {"gone", report_.gone.size()},
          {"verdicts",
           {{"pass", counts.pass},
            {"fail", counts.fail},
            {"unknown", counts.unknown},
            {"notApplicable", counts.not_applicable}}},
          {"unknownReasons", reasons},
          {"inputs",
           {{"analysed", counts.analysed},
            {"partly", counts.partly},
            {"notAnalysed", counts.not_analysed},
            {"skipped", counts.skipped}}}};
}

JsonObjects::Json JsonObjects::evidence(const Evidence& one) const {
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

JsonObjects::Json JsonObjects::finding(const Finding& one) {
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
  out["suppression"] = suppression(one);
  out["standing"] = standing_name(one.standing);
  out["change"] = change_name(one.change);
  out["repair"] = repair(one);
  return out;
}

JsonObjects::Json JsonObjects::range(Span span) const {
  const auto range = range_of(report_.sources, span, ColumnUnit::utf16);
  return {{"file", root_path(report_, report_.sources.path(span.file))},
          {"line", range.line},
          {"column", range.column},
          {"endLine", range.end_line},
          {"endColumn", range.end_column}};
}

JsonObjects::Json JsonObjects::suppression(const Finding& one) const {
  if (!one.suppression) return nullptr;
  return {{"kind", one.suppression->kind == Suppression::Kind::in_source ? "in-source" : "configuration"},
          {"reason", one.suppression->reason},
          {"until", one.suppression->until},
          {"place", place(one.suppression->place)}};
}

JsonObjects::Json JsonObjects::repair(const Finding& one) {
  const auto* shown = repairs_.shown(one);
  if (shown == nullptr) return nullptr;
  Json edits = Json::array();
  for (const auto& edit : shown->edits) edits.push_back({{"place", range(edit.span)}, {"text", edit.text}});
  return {{"title", shown->title}, {"edits", edits}};
}

std::vector<JsonObjects::Json> JsonObjects::findings() {
  std::vector<Json> out;
  for (const auto& one : report_.findings) {
    if (is_shown(report_, one)) out.push_back(finding(one));
  }
  return out;
}

std::vector<JsonObjects::Json> JsonObjects::gone() const {
  std::vector<Json> out;
  for (const auto& one : report_.gone) {
    out.push_back({{"rule", one.rule},
                   {"title", one.title},
                   {"severity", name_of(one.severity)},
                   {"pillar", one.pillar},
                   {"file", one.file},
                   {"resource", one.resource}});
  }
  return out;
}

std::vector<JsonObjects::Json> JsonObjects::diagnostics() const {
  std::vector<Json> out;
  for (const auto& one : report_.diagnostics) {
    const auto& row = pillarlint::info(one.code);
    out.push_back(
        {{"code", row.name}, {"severity", name_of(row.severity)}, {"text", one.text()}, {"place", place(one.span)}});
  }
  return out;
}

}  // namespace pillarlint
