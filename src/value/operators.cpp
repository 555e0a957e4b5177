#include "value/operators.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "value/value_access.h"

namespace pillarlint {

namespace {

std::string number_text(double d) {
  if (d == std::floor(d) && std::fabs(d) < 1e15) return fmt::format("{:.0f}", d);
  return fmt::format("{}", d);
}

SymbolId text_symbol(const Value& text, SymbolStore& symbols) {
  // Secret text enters no symbol: where it lies in memory stands for it, so equal secrets are not certainly equal.
  if (text.hidden()) return symbols.make("secret", fmt::format("{}", static_cast<const void*>(text.text().data())));
  return symbols.make("text", text.text());
}

SymbolId container_symbol(const Value& value, SymbolStore& symbols) {
  std::vector<SymbolId> parts;
  for (const auto& item : value.items()) parts.push_back(symbol_of(item, symbols));
  for (const auto& m : value.members()) parts.push_back(symbols.make("entry", lower(m.key), {symbol_of(m.value, symbols)}));
  if (value.rest() != nullptr) parts.push_back(symbols.make("rest", "", {value.rest()->symbol}));
  return symbols.make(value.is_array() ? "array" : "object", "", parts);
}

}  // namespace

std::optional<std::string> scalar_text(const Value& v) {
  switch (v.kind()) {
    case Value::Kind::boolean: return v.boolean() ? "true" : "false";
    case Value::Kind::integer: return std::to_string(v.integer());
    case Value::Kind::real: return number_text(v.real());
    case Value::Kind::string: return std::string(v.text());
    case Value::Kind::null: return std::string();
    default: return std::nullopt;
  }
}

SymbolId symbol_of(const Value& value, SymbolStore& symbols) {
  switch (value.kind()) {
    case Value::Kind::null: return symbols.make("literal", "null");
    case Value::Kind::boolean: return symbols.make("literal", value.boolean() ? "true" : "false");
    case Value::Kind::integer: return symbols.make("literal", std::to_string(value.integer()));
    case Value::Kind::real: return symbols.make("literal", number_text(value.real()));
    case Value::Kind::string: return text_symbol(value, symbols);
    case Value::Kind::array:
    case Value::Kind::object: return container_symbol(value, symbols);
    case Value::Kind::unknown: return value.why().symbol;
    case Value::Kind::expression: break;
  }
  return SymbolId::none;
}

namespace {

/// The first unknown among the operands, looking into containers.
const Unknown* first_unknown(const Value& value) {
  if (!value.has_unknown()) return nullptr;
  if (!value.known()) return &value.why();
  for (const auto& item : value.items()) {
    if (const auto* found = first_unknown(item)) return found;
  }
  for (const auto& m : value.members()) {
    if (const auto* found = first_unknown(m.value)) return found;
  }
  return value.rest();
}

const Unknown* first_unknown(std::span<const Value> operands) {
  for (const auto& operand : operands) {
    if (const auto* found = first_unknown(operand)) return found;
  }
  return nullptr;
}

Mark marks_of(const Value& value) {
  Mark marks = value.marks();
  if (value.is_container()) {
    for (const auto& item : value.items()) marks = marks | marks_of(item);
    for (const auto& m : value.members()) marks = marks | marks_of(m.value);
  } else if (!value.known()) {
    for (const auto& a : value.why().alternatives) marks = marks | a.value.marks();
  }
  return marks;
}

}  // namespace

Value unknown_from(Context& context, std::string_view operation, std::span<const Value> operands, Span span, ValueType type) {
  std::vector<SymbolId> symbols;
  symbols.reserve(operands.size());
  Mark marks = Mark::none;
  // A truth or a number tells nothing of the secret it was made from.
  const bool bare = type == ValueType::boolean || type == ValueType::integer;
  for (const auto& operand : operands) {
    symbols.push_back(symbol_of(operand, context.symbols));
    if (!bare) marks = marks | marks_of(operand);
  }
  Unknown why;
  if (const auto* cause = first_unknown(operands)) {
    why.why = cause->why;
    why.subject = cause->subject;
    why.span = cause->span;
  } else {
    why.subject = context.arena.copy(operation);
    why.span = span;
  }
  why.type = type;
  why.symbol = context.symbols.make(operation, "", symbols);
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
}

Value new_unknown(Context& context, Unknown::Why why, std::string_view subject, SymbolId symbol, Span span, ValueType type) {
  Unknown u;
  u.why = why;
  u.subject = context.arena.copy(subject);
  u.symbol = symbol;
  u.span = span;
  u.type = type;
  return Value::unknown(context.arena, u);
}

Value limit_unknown(Context& context, std::string_view limit, Span span) {
  context.diagnostics.report(Code::limit_reached, span, limit);
  return new_unknown(context, Unknown::Why::limit_reached, fmt::format("{} limit", limit),
                     context.symbols.fresh("limit"), span);
}

void for_each_possible(const Value& value, const std::function<void(const Value&)>& use) {
  if (value.known() || value.why().alternatives.empty()) {
    use(value);
    return;
  }
  for (const auto& alternative : value.why().alternatives) for_each_possible(alternative.value, use);
}

// ── conditions ────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

void add_atom(std::vector<Atom>& atoms, Atom atom) {
  if (std::find(atoms.begin(), atoms.end(), atom) == atoms.end()) atoms.push_back(atom);
}

bool add_symbol(SymbolStore& symbols, SymbolId condition, bool holds, std::vector<Atom>& atoms) {
  const auto node = symbols.at(condition);
  if (node.operation == "literal") return (node.literal == "true") == holds;
  if (node.operation == "not" && node.operands.size() == 1) return add_symbol(symbols, node.operands[0], !holds, atoms);
  const bool spreads = (node.operation == "and" && holds) || (node.operation == "or" && !holds);
  if (spreads) {
    const std::vector<SymbolId> parts(node.operands.begin(), node.operands.end());
    for (const auto part : parts) {
      if (!add_symbol(symbols, part, holds, atoms)) return false;
    }
  }
  // The whole is kept beside its parts, so that its negation elsewhere contradicts it.
  add_atom(atoms, {condition, holds});
  return true;
}

/// Two `x == 'a'`, `x == 'b'` with different literals can not both hold.
bool exclusive(const SymbolStore& symbols, SymbolId a, SymbolId b) {
  const auto& x = symbols.at(a);
  const auto& y = symbols.at(b);
  if (x.operation != "equals" || y.operation != "equals" || x.operands.size() != 2 || y.operands.size() != 2) return false;
  const auto literal = [&](SymbolId id) {
    const auto& operation = symbols.at(id).operation;
    return operation == "text" || operation == "literal";
  };
  for (int i = 0; i < 2; ++i) {
    for (int j = 0; j < 2; ++j) {
      const bool same_subject = x.operands[i] == y.operands[j];
      if (same_subject && !literal(x.operands[i]) && literal(x.operands[1 - i]) && literal(y.operands[1 - j]) &&
          x.operands[1 - i] != y.operands[1 - j]) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

namespace {

/// True in the one case and false in the other: it asks what the cases ask. `(c ? 'x' : null) != null` is `c`.
std::optional<Atom> same_question(const Value& condition) {
  const auto cases = condition.why().alternatives;
  if (cases.size() != 2 || !cases[0].value.is_bool() || !cases[1].value.is_bool()) return std::nullopt;
  if (cases[0].when.size() != 1 || cases[1].when.size() != 1) return std::nullopt;
  const auto when = cases[0].when[0];
  const auto otherwise = cases[1].when[0];
  if (when.condition != otherwise.condition || when.holds == otherwise.holds) return std::nullopt;
  return Atom{when.condition, when.holds == cases[0].value.boolean()};
}

/// Where the condition can come out so in one case alone, that case is given: `!empty(x)` says that `x` is not null.
void add_case(const Value& condition, bool holds, std::vector<Atom>& atoms) {
  const Alternative* only = nullptr;
  for (const auto& alternative : condition.why().alternatives) {
    if (truth_of(alternative.value) == (holds ? Truth::no : Truth::yes)) continue;
    if (only != nullptr) return;
    only = &alternative;
  }
  if (only == nullptr) return;
  for (const auto atom : only->when) add_atom(atoms, atom);
}

}  // namespace

bool add_condition(Context& context, const Value& condition, bool holds, std::vector<Atom>& atoms) {
  if (condition.is_bool()) return condition.boolean() == holds;
  if (condition.known()) return true;  // no boolean: reported where it is used
  if (const auto same = same_question(condition)) return add_symbol(context.symbols, same->condition, same->holds == holds, atoms);
  if (!add_symbol(context.symbols, condition.why().symbol, holds, atoms)) return false;
  add_case(condition, holds, atoms);
  return true;
}

bool contradict(const SymbolStore& symbols, std::span<const Atom> a, std::span<const Atom> b) {
  for (const auto x : a) {
    for (const auto y : b) {
      if (x.condition == y.condition) {
        if (x.holds != y.holds) return true;
      } else if (x.holds && y.holds && exclusive(symbols, x.condition, y.condition)) {
        return true;
      }
    }
  }
  return false;
}

bool implies(std::span<const Atom> given, std::span<const Atom> wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](Atom atom) { return std::find(given.begin(), given.end(), atom) != given.end(); });
}

namespace {

struct Branch {
  Value value;
  std::vector<Atom> when;
};

// Flattens nested alternatives; false when there are too many.
bool flatten(const SymbolStore& symbols, const Value& value, std::vector<Atom> when, std::vector<Branch>& out) {
  if (value.known() || value.why().alternatives.empty()) {
    if (contradict(symbols, when, when)) return true;
    for (auto& branch : out) {
      if (!identical(branch.value, value)) continue;
      std::erase_if(branch.when, [&](Atom a) { return std::find(when.begin(), when.end(), a) == when.end(); });
      return true;
    }
    out.push_back({value, std::move(when)});
    return out.size() <= max_alternatives;
  }
  for (const auto& alternative : value.why().alternatives) {
    if (contradict(symbols, when, alternative.when)) continue;
    auto both = when;
    for (const auto atom : alternative.when) add_atom(both, atom);
    Value inner = alternative.value;
    if (!flatten(symbols, inner, std::move(both), out)) return false;
  }
  return true;
}

ValueType common_type(std::span<const Branch> branches) {
  const auto type_of = [](const Value& v) {
    switch (v.kind()) {
      case Value::Kind::boolean: return ValueType::boolean;
      case Value::Kind::integer: return ValueType::integer;
      case Value::Kind::real: return ValueType::number;
      case Value::Kind::string: return ValueType::string;
      case Value::Kind::array: return ValueType::array;
      case Value::Kind::object: return ValueType::object;
      case Value::Kind::unknown: return v.why().type;
      case Value::Kind::expression:
      case Value::Kind::null: return ValueType::any;
    }
    return ValueType::any;
  };
  const auto type = type_of(branches[0].value);
  for (const auto& branch : branches) {
    if (type_of(branch.value) != type) return ValueType::any;
  }
  return type;
}

}  // namespace

Value either(Context& context, std::span<const Alternative> alternatives, SymbolId symbol, Span span) {
  std::vector<Branch> branches;
  bool fits = true;
  for (const auto& alternative : alternatives) {
    fits = fits && flatten(context.symbols, alternative.value, {alternative.when.begin(), alternative.when.end()}, branches);
  }
  if (branches.size() == 1) return branches[0].value;
  Unknown why;
  why.why = Unknown::Why::branch;
  why.symbol = symbol;
  why.span = span;
  why.subject = "a condition";
  Mark marks = Mark::none;
  if (!branches.empty()) why.type = common_type(branches);
  std::vector<Alternative> kept;
  for (const auto& branch : branches) {
    marks = marks | branch.value.marks();
    kept.push_back({branch.value, context.arena.copy(branch.when)});
  }
  if (fits) why.alternatives = context.arena.copy(kept);
  return Value::unknown(context.arena.make<Unknown>(why), span).marked(marks);
}

Value choose(Context& context, const Value& test, const Value& yes, const Value& no, Span span) {
  switch (truth_of(test)) {
    case Truth::yes: return yes;
    case Truth::no: return no;
    case Truth::unknown: break;
  }
  std::vector<Atom> when;
  std::vector<Atom> otherwise;
  std::vector<Alternative> alternatives;
  if (add_condition(context, test, true, when)) alternatives.push_back({yes, context.arena.copy(when)});
  if (add_condition(context, test, false, otherwise)) alternatives.push_back({no, context.arena.copy(otherwise)});
  const auto symbol = context.symbols.make(
      "if", "", {symbol_of(test, context.symbols), symbol_of(yes, context.symbols), symbol_of(no, context.symbols)});
  Value result = either(context, alternatives, symbol, span);
  if (!result.known() && result.why().why == Unknown::Why::branch && !test.known()) {
    auto* why = context.arena.make<Unknown>(result.why());
    if (why->symbol == symbol) {  // its own unknown: the reason is that of the test
      why->subject = test.why().subject;
      why->span = test.why().span;
      result = Value::unknown(why, span).marked(result.marks());
    }
  }
  return result;
}

namespace {

Value resolve_container(Context& context, const Value& value, std::span<const Atom> given) {
  if (value.is_array()) {
    std::vector<Value> items;
    for (const auto& item : value.items()) items.push_back(resolve(context, item, given));
    auto out = Value::array(context.arena, items, value.span(), value.rest());
    return out;
  }
  std::vector<Member> members;
  for (auto m : value.members()) {
    m.value = resolve(context, m.value, given);
    members.push_back(m);
  }
  return Value::object(context.arena, members, value.span(), value.rest());
}

}  // namespace

Value resolve(Context& context, const Value& value, std::span<const Atom> given) {
  if (given.empty() || !value.has_unknown()) return value;
  if (value.is_container()) {
    return ValueAccess::came_as(resolve_container(context, value, given).marked(value.marks()), value);
  }
  const auto& why = value.why();
  if (why.alternatives.empty()) return value;
  std::vector<Alternative> left;
  for (const auto& alternative : why.alternatives) {
    if (contradict(context.symbols, given, alternative.when)) continue;
    std::vector<Atom> open;
    for (const auto atom : alternative.when) {
      if (std::find(given.begin(), given.end(), atom) == given.end()) open.push_back(atom);
    }
    left.push_back({resolve(context, alternative.value, given), context.arena.copy(open)});
  }
  if (left.size() == why.alternatives.size() &&
      std::equal(left.begin(), left.end(), why.alternatives.begin(),
                 [](const Alternative& a, const Alternative& b) { return identical(a.value, b.value) && a.when.size() == b.when.size(); })) {
    return value;
  }
  if (left.empty()) return value;
  auto resolved = either(context, left, why.symbol, value.span());
  return resolved.journey() == nullptr ? ValueAccess::came_as(resolved, value) : resolved;
}

Value distribute(Context& context, std::span<const Value> args, SymbolId symbol, Span span,
                 const std::function<Value(std::span<const Value>)>& make) {
  const auto branching = [](const Value& v) { return !v.known() && !v.why().alternatives.empty(); };
  if (std::none_of(args.begin(), args.end(), branching)) return make(args);
  struct Row {
    std::vector<Value> args;
    std::vector<Atom> when;
  };
  std::vector<Row> rows(1);
  for (const auto& arg : args) {
    std::vector<Row> next;
    for (const auto& row : rows) {
      const auto extend = [&](const Value& value, std::span<const Atom> when) {
        if (contradict(context.symbols, row.when, when)) return;
        Row longer = row;
        longer.args.push_back(value);
        for (const auto atom : when) add_atom(longer.when, atom);
        next.push_back(std::move(longer));
      };
      if (!branching(arg)) {
        extend(arg, {});
      } else {
        for (const auto& alternative : arg.why().alternatives) extend(alternative.value, alternative.when);
      }
    }
    rows = std::move(next);
    if (rows.size() > max_alternatives) break;
  }
  std::vector<Alternative> results;
  if (rows.size() <= max_alternatives) {
    for (const auto& row : rows) {
      if (!context.budget.take()) return limit_unknown(context, "step", span);
      results.push_back({make(row.args), context.arena.copy(row.when)});
    }
  }
  if (results.empty()) return unknown_from(context, "many", args, span);
  auto joined = either(context, results, symbol, span);
  // Its own unknown takes the reason of the argument that branches.
  if (!joined.known() && joined.why().symbol == symbol) {
    if (const auto* cause = first_unknown(args)) {
      auto* why = context.arena.make<Unknown>(joined.why());
      why->subject = cause->subject;
      why->why = cause->why;
      why->span = cause->span;
      joined = Value::unknown(why, span).marked(joined.marks());
    }
  }
  return joined;
}

// ── comparison ────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

bool same(std::string_view a, std::string_view b, Case letter_case) {
  return letter_case == Case::matters ? a == b : same_text(a, b);
}

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

std::size_t least_length(std::span<const Piece> pieces) {
  std::size_t n = 0;
  for (const auto& piece : pieces) n += least_length(piece);
  return n;
}
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

bool could_be(ValueType type, const Value& v) {
  switch (type) {
    case ValueType::any: return true;
    case ValueType::boolean: return v.is_bool();
    case ValueType::integer:
    case ValueType::number: return v.is_number();
    case ValueType::string: return v.is_string();
    case ValueType::array: return v.is_array();
    case ValueType::object: return v.is_object();
  }
  return true;
}

bool textual(const Value& v) {
  return v.is_string() || (!v.known() && (!v.why().pieces.empty() || v.why().type == ValueType::string));
}

Truth equal_to_bounds(const Bounds& bounds, const Value& other) {
  if (other.is_integer()) {
    if ((bounds.min_value && other.integer() < *bounds.min_value) || (bounds.max_value && other.integer() > *bounds.max_value)) {
      return Truth::no;
    }
  }
  return Truth::unknown;
}

Truth equals_unknown(const Value& a, const Value& b, Case letter_case) {
  const Value& open = a.known() ? b : a;
  const Value& other = a.known() ? a : b;
  const auto& why = open.why();
  if (!other.known() && other.why().symbol == why.symbol && why.symbol != SymbolId::none) return Truth::yes;
  if (!why.alternatives.empty()) {
    Truth all_yes = Truth::yes;
    Truth any_yes = Truth::no;
    for (const auto& alternative : why.alternatives) {
      const auto one = equals(alternative.value, other, letter_case);
      all_yes = all_yes & one;
      any_yes = any_yes | one;
    }
    if (all_yes == Truth::yes) return Truth::yes;
    return any_yes == Truth::no ? Truth::no : Truth::unknown;
  }
  if (!other.known() && !other.why().alternatives.empty()) return equals_unknown(other, open, letter_case);
  if (other.known() && other.is_null()) return why.never_empty || why.never_null ? Truth::no : Truth::unknown;
  if (other.known() && !could_be(why.type, other)) return Truth::no;
  if (textual(open) && textual(other)) return equal_pieces(pieces_of(open), pieces_of(other), letter_case);
  if (why.bounds != nullptr) return equal_to_bounds(*why.bounds, other);
  return Truth::unknown;
}

Truth equal_arrays(const Value& a, const Value& b, Case letter_case) {
  const auto shared = std::min(a.size(), b.size());
  Truth result = Truth::yes;
  for (std::uint32_t i = 0; i < shared; ++i) result = result & equals(a.items()[i], b.items()[i], letter_case);
  if (a.size() != b.size()) {
    const bool may_grow = (a.size() < b.size() ? a.rest() : b.rest()) != nullptr;
    result = result & (may_grow ? Truth::unknown : Truth::no);
  } else if (a.rest() != nullptr || b.rest() != nullptr) {
    result = result & (a.rest() == b.rest() ? Truth::yes : Truth::unknown);
  }
  return result;
}

Truth equal_objects(const Value& a, const Value& b, Case letter_case) {
  Truth result = a.rest() == b.rest() ? Truth::yes : Truth::unknown;
  const auto missing = [](const Value& in, const Value& value) {
    return in.rest() != nullptr ? Truth::unknown : is_null(value);  // null equals absent (D12)
  };
  for (const auto& m : a.members()) {
    const auto* other = b.find(m.key, m.hash);
    result = result & (other != nullptr ? equals(m.value, other->value, letter_case) : missing(b, m.value));
  }
  for (const auto& m : b.members()) {
    if (a.find(m.key, m.hash) == nullptr) result = result & missing(a, m.value);
  }
  return result;
}

}  // namespace

Truth equals(const Value& a, const Value& b, Case letter_case) {
  if (!a.known() || !b.known()) return equals_unknown(a, b, letter_case);
  if (a.is_number() && b.is_number()) {
    return truth(a.is_integer() && b.is_integer() ? a.integer() == b.integer() : a.real() == b.real());
  }
  if (a.kind() != b.kind()) return Truth::no;
  switch (a.kind()) {
    case Value::Kind::null: return Truth::yes;
    case Value::Kind::boolean: return truth(a.boolean() == b.boolean());
    case Value::Kind::string: return truth(same(a.text(), b.text(), letter_case));
    case Value::Kind::array: return equal_arrays(a, b, letter_case);
    case Value::Kind::object: return equal_objects(a, b, letter_case);
    default: return Truth::unknown;
  }
}

Value equals_value(Context& context, const Value& a, const Value& b, Case letter_case, Span span) {
  const auto known = equals(a, b, letter_case);
  if (known != Truth::unknown) return Value::of(known == Truth::yes, span);
  auto x = symbol_of(a, context.symbols);
  auto y = symbol_of(b, context.symbols);
  if (y < x) std::swap(x, y);
  const auto symbol = context.symbols.make(letter_case == Case::matters ? "equals" : "equalsInsensitively", "", {x, y});
  const std::array args{a, b};
  return distribute(context, args, symbol, span, [&](std::span<const Value> parts) {
    const auto one = equals(parts[0], parts[1], letter_case);
    if (one != Truth::unknown) return Value::of(one == Truth::yes, span);
    auto p = symbol_of(parts[0], context.symbols);
    auto q = symbol_of(parts[1], context.symbols);
    if (q < p) std::swap(p, q);
    auto result = unknown_from(context, "equals", parts, span, ValueType::boolean);
    auto* why = context.arena.make<Unknown>(result.why());
    why->symbol = context.symbols.make(letter_case == Case::matters ? "equals" : "equalsInsensitively", "", {p, q});
    why->never_null = true;
    return Value::unknown(why, span).marked(result.marks());
  });
}

SymbolId null_test(SymbolStore& symbols, SymbolId subject) {
  auto null = symbol_of(Value(), symbols);
  if (null < subject) std::swap(null, subject);
  return symbols.make("equals", "", {subject, null});
}

Truth truth_of(const Value& value) {
  if (value.is_bool()) return truth(value.boolean());
  if (value.known()) return Truth::unknown;
  const auto& alternatives = value.why().alternatives;
  if (alternatives.empty()) return Truth::unknown;
  const auto first = truth_of(alternatives[0].value);
  for (const auto& alternative : alternatives) {
    if (truth_of(alternative.value) != first) return Truth::unknown;
  }
  return first;
}

Value not_value(Context& context, const Value& a, Span span) {
  const auto known = truth_of(a);
  if (known != Truth::unknown) return Value::of(known == Truth::no, span);
  const std::array args{a};
  const auto negated = [&](SymbolId symbol) {
    const auto& node = context.symbols.at(symbol);
    if (node.operation == "not" && node.operands.size() == 1) return node.operands[0];
    return context.symbols.make("not", "", {symbol});
  };
  return distribute(context, args, negated(symbol_of(a, context.symbols)), span, [&](std::span<const Value> parts) {
    const auto one = truth_of(parts[0]);
    if (one != Truth::unknown) return Value::of(one == Truth::no, span);
    auto result = unknown_from(context, "not", parts, span, ValueType::boolean);
    auto* why = context.arena.make<Unknown>(result.why());
    why->symbol = negated(symbol_of(parts[0], context.symbols));
    why->never_null = true;
    return Value::unknown(why, span).marked(result.marks());
  });
}

namespace {

Value combine(Context& context, std::span<const Value> parts, bool is_and, Span span) {
  std::vector<SymbolId> open;
  std::vector<Value> left;
  const auto* operation = is_and ? "and" : "or";
  for (const auto& part : parts) {
    const auto one = truth_of(part);
    if (one == (is_and ? Truth::no : Truth::yes)) return Value::of(!is_and, span);
    if (one != Truth::unknown) continue;
    const auto symbol = symbol_of(part, context.symbols);
    const auto& node = context.symbols.at(symbol);
    const std::vector<SymbolId> inner = node.operation == operation
                                            ? std::vector<SymbolId>(node.operands.begin(), node.operands.end())
                                            : std::vector<SymbolId>{symbol};
    for (const auto s : inner) {
      if (std::find(open.begin(), open.end(), s) == open.end()) open.push_back(s);
    }
    left.push_back(part);
  }
  if (left.empty()) return Value::of(is_and, span);
  if (left.size() == 1) return left[0];
  // `a and not a`, `a or not a`
  std::vector<Atom> atoms;
  bool possible = true;
  for (const auto s : open) possible = possible && add_symbol(context.symbols, s, is_and, atoms);
  if (!possible || contradict(context.symbols, atoms, atoms)) return Value::of(!is_and, span);
  auto result = unknown_from(context, operation, left, span, ValueType::boolean);
  auto* why = context.arena.make<Unknown>(result.why());
  std::sort(open.begin(), open.end());
  why->symbol = context.symbols.make(operation, "", open);
  why->never_null = true;
  return Value::unknown(why, span).marked(result.marks());
}

}  // namespace

Value and_value(Context& context, std::span<const Value> parts, Span span) { return combine(context, parts, true, span); }
Value or_value(Context& context, std::span<const Value> parts, Span span) { return combine(context, parts, false, span); }

const Unknown* open_by_key(Context& context, const Unknown* open, const Value& key, Span span) {
  const std::array parts{key};
  Unknown why = unknown_from(context, "key", parts, span).why();
  why.never_empty = true;
  std::vector<Alternative> keys;
  if (open != nullptr) keys.assign(open->alternatives.begin(), open->alternatives.end());
  keys.push_back({key, {}});
  why.alternatives = context.arena.copy(keys);
  return context.arena.make<Unknown>(why);
}

namespace {
template <typename Test>
Truth over_alternatives(const Unknown& why, Test test) {
  const auto first = test(why.alternatives[0].value);
  for (const auto& alternative : why.alternatives) {
    if (test(alternative.value) != first) return Truth::unknown;
  }
  return first;
}
}  // namespace

Truth is_null(const Value& value) {
  if (value.known()) return truth(value.is_null());
  const auto& why = value.why();
  if (!why.alternatives.empty()) return over_alternatives(why, is_null);
  return why.never_null || why.never_empty || !why.pieces.empty() ? Truth::no : Truth::unknown;
}

Truth is_empty(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null: return Truth::yes;
    case Value::Kind::string: return truth(value.size() == 0);
    case Value::Kind::array:
    case Value::Kind::object:
      if (value.size() != 0) return Truth::no;
      if (value.rest() == nullptr) return Truth::yes;
      return value.rest()->never_empty ? Truth::no : Truth::unknown;
    case Value::Kind::unknown: break;
    default: return Truth::no;
  }
  const auto& why = value.why();
  if (!why.alternatives.empty()) return over_alternatives(why, is_empty);
  if (why.never_empty) return Truth::no;
  if (why.bounds != nullptr && why.bounds->min_length && *why.bounds->min_length > 0) return Truth::no;
  if (!why.pieces.empty() && least_length(why.pieces) > 0) return Truth::no;
  return Truth::unknown;
}

