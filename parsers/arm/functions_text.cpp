// Functions that make text of text: concat, format, join, split, replace, letter case, uri …
#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "arm/functions_rows.h"
#include "value/functions/encoding.h"
#include "value/functions/format.h"
#include "value/functions/strings.h"

namespace pillarlint::arm {

namespace {

// ── putting together ──────────────────────────────────────────────────────────────────────────────────────────────

bool is_scalar(const Value& value) {
  return value.known()
             ? !value.is_container()
             : !is_a(value, ValueType::any) && !is_a(value, ValueType::array) && !is_a(value, ValueType::object);
}

Value concat(const Call& call) {
  const auto array = [](const Value& v) { return is_a(v, ValueType::array); };
  if (std::any_of(call.args.begin(), call.args.end(), array)) {
    for (std::size_t n = 0; n < call.args.size(); ++n) {
      if (!may_be(call.arg(n), ValueType::array)) return wrong_type(call, n, "an array, as other arguments are");
    }
    return concat_arrays(call.context, call.args, call.span);
  }
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    if (is_a(call.arg(n), ValueType::object)) return wrong_type(call, n, "a text or an array");
  }
  // Without one that is certainly text it may also be arrays that are put together.
  if (std::none_of(call.args.begin(), call.args.end(), is_scalar)) return call.unknown();
  return joined(call, call.args);
}

/// One value in a placeholder with a format or width of its own.
Value formatted(const Call& call, const Value& value, const FormatPart& part) {
  const bool heeds_spec = value.is_number() || (!value.known() && !is_text(value) && !is_a(value, ValueType::boolean));
  const auto spec = heeds_spec ? part.spec : std::string_view();
  const auto plain = [&]() -> Value {
    if (!value.is_number()) return as_text(call, value, '\'');
    const auto argument = value.is_integer() ? FormatArgument(value.integer()) : FormatArgument(value.real());
    if (const auto text = format_argument(argument, spec)) return call.text(*text);
    const auto symbol = symbol_of(value, call.context.symbols);
    return new_unknown(call.context, Unknown::Why::not_evaluated, "format()",
                       call.context.symbols.make("format", spec, {symbol}), call.span, ValueType::string);
  };
  if (value.known()) {
    const auto text = plain();
    if (!text.is_string() || part.width == 0) return text.marked(value.marks());
    if (auto none = no_room(call, static_cast<std::uint64_t>(std::abs(part.width)))) return *none;
    return call.text(aligned(std::string(text.text()), part.width)).marked(value.marks());
  }
  if (spec.empty() && part.width == 0) return as_text(call, value, '\'');
  const auto literal = fmt::format("{{0,{}:{}}}", part.width, spec);
  const auto symbol = value.why().symbol;
  const auto hole = hole_of(call.context, "format", literal, std::span(&symbol, 1), value.why(),
                            {std::abs(part.width), std::nullopt});
  return Value::unknown(hole.hole, call.span).marked(value.marks());
}

Value format(const Call& call) {
  const auto& text = call.arg(0);
  if (text.known() && !text.is_string()) return wrong_type(call, 0, "a text");
  const bool open = std::any_of(call.args.begin(), call.args.end(), [](const Value& v) { return !v.known(); });
  if (!text.known() || (text.hidden() && open)) return call.unknown(ValueType::string);
  const auto parts = read_format(text.text());
  if (!parts) return call.wrong("the first argument is no format: a brace stands alone, or there is no number in it");
  std::vector<Value> values;
  for (const auto& part : *parts) {
    if (!part.argument) {
      values.push_back(Value::of(part.text, text.span()).marked(text.marks()));
      continue;
    }
    if (*part.argument + 1 >= call.args.size()) {
      return call.wrong(text.hidden() ? "there is no argument for a placeholder"
                                      : fmt::format("there is no argument for {{{}}}", *part.argument));
    }
    values.push_back(formatted(call, call.arg(*part.argument + 1), part));
  }
  return joined(call, values, '\'');
}

// `join` and `concat` of nothing but text may hide a container inside of an element.
Value join(const Call& call) {
  const auto& array = call.arg(0);
  if (!may_be(array, ValueType::array)) return wrong_type(call, 0, "an array");
  if (call.arg(1).known() && !call.arg(1).is_string()) return wrong_type(call, 1, "a text");
  if (!array.known()) return call.unknown(ValueType::string);
  std::vector<Value> parts;
  for (const auto& item : array.items()) {
    if (item.is_container()) return call.wrong("an element of the array is no text, number or boolean");
    if (!parts.empty()) parts.push_back(call.arg(1));
    parts.push_back(item);
  }
  if (array.rest() != nullptr) {
    const std::array operands{symbol_of(array, call.context.symbols), symbol_of(call.arg(1), call.context.symbols)};
    const auto hole = hole_of(call.context, "join", "rest", operands, *array.rest(), {});
    parts.push_back(Value::unknown(hole.hole, call.span));
  }
  return joined(call, parts).marked(marks_within(call.context, array));
}

Value to_string(const Call& call) { return as_text(call, call.arg(0)); }

// ── taking apart and changing ─────────────────────────────────────────────────────────────────────────────────────

/// What a hole is made by, seen through functions that add no other signs: `uniqueString`, `scope resourceGroup().name`
/// …
SymbolNode source_of(const SymbolStore& symbols, SymbolId symbol) {
  auto node = symbols.at(symbol);
  const auto keeps_signs = [](std::string_view operation) {
    return operation == "toLower" || operation == "toUpper" || operation == "take" || operation == "skip" ||
           operation == "fresh";
  };
  while (keeps_signs(node.operation) && node.operands.size() == 1) node = symbols.at(node.operands[0]);
  return node;
}

// What can stand in a hole is known of a few: hashes are letters and digits, names of resource groups have no slash.
bool certainly_without(const SymbolStore& symbols, const Piece& piece, std::string_view part) {
  if (part.size() != 1) return false;
  const auto source = source_of(symbols, piece.symbol);
  const char c = part[0];
  const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  if (source.operation == "uniqueString") return !alphanumeric;
  if (source.operation == "guid" || source.operation == "newGuid") return !alphanumeric && c != '-';
  const bool scope = source.operation == "scope" &&
                     (source.literal == "resourceGroup().name" || source.literal == "subscription().subscriptionId");
  return scope && c == '/';
}

std::optional<std::vector<std::string_view>> separators_of(const Value& value) {
  if (value.is_string()) return std::vector{value.text()};
  std::vector<std::string_view> out;
  for (const auto& item : value.items()) {
    if (!item.is_string()) return std::nullopt;
    out.push_back(item.text());
  }
  return value.is_array() ? std::optional(out) : std::nullopt;
}

/// Splits pieces as far as the places of the separators are certain.
Value split_pieces(const Call& call, const std::vector<std::string_view>& separators) {
  auto& context = call.context;
  const auto& text = call.arg(0);
  std::vector<Value> items;
  std::vector<Piece> current;
  const auto close = [&] {
    items.push_back(from_pieces(context, current, call.span, text.marks(), text.why()));
    current.clear();
  };
  for (const auto& piece : pieces_of(text)) {
    if (piece.symbol == SymbolId::none) {
      const auto parts = split_on(piece.text, separators);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i != 0) close();
        if (!parts[i].empty()) current.push_back({parts[i], SymbolId::none, nullptr});
      }
      continue;
    }
    const bool passes = std::all_of(separators.begin(), separators.end(), [&](std::string_view separator) {
      return certainly_without(context.symbols, piece, separator);
    });
    if (!passes) {
      const auto rest = call.unknown(ValueType::array);
      return open_array(context, items, rest.why(), static_cast<std::int64_t>(items.size()) + 1, call.span)
          .marked(text.marks());
    }
    current.push_back(piece);
  }
  close();
  return Value::array(context.arena, items, call.span);
}

