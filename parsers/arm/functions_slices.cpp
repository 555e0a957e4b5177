// Functions that give a part of a text or array: first, last, take, skip, substring …
#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "arm/functions_rows.h"
#include "value/functions/strings.h"

namespace pillarlint::arm {

namespace {

constexpr auto no_limit = std::numeric_limits<std::int64_t>::max();

enum class Side : std::uint8_t { take, skip };

/// Pieces from a place on, as one hole whose content is only known as what `operation` makes of them.
Piece rest_hole(const Call& call, Side side, std::int64_t count, std::span<const Piece> pieces, const Unknown& reason) {
  auto& context = call.context;
  std::vector<SymbolId> symbols;
  LengthRange length{0, 0};
  for (const auto& piece : pieces) {
    symbols.push_back(piece_symbol(context, piece));
    const auto one = piece.symbol == SymbolId::none ? length_range(Value::of(piece.text))
                     : piece.hole != nullptr        ? length_range(Value::unknown(piece.hole, call.span))
                                                    : LengthRange{};
    length.least += one.least;
    length.most = length.most && one.most ? std::optional(*length.most + *one.most) : std::nullopt;
  }
  LengthRange left;
  if (side == Side::take) {
    left = {std::min(length.least, count), length.most ? std::min(*length.most, count) : count};
  } else {
    left.least = std::max<std::int64_t>(0, length.least - count);
    if (length.most) left.most = std::max<std::int64_t>(0, *length.most - count);
  }
  return hole_of(context, side == Side::take ? "take" : "skip", std::to_string(count), symbols, reason, left);
}

LengthRange range_of(const Piece& piece, Span span) {
  if (piece.symbol == SymbolId::none) return length_range(Value::of(piece.text));
  return piece.hole != nullptr ? length_range(Value::unknown(piece.hole, span)) : LengthRange{};
}

/// The first `count` characters; the known ones at the front stay known.
std::optional<Value> take_text(const Call& call, const Value& text, std::int64_t count) {
  std::vector<Piece> taken;
  const auto pieces = pieces_of(text);
  const auto whole = length_range(text);
  if (whole.most && *whole.most <= count) return text;
  for (std::size_t i = 0; i < pieces.size() && count > 0; ++i) {
    const auto length = range_of(pieces[i], call.span);
    if (pieces[i].symbol == SymbolId::none) {
      const auto part = utf16_slice(pieces[i].text, 0, static_cast<std::size_t>(count));
      if (!part) return std::nullopt;
      taken.push_back({*part, SymbolId::none, nullptr});
    } else if (length.exact() && length.least <= count) {
      taken.push_back(pieces[i]);
    } else {
      // A hole that is long enough by itself needs nothing of what follows.
      const auto used = length.least >= count ? i + 1 : pieces.size();
      taken.push_back(rest_hole(call, Side::take, count, std::span(pieces).subspan(i, used - i), text.why()));
      break;
    }
    count -= length.least;
  }
  if (text.known())
    return Value::of(taken.empty() ? std::string_view() : taken[0].text, call.span).marked(text.marks());
  return from_pieces(call.context, taken, call.span, text.marks(), text.why());
}

std::optional<Value> skip_text(const Call& call, const Value& text, std::int64_t count) {
  auto pieces = pieces_of(text);
  std::size_t i = 0;
  std::vector<Piece> left;
  for (; i < pieces.size() && count > 0; ++i) {
    const auto length = range_of(pieces[i], call.span);
    if (length.exact() && length.least <= count) {
      count -= length.least;
    } else if (pieces[i].symbol == SymbolId::none) {
      const auto part = utf16_slice(pieces[i].text, static_cast<std::size_t>(count), std::string_view::npos);
      if (!part) return std::nullopt;
      left.push_back({*part, SymbolId::none, nullptr});
      count = 0;
    } else {
      const auto used = length.least >= count ? i + 1 : pieces.size();
      left.push_back(rest_hole(call, Side::skip, count, std::span(pieces).subspan(i, used - i), text.why()));
      i = used - 1;
      count = 0;
    }
  }
  for (; i < pieces.size(); ++i) left.push_back(pieces[i]);
  if (text.known()) return Value::of(left.empty() ? std::string_view() : left[0].text, call.span).marked(text.marks());
  return from_pieces(call.context, left, call.span, text.marks(), text.why());
}

Value take_items(const Call& call, const Value& array, std::int64_t count) {
  const auto size = static_cast<std::int64_t>(array.size());
  const auto items = array.items().first(static_cast<std::size_t>(std::min(size, count)));
  if (count <= size || array.rest() == nullptr) return Value::array(call.context.arena, items, call.span);
  return open_array(call.context, items, call.unknown().why(), 0, call.span);
}

Value skip_items(const Call& call, const Value& array, std::int64_t count) {
  const auto size = static_cast<std::int64_t>(array.size());
  const auto items = array.items().subspan(static_cast<std::size_t>(std::min(size, count)));
  if (array.rest() == nullptr) return Value::array(call.context.arena, items, call.span);
  return open_array(call.context, items, call.unknown().why(), 0, call.span);
}

Value part_of(const Call& call, Side side) {
  const auto& whole = call.arg(0);
  const auto& number = call.arg(1);
  const bool array = is_a(whole, ValueType::array);
  if (!array && !may_be(whole, ValueType::string)) return wrong_type(call, 0, "a text or an array");
  if (!may_be(number, ValueType::integer)) return wrong_type(call, 1, "a whole number");
  const auto most = side == Side::skip ? length_range(whole).most : std::nullopt;
  const auto type = array ? ValueType::array : is_text(whole) ? ValueType::string : ValueType::any;
  if (!number.known()) return unknown_of_length(call, type, {0, most});
  const auto count = std::max<std::int64_t>(0, number.integer());
  if (type == ValueType::string) {
    const auto part = side == Side::take ? take_text(call, whole, count) : skip_text(call, whole, count);
    return part ? part->at(call.span) : call.unknown(type);
  }
  if (array && whole.known())
    return side == Side::take ? take_items(call, whole, count) : skip_items(call, whole, count);
  auto range = length_range(whole);
  if (side == Side::take) {
    range = {std::min(range.least, count), std::min(range.most.value_or(count), count)};
  } else {
    range = {std::max<std::int64_t>(0, range.least - std::min(range.least, count)), std::nullopt};
  }
  return unknown_of_length(call, type, range);
}

Value take(const Call& call) { return part_of(call, Side::take); }
Value skip(const Call& call) { return part_of(call, Side::skip); }

Value substring(const Call& call) {
  const auto& text = call.arg(0);
  if (!may_be(text, ValueType::string)) return wrong_type(call, 0, "a text");
  for (std::size_t n = 1; n < call.args.size(); ++n) {
    if (!may_be(call.arg(n), ValueType::integer)) return wrong_type(call, n, "a whole number");
    if (call.arg(n).known() && call.arg(n).integer() < 0) return call.wrong("a position or length is negative");
  }
  const bool known_start = !call.has(1) || call.arg(1).known();
  if (!known_start || (call.has(2) && !call.arg(2).known())) return call.unknown(ValueType::string);
  const auto start = call.has(1) ? call.arg(1).integer() : 0;
  const auto count = call.has(2) ? call.arg(2).integer() : no_limit;
  const auto most = length_range(text).most;
  if (most && (start > *most || (call.has(2) && count > *most - start))) {
    return call.wrong("the part reaches past the end of the text");
  }
  const auto rest = skip_text(call, text, start);
  const auto part = rest && call.has(2) ? take_text(call, *rest, count) : rest;
  if (!part) return call.unknown(ValueType::string);
  // With a length given there are that many characters, or the deployment fails.
  if (!part->known() && call.has(2) && part->why().pieces.empty()) {
    return refined(call.context, part->at(call.span), [&](Unknown& why) {
      why.bounds = length_bounds(call.context, {count, count});
      why.never_empty = count > 0;
    });
  }
  return part->at(call.span);
}

Value first(const Call& call) {
  const auto& whole = call.arg(0);
  if (whole.is_array()) {
    if (whole.size() > 0) return whole.items()[0];
    return whole.rest() == nullptr ? Value::null(call.span) : call.unknown();
  }
  if (is_text(whole)) {
    const auto part = take_text(call, whole, 1);
    return part ? part->at(call.span) : call.unknown(ValueType::string);
  }
  if (whole.known()) return wrong_type(call, 0, "a text or an array");
  return call.unknown();
}

Value last_letter(const Call& call, const Value& text) {
  const auto pieces = pieces_of(text);
  if (pieces.empty()) return Value::of(std::string_view(), call.span);
  const auto& back = pieces.back();
  if (back.symbol != SymbolId::none) {
    const auto length = length_range(text);
    return unknown_of_length(call, ValueType::string, {std::min<std::int64_t>(length.least, 1), 1});
  }
  const auto part = utf16_slice(back.text, utf16_length(back.text) - 1, 1);
  return part ? Value::of(*part, call.span) : call.unknown(ValueType::string);
}

Value last(const Call& call) {
  const auto& whole = call.arg(0);
  if (whole.is_array()) {
    if (whole.rest() != nullptr) return call.unknown();
    return whole.size() > 0 ? whole.items().back() : Value::null(call.span);
  }
  if (is_text(whole)) return last_letter(call, whole);
  if (whole.known()) return wrong_type(call, 0, "a text or an array");
  return call.unknown();
}

constexpr Builtin rows[] = {
    {"first", 1, 1, Takes::unknown, each<first>, ValueType::any},
    {"last", 1, 1, Takes::unknown, each<last>, ValueType::any},
    {"take", 2, 2, Takes::unknown, each<take>, ValueType::any},
    {"skip", 2, 2, Takes::unknown, each<skip>, ValueType::any},
    {"substring", 1, 3, Takes::unknown, each<substring>, ValueType::string},
};

}  // namespace

std::span<const Builtin> slice_rows() { return rows; }

}  // namespace pillarlint::arm
