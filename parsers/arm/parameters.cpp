#include "arm/parameters.h"

#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "value/operators.h"

namespace pillarlint::arm {

namespace {

constexpr int max_type_depth = 6;
constexpr std::size_t max_allowed = max_alternatives;

// Follows `$ref: '#/definitions/x'`; bounded, as definitions may refer to themselves.
Value resolved(const ParameterType& type) {
  Value declaration = type.declaration;
  for (int i = 0; i < 16; ++i) {
    const auto ref = declaration.get("$ref").text_or_empty();
    constexpr std::string_view prefix = "#/definitions/";
    if (!ref.starts_with(prefix)) return declaration;
    declaration = type.definitions.get(ref.substr(prefix.size()));
  }
  return declaration;
}

bool true_at(const Value& declaration, std::string_view key) {
  const auto v = declaration.get(key);
  return v.is_bool() && v.boolean();
}

ValueType named_type(std::string_view name) {
  if (same_text(name, "string") || same_text(name, "secureString")) return ValueType::string;
  if (same_text(name, "int")) return ValueType::integer;
  if (same_text(name, "bool")) return ValueType::boolean;
  if (same_text(name, "array")) return ValueType::array;
  if (same_text(name, "object") || same_text(name, "secureObject")) return ValueType::object;
  return ValueType::any;
}

const Bounds* bounds_of(Context& context, const Value& declaration) {
  Bounds bounds;
  const auto read = [&](std::string_view key) -> std::optional<std::int64_t> {
    const auto v = declaration.get(key);
    return v.is_integer() ? std::optional(v.integer()) : std::nullopt;
  };
  bounds.min_value = read("minValue");
  bounds.max_value = read("maxValue");
  bounds.min_length = read("minLength");
  bounds.max_length = read("maxLength");
  const bool any = bounds.min_value || bounds.max_value || bounds.min_length || bounds.max_length;
  return any ? context.arena.make<Bounds>(bounds) : nullptr;
}

struct Maker {
  Context& context;
  std::string_view subject;
  Span span;
  Unknown::Why why;
  Value definitions;

  [[nodiscard]] Unknown plain(SymbolId symbol, ValueType type) const {
    Unknown u;
    u.why = why;
    u.type = type;
    u.subject = subject;
    u.span = span;
    u.symbol = symbol;
    return u;
  }

  [[nodiscard]] Value make(const ParameterType& type, SymbolId symbol, int depth) const {
    const auto declaration = resolved(type);
    const bool nullable = true_at(type.declaration, "nullable") || true_at(declaration, "nullable");
    auto made = not_null(declaration, symbol, depth);
    if (is_secure(type)) made = made.marked(Mark::secret);
    return nullable ? or_null(made, symbol) : made;
  }

  [[nodiscard]] Value or_null(const Value& made, SymbolId symbol) const {
    const Atom null{null_test(context.symbols, symbol), true};
    const Atom given{null.condition, false};
    const std::array both{
        Alternative{Value::null(span), context.arena.copy(std::span<const Atom>(&null, 1))},
        Alternative{made, context.arena.copy(std::span<const Atom>(&given, 1))},
    };
    auto result = either(context, both, symbol, span);
    if (!result.known()) {
      auto* own = context.arena.make<Unknown>(result.why());
      own->why = why;
      own->subject = subject;
      result = Value::unknown(own, span).marked(made.marks());
    }
    return result;
  }

  [[nodiscard]] Value not_null(const Value& declaration, SymbolId symbol, int depth) const {
    // Of a type that is derived from a resource's, the compiled template states only a shape (semantics D44).
    const bool derived = declaration.get("metadata").find("__bicep_resource_derived_type!") != nullptr;
    const auto type = derived ? ValueType::any : named_type(declaration.get("type").text_or_empty());
    if (derived) {
      auto u = plain(symbol, type);
      u.never_null = true;
      return Value::unknown(context.arena.make<Unknown>(u), span);
    }
    const auto allowed = declaration.get("allowedValues");
    auto u = plain(symbol, type);
    u.bounds = bounds_of(context, declaration);
    const auto nullable = declaration.get("nullable");
    u.never_null = type != ValueType::any || (nullable.is_bool() && !nullable.boolean());
    u.never_empty = u.bounds != nullptr && u.bounds->min_length && *u.bounds->min_length > 0;
    if (type != ValueType::array && type != ValueType::any && allowed.is_array() && allowed.size() > 0 && allowed.size() <= max_allowed) {
      u.alternatives = one_of(allowed, symbol);
      return Value::unknown(context.arena.make<Unknown>(u), span);
    }
    if (type == ValueType::object && depth < max_type_depth && declaration.get("properties").is_object()) {
      return with_members(declaration, symbol, depth);
    }
    if (type == ValueType::array && depth < max_type_depth && declaration.get("prefixItems").is_array()) {
      return tuple(declaration, symbol, depth);
    }
    return Value::unknown(context.arena.make<Unknown>(u), span);
  }

