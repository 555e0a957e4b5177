// The files that a scan may be made of, and what each is to its language: those of the folders that were asked for, the named
// ones, and what lies beside them.
#pragma once

#include <string>
#include <vector>

#include "analysis/discover.h"

namespace pillarlint {

/// No index.
inline constexpr auto none = std::string::npos;

struct Candidate {
  std::string path;
  bool named = false;
  bool given = false;  // with --parameters
  const Language* language = nullptr;
  FileRole role{FileRole::Role::other, {}, {}, {}};
  std::size_t belongs_to = none;  // of a parameter file: its template
  bool beside = false;            // met while users of named files were looked for
  bool dropped = false;           // and has nothing to do with them
};

struct Candidates {
  std::vector<Candidate> list;        // in order of paths
  std::vector<std::string> left_out;  // folders of tests, examples and samples
  std::size_t excluded = 0;           // files and folders
};

/// `everything`: folders of tests, examples and samples too.
[[nodiscard]] Candidates find_candidates(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope, bool everything,
                                         Diagnostics& diagnostics);

/// The file, or a name in its place if it can not be read.
[[nodiscard]] FileId file_of(Project& project, const std::string& path);

}  // namespace pillarlint
