#include "value/pieces.h"

#include <algorithm>

#include "base/text.h"
#include "value/alternatives.h"

namespace pillarlint {

bool same(std::string_view a, std::string_view b, Case letter_case) {
  return letter_case == Case::matters ? a == b : same_text(a, b);
}

namespace {

bool has_prefix(std::string_view text, std::string_view prefix, Case letter_case) {
  return text.size() >= prefix.size() && same(text.substr(0, prefix.size()), prefix, letter_case);
}
bool has_suffix(std::string_view text, std::string_view suffix, Case letter_case) {
  return text.size() >= suffix.size() && same(text.substr(text.size() - suffix.size()), suffix, letter_case);
}

std::size_t least_length(const Piece& piece) {
  if (piece.hole == nullptr && piece.symbol == SymbolId::none) return piece.text.size();
  if (piece.hole == nullptr) return 0;
  if (piece.hole->bounds != nullptr && piece.hole->bounds->min_length) return static_cast<std::size_t>(*piece.hole->bounds->min_length);
  return piece.hole->never_empty ? 1 : 0;
}

std::optional<std::size_t> most_length(const Piece& piece) {
  if (piece.hole == nullptr && piece.symbol == SymbolId::none) return piece.text.size();
  if (piece.hole != nullptr && piece.hole->bounds != nullptr && piece.hole->bounds->max_length) {
    return static_cast<std::size_t>(*piece.hole->bounds->max_length);
  }
  return std::nullopt;
}

bool is_text(const Piece& piece) { return piece.symbol == SymbolId::none; }

std::optional<std::size_t> most_length(std::span<const Piece> pieces) {
  std::size_t n = 0;
  for (const auto& piece : pieces) {
    const auto most = most_length(piece);
    if (!most) return std::nullopt;
    n += *most;
  }
  return n;
}

std::string_view known_prefix(std::span<const Piece> pieces) {
  return !pieces.empty() && is_text(pieces.front()) ? pieces.front().text : std::string_view();
}
std::string_view known_suffix(std::span<const Piece> pieces) {
  return !pieces.empty() && is_text(pieces.back()) ? pieces.back().text : std::string_view();
}

bool prefixes_clash(std::string_view a, std::string_view b, Case letter_case) {
  const auto n = std::min(a.size(), b.size());
  return !same(a.substr(0, n), b.substr(0, n), letter_case);
}
bool suffixes_clash(std::string_view a, std::string_view b, Case letter_case) {
  const auto n = std::min(a.size(), b.size());
  return !same(a.substr(a.size() - n), b.substr(b.size() - n), letter_case);
}

bool same_pieces(std::span<const Piece> a, std::span<const Piece> b, Case letter_case) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const Piece& x, const Piece& y) {
    return x.symbol == y.symbol && same(x.text, y.text, letter_case);
  });
}

// Known text between holes must occur in order.
bool texts_fit(std::span<const Piece> pieces, std::string_view text, Case letter_case) {
  std::size_t at = 0;
  for (const auto& piece : pieces) {
    if (!is_text(piece)) continue;
    const auto found = letter_case == Case::matters ? text.find(piece.text, at) : find_text(text, piece.text, at);
    if (found == std::string_view::npos) return false;
    at = found + piece.text.size();
  }
  return true;
}

}  // namespace

std::size_t least_length(std::span<const Piece> pieces) {
  std::size_t n = 0;
  for (const auto& piece : pieces) n += least_length(piece);
  return n;
}

Truth equal_pieces(std::span<const Piece> a, std::span<const Piece> b, Case letter_case) {
  if (same_pieces(a, b, letter_case)) return Truth::yes;
  if (prefixes_clash(known_prefix(a), known_prefix(b), letter_case)) return Truth::no;
  if (suffixes_clash(known_suffix(a), known_suffix(b), letter_case)) return Truth::no;
  const auto most_a = most_length(a);
  const auto most_b = most_length(b);
  if ((most_a && *most_a < least_length(b)) || (most_b && *most_b < least_length(a))) return Truth::no;
  if (b.size() <= 1 && (b.empty() || is_text(b[0])) && !texts_fit(a, b.empty() ? std::string_view() : b[0].text, letter_case)) return Truth::no;
  if (a.size() <= 1 && (a.empty() || is_text(a[0])) && !texts_fit(b, a.empty() ? std::string_view() : a[0].text, letter_case)) return Truth::no;
  return Truth::unknown;
}

std::vector<Piece> pieces_of(const Value& text) {
  if (text.is_string()) {
    if (text.text().empty()) return {};
    return {Piece{text.text(), SymbolId::none, nullptr}};
  }
  if (!text.known()) {
    const auto& why = text.why();
    if (!why.pieces.empty()) return {why.pieces.begin(), why.pieces.end()};
    return {Piece{{}, why.symbol, &why}};
  }
  return {};
}

namespace {
constexpr std::size_t max_pieces = 400;
}  // namespace

