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

TEST_CASE("paths of the configuration are relative to it; words are kept as the sets spell them") {
  const Read read("paths: infra\nexclude: [legacy/**]\nparameters: [p.bicepparam]\nfail-on: High\nbaseline: b.json\nrequired-tags: [owner]\nregions: [Sweden Central]\n"
                  "rules:\n  folders: [mine]\n  skip: [a]\n  severities: { b: low }\n  severity-from: medium\n");
  CHECK(read.diagnostics.empty());
  CHECK(read.config.paths == std::vector<std::string>{"/r/infra"});
  CHECK(read.config.parameters == std::vector<std::string>{"/r/p.bicepparam"});
  CHECK(read.config.baseline == "/r/b.json");
  CHECK(read.config.rule_folders == std::vector<std::string>{"/r/mine"});
  CHECK(read.config.fail_on == "high");
  REQUIRE(read.config.severities.size() == 1);
  CHECK(read.config.severities[0].second == "low");
}

TEST_CASE("sections: unknown keys, keys that are missing, values that are wrong") {
  CHECK(Read("rules:\n  skp: [a]\n").complaint() == "2:3 unknown key `skp`; did you mean `skip`?");
  CHECK(Read("suppress:\n  - rule: a\n").complaint().find("`reason` is not given") != std::string::npos);
  CHECK(Read("suppress:\n  - rule: a\n    reason: ''\n").complaint().find("`reason` is '', expected a text") != std::string::npos);
  CHECK(Read("suppress:\n  - rule: a\n    reason: b\n    until: 2026-13-01\n").complaint().find("a day as `2026-12-31`") != std::string::npos);
  CHECK(Read("environments:\n  - environment: prod\n").complaint().find("`environment` is 'prod'") != std::string::npos);
  CHECK(Read("rules: { severities: { a: huge } }\n").complaint().find("`a` is 'huge'") != std::string::npos);
  CHECK(Read("fail-on: nver\n").complaint().ends_with("did you mean `never`?"));
}

TEST_CASE("patterns are those of .gitignore, relative to the configuration") {
  CHECK(fits_path("legacy/**", "/r", "/r/legacy/a/main.bicep"));
  CHECK(fits_path("legacy", "/r", "/r/infra/legacy/main.bicep"));
  CHECK(fits_path("/infra/*.tf", "/r", "/r/infra/a.tf"));
  CHECK_FALSE(fits_path("/infra/*.tf", "/r", "/r/infra/b/a.tf"));
  CHECK_FALSE(fits_path("legacy/**", "/r", "/q/legacy/main.bicep"));
}

TEST_CASE("days of the calendar") {
  CHECK(is_date("2028-02-29"));
  CHECK_FALSE(is_date("2026-02-29"));
  CHECK_FALSE(is_date("2026-1-01"));
  CHECK_FALSE(is_date("2026-00-10"));
}
