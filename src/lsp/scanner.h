// How the language server gets its findings. It knows the protocol and the documents; what a scan is, is given to it by
// the program.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "report/report.h"

namespace pillarlint {

struct ScanRequest {
  std::string root;               // folder that is scanned
  std::vector<MemoryFile> texts;  // of open documents, by canonical path: they stand for the files on disk
  std::set<std::string> changed;  // canonical paths; only deployments that read one of them are scanned
  bool whole = false;             // everything below the root instead
  std::string environment;        // empty: what the configuration says
  bool show_unknown = false;
  const std::atomic<bool>* stop = nullptr;  // set: the answer is of no use any more
};

/// A deployment that was scanned, and what it was read from.
struct ScannedUnit {
  std::string name;
  std::set<std::string> files;  // absolute paths
};

struct ScanAnswer {
  const Report& report;
  std::vector<ScannedUnit> units;
  std::set<std::string> gone;  // names of units that this scan was to renew and that are no more
  bool whole = false;          // what is not in it does not exist
  bool again = false;          // deployments came, went, or read other files: everything is to be scanned
};

/// A rule in words, for hover.
struct RuleText {
  RuleReport rule;
  std::vector<ItemReport> items;  // of the checklist, those that the rule decides
  bool ignorable = true;
};

/// A file changed on disk. What must be scanned?
enum class FileEffect : std::uint8_t {
  nothing,
  its_deployments,
  everything,
  roots,  // what is scanned for each document may be another folder
};

class Scanner {
 public:
  virtual ~Scanner() = default;
  /// Absolute path without links.
  [[nodiscard]] virtual std::string canonical(const std::string& path) const = 0;
  /// The folder that is scanned for the file: that of the nearest configuration, else the work tree; empty: neither.
  [[nodiscard]] virtual std::string root_of(const std::string& path) const = 0;
  /// Whether the text may be a part of a deployment. Any thread.
  [[nodiscard]] virtual bool concerns(const std::string& root, const std::string& path, std::string_view text) = 0;
  [[nodiscard]] virtual FileEffect effect_of(const std::string& root, const std::string& path,
                                             bool exists_as_before) = 0;
  /// Scans and hands the answer over; false: it was stopped, and nothing was handed over. One thread at a time.
  [[nodiscard]] virtual bool scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) = 0;
  /// By id; nullopt: there is no such rule. Any thread.
  [[nodiscard]] virtual std::optional<RuleText> rule(const std::string& root, std::string_view id) = 0;
  /// Drops what is kept of a root. Any thread.
  virtual void forget(const std::string& root) = 0;
};

}  // namespace pillarlint
