// Names the languages and runs the command.
#include <string>
#include <vector>

#include "arm/arm.h"
#include "bicep/bicep.h"
#include "cli/commands.h"
#include "terraform/terraform.h"

int main(int count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + count);
  if (given == std::vector<std::string>{"--version"}) return pillarlint::run(given, {});
  const auto arm = pillarlint::arm_language();
  const auto bicep = pillarlint::bicep_language();
  const auto terraform = pillarlint::terraform_language(pillarlint::embedded_files());
  return pillarlint::run(given, {terraform.get(), bicep.get(), arm.get()});
}
