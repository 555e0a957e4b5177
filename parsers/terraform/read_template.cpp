#include "terraform/mend.h"
#include "terraform/parse_text.h"

namespace pillarlint::terraform {

namespace {

// The text between the lines of a heredoc whose end stands nowhere in it. Blanks do not end a template, so the last line of
// the text may be longer in the tree than in the text.
std::string_view wrapped(std::string_view text, Arena& arena, TextLimits& inside) {
  std::string mark = "EOT";
  while (text.find(mark) != std::string_view::npos) mark += mark.size() % 2 == 0 ? 'T' : 'O';
  std::string all = "template=<<" + mark + "\n";
  inside.begin = static_cast<std::uint32_t>(all.size());
  all += text;
  inside.end = static_cast<std::uint32_t>(all.size());
  all += "\n" + mark + "\n";
  return arena.copy(std::string_view(all));
}

}  // namespace

const Expr* lower_template(std::string_view text, Placement placement, SourceFile& out, const FunctionTable& functions,
                           const Bound* bound) {
  TextLimits inside{};
  const auto all = wrapped(text, out.arena, inside);
  placement.before = inside.begin;
  const auto tree = parse_text(all);
  Node node = tree.root();
  for (const auto kind : {NodeKind::body, NodeKind::attribute, NodeKind::expression, NodeKind::template_expr, NodeKind::heredoc_template}) {
    node = node.child(kind);
  }
  Lowering lowering(all, placement, out, functions);
  if (node.none() || tree.root().has_error()) return nullptr;
  return lowering.template_between(node, inside.begin, inside.end, Lowering::TemplateForm::heredoc, bound);
}

const Expr* lower_expression(std::string_view text, Placement placement, SourceFile& out, const FunctionTable& functions) {
  const auto all = out.arena.copy(std::string_view("x=(" + std::string(text) + "\n)\n"));
  placement.before = 3;
  const auto tree = parse_text(all);
  auto node = tree.root();
  for (const auto kind : {NodeKind::body, NodeKind::attribute, NodeKind::expression}) node = node.child(kind);
  if (node.none() || tree.root().has_error()) return nullptr;
  Lowering lowering(all, placement, out, functions);
  return lowering.expression(node, nullptr);
}

std::shared_ptr<const SourceFile> read_template(std::string_view text, FileId file, std::string path, const FunctionTable& functions) {
  auto out = std::make_shared<SourceFile>();
  const Span all{file, 0, static_cast<std::uint32_t>(text.size())};
  out->file = file;
  out->path = std::move(path);
  out->site = {all, text, 0, false};
  const auto* expr = lower_template(text, {}, *out, functions);
  if (expr == nullptr) {
    out->broken = true;
    out->diagnostics.report(Code::terraform_syntax, all, "a template that does not parse", "text with `${…}` and `%{…}`");
    return out;
  }
  const Attribute only{"template", all, expr, all};
  out->root.attributes = out->arena.copy(std::span<const Attribute>(&only, 1));
  return out;
}

}  // namespace pillarlint::terraform
