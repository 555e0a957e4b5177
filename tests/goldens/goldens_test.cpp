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
  const auto folder = folders().front();
  const auto right = text_of(folder / "expected.txt");
  REQUIRE(departures_of(folder, right).empty());
  const auto expected = golden::read(right);
  std::size_t noticed = 0;
  std::size_t changed = 0;
  for (const auto& block : expected.blocks) {
    for (const auto& fact : block.facts) {
      auto wrong = right;
      wrong.insert(wrong.find(fact) + fact.size(), "x");
      ++changed;
      noticed += departures_of(folder, wrong).empty() ? 0 : 1;
    }
  }
  CHECK(changed > 0);
  CHECK(noticed == changed);
}
