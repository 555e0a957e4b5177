#include "report/sarif_rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "report/pillars.h"
#include "report/place.h"

namespace pillarlint {
namespace {

using Json = nlohmann::ordered_json;

struct Taxonomy {
  std::string_view name, guid, version, description;
};
constexpr Taxonomy pillars{"WellArchitectedPillars", "8d4c0b7e-2f0e-4a55-9d3b-6f1f0c1a7e01", "1.0.0",
                           "The pillars of the Azure Well-Architected Framework, and responsible AI"};
constexpr Taxonomy checklist{"WellArchitectedAiChecklist", "8d4c0b7e-2f0e-4a55-9d3b-6f1f0c1a7e02", "1.0.0",
                             "Checklist of the Azure Well-Architected Framework for AI workloads"};

constexpr std::size_t most_text = 1024;

Json text(std::string_view words) { return {{"text", words}}; }

Json reference(const Taxonomy& taxonomy, std::size_t index) {
  return {{"name", taxonomy.name}, {"index", index}, {"guid", taxonomy.guid}};
}

Json taxonomy_component(const Taxonomy& taxonomy, Json taxa) {
  return {{"name", taxonomy.name},
          {"guid", taxonomy.guid},
          {"version", taxonomy.version},
          {"organization", "Microsoft"},
          {"informationUri", information_uri},
          {"shortDescription", text(sentence(taxonomy.description))},
          {"isComprehensive", true},
          {"taxa", std::move(taxa)}};
}

Json relationships(const Report& report, const RuleReport& rule) {
  Json out = Json::array();
  for (std::size_t i = 0; i < pillar_names.size(); ++i) {
    if (pillar_names[i].id != rule.pillar) continue;
    out.push_back({{"target", {{"id", rule.pillar}, {"index", i}, {"toolComponent", reference(pillars, 0)}}},
                   {"kinds", {"relevant"}}});
  }
  for (const auto& item : rule.checklist) {
    const auto found = std::find_if(report.checklist.begin(), report.checklist.end(), [&](const auto& i) { return i.id == item; });
    if (found == report.checklist.end()) continue;
    const auto index = static_cast<std::size_t>(found - report.checklist.begin());
    out.push_back({{"target", {{"id", item}, {"index", index}, {"toolComponent", reference(checklist, 1)}}},
                   {"kinds", {"relevant"}}});
  }
  return out;
}

// What code scanning shows first: the pillar, then the recommendations; it keeps ten.
Json tags(const RuleReport& rule) {
  constexpr std::size_t most = 10;
  std::vector<std::string> out;
  const auto add = [&](const std::string& tag) {
    if (!tag.empty() && out.size() < most && std::find(out.begin(), out.end(), tag) == out.end()) out.push_back(tag);
  };
  add(rule.pillar);
  add("azure");
  add(rule.service);  // may be named as a pillar is
  for (const auto& item : rule.checklist) add("waf/" + item);
  return out;
}

std::string_view problem_severity(Severity severity) {
  return severity == Severity::high ? "error" : severity == Severity::medium ? "warning" : "recommendation";
}

std::string_view security_severity(Severity severity) {
  switch (severity) {
    case Severity::high: return "8.0";
    case Severity::medium: return "5.5";
    case Severity::low: return "3.0";
    case Severity::info: return "1.0";
  }
  return "1.0";
}

Json properties(const RuleReport& rule) {
  Json out{{"tags", tags(rule)}, {"precision", "very-high"}, {"problem.severity", problem_severity(rule.severity)}};
  // A rule that has it becomes a security alert: the other pillars must not.
  if (rule.pillar == "security") out["security-severity"] = security_severity(rule.severity);
  return out;
}

std::string help_text(const RuleReport& rule) {
  return fmt::format("{}\n\nTo mend it: {}", one_line(rule.why), one_line(rule.fix));
}

std::string help_markdown(const RuleReport& rule) {
  auto out = fmt::format("## {}\n\n{}\n\n### How it decides\n\n{}\n\n### Do this\n\n{}\n", rule.title, one_line(rule.why),
                         rule.decides.empty() ? "See `pillarlint explain " + rule.id + "`." : rule.decides, one_line(rule.fix));
  if (!rule.checklist.empty()) out += fmt::format("\nChecklist: {}\n", join(rule.checklist, ", "));
  if (!rule.links.empty()) out += "\n### Read on\n\n";
  for (const auto& link : rule.links) out += fmt::format("* <{}>\n", link);
  return out;
}

}  // namespace

std::string pascal_case(std::string_view id) {
  std::string out;
  bool up = true;
  for (const char c : id) {
    if (c == '-') {
      up = true;
    } else {
      out += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      up = false;
    }
  }
  return out;
}

std::string_view sarif_level(Severity severity) {
  return severity == Severity::high ? "error" : severity == Severity::medium ? "warning" : "note";
}

int sarif_rank(Severity severity) {
  switch (severity) {
    case Severity::high: return 90;
    case Severity::medium: return 60;
    case Severity::low: return 30;
    case Severity::info: return 10;
  }
  return 10;
}

std::string sentence(std::string_view words) {
  auto out = shorten(one_line(words), most_text - 4);
  if (!out.ends_with('.') && !out.ends_with('!') && !out.ends_with('?')) out += '.';
  return out;
}

Json rule_descriptor(const Report& report, const RuleReport& rule) {
  Json out;
  out["id"] = rule.id;
  out["name"] = pascal_case(rule.id);
  out["shortDescription"] = text(sentence(rule.title));
  out["fullDescription"] = text(sentence(rule.why.empty() ? rule.title : rule.why));
  out["help"] = {{"text", help_text(rule)}, {"markdown", help_markdown(rule)}};
  out["helpUri"] = rule.links.empty() ? std::string(information_uri) : rule.links.front();
  out["messageStrings"] = {{"fail", text(sentence(rule.title + ". '{0}': {1}"))},
                           {"unknown", text("It can not be told whether this holds for '{0}': {1}.")},
                           {"pass", text("This is in order for '{0}': {1}.")}};
  out["defaultConfiguration"] = {{"level", sarif_level(rule.severity)}, {"rank", sarif_rank(rule.severity)}};
  auto related = relationships(report, rule);
  if (!related.empty()) out["relationships"] = std::move(related);
  out["properties"] = properties(rule);
  return out;
}

Json taxonomies(const Report& report) {
  Json pillar_taxa = Json::array();
  for (const auto& [id, title] : pillar_names) {
    pillar_taxa.push_back({{"id", id},
                           {"name", pascal_case(id)},
                           {"shortDescription", text(sentence(title))},
                           {"fullDescription", text(sentence(fmt::format("The pillar {} of the framework", title)))},
                           {"help", text(sentence(title))},
                           {"helpUri", information_uri}});
  }
  Json items = Json::array();
  for (const auto& item : report.checklist) {
    items.push_back({{"id", item.id},
                     {"name", item.id},
                     {"shortDescription", text(sentence(item.title))},
                     {"fullDescription", text(sentence(item.text.empty() ? item.title : item.text))},
                     {"help", text(sentence(item.text.empty() ? item.title : item.text))},
                     {"helpUri", item.link.empty() ? std::string(information_uri) : item.link}});
  }
  Json out = Json::array({taxonomy_component(pillars, std::move(pillar_taxa))});
  if (!report.checklist.empty()) out.push_back(taxonomy_component(checklist, std::move(items)));
  return out;
}

Json supported_taxonomies() { return Json::array({reference(pillars, 0), reference(checklist, 1)}); }

}  // namespace pillarlint
