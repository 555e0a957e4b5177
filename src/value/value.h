// Values: what configuration and expressions are made of. A Value knows where it was written, by which way it came to
// its use (its journey), which marks it carries (secret, key, connection string), and, when it is not known, why not
// and what can still be said of it. Semantics D1 to D15; layout: design decision 23.
//
// A Value is a trivially copyable handle of 40 bytes into an arena (of its Document, or of one deployment's evaluation)
// and never outlives it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/span.h"
#include "value/symbol.h"
#include "value/truth.h"

namespace pillarlint {

class Value;
struct Member;
struct Unknown;
struct Expr;

/// One step of a value's journey from the text to its use. `before` leads back towards where it was written.
struct Origin {
  enum class Step : std::uint8_t {
    parameter,         // `parameters('x')`, `param x`, `var.x`: the place of use, the name
    parameter_file,    // the entry of a parameter file that gave it
    default_value,     // the default of a parameter
    variable,          // a variable or local
    module_input,      // the argument of a module call or nested deployment
    module_output,     // the output of one
    function,          // came through a function or operator
    property,          // read from a declared resource
    environment,       // default of an environment variable, or the cloud that is assumed
    mapping,           // mapped from a provider's attribute
    provider_default,
    platform_default,
  };
  Step step = Step::function;
  Span span;
  std::string_view name;
  const Origin* before = nullptr;
};

/// What a value carries with it through every function and operator (semantics D13).
enum class Mark : std::uint16_t { none = 0, secret = 1, key = 2, connection_string = 4 };
[[nodiscard]] constexpr Mark operator|(Mark a, Mark b) {
  return static_cast<Mark>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
[[nodiscard]] constexpr bool has(Mark marks, Mark one) {
  return (static_cast<unsigned>(marks) & static_cast<unsigned>(one)) != 0;
}

/// A condition of which it is not known whether it holds, or its negation. The symbol is that of the condition.
struct Atom {
  SymbolId condition = SymbolId::none;
  bool holds = true;
  friend constexpr auto operator<=>(Atom, Atom) = default;
};

/// What is known of the type of an unknown value.
enum class ValueType : std::uint8_t { any, boolean, integer, number, string, array, object };

class Value {
 public:
  /// `expression`: text of a front end that is not evaluated yet; evaluation leaves none behind.
  enum class Kind : std::uint8_t { null, boolean, integer, real, string, array, object, unknown, expression };

  Value() = default;  // null without a place
  static Value null(Span span = {}) { return Value(Kind::null, span); }
  static Value of(bool b, Span span = {}) {
    Value v(Kind::boolean, span);
    v.data_.boolean = b;
    return v;
  }
  static Value of(std::int64_t i, Span span = {}) {
    Value v(Kind::integer, span);
    v.data_.integer = i;
    return v;
  }
  static Value of(double d, Span span = {}) {
    Value v(Kind::real, span);
    v.data_.real = d;
    return v;
  }
  /// The text is not copied: it must live in the arena, in the source, or be static.
  static Value of(std::string_view s, Span span = {}) {
    Value v(Kind::string, span);
    v.data_.text = s.data();
    v.size_ = static_cast<std::uint32_t>(s.size());
    return v;
  }
  static Value of(const char*, Span = {}) = delete;  // would be a bool otherwise
  /// The items are not copied. They must live in the arena.
  static Value array_view(std::span<const Value> items, Span span);
  static Value object_view(std::span<const Member> members, Span span);
  /// Copies into the arena. `rest`: there may be more than what is listed; without it, the container is complete.
  static Value array(Arena& arena, std::span<const Value> items, Span span = {}, const Unknown* rest = nullptr);
  static Value object(Arena& arena, std::span<const Member> members, Span span = {}, const Unknown* rest = nullptr);
  static Value unknown(const Unknown* why, Span span);
  static Value unknown(Arena& arena, const Unknown& why);
  static Value expression(const Expr* expr, Span span) {
    Value v(Kind::expression, span);
    v.data_.expression = expr;
    return v;
  }
  static Value copy(Arena& arena, std::string_view text, Span span = {}) { return of(arena.copy(text), span); }

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool known() const { return kind_ < Kind::unknown; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool is_bool() const { return kind_ == Kind::boolean; }
  [[nodiscard]] bool is_integer() const { return kind_ == Kind::integer; }
  [[nodiscard]] bool is_number() const { return kind_ == Kind::integer || kind_ == Kind::real; }
  [[nodiscard]] bool is_string() const { return kind_ == Kind::string; }
  [[nodiscard]] bool is_array() const { return kind_ == Kind::array; }
  [[nodiscard]] bool is_object() const { return kind_ == Kind::object; }
  [[nodiscard]] bool is_expression() const { return kind_ == Kind::expression; }
  [[nodiscard]] bool is_container() const { return is_array() || is_object(); }

  /// Only for the kind named; anything else is a broken invariant of the caller.
  [[nodiscard]] bool boolean() const { return data_.boolean; }
  [[nodiscard]] std::int64_t integer() const { return data_.integer; }
  [[nodiscard]] double real() const { return kind_ == Kind::integer ? static_cast<double>(data_.integer) : data_.real; }
  [[nodiscard]] std::string_view text() const { return {data_.text, size_}; }
  [[nodiscard]] std::span<const Value> items() const;      // empty unless an array
  [[nodiscard]] std::span<const Member> members() const;   // empty unless an object
  [[nodiscard]] std::uint32_t size() const { return size_; }
  /// Why a container may hold more than is listed; null if it is complete.
  [[nodiscard]] const Unknown* rest() const;
  [[nodiscard]] const Unknown& why() const { return *data_.unknown; }
  [[nodiscard]] const Expr* expression() const { return data_.expression; }

  /// The member of that name (letter case does not matter), or null if it is not among those listed.
  [[nodiscard]] const Member* find(std::string_view key) const;
  [[nodiscard]] const Member* find(std::string_view key, std::uint32_t hash) const;
  /// Shorthand for walking literals: the member's value, or a null Value.
  [[nodiscard]] Value get(std::string_view key) const;
  /// Text of a known string, else empty.
  [[nodiscard]] std::string_view text_or_empty() const { return is_string() ? text() : std::string_view(); }

  /// About how many values it holds at every depth, itself included: an estimate that grows as fast as copies of copies do,
  /// so that work on it can be counted before it is done. Values that are shared count each time.
  [[nodiscard]] std::uint64_t weight() const;
  /// More than any configuration holds: made by an expression that copies copies.
  [[nodiscard]] bool too_heavy() const { return is_container() && weight() > (std::uint64_t{1} << 20U); }

  /// Not known, or holds something that is not known (or open) at any depth.
  [[nodiscard]] bool has_unknown() const { return (flags_ & flag_has_unknown) != 0; }

  [[nodiscard]] Mark marks() const { return marks_; }
  [[nodiscard]] bool secret() const { return has(marks_, Mark::secret); }
  /// Neither printed, nor hashed, nor put in a symbol's text.
  [[nodiscard]] bool hidden() const { return marks_ != Mark::none; }
  [[nodiscard]] Value marked(Mark marks) const {
    Value v = *this;
    v.marks_ = v.marks_ | marks;
    return v;
  }

  [[nodiscard]] Value without(Mark marks) const {
    Value v = *this;
    v.marks_ = static_cast<Mark>(static_cast<unsigned>(v.marks_) & ~static_cast<unsigned>(marks));
    return v;
  }

  /// Where it was written (a literal), or the expression that made it.
  [[nodiscard]] Span span() const { return span_; }
  [[nodiscard]] const Origin* journey() const { return journey_; }
  /// The same value, one step further from where it was written.
  [[nodiscard]] Value via(Arena& arena, Origin::Step step, Span span, std::string_view name) const {
    Value v = *this;
    v.journey_ = arena.make<Origin>(Origin{step, span, name, journey_});
    return v;
  }
  /// The same value as made at another place: for results of functions.
  [[nodiscard]] Value at(Span span) const {
    Value v = *this;
    v.span_ = span;
    return v;
  }

 private:
  friend class ValueAccess;  // the JSON reader and the packer fill containers in place
  explicit Value(Kind kind, Span span) : kind_(kind), span_(span) {
    if (kind >= Kind::unknown) flags_ = flag_has_unknown;
  }
  static constexpr std::uint8_t flag_has_unknown = 1;
  static constexpr std::uint8_t flag_open = 2;
  static constexpr unsigned weight_shift = 2;  // five bits: logarithm of the weight; the last bit: ValueAccess::as_set

  Kind kind_ = Kind::null;
  std::uint8_t flags_ = 0;
  Mark marks_ = Mark::none;
  std::uint32_t size_ = 0;
  union Data {
    bool boolean;
    std::int64_t integer = 0;
    double real;
    const char* text;
    const Value* items;
    const Member* members;
    const Unknown* unknown;
    const Expr* expression;
  } data_;
  const Origin* journey_ = nullptr;
  Span span_;
};
static_assert(sizeof(Value) == 40);
static_assert(std::is_trivially_copyable_v<Value>);

struct Member {
  std::string_view key;
  std::uint32_t hash = 0;  // folded_hash(key)
  Span key_span;
  Value value;
};
static_assert(sizeof(Member) == 72);

/// Member with its hash filled in. The key is not copied.
[[nodiscard]] Member member(std::string_view key, Value value, Span key_span = {});

/// One value that an unknown can be, and the condition (all atoms) under which it is that.
struct Alternative {
  Value value;
  std::span<const Atom> when;
};

/// A part of a string with holes: text, or a hole (an unknown that is a string there).
struct Piece {
  std::string_view text;          // of a text piece
  SymbolId symbol = SymbolId::none;  // of a hole; none for text
  const Unknown* hole = nullptr;  // what is known of the hole
};

/// Bounds on an unknown, from decorators and constraints of parameters (semantics D9).
struct Bounds {
  std::optional<std::int64_t> min_value, max_value, min_length, max_length;
};

/// Why a value is not known, and what can be said of it all the same.
struct Unknown {
  enum class Why : std::uint8_t {
    input_not_given,      // a parameter or variable without a value
    known_after_deploy,   // listKeys(), a run-time property
    module_not_found,     // a module or linked template that is not on disk
    not_evaluated,        // a function or syntax that is not covered
    limit_reached,
    does_not_parse,
    placeholder,          // `${NAME}`, `GEN-…` in a parameter file (semantics D14)
    provider_version,     // the provider version is open
    branch,               // both branches of a condition that is not known
  };
  Why why = Why::not_evaluated;
  ValueType type = ValueType::any;
  bool never_empty = false;                   // certainly neither null nor '', [] or {}
  bool never_null = false;
  std::string_view subject;                   // "parameter adminCidr", "listKeys()"
  Span span;                                  // where the not-knowing began
  SymbolId symbol = SymbolId::none;
  std::span<const Alternative> alternatives;  // all it can be, at most 16; empty: anything
  std::span<const Piece> pieces;              // a string with holes: text and holes in turn
  const Bounds* bounds = nullptr;
};
[[nodiscard]] std::string_view describe(Unknown::Why why);

inline constexpr std::size_t max_alternatives = 16;

/// Collects members in order; a later member of the same name (without case) replaces the earlier in its place.
class ObjectBuilder {
 public:
  explicit ObjectBuilder(Arena& arena) : arena_(arena) {}
  void set(std::string_view key, Value value, Span key_span = {});
  [[nodiscard]] const Value* find(std::string_view key) const;
  void remove(std::string_view key);
  void open(const Unknown* rest) { rest_ = rest; }
  [[nodiscard]] bool empty() const { return members_.empty(); }
  [[nodiscard]] Value build(Span span = {}) const { return Value::object(arena_, members_, span, rest_); }

 private:
  Arena& arena_;
  std::vector<Member> members_;
  const Unknown* rest_ = nullptr;
};

/// Same value in every detail that can be known: used to merge alternatives. Secrets and unknowns by symbol.
[[nodiscard]] bool identical(const Value& a, const Value& b);

/// Copies a value and all below it into another arena (findings outlive the evaluation that made them).
[[nodiscard]] Value deep_copy(const Value& value, Arena& into);

}  // namespace pillarlint
