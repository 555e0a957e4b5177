#include <fmt/format.h>

#include "base/text.h"
#include "terraform/lower.h"

namespace pillarlint::terraform {

namespace {

std::string first_word(std::string_view text) {
  const auto line = trim(text.substr(0, text.find('\n')));
  return line.empty() ? std::string("nothing") : fmt::format("`{}`", shorten(line, 40));
}

// The outermost nodes that did not parse.
void report_errors(Node node, std::string_view text, SourceFile& out) {
  std::vector<Node> open{node};
  while (!open.empty()) {
    const auto one = open.back();
    open.pop_back();
    if (!one.has_error()) continue;
    if (one.is(NodeKind::error) || one.missing()) {
      const auto found = first_word(text.substr(one.first(), one.last() - one.first()));
      out.diagnostics.report(Code::terraform_syntax, Span{out.file, one.first(), one.last()}, found, "an attribute or a block");
      continue;
    }
    for (const auto child : one) open.push_back(child);
  }
}

}  // namespace

std::shared_ptr<const SourceFile> read_source(std::string_view text, FileId file, std::string path, const FunctionTable& functions) {
  auto out = std::make_shared<SourceFile>();
  out->file = file;
  out->path = std::move(path);
  out->site = {{file, 0, static_cast<std::uint32_t>(text.size())}, text, 0, false};
  const auto tree = parse_hcl(text);
  for (const auto& [begin, end] : tree.comments) out->comments.push_back({file, begin, end});
  const auto root = tree.root();
  out->broken = !tree.complete || root.has_error();
  if (out->broken) report_errors(root, text, *out);
  Lowering lowering(text, {}, *out, functions);
  out->root = lowering.body(root.child(NodeKind::body), nullptr);
  return out;
}

}  // namespace pillarlint::terraform
