// Which majors of the provider azurerm a configuration may run with: version constraints of all its modules and the lock file.
// Constraints: developer.hashicorp.com/terraform/language/expressions/version-constraints
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

#include "terraform/azurerm/mapping.h"

namespace pillarlint::terraform {

/// `1.2.3`; parts that are not written are 0.
struct Version {
  int major = 0, minor = 0, patch = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};
/// nullopt: it is no version. `parts`: how many numbers are written.
[[nodiscard]] std::optional<Version> parse_version(std::string_view text, int* parts = nullptr);

/// The versions that constraints leave: from `low` to below `high`.
class VersionRange {
 public:
  /// `>= 3.71, < 5.0`; what can not be read constrains nothing.
  void constrain(std::string_view constraints);
  [[nodiscard]] bool contains(const Version& version) const { return low_ <= version && version < high_; }
  /// The majors of azurerm among them; the nearest that we know if they are older or newer than those.
  [[nodiscard]] Majors majors() const;

 private:
  void at_least(const Version& version) { low_ = std::max(low_, version); }
  void below(const Version& version) { high_ = std::min(high_, version); }
  void one(std::string_view constraint);

  Version low_{0, 0, 0};
  Version high_{1'000'000, 0, 0};
};

}  // namespace pillarlint::terraform
