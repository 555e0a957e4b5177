// The whole Bicep pipeline on any bytes: parse, lower, expand, print the graph. Nothing may crash, hang or read outside of
// its memory. The input is `/main.bicep`; a module or parameter file, if there is one, follows a line of `%%`.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bicep/bicep.h"
#include "graph/dump.h"
#include "support/arm.h"

using namespace pillarlint;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const auto cut = input.find("\n%%\n");
  const auto second = cut == std::string::npos ? std::string() : input.substr(cut + 4);
  const auto files = memory_files({{"/main.bicep", input.substr(0, cut)},
                                   {"/module.bicep", second},
                                   {"/main.bicepparam", second.empty() ? input : second},
                                   {"/data.json", R"({ "a": [ 1, { "b": "c" } ] })"}});
  SourceManager sources;
  Project project(*files, sources);
  project.name_relative_to("/");
  const auto bicep = bicep_language();
  for (const bool with_parameters : {false, true}) {
    DeploymentRequest request;
    request.entry = "/main.bicep";
    if (with_parameters) request.parameter_file = "/main.bicepparam";
    const auto expansion = bicep->expand(project, test::azure_types(), request, nullptr);
    if (!expansion.graph) std::abort();  // the entry can be read, so there is a graph
    DumpOptions options;
    options.bodies = options.outputs = true;
    (void)dump_graph(*expansion.graph, *expansion.symbols, options);
    for (const auto& diagnostic : expansion.diagnostics.list()) {
      if (diagnostic.text().empty() || diagnostic.span.begin > diagnostic.span.end) std::abort();
    }
  }
  (void)bicep->role(project, "/main.bicep", true);
  (void)bicep->role(project, "/main.bicepparam", true);
  return 0;
}
