// A large Terraform configuration, the same in every run: a library of modules and the roots that use them.
#pragma once

#include <cstddef>
#include <filesystem>

namespace pillarlint::bench {

struct ConfigurationSize {
  std::size_t modules = 70;
  std::size_t roots = 20;
  std::size_t calls = 7;      // of each root, to modules in turn
  std::size_t lines = 50'000;  // about
};

struct ConfigurationMade {
  std::size_t files = 0;
  std::size_t lines = 0;
};

/// Writes `modules/NAME/*.tf` and `environments/NAME/*.tf` into the folder, which must be empty or not exist.
ConfigurationMade write_configuration(const std::filesystem::path& folder, const ConfigurationSize& size);

}  // namespace pillarlint::bench
