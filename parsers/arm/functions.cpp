#include "arm/functions.h"

#include <vector>

#include "arm/functions_rows.h"

namespace pillarlint {

namespace {

// Lazy: the evaluator runs them without evaluating all arguments first. Loops: their last argument is a lambda.
constexpr Builtin evaluated_rows[] = {
    {.name = "if", .min_args = 3, .max_args = 3, .takes = Takes::unknown},
    {.name = "and", .min_args = 2, .max_args = -1, .takes = Takes::unknown, .result = ValueType::boolean},
    {.name = "or", .min_args = 2, .max_args = -1, .takes = Takes::unknown, .result = ValueType::boolean},
    {.name = "map",
     .min_args = 2,
     .max_args = 2,
     .takes = Takes::unknown,
     .result = ValueType::array,
     .loop = Loop::map},
    {.name = "filter",
     .min_args = 2,
     .max_args = 2,
     .takes = Takes::unknown,
     .result = ValueType::array,
     .loop = Loop::filter},
    {.name = "reduce", .min_args = 3, .max_args = 3, .takes = Takes::unknown, .loop = Loop::reduce},
    {.name = "sort",
     .min_args = 2,
     .max_args = 2,
     .takes = Takes::unknown,
     .result = ValueType::array,
     .loop = Loop::sort},
    {.name = "toObject",
     .min_args = 2,
     .max_args = 3,
     .takes = Takes::unknown,
     .result = ValueType::object,
     .loop = Loop::to_object},
    {.name = "mapValues",
     .min_args = 2,
     .max_args = 2,
     .takes = Takes::unknown,
     .result = ValueType::object,
     .loop = Loop::map_values},
    {.name = "groupBy",
     .min_args = 2,
     .max_args = 3,
     .takes = Takes::unknown,
     .result = ValueType::object,
     .loop = Loop::group_by},
};

std::vector<Builtin> all_rows() {
  std::vector<Builtin> rows;
  for (const auto& part : {std::span<const Builtin>(evaluated_rows), arm::text_rows(), arm::encoding_rows(),
                           arm::slice_rows(), arm::search_rows(), arm::array_rows(), arm::object_rows(),
                           arm::logic_rows(), arm::number_rows(), arm::network_rows(), arm::time_rows()}) {
    rows.insert(rows.end(), part.begin(), part.end());
  }
  return rows;
}

}  // namespace

std::span<const Builtin> arm_functions() {
  static const auto rows = all_rows();
  return rows;
}

}  // namespace pillarlint
