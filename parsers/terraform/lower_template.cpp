// Templates: quoted texts and heredocs. Blanks between the nodes of the tree belong to no node, so texts are what lies between
// the sequences `${…}` and `%{…}`, from the bytes of the source.
#include <algorithm>
#include <limits>

#include "terraform/lower.h"

namespace pillarlint::terraform {

namespace {

constexpr std::string_view blanks = " \t\n\v\f\r";

bool is_blank(char c) { return blanks.find(c) != std::string_view::npos; }

std::string_view without_blanks_before(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view without_blanks_behind(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

void append_utf8(std::uint32_t code, std::string& out) {
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else if (code < 0x10000) {
    byte(0xE0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3FU));
  } else {
    byte(0xF0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3FU));
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

std::uint32_t hexadecimal(std::string_view digits) {
  std::uint32_t code = 0;
  for (const char c : digits) {
    const auto digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    code = code * 16 + static_cast<std::uint32_t>(digit & 15);
  }
  const bool is_character = code < 0xD800 || (code > 0xDFFF && code < 0x110000);
  return is_character ? code : 0xFFFD;
}

}  // namespace

// A text or a sequence of a template, in the order of the source.
struct Lowering::Sequence {
  enum class Kind : std::uint8_t { text, interpolation, if_begins, if_else, if_ends, for_begins, for_ends };
  Kind kind = Kind::text;
  Node node;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  bool trims_before = false;  // ${~
  bool trims_behind = false;  // ~}
  std::string_view value;     // of a text: decoded
};

// ── texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

void Lowering::append_escape(std::string_view raw, std::size_t& at, std::string& out) const {
  const char c = at + 1 < raw.size() ? raw[at + 1] : '\0';
  const std::size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
  if (digits > 0) {
    append_utf8(hexadecimal(raw.substr(std::min(at + 2, raw.size()), digits)), out);
    at += 2 + digits;
    return;
  }
  switch (c) {
    case 'n': out += '\n'; break;
    case 'r': out += '\r'; break;
    case 't': out += '\t'; break;
    default: out += c; break;
  }
  at += 2;
}

std::string_view Lowering::decoded(std::uint32_t begin, std::uint32_t end, bool is_quoted) {
  const auto raw = text_.substr(begin, end - begin);
  if (is_quoted && raw.find('\n') != std::string_view::npos && !placement_.literal.known()) {
    out_.broken = true;
    out_.diagnostics.report(Code::terraform_syntax, span(begin, end), "the end of the line in a quoted text",
                            "`\"`, or `<<EOT` for a text of several lines");
  }
  const bool plain = (!is_quoted || raw.find('\\') == std::string_view::npos) && raw.find("$${") == std::string_view::npos &&
                     raw.find("%%{") == std::string_view::npos;
  if (plain) return raw;
  std::string out;
  for (std::size_t i = 0; i < raw.size();) {
    if (is_quoted && raw[i] == '\\') {
      append_escape(raw, i, out);
      continue;
    }
    const auto next = raw.substr(i, 3);
    if (next == "$${" || next == "%%{") ++i;
    out += raw[i++];
  }
  return out_.arena.copy(std::string_view(out));
}

// ── sequences ─────────────────────────────────────────────────────────────────────────────────────────────────────

void Lowering::sequences(Node node, std::vector<Sequence>& out) {
  if (depth_ >= 250) {
    report(node, "a template in a template", "at most 250 levels");
    return;
  }
  ++depth_;
  const auto add = [&](Sequence::Kind kind, Node of) {
    Sequence made{kind, of, of.first(), of.last(), false, false, {}};
    std::uint32_t before = of.first();
    for (const auto child : of) {
      if (child.is(NodeKind::strip_marker)) (before == of.first() ? made.trims_before : made.trims_behind) = true;
      const bool opens = child.is(NodeKind::template_interpolation_start) || child.is(NodeKind::template_directive_start);
      if (!opens) before = child.first();
    }
    out.push_back(made);
  };
  for (const auto child : node) {
    switch (child.kind()) {
      case NodeKind::template_interpolation: add(Sequence::Kind::interpolation, child); break;
      case NodeKind::template_directive:
      case NodeKind::template_if:
      case NodeKind::template_for: sequences(child, out); break;
      case NodeKind::template_if_intro: add(Sequence::Kind::if_begins, child); break;
      case NodeKind::template_else_intro: add(Sequence::Kind::if_else, child); break;
      case NodeKind::template_if_end: add(Sequence::Kind::if_ends, child); break;
      case NodeKind::template_for_start: add(Sequence::Kind::for_begins, child); break;
      case NodeKind::template_for_end: add(Sequence::Kind::for_ends, child); break;
      default: break;
    }
  }
  --depth_;
}

// Adds the texts between the sequences. In heredocs each line is a text of its own: trimming and indentation go by lines.
std::vector<Lowering::Sequence> Lowering::with_texts(const std::vector<Sequence>& sequences, std::uint32_t begin, std::uint32_t end,
                                                     TemplateForm form) {
  std::vector<Sequence> parts;
  const auto add_text = [&](std::uint32_t from, std::uint32_t to) {
    while (from < to) {
      auto stop = to;
      if (form != TemplateForm::quoted) {
        const auto line_end = text_.find('\n', from);
        if (line_end < to) stop = static_cast<std::uint32_t>(line_end) + 1;
      }
      parts.push_back({Sequence::Kind::text, {}, from, stop, false, false, decoded(from, stop, form == TemplateForm::quoted)});
      from = stop;
    }
  };
  for (const auto& sequence : sequences) {
    add_text(begin, sequence.begin);
    parts.push_back(sequence);
    begin = sequence.end;
  }
  add_text(begin, end);
  return parts;
}

void Lowering::trim_texts(std::vector<Sequence>& parts) {
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].kind == Sequence::Kind::text) continue;
    if (parts[i].trims_before && i > 0) parts[i - 1].value = without_blanks_behind(parts[i - 1].value);
    if (parts[i].trims_behind && i + 1 < parts.size()) parts[i + 1].value = without_blanks_before(parts[i + 1].value);
  }
}

