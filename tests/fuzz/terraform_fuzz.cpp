// The whole Terraform pipeline on any bytes: parse, expand, check every rule, print the graph, report. Nothing may crash, hang
// or read outside of its memory. The input is `/project/main.tf`; behind lines of `%%` follow the module `modules/m`, which is
// also the template `t.tftpl`, then `terraform.tfvars`, then `more.tf.json`.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "analysis/analyze.h"
#include "cli/load_data.h"
#include "graph/dump.h"
#include "report/report.h"
#include "support/embedded.h"
#include "support/project.h"
#include "terraform/terraform.h"

using namespace pillarlint;

namespace {

struct Fixed {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> data = load_data(sources, {}, diagnostics);
  std::vector<RuleId> rules = data->rules->select({}, diagnostics);
  std::unique_ptr<Language> terraform = terraform_language(embedded_files());
};

const Fixed& fixed() {
  static const Fixed made;
  return made;
}

std::array<std::string, 4> parts_of(std::string_view input) {
  std::array<std::string, 4> parts;
  for (auto& part : parts) {
    const auto cut = input.find("\n%%\n");
    part = input.substr(0, cut);
    input = cut == std::string_view::npos ? std::string_view() : input.substr(cut + 4);
  }
  return parts;
}

std::vector<MemoryFile> files_of(std::string_view input) {
  const auto parts = parts_of(input);
  std::vector<MemoryFile> held{{"/project/main.tf", parts[0]}, {"/project/data.json", R"({ "a": [ 1, { "b": "c" } ] })"},
                               {"/outside/key", "nobody may read this"}};
  if (!parts[1].empty()) held.push_back({"/project/modules/m/main.tf", parts[1]});
  if (!parts[1].empty()) held.push_back({"/project/t.tftpl", parts[1]});
  if (!parts[2].empty()) held.push_back({"/project/terraform.tfvars", parts[2]});
  if (!parts[3].empty()) held.push_back({"/project/more.tf.json", parts[3]});
  return held;
}

void print_graphs(const Analysis& analysis) {
  DumpOptions options;
  options.bodies = options.outputs = true;
  for (const auto& deployment : analysis.deployments) {
    if (deployment.expansion.graph) (void)dump_graph(*deployment.expansion.graph, *deployment.expansion.symbols, options);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto files = test::rooted_files(files_of({reinterpret_cast<const char*>(bytes), size}));
  SourceManager sources;
  Project project(*files, sources);
  project.name_relative_to("/project");
  AnalyzeOptions options;
  options.scope.paths = {"/project"};
  options.rules = fixed().rules;
  options.today = "2026-11-21";
  options.config.environment = "production";
  options.keep_graphs = true;
  auto analysis = analyze(project, {fixed().terraform.get()}, *fixed().data->types, *fixed().data->rules, options);
  print_graphs(analysis);
  for (const auto& diagnostic : analysis.diagnostics) {
    if (diagnostic.text().empty() || diagnostic.span.begin > diagnostic.span.end) std::abort();
  }
  Report report{sources};
  report.findings = std::move(analysis.findings);
  report.diagnostics = std::move(analysis.diagnostics);
  report.secrets = std::move(analysis.secrets);
  report.show_unknown = true;
  if (report_text(report, Colour::never, false).empty()) std::abort();  // a report is never empty
  return 0;
}