  [[nodiscard]] std::span<const Alternative> one_of(const Value& allowed, SymbolId symbol) const {
    std::vector<Alternative> alternatives;
    for (const auto& literal : allowed.items()) {
      auto a = symbol;
      auto b = symbol_of(literal, context.symbols);
      if (b < a) std::swap(a, b);
      const Atom atom{context.symbols.make("equals", "", {a, b}), true};
      alternatives.push_back({literal, context.arena.copy(std::span<const Atom>(&atom, 1))});
    }
    return context.arena.copy(alternatives);
  }

  // Declared members are unknowns of their types; a required one is present. Others may be there unless the type is sealed.
  [[nodiscard]] Value with_members(const Value& declaration, SymbolId symbol, int depth) const {
    ObjectBuilder object(context.arena);
    for (const auto& m : declaration.get("properties").members()) {
      const auto part = context.symbols.make("member", lower(m.key), {symbol});
      object.set(m.key, make({m.value, definitions}, part, depth + 1), m.key_span);
    }
    const auto additional = declaration.find("additionalProperties");
    const bool sealed = additional != nullptr && additional->value.is_bool() && !additional->value.boolean();
    if (!sealed) object.open(context.arena.make<Unknown>(plain(symbol, ValueType::any)));
    return object.build(span);
  }