// `<<-`: the blanks that all lines begin with do not count; lines of blanks only have no say.
void Lowering::remove_indentation(std::vector<Sequence>& parts) {
  constexpr auto none = std::numeric_limits<std::size_t>::max();
  auto least = none;
  bool at_line = true;
  std::vector<Sequence*> beginnings;
  for (auto& part : parts) {
    const bool is_text = part.kind == Sequence::Kind::text;
    if (at_line) {
      const auto rest = without_blanks_before(part.value);
      const bool blank = is_text && rest.empty() && part.value.ends_with('\n');
      if (is_text && !blank) beginnings.push_back(&part);
      if (!blank) least = std::min(least, is_text ? part.value.size() - rest.size() : 0);
    }
    at_line = is_text && part.value.ends_with('\n');
  }
  if (least == none) return;
  for (auto* part : beginnings) part->value.remove_prefix(std::min(least, part->value.size()));
}

// ── to expressions ────────────────────────────────────────────────────────────────────────────────────────────────

const Expr* Lowering::parts_until(std::span<const Sequence> parts, std::size_t& at, const Bound* bound, Limits whole) {
  std::vector<const Expr*> made;
  std::string run;
  std::string_view only;
  std::size_t texts = 0;
  Limits run_at{};
  const auto close = [&] {
    if (texts == 0) return;
    const auto text = texts == 1 ? only : out_.arena.copy(std::string_view(run));
    if (!text.empty()) made.push_back(literal(Value::of(text), run_at));
    texts = 0;
    run.clear();
  };
  bool plain = true;
  for (; at < parts.size(); ++at) {
    const auto& part = parts[at];
    if (part.kind == Sequence::Kind::text) {
      if (texts++ == 0) {
        run_at.begin = part.begin;
        only = part.value;
      }
      if (texts == 2) run = only;
      if (texts >= 2) run += part.value;
      run_at.end = part.end;
      continue;
    }
    const bool ends = part.kind == Sequence::Kind::if_else || part.kind == Sequence::Kind::if_ends || part.kind == Sequence::Kind::for_ends;
    if (ends) break;
    plain = false;
    close();
    if (part.kind == Sequence::Kind::interpolation) {
      made.push_back(expression(part.node.child(NodeKind::expression), bound));
    } else {
      made.push_back(directive(parts, at, bound));
    }
  }
  if (plain) {
    const auto text = texts == 0 ? std::string_view() : texts == 1 ? only : out_.arena.copy(std::string_view(run));
    return literal(Value::of(text), whole);
  }
  close();
  return call(Operator::text, made, whole);
}

