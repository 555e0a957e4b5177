#include "support/bicep_dump.h"

#include <array>

namespace pillarlint::bicep {
namespace {

constexpr auto kind_names = std::to_array<std::string_view>({
    "program", "target_scope", "metadata", "parameter", "variable", "type_declaration", "function", "resource",
    "module", "test", "output", "assertion", "extension", "import", "using_file", "extends_file",
    "parameter_assignment", "extension_config", "missing_declaration", "skipped", "decorator", "parameter_default",
    "extension_with", "as_clause", "using_with", "imported_symbols", "imported_symbol", "wildcard_import",
    "import_from", "identifier", "string", "string_piece", "integer", "boolean", "null", "none", "array",
    "array_item", "spread", "object", "object_property", "variable_access", "property_access", "resource_access",
    "array_access", "function_call", "instance_function_call", "function_argument", "lambda", "variable_block",
    "local_variable", "typed_lambda", "typed_variable_block", "typed_local_variable", "binary", "unary", "ternary",
    "parenthesized", "non_null_assertion", "for_expression", "if_condition", "type_variable_access",
    "type_property_access", "type_array_access", "type_items_access", "type_additional_properties_access",
    "array_type", "array_type_member", "object_type", "object_type_property", "additional_properties", "tuple_type",
    "tuple_type_item", "union_type", "union_type_member", "nullable_type", "non_nullable_type", "parenthesized_type",
    "string_type", "integer_type", "boolean_type", "null_type", "unary_type", "parameterized_type",
    "instance_parameterized_type", "parameterized_type_argument", "resource_type",
});
static_assert(kind_names.size() == static_cast<std::size_t>(NodeKind::resource_type) + 1);

void dump_node(const SyntaxTree& tree, const Node& node, std::size_t depth, std::string& out) {
  out.append(2 * depth, ' ');
  out += kind_name(node.kind);
  out += ' ' + std::to_string(node.begin) + '-' + std::to_string(node.end);
  if (node.has(Node::existing)) out += " existing";
  if (node.has(Node::safe)) out += " safe";
  if (node.has(Node::from_end)) out += " from_end";
  if (node.has(Node::in_error)) out += " in_error";
  if (node.is(NodeKind::binary) || node.is(NodeKind::unary) || node.is(NodeKind::unary_type)) {
    out += " token " + std::to_string(static_cast<int>(node.token));
  }
  if (node.count == 0 && node.begin != node.end) out += " |" + std::string(tree.text_of(node)) + '|';
  out += '\n';
  for (const auto* child : node.children()) {
    if (child) dump_node(tree, *child, depth + 1, out);
  }
}

}  // namespace

std::string_view kind_name(NodeKind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::string dump(const SyntaxTree& tree) {
  std::string out;
  dump_node(tree, *tree.program, 0, out);
  return out;
}

}  // namespace pillarlint::bicep
