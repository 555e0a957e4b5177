// Functions that load files when the template is compiled.
#include <catch2/catch.hpp>

#include "support/bicep.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

const std::map<std::string, std::string> files{
    {"data/settings.json", R"({ "a": { "b": [ 10, { "c": "deep" } ] }, "text": "[concat('x')]", "on": true })"},
    {"data/settings.yaml", "a:\n  b: [1, two]\non: true\n"},
    {"data/note.txt", "Hello ${x}\n"},
    {"data/nested/more.txt", "more"},
    {"/secret/key.txt", "leaked"}};

}  // namespace

TEST_CASE("Texts, and their base64") {
  CHECK(evaluate_bicep("loadTextContent('data/note.txt')", "", files) == "'Hello ${x}\\n'");
  CHECK(evaluate_bicep("loadTextContent('./data/../data/note.txt')", "", files) == "'Hello ${x}\\n'");
  CHECK(evaluate_bicep("loadFileAsBase64('data/nested/more.txt')", "", files) == "'bW9yZQ=='");
  CHECK(evaluate_bicep("sys.loadTextContent('data/nested/more.txt')", "", files) == "'more'");
}

TEST_CASE("JSON and YAML are values, in whole or at a path") {
  CHECK(evaluate_bicep("loadJsonContent('data/settings.json').a.b[1].c", "", files) == "'deep'");
  CHECK(evaluate_bicep("loadJsonContent('data/settings.json', '.a.b[0]')", "", files) == "10");
  CHECK(evaluate_bicep("loadJsonContent('data/settings.json', '$.a.b[1].c')", "", files) == "'deep'");
  CHECK(evaluate_bicep("loadJsonContent('data/settings.json', 'on')", "", files) == "true");
  CHECK(evaluate_bicep("loadYamlContent('data/settings.yaml').a.b", "", files) == "[1, 'two']");
  CHECK(evaluate_bicep("loadYamlContent('data/settings.yaml', 'on')", "", files) == "true");
  // Text of the file is no expression.
  CHECK(evaluate_bicep("loadJsonContent('data/settings.json').text", "", files) == "'[concat(\\'x\\')]'");
}

TEST_CASE("What a folder holds") {
  CHECK(evaluate_bicep("map(loadDirectoryFileInfo('data'), f => f.baseName)", "", files) == "['note', 'settings', 'settings']");
  CHECK(evaluate_bicep("loadDirectoryFileInfo('data', '*.yaml')[0].relativePath", "", files) == "'data/settings.yaml'");
  CHECK(evaluate_bicep("loadDirectoryFileInfo('data', '*.yaml')[0].extension", "", files) == "'.yaml'");
}

TEST_CASE("Files and paths that are not there are unknown, with the call's place") {
  for (const auto* call : {"loadTextContent('gone.txt')", "loadJsonContent('data/settings.json', '.a.x')",
                           "loadJsonContent('data/settings.json', '.a.b[99999999999999999999]')", "loadJsonContent('data/settings.json', '.a.b[x]')",
                           "loadJsonContent('data/settings.json', 'a[')"}) {
    INFO(call);
    const auto t = expand_bicep("output out any = " + std::string(call) + "\n", files);
    CHECK(t.codes() == "load-failed");
    CHECK(t.text(t.problems().at(0).span) == call);
  }
  CHECK(evaluate_bicep("loadTextContent('${p}.txt')", "param p string", files).find("!") == std::string::npos);
  CHECK(evaluate_bicep("loadJsonContent('data/note.txt')", "", files).find("json") != std::string::npos);  // it is no JSON
}

TEST_CASE("Nothing outside of the scan root is read") {
  for (const auto* call : {"loadTextContent('../secret/key.txt')", "loadFileAsBase64('data/../../secret/key.txt')",
                           "loadTextContent('/secret/key.txt')", "loadJsonContent('../secret/key.txt')", "loadDirectoryFileInfo('../secret')"}) {
    INFO(call);
    const auto t = expand_bicep("output out any = " + std::string(call) + "\n", files);
    CHECK(t.codes() == "path-outside-root");
    CHECK(t.output("out").find("leaked") == std::string::npos);
    CHECK(t.output("out").find("key") == std::string::npos);
  }
}

TEST_CASE("A module loads files beside itself") {
  const auto t = expand_bicep("module m 'data/m.bicep' = {}\noutput o string = m.outputs.o\n",
                              {{"data/m.bicep", "output o string = loadTextContent('more.txt')\n"}, {"data/more.txt", "beside"}, {"more.txt", "wrong"}});
  CHECK(t.output("o") == "'beside'");
}
