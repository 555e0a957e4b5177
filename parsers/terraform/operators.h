// What Terraform writes with signs and not with names, and `try` and `can`: rows of builtins that lowering calls. Their names
// are no identifiers, so no text can call them.
#pragma once

#include <span>

#include "value/builtin.h"

namespace pillarlint::terraform {

enum class Operator : std::uint8_t {
  add, subtract, multiply, divide, modulo, negate, equal, not_equal, less, less_or_equal, greater, greater_or_equal,
  invert,       // !x
  condition,    // the test of a conditional, an operand of && and ||: texts "true" and "false" count
  text,         // parts of a template put together
  text_of_all,  // the same of an array: what a template's for makes
  object,       // names and values in turn
  tuple,
  elements,     // what a for goes through: a list as it is, the values of an object in the order of their names
  pairs,        // { key, value } of each
  splat,        // nothing of null, a list as it is, else one element
  each,         // loops
  where,
  keyed,
  grouped,
  attempt,      // try
  works,        // can
  instance,     // the name of something that is declared, and which instance of it
};

[[nodiscard]] const Builtin& operator_row(Operator op);
/// All rows, for the table of functions.
[[nodiscard]] std::span<const Builtin> operator_rows();

}  // namespace pillarlint::terraform
