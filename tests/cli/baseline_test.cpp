// Baselines as people keep them: made, used, brought up to date, edited by hand and broken.
#include <catch2/catch.hpp>

#include "cli/repository.h"
#include "report/schema_check.h"

using namespace pillarlint::testing;
using Shown = Place::Shown;

namespace {

const std::string search = R"(resource search 'Microsoft.Search/searchServices@2025-05-01' = {
  name: 'contoso-search'
  location: 'westeurope'
  sku: { name: 'standard' }
  properties: {
    replicaCount: 3
    disableLocalAuth: false
  }
}
)";
const std::string rules = " --rule search-local-auth --rule search-replicas --rule ai-account-local-auth ";
const std::string with = rules + "--baseline .pillarlint-baseline.json ";

class Project : public Repository {
 public:
  Project() { write("a/main.bicep", search); }
  void create() const { REQUIRE(pillarlint("baseline create" + rules).code == 0); }
  [[nodiscard]] std::string baseline() const { return read(path(".pillarlint-baseline.json")); }
};

std::vector<std::string> lines_with(const std::string& text, const std::string& part) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const auto line = text.substr(begin, end - begin);
    if (has(line, part)) out.push_back(line);
  }
  return out;
}

}  // namespace

TEST_CASE("what the baseline holds does not count, what is new does") {
  Project project;
  CHECK(project.pillarlint("scan" + rules).code == 1);
  project.create();
  CHECK(project.shown(with) == Shown{});
  CHECK(project.pillarlint("scan" + with).code == 0);
  CHECK(project.pillarlint("scan" + rules).code == 1);  // only when it is asked for
  project.write("b/ai.bicep", "resource a 'Microsoft.CognitiveServices/accounts@2025-06-01' = {\n  name: 'a'\n  kind: 'OpenAI'\n  properties: { disableLocalAuth: false }\n}\n");
  CHECK(project.shown(with) == Shown{"b/ai.bicep:4 ai-account-local-auth"});
  CHECK(project.pillarlint("scan" + with).code == 1);
}

TEST_CASE("the configuration may name the baseline") {
  Project project;
  project.create();
  project.write(".pillarlint.yaml", "baseline: .pillarlint-baseline.json\n");
  CHECK(project.shown(rules) == Shown{});
  CHECK(project.pillarlint("scan a" + rules).code == 0);
}

TEST_CASE("the file is as its schema says, one finding a line, the same bytes each time") {
  Project project;
  project.write("b/main.bicep", search);
  project.create();
  const auto first = project.baseline();
  const SchemaCheck schema(nlohmann::json::parse(read(PILLARLINT_SOURCE_DIR "/src/report/baseline.schema.json")));
  CHECK(schema.complaints(nlohmann::json::parse(first)) == std::vector<std::string>{});
  CHECK(lines_with(first, "search-local-auth").size() == 2);
  CHECK(has(lines_with(first, "search-local-auth")[0], "\"file\": \"a/main.bicep\", \"resource\": \"search\""));
  CHECK(project.pillarlint("baseline create --force --threads 1" + rules).code == 0);
  CHECK(project.baseline() == first);
  CHECK(project.pillarlint("baseline update" + rules).output == ".pillarlint-baseline.json: 2 kept, 0 dropped, 0 added\n");
  CHECK(project.baseline() == first);
}

TEST_CASE("a baseline that is there is not written over by mistake") {
  Project project;
  project.create();
  const auto first = project.baseline();
  project.write("b/main.bicep", search);
  const auto again = project.pillarlint("baseline create" + rules);
  CHECK(again.code == 2);
  CHECK(has(again.output, ".pillarlint-baseline.json is there already"));
  CHECK(project.baseline() == first);
  CHECK(project.pillarlint("baseline create --force" + rules).code == 0);
  CHECK(project.baseline() != first);
}

