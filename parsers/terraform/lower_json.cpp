#include "terraform/lower_json.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "value/read_json.h"

namespace pillarlint::terraform {

namespace {

/// Which members of the body of a block are blocks, and how many labels they have. What a provider's resource has is known to
/// its schema only and stays an attribute.
struct BlockName {
  std::string_view parent;  // empty: the file; `*`: any
  std::string_view name;
  int labels;
};
constexpr std::array block_names = std::to_array<BlockName>({
    {"", "resource", 2}, {"", "data", 2}, {"", "ephemeral", 2}, {"", "module", 1}, {"", "variable", 1}, {"", "output", 1},
    {"", "provider", 1}, {"", "check", 1}, {"", "locals", 0}, {"", "terraform", 0}, {"", "moved", 0}, {"", "removed", 0},
    {"", "import", 0}, {"terraform", "required_providers", 0}, {"terraform", "backend", 1}, {"terraform", "cloud", 0},
    {"terraform", "provider_meta", 1}, {"variable", "validation", 0}, {"check", "data", 2}, {"check", "assert", 0},
    {"output", "precondition", 0}, {"resource", "lifecycle", 0}, {"data", "lifecycle", 0}, {"resource", "dynamic", 1},
    {"data", "dynamic", 1}, {"dynamic", "content", 0}, {"content", "dynamic", 1}, {"lifecycle", "precondition", 0},
    {"lifecycle", "postcondition", 0}, {"resource", "provisioner", 1}, {"resource", "connection", 0}, {"removed", "lifecycle", 0},
});

/// Texts that Terraform does not take as templates: names of things (`is_expression`), or the text itself.
struct LiteralName {
  std::string_view block;  // `*`: any
  std::string_view name;
  bool is_expression;
};
constexpr std::array literal_names = std::to_array<LiteralName>({
    {"variable", "type", true}, {"variable", "default", false}, {"variable", "description", false}, {"module", "source", false},
    {"module", "version", false}, {"terraform", "required_version", false}, {"required_providers", "*", false},
    {"backend", "*", false}, {"output", "description", false}, {"provider", "version", false}, {"provider", "alias", false},
    {"*", "depends_on", true}, {"resource", "provider", true}, {"data", "provider", true}, {"module", "providers", true},
    {"lifecycle", "ignore_changes", true}, {"lifecycle", "replace_triggered_by", true}, {"moved", "*", true},
    {"removed", "from", true}, {"import", "to", true}, {"import", "provider", true},
});

enum class Texts : std::uint8_t { templates, literal, expressions };

Texts texts_of(std::string_view block, std::string_view name) {
  for (const auto& row : literal_names) {
    const bool fits = (row.block == "*" || row.block == block) && (row.name == "*" || row.name == name);
    if (fits) return row.is_expression ? Texts::expressions : Texts::literal;
  }
  return Texts::templates;
}

bool has_sequence(std::string_view text) { return text.find("${") != std::string_view::npos || text.find("%{") != std::string_view::npos; }

class JsonLowering {
 public:
  JsonLowering(std::string_view text, SourceFile& out, const FunctionTable& functions) : text_(text), out_(out), functions_(functions) {}

  Body body(const Value& object, std::string_view type, const Bound* bound) {
    std::vector<Attribute> attributes;
    std::vector<Block> blocks;
    for (const auto& m : object.members()) {
      if (m.key == "//") continue;  // a comment
      const auto* row = is_variables_ ? nullptr : block_row(type, m.key);
      if (row != nullptr && m.value.is_container()) {
        std::vector<const Member*> labels;
        blocks_of(m, m.value, row->labels, labels, bound, blocks);
        continue;
      }
      const auto texts = is_variables_ ? Texts::literal : texts_of(type, m.key);
      attributes.push_back({m.key, inside_quotes(m.key_span), expression(m.value, texts, bound), m.value.span()});
    }
    return {out_.arena.copy(attributes), out_.arena.copy(blocks)};
  }

  bool is_variables_ = false;  // .tfvars.json

 private:
  static const BlockName* block_row(std::string_view parent, std::string_view name) {
    const auto fits = [&](const BlockName& row) { return row.parent == parent && row.name == name; };
    const auto* found = std::find_if(block_names.begin(), block_names.end(), fits);
    return found == block_names.end() ? nullptr : found;
  }

  // Objects of labels down to the body; at each level an array stands for several.
  void blocks_of(const Member& type, const Value& value, int labels_left, std::vector<const Member*>& labels, const Bound* bound,
                 std::vector<Block>& blocks) {
    for (const auto& item : value.items()) {
      if (!item.is_array()) blocks_of(type, item, labels_left, labels, bound, blocks);
    }
    if (!value.is_object()) {
      if (!value.is_array()) wrong(value);
      return;
    }
    if (labels_left == 0) {
      blocks.push_back(block(type, value, labels, bound));
      return;
    }
    for (const auto& m : value.members()) {
      if (m.key == "//") continue;
      labels.push_back(&m);
      blocks_of(type, m.value, labels_left - 1, labels, bound, blocks);
      labels.pop_back();
    }
  }

