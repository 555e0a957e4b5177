// Each folder of fixtures/parity holds a deployment twice: as Bicep, and as the compiler would write it. Both must make the
// same graph, with all parameters unknown, with the defaults, and with the values of main.parameters.json.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "arm/arm.h"
#include "bicep/bicep.h"
#include "parity/compare_graphs.h"
#include "support/arm.h"

using namespace pillarlint;

namespace {

namespace fs = std::filesystem;

Expansion expand(const Language& language, SourceManager& sources, const FileSystem& files, DeploymentRequest request) {
  Project project(files, sources);
  return language.expand(project, test::azure_types(), request, nullptr);
}

std::vector<fs::path> topics() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(PILLARLINT_SOURCE_DIR "/fixtures/parity")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("Bicep and the template compiled from it make one graph") {
  REQUIRE(topics().size() >= 8);
  for (const auto& topic : topics()) {
    for (const auto* inputs : {"unknown", "defaults", "values"}) {
      INFO(topic.filename().string() << ", " << inputs);
      const auto files = real_files({PILLARLINT_SOURCE_DIR "/fixtures/parity"}, 1U << 20U);
      const std::string how(inputs);
      DeploymentRequest request;
      request.parameters_unknown = how == "unknown";
      if (how == "values") request.parameter_file = (topic / "main.parameters.json").string();
      SourceManager sources;
      const auto bicep = bicep_language();
      const auto arm = arm_language();
      request.entry = (topic / "main.bicep").string();
      const auto left = expand(*bicep, sources, *files, request);
      request.entry = (topic / "main.json").string();
      const auto right = expand(*arm, sources, *files, request);
      for (const auto* side : {&left, &right}) {
        for (const auto& document : side->documents) {
          for (const auto& d : document->diagnostics.list()) UNSCOPED_INFO(sources.path(d.span.file) << ": " << d.text());
          CHECK(document->diagnostics.list().empty());
        }
        for (const auto& d : side->diagnostics.list()) UNSCOPED_INFO(sources.path(d.span.file) << ": " << d.text());
        CHECK(side->diagnostics.list().empty());
      }
      const auto result = parity::compare(left, right);
      CHECK(result.resources > 0);
      for (const auto& difference : result.differences) UNSCOPED_INFO(difference.what << ": " << difference.text);
      CHECK(result.same());
    }
  }
}
