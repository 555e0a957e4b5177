// What stands in Terraform's text as it is: literals and references that are all that an attribute, or a member of an object
// in one, is given.
#pragma once

#include <memory>
#include <string>

#include "common/written_values.h"
#include "terraform/module.h"

namespace pillarlint::terraform {

class PlainValues final : public WrittenValues {
 public:
  explicit PlainValues(Modules& modules) : modules_(modules) {}
  [[nodiscard]] bool is_literal(Span span) const override;
  [[nodiscard]] bool is_handed_on(Span span) const override;
  [[nodiscard]] bool allows(Span use, std::string_view parameter, const Value& to) const override;
  /// A text that parses, and is no JSON; null: it is not.
  [[nodiscard]] std::shared_ptr<const SourceFile> open(FileId file) const;

 private:
  [[nodiscard]] const Expr* at(Span span) const;

  Modules& modules_;
};

/// `true`, `2`, `"Disabled"`
[[nodiscard]] std::string literal_of(const Value& scalar);

}  // namespace pillarlint::terraform