Value split(const Call& call) {
  const auto& text = call.arg(0);
  if (!may_be(text, ValueType::string)) return wrong_type(call, 0, "a text");
  if (call.arg(1).has_unknown()) return unknown_of_length(call, ValueType::array, {1, std::nullopt});
  const auto separators = separators_of(call.arg(1));
  if (!separators) return wrong_type(call, 1, "a text or an array of texts");
  if (!text.known()) return split_pieces(call, *separators);
  if (!call.context.budget.take(text.size() * (separators->size() + 1)))
    return limit_unknown(call.context, "step", call.span);
  std::vector<Value> items;
  for (const auto part : split_on(text.text(), *separators))
    items.push_back(Value::of(part, call.span).marked(text.marks()));
  if (auto none = no_room(call, items.size())) return *none;
  return Value::array(call.context.arena, items, call.span);
}

using Change = std::string (*)(std::string_view);

// Case changes letter by letter, so each hole can stand for its own change.
Value change_case(const Call& call, Change change) {
  const auto& text = call.arg(0);
  if (!may_be(text, ValueType::string)) return wrong_type(call, 0, "a text");
  if (text.known()) {
    if (auto none = no_room(call, text.size())) return *none;
    return call.text(change(text.text()));
  }
  auto& context = call.context;
  std::vector<Piece> changed;
  for (const auto& piece : pieces_of(text)) {
    if (piece.symbol == SymbolId::none) {
      changed.push_back({context.arena.copy(change(piece.text)), SymbolId::none, nullptr});
      continue;
    }
    const auto& operation = context.symbols.at(piece.symbol).operation;
    const bool small_already = operation == "uniqueString" || operation == "guid" || operation == "newGuid";
    if (operation == call.function.name || (small_already && call.function.name == "toLower")) {
      changed.push_back(piece);
    } else {
      const auto& hole = piece.hole != nullptr ? *piece.hole : text.why();
      changed.push_back(
          hole_of(context, call.function.name, "", std::span(&piece.symbol, 1), hole,
                  piece.hole != nullptr ? length_range(Value::unknown(piece.hole, call.span)) : LengthRange{}));
    }
  }
  return from_pieces(context, changed, call.span, text.marks(), text.why());
}

