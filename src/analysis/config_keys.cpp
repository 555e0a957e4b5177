#include "analysis/config_keys.h"

#include <array>

#include <fmt/format.h>

namespace pillarlint {
namespace {

using Kind = KeyKind;

constexpr std::array keys = std::to_array<ConfigKey>({
    {"", "paths", Kind::texts, "", false, "What is scanned when no path is given, relative to this file."},
    {"", "exclude", Kind::texts, "", false, "What is never scanned: patterns as in .gitignore, relative to this file."},
    {"", "parameters", Kind::texts, "", false, "Parameter files that are used in place of those found beside templates."},
    {"", "module-cache", Kind::texts, "", false, "Folders of modules of registries."},
    {"", "environment", Kind::word, "environment", false, "What is deployed, for rules that ask."},
    {"", "environments", Kind::sections, "environments", false, "What is deployed, by entry point, parameter file or tag; the first that fits counts."},
    {"", "profile", Kind::words, "profile", false, "What is true of the workload, for rules that ask."},
    {"", "platform", Kind::words, "provision", false, "What the landing zone provides; that it is absent here is no failure."},
    {"", "partial", Kind::flag, "", false, "The folder is a part of what is deployed: what is absent may be elsewhere."},
    {"", "cloud", Kind::word, "cloud", false, "The cloud that is deployed to."},
    {"", "required-tags", Kind::texts, "", false, "Tags that every resource that takes tags must have."},
    {"", "regions", Kind::texts, "", false, "Regions that resources may stand in."},
    {"", "rules", Kind::section, "rules", false, "Which rules run, and how severe they are."},
    {"", "fail-on", Kind::word, "fail-on", false, "From which severity on findings fail the run."},
    {"", "fail-on-unknown", Kind::word, "severity", false, "From which severity on what can not be told fails the run."},
    {"", "fail-on-broken", Kind::flag, "", false, "Any file with errors, such as those of syntax, fails the run; one that is named or changed always does."},
    {"", "baseline", Kind::text, "", false, "File of known findings, made by `pillarlint baseline create`; only new ones count."},
    {"", "stacks", Kind::sections, "stacks", false, "Entry points that are deployed together."},
    {"", "inline-suppressions", Kind::flag, "", false, "`false`: comments that suppress findings are not heard."},
    {"", "suppress", Kind::sections, "suppress", false, "Findings that need not be acted on, and why."},
    {"rules", "folders", Kind::texts, "", false, "Folders of your own rules, relative to this file."},
    {"rules", "only", Kind::texts, "rule", false, "Only these rules, or all of these services."},
    {"rules", "skip", Kind::texts, "rule", false, "Not these rules, or none of these services."},
    {"rules", "pillars", Kind::words, "pillar", false, "Only rules of these pillars."},
    {"rules", "items", Kind::texts, "", false, "Only rules for these items of the checklist, as `SE-15`."},
    {"rules", "severity-from", Kind::word, "severity", false, "Only rules from this severity on."},
    {"rules", "preview", Kind::flag, "", false, "Rules of status preview too."},
    {"rules", "severities", Kind::levels, "severity", false, "Severities in place of those of the rules, by id."},
    {"environments", "environment", Kind::word, "environment", true, "What is deployed."},
    {"environments", "paths", Kind::texts, "", false, "Entry points, as patterns relative to this file."},
    {"environments", "parameters", Kind::texts, "", false, "Parameter files, as patterns relative to this file."},
    {"environments", "tags", Kind::labels, "", false, "Tags that a declared resource has."},
    {"stacks", "name", Kind::text, "", true, "The name of the stack."},
    {"stacks", "entries", Kind::texts, "", true, "Its entry points, as patterns relative to this file."},
    {"suppress", "rule", Kind::texts, "rule", true, "Ids of rules, or a service."},
    {"suppress", "reason", Kind::text, "", true, "Why."},
    {"suppress", "until", Kind::date, "", false, "The last day it holds, as 2026-12-31."},
    {"suppress", "type", Kind::text, "", false, "Only resources of this type."},
    {"suppress", "address", Kind::text, "", false, "Only resources whose name or address fits this pattern."},
    {"suppress", "path", Kind::text, "", false, "Only findings in files that fit this pattern, relative to this file."},
    {"suppress", "module", Kind::text, "", false, "Only resources of modules that are called from files that fit this pattern."},
});

constexpr std::array<std::string_view, 4> severities = {"high", "medium", "low", "info"};
constexpr std::array<std::string_view, 5> fail_on = {"high", "medium", "low", "info", "never"};
constexpr std::array<std::string_view, 2> environments = {"production", "non-production"};
constexpr std::array<std::string_view, 8> provisions = {"private-dns",       "private-endpoints", "diagnostics", "egress-firewall",
                                                        "policy-guardrails", "budget",            "locks",       "defender"};
constexpr std::array<std::string_view, 3> clouds = {"public", "government", "china"};
constexpr std::array<std::string_view, 6> pillars = {"reliability", "security", "cost", "operations", "performance", "responsible-ai"};

struct Set {
  std::string_view name;
  std::span<const std::string_view> words;
};
constexpr std::array<Set, 6> sets = {{{"severity", severities},
                                      {"fail-on", fail_on},
                                      {"environment", environments},
                                      {"provision", provisions},
                                      {"cloud", clouds},
                                      {"pillar", pillars}}};

// ── schema ────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", text); }

std::string enumeration(std::string_view set) {
  const auto words = config_words(set);
  if (words.empty()) return R"("type": "string")";
  std::string out = "\"enum\": [";
  for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : ", ") + quoted(words[i]);
  return out + "]";
}

std::string section_schema(std::string_view section, const std::string& indent);

std::string type_schema(const ConfigKey& key, const std::string& indent) {
  switch (key.kind) {
    case Kind::text: return R"("type": "string")";
    case Kind::date: return R"("type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")";
    case Kind::flag: return R"("type": "boolean")";
    case Kind::word: return enumeration(key.of);
    case Kind::texts: return R"("type": ["string", "array"], "items": { "type": "string" })";
    case Kind::words: return fmt::format(R"("type": "array", "items": {{ {} }})", enumeration(key.of));
    case Kind::levels: return fmt::format(R"("type": "object", "additionalProperties": {{ {} }})", enumeration(key.of));
    case Kind::labels: return R"("type": "object", "additionalProperties": { "type": "string" })";
    case Kind::section: return section_schema(key.of, indent);
    case Kind::sections: return fmt::format(R"("type": "array", "items": {{ {} }})", section_schema(key.of, indent));
  }
  return {};
}

std::string section_schema(std::string_view section, const std::string& indent) {
  std::string members;
  std::string required;
  for (const auto& key : keys) {
    if (key.section != section) continue;
    std::string description;
    for (const char c : key.english) description += c == '"' ? std::string("\\\"") : std::string(1, c);
    members += fmt::format("{}\n{}  {}: {{ \"description\": \"{}\", {} }}", members.empty() ? "" : ",", indent, quoted(key.name), description,
                           type_schema(key, indent + "  "));
    if (key.required) required += (required.empty() ? "" : ", ") + quoted(key.name);
  }
  const auto needs = required.empty() ? std::string() : fmt::format(R"("required": [{}], )", required);
  return fmt::format(R"("type": "object", "additionalProperties": false, {}"properties": {{{})", needs, members) + "\n" + indent + "}";
}

}  // namespace

std::span<const ConfigKey> config_keys() { return keys; }

const ConfigKey* find_config_key(std::string_view section, std::string_view name) {
  for (const auto& key : keys) {
    if (key.section == section && key.name == name) return &key;
  }
  return nullptr;
}

std::span<const std::string_view> config_words(std::string_view set) {
  for (const auto& one : sets) {
    if (one.name == set) return one.words;
  }
  return {};
}

std::string config_schema() {
  return fmt::format("{{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"Configuration of pillarlint\",\n  {}\n}}\n",
                     section_schema("", "  "));
}

}  // namespace pillarlint
