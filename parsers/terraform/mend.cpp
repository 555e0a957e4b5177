#include "terraform/mend.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/items.h"
#include "terraform/parse_text.h"

namespace pillarlint::terraform {

namespace {

constexpr int most_brackets = 400;  // nested in one item
constexpr int most_nested_blocks = 100;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

Placement placed_at(std::uint32_t offset) {
  Placement placement;
  placement.offset = offset;
  return placement;
}

class Mending {
 public:
  Mending(std::string_view text, SourceFile& out, const FunctionTable& functions)
      : text_(text), out_(out), functions_(functions), bytes_left_(40 * text.size() + 100'000) {}

  Body body(std::uint32_t begin, std::uint32_t end, const Bound* bound, int depth) {
    Found found;
    for (auto at = begin; at < end;) {
      auto item = next_item(text_, at, end, trust_);
      if (item.begin >= item.end) break;
      trust_.brackets = trust_.brackets && item.closed;
      trust_.heredocs = trust_.heredocs && item.heredoc_closed;
      bool read = take(item, bound, found);
      if (!read) {
        const auto shorter = next_item(text_, at, end, {false, trust_.heredocs});
        if (shorter.end < item.end) {
          item = shorter;
          read = take(item, bound, found);
        }
      }
      if (!read) lose(item, bound, found, depth);
      at = std::max(item.end, item.begin + 1);
    }
    return {out_.arena.copy(found.attributes), out_.arena.copy(found.blocks)};
  }

 private:
  struct Found {
    std::vector<Attribute> attributes;
    std::vector<Block> blocks;
  };

  // Reads the item if it parses alone.
  bool take(const Item& item, const Bound* bound, Found& found) {
    const auto size = item.end - item.begin;
    const auto part = text_.substr(item.begin, size);
    if (size > bytes_left_ || !item.closed || too_deep(part, most_brackets)) return false;
    bytes_left_ -= size;
    const auto tree = parse_text(part);
    if (!tree.complete || tree.root().has_error()) return false;
    lower(tree, part, placed_at(item.begin), bound, found);
    return true;
  }

  void lower(const Tree& tree, std::string_view part, const Placement& placement, const Bound* bound, Found& found) {
    Lowering lowering(part, placement, out_, functions_);
    lowering.body_into(tree.root().child(NodeKind::body), bound, found.attributes, found.blocks);
  }

  // A block is read from its header on; an attribute keeps its name, so that it does not seem to be absent.
  void lose(const Item& item, const Bound* bound, Found& found, int depth) {
    if (item.brace != 0 && depth < most_nested_blocks && take_header(item, bound, found, depth)) return;
    report(item);
    const auto part = text_.substr(item.begin, item.end - item.begin);
    const auto assign = part.find('=');
    const auto name = assign == std::string_view::npos ? std::string_view() : trim(part.substr(0, assign));
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '-'; });
    if (item.brace != 0 || !is_name) return;
    const Span place{out_.file, item.begin + static_cast<std::uint32_t>(assign) + 1, item.end};
    auto* expr = out_.arena.make<Expr>();
    expr->begin = place.begin;
    expr->end = place.end;
    expr->text = "a value that does not parse";
    const Span name_place{out_.file, item.begin, item.begin + static_cast<std::uint32_t>(name.size())};
    found.attributes.push_back({name, name_place, expr, place});
  }

  bool take_header(const Item& item, const Bound* bound, Found& found, int depth) {
    const auto header = out_.arena.copy(std::string_view(std::string(text_.substr(item.begin, item.brace + 1 - item.begin)) + "}"));
    if (header.size() > bytes_left_) return false;
    bytes_left_ -= header.size();
    const auto tree = parse_text(header);
    if (!tree.complete || tree.root().has_error()) return false;
    Found read;
    lower(tree, header, placed_at(item.begin), bound, read);
    if (read.blocks.size() != 1) return false;
    auto block = read.blocks[0];
    auto inside_end = item.end;
    const auto last = text_.substr(0, item.end).find_last_not_of(" \t\r\n");
    if (item.closed && last != std::string_view::npos && text_[last] == '}') inside_end = static_cast<std::uint32_t>(last);
    if (!item.closed) report(item);
    Bound iterator{block.labels.empty() ? std::string_view() : block.labels[0], {}, false, bound};
    const bool dynamic = block.type == "dynamic" && block.labels.size() == 1;
    const auto lost_before = out_.diagnostics.list().size();
    block.body = out_.arena.make<Body>(body(item.brace + 1, inside_end, dynamic ? &iterator : bound, depth + 1));
    const bool long_only = too_many_tokens(text_.substr(item.begin, item.end - item.begin));
    if (item.closed && lost_before == out_.diagnostics.list().size() && !long_only) report(item);
    block.whole = {out_.file, item.begin, item.end};
    found.blocks.push_back(block);
    return true;
  }

  void report(const Item& item) {
    out_.broken = true;
    const auto say = [&](std::uint32_t begin, std::uint32_t end, std::string_view what, std::string_view expected) {
      out_.diagnostics.report(Code::terraform_syntax, Span{out_.file, begin, end}, what, expected);
    };
    const auto part = text_.substr(item.begin, item.end - item.begin);
    if (item.open_quote != 0) return say(item.open_quote, item.open_quote + 1, "the end of the line in a quoted text", "`\"`");
    if (too_deep(part, most_brackets)) return say(item.begin, item.begin + 1, "brackets in brackets", fmt::format("at most {} levels", most_brackets));
    if (too_many_tokens(part)) return say(item.begin, item.begin + 1, "an item of very many words and signs", "a shorter one");
    if (item.open_bracket != 0) {
      const char bracket = text_[item.open_bracket];
      const char closing = bracket == '{' ? '}' : bracket == '[' ? ']' : ')';
      return say(item.open_bracket, item.open_bracket + 1, fmt::format("a `{}` that is not closed", bracket), fmt::format("`{}`", closing));
    }
    const auto [begin, end] = error_place(part);
    const auto line = trim(part.substr(begin, part.find('\n', begin) - begin));
    const bool is_attribute = item.brace == 0 && part.find('=') != std::string_view::npos;
    say(item.begin + begin, item.begin + std::max(end, begin + 1), line.empty() ? "the end of the line" : fmt::format("`{}`", shorten(line, 40)),
        is_attribute ? "an expression" : "an attribute or a block");
  }

  // The first node that did not parse; the item if there is no tree.
  std::pair<std::uint32_t, std::uint32_t> error_place(std::string_view part) {
    const std::pair whole{std::uint32_t{0}, static_cast<std::uint32_t>(part.size())};
    if (part.size() > bytes_left_) return whole;
    bytes_left_ -= part.size();
    const auto tree = parse_text(part);
    auto best = whole;
    for (const auto& node : tree.nodes) {
      if (node.kind != NodeKind::error && !node.missing) continue;
      best = {node.begin, node.end};
      if (node.begin > 0) break;
    }
    return best;
  }

  std::string_view text_;
  SourceFile& out_;
  const FunctionTable& functions_;
  std::uint64_t bytes_left_;
  Trust trust_;
};

}  // namespace

Body mended(std::string_view text, SourceFile& out, const FunctionTable& functions) {
  Mending mending(text, out, functions);
  return mending.body(0, static_cast<std::uint32_t>(text.size()), nullptr, 0);
}

}  // namespace pillarlint::terraform