Value lower_case(const Call& call) { return change_case(call, to_lower); }
Value upper_case(const Call& call) { return change_case(call, to_upper); }

Value trim_text(const Call& call) {
  const auto& text = call.arg(0);
  if (!may_be(text, ValueType::string)) return wrong_type(call, 0, "a text");
  if (text.known()) return Value::of(trim_end(trim_start(text.text())), call.span);
  auto pieces = pieces_of(text);
  const auto solid = [](const Piece& p, std::string_view left) { return p.symbol == SymbolId::none && !left.empty(); };
  const auto front = trim_start(pieces.front().text);
  const auto back = trim_end(pieces.back().text);
  if (!solid(pieces.front(), front) || !solid(pieces.back(), back)) {
    return unknown_of_length(call, ValueType::string, {0, length_range(text).most});
  }
  pieces.front().text = front;
  pieces.back().text = back;
  return from_pieces(call.context, pieces, call.span, text.marks(), text.why());
}

/// A single letter is replaced in each piece by itself; a longer text might lie across the border of two.
Value replace_in_pieces(const Call& call) {
  auto& context = call.context;
  const auto& text = call.arg(0);
  const auto from = call.arg(1).text();
  const auto by = call.arg(2).text();
  const bool one_letter = utf16_length(from) == 1;
  if (!one_letter || call.arg(1).hidden() || call.arg(2).hidden()) return call.unknown(ValueType::string);
  std::vector<Piece> changed;
  for (const auto& piece : pieces_of(text)) {
    if (piece.symbol == SymbolId::none) {
      if (auto none = no_room(call, piece.text.size() + count_of(piece.text, from) * by.size())) return *none;
      changed.push_back({context.arena.copy(replace_all(piece.text, from, by)), SymbolId::none, nullptr});
      continue;
    }
    if (certainly_without(context.symbols, piece, from)) {
      changed.push_back(piece);
      continue;
    }
    const std::array operands{piece.symbol, context.symbols.make("text", from), context.symbols.make("text", by)};
    LengthRange length;
    const auto& hole = piece.hole != nullptr ? *piece.hole : text.why();
    if (utf16_length(by) == 1 && piece.hole != nullptr) length = length_range(Value::unknown(piece.hole, call.span));
    changed.push_back(hole_of(context, "replace", "", operands, hole, length));
  }
  return from_pieces(context, changed, call.span, text.marks(), text.why());
}

