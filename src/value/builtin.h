// Functions as data: one row each, and one call() that deals with number of arguments, unknowns, alternatives and marks.
#pragma once

#include <span>
#include <string_view>

#include "value/context.h"
#include "value/operators.h"

namespace pillarlint {

/// What a function may read besides its arguments: a deployment frame, a module. Each language derives its own.
class Environment {
 public:
  Environment() = default;
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;
  virtual ~Environment() = default;
};

struct Builtin;

struct Call {
  Context& context;
  std::span<const Value> args;
  Span span;                      // of the call
  const Builtin& function;
  Environment* environment = nullptr;

  [[nodiscard]] const Value& arg(std::size_t n) const { return args[n]; }
  [[nodiscard]] bool has(std::size_t n) const { return n < args.size(); }
  /// Reports that an argument is not of the kind the function takes, and gives the unknown that stands for the result.
  [[nodiscard]] Value wrong(std::string_view what) const;
  /// A text result; copied into the arena, counted against the budget.
  [[nodiscard]] Value text(std::string_view result) const;
  /// An unknown result made from the arguments.
  [[nodiscard]] Value unknown(ValueType type = ValueType::any) const;
};

/// How a function treats arguments that are not known.
enum class Takes : std::uint8_t {
  known,    // call() answers for it: alternatives are tried one by one, else the result is unknown
  deep,     // like known, and containers must be known at every depth
  unknown,  // it sees them and does better (coalesce, union, length)
};

/// Functions whose argument is a lambda are run by the evaluator itself.
enum class Loop : std::uint8_t { none, map, filter, reduce, sort, to_object, map_values, group_by };

/// Functions that want to know whether their arguments go wrong are run by the evaluator too.
enum class Attempt : std::uint8_t {
  none,
  first_that_works,  // the first argument that does not
  works,             // whether it does not
};

struct Builtin {
  std::string_view name;  // as the language spells it
  int min_args = 0;
  int max_args = 0;       // -1: any number
  Takes takes = Takes::known;
  Value (*run)(const Call&) = nullptr;  // null only where `loop` is set or the evaluator lowers the call (if, and, or)
  ValueType result = ValueType::any;    // type of an unknown result
  Loop loop = Loop::none;
  bool takes_apart = false;             // makes a container of a text: its parts are as secret as the text was
  bool until_known = false;             // looks at its arguments in turn until one is certainly not null (coalesce)
  Attempt attempt = Attempt::none;
  bool own_marks = false;               // the marks of its result are those that it gives it (nonsensitive)
};

/// A table of functions looked up by name without case. Built once from rows; const afterwards.
class FunctionTable {
 public:
  explicit FunctionTable(std::initializer_list<std::span<const Builtin>> rows);
  [[nodiscard]] const Builtin* find(std::string_view name) const;
  [[nodiscard]] std::span<const Builtin* const> all() const { return sorted_; }
  /// The nearest name, to offer for one that is unknown; may be empty.
  [[nodiscard]] std::string_view nearest_name(std::string_view name) const;

 private:
  std::vector<const Builtin*> sorted_;  // by lower-case name
};

/// Runs the function. Never fails: a wrong call is reported and gives an unknown.
[[nodiscard]] Value call(const Call& call);

}  // namespace pillarlint
