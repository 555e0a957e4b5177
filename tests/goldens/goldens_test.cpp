// Each folder of fixtures/goldens/bicep holds a program and the graph that it means, written by hand.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bicep/bicep.h"
#include "goldens/golden.h"
#include "support/arm.h"

using namespace pillarlint;

namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> folders() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(PILLARLINT_SOURCE_DIR "/fixtures/goldens/bicep")) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<std::string> departures_of(const fs::path& folder, const std::string& expectation) {
  const auto expected = golden::read(expectation);
  const auto files = real_files({PILLARLINT_SOURCE_DIR "/fixtures/goldens"}, 1U << 20U);
  SourceManager sources;
  Project project(*files, sources);
  DeploymentRequest request;
  request.entry = (folder / "main.bicep").string();
  request.parameters_unknown = expected.inputs == "unknown";
  if (!expected.inputs.empty() && !request.parameters_unknown) request.parameter_file = (folder / expected.inputs).string();
  return golden::departures(expected, bicep_language()->expand(project, test::azure_types(), request, nullptr));
}

}  // namespace

TEST_CASE("Bicep programs mean the graphs written by hand") {
  REQUIRE(folders().size() >= 20);
  for (const auto& folder : folders()) {
    INFO(folder.filename().string());
    for (const auto& departure : departures_of(folder, text_of(folder / "expected.txt"))) FAIL_CHECK(departure);
  }
}

TEST_CASE("An expectation that is wrong in one fact is noticed") {
  for (const auto& folder : folders()) {
    const auto right = text_of(folder / "expected.txt");
    for (const auto& block : golden::read(right).blocks) {
      INFO(folder.filename().string() << ", line " << block.line);
      auto wrong = right;
      wrong.insert(wrong.find('\n' + block.header) + 1 + block.header.size(), "x");
      CHECK_FALSE(departures_of(folder, wrong).empty());
      for (const auto& fact : block.facts) {
        INFO(fact);
        wrong = right;
        wrong.insert(wrong.find("  " + fact + '\n', wrong.find(block.header)) + 2 + fact.size(), "x");
        CHECK_FALSE(departures_of(folder, wrong).empty());
      }
    }
  }
}