// ── access ────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

Value part_of_unknown(Context& context, const Unknown& why, std::string_view operation, std::string_view key, Span span, Mark marks) {
  Unknown part;
  part.why = why.why;
  part.subject = why.subject;
  part.span = why.span;
  part.symbol = context.symbols.make(operation, key, {why.symbol});
  return Value::unknown(context.arena.make<Unknown>(part), span).marked(marks);
}

std::optional<Value> over_alternatives(Context& context, const Value& value, std::string_view operation, std::string_view key,
                                       Span span, const std::function<std::optional<Value>(const Value&)>& read) {
  std::vector<Alternative> found;
  for (const auto& alternative : value.why().alternatives) {
    if (alternative.value.is_null()) {
      // Strict access to null fails at deployment, so this branch can not be the one: unless all are.
      continue;
    }
    if (auto one = read(alternative.value)) found.push_back({*one, alternative.when});
  }
  if (found.empty()) return std::nullopt;
  const auto symbol = context.symbols.make(operation, key, {value.why().symbol});
  if (found.size() == value.why().alternatives.size()) return either(context, found, symbol, span);
  // Absent in some branches: there it is null.
  for (const auto& alternative : value.why().alternatives) {
    if (alternative.value.is_null()) continue;
    if (!read(alternative.value)) found.push_back({Value::null(span), alternative.when});
  }
  return either(context, found, symbol, span);
}

}  // namespace