Value replace(const Call& call) {
  for (std::size_t n = 0; n < 3; ++n) {
    if (!may_be(call.arg(n), ValueType::string)) return wrong_type(call, n, "a text");
  }
  if (!call.arg(1).known() || !call.arg(2).known()) return call.unknown(ValueType::string);
  const auto from = call.arg(1).text();
  if (from.empty()) return call.wrong("argument 2 is empty, expected the text to look for");
  if (!call.arg(0).known()) return replace_in_pieces(call);
  const auto text = call.arg(0).text();
  const auto by = call.arg(2).text();
  if (auto none = no_room(call, text.size() + count_of(text, from) * by.size())) return *none;
  return call.text(replace_all(text, from, by));
}

Value pad(const Call& call) {
  const auto& value = call.arg(0);
  const auto& width = call.arg(1);
  if (!may_be(value, ValueType::string) && !is_a(value, ValueType::integer))
    return wrong_type(call, 0, "a text or a whole number");
  if (!may_be(width, ValueType::integer)) return wrong_type(call, 1, "a whole number");
  std::string_view fill = " ";
  if (call.has(2)) {
    if (!may_be(call.arg(2), ValueType::string)) return wrong_type(call, 2, "one character");
    if (call.arg(2).known() && utf16_length(call.arg(2).text()) != 1)
      return call.wrong("argument 3 is not one character");
    if (call.arg(2).known()) fill = call.arg(2).text();
  }
  const auto text = as_text(call, value);
  if (!width.known()) return unknown_of_length(call, ValueType::string, {length_range(text).least, std::nullopt});
  if (width.integer() < 0) return call.wrong("argument 2 is negative, expected a length");
  const auto length = length_range(text);
  if (length.least >= width.integer()) return text.at(call.span);
  if (!text.known() || (call.has(2) && !call.arg(2).known())) {
    const auto most = length.most ? std::optional(std::max(*length.most, width.integer())) : std::nullopt;
    return unknown_of_length(call, ValueType::string, {width.integer(), most});
  }
  if (auto none = no_room(call, static_cast<std::uint64_t>(width.integer()))) return *none;
  return call.text(pad_left(text.text(), static_cast<std::size_t>(width.integer()), fill));
}

// ── URIs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/// The pieces of a base up to its last slash, if that slash is part of its path; nullopt if that is not certain.
std::optional<std::vector<Piece>> folder_pieces(std::vector<Piece> pieces) {
  if (pieces.empty() || pieces.back().symbol != SymbolId::none) return std::nullopt;
  auto& last = pieces.back().text;
  const auto slash = last.rfind('/');
  const auto authority = pieces.size() == 1 ? last.find("://") : std::string_view::npos;
  if (slash == std::string_view::npos || last.find_first_of("?#%\\") != std::string_view::npos) return std::nullopt;
  if (slash > 0 && last[slash - 1] == '/') return std::nullopt;  // the two of `://`
  if (authority != std::string_view::npos && slash <= authority + 2) return std::nullopt;
  last = last.substr(0, slash + 1);
  return pieces;
}

