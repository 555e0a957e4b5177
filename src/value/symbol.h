// Symbols: interned nodes for computations whose result is not known (semantics D5 to D7). Two values with the same
// symbol are certainly equal; different symbols say nothing. Equality is an integer comparison; text is made on demand.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace pillarlint {

enum class SymbolId : std::uint32_t { none = 0 };

struct SymbolNode {
  std::string_view operation;           // "parameter", "resourceGroup().name", "concat", "text", "equals" …
  std::string_view literal;             // name of the parameter, the text itself …
  std::span<const SymbolId> operands;
};

/// One store per deployment (design decision 19); symbols of two stores are never compared.
class SymbolStore {
 public:
  SymbolStore();

  /// The symbol of this computation: equal operation, literal and operands give the same symbol.
  SymbolId make(std::string_view operation, std::string_view literal, std::span<const SymbolId> operands = {});
  SymbolId make(std::string_view operation, std::string_view literal, std::initializer_list<SymbolId> operands) {
    return make(operation, literal, std::span<const SymbolId>(operands.begin(), operands.size()));
  }
  /// A symbol that is equal to no other: `newGuid()`, a limit, text that did not parse.
  SymbolId fresh(std::string_view operation, std::string_view literal = {});

  [[nodiscard]] const SymbolNode& at(SymbolId id) const { return nodes_[static_cast<std::size_t>(id)]; }
  /// Readable form, cut at `limit` bytes.
  [[nodiscard]] std::string print(SymbolId id, std::size_t limit = 200) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

  /// Whether `part` is `whole` or one of its operands at any depth (bounded; false past the bound).
  [[nodiscard]] bool contains(SymbolId whole, SymbolId part) const;
  /// Calls `visit(SymbolId)` for `whole` and its operands at any depth, each once, until it returns false.
  template <typename Visit>
  void visit(SymbolId whole, Visit&& visit) const {
    std::vector<SymbolId> open{whole};
    std::vector<SymbolId> seen;
    for (std::size_t i = 0; i < open.size() && i < 4096; ++i) {
      if (!visit(open[i])) return;
      for (const auto operand : at(open[i]).operands) {
        bool known = false;
        for (const auto other : open) known = known || other == operand;
        if (!known) open.push_back(operand);
      }
    }
  }

 private:
  void grow();
  Arena arena_;
  std::vector<SymbolNode> nodes_;
  std::vector<std::uint32_t> hashes_;   // by node
  std::vector<std::uint32_t> table_;    // open addressing: node index or 0
  std::uint64_t next_fresh_ = 1;
};

}  // namespace pillarlint