std::optional<Value> member_of(Context& context, const Value& object, std::string_view key, Span span) {
  if (object.is_object()) {
    if (const auto* found = object.find(key)) return found->value;
    if (object.rest() == nullptr) return std::nullopt;
    return part_of_unknown(context, *object.rest(), "member", lower(key), span, object.marks());
  }
  if (object.known()) return std::nullopt;
  if (!object.why().alternatives.empty()) {
    return over_alternatives(context, object, "member", lower(key), span,
                             [&](const Value& one) { return member_of(context, one, key, span); });
  }
  return part_of_unknown(context, object.why(), "member", lower(key), span, object.marks());
}

std::optional<Value> element_of(Context& context, const Value& array, std::int64_t index, Span span) {
  if (array.is_array()) {
    const bool listed = index >= 0 && static_cast<std::uint64_t>(index) < array.size();
    if (listed) return array.items()[static_cast<std::size_t>(index)];
    if (array.rest() == nullptr || index < 0) return std::nullopt;
    return part_of_unknown(context, *array.rest(), "element", std::to_string(index), span, array.marks());
  }
  if (array.known()) return std::nullopt;
  if (!array.why().alternatives.empty()) {
    return over_alternatives(context, array, "element", std::to_string(index), span,
                             [&](const Value& one) { return element_of(context, one, index, span); });
  }
  return part_of_unknown(context, array.why(), "element", std::to_string(index), span, array.marks());
}

// ── strings with holes ────────────────────────────────────────────────────────────────────────────────────────────

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
