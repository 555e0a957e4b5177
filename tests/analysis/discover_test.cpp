#include <catch2/catch.hpp>

#include "analysis/support.h"

using namespace pillarlint;
using namespace pillarlint::testing;
using Names = std::vector<std::string>;
using State = InputState::State;
using Files = std::vector<MemoryFile>;

namespace {

const InputState& input(const Discovery& discovery, const std::string& path) {
  for (const auto& one : discovery.inputs) {
    if (one.path == path) return one;
  }
  FAIL("no input " << path);
  return discovery.inputs.front();
}
bool says(const Discovery& discovery, Code code) {
  for (const auto& one : discovery.diagnostics.list()) {
    if (one.code == code) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a template that another one links is no entry point") {
  Scan scan(Files{{"/r/main.json", template_of(linked("nested/a.json"))}, {"/r/nested/a.json", template_of("")}, {"/r/other.json", template_of("")}});
  CHECK(Scan::names(scan.discovered(Scan::folder())) == Names{"main.json", "other.json"});
}

TEST_CASE("templates that link each other in a circle have one entry point") {
  Scan scan(Files{{"/r/a.json", template_of(linked("b.json"))}, {"/r/b.json", template_of(linked("a.json"))}});
  CHECK(Scan::names(scan.discovered(Scan::folder())) == Names{"a.json"});
}

TEST_CASE("JSON of no language is ignored, unless it was named") {
  Scan scan(Files{{"/r/package.json", "{\"name\": \"x\"}"}});
  CHECK(scan.discovered(Scan::folder()).inputs.empty());
  const auto named = scan.discovered(Scan::file("/r/package.json"));
  CHECK(input(named, "package.json").state == State::not_analysed);
  CHECK(input(named, "package.json").counts);
  CHECK(says(named, Code::named_file_not_a_template));
}

TEST_CASE("parameter files belong to the template whose stem they have") {
  const auto file = parameters_of("{}");
  Scan scan(Files{{"/r/main.json", template_of("")},
             {"/r/main.parameters.json", file},
             {"/r/main.parameters.prod.json", file},
             {"/r/main2.json", template_of("")},
             {"/r/stray.parameters.json", file}});
  const auto found = scan.discovered(Scan::folder());
  // With parameter files a template is not analysed with bare defaults too (D16).
  CHECK(Scan::names(found) == Names{"main.json (main.parameters.json)", "main.json (main.parameters.prod.json)", "main2.json"});
  CHECK(input(found, "stray.parameters.json").state == State::not_analysed);
  CHECK_FALSE(input(found, "stray.parameters.json").counts);  // no reason for exit 3
  CHECK(says(found, Code::parameter_file_not_matched));
}

TEST_CASE("a parameter file of any name belongs to the only template of its folder") {
  Scan scan(Files{{"/r/a/main.json", template_of("")}, {"/r/a/values.json", parameters_of("{}")}});
  CHECK(Scan::names(scan.discovered(Scan::folder())) == Names{"a/main.json (values.json)"});
}

TEST_CASE("more than twenty parameter files are not all used") {
  std::vector<MemoryFile> files{{"/r/main.json", template_of("")}};
  for (int i = 10; i < 35; ++i) files.push_back({"/r/main.parameters." + std::to_string(i) + ".json", parameters_of("{}")});
  Scan scan(files);
  const auto found = scan.discovered(Scan::folder());
  CHECK(found.work.size() == 20);
  CHECK(says(found, Code::parameter_files_left_out));
  CHECK(input(found, "main.parameters.34.json").state == State::skipped);
}

TEST_CASE("who names a template means its parameter file too, and the other way round") {
  Scan scan(Files{{"/r/main.json", template_of("")}, {"/r/main.parameters.json", parameters_of("{}")}, {"/r/other.json", template_of("")}});
  CHECK(Scan::names(scan.discovered(Scan::file("/r/main.json"))) == Names{"main.json (main.parameters.json)"});
  CHECK(Scan::names(scan.discovered(Scan::file("/r/main.parameters.json"))) == Names{"main.json (main.parameters.json)"});
}

TEST_CASE("parameters that are given win over those beside the template") {
  Scan scan(Files{{"/r/main.json", template_of("")}, {"/r/main.parameters.json", parameters_of("{}")}, {"/r/x/prod.json", parameters_of("{}")}});
  auto scope = Scan::file("/r/main.json");
  scope.parameter_files = {"/r/x/prod.json"};
  const auto found = scan.discovered(scope);
  CHECK(Scan::names(found) == Names{"main.json (prod.json)"});
  CHECK(input(found, "main.parameters.json").state == State::skipped);
  scope.parameters_unknown = true;
  CHECK(Scan::names(scan.discovered(scope)) == Names{"main.json"});
}

TEST_CASE("folders of tests and examples are left out, but never everything") {
  Scan both(Files{{"/r/main.json", template_of("")}, {"/r/tests/t.json", template_of("")}, {"/r/a/Examples/e.json", template_of("")}});
  CHECK(Scan::names(both.discovered(Scan::folder())) == Names{"main.json"});
  CHECK(both.discovered(Scan::folder()).notes == Names{"2 folders of tests, examples or samples were left out"});
  Scan only(Files{{"/r/samples/s.json", template_of("")}});
  CHECK(Scan::names(only.discovered(Scan::folder())) == Names{"samples/s.json"});
  Scan within(Files{{"/r/tests/t.json", template_of("")}});
  ScanScope scope;
  scope.paths = {"/r/tests"};  // below the folder that is scanned, not above it
  CHECK(Scan::names(within.discovered(scope)) == Names{"tests/t.json"});
}

TEST_CASE("what git ignores is not scanned, nor are folders of tools") {
  Scan scan(Files{{"/r/.gitignore", "build/\n*.out.json\n!keep.out.json\n/top.json\n"},
             {"/r/main.json", template_of("")},
             {"/r/build/x.json", template_of("")},
             {"/r/a.out.json", template_of("")},
             {"/r/keep.out.json", template_of("")},
             {"/r/top.json", template_of("")},
             {"/r/a/top.json", template_of("")},
             {"/r/node_modules/m/x.json", template_of("")},
             {"/r/.git/x.json", template_of("")},
             {"/r/.terraform/x.json", template_of("")}});
  CHECK(Scan::names(scan.discovered(Scan::folder())) == Names{"a/top.json", "keep.out.json", "main.json"});
}

TEST_CASE("a template that claims to be one and can not be read is not analysed") {
  Scan scan(Files{{"/r/main.json", "\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\" :::"}});
  const auto found = scan.discovered(Scan::folder());
  CHECK(input(found, "main.json").state == State::not_analysed);
  CHECK(input(found, "main.json").counts);
  CHECK_FALSE(found.diagnostics.empty());
}

TEST_CASE("a named template is judged where it is used; who has nothing to do with it is not met") {
  Scan scan(Files{{"/r/main.json", template_of(linked("sub/a.json"))},
             {"/r/deep/top.json", template_of(linked("../main.json"))},
             {"/r/deep/top.parameters.json", parameters_of("{}")},
             {"/r/sub/a.json", template_of("")},
             {"/r/sub/alone.json", template_of("")},
             {"/r/tests/t.json", template_of(linked("../sub/a.json"))},
             {"/r/other.json", "\"deploymentTemplate.json\" :::"}});
  const auto of = [&](const std::string& path) {
    auto scope = Scan::file(path);
    scope.users_in = {"/r"};
    return scan.discovered(scope);
  };
  CHECK(Scan::names(of("/r/sub/a.json")) == Names{"deep/top.json (top.parameters.json)"});
  CHECK(Scan::names(of("/r/deep/top.json")) == Names{"deep/top.json (top.parameters.json)"});
  CHECK(Scan::names(of("/r/sub/alone.json")) == Names{"sub/alone.json"});  // nobody uses it
  CHECK(Scan::names(of("/r/tests/t.json")) == Names{"tests/t.json"});
  CHECK(Scan::names(of("/r/deep/top.parameters.json")) == Names{"deep/top.json (top.parameters.json)"});
  CHECK(of("/r/sub/a.json").diagnostics.empty());
  CHECK(of("/r/sub/a.json").paths == Names{"/r/deep/top.json", "/r/deep/top.parameters.json", "/r/main.json", "/r/sub/a.json"});
  CHECK(Scan::names(scan.discovered(Scan::file("/r/sub/a.json"))) == Names{"sub/a.json"});  // without a folder to look in
}
