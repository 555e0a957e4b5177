#include "analysis/config.h"

#include <catch2/catch.hpp>

using namespace pillarlint;

namespace {

struct Read {
  SourceManager sources;
  Diagnostics diagnostics;
  Config config;
  explicit Read(const std::string& text) {
    const auto files = memory_files({{"/r/.pillarlint.yaml", text}});
    const std::vector<std::string> profiles{"multi-region", "gateway-mandatory"};
    config = read_config(*files, sources, "/r/.pillarlint.yaml", ".pillarlint.yaml", profiles, diagnostics);
  }
  [[nodiscard]] std::string complaint() const {
    if (diagnostics.list().size() != 1) return std::to_string(diagnostics.list().size()) + " complaints";
    const auto& one = diagnostics.list().front();
    const auto at = sources.position(one.span.file, one.span.begin);
    return std::to_string(at.line) + ":" + std::to_string(at.column16) + " " + one.text();
  }
};

}  // namespace

TEST_CASE("every key of the configuration") {
  const Read read("environment: production\nprofile: [multi-region]\nplatform: [private-dns, budget]\npartial: true\ncloud: government\n");
  CHECK(read.diagnostics.empty());
  CHECK(read.config.environment == "production");
  CHECK(read.config.profile == std::vector<std::string>{"multi-region"});
  CHECK(read.config.platform == std::vector<std::string>{"private-dns", "budget"});
  CHECK(read.config.partial);
  CHECK(read.config.cloud == "AzureUSGovernment");
  CHECK(Read("").config.cloud == "AzureCloud");
}

TEST_CASE("what is wrong is an error with place and suggestion") {
  CHECK(Read("enviroment: production\n").complaint() == "1:1 unknown key `enviroment`; did you mean `environment`?");
  CHECK(Read("partial: true\nenvironment: prod\n").complaint().starts_with("2:14 `environment` is 'prod', expected `production` or `non-production`"));
  CHECK(Read("platform: [private-dsn]\n").complaint().ends_with("did you mean `private-dns`?"));
  CHECK(Read("profile: multi-region\n").complaint() == "1:10 `profile` is 'multi-region', expected a list such as `[multi-region]`");
  CHECK(Read("partial: yes\n").complaint() == "1:10 `partial` is 'yes', expected `true` or `false`");
  CHECK(Read("- a\n").complaint().find("expected a map of keys") != std::string::npos);
  CHECK(Read("cloud: mars\n").complaint().find("`public`, `government` or `china`") != std::string::npos);
}

TEST_CASE("the nearest configuration up to the root counts") {
  const auto files = memory_files({{"/r/.pillarlint.yaml", ""}, {"/r/a/b/.pillarlint.yaml", ""}, {"/.pillarlint.yaml", ""}});
  CHECK(find_config(*files, "/r/a/b/c", "/r") == "/r/a/b/.pillarlint.yaml");
  CHECK(find_config(*files, "/r/a", "/r") == "/r/.pillarlint.yaml");
  CHECK(find_config(*files, "/q", "/q") == std::nullopt);
}