  [[nodiscard]] Value tuple(const Value& declaration, SymbolId symbol, int depth) const {
    std::vector<Value> items;
    for (const auto& item : declaration.get("prefixItems").items()) {
      const auto part = context.symbols.make("element", std::to_string(items.size()), {symbol});
      items.push_back(make({item, definitions}, part, depth + 1));
    }
    const auto more = declaration.find("items");
    const bool complete = more != nullptr && more->value.is_bool() && !more->value.boolean();
    return Value::array(context.arena, items, span, complete ? nullptr : context.arena.make<Unknown>(plain(symbol, ValueType::any)));
  }
};

}  // namespace

bool is_secure(const ParameterType& type) {
  for (const auto& declaration : {type.declaration, resolved(type)}) {
    const auto name = declaration.get("type").text_or_empty();
    if (same_text(name, "secureString") || same_text(name, "secureObject") || true_at(declaration, "secure")) return true;
  }
  return false;
}

bool is_nullable(const ParameterType& type) {
  return true_at(type.declaration, "nullable") || true_at(resolved(type), "nullable");
}

ValueType type_of(const ParameterType& type) { return named_type(resolved(type).get("type").text_or_empty()); }

Value unknown_of_type(Context& context, const ParameterType& type, SymbolId symbol, std::string_view subject, Span span,
                      Unknown::Why why) {
  return Maker{context, context.arena.copy(subject), span, why, type.definitions}.make(type, symbol, 0);
}

Value secret_of(Context& context, const Value& reference, const ParameterType& type, Span span) {
  const auto symbol = context.symbols.make("secret reference", "", {symbol_of(reference, context.symbols)});
  return unknown_of_type(context, type, symbol, "a secret of Key Vault", span, Unknown::Why::known_after_deploy).marked(Mark::secret);
}

namespace {

// A placeholder in text, at [begin, end): its name, and its default if it states one.
struct Placeholder {
  std::size_t begin = 0, end = 0;
  std::string_view name;
  std::optional<std::string_view> fallback;
};

std::optional<Placeholder> braces(std::string_view text, std::size_t from) {
  const auto begin = text.find("${", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto close = text.find('}', begin);
  if (close == std::string_view::npos) return std::nullopt;
  auto inside = text.substr(begin + 2, close - begin - 2);
  Placeholder found{begin, close + 1, inside, std::nullopt};
  const auto equals = inside.find('=');
  if (equals != std::string_view::npos) {
    found.name = inside.substr(0, equals);
    found.fallback = inside.substr(equals + 1);
  }
  return found;
}

// Forms that count only as the whole of an entry: `GEN-…`, `#{…}#`, `__NAME__`, `<…>`.
std::optional<std::string_view> whole_placeholder(std::string_view text) {
  if (text.starts_with("GEN-") || text.starts_with("GET-")) return text;
  const auto between = [&](std::string_view open, std::string_view close) {
    return text.size() > open.size() + close.size() && text.starts_with(open) && text.ends_with(close);
  };
  if (between("#{", "}#") || between("__", "__") || between("<", ">")) return text;
  return std::nullopt;
}

Value converted(Context& context, std::string_view text, ValueType type, Span span) {
  if (type == ValueType::boolean && same_text(text, "true")) return Value::of(true, span);
  if (type == ValueType::boolean && same_text(text, "false")) return Value::of(false, span);
  if (type == ValueType::integer) {
    std::int64_t number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()) return Value::of(number, span);
  }
  return Value::copy(context.arena, text, span);
}

SymbolId placeholder_symbol(Context& context, std::string_view name) { return context.symbols.make("placeholder", name); }

Value hole_for(Context& context, const Placeholder& found, Span span) {
  if (found.fallback) {
    return Value::copy(context.arena, *found.fallback, span)
        .via(context.arena, Origin::Step::environment, span, context.arena.copy(fmt::format("default of environment variable {}", found.name)));
  }
  return new_unknown(context, Unknown::Why::placeholder, fmt::format("placeholder {}", found.name),
                     placeholder_symbol(context, found.name), span, ValueType::string);
}

Value text_with_placeholders(Context& context, const Value& written, const ParameterType& type) {
  const auto text = written.text();
  const auto span = written.span();
  if (const auto name = whole_placeholder(text)) {
    return unknown_of_type(context, type, placeholder_symbol(context, *name), fmt::format("placeholder {}", *name), span,
                           Unknown::Why::placeholder);
  }
  auto found = braces(text, 0);
  if (!found) return written;
  if (found->begin == 0 && found->end == text.size()) {
    if (!found->fallback) {
      return unknown_of_type(context, type, placeholder_symbol(context, found->name), fmt::format("placeholder {}", found->name),
                             span, Unknown::Why::placeholder);
    }
    return converted(context, *found->fallback, type_of(type), span)
        .via(context.arena, Origin::Step::environment, span,
             context.arena.copy(fmt::format("default of environment variable {}", found->name)));
  }
  std::vector<Value> parts;
  std::size_t at = 0;
  for (; found; found = braces(text, at)) {
    parts.push_back(Value::of(text.substr(at, found->begin - at), span));
    parts.push_back(hole_for(context, *found, span));
    at = found->end;
  }
  parts.push_back(Value::of(text.substr(at), span));
  return join_text(context, parts, span);
}

}  // namespace

Value from_parameter_file(Context& context, const Value& written, const ParameterType& type) {
  if (written.is_string()) {
    auto value = text_with_placeholders(context, written, type);
    const bool same = value.is_string() && value.text().data() == written.text().data();
    return same && type_of(type) != ValueType::string ? converted(context, value.text(), type_of(type), written.span()) : value;
  }
  const ParameterType inner{Value(), type.definitions};
  if (written.is_array()) {
    std::vector<Value> items;
    for (const auto& item : written.items()) items.push_back(from_parameter_file(context, item, inner));
    return Value::array(context.arena, items, written.span(), written.rest());
  }
  if (written.is_object()) {
    std::vector<Member> members(written.members().begin(), written.members().end());
    for (auto& m : members) m.value = from_parameter_file(context, m.value, inner);
    return Value::object(context.arena, members, written.span(), written.rest());
  }
  return written;
}

namespace {
Value mark_members(Context& context, const Value& value, const Value& properties, const Value& definitions) {
  std::vector<Member> members(value.members().begin(), value.members().end());
  bool changed = false;
  for (auto& m : members) {
    const auto* declared = properties.find(m.key);
    if (declared == nullptr) continue;
    const auto marked = with_marks(context, m.value, {declared->value, definitions});
    changed = changed || marked.marks() != m.value.marks() || marked.members().data() != m.value.members().data();
    m.value = marked;
  }
  if (!changed) return value;
  Value made = Value::object(context.arena, members, value.span(), value.rest()).marked(value.marks());
  std::vector<const Origin*> steps;
  for (const auto* step = value.journey(); step != nullptr; step = step->before) steps.push_back(step);
  for (auto it = steps.rbegin(); it != steps.rend(); ++it) made = made.via(context.arena, (*it)->step, (*it)->span, (*it)->name);
  return made;
}

Value mark_deep(Context& context, const Value& value) {
  if (value.is_object()) {
    std::vector<Member> members(value.members().begin(), value.members().end());
    for (auto& m : members) m.value = mark_deep(context, m.value);
    return Value::object(context.arena, members, value.span(), value.rest()).marked(Mark::secret);
  }
  if (value.is_array()) {
    std::vector<Value> items(value.items().begin(), value.items().end());
    for (auto& item : items) item = mark_deep(context, item);
    return Value::array(context.arena, items, value.span(), value.rest()).marked(Mark::secret);
  }
  return value.marked(Mark::secret);
}
}  // namespace

Value with_marks(Context& context, const Value& value, const ParameterType& type) {
  if (is_secure(type)) return mark_deep(context, value);
  if (!value.is_object()) return value;
  const auto properties = resolved(type).get("properties");
  return properties.is_object() ? mark_members(context, value, properties, type.definitions) : value;
}

}  // namespace pillarlint::arm
