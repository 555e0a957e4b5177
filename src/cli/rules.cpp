#include <algorithm>
#include <fstream>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/explain_rule.h"
#include "cli/output.h"
#include "rules/json_schema.h"
#include "cli/verify.h"
#include "report/place.h"
#include "rules/words.h"
#include "value/print.h"

namespace pillarlint {
namespace {

int said(const std::string& text) { return write_output(text) ? exit_code::clean : exit_code::usage; }

int list(const RuleSet& rules, const Options& options, Diagnostics& diagnostics, const SourceManager& sources) {
  Selection selection;
  selection.ids = options.rules;
  selection.pillars = options.pillars;
  selection.services = options.services;
  selection.items = options.items;
  selection.preview = true;
  const auto ids = rules.select(selection, diagnostics);
  if (has_usage_error(diagnostics)) {
    write_error(diagnostics_text(sources, diagnostics));
    return exit_code::usage;
  }
  std::map<std::string, std::vector<const Rule*>> by_service;
  std::size_t longest = 0;
  for (const auto id : ids) {
    const auto& rule = rules.at(id);
    by_service[rule.service].push_back(&rule);
    longest = std::max(longest, rule.id.size());
  }
  std::string out;
  for (const auto& [service, members] : by_service) {
    out += fmt::format("{} ({})\n", service, members.size());
    for (const auto* rule : members) {
      out += fmt::format("  {:<{}}  {:<6}  {:<14}  {}{}\n", rule->id, longest, name_of(rule->severity), rule->pillar, rule->title,
                         rule->status == Status::stable ? "" : fmt::format(" [{}]", name_of(rule->status)));
    }
    out += '\n';
  }
  return said(out + fmt::format("{} rules; `pillarlint explain RULE` tells more of one\n", ids.size()));
}

int show(const RuleSet& rules, const Options& options) {
  const auto* rule = rules.find(options.rule);
  if (rule != nullptr) return said(rule_text(rules, *rule));
  write_error(no_such_rule(rules, options.rule));
  return exit_code::usage;
}

// ── verify ────────────────────────────────────────────────────────────────────────────────────────────────────────

std::optional<std::string> read_example_file(const Rule& rule, const std::string& path) {
  const auto full = join_path(folder_of(rule.path), path);
  if (const auto text = embedded_text(full); !text.empty()) return std::string(text);
  std::ifstream in(full, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// What the user names: ids, folders of rules, or rule files; nothing means all.
std::vector<const Rule*> rules_to_verify(const RuleSet& rules, const Options& options, std::string& problem) {
  std::vector<const Rule*> out;
  for (const auto& rule : rules.all()) {
    const bool wanted = std::any_of(options.paths.begin(), options.paths.end(), [&](const auto& name) {
      return name == rule->id || name == rule->service || (rule->from_user && ends_with_text(rule->path, name)) ||
             file_name(name) == rule->id + ".yaml";
    });
    if (options.paths.empty() || wanted) out.push_back(rule.get());
  }
  if (out.empty() && !options.paths.empty()) problem = no_such_rule(rules, options.paths.front());
  return out;
}

std::string outcome_line(const ExampleOutcome& outcome, const SourceManager& sources) {
  if (outcome.ok) return {};
  std::string out = fmt::format("  {}: {} {}: {}\n", place_text(sources, outcome.example.span), outcome.rule->id, outcome.example.name(), outcome.problem);
  for (const auto& finding : outcome.run.findings) {
    out += fmt::format("      line {}: {}: {}\n", finding.line, name_of(finding.verdict), one_line(finding.message));
  }
  return out;
}

// What was wrong in loading, of the rules that are verified and of all files of the user.
Diagnostics complaints_about(const std::vector<const Rule*>& wanted, const Options& options, const SourceManager& sources, const Diagnostics& all) {
  Diagnostics out;
  for (const auto& diagnostic : all.list()) {
    const auto is = [&](const Rule* rule) { return rule->file == diagnostic.span.file; };
    const bool own = diagnostic.span.known() && !embedded_text(sources.path(diagnostic.span.file)).empty();
    if (options.paths.empty() || !own || std::any_of(wanted.begin(), wanted.end(), is)) out.add(diagnostic);
  }
  return out;
}

int verify(const RuleSet& rules, const TypeIndex& types, const Options& options, const Languages& languages, const SourceManager& sources,
           const Diagnostics& diagnostics) {
  std::string out;
  std::string problem;
  const auto wanted = rules_to_verify(rules, options, problem);
  if (!problem.empty()) {
    write_error(diagnostics_text(sources, diagnostics) + problem);
    return exit_code::usage;
  }
  const auto complaints = complaints_about(wanted, options, sources, diagnostics);
  const auto today = today_of(options);
  std::size_t examples = 0;
  std::size_t wrong = 0;
  for (const auto* rule : wanted) {
    Diagnostics ignored;  // the outcomes say the same
    const auto run = [&](const Rule& one, const Example& example, const std::string& text) {
      const auto* language = languages.front();
      for (const auto* candidate : languages) {
        if (same_text(candidate->name(), example.language)) language = candidate;
      }
      return run_example(*language, types, rules, one, example, text, today);
    };
    const auto read = [&](const std::string& path) { return read_example_file(*rule, path); };
    for (const auto& outcome : run_examples(*rule, read, run, ignored)) {
      ++examples;
      if (!outcome.ok) ++wrong;
      out += outcome_line(outcome, sources);
    }
  }
  out += fmt::format("{} {}, {} examples: {}\n", wanted.size(), wanted.size() == 1 ? "rule" : "rules", examples, wrong == 0 ? "all as marked" : fmt::format("{} not as marked", wrong));
  write_error(diagnostics_text(sources, complaints));
  if (!write_output(out)) return exit_code::usage;
  return wrong == 0 && !has_usage_error(complaints) ? exit_code::clean : exit_code::usage;
}

// ── coverage, tables, new ─────────────────────────────────────────────────────────────────────────────────────────

int coverage(const RuleSet& rules) {
  std::string out;
  for (const auto& item : rules.checklist().items()) {
    std::string with;
    for (const auto id : item.rules) with += (with.empty() ? "" : ", ") + rules.at(id).id;
    if (with.empty()) with = item.manual.empty() ? "no rule yet" : "a person must answer";
    out += fmt::format("{:<8} {:<58} {}\n", item.id, shorten(item.title, 56), with);
  }
  const auto counts = rules.checklist().coverage();
  out += fmt::format("\n{} items: {} decided by rules, {} in part, {} for a person, {} without a rule yet\n", counts.items, counts.decided,
                     counts.in_part, counts.manual, counts.without_rule);
  return said(out);
}

std::string cell(const Value& value) { return value.is_string() ? std::string(value.text()) : print(value, nullptr, 60); }

std::string age_text(std::string_view as_of, const std::string& today) {
  const auto then = read_date(as_of);
  const auto now = read_date(today);
  if (!then || !now) return {};
  constexpr std::int64_t old = 180;
  const auto days = *now - *then;
  return fmt::format("{} days{}", days, days > old ? ", old" : "");
}

int tables(const RuleSet& rules, const Options& options) {
  const auto today = today_of(options);
  std::string out;
  if (options.rule.empty()) {
    for (const auto& table : rules.data().tables) {
      out += fmt::format("{:<24} {:>4} rows  as of {} ({})  {}\n", table.name, table.rows.size(), table.as_of, age_text(table.as_of, today), table.source);
    }
    return said(out);
  }
  const auto* table = rules.data().table(options.rule);
  if (table == nullptr) {
    write_error(fmt::format("there is no table `{}`; `pillarlint rules tables` names all\n", options.rule));
    return exit_code::usage;
  }
  out = fmt::format("{}, as of {} ({})\n{}\n\n", table->name, table->as_of, age_text(table->as_of, today), table->source);
  for (const auto& row : table->rows.items()) {
    std::string line;
    for (const auto column : table->columns) line += fmt::format("{}{}: {}", line.empty() ? "" : "  ", column, cell(row.get(column)));
    out += line + "\n";
  }
  return said(out);
}

int fresh(const RuleSet& rules, const Options& options) {
  if (rules.find(options.rule) != nullptr) {
    write_error(fmt::format("there is a rule `{}` already\n", options.rule));
    return exit_code::usage;
  }
  const auto type = options.type.empty() ? std::string("Microsoft.CognitiveServices/accounts") : options.type;
  return said(fmt::format(R"(# Save as DIR/<service>/{0}.yaml; try it with `pillarlint rules verify {0} --rules DIR`.
title: What is wrong, as a statement about the resource
severity: medium          # high, medium, low or info
pillar: security          # reliability, security, cost, operations, performance or responsible-ai
checklist: []
checklist_why: No item of the checklist asks for it.
why: What goes wrong if it stays so.
fix: What to write instead.
sources: [https://learn.microsoft.com/azure/templates/{1}]
for: {2}
expect:
  properties.publicNetworkAccess: Disabled
examples:
  fail:
    - arm: |
        {{
          "type": "{2}",
          "apiVersion": "2025-06-01",
          "name": "example",
          "location": "westeurope",
          "properties": {{
            "publicNetworkAccess": "Enabled"  // <-- here
          }}
        }}
  pass:
    - arm: |
        {{
          "type": "{2}",
          "apiVersion": "2025-06-01",
          "name": "example",
          "location": "westeurope",
          "properties": {{ "publicNetworkAccess": "Disabled" }}
        }}
)",
                          options.rule, lower(type), type));
}

}  // namespace

int run_rules(const Options& options, const Languages& languages) {
  if (options.command == Command::rules_schema) return said(rule_schema());
  SourceManager sources;
  Diagnostics diagnostics;
  LoadOptions load;
  load.checklists = true;
  load.strict = options.command == Command::rules_verify;
  const auto base = real_files({}, 1)->canonical(".");
  for (const auto& folder : options.rule_folders) load.folders.push_back(join_path(base, folder));
  if (options.command == Command::rules_verify) {  // a file on disk is what is verified, not what was built in of it
    for (const auto& path : options.paths) {
      const auto full = join_path(base, path);
      if (full.ends_with(".yaml") && real_files({}, 1)->is_file(full)) load.instead.push_back(full);
    }
  }
  const auto data = load_data(sources, load, diagnostics);
  if (options.command != Command::rules_verify && has_usage_error(diagnostics)) {
    write_error(diagnostics_text(sources, diagnostics));
    return exit_code::usage;
  }
  switch (options.command) {
    case Command::rules_list: return list(*data->rules, options, diagnostics, sources);
    case Command::rules_show: return show(*data->rules, options);
    case Command::rules_verify: return verify(*data->rules, *data->types, options, languages, sources, diagnostics);
    case Command::rules_coverage: return coverage(*data->rules);
    case Command::rules_tables: return tables(*data->rules, options);
    case Command::rules_new: return fresh(*data->rules, options);
    default: return exit_code::internal;
  }
}

}  // namespace pillarlint
