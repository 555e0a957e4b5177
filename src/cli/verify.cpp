#include "cli/verify.h"

#include <fmt/format.h>

#include "rules/check.h"
#include "value/write_json.h"

namespace pillarlint {
namespace {

std::string entry_of(const Example& example) {
  if (example.language == "bicep") return "/example/main.bicep";
  return example.language == "terraform" ? "/example/main.tf" : "/example/main.json";
}

DeploymentRequest request_of(const Example& example) {
  DeploymentRequest request;
  request.entry = entry_of(example);
  for (const auto& member : example.parameters.members()) {
    request.parameters.emplace_back(std::string(member.key), write_json(member.value, -1));
  }
  return request;
}

CheckOptions check_options(const Example& example, const TypeIndex& types, const SourceManager& sources, const std::string& today) {
  CheckOptions options;
  options.environment = example.environment;
  for (const auto& [name, texts] : example.settings) options.settings[std::string(name)].assign(texts.begin(), texts.end());
  options.profiles.assign(example.profiles.begin(), example.profiles.end());
  for (const auto name : example.platform) {
    if (const auto provision = find_provision(name)) options.platform.push_back(*provision);
  }
  options.today = example.today.empty() ? today : std::string(example.today);
  options.keep_passed = true;
  options.types = &types;
  options.sources = &sources;
  return options;
}

std::string problem_of(const Diagnostics& diagnostics) {
  for (const auto& diagnostic : diagnostics.list()) {
    const auto effect = info(diagnostic.code).effect;
    if (effect == Effect::partly || effect == Effect::not_analysed) return diagnostic.text();
  }
  return {};
}

}  // namespace

ExampleRun run_example(const Language& language, const TypeIndex& types, const RuleSet& rules, const Rule& rule,
                       const Example& example, const std::string& text, const std::string& today) {
  ExampleRun out;
  const auto files = memory_files({{entry_of(example), text}});
  SourceManager sources;
  Project project(*files, sources);
  project.name_relative_to("/example");
  auto expansion = language.expand(project, types, request_of(example), nullptr);
  for (const auto& document : expansion.documents) {
    if (out.problem.empty()) out.problem = problem_of(document->diagnostics);
  }
  if (out.problem.empty()) out.problem = problem_of(expansion.diagnostics);
  if (!expansion.graph) return out;
  auto context = expansion.context();
  const std::vector<RuleId> selected{rule.number};
  auto options = check_options(example, types, sources, today);
  options.edits = [&](const PropertyChange& change) { return language.edits(project, expansion, change); };
  const auto checked = check(rules, selected, *expansion.graph, context, options);
  for (const auto& finding : checked.findings) {
    const auto line = finding.primary.known() ? sources.line_of(finding.primary) : 0;
    out.findings.push_back({finding.verdict, line, finding.message.empty() ? finding.reason : finding.message, finding.repair});
  }
  return out;
}

}  // namespace pillarlint
