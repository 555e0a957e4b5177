#include "support/bicep.h"

#include <fmt/format.h>

#include "bicep/bicep.h"
#include "support/project.h"

namespace pillarlint::test {

Expanded expand_bicep(std::string main, std::map<std::string, std::string> others, DeploymentRequest request) {
  others["main.bicep"] = std::move(main);
  return expand_project(bicep_language(), "main.bicep", std::move(others), std::move(request));
}

Expanded expand_with_parameters(std::string main, std::string parameters, std::map<std::string, std::string> others) {
  others["params.bicepparam"] = std::move(parameters);
  DeploymentRequest request;
  request.parameter_file = "/project/params.bicepparam";
  return expand_bicep(std::move(main), std::move(others), std::move(request));
}

std::string evaluate_bicep(const std::string& expression, const std::string& declarations,
                           const std::map<std::string, std::string>& others) {
  const auto out = expand_bicep(fmt::format("{}\noutput out any = {}\n", declarations, expression), others);
  const auto codes = out.codes();
  return out.output("out") + (codes.empty() ? "" : " ! " + codes);
}

}  // namespace pillarlint::test
