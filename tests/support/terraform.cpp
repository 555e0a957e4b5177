#include "support/terraform.h"

#include <fmt/format.h>

#include "support/project.h"
#include "terraform/terraform.h"

namespace pillarlint::test {

Expanded expand_terraform(std::string main, std::map<std::string, std::string> others, DeploymentRequest request) {
  others["main.tf"] = std::move(main);
  return expand_project(terraform_language(embedded_files()), "main.tf", std::move(others), std::move(request));
}

std::string terraform_output(const std::string& blocks, const std::map<std::string, std::string>& others) {
  const auto out = expand_terraform(blocks, others);
  const auto codes = out.codes();
  return out.output("x") + (codes.empty() ? "" : " ! " + codes);
}

std::string addresses(const Expanded& expanded) {
  std::string text;
  for (const auto& resource : expanded.graph().resources()) {
    if (resource.standing == Resource::Standing::output || resource.standing == Resource::Standing::external) continue;
    text += (text.empty() ? "" : "\n") + resource.address;
  }
  return text;
}

}  // namespace pillarlint::test