Value from_pieces(Context& context, std::span<const Piece> pieces, Span span, Mark marks, const Unknown& reason) {
  std::vector<Piece> merged;
  std::string run;
  const auto flush = [&] {
    if (!run.empty()) merged.push_back({context.arena.copy(run), SymbolId::none, nullptr});
    run.clear();
  };
  for (const auto& piece : pieces) {
    if (is_text(piece)) {
      run += piece.text;
      continue;
    }
    flush();
    merged.push_back(piece);
  }
  flush();
  if (merged.empty()) return Value::of(std::string_view(), span).marked(marks);
  if (merged.size() == 1 && is_text(merged[0])) return Value::of(merged[0].text, span).marked(marks);
  Unknown why = reason;
  why.alternatives = {};
  why.bounds = nullptr;
  why.type = ValueType::string;
  why.never_null = true;
  if (merged.size() == 1) {  // one hole and nothing else: the hole itself, as text
    why = merged[0].hole != nullptr ? *merged[0].hole : reason;
    why.symbol = merged[0].symbol;
    return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
  }
  std::vector<SymbolId> parts;
  parts.reserve(merged.size());
  for (const auto& piece : merged) parts.push_back(is_text(piece) ? context.symbols.make("text", piece.text) : piece.symbol);
  why.symbol = context.symbols.make("concat", "", parts);
  why.never_empty = least_length(merged) > 0;
  // A text of more pieces than any name has is one hole: texts that double would otherwise never end.
  if (merged.size() <= max_pieces) why.pieces = context.arena.copy(merged);
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
}

namespace {

Value join_plain(Context& context, std::span<const Value> parts, Span span) {
  std::vector<Piece> pieces;
  std::vector<std::string> texts;
  texts.reserve(parts.size());
  Mark marks = Mark::none;
  Unknown reason;
  bool open = false;
  std::size_t bytes = 0;
  for (const auto& part : parts) {
    marks = marks | part.marks();
    if (part.known()) {
      auto text = scalar_text(part);
      if (!text) return unknown_from(context, "string", parts, span, ValueType::string);
      bytes += text->size();
      texts.push_back(std::move(*text));
      pieces.push_back({texts.back(), SymbolId::none, nullptr});
      continue;
    }
    if (!open) reason = part.why();
    open = true;
    const auto inner = pieces_of(part);
    pieces.insert(pieces.end(), inner.begin(), inner.end());
    for (const auto& piece : inner) bytes += piece.text.size();
  }
  if (!context.budget.take_bytes(bytes)) return limit_unknown(context, "memory", span);
  // Marked text stays out of symbols: the whole becomes one unknown.
  if (open && marks != Mark::none) {
    for (const auto& part : parts) {
      if (part.known() && part.hidden()) return unknown_from(context, "concat", parts, span, ValueType::string);
    }
  }
  return from_pieces(context, pieces, span, marks, reason);
}

}  // namespace

Value join_text(Context& context, std::span<const Value> parts, Span span) {
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(parts.begin(), parts.end(), branching)) return join_plain(context, parts, span);
  std::vector<SymbolId> symbols;
  for (const auto& part : parts) symbols.push_back(symbol_of(part, context.symbols));
  const auto symbol = context.symbols.make("concat", "", symbols);
  return distribute(context, parts, symbol, span, [&](std::span<const Value> row) { return join_plain(context, row, span); });
}

namespace {

template <typename Test>
Truth test_text(const Value& text, Test test) {
  if (!text.known() && !text.why().alternatives.empty()) {
    return over_alternatives(text.why(), [&](const Value& one) { return test_text(one, test); });
  }
  if (text.known() && !text.is_string()) return Truth::no;
  return test(pieces_of(text));
}

bool whole(std::span<const Piece> pieces) { return pieces.empty() || (pieces.size() == 1 && is_text(pieces[0])); }
std::string_view whole_text(std::span<const Piece> pieces) { return pieces.empty() ? std::string_view() : pieces[0].text; }

}  // namespace

Truth starts_with(const Value& text, std::string_view prefix, Case letter_case) {
  return test_text(text, [&](const std::vector<Piece>& pieces) {
    if (whole(pieces)) return truth(has_prefix(whole_text(pieces), prefix, letter_case));
    const auto known = known_prefix(pieces);
    if (known.size() >= prefix.size()) return truth(has_prefix(known, prefix, letter_case));
    return prefixes_clash(known, prefix, letter_case) ? Truth::no : Truth::unknown;
  });
}

Truth ends_with(const Value& text, std::string_view suffix, Case letter_case) {
  return test_text(text, [&](const std::vector<Piece>& pieces) {
    if (whole(pieces)) return truth(has_suffix(whole_text(pieces), suffix, letter_case));
    const auto known = known_suffix(pieces);
    if (known.size() >= suffix.size()) return truth(has_suffix(known, suffix, letter_case));
    return suffixes_clash(known, suffix, letter_case) ? Truth::no : Truth::unknown;
  });
}

Truth contains_text(const Value& text, std::string_view part, Case letter_case) {
  return test_text(text, [&](const std::vector<Piece>& pieces) {
    for (const auto& piece : pieces) {
      if (!is_text(piece)) continue;
      const auto at = letter_case == Case::matters ? piece.text.find(part) : find_text(piece.text, part);
      if (at != std::string_view::npos) return Truth::yes;
    }
    return whole(pieces) ? truth(part.empty()) : Truth::unknown;
  });
}

}  // namespace pillarlint
