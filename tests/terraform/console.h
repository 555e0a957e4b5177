// Evaluates one expression of Terraform as `terraform console` does, in a folder with files: for the comparison with it.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint::test {

struct Outcome {
  enum class Kind { value, error, unknown } kind = Kind::value;
  std::string text;     // JSON of the value; what was reported; what is not known
  std::string printed;  // the value as people see it, with what is known of it where it is not
};

/// `var.string_x`, `var.number_x`, `var.bool_x`, `var.list_x`, `var.object_x` are inputs of that type that are not given,
/// `var.x` is of any type; `var.secret` is marked.
[[nodiscard]] Outcome evaluate_in_console(std::string_view expression, const std::string& folder);

}  // namespace pillarlint::test
