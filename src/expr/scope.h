// What names mean where an expression is evaluated, and values that are computed when first asked for.
#pragma once

#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace pillarlint {

/// A local name: the parameter of a lambda. A chain on the stack.
struct Local {
  std::string_view name;
  Value value;
  const Local* outer = nullptr;
};

/// Names and user functions of the place of evaluation. Each language derives its own.
class Scope : public Environment {
 public:
  /// The value of a parameter or variable; reports and gives an unknown if there is none. `use`: the place of the name.
  virtual Value name(NameKind kind, std::string_view name, Span use) = 0;
  /// Calls a function declared by the user. nullopt: there is none of this name.
  virtual std::optional<Value> call_user_function(std::string_view name, std::span<const Value> args, Span span) = 0;
  /// The array that a loop makes: an element for each number from 0 up to the count, and openness if that is not known.
  virtual Value run_loop(const Expr& loop, Span span) = 0;
  /// `did you mean`, in the form of the end of a message; may be empty.
  [[nodiscard]] virtual std::string suggestion(std::string_view function_name) const = 0;
};

/// A value computed at most once. While it is being computed, asking again is a cycle.
struct Lazy {
  enum class State : std::uint8_t { open, running, done };
  State state = State::open;
  Value value;
};

}  // namespace pillarlint
