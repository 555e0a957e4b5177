// What is left of a template when one byte of it is wrong: as good as all.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/cpu_time.h"
#include "support/json.h"
#include "value/reading.h"

using namespace pillarlint;
using namespace pillarlint::test;

namespace {

constexpr std::string_view sample = R"({
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "name": {
      "type": "string",
      "minLength": 2,
      "maxLength": 64,
      "metadata": {
        "description": "Required. The name of the account; \"quoted\" once."
      }
    },
    "location": {
      "type": "string",
      "defaultValue": "[resourceGroup().location]"
    },
    "ipRules": {
      "type": "array",
      "defaultValue": [
        "10.0.0.0/24",
        "10.0.1.0/24"
      ]
    },
    "capacity": {
      "type": "int",
      "defaultValue": 120,
      "allowedValues": [10, 120, 240]
    }
  },
  "variables": {
    "isPublic": false,
    "suffix": "[uniqueString(resourceGroup().id)]",
    "tags": {}
  },
  "resources": [
    {
      "type": "Microsoft.CognitiveServices/accounts",
      "apiVersion": "2024-10-01",
      "name": "[parameters('name')]",
      "location": "[parameters('location')]",
      "kind": "OpenAI",
      "sku": {
        "name": "S0"
      },
      "identity": {
        "type": "SystemAssigned"
      },
      "properties": {
        "customSubDomainName": "[format('{0}-{1}', parameters('name'), variables('suffix'))]",
        "disableLocalAuth": true,
        "publicNetworkAccess": "Disabled",
        "networkAcls": {
          "defaultAction": "Deny",
          "ipRules": [],
          "virtualNetworkRules": null
        }
      }
    },
    {
      "type": "Microsoft.CognitiveServices/accounts/deployments",
      "apiVersion": "2024-10-01",
      "name": "[format('{0}/{1}', parameters('name'), 'gpt-4o')]",
      "dependsOn": [
        "[resourceId('Microsoft.CognitiveServices/accounts', parameters('name'))]"
      ],
      "sku": {
        "name": "Standard",
        "capacity": "[parameters('capacity')]"
      },
      "properties": {
        "model": {
          "format": "OpenAI",
          "name": "gpt-4o",
          "version": "2024-08-06"
        },
        "versionUpgradeOption": "OnceNewDefaultVersionAvailable"
      }
    }
  ],
  "outputs": {
    "endpoint": {
      "type": "string",
      "value": "[reference(parameters('name')).endpoint]"
    },
    "resourceId": {
      "type": "string",
      "value": "[resourceId('Microsoft.CognitiveServices/accounts', parameters('name'))]"
    }
  }
}
)";

// How many of the values below `whole` still stand at their place in `left`, with their kind. A member whose name was
// damaged is matched by order with one that has no other partner.
std::size_t kept(const Value& whole, const Value& left) {
  if (whole.kind() != left.kind()) return 0;
  std::size_t n = 1;
  for (std::size_t i = 0; i < std::min(whole.items().size(), left.items().size()); ++i) {
    n += kept(whole.items()[i], left.items()[i]);
  }
  std::vector<const Member*> renamed;
  for (const auto& member : left.members()) {
    if (whole.find(member.key) == nullptr) renamed.push_back(&member);
  }
  std::size_t next = 0;
  for (const auto& member : whole.members()) {
    const auto* found = left.find(member.key);
    if (found == nullptr && next < renamed.size()) found = renamed[next++];
    if (found != nullptr) n += kept(member.value, found->value);
  }
  return n;
}

struct Loss {
  double kept = 0;  // sum of shares
  double least = 1;
  std::size_t least_at = 0;
  char least_change = 0;
  std::size_t damages = 0;
  double slowest_ms = 0;
};

void measure(const Value& whole, const std::string& damaged, std::size_t at, char change, Loss& loss) {
  const double start = cpu_seconds();
  const auto document = json(damaged);
  loss.slowest_ms = std::max(loss.slowest_ms, (cpu_seconds() - start) * 1e3);
  // Still JSON: a name or a value has changed, and nothing is lost by reading it.
  if (is_json(damaged)) {
    CHECK(document->diagnostics.empty());
    loss.kept += 1;
    ++loss.damages;
    return;
  }
  const auto share = static_cast<double>(kept(whole, document->root)) / static_cast<double>(count_values(whole));
  loss.kept += share;
  ++loss.damages;
  if (share < loss.least) {
    loss.least = share;
    loss.least_at = at;
    loss.least_change = change;
  }
}

}  // namespace