// `at` stands on the beginning and is left on the end.
const Expr* Lowering::directive(std::span<const Sequence> parts, std::size_t& at, const Bound* bound) {
  const auto intro = parts[at++];
  const auto is = [&](Sequence::Kind kind) { return at < parts.size() && parts[at].kind == kind; };
  const auto end_of = [&] { return at < parts.size() ? parts[at].begin : intro.end; };
  if (depth_ >= 250) return broken("a template that is nested too deeply", limits(intro.node));
  ++depth_;
  const Expr* made = nullptr;
  if (intro.kind == Sequence::Kind::if_begins) {
    const auto* test = as_condition(expression(intro.node.child(NodeKind::expression), bound));
    const auto* yes = parts_until(parts, at, bound, {intro.end, intro.end});
    const Expr* no = nullptr;
    if (is(Sequence::Kind::if_else)) {
      const auto from = parts[at++].end;
      no = parts_until(parts, at, bound, {from, from});
    } else {
      no = literal(Value::of(std::string_view()), {end_of(), end_of()});
    }
    auto* expr = make(Expr::Kind::conditional, {intro.begin, end_of()});
    const std::array children{test, yes, no};
    expr->children = out_.arena.copy(std::span<const Expr* const>(children));
    made = expr;
  } else {
    Loop loop;
    begin_loop(intro.node, bound, loop);
    const auto* body = parts_until(parts, at, loop.inner, {intro.end, intro.end});
    const Limits all{intro.begin, end_of()};
    made = loop.collection == nullptr ? broken("a for that does not parse", all)
                                      : call(Operator::text_of_all, {call(Operator::each, {loop.collection, lambda(loop, body, all)}, all)}, all);
  }
  --depth_;
  return made;
}

const Expr* Lowering::template_between(Node node, std::uint32_t begin, std::uint32_t end, TemplateForm form, const Bound* bound) {
  std::vector<Sequence> found;
  sequences(node, found);
  const Limits whole = node.is(NodeKind::heredoc_template) || form == TemplateForm::quoted ? limits(node) : Limits{begin, end};
  if (found.empty() && form != TemplateForm::indented_heredoc) {
    return literal(Value::of(decoded(begin, end, form == TemplateForm::quoted)), whole);
  }
  auto parts = with_texts(found, begin, end, form);
  // A sequence alone is its value, whatever its type.
  if (parts.size() == 1 && parts[0].kind == Sequence::Kind::interpolation) {
    return expression(parts[0].node.child(NodeKind::expression), bound);
  }
  trim_texts(parts);
  if (form == TemplateForm::indented_heredoc) remove_indentation(parts);
  std::size_t at = 0;
  return parts_until(parts, at, bound, whole);
}

const Expr* Lowering::quoted(Node node, const Bound* bound) {
  const auto begin = node.child(NodeKind::quoted_template_start);
  const auto end = node.child(NodeKind::quoted_template_end);
  if (begin.none() || end.none()) return broken("a text that does not parse", limits(node));
  return template_between(node, begin.last(), end.first(), TemplateForm::quoted, bound);
}

const Expr* Lowering::heredoc(Node node, const Bound* bound) {
  Node first;
  Node last;
  for (const auto child : node) {
    if (child.is(NodeKind::heredoc_identifier)) (first.none() ? first : last) = child;
  }
  if (last.none()) return broken("a heredoc that does not parse", limits(node));
  const auto begin = text_.find('\n', first.last());
  const auto before_last = text_.rfind('\n', last.first());
  if (begin == std::string_view::npos || before_last == std::string_view::npos || before_last < begin) {
    return broken("a heredoc that does not parse", limits(node));
  }
  const bool indented = text(node.child(NodeKind::heredoc_start)) == "<<-";
  return template_between(node, static_cast<std::uint32_t>(begin) + 1, static_cast<std::uint32_t>(before_last) + 1,
                          indented ? TemplateForm::indented_heredoc : TemplateForm::heredoc, bound);
}

}  // namespace pillarlint::terraform
