// The kinds of nodes of the HCL grammar that lowering looks at, by the names that the grammar gives them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace pillarlint {

enum class NodeKind : std::uint8_t {
  other,  // one that nobody asks for
  error,
  config_file, body, attribute, block, block_start, block_end, identifier, expression, comment,
  literal_value, numeric_lit, bool_lit, null_lit, string_lit, true_word, false_word,
  collection_value, tuple, object, object_elem, ellipsis,
  variable_expr, get_attr, index, new_index, legacy_index, splat, attr_splat, full_splat,
  for_expr, for_tuple_expr, for_object_expr, for_intro, for_cond,
  function_call, function_arguments, conditional, operation, unary_operation, binary_operation,
  template_expr, quoted_template, quoted_template_start, quoted_template_end, heredoc_template, heredoc_start,
  heredoc_identifier, template_literal, template_interpolation, template_interpolation_start, template_interpolation_end,
  template_directive, template_directive_start, template_directive_end, strip_marker,
  template_for, template_for_start, template_for_end,
  template_if, template_if_intro, template_else_intro, template_if_end,
  plus, minus, times, divide, modulo, equal, not_equal, less, less_or_equal, greater, greater_or_equal, and_then, or_else, negation,
  parenthesis, parenthesis_end, dot, bracket, bracket_end, comma, assign, colon, arrow, if_word,
};

struct NodeKindName {
  std::string_view name;
  NodeKind kind;
};
[[nodiscard]] std::span<const NodeKindName> node_kind_names();

}  // namespace pillarlint
