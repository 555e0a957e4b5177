// Rules and data of the program, and rule files of the user, ready for use. What a command does not need is not unpacked.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "azure/type_index.h"
#include "base/arena.h"
#include "base/source_manager.h"
#include "rules/rule_set.h"
#include "value/document.h"
#include "value/embedded.h"

namespace pillarlint {

struct LoadOptions {
  std::vector<std::string> folders;  // of the user: absolute paths of folders or files with rules
  std::vector<std::string> instead;  // rule files on disk that stand for those of the program with the same name
  bool rules = true;                 // else only the type index
  bool checklists = false;
  bool strict = false;               // check everything of every file, and give texts to places in rule files
};

/// Owns what rules are views into.
struct LoadedData {
  Arena arena;
  std::vector<std::unique_ptr<Document>> documents;
  std::unique_ptr<TypeIndex> types;
  std::unique_ptr<RuleSet> rules;  // empty, not null, without `rules`
};

[[nodiscard]] std::unique_ptr<LoadedData> load_data(SourceManager& sources, const LoadOptions& options, Diagnostics& diagnostics);

/// Text of a file that is part of the program; empty: there is none.
[[nodiscard]] std::string_view embedded_text(std::string_view path);

}  // namespace pillarlint