/// A plain relative path: no root, no scheme, no dots that lead upwards.
bool is_plain_path(const std::vector<Piece>& pieces) {
  if (pieces.empty() || pieces[0].symbol != SymbolId::none) return false;
  const auto text = pieces[0].text;
  if (text.starts_with('/') || text.starts_with('?') || text.starts_with('.')) return false;
  return std::all_of(pieces.begin(), pieces.end(), [](const Piece& piece) {
    return piece.symbol != SymbolId::none || (piece.text.find_first_of(":%#\\") == std::string_view::npos &&
                                              piece.text.find("/.") == std::string_view::npos);
  });
}

Value uri_of_pieces(const Call& call) {
  auto& context = call.context;
  const auto& base = call.arg(0);
  const auto relative = pieces_of(call.arg(1));
  if (!is_plain_path(relative) || base.hidden() || call.arg(1).hidden())
    return unknown_of_length(call, ValueType::string, {1, std::nullopt});
  auto pieces = folder_pieces(pieces_of(base));
  if (!pieces) {  // some folder that only the base tells
    const auto symbol = symbol_of(base, context.symbols);
    pieces =
        std::vector{hole_of(context, "uri folder", "", std::span(&symbol, 1), call.unknown().why(), {1, std::nullopt})};
  }
  pieces->insert(pieces->end(), relative.begin(), relative.end());
  return from_pieces(context, *pieces, call.span, base.marks() | call.arg(1).marks(), call.unknown().why());
}

Value uri(const Call& call) {
  for (std::size_t n = 0; n < 2; ++n) {
    if (!may_be(call.arg(n), ValueType::string)) return wrong_type(call, n, "a text");
  }
  if (!call.arg(0).known() || !call.arg(1).known()) return uri_of_pieces(call);
  if (auto none = no_room(call, call.arg(0).size() + call.arg(1).size())) return *none;
  if (const auto resolved = resolve_uri(call.arg(0).text(), call.arg(1).text())) return call.text(*resolved);
  if (!parse_uri(call.arg(0).text())) return call.wrong("argument 1 is no absolute URI");
  return uri_of_pieces(call);
}

// ── hashes ────────────────────────────────────────────────────────────────────────────────────────────────────────

// Never computed: the result is only ever a name, and equal arguments give equal symbols.
Value hash_of_length(const Call& call, std::int64_t length) {
  for (std::size_t n = 0; n < call.args.size(); ++n) {
    if (!may_be(call.arg(n), ValueType::string)) return wrong_type(call, n, "a text");
  }
  return unknown_of_length(call, ValueType::string, {length, length});
}

Value unique_string(const Call& call) { return hash_of_length(call, 13); }
Value guid(const Call& call) { return hash_of_length(call, 36); }

// A deployment that comes here fails: whatever it is, it is nothing that is deployed.
Value fail(const Call& call) { return call.unknown(); }

constexpr Builtin rows[] = {
    {"concat", 1, -1, Takes::unknown, each<concat>, ValueType::any},
    {"format", 1, -1, Takes::unknown, each<format>, ValueType::string},
    {"join", 2, 2, Takes::unknown, each<join>, ValueType::string},
    {"string", 1, 1, Takes::unknown, each<to_string>, ValueType::string},
    {"split", 2, 2, Takes::unknown, each<split>, ValueType::array},
    {"toLower", 1, 1, Takes::unknown, each<lower_case>, ValueType::string},
    {"toUpper", 1, 1, Takes::unknown, each<upper_case>, ValueType::string},
    {"trim", 1, 1, Takes::unknown, each<trim_text>, ValueType::string},
    {"replace", 3, 3, Takes::unknown, each<replace>, ValueType::string},
    {"padLeft", 2, 3, Takes::unknown, each<pad>, ValueType::string},
    {"uri", 2, 2, Takes::unknown, each<uri>, ValueType::string},
    {"uniqueString", 1, -1, Takes::unknown, unique_string, ValueType::string},
    {"guid", 1, -1, Takes::unknown, guid, ValueType::string},
    {"fail", 1, 1, Takes::unknown, fail, ValueType::any},
};

}  // namespace

std::span<const Builtin> text_rows() { return rows; }

}  // namespace pillarlint::arm
