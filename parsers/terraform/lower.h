// The inside of read_source: from the tree of one text to blocks and expressions. One class in several sources: bodies
// (lower_body.cpp), expressions (lower_expression.cpp), names (lower_name.cpp), templates (lower_template.cpp).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "common/tree.h"
#include "terraform/operators.h"
#include "terraform/syntax.h"

namespace pillarlint::terraform {

/// Where the text that is lowered stands in the file: the whole file, or a string of a JSON file.
struct Placement {
  std::uint32_t before = 0;  // bytes that were put before the text so that it parses
  std::uint32_t offset = 0;  // where the text begins in the file, if it is a part of it
  Span literal;              // the string with its quotes; not known: the text is the file
  std::string_view source;   // text of the file, for strings with escapes
  bool escapes = false;
};

/// A name that an enclosing for-expression or dynamic block gives. A chain on the stack.
struct Bound {
  std::string_view name;
  std::string_view pair;  // the local that holds { key, value }; empty: a local of the same name
  bool is_key = false;
  const Bound* outer = nullptr;
};

struct TextLimits {
  std::uint32_t begin, end;
};

/// The template that the text is; null if it does not parse. The text may lie in a string of the file.
[[nodiscard]] const Expr* lower_template(std::string_view text, Placement placement, SourceFile& out, const FunctionTable& functions,
                                         const Bound* bound = nullptr);
/// The same of a text that is one expression.
[[nodiscard]] const Expr* lower_expression(std::string_view text, Placement placement, SourceFile& out, const FunctionTable& functions);

class Lowering {
 public:
  Lowering(std::string_view text, const Placement& placement, SourceFile& out, const FunctionTable& functions)
      : text_(text), placement_(placement), out_(out), functions_(functions) {}

  [[nodiscard]] Body body(Node node, const Bound* bound);
  void body_into(Node node, const Bound* bound, std::vector<Attribute>& attributes, std::vector<Block>& blocks);
  [[nodiscard]] const Expr* expression(Node node, const Bound* bound);
  /// The template between two places, whose sequences are among the children of the node.
  enum class TemplateForm : std::uint8_t { quoted, heredoc, indented_heredoc };
  [[nodiscard]] const Expr* template_between(Node node, std::uint32_t begin, std::uint32_t end, TemplateForm form, const Bound* bound);
  [[nodiscard]] Span span(std::uint32_t begin, std::uint32_t end) const;

 private:
  struct Sequence;  // of a template
  using Limits = TextLimits;
  using Chain = std::span<const Node>;

  // Bodies.
  void block(Node node, const Bound* bound, std::vector<Block>& blocks);
  void attribute(Node node, const Bound* bound, std::vector<Attribute>& attributes);
  [[nodiscard]] std::optional<Bound> iterator_of(Node body, std::string_view label, const Bound* bound) const;

  // Expressions.
  [[nodiscard]] const Expr* any(Node node, const Bound* bound);
  [[nodiscard]] const Expr* chain(Chain items, const Bound* bound);
  [[nodiscard]] const Expr* further(const Expr* so_far, Chain items, const Bound* bound, std::uint32_t begin);
  [[nodiscard]] const Expr* splat(const Expr* so_far, Node node, Chain rest, const Bound* bound, std::uint32_t begin);
  [[nodiscard]] const Expr* index(const Expr* of, Node node, const Bound* bound, std::uint32_t begin);
  [[nodiscard]] const Expr* binary(Node node, const Bound* bound);
  [[nodiscard]] const Expr* unary(Node node, const Bound* bound);
  [[nodiscard]] const Expr* conditional(Node node, const Bound* bound);
  [[nodiscard]] const Expr* literal_value(Node node, const Bound* bound);
  [[nodiscard]] const Expr* number(Node node);
  [[nodiscard]] const Expr* object(Node node, const Bound* bound);
  [[nodiscard]] const Expr* object_key(Node node, const Bound* bound);
  [[nodiscard]] const Expr* tuple(Node node, const Bound* bound);
  [[nodiscard]] const Expr* function_call(Node node, const Bound* bound);
  [[nodiscard]] const Expr* as_condition(const Expr* operand);

  // Loops.
  struct Loop {
    std::string_view parameter;
    const Expr* collection = nullptr;
    Bound key, value;
    const Bound* inner = nullptr;
  };
  void begin_loop(Node intro, const Bound* bound, Loop& loop);
  [[nodiscard]] const Expr* lambda(const Loop& loop, const Expr* body, Limits at);
  [[nodiscard]] const Expr* for_expression(Node node, const Bound* bound);

  // Names.
  [[nodiscard]] const Expr* name(Chain items, const Bound* bound, std::size_t& used);
  [[nodiscard]] const Expr* module_output(Chain items, const Bound* bound, std::size_t& used);
  [[nodiscard]] const Expr* one_instance(const Expr* of, Node node, const Bound* bound, std::uint32_t begin);
  [[nodiscard]] const Expr* bound_name(const Bound& bound, Node node);
  [[nodiscard]] const Expr* named(NameKind kind, std::string_view text, Limits at);

  // Templates.
  [[nodiscard]] const Expr* quoted(Node node, const Bound* bound);
  [[nodiscard]] const Expr* heredoc(Node node, const Bound* bound);
  void sequences(Node node, std::vector<Sequence>& out);
  [[nodiscard]] std::vector<Sequence> with_texts(const std::vector<Sequence>& sequences, std::uint32_t begin, std::uint32_t end,
                                                 TemplateForm form);
  void trim_texts(std::vector<Sequence>& parts);
  void remove_indentation(std::vector<Sequence>& parts);
  [[nodiscard]] const Expr* parts_until(std::span<const Sequence> parts, std::size_t& at, const Bound* bound, Limits whole);
  [[nodiscard]] const Expr* directive(std::span<const Sequence> parts, std::size_t& at, const Bound* bound);
  [[nodiscard]] std::string_view decoded(std::uint32_t begin, std::uint32_t end, bool is_quoted);
  void append_escape(std::string_view raw, std::size_t& at, std::string& text) const;

  // Nodes.
  [[nodiscard]] Expr* make(Expr::Kind kind, Limits at);
  [[nodiscard]] const Expr* literal(Value value, Limits at);
  [[nodiscard]] const Expr* broken(std::string_view why, Limits at);
  [[nodiscard]] const Expr* call(Operator op, std::initializer_list<const Expr*> args, Limits at);
  [[nodiscard]] const Expr* call(Operator op, const std::vector<const Expr*>& args, Limits at);
  [[nodiscard]] const Expr* member(const Expr* of, std::string_view name, Limits at);
  [[nodiscard]] static Limits limits(Node node) { return {node.first(), node.last()}; }
  [[nodiscard]] Span span(Limits at) const { return span(at.begin, at.end); }
  [[nodiscard]] Span span(Node node) const { return span(node.first(), node.last()); }
  [[nodiscard]] std::string_view text(Node node) const { return text_.substr(node.first(), node.last() - node.first()); }
  [[nodiscard]] std::string_view label_text(Node node);
  void report(Node node, std::string_view found, std::string_view expected);

  std::string_view text_;
  Placement placement_;
  SourceFile& out_;
  const FunctionTable& functions_;
  int depth_ = 0;
};

}  // namespace pillarlint::terraform