  Block block(const Member& type, const Value& value, const std::vector<const Member*>& labels, const Bound* bound) {
    Block made;
    std::vector<std::string_view> names;
    std::vector<Span> places;
    for (const auto* label : labels) {
      names.push_back(label->key);
      places.push_back(inside_quotes(label->key_span));
    }
    made.type = type.key;
    made.labels = out_.arena.copy(names);
    made.label_spans = out_.arena.copy(places);
    made.header = labels.empty() ? type.key_span : labels.back()->key_span;
    made.whole = {out_.file, made.header.begin, value.span().end};
    Bound iterator{names.empty() ? std::string_view() : names[0], {}, false, bound};
    const bool dynamic = type.key == "dynamic" && names.size() == 1;
    if (const auto* other = value.find("iterator"); dynamic && other != nullptr) iterator.name = other->value.text_or_empty();
    made.body = out_.arena.make<Body>(body(value, type.key, dynamic ? &iterator : bound));
    return made;
  }

  const Expr* expression(const Value& value, Texts texts, const Bound* bound) {
    if (texts == Texts::literal || is_plain(value, texts)) return literal(value);
    if (value.is_string()) return text(value, texts, bound);
    std::vector<const Expr*> parts;
    for (const auto& item : value.items()) parts.push_back(expression(item, texts, bound));
    for (const auto& m : value.members()) {
      parts.push_back(text(Value::of(m.key, m.key_span), texts == Texts::expressions ? Texts::literal : texts, bound));
      parts.push_back(expression(m.value, texts, bound));
    }
    auto* expr = make(Expr::Kind::call, value.span());
    expr->function = &operator_row(value.is_array() ? Operator::tuple : Operator::object);
    expr->text = expr->function->name;
    expr->children = out_.arena.copy(parts);
    return expr;
  }

  const Expr* text(const Value& value, Texts texts, const Bound* bound) {
    if (texts == Texts::literal || is_plain(value, texts)) return literal(value);
    Placement placement;
    placement.literal = value.span();
    placement.source = text_;
    placement.escapes = value.span().end - value.span().begin != value.text().size() + 2;
    const auto* lowered = texts == Texts::expressions ? lower_expression(value.text(), placement, out_, functions_)
                                                      : lower_template(value.text(), placement, out_, functions_, bound);
    if (lowered != nullptr) return lowered;
    wrong(value);
    auto* expr = make(Expr::Kind::broken, value.span());
    expr->text = "a template that does not parse";
    return expr;
  }

  static bool is_plain(const Value& value, Texts texts) {
    if (value.is_string()) return texts == Texts::literal || (texts == Texts::templates && !has_sequence(value.text()));
    for (const auto& item : value.items()) {
      if (!is_plain(item, texts)) return false;
    }
    for (const auto& m : value.members()) {
      if ((texts == Texts::templates && has_sequence(m.key)) || !is_plain(m.value, texts)) return false;
    }
    return true;
  }

  Expr* make(Expr::Kind kind, Span at) {
    auto* expr = out_.arena.make<Expr>();
    expr->kind = kind;
    expr->begin = at.begin;
    expr->end = at.end;
    return expr;
  }

  const Expr* literal(const Value& value) {
    auto* expr = make(Expr::Kind::literal, value.span());
    expr->literal = value;
    return expr;
  }

  static Span inside_quotes(Span key) { return key.end - key.begin < 2 ? key : Span{key.file, key.begin + 1, key.end - 1}; }

  void wrong(const Value& value) {
    out_.broken = true;
    const auto span = value.span();
    const auto found = text_.substr(span.begin, span.end - span.begin);
    out_.diagnostics.report(Code::terraform_syntax, span, "`" + shorten(found, 40) + "`",
                            value.is_string() ? "a text with `${…}` and `%{…}`" : "an object");
  }

  std::string_view text_;
  SourceFile& out_;
  const FunctionTable& functions_;
};

}  // namespace

Body lower_json(std::string_view text, SourceFile& out, const FunctionTable& functions) {
  std::shared_ptr<Document> document = read_json(text, out.file);
  out.keeps = document;
  out.comments = document->comments;
  for (const auto& one : document->diagnostics.list()) {
    out.broken = out.broken || info(one.code).effect != Effect::none;
    out.diagnostics.add(one);
  }
  JsonLowering lowering(text, out, functions);
  lowering.is_variables_ = ends_with_text(out.path, ".tfvars.json");
  return lowering.body(document->root, {}, nullptr);
}

}  // namespace pillarlint::terraform
