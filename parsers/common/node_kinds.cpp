#include "common/node_kinds.h"

#include <array>

namespace pillarlint {

std::span<const NodeKindName> node_kind_names() {
  using K = NodeKind;
  static constexpr std::array names = std::to_array<NodeKindName>({
      {"config_file", K::config_file}, {"body", K::body}, {"attribute", K::attribute}, {"block", K::block},
      {"block_start", K::block_start}, {"block_end", K::block_end}, {"identifier", K::identifier},
      {"expression", K::expression}, {"comment", K::comment}, {"literal_value", K::literal_value},
      {"numeric_lit", K::numeric_lit}, {"bool_lit", K::bool_lit}, {"null_lit", K::null_lit},
      {"string_lit", K::string_lit}, {"true", K::true_word}, {"false", K::false_word},
      {"collection_value", K::collection_value}, {"tuple", K::tuple}, {"object", K::object},
      {"object_elem", K::object_elem}, {"ellipsis", K::ellipsis}, {"variable_expr", K::variable_expr},
      {"get_attr", K::get_attr}, {"index", K::index}, {"new_index", K::new_index}, {"legacy_index", K::legacy_index},
      {"splat", K::splat}, {"attr_splat", K::attr_splat}, {"full_splat", K::full_splat}, {"for_expr", K::for_expr},
      {"for_tuple_expr", K::for_tuple_expr}, {"for_object_expr", K::for_object_expr}, {"for_intro", K::for_intro},
      {"for_cond", K::for_cond}, {"function_call", K::function_call}, {"function_arguments", K::function_arguments},
      {"conditional", K::conditional}, {"operation", K::operation}, {"unary_operation", K::unary_operation},
      {"binary_operation", K::binary_operation}, {"template_expr", K::template_expr},
      {"quoted_template", K::quoted_template}, {"quoted_template_start", K::quoted_template_start},
      {"quoted_template_end", K::quoted_template_end}, {"heredoc_template", K::heredoc_template},
      {"heredoc_start", K::heredoc_start}, {"heredoc_identifier", K::heredoc_identifier},
      {"template_literal", K::template_literal}, {"template_interpolation", K::template_interpolation},
      {"template_interpolation_start", K::template_interpolation_start},
      {"template_interpolation_end", K::template_interpolation_end}, {"template_directive", K::template_directive},
      {"template_directive_start", K::template_directive_start}, {"template_directive_end", K::template_directive_end},
      {"strip_marker", K::strip_marker}, {"template_for", K::template_for}, {"template_for_start", K::template_for_start},
      {"template_for_end", K::template_for_end}, {"template_if", K::template_if}, {"template_if_intro", K::template_if_intro},
      {"template_else_intro", K::template_else_intro}, {"template_if_end", K::template_if_end},
      {"+", K::plus}, {"-", K::minus}, {"*", K::times}, {"/", K::divide}, {"%", K::modulo}, {"==", K::equal},
      {"!=", K::not_equal}, {"<", K::less}, {"<=", K::less_or_equal}, {">", K::greater}, {">=", K::greater_or_equal},
      {"&&", K::and_then}, {"||", K::or_else}, {"!", K::negation}, {"(", K::parenthesis}, {")", K::parenthesis_end},
      {".", K::dot}, {"[", K::bracket}, {"]", K::bracket_end}, {",", K::comma}, {"=", K::assign}, {":", K::colon},
      {"=>", K::arrow}, {"if", K::if_word},
  });
  return names;
}

}  // namespace pillarlint
