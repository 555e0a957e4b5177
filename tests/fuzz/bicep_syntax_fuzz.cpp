// Lexer and parser of Bicep on any bytes, as both kinds of file: what support/bicep_check.h promises holds.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bicep/parser.h"
#include "support/bicep_check.h"

using namespace pillarlint::bicep;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  for (const auto form : {FileForm::bicep, FileForm::parameters}) {
    const auto broken = broken_promise(*parse(text, form));
    if (broken.empty()) continue;
    std::fprintf(stderr, "%s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
