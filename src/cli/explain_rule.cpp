#include "cli/explain_rule.h"

#include <fmt/format.h>

#include "base/text.h"
#include "report/place.h"
#include "rules/english.h"
#include "rules/examples.h"

namespace pillarlint {
namespace {

constexpr std::size_t width = 100;

void paragraph(std::string& out, std::string_view heading, std::string_view text) {
  if (text.empty()) return;
  out += fmt::format("\n{}\n", heading);
  for (const auto& line : wrap(text, width - 2)) out += fmt::format("  {}\n", line);
}

void lines(std::string& out, std::string_view heading, std::string_view text) {
  if (text.empty()) return;
  out += fmt::format("\n{}\n", heading);
  for (const auto line : split(text, '\n')) out += line.empty() ? "\n" : fmt::format("  {}\n", line);
}

// The first example of a verdict that stands in the rule itself.
void example(std::string& out, const Rule& rule, Verdict verdict, std::string_view heading) {
  for (const auto& one : examples_of(rule)) {
    if (one.wanted != verdict || one.text.empty()) continue;
    lines(out, heading, one.text);
    return;
  }
}

}  // namespace

std::string rule_text(const RuleSet& rules, const Rule& rule) {
  std::string out = fmt::format("{}  {}\n{}\n", rule.id, name_of(rule.severity), rule.title);
  out += fmt::format("\n{:<10} {}\n{:<10} {}\n", "pillar", rule.pillar, "service", rule.service);
  if (rule.status != Status::stable) out += fmt::format("{:<10} {}\n", "status", name_of(rule.status));
  for (const auto id : rule.checklist) {
    const auto* item = rules.checklist().find(id);
    out += fmt::format("{:<10} {}  {}\n", "checklist", id, item == nullptr ? "" : item->title);
  }
  paragraph(out, "Why", rule.why);
  lines(out, "How it decides", how_it_decides(rule));
  paragraph(out, "Do this", rule.fix);
  example(out, rule, Verdict::fail, "What fails");
  example(out, rule, Verdict::pass, "What passes");
  example(out, rule, Verdict::unknown, "When it can not be told");
  if (!rule.sources.empty()) out += "\nSources\n";
  for (const auto source : rule.sources) out += fmt::format("  {}\n", source);
  return out;
}

std::string no_such_rule(const RuleSet& rules, const std::string& id) {
  const auto near = rules.nearest_id(id);
  return fmt::format("there is no rule `{}`{}; `pillarlint rules list` names all\n", id,
                     near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
}

}  // namespace pillarlint
