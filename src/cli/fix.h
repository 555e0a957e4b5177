// `--fix` and `--diff`: repairs are made in memory, round by round, each judged by a scan of its own; only what was understood
// to the end is written.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/session.h"
#include "report/report.h"

namespace pillarlint {

struct RepairedFile {
  std::string shown;                 // how people name it
  std::string before, after;         // its bytes
  std::string text_before, text_after;  // its text with secrets out, to be shown
  std::size_t findings = 0;          // that were repaired in it
};

struct Repairs {
  std::map<std::string, RepairedFile> files;                 // by absolute path, links followed
  std::map<std::string, std::string> refused;                // by shown name: why they are left as they are
  [[nodiscard]] std::size_t findings() const;                // that were repaired
  std::size_t following = 0;                                 // findings that the repairs brought: what is closed needs another way in
  std::string problem;                                       // nothing could be done: in words
  int exit_code = 0;                                         // of the last scan
};

[[nodiscard]] Repairs repair_in_memory(const Options& options, const Languages& languages);

/// A unified diff over all files.
[[nodiscard]] std::string diff_of(const Repairs& repairs);
/// Puts the files on disk, each in one step and with its old mode; those that can not be written, or that somebody changed
/// meanwhile, move to `refused`.
void write_repairs(Repairs& repairs);

}  // namespace pillarlint
