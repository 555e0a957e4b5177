// Which deployments a scan is made of: walks folders, asks the languages what each file is, tells entry points from
// templates that others use, and gives each entry point its parameter files (semantics D16 to D20).
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "analysis/input_state.h"
#include "base/diagnostic.h"
#include "common/language.h"

namespace pillarlint {

/// What the user asked to be scanned.
struct ScanScope {
  std::vector<std::string> paths;            // absolute; files and folders
  std::vector<std::string> named_files;      // those of `paths` that the user named as files
  std::vector<std::string> users_in;         // folders to look for templates that use named ones; those are judged
                                             // where they are used. Empty: a named template is an entry point
  std::vector<std::string> parameter_files;  // --parameters, absolute
  std::vector<std::string> exclude;          // patterns as in .gitignore, relative to `exclude_from`
  std::string exclude_from;
  struct Stack {
    std::string name;
    std::vector<std::string> entries;        // patterns as above
  };
  std::vector<Stack> stacks;                 // entry points that are deployed together
  bool parameters_unknown = false;
  std::vector<std::pair<std::string, std::string>> environment;  // TF_VAR_name: name, text
  std::string workspace;                     // --workspace
  unsigned threads = 1;
  const std::atomic<bool>* stop = nullptr;   // set: what is found is of no use any more
};

/// One deployment to expand and check.
struct WorkItem {
  const Language* language = nullptr;
  DeploymentRequest request;
  std::string name;                 // "main.json (main.parameters.json)"
  std::vector<std::string> reads;   // absolute paths of what it will read, as far as known before it is expanded
};

struct Discovery {
  std::vector<WorkItem> work;          // in order of entry points, then parameter files
  /// One for each file of a language; those of templates that are expanded still say `analysed`.
  std::vector<InputState> inputs;      // in order of paths
  std::vector<std::string> paths;      // absolute path of each input
  std::vector<std::string> notes;      // what was left out, for the summary
  Diagnostics diagnostics;
};

[[nodiscard]] Discovery discover(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope);

}  // namespace pillarlint
