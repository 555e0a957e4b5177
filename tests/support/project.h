// Expands a project held in memory with a language, for tests.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "support/arm.h"

namespace pillarlint::test {

/// The files as seen from the roots `/project` and `/cache`: nothing outside of them is there.
[[nodiscard]] std::unique_ptr<FileSystem> rooted_files(std::vector<MemoryFile> files);

/// Files by name relative to `/project`; `/cache/…` is the module cache. Nothing outside of these two may be read.
[[nodiscard]] Expanded expand_project(std::unique_ptr<Language> language, const std::string& entry, std::map<std::string, std::string> files,
                                      DeploymentRequest request);

}  // namespace pillarlint::test
