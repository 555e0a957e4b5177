// The expression language of ARM templates, `[concat(parameters('a'), 'b')]`: text to Expr.
// Grammar: learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "expr/expr.h"
#include "value/builtin.h"

namespace pillarlint::arm {

struct SyntaxError {
  std::uint32_t begin = 0;  // in the text
  std::uint32_t end = 0;
  std::string found;
  std::string expected;
};

struct ParsedExpression {
  const Expr* root = nullptr;          // never null; `broken` if it did not parse
  std::vector<SyntaxError> errors;
};

/// Whether a string is an expression: `[…]`, but not `[[…]`.
[[nodiscard]] inline bool is_expression(std::string_view text) {
  return text.size() >= 2 && text.front() == '[' && text.back() == ']' && text[1] != '[';
}
/// `[[…]` is the literal text `[…]`.
[[nodiscard]] inline bool is_escaped(std::string_view text) {
  return text.size() >= 3 && text.starts_with("[[") && text.back() == ']';
}

/// Parses the text of an expression with its brackets. Nodes and texts live in `arena`.
[[nodiscard]] ParsedExpression parse_expression(std::string_view text, const FunctionTable& functions, Arena& arena);

/// Parses each text once a run: templates repeat themselves (the AVM modules hold 124,980 expressions, of which 14,302 differ).
class ExpressionCache {
 public:
  explicit ExpressionCache(const FunctionTable& functions) : functions_(functions) {}
  [[nodiscard]] const ParsedExpression& parse(std::string_view text);

 private:
  struct Shard {
    std::mutex mutex;
    Arena arena;
    std::unordered_map<std::string_view, std::unique_ptr<const ParsedExpression>> parsed;
  };
  const FunctionTable& functions_;
  std::array<Shard, 16> shards_;
};

}  // namespace pillarlint::arm
