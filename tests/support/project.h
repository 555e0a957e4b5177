// Expands a project held in memory with a language, for tests.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "support/arm.h"

namespace pillarlint::test {

/// Files by name relative to `/project`; `/cache/…` is the module cache. Nothing outside of these two may be read.
[[nodiscard]] Expanded expand_project(std::unique_ptr<Language> language, const std::string& entry, std::map<std::string, std::string> files,
                                      DeploymentRequest request);

}  // namespace pillarlint::test
