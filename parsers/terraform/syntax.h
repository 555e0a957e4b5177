// One file of Terraform text as blocks, attributes and expressions: what all else of this folder is made from. Texts and
// JSON files give the same.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "expr/expr.h"
#include "value/builtin.h"

namespace pillarlint::terraform {

struct Body;

struct Attribute {
  std::string_view name;
  Span name_span;
  const Expr* value = nullptr;
  Span value_span;
};

struct Block {
  std::string_view type;
  std::span<const std::string_view> labels;
  std::span<const Span> label_spans;
  Span header;  // type and labels, one line
  Span whole;   // to the closing brace
  const Body* body = nullptr;
};

struct Body {
  std::span<const Attribute> attributes;  // in the order of the text; of a name that stands twice only the first
  std::span<const Block> blocks;          // in the order of the text
  [[nodiscard]] const Attribute* find(std::string_view name) const;
};

/// One .tf, .tofu, .tf.json, .tfvars or .tfvars.json. Owns its arena; immutable, shared by all roots and threads of a run.
/// Offsets of expressions are offsets in the file.
struct SourceFile {
  FileId file = FileId::none;
  std::string path;
  Arena arena;
  Body root;
  Site site;
  std::vector<Span> comments;  // suppressions live there
  Diagnostics diagnostics;
  bool broken = false;         // something did not parse
  std::shared_ptr<const void> keeps;  // what its texts point into besides its arena
};

/// Reads the text, which must outlive the result, by the ending of the path. Never null: what is wrong is among its diagnostics.
[[nodiscard]] std::shared_ptr<const SourceFile> read_source(std::string_view text, FileId file, std::string path,
                                                            const FunctionTable& functions);

/// A text that is one template (`templatefile`): its expression is the attribute `template` of the root.
[[nodiscard]] std::shared_ptr<const SourceFile> read_template(std::string_view text, FileId file, std::string path,
                                                              const FunctionTable& functions);

}  // namespace pillarlint::terraform