TEST_CASE("one damaged byte loses next to nothing", "[json][recovery]") {
  const auto undamaged = json(sample);
  const auto& whole = undamaged->root;
  REQUIRE(count_values(whole) == 70);
  Loss loss;
  const std::string text(sample);
  SECTION("a byte is missing") {
    for (std::size_t i = 0; i < text.size(); ++i) measure(whole, text.substr(0, i) + text.substr(i + 1), i, '-', loss);
  }
  SECTION("a byte is another") {
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (const char c : std::string_view("x\"{}[],:0 \n\\")) {
        if (text[i] == c) continue;
        auto damaged = text;
        damaged[i] = c;
        measure(whole, damaged, i, c, loss);
      }
    }
  }
  SECTION("a byte is too many") {
    for (std::size_t i = 0; i < text.size(); ++i) {
      for (const char c : std::string_view("x\"{}[],:0 \n\\")) {
        measure(whole, text.substr(0, i) + c + text.substr(i), i, c, loss);
      }
    }
  }
  const auto average = loss.kept / static_cast<double>(loss.damages);
  CAPTURE(loss.damages, loss.least, loss.least_at, loss.least_change, loss.slowest_ms);
  CHECK(average >= 0.995);
  CHECK(loss.slowest_ms < 100);  // some 0.1 ms; a search that starts again for every line would show
}

TEST_CASE("what is broken is named once, at its place, and the rest stays", "[json][recovery]") {
  struct Row {
    std::string_view text;
    std::string_view codes;
    std::string_view at;    // the text at the first diagnostic
    std::string_view path;  // a member of the root that must have been kept
  };
  const Row rows[] = {
      {"{\n  \"a\": 1\n  \"b\": 2\n}", "json-unexpected", "\"", "b"},                     // comma
      {"{\n  \"a\": \"x,\n  \"b\": 2\n}", "json-bad-string", "\"x,", "b"},                // closing quote
      {"{\n  \"a\": x,\n  \"b\": 2\n}", "json-unexpected", "x", "b"},                     // no value
      {"{\n  \"a\": ,\n  \"b\": 2\n}", "json-unexpected", ",", "b"},                      // no value
      {"{\n  \"a\" 1,\n  \"b\": 2\n}", "json-unexpected", "1", "b"},                      // colon
      {"{\n  a\": 1,\n  \"b\": 2\n}", "json-unexpected", "a", "b"},                       // opening quote
      {"{\n  \"a: 1,\n  \"b\": 2\n}", "json-bad-string", "\"a: 1,", "b"},                 // closing quote of a name
      {"{\n  \"a\": [1, 2,\n  \"b\": 2\n}", "json-unexpected", "\"", "b"},                // bracket
      {"{\n  \"a\": {\n    \"c\": 1\n  ,\n  \"b\": 2\n}", "json-unexpected", "\"", "b"},  // brace
      {"{\n  \"a\":\n    \"c\": 1\n  },\n  \"b\": 2\n}", "json-unexpected", "\"", "b"},   // opening brace
      {"{\n  \"a\": 01,\n  \"b\": 2\n}", "json-bad-number", "01", "b"},
      {"{\n  \"a\": 1\n},\n  \"b\": 2\n}", "json-extra-text", ",", "b"},  // one brace too many
      {"{\n  \"a\": 1,\n  \"b\": 2\n", "json-unclosed", "{", "b"},
      {"{\n  \"a\": 1,\n  \"b\": 2 /* open\n}", "json-unclosed", "/*", "b"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto document = json(row.text);
    CHECK(codes(*document) == row.codes);
    REQUIRE_FALSE(document->diagnostics.empty());
    CHECK(text_at(row.text, document->diagnostics.list()[0].span) == row.at);
    CHECK(document->root.get(row.path).is_integer());
    CHECK(document->root.get(row.path).integer() == 2);
    CHECK(document->root.find("a") != nullptr);
  }
}

TEST_CASE("what could not be read is not known, rather than absent", "[json][recovery]") {
  const auto document = json("{\n  \"a\": Disabled,\n  \"b\": [1, oops, 3],\n  stray text,\n  \"c\": 2\n}");
  CHECK_FALSE(document->root.get("a").known());
  CHECK(document->root.get("a").why().why == Unknown::Why::does_not_parse);
  CHECK(document->root.get("b").size() == 3);
  CHECK_FALSE(document->root.get("b").items()[1].known());
  CHECK(document->root.get("b").has_unknown());
  CHECK(document->root.has_unknown());
  REQUIRE(document->root.rest() != nullptr);  // the stray text may have been a member
  CHECK(document->root.rest()->why == Unknown::Why::does_not_parse);
  CHECK(document->root.get("c").integer() == 2);
}

TEST_CASE("text that is no JSON at all is told from broken JSON", "[json][recovery]") {
  CHECK_FALSE(json("targetScope = 'subscription'")->readable);
  CHECK(codes(*json("targetScope = 'subscription'")) == "json-unexpected");
  CHECK_FALSE(json("")->readable);
  CHECK(codes(*json(" \r\n\t")) == "json-empty");
  CHECK(json("{]")->readable);
}

TEST_CASE("a root that is no container survives what comes with it", "[json][recovery]") {
  CHECK_FALSE(json("01 \"x\": 2")->diagnostics.empty());
  CHECK(codes(*json("1 2")) == "json-extra-text");
  CHECK(json("\"a\": 1}")->root.get("a").integer() == 1);
  CHECK(json("x {\"a\": 1}")->root.get("a").integer() == 1);
}