TEST_CASE("lines, folders and formatting change nothing; copies count one by one") {
  Project project;
  project.create();
  project.write("a/main.bicep", "// a\n\n" + search);
  CHECK(project.shown(with) == Shown{});
  fs::rename(project.path("a"), project.path("z"));
  CHECK(project.shown(with) == Shown{});
  project.write("y/main.bicep", search);  // a second of the same fingerprint: one of both is new
  CHECK(project.shown(with).size() == 1);
  project.remove("z");
  project.write("a/main.bicep", search);  // at the path that the baseline names
  CHECK(project.shown(with) == Shown{"y/main.bicep:7 search-local-auth"});
}

TEST_CASE("update drops what is gone, adds what is new and keeps the reasons") {
  Project project;
  project.write("b/main.bicep", search);
  project.create();
  auto text = project.baseline();
  const auto at = text.find("\"}");
  REQUIRE(at != std::string::npos);
  project.write(".pillarlint-baseline.json", text.insert(at + 1, ", \"reason\": \"keys are needed by the \\\"old\\\" indexer\""));
  project.replace("b/main.bicep", "disableLocalAuth: false", "disableLocalAuth: true");
  project.write("c/other.bicep", search);
  CHECK(project.pillarlint("baseline update --drop-only" + rules).output == ".pillarlint-baseline.json: 1 kept, 1 dropped, 0 added\n");
  CHECK(lines_with(project.baseline(), "search-local-auth").size() == 1);
  CHECK(project.shown(with) == Shown{"c/other.bicep:7 search-local-auth"});
  CHECK(project.pillarlint("baseline update" + rules).output == ".pillarlint-baseline.json: 1 kept, 0 dropped, 1 added\n");
  CHECK(project.shown(with) == Shown{});
  CHECK(has(lines_with(project.baseline(), "a/main.bicep").at(0), R"("reason": "keys are needed by the \"old\" indexer")"));
}

TEST_CASE("what this scan does not look at is not gone") {
  Project project;
  project.write("b/main.bicep", search);
  project.create();
  CHECK(project.pillarlint("baseline update a" + rules).output == ".pillarlint-baseline.json: 2 kept, 0 dropped, 0 added\n");
  CHECK(project.pillarlint("baseline update --rule search-replicas").output == ".pillarlint-baseline.json: 2 kept, 0 dropped, 0 added\n");
  project.replace("a/main.bicep", "disableLocalAuth: false", "disableLocalAuth: keyless");
  project.write("a/main.bicep", "param keyless bool\n" + read(project.path("a/main.bicep")));
  CHECK(project.pillarlint("baseline update" + rules).output == ".pillarlint-baseline.json: 2 kept, 0 dropped, 0 added\n");  // it can not be told
  project.remove("a");
  CHECK(project.pillarlint("baseline update" + rules).output == ".pillarlint-baseline.json: 1 kept, 1 dropped, 0 added\n");
}

TEST_CASE("show lists by file what is known, gone and not looked at, with reasons") {
  Project project;
  project.write("b/main.bicep", search);
  project.create();
  project.replace("b/main.bicep", "disableLocalAuth: false", "disableLocalAuth: true");
  project.write(".pillarlint-baseline.json", project.baseline().replace(project.baseline().find("\"}"), 2, "\", \"reason\": \"later\\u001b[31m\"}"));
  const auto ran = project.pillarlint("baseline show" + rules);
  INFO(ran.output);
  CHECK(ran.code == 0);
  CHECK(has(ran.output, ".pillarlint-baseline.json: 2 findings, 1 still found, 1 gone\n"));
  CHECK(has(ran.output, "a/main.bicep\n  high search-local-auth: Search service accepts API keys\n      search\n        reason: later"));
  CHECK_FALSE(has(ran.output, "\x1b[31m"));
  CHECK(has(ran.output, "b/main.bicep\n  high search-local-auth: Search service accepts API keys\n      search  (gone)\n"));
  CHECK(has(project.pillarlint("baseline show a" + rules).output, "1 not looked at by this scan"));
}

TEST_CASE("a baseline that is missing, broken, newer or mistyped is wrong use, with its place") {
  Project project;
  CHECK(has(project.pillarlint("scan --baseline nowhere.json").output, "there is no baseline nowhere.json; `pillarlint baseline create` makes one"));
  CHECK(has(project.pillarlint("baseline show").output, "there is no baseline"));
  CHECK(project.pillarlint("baseline update").code == 2);
  const auto check = [&](const std::string& text, const std::string& said) {
    project.write("b.json", text);
    const auto ran = project.pillarlint("scan --baseline b.json");
    INFO(text << "\n" << ran.output);
    CHECK(ran.code == 2);
    CHECK(has(ran.output, said));
  };
  const auto with_entry = [](const std::string& entry) { return "{ \"schema\": \"pillarlint-baseline-1\",\n \"findings\": [ " + entry + " ] }"; };
  check("", "b.json:1:1: error: the baseline can not be read: the file is empty");
  check("{ \"schema\": ", "b.json:1:");
  check("[]", "b.json:1:1: error: `root` of the baseline is a list, expected an object");
  check("{}", "`schema` of the baseline is an object, expected `pillarlint-baseline-1`");
  check(R"({ "schema": "pillarlint-baseline-2", "findings": [] })", "has the schema `pillarlint-baseline-2`, this version reads `pillarlint-baseline-1`");
  check(R"({ "schema": "pillarlint-baseline-1", "findings": {} })", "`findings` of the baseline is an object, expected a list");
  check(R"({ "schema": "pillarlint-baseline-1", "finding": [] })", "`finding` of the baseline is unknown, expected `findings`");
  check(with_entry("7"), "b.json:2:16: error: `findings` of the baseline is no text, expected a list of objects");
  check(with_entry(R"({ "rule": "r", "file": "f" })"), "`fingerprint` of the baseline is an object, expected 16 hexadecimal digits");
  check(with_entry(R"({ "fingerprint": "12", "rule": "r", "file": "f" })"), "`fingerprint` of the baseline is `12`");
  check(with_entry(R"({ "fingerprint": "00000000000000zz", "rule": "r", "file": "f" })"), "expected 16 hexadecimal digits");
  check(with_entry(R"({ "fingerprint": "0123456789abcdef", "file": "f" })"), "`rule` of the baseline is missing, expected a text");
  check(with_entry(R"({ "fingerprint": "0123456789abcdef", "rule": "r", "file": "f", "reason": 3 })"), "`reason` of the baseline is no text");
  check(with_entry(R"({ "fingerprint": "0123456789abcdef", "rule": "r", "file": "f", "resaon": "x" })"), "expected `reason`");
  check(std::string(100'000, '['), "error: the baseline can not be read");
  check(std::string("\0\0\0\0", 4), "error: the baseline can not be read");
}

TEST_CASE("a baseline with very many equal entries is matched in time, and each counts once") {
  Project project;
  project.create();
  const auto text = project.baseline();
  const auto entry = lines_with(text, "fingerprint").at(0);
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += (i == 0 ? "" : ",\n") + entry;
  project.write(".pillarlint-baseline.json", "{\"schema\": \"pillarlint-baseline-1\", \"findings\": [\n" + many + "]}");
  CHECK(project.shown(with) == Shown{});
  CHECK(has(project.pillarlint("baseline update" + rules).output, "1 kept, 99999 dropped, 0 added"));
}

TEST_CASE("unknown and suppressed answers are in no baseline; what could not be read is told") {
  Project project;
  project.write("a/main.bicep", "param keyless bool\n" + search);
  project.replace("a/main.bicep", "disableLocalAuth: false", "disableLocalAuth: keyless");
  project.write("b/main.bicep", search);
  project.replace("b/main.bicep", "    disableLocalAuth", "    // pillarlint:ignore search-local-auth -- the old indexer\n    disableLocalAuth");
  project.create();
  CHECK(lines_with(project.baseline(), "fingerprint").empty());
  project.write("c/main.json", "\"deploymentTemplate.json\" :::");
  CHECK(project.pillarlint("baseline create --force" + rules).code == 3);
}

TEST_CASE("with a baseline and a change, only what is new to both counts") {
  Project project;
  project.create();
  project.commit();
  project.replace("a/main.bicep", "disableLocalAuth: false", "disableLocalAuth: false // touched");
  CHECK(project.shown(rules + "--changed-since HEAD") == Shown{"a/main.bicep:7 search-local-auth"});
  CHECK(project.shown(with + "--changed-since HEAD") == Shown{});
}
