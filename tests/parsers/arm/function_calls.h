// Calls of functions for tests, written as expressions and compared as text.
//
//   'text' 12 1.5 true null [1, 2] {a: 1}   literals; `...` at the end of a container leaves it open
//   ?x ?x:string ?x:string(3..24) ?x!       unknowns: of a type, with bounds of their length, never empty
//   (1 | 2)                                 one of these, under conditions that are not known
//   @'text'                                 a secret
//   concat('a', toLower('B'))               calls
//
// Results are written the same way; a hole in a text is `{}`, an unknown only shows its type and bounds.
#pragma once

#include <string>
#include <string_view>

#include "value/builtin.h"

namespace pillarlint::test {

class Calls {
 public:
  Calls();
  Value run(std::string_view expression);
  std::string text(std::string_view expression) { return print(run(expression)); }
  std::string print(const Value& value);
  /// Whether two calls give the same symbol.
  bool same(std::string_view a, std::string_view b);
  /// The codes and texts of what was reported by the last run.
  std::string reported();

  Arena arena;
  SymbolStore symbols;
  Budget budget;
  Diagnostics diagnostics;
  Context context{arena, symbols, budget, diagnostics};
  FunctionTable table;
};

}  // namespace pillarlint::test
