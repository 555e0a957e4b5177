#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

#include "../graph/build.h"

using namespace pillarlint;
using test::World;

namespace {

std::string file(const std::string& name) {
  std::ifstream in(std::string(PILLARLINT_SOURCE_DIR) + "/src/azure/data/" + name + ".yaml");
  return {std::istreambuf_iterator<char>(in), {}};
}

TypeIndex real_index(World& w) {
  std::vector<std::pair<std::string, Value>> documents;
  for (const auto* name : {"platform_defaults", "twins", "orders", "properties"}) {
    documents.emplace_back(std::string("src/azure/data/") + name + ".yaml", w.yaml(file(name)));
  }
  TypeIndex index(documents, w.diagnostics);
  index.check_properties(w.diagnostics);
  return index;
}

}  // namespace

TEST_CASE("API versions order by date, a preview before the release of its date") {
  CHECK(compare_api_versions("2023-01-01", "2024-01-01") < 0);
  CHECK(compare_api_versions("2024-01-01-preview", "2024-01-01") < 0);
  CHECK(compare_api_versions("2024-01-02-preview", "2024-01-01") > 0);
  CHECK(compare_api_versions("2024-01-01", "2024-01-01") == 0);
  CHECK(is_api_version("2024-01-01"));
  CHECK(is_api_version("2024-01-01-preview"));
  CHECK_FALSE(is_api_version("2024-1-01"));
  CHECK_FALSE(is_api_version("2024-01-01preview"));
  CHECK_FALSE(is_api_version("latest"));
}

TEST_CASE("properties, their versions and what is near a wrong one") {
  World w;
  const auto index = TypeIndex({{"properties", w.yaml(R"(
A.B/c:
  fully_known: true
  properties:
    '.': name location tags{} properties
    properties: id! rules[]@2022-01-01/2021-06-01-preview new@-/2024-05-01-preview map deep
    'properties.rules[]': value kind@2023-01-01
    'properties.map.*': weight
)")}}, w.diagnostics);
  for (const auto& d : w.diagnostics.list()) UNSCOPED_INFO(d.text());
  CHECK(w.diagnostics.empty());
  const TypeName type("a.b/C");
  CHECK(index.has_property(type, "properties.rules[*].value") == Truth::yes);
  CHECK(index.has_property(type, "Properties.RULES.value") == Truth::yes);
  CHECK(index.has_property(type, "properties.rules.valve") == Truth::no);
  CHECK(index.has_property(type, "properties.map.*.weight") == Truth::yes);
  CHECK(index.has_property(type, "properties.map.any.weight") == Truth::yes);
  CHECK(index.has_property(type, "tags.owner") == Truth::unknown);
  CHECK(index.has_property(type, "properties.*") == Truth::unknown);
  CHECK(index.has_property(TypeName("A.B/other"), "x") == Truth::unknown);
  CHECK(index.read_only(type, "properties.id"));
  CHECK(index.nearest_property(type, "properties.rulez[*].value") == "properties.rules[*].value");
  CHECK(index.nearest_property(type, "weight") == "properties.map.*.weight");
  CHECK(index.nearest_property(type, "zzzzzzzz").empty());
  SECTION("versions") {
    CHECK(index.first_version(type, "properties.rules") == "2022-01-01");
    CHECK(index.first_version(type, "properties.new") == "2024-05-01-preview");
    CHECK(index.exists_at(type, "properties.rules", "2022-01-01"));
    CHECK(index.exists_at(type, "properties.rules", "2021-07-01-preview"));
    CHECK_FALSE(index.exists_at(type, "properties.rules", "2021-07-01"));  // a release after the preview lacks it
    CHECK_FALSE(index.exists_at(type, "properties.rules.value", "2021-07-01"));
    CHECK_FALSE(index.exists_at(type, "properties.rules.kind", "2022-06-01"));
    CHECK_FALSE(index.exists_at(type, "properties.new", "2026-01-01"));
    CHECK(index.exists_at(type, "properties.new", "2026-01-01-preview"));
    CHECK(index.exists_at(type, "properties.deep", "2000-01-01"));
  }
}

TEST_CASE("the data of the project is sound") {
  World w;
  const auto index = real_index(w);
  CHECK(w.diagnostics.empty());
  const TypeName account("Microsoft.CognitiveServices/accounts");
  CHECK(index.has_property(account, "properties.disableLocalAuth") == Truth::yes);
  CHECK(index.nearest_property(account, "properties.disableLocalAuht") == "properties.disableLocalAuth");
  CHECK(index.first_version(account, "properties.networkInjections[*].scenario") == "2025-06-01");
  CHECK_FALSE(index.exists_at(account, "properties.networkAcls.bypass", "2023-05-01"));
  CHECK(index.order(TypeName("microsoft.storage/storageaccounts"), "properties.minimumTlsVersion").size() == 4);
  CHECK(index.twins().size() == 8);
  SECTION("each default is of a property that exists") {
    for (const auto& type : index.types()) {
      for (const auto& row : index.defaults(TypeName(type))) {
        INFO(type << " " << row.path);
        CHECK(index.has_property(TypeName(type), row.path) != Truth::no);
        CHECK((row.when_path.empty() || index.has_property(TypeName(type), row.when_path) != Truth::no));
      }
    }
  }
}

TEST_CASE("rows that are wrong are reported with their place") {
  World w;
  const auto report = [&](const char* name, std::string text) {
    const TypeIndex index({{name, w.yaml(std::move(text))}}, w.diagnostics);
    index.check_properties(w.diagnostics);
  };
  report("platform_defaults", "A.B/c: [ { path: x, value: 1 } ]");
  report("platform_defaults", "A.B/c: [ { path: x, value: 1, source: s, since: soon } ]");
  report("twins", "[ { parent: A.B/c, child: A.B/c/d, path: x, form: odd } ]");
  report("orders", "A.B/c: { x: [one] }");
  report("properties", "A.B/c: { properties: { 'a.b': c } }");
  CHECK(w.diagnostics.list().size() == 5);
  for (const auto& d : w.diagnostics.list()) CHECK(d.span.known());
}
