// Any bytes as a rule file: the loader complains, or the rule is checked against a small deployment. Nothing may crash or hang.
#include <cstdint>
#include <string>

#include "cli/load_data.h"
#include "rules/check.h"
#include "support/arm.h"
#include "value/read_yaml.h"

using namespace pillarlint;

namespace {

const test::Expanded& deployment() {
  static const auto made = test::expand_arm(R"({
    "parameters": { "access": { "type": "string" } },
    "resources": [
      { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2023-05-01", "name": "ai", "kind": "OpenAI", "sku": { "name": "S0" },
        "properties": { "publicNetworkAccess": "[parameters('access')]", "disableLocalAuth": false, "networkAcls": { "ipRules": [ { "value": "10.0.0.0/8" } ] } } },
      { "type": "Microsoft.CognitiveServices/accounts/deployments", "apiVersion": "2023-05-01", "name": "ai/chat", "sku": { "name": "Standard", "capacity": 10 },
        "properties": { "model": { "format": "OpenAI", "name": "gpt-4o", "version": "2024-05-13" } } },
      { "type": "Microsoft.Network/privateEndpoints", "apiVersion": "2023-05-01", "name": "pe",
        "properties": { "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "[resourceId('Microsoft.CognitiveServices/accounts', 'ai')]" } } ] } } ] })");
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  SourceManager sources;
  const auto file = sources.add("rules/ai-services/fuzzed.yaml", text);
  const auto document = read_yaml(sources.text(file), file);
  Diagnostics diagnostics;
  RuleSet rules({{"rules/ai-services/fuzzed.yaml", file, document->root}}, &test::azure_types(), true, diagnostics);
  const auto selected = rules.select({}, diagnostics);
  auto context = const_cast<Expansion&>(deployment().expansion).context();  // symbols grow, the graph stays
  CheckOptions options;
  options.today = "2026-11-21";
  options.environment = "production";
  options.types = &test::azure_types();
  options.keep_passed = true;
  (void)check(rules, selected, deployment().graph(), context, options);
  return 0;
}
