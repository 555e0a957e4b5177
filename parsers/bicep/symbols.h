// What a Bicep file declares, by name. Parameters, variables, types, functions, resources, modules and imports share one
// name space; names are told apart by letter case.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "bicep/syntax.h"

namespace pillarlint::bicep {

struct Symbol {
  enum class Kind : std::uint8_t {
    parameter,
    variable,
    type,
    function,
    resource,
    module,
    imported,   // `import { a as b } from '…'`: `original` is its name there
    wildcard,   // `import * as b from '…'`
    extension,  // `extension kubernetes as b`
  };
  Kind kind = Kind::variable;
  std::string_view name;
  const Node* node = nullptr;         // the declaration; of imports the whole `import` statement
  std::string original;
  const Node* outer = nullptr;        // the resource that a nested one stands in
};

class Symbols {
 public:
  Symbols() = default;
  explicit Symbols(const SyntaxTree& tree);

  /// The symbol of that name at the top of the file; null: there is none.
  [[nodiscard]] const Symbol* find(std::string_view name) const;
  /// The resource of that name that stands directly in `outer`.
  [[nodiscard]] const Symbol* nested(const Node* outer, std::string_view name) const;
  [[nodiscard]] const std::deque<Symbol>& all() const { return symbols_; }
  /// Names, for `did you mean`.
  [[nodiscard]] std::vector<std::string_view> names() const;

 private:
  void add(const SyntaxTree& tree, const Node& statement);
  void add_imports(const SyntaxTree& tree, const Node& statement);
  void add_extension(const SyntaxTree& tree, const Node& statement);
  void add_nested(const SyntaxTree& tree, const Node& resource);
  void put(Symbol symbol);

  std::deque<Symbol> symbols_;
  std::unordered_map<std::string_view, const Symbol*> by_name_;
};

/// The object that describes a resource or module, behind its `if` and `for`; null if it did not parse.
struct Body {
  const Node* loop = nullptr;       // for_expression
  const Node* condition = nullptr;  // what is in the parentheses
  const Node* object = nullptr;
};
[[nodiscard]] Body body_of(const Node& declaration);
/// The value of a property of an object literal; null: it has none of this name.
[[nodiscard]] const Node* property(const SyntaxTree& tree, const Node& object, std::string_view name);
/// The name of a property if it is written out: `a` or `'a'`, but not `'${a}'`.
[[nodiscard]] std::optional<std::string> property_name(const SyntaxTree& tree, const Node& key);
/// The text of a string without holes.
[[nodiscard]] std::optional<std::string> literal_text(const SyntaxTree& tree, const Node* node);
/// `(a)` and `a!` without what has no effect on the value.
[[nodiscard]] const Node* bare(const Node* node);
/// The call of a decorator by its name, with or without `sys.`; null: it is not there.
[[nodiscard]] const Node* decorator(const SyntaxTree& tree, const Node& declaration, std::string_view name);

}  // namespace pillarlint::bicep
