#include "support/embedded.h"

#include "support/arm.h"
#include "value/embedded.h"
#include "value/pack.h"

namespace pillarlint::test {

std::vector<std::pair<std::string, Value>> embedded_documents(std::string_view below, Arena& arena) {
  std::vector<std::pair<std::string, Value>> documents;
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with(below) || file.packed.empty()) continue;
    std::size_t at = 0;
    documents.emplace_back(std::string(file.path), unpack(file.packed, at, arena, FileId::none));
  }
  return documents;
}

const TypeIndex& azure_types() {
  static Arena arena;
  static Diagnostics diagnostics;
  static const TypeIndex types(embedded_documents("src/azure/data/", arena), diagnostics);
  return types;
}

}  // namespace pillarlint::test
