// Compares deployments that should mean the same, one pair a line of standard input: LEFT, RIGHT and, if there is one, the
// folder of the module cache, separated by tabs. Prints each first difference, and what agrees. For whole repositories;
// the project's own pairs are tests.
//   parity_program [--values SEED] [--show N] < pairs
#include <cstdio>
#include <iostream>
#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "arm/arm.h"
#include "base/text.h"
#include "bicep/bicep.h"
#include "parity/compare_graphs.h"
#include "parity/made_up_values.h"
#include "support/arm.h"

namespace {

using namespace pillarlint;

using Values = std::vector<std::pair<std::string, std::string>>;

/// `values` null: every parameter is unknown.
Expansion expand(const Language& language, const std::string& path, const std::string& cache, const Values* values, SourceManager& sources) {
  const auto files = real_files({}, 64U << 20U);
  Project project(*files, sources);
  if (!cache.empty()) project.keep_module_caches({cache});
  DeploymentRequest request;
  request.entry = files->canonical(path);
  request.parameters_unknown = values == nullptr;
  if (values != nullptr) request.parameters = *values;
  return language.expand(project, test::azure_types(), request, nullptr);
}

/// Made from the parameters of the compiled template, which states every type in full.
Values values_of(const std::string& path, unsigned seed, SourceManager& sources) {
  const auto files = real_files({}, 64U << 20U);
  Project project(*files, sources);
  const auto document = project.json(files->canonical(path));
  return document ? parity::made_up_values((*document)->root, seed) : Values{};
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t show = 1;
  std::optional<unsigned> seed;
  for (int i = 1; i + 1 < count; ++i) {
    if (std::string(arguments[i]) == "--show") show = std::stoul(arguments[i + 1]);
    if (std::string(arguments[i]) == "--values") seed = static_cast<unsigned>(std::stoul(arguments[i + 1]));
  }
  std::map<std::string, std::size_t> files_with;
  std::size_t pairs = 0;
  std::size_t identical = 0;
  std::size_t identities = 0;
  std::size_t resources = 0;
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto parts = split(line, '\t');
    if (parts.size() < 2) continue;
    const std::string left(parts[0]);
    const std::string right(parts[1]);
    const std::string cache(parts.size() > 2 ? parts[2] : std::string_view());
    SourceManager sources;
    const auto bicep = bicep_language();
    const auto arm = arm_language();
    Values values;
    if (seed) values = values_of(right, *seed, sources);
    const auto a = expand(ends_with_text(left, ".json") ? *arm : *bicep, left, cache, seed ? &values : nullptr, sources);
    const auto b = expand(ends_with_text(right, ".json") ? *arm : *bicep, right, cache, seed ? &values : nullptr, sources);
    const auto result = parity::compare(a, b);
    ++pairs;
    resources += result.resources;
    identical += result.same() ? 1U : 0U;
    identities += result.same_identities() ? 1U : 0U;
    for (const auto& [what, times] : result.counts) ++files_with[what];
    if (result.same()) continue;
    std::string kinds;
    for (const auto& [what, times] : result.counts) kinds += fmt::format(" {}={}", what, times);
    fmt::print("{}:{}\n", left, kinds);
    for (std::size_t i = 0; i < result.differences.size() && i < show; ++i) {
      fmt::print("    {}: {}\n", result.differences[i].what, result.differences[i].text);
    }
  }
  fmt::print("pairs {}, identical {}, with equal identities {}, resources compared {}\n", pairs, identical, identities, resources);
  for (const auto& [what, files] : files_with) fmt::print("  {} files differ in {}\n", files, what);
  return pairs == identical ? 0 : 1;
}
