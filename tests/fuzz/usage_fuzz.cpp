// What people do with a scan, on any bytes: suppressions are read, every format is written, repairs are made and judged by a
// second scan. Nothing may crash, a repair may not make a text that is understood less, and nothing after the first scan may
// say what the text keeps secret. ARM, Bicep or Terraform, as the text looks.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "analysis/repairs.h"
#include "base/edit.h"
#include "loaded.h"
#include "report/formats.h"
#include "support/project.h"

using namespace pillarlint;

namespace {

constexpr int most_rounds = 4;

std::string path_for(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool json = first != std::string_view::npos && text[first] == '{';
  const bool terraform = text.find("resource \"") != std::string_view::npos || text.find("module \"") != std::string_view::npos;
  return json ? "/project/azuredeploy.json" : terraform ? "/project/main.tf" : "/project/main.bicep";
}

struct Round {
  std::size_t lost = 0;     // diagnostics of what was not understood
  std::string repaired;     // the text with all repairs made that can be made at once
};

Round scan(const std::string& path, const std::string& text, bool with_formats) {
  const auto files = test::rooted_files({{path, text}});
  SourceManager sources;
  Project project(*files, sources);
  project.name_relative_to("/project");
  AnalyzeOptions options;
  options.scope.paths = {"/project"};
  options.rules = fuzz::loaded().rules;
  options.today = "2026-11-22";
  options.config.environment = "production";
  options.keep_passed = with_formats;
  auto analysis = fuzz::loaded().scan(project, options);
  drop_contradictions(analysis.findings, sources);
  Round round;
  for (const auto& diagnostic : analysis.diagnostics) {
    const auto effect = info(diagnostic.code).effect;
    round.lost += effect == Effect::partly || effect == Effect::not_analysed ? 1 : 0;
  }
  const auto chosen = choose_repairs(analysis.findings);
  for (const auto& [file, edits] : chosen.edits) round.repaired = with_edits(sources.text(file), edits);
  if (!with_formats) return round;
  Report report{sources};
  report.findings = std::move(analysis.findings);
  report.diagnostics = std::move(analysis.diagnostics);
  report.secrets = std::move(analysis.secrets);
  report.show_unknown = report.show_suppressed = true;
  for (const auto& format : formats()) (void)format.write(report, {});
  return round;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const auto path = path_for(input);
  auto before = scan(path, input, true);
  for (int i = 0; i < most_rounds && !before.repaired.empty(); ++i) {
    auto after = scan(path, before.repaired, false);
    if (after.lost > before.lost) std::abort();
    before = std::move(after);
  }
  return 0;
}
