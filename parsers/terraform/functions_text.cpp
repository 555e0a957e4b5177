// Functions that make text of text: lower, replace, split, join, substr, trim …
#include <array>
#include <vector>

#include <fmt/format.h>

#include "terraform/functions_rows.h"
#include "terraform/regex_functions.h"
#include "value/functions/strings.h"

namespace pillarlint::terraform {

namespace {

Value lower_case(const Call& call) { return as_in_arm(call, "toLower", call.args); }
Value upper_case(const Call& call) { return as_in_arm(call, "toUpper", call.args); }
Value trim_space(const Call& call) { return as_in_arm(call, "trim", call.args); }

Value title(const Call& call) { return call.text(to_title(call.arg(0).text())); }

Value reversed(const Call& call) {
  std::string out;
  const auto signs = graphemes(call.arg(0).text());
  for (auto it = signs.rbegin(); it != signs.rend(); ++it) out += *it;
  return call.text(out);
}

// ── taking off the ends ───────────────────────────────────────────────────────────────────────────────────────────

std::string_view without_line_ends(std::string_view text) {
  while (text.ends_with('\n')) {
    text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
  }
  return text;
}

/// A text whose last piece, or the whole, is known can lose its end.
Value chomp(const Call& call) {
  const auto& text = call.arg(0);
  if (text.known()) return call.text(without_line_ends(text.text()));
  auto pieces = pieces_of(text);
  if (pieces.empty() || pieces.back().symbol != SymbolId::none) return unknown_result(call);
  pieces.back().text = without_line_ends(pieces.back().text);
  if (pieces.back().text.empty()) return unknown_result(call);  // there may be more of them in the hole before
  return from_pieces(call.context, pieces, call.span, text.marks(), text.why());
}

Value trim(const Call& call) {
  const auto cutset = code_points(call.arg(1).text());
  const auto cut = [&](std::string_view sign) { return std::find(cutset.begin(), cutset.end(), sign) != cutset.end(); };
  const auto signs = code_points(call.arg(0).text());
  if (!call.context.budget.take(signs.size())) return limit_unknown(call.context, "step", call.span);
  std::size_t from = 0;
  auto to = signs.size();
  while (from < to && cut(signs[from])) ++from;
  while (to > from && cut(signs[to - 1])) --to;
  std::string out;
  for (auto i = from; i < to; ++i) out += signs[i];
  return call.text(out);
}

/// The text without the part at one of its ends; pieces stay where it is certain whether it stands there.
Value without_part(const Call& call, bool front) {
  const auto& text = call.arg(0);
  const auto& part = call.arg(1);
  if (!part.known()) return unknown_result(call);
  if (part.text().empty()) return text;
  const auto there = front ? starts_with(text, part.text(), Case::matters) : ends_with(text, part.text(), Case::matters);
  if (there == Truth::no) return text;
  if (there == Truth::unknown) return unknown_result(call);
  auto pieces = pieces_of(text);
  auto& piece = front ? pieces.front() : pieces.back();
  if (piece.text.size() < part.size()) return unknown_result(call);
  if (front) {
    piece.text.remove_prefix(part.size());
  } else {
    piece.text.remove_suffix(part.size());
  }
  Unknown reason;
  if (!text.known()) reason = text.why();
  return from_pieces(call.context, pieces, call.span, text.marks(), reason);
}

Value trim_prefix(const Call& call) { return without_part(call, true); }
Value trim_suffix(const Call& call) { return without_part(call, false); }

// ── parts ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The first signs of a text that begins with enough known ones.
std::optional<Value> known_start(const Call& call, const Value& text, std::int64_t offset, std::int64_t length) {
  const auto pieces = pieces_of(text);
  if (pieces.empty() || pieces[0].symbol != SymbolId::none || offset < 0 || length < 0) return std::nullopt;
  const auto signs = graphemes(pieces[0].text);
  if (static_cast<std::int64_t>(signs.size()) <= offset + length) return std::nullopt;  // what follows might combine
  std::string out;
  for (auto i = offset; i < offset + length; ++i) out += signs[static_cast<std::size_t>(i)];
  return call.text(out).marked(text.marks());
}

Value substr(const Call& call) {
  const auto& text = call.arg(0);
  if (!call.arg(1).known() || !call.arg(2).known()) return unknown_result(call);
  const auto from = whole_number(call, 1);
  const auto count = whole_number(call, 2);
  if (from.wrong) return *from.wrong;
  if (count.wrong) return *count.wrong;
  if (!text.known()) {
    if (from.number < 100'000 && count.number < 100'000) {
      if (const auto start = known_start(call, text, from.number, count.number)) return *start;
    }
    if (count.number < 0) return unknown_result(call);
    return unknown_of_length(call, ValueType::string, {0, count.number});
  }
  const auto signs = graphemes(text.text());
  const auto size = static_cast<std::int64_t>(signs.size());
  auto begin = from.number < 0 ? std::max<std::int64_t>(0, size + from.number) : std::min(from.number, size);
  const auto end = count.number < 0 || count.number > size - begin ? size : begin + count.number;
  std::string out;
  for (; begin < end; ++begin) out += signs[static_cast<std::size_t>(begin)];
  return call.text(out);
}

Value split(const Call& call) {
  const auto& separator = call.arg(0);
  const auto& text = call.arg(1);
  if (!separator.is_string() || !separator.text().empty()) {
    const std::array args{text, separator};
    return as_in_arm(call, "split", args);
  }
  if (!text.known()) return unknown_result(call);
  std::vector<Value> items;
  for (const auto sign : code_points(text.text())) items.push_back(Value::of(sign, call.span).marked(text.marks()));
  return array_of(call, items);
}

Value join(const Call& call) {
  const auto lists = call.args.subspan(1);
  for (const auto& list : lists) {
    for (const auto& item : list.items()) {
      if (item.is_null()) return call.wrong("an element is null, expected a text");
    }
  }
  const auto all = lists.size() == 1 ? lists[0] : concat_arrays(call.context, lists, call.span);
  const std::array args{all, call.arg(0)};
  return as_in_arm(call, "join", args);
}

Value indent(const Call& call) {
  const auto width = whole_number(call, 0);
  if (width.wrong) return *width.wrong;
  if (width.number < 0) return call.wrong("argument 1 is negative, expected a number of blanks");
  const auto text = call.arg(1).text();
  const auto lines = count_of(text, "\n");
  if (static_cast<std::uint64_t>(width.number) > max_text_bytes) return limit_unknown(call.context, "text", call.span);
  const auto blanks = static_cast<std::size_t>(width.number);
  if (auto none = no_room(call, text.size() + static_cast<std::uint64_t>(lines) * blanks)) return *none;
  return call.text(replace_all(text, "\n", "\n" + std::string(blanks, ' ')));
}

// ── replace ───────────────────────────────────────────────────────────────────────────────────────────────────────

// An empty part stands before every sign and at the end.
Value replace_nothing(const Call& call) {
  const auto by = call.arg(2).text();
  const auto signs = code_points(call.arg(0).text());
  if (auto none = no_room(call, call.arg(0).size() + (signs.size() + 1) * by.size())) return *none;
  std::string out(by);
  for (const auto sign : signs) out.append(sign).append(by);
  return call.text(out);
}

Value replace(const Call& call) {
  const auto& part = call.arg(1);
  if (!part.known()) return unknown_result(call);
  const auto text = part.text();
  const bool pattern = text.size() > 1 && text.starts_with('/') && text.ends_with('/');
  const bool known = call.arg(0).known() && call.arg(2).known();
  if (pattern) return known ? replace_pattern(call, text.substr(1, text.size() - 2)) : unknown_result(call);
  if (text.empty()) return known ? replace_nothing(call) : unknown_result(call);
  return as_in_arm(call, "replace", call.args);
}

constexpr Builtin rows[] = {
    {"chomp", 1, 1, Takes::unknown, row<"s", Sees::all, chomp>, ValueType::string},
    {"indent", 2, 2, Takes::unknown, row<"ns", Sees::known, indent>, ValueType::string},
    {"join", 2, -1, Takes::unknown, row<"sS*", Sees::all, join>, ValueType::string},
    {"lower", 1, 1, Takes::unknown, row<"s", Sees::all, lower_case>, ValueType::string},
    {"replace", 3, 3, Takes::unknown, row<"sss", Sees::all, replace>, ValueType::string},
    {"split", 2, 2, Takes::unknown, row<"ss", Sees::all, split>, ValueType::array, Loop::none, true},
    {"strrev", 1, 1, Takes::unknown, row<"s", Sees::known, reversed>, ValueType::string},
    {"substr", 3, 3, Takes::unknown, row<"snn", Sees::all, substr>, ValueType::string},
    {"title", 1, 1, Takes::unknown, row<"s", Sees::known, title>, ValueType::string},
    {"trim", 2, 2, Takes::unknown, row<"ss", Sees::known, trim>, ValueType::string},
    {"trimprefix", 2, 2, Takes::unknown, row<"ss", Sees::all, trim_prefix>, ValueType::string},
    {"trimspace", 1, 1, Takes::unknown, row<"s", Sees::all, trim_space>, ValueType::string},
    {"trimsuffix", 2, 2, Takes::unknown, row<"ss", Sees::all, trim_suffix>, ValueType::string},
    {"upper", 1, 1, Takes::unknown, row<"s", Sees::all, upper_case>, ValueType::string},
};

}  // namespace

std::span<const Builtin> text_rows() { return rows; }

}  // namespace pillarlint::terraform
