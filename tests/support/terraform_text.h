// Reads and evaluates Terraform text held in memory, without modules and inputs: names mean what the test says.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "terraform/syntax.h"

namespace pillarlint::test {

struct ReadText {
  std::string text;
  std::shared_ptr<const terraform::SourceFile> source;
  /// Blocks, attributes and expressions in one line: `type "label" { name = expression … }`.
  [[nodiscard]] std::string outline() const;
  /// `line: message` of each problem, one a line.
  [[nodiscard]] std::string problems() const;
  [[nodiscard]] std::string at(Span span) const { return text.substr(span.begin, span.end - span.begin); }
};
[[nodiscard]] std::unique_ptr<ReadText> read_terraform(std::string text, std::string path = "main.tf");

/// The expression, evaluated and printed; codes of what was said follow behind `!`. Names: `local.x` is the member of this JSON
/// object; `var.x` is an input that is not given; `local.secret` and `var.secret` are marked; anything else is unknown.
[[nodiscard]] std::string evaluate_terraform(const std::string& expression, const std::string& locals = "{}");
/// The same of the attribute `x` of a text.
[[nodiscard]] std::string evaluate_text(const std::string& text, const std::string& path = "main.tf", const std::string& locals = "{}");
/// The same of a text that is one template.
[[nodiscard]] std::string evaluate_template(const std::string& text, const std::string& locals = "{}");

}  // namespace pillarlint::test
