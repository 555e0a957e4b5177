// Rules and all languages, loaded once for the runs of a fuzz target.
#pragma once

#include <memory>
#include <vector>

#include "analysis/analyze.h"
#include "arm/arm.h"
#include "bicep/bicep.h"
#include "cli/load_data.h"
#include "support/embedded.h"
#include "terraform/terraform.h"

namespace pillarlint::fuzz {

struct Loaded {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> data = load_data(sources, {}, diagnostics);
  std::vector<RuleId> rules = data->rules->select({}, diagnostics);
  std::unique_ptr<Language> arm = arm_language();
  std::unique_ptr<Language> bicep = bicep_language();
  std::unique_ptr<Language> terraform = terraform_language(embedded_files());

  [[nodiscard]] Analysis scan(Project& project, const AnalyzeOptions& options) const {
    return analyze(project, {arm.get(), bicep.get(), terraform.get()}, *data->types, *data->rules, options);
  }
};

inline const Loaded& loaded() {
  static const Loaded made;
  return made;
}

}  // namespace pillarlint::fuzz
