// Evaluates one expression of Terraform as `terraform console` does, in a folder with files: for the comparison with it.
#pragma once

#include <string>
#include <string_view>

namespace pillarlint::test {

struct Outcome {
  enum class Kind { value, error, unknown } kind = Kind::value;
  std::string text;  // JSON of the value; what was reported; what is not known
};

[[nodiscard]] Outcome evaluate_text(std::string_view expression, const std::string& folder);

}  // namespace pillarlint::test
