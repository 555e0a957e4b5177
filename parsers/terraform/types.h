// Type constraints of variables: developer.hashicorp.com/terraform/language/expressions/type-constraints
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "expr/expr.h"
#include "value/context.h"

namespace pillarlint::terraform {

struct TypeConstraint {
  enum class Kind : std::uint8_t { any, string, number, boolean, list, set, map, object, tuple };
  struct Member {
    std::string_view name;
    bool optional = false;
    const Expr* fallback = nullptr;  // of `optional(type, fallback)`
    std::vector<TypeConstraint> type;  // one
  };
  Kind kind = Kind::any;
  std::vector<TypeConstraint> elements;  // of list, set, map: one; of tuple: each
  std::vector<Member> members;           // of object
};

/// What can not be read is `any`.
[[nodiscard]] TypeConstraint read_type(const Expr& expr);

using EvaluateDefault = std::function<Value(const Expr& fallback)>;
/// The value as that type: scalars are converted, members that are optional and not given get their defaults. What does not
/// fit stays as it is: whether Terraform would refuse it is not our question. An unknown learns its type.
[[nodiscard]] Value as_type(Context& context, const TypeConstraint& type, const Value& value, const EvaluateDefault& fallback);

}  // namespace pillarlint::terraform
