#include <fmt/format.h>

#include "base/text.h"
#include "common/tree.h"
#include "terraform/items.h"
#include "terraform/lower.h"
#include "terraform/lower_json.h"
#include "terraform/mend.h"
#include "terraform/parse_text.h"

namespace pillarlint::terraform {

namespace {

constexpr int most_brackets = 400;

// No item is wrong alone, but the text is as a whole.
void report_first_error(const Tree& tree, std::string_view text, SourceFile& out) {
  out.broken = true;
  for (const auto& node : tree.nodes) {
    if (node.kind != NodeKind::error && !node.missing) continue;
    const auto line = trim(text.substr(node.begin, text.find('\n', node.begin) - node.begin));
    out.diagnostics.report(Code::terraform_syntax, Span{out.file, node.begin, node.end}, fmt::format("`{}`", shorten(line, 40)),
                           "an attribute or a block");
    return;
  }
}

Body read_text(std::string_view text, SourceFile& out, const FunctionTable& functions) {
  if (too_deep(text, most_brackets)) return mended(text, out, functions);
  if (too_many_tokens(text)) {
    for (const auto& [begin, end] : comments_of(text)) out.comments.push_back({out.file, begin, end});
    return mended(text, out, functions);  // item by item, though nothing may be wrong
  }
  const auto tree = parse_text(text);
  for (const auto& [begin, end] : tree.comments) out.comments.push_back({out.file, begin, end});
  if (!tree.complete || tree.root().has_error()) {
    const auto said = out.diagnostics.list().size();
    const auto body = mended(text, out, functions);
    if (said == out.diagnostics.list().size()) report_first_error(tree, text, out);
    return body;
  }
  Lowering lowering(text, {}, out, functions);
  return lowering.body(tree.root().child(NodeKind::body), nullptr);
}

}  // namespace

std::shared_ptr<const SourceFile> read_source(std::string_view text, FileId file, std::string path, const FunctionTable& functions) {
  auto out = std::make_shared<SourceFile>();
  out->file = file;
  out->path = std::move(path);
  out->site = {{file, 0, static_cast<std::uint32_t>(text.size())}, text, 0, false};
  const bool json = ends_with_text(out->path, ".json");
  out->root = json ? lower_json(text, *out, functions) : read_text(text, *out, functions);
  return out;
}

}  // namespace pillarlint::terraform
