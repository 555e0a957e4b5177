#include "shape.h"

#include "support/bicep_dump.h"

namespace pillarlint::bicep {
namespace {

bool is_leaf(const Node& node) {
  switch (node.kind) {
    case NodeKind::identifier:
    case NodeKind::integer:
    case NodeKind::boolean:
    case NodeKind::null:
    case NodeKind::none:
    case NodeKind::integer_type:
    case NodeKind::boolean_type:
    case NodeKind::null_type:
    case NodeKind::string_piece: return true;
    default: return false;
  }
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \r\n") - first + 1));
}

std::string operator_of(const SyntaxTree& tree, const Node& node) {
  const auto from = node.is(NodeKind::binary) ? node.child(0)->end : node.begin;
  const auto to = node.child(node.is(NodeKind::binary) ? 1 : 0)->begin;
  return trimmed(tree.text.substr(from, to - from));
}

std::string flags(const Node& node) {
  std::string out;
  if (node.has(Node::existing)) out += " existing";
  if (node.has(Node::safe)) out += " safe";
  if (node.has(Node::from_end)) out += " from_end";
  return out;
}

}  // namespace

std::string shape(const SyntaxTree& tree, const Node& node) {
  if (is_leaf(node)) return node.begin == node.end ? "?" : std::string(tree.text_of(node));
  std::string out{kind_name(node.kind)};
  if (node.has(Node::in_error)) out += '!';
  if (node.is(NodeKind::skipped)) return out + '(' + std::string(tree.text_of(node)) + ')';
  out += flags(node) + '(';
  const bool decorated = node.kind <= NodeKind::missing_declaration || node.is(NodeKind::object_type_property) ||
                         node.is(NodeKind::additional_properties) || node.is(NodeKind::tuple_type_item);
  if (node.is(NodeKind::unary) || node.is(NodeKind::unary_type)) out += operator_of(tree, node) + ' ';
  for (std::size_t i = 0; i < node.count; ++i) {
    if (node.is(NodeKind::binary) && i == 1) out += ' ' + operator_of(tree, node) + ' ';
    else if (i > 0) out += decorated && i == node.slots ? " | " : " ";
    out += node.child(i) ? shape(tree, *node.child(i)) : "-";
  }
  return out + ')';
}

std::string shapes(const SyntaxTree& tree) {
  std::string out;
  for (const auto* statement : tree.program->children()) out += shape(tree, *statement) + '\n';
  if (!out.empty()) out.pop_back();
  return out;
}

std::string problems(const SyntaxTree& tree) {
  std::string out;
  for (const auto& p : tree.problems) {
    if (!out.empty()) out += '\n';
    out += '@' + std::to_string(p.begin) + ": found " + p.found + ", expected " + p.expected;
  }
  return out;
}

std::string shapes(std::string_view text, FileForm form) { return shapes(*parse(text, form)); }
std::string problems(std::string_view text, FileForm form) { return problems(*parse(text, form)); }

namespace {

std::string value_shape(std::string_view statement, std::string_view text, std::size_t slot) {
  const std::string whole = std::string(statement) + std::string(text);
  const auto tree = parse(whole, FileForm::bicep);
  if (!tree->problems.empty()) return problems(*tree);
  return shape(*tree, *tree->program->child(0)->child(slot));
}

}  // namespace

std::string expression_shape(std::string_view text) { return value_shape("var x = ", text, 2); }
std::string type_shape(std::string_view text) { return value_shape("type x = ", text, 1); }

}  // namespace pillarlint::bicep
