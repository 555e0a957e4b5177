// The syntax tree of a Bicep file: one closed set of nodes, named as the language's own compiler names them
// (github.com/Azure/bicep, src/Bicep.Core/Syntax). A node knows its bytes and its children; what the children are is said
// here, beside each kind. Nodes live in the arena of their file and never change.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace pillarlint::bicep {

enum class TokenKind : std::uint8_t {
  end_of_file, new_line, identifier, integer,
  string_complete, string_left, string_middle, string_right,  // quoted with ' or '''; the pieces around ${…}
  true_keyword, false_keyword, null_keyword,
  left_brace, right_brace, left_paren, right_paren, left_square, right_square,
  at, comma, dot, question, colon, semicolon, assignment, arrow, ellipsis, pipe, hat, double_colon, dollar, hash,
  plus, minus, asterisk, slash, modulo, exclamation, less, less_or_equal, greater, greater_or_equal,
  equal, not_equal, equal_insensitive, not_equal_insensitive, logical_and, logical_or, coalesce,
  unrecognized,
};

/// Slots in the order of the children; `?`: may be null, `…`: any number. Statements have their decorators behind their slots.
enum class NodeKind : std::uint8_t {
  program,              // statement…
  // Statements
  target_scope,         // value
  metadata,             // identifier, value
  parameter,            // identifier, type?, parameter_default?
  variable,             // identifier, type?, value
  type_declaration,     // identifier, type
  function,             // identifier, typed_lambda
  resource,             // identifier, string (type), body: object, if_condition or for; flag existing
  module,               // identifier, string (path), body: object, if_condition or for
  test,                 // identifier, string (path), object
  output,               // identifier, type?, value
  assertion,            // identifier, value
  extension,            // identifier or string, extension_with?, as_clause?; also the older `provider`, `import '…'`
  import,               // imported_symbols or wildcard_import, import_from?
  using_file,           // string or none?, using_with?
  extends_file,         // string
  parameter_assignment, // identifier, value
  extension_config,     // identifier, extension_with
  missing_declaration,  // decorators without a statement
  skipped,              // what did not parse; no children
  // Parts of statements
  decorator,            // function_call or instance_function_call
  parameter_default,    // value
  extension_with,       // object
  as_clause,            // identifier
  using_with,           // expression
  imported_symbols,     // imported_symbol…
  imported_symbol,      // identifier or string, as_clause?
  wildcard_import,      // as_clause
  import_from,          // string
  // Expressions
  identifier,           // empty (begin == end) where one is missing
  string,               // string_piece, (expression, string_piece)…
  string_piece,         // one token of a string
  integer, boolean, null, none,
  array,                // (array_item or spread)…
  array_item,           // value
  spread,               // value
  object,               // (object_property, spread or resource)…
  object_property,      // identifier or string, value
  variable_access,      // identifier
  property_access,      // base, identifier; flag safe
  resource_access,      // base, identifier: `a::b`
  array_access,         // base, index; flags safe, from_end
  function_call,        // identifier, function_argument…
  instance_function_call,  // base, identifier, function_argument…
  function_argument,    // value
  lambda,               // local_variable or variable_block, body
  variable_block,       // local_variable…
  local_variable,       // identifier
  typed_lambda,         // typed_variable_block, type, body
  typed_variable_block, // typed_local_variable…
  typed_local_variable, // identifier, type
  binary,               // left, right; `token` the operator
  unary,                // operand; `token` the operator
  ternary,              // test, yes, no
  parenthesized,        // expression
  non_null_assertion,   // base: `a!`
  for_expression,       // local_variable or variable_block, collection, body
  if_condition,         // parenthesized (or skipped), object
  // Types
  type_variable_access, // identifier
  type_property_access, // base, identifier
  type_array_access,    // base, integer: `t[0]`
  type_items_access,    // base: `t[*]`
  type_additional_properties_access,  // base: `t.*`
  array_type,           // array_type_member: `t[]`
  array_type_member,    // type
  object_type,          // (object_type_property or additional_properties)…
  object_type_property, // identifier or string, type; then decorators
  additional_properties,  // type; then decorators
  tuple_type,           // tuple_type_item…
  tuple_type_item,      // type; then decorators
  union_type,           // union_type_member…
  union_type_member,    // type
  nullable_type,        // base: `t?`
  non_nullable_type,    // base: `t!`
  parenthesized_type,   // type
  string_type, integer_type, boolean_type, null_type,  // literals as types; string_type has the children of `string`
  unary_type,           // operand; `token` the operator
  parameterized_type,   // identifier, parameterized_type_argument…: `resourceInput<'…'>`
  instance_parameterized_type,  // base, identifier, parameterized_type_argument…
  parameterized_type_argument,  // type
  resource_type,        // string?: `resource 'T@v'` as a type
};

struct Node {
  enum Flag : std::uint8_t { existing = 1, safe = 2, from_end = 4, in_error = 8 };  // in_error: it, or something in it, did not parse
  NodeKind kind = NodeKind::skipped;
  TokenKind token = TokenKind::end_of_file;  // of operators, literals and string pieces
  std::uint8_t flags = 0;
  std::uint8_t slots = 0;                    // children before the decorators
  std::uint32_t begin = 0;                   // bytes in the text of the file; a statement begins at its first decorator
  std::uint32_t end = 0;
  std::uint32_t count = 0;
  const Node* const* first = nullptr;

  [[nodiscard]] bool is(NodeKind k) const { return kind == k; }
  [[nodiscard]] bool has(Flag flag) const { return (flags & flag) != 0; }
  [[nodiscard]] std::span<const Node* const> children() const { return {first, count}; }
  /// The child in that slot; null where there is none.
  [[nodiscard]] const Node* child(std::size_t n) const { return n < count ? first[n] : nullptr; }
  [[nodiscard]] std::span<const Node* const> decorators() const { return children().subspan(slots); }
};

struct SyntaxProblem {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string found;     // as people read it: "`}`", "the end of the file"
  std::string expected;  // "a `:`", "an expression"
};

/// `#disable-next-line code…`, `#disable-diagnostics code…`, `#restore-diagnostics code…`
struct Pragma {
  enum class Kind : std::uint8_t { disable_next_line, disable_diagnostics, restore_diagnostics };
  Kind kind = Kind::disable_next_line;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::vector<std::string_view> codes;
};

/// A parsed file. `text` must outlive it.
struct SyntaxTree {
  std::string_view text;
  const Node* program = nullptr;      // never null
  std::vector<SyntaxProblem> problems;  // in source order; empty: the file is well-formed
  std::vector<Pragma> pragmas;
  Arena arena;

  [[nodiscard]] std::string_view text_of(const Node& node) const { return text.substr(node.begin, node.end - node.begin); }
};

}  // namespace pillarlint::bicep
