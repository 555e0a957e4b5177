#include "azure/resource_id.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint {

namespace {

constexpr std::string_view resource_group_type = "Microsoft.Resources/resourceGroups";
constexpr std::string_view subscription_type = "Microsoft.Resources/subscriptions";
constexpr std::size_t max_scopes = 8;  // an extension of an extension … : deeper ones are compared as text

bool is_text(const Piece& piece) { return piece.symbol == SymbolId::none; }

/// Pieces cut at the slashes of their text. Empty segments (leading, doubled and trailing slashes) are left out.
struct Cut {
  std::vector<Piece> parts;           // of all segments, one after the other
  std::vector<std::size_t> starts;    // where each segment begins in `parts`, and the end
  bool rooted = false;                // begins with a slash, or with a hole that may be a scope
  std::size_t slashes = 0;

  [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
  [[nodiscard]] std::span<const Piece> at(std::size_t n) const {
    return std::span(parts).subspan(starts[n], starts[n + 1] - starts[n]);
  }
  /// Text of a segment without holes, else empty.
  [[nodiscard]] std::string_view text(std::size_t n) const {
    const auto segment = at(n);
    return segment.size() == 1 && is_text(segment[0]) ? segment[0].text : std::string_view();
  }
  [[nodiscard]] bool is(std::size_t n, std::string_view word) const { return same_text(text(n), word); }
};

void cut_text(std::string_view text, Cut& out) {
  std::size_t from = 0;
  while (true) {
    const auto slash = text.find('/', from);
    const auto part = text.substr(from, slash == std::string_view::npos ? slash : slash - from);
    if (!part.empty()) out.parts.push_back({part, SymbolId::none, nullptr});
    if (slash == std::string_view::npos) return;
    ++out.slashes;
    if (out.parts.size() != out.starts.back()) out.starts.push_back(out.parts.size());
    from = slash + 1;
  }
}

Cut cut(std::span<const Piece> pieces) {
  Cut out;
  out.starts.push_back(0);
  for (const auto& piece : pieces) {
    if (is_text(piece)) {
      cut_text(piece.text, out);
    } else {
      out.parts.push_back(piece);
    }
  }
  if (out.parts.size() != out.starts.back()) out.starts.push_back(out.parts.size());
  out.rooted = !pieces.empty() && (!is_text(pieces[0]) || pieces[0].text.starts_with('/'));
  return out;
}

Value text_of(Context& context, std::span<const Piece> pieces, const Value& from) {
  if (pieces.empty()) return Value::of(std::string_view(), from.span()).marked(from.marks());
  if (pieces.size() == 1 && is_text(pieces[0])) return Value::of(pieces[0].text, from.span()).marked(from.marks());
  return from_pieces(context, pieces, from.span(), from.marks(), from.known() ? Unknown{} : from.why());
}

/// The first `count` segments as one text again.
Value scope_of(Context& context, const Cut& id, std::size_t count, const Value& from) {
  if (count == 0) return text_of(context, {}, from);
  const auto first = id.at(0).front();
  const auto last = id.at(count - 1).back();
  if (from.is_string()) {  // a view: from the first slash to the end of the last segment
    const auto text = from.text();
    const auto end = static_cast<std::size_t>(last.text.data() - text.data()) + last.text.size();
    return Value::of(text.substr(0, end), from.span()).marked(from.marks());
  }
  std::vector<Piece> pieces;
  for (std::size_t n = 0; n < count; ++n) {
    if (n != 0 || is_text(first)) pieces.push_back({"/", SymbolId::none, nullptr});
    const auto segment = id.at(n);
    pieces.insert(pieces.end(), segment.begin(), segment.end());
  }
  return text_of(context, pieces, from);
}

/// `ns/a/b` of segments `ns a ‹x› b ‹y›` from `first` on; empty if one of them has a hole.
std::string_view type_of(Context& context, const Cut& id, std::size_t first) {
  const auto space = id.text(first);
  const auto top = id.text(first + 1);
  if (space.empty() || top.empty()) return {};
  if (id.size() == first + 3 && space.data() + space.size() + 1 == top.data()) {
    return {space.data(), space.size() + 1 + top.size()};  // both stand side by side in the text
  }
  std::string type(space);
  for (std::size_t n = first + 1; n < id.size(); n += 2) {
    if (id.text(n).empty()) return {};
    type += '/';
    type += id.text(n);
  }
  return context.arena.copy(type);
}

ParsedId scope_form(Context& context, const Cut& id, std::string_view type, const Value& from) {
  const auto n = id.size();
  return {scope_of(context, id, n - 2, from), type, {text_of(context, id.at(n - 1), from)}};
}

}  // namespace

std::optional<ParsedId> parse_id(Context& context, const Value& id) {
  if (id.known() ? !id.is_string() : !id.why().alternatives.empty()) return std::nullopt;
  const auto segments = cut(pieces_of(id));
  const auto n = segments.size();
  if (!segments.rooted || n < 2) return std::nullopt;
  std::size_t provider = n;
  for (std::size_t i = 0; i < n; ++i) {
    if (segments.is(i, "providers")) provider = i;
  }
  if (provider == n) {
    if (segments.is(n - 2, "resourceGroups") && n >= 3) return scope_form(context, segments, resource_group_type, id);
    if (segments.is(0, "subscriptions") && n == 2) return scope_form(context, segments, subscription_type, id);
    return std::nullopt;
  }
  const auto rest = n - provider - 1;
  if (rest < 3 || rest % 2 == 0) return std::nullopt;
  ParsedId out{scope_of(context, segments, provider, id), type_of(context, segments, provider + 1), {}};
  if (out.type.empty()) return out;
  for (std::size_t i = provider + 3; i < n; i += 2) out.segments.push_back(text_of(context, segments.at(i), id));
  return out;
}

Value compose_id(Context& context, const Value& scope, std::string_view type, std::span<const Value> segments, Span span) {
  const auto text = [](std::string_view t) { return Value::of(t); };
  const bool top = scope.is_string() && (scope.text().empty() || scope.text() == "/");
  std::vector<Value> parts;
  parts.reserve(segments.size() * 3 + 4);
  if (!top) parts.push_back(scope);
  if (segments.size() != TypeName(type).levels() || segments.empty()) {
    parts.push_back(Value::copy(context.arena, type));
    parts.insert(parts.end(), segments.begin(), segments.end());
    return unknown_from(context, "resourceId", parts, span, ValueType::string);
  }
  if (same_text(type, subscription_type)) {
    parts = {text("/subscriptions/"), segments[0]};
  } else if (same_text(type, resource_group_type)) {
    parts.push_back(text("/resourceGroups/"));
    parts.push_back(segments[0]);
  } else {
    parts.push_back(text("/providers/"));
    std::size_t from = type.find('/') + 1;
    parts.push_back(text(type.substr(0, from - 1)));
    for (const auto& segment : segments) {
      const auto slash = type.find('/', from);
      parts.push_back(text("/"));
      parts.push_back(text(type.substr(from, slash == std::string_view::npos ? slash : slash - from)));
      parts.push_back(text("/"));
      parts.push_back(segment);
      from = slash + 1;
    }
  }
  return join_text(context, parts, span);
}

namespace {

/// Lower case, one slash where several stand, none at the end of the whole.
std::string_view normal_text(std::string_view text, bool ends_id, std::string& room) {
  room.clear();
  for (const char c : text) {
    if (c == '/' && !room.empty() && room.back() == '/') continue;
    room += lower(c);
  }
  while (ends_id && !room.empty() && room.back() == '/') room.pop_back();
  return room;
}

}  // namespace

SymbolId id_symbol(Context& context, const Value& id) {
  std::string room;
  if (id.known()) {
    if (!id.is_string() || id.hidden()) return symbol_of(id, context.symbols);
    return context.symbols.make("id", normal_text(id.text(), true, room));
  }
  const auto& why = id.why();
  if (why.pieces.empty()) return context.symbols.make("id", "", {why.symbol});
  std::vector<SymbolId> parts;
  parts.reserve(why.pieces.size());
  for (std::size_t i = 0; i < why.pieces.size(); ++i) {
    const auto& piece = why.pieces[i];
    if (!is_text(piece)) {
      parts.push_back(piece.symbol);
      continue;
    }
    const auto text = normal_text(piece.text, i + 1 == why.pieces.size(), room);
    if (!text.empty()) parts.push_back(context.symbols.make("text", text));
  }
  return context.symbols.make("id", "", parts);
}

namespace {

Truth same_scope(Context& context, const Value& a, const Value& b, std::size_t depth);

Truth same_parsed(Context& context, const ParsedId& a, const ParsedId& b, std::size_t depth) {
  if (a.type.empty() || b.type.empty()) return Truth::unknown;
  if (!same_text(a.type, b.type)) return Truth::no;
  if (a.segments.size() != b.segments.size()) return Truth::unknown;
  Truth same = Truth::yes;
  for (std::size_t i = 0; i < a.segments.size() && same != Truth::no; ++i) {
    same = same & equals(a.segments[i], b.segments[i], Case::ignored);
  }
  return same == Truth::no ? same : same & same_scope(context, a.scope, b.scope, depth + 1);
}

Truth same_scope(Context& context, const Value& a, const Value& b, std::size_t depth) {
  if (id_symbol(context, a) == id_symbol(context, b)) return Truth::yes;
  if (depth < max_scopes) {
    const auto x = parse_id(context, a);
    const auto y = parse_id(context, b);
    if (x && y) return same_parsed(context, *x, *y, depth);
  }
  // Text that differs only in slashes was found equal above.
  return equals(a, b, Case::ignored);
}

}  // namespace

Truth same_id(Context& context, const ParsedId& a, const ParsedId& b) { return same_parsed(context, a, b, 0); }

Truth same_id(Context& context, const Value& a, const Value& b) {
  bool some_yes = false;
  bool some_no = false;
  bool some_unknown = false;
  for_each_possible(a, [&](const Value& x) {
    for_each_possible(b, [&](const Value& y) {
      const auto same = same_scope(context, x, y, 0);
      some_yes = some_yes || same == Truth::yes;
      some_no = some_no || same == Truth::no;
      some_unknown = some_unknown || same == Truth::unknown;
    });
  });
  if (some_unknown || (some_yes && some_no)) return Truth::unknown;
  return truth(some_yes);
}

namespace {

std::vector<Value> segments_of_alternatives(Context& context, const Value& name, std::size_t levels) {
  std::vector<std::vector<Alternative>> by_level(levels);
  for (const auto& alternative : name.why().alternatives) {
    const auto one = name_segments(context, alternative.value, levels);
    if (one.empty()) return {};
    for (std::size_t i = 0; i < levels; ++i) by_level[i].push_back({one[i], alternative.when});
  }
  std::vector<Value> out;
  for (std::size_t i = 0; i < levels; ++i) {
    const auto level = std::to_string(i);
    const auto symbol = context.symbols.make("segment", level, {name.why().symbol});
    out.push_back(either(context, by_level[i], symbol, name.span()));
  }
  return out;
}

}  // namespace

std::vector<Value> name_segments(Context& context, const Value& name, std::size_t levels) {
  if (levels == 0 || (name.known() && !name.is_string())) return {};
  if (!name.known() && !name.why().alternatives.empty()) {
    return levels == 1 ? std::vector<Value>{name} : segments_of_alternatives(context, name, levels);
  }
  const auto parts = cut(pieces_of(name));
  if (parts.slashes + 1 != levels || parts.size() != levels) return {};
  if (levels == 1) return {name};
  std::vector<Value> out;
  for (std::size_t i = 0; i < levels; ++i) out.push_back(text_of(context, parts.at(i), name));
  return out;
}

SymbolId state_symbol(SymbolStore& symbols, SymbolId id) { return symbols.make("state", "", {id}); }

}  // namespace pillarlint
