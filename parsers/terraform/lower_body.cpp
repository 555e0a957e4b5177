#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/lower.h"
#include "value/read_json.h"

namespace pillarlint::terraform {

namespace {
constexpr int most_nested_blocks = 100;
}

const Attribute* Body::find(std::string_view name) const {
  for (const auto& attribute : attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

Span Lowering::span(std::uint32_t begin, std::uint32_t end) const {
  const auto from = begin < placement_.before ? 0 : begin - placement_.before;
  const auto to = end < placement_.before ? 0 : end - placement_.before;
  if (!placement_.literal.known()) return {out_.file, placement_.offset + from, placement_.offset + to};
  if (placement_.escapes) return locate_in_string(placement_.source, placement_.literal, from, to);
  const auto first = placement_.literal.begin + 1;
  const auto last = std::max(placement_.literal.end, first + 1) - 1;  // the text may be followed by what was put behind it
  return {out_.file, std::min(first + from, last), std::min(first + to, last)};
}

void Lowering::report(Node node, std::string_view found, std::string_view expected) {
  out_.broken = true;
  out_.diagnostics.report(Code::terraform_syntax, span(node), found, expected);
}

std::string_view Lowering::label_text(Node node) {
  if (!node.is(NodeKind::string_lit)) return text(node);
  const auto begin = node.child(NodeKind::quoted_template_start);
  const auto end = node.child(NodeKind::quoted_template_end);
  if (begin.none() || end.none()) return {};
  return decoded(begin.last(), end.first(), true);
}

Body Lowering::body(Node node, const Bound* bound) {
  std::vector<Attribute> attributes;
  std::vector<Block> blocks;
  body_into(node, bound, attributes, blocks);
  return {out_.arena.copy(attributes), out_.arena.copy(blocks)};
}

void Lowering::body_into(Node node, const Bound* bound, std::vector<Attribute>& attributes, std::vector<Block>& blocks) {
  if (depth_ >= most_nested_blocks) return report(node, "blocks in blocks", fmt::format("at most {} levels", most_nested_blocks));
  ++depth_;
  for (const auto child : node) {
    if (child.is(NodeKind::attribute)) attribute(child, bound, attributes);
    if (child.is(NodeKind::block)) block(child, bound, blocks);
  }
  --depth_;
}

void Lowering::attribute(Node node, const Bound* bound, std::vector<Attribute>& attributes) {
  const auto name = node.child(NodeKind::identifier);
  const auto value = node.child(NodeKind::expression);
  if (name.none() || value.none()) return;
  const auto same = [&](const Attribute& other) { return other.name == text(name); };
  if (std::any_of(attributes.begin(), attributes.end(), same)) {
    out_.diagnostics.report(Code::attribute_twice, span(name), text(name));
    return;
  }
  attributes.push_back({text(name), span(name), expression(value, bound), span(value)});
}

void Lowering::block(Node node, const Bound* bound, std::vector<Block>& blocks) {
  Block made;
  std::vector<std::string_view> labels;
  std::vector<Span> places;
  Node inside;
  auto header_end = node.first();
  for (const auto child : node) {
    if (child.is(NodeKind::body)) inside = child;
    if (!child.is(NodeKind::identifier) && !child.is(NodeKind::string_lit)) continue;
    header_end = child.last();
    if (made.type.empty()) {
      made.type = text(child);
      continue;
    }
    labels.push_back(label_text(child));
    places.push_back(span(child));
  }
  if (made.type.empty() || node.child(NodeKind::block_start).none()) return;
  made.labels = out_.arena.copy(labels);
  made.label_spans = out_.arena.copy(places);
  made.header = span(node.first(), header_end);
  made.whole = span(node);
  std::optional<Bound> iterator;
  if (made.type == "dynamic" && labels.size() == 1) iterator = iterator_of(inside, labels[0], bound);
  // In `for_each` and `labels` of a dynamic block its iterator is not bound, but nobody asks for the difference.
  made.body = out_.arena.make<Body>(body(inside, iterator ? &*iterator : bound));
  blocks.push_back(made);
}

std::optional<Bound> Lowering::iterator_of(Node body, std::string_view label, const Bound* bound) const {
  for (const auto child : body) {
    if (!child.is(NodeKind::attribute)) continue;
    const auto name = child.child(NodeKind::identifier);
    const auto value = child.child(NodeKind::expression);
    if (name.none() || value.none() || text(name) != "iterator") continue;
    return Bound{trim(text(value)), {}, false, bound};
  }
  return Bound{label, {}, false, bound};
}

}  // namespace pillarlint::terraform
