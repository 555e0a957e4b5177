// What every command that reads infrastructure code needs: paths and roots, files, configuration, rules, and the analysis
// over them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/analyze.h"
#include "cli/load_data.h"
#include "cli/options.h"

namespace pillarlint {

/// CMake's project(VERSION), `0.1.0`; of a file of its own, so that a new version compiles one file.
extern const std::string_view program_version;

using Languages = std::vector<const Language*>;

/// Exit codes (design decision 12).
namespace exit_code {
inline constexpr int clean = 0, findings = 1, usage = 2, unread = 3, internal = 4;
}

/// What who scans again and again gives to each session: a server, and repairs that are tried in memory.
struct Reuse {
  std::string base;                        // folder that paths are relative to; empty: the current one
  std::vector<MemoryFile> texts;           // stand for files on disk, by canonical path
  std::vector<std::string> named;          // files that are scanned besides the paths
  bool only_named = false;                 // instead of the paths
  std::function<std::shared_ptr<LoadedData>(const LoadOptions&)> load;  // rules that were loaded before; null: `prepare` loads them
  const std::atomic<bool>* stop = nullptr;
  const OtherEntries* elsewhere = nullptr;
};

class Session {
 public:
  Session(const Options& options, const Languages& languages, Reuse reuse = {});
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Resolves paths, reads the configuration, loads rules. False: `diagnostics()` says why.
  [[nodiscard]] bool prepare(const LoadOptions& load);
  /// Analyses what the options name. `rules`: to run; empty: those that the options select.
  [[nodiscard]] Analysis run(std::vector<RuleId> rules, bool keep_passed, bool keep_graphs);

  /// The same analysis of the same scope, over the files of another project: as they were before a change.
  [[nodiscard]] Analysis run_over(Project& project, const std::vector<std::string>& paths, std::vector<RuleId> rules);

  [[nodiscard]] std::vector<RuleId> selected();
  [[nodiscard]] SourceManager& sources() { return sources_; }
  [[nodiscard]] const RuleSet& rules() const { return *data_->rules; }
  [[nodiscard]] const TypeIndex& types() const { return *data_->types; }
  [[nodiscard]] Diagnostics& diagnostics() { return diagnostics_; }
  [[nodiscard]] const Project& project() const { return *project_; }
  /// Nothing outside of them is written.
  [[nodiscard]] const std::vector<std::string>& roots() const { return roots_; }
  [[nodiscard]] const Config& config() const { return config_; }
  /// The options, completed by the configuration where they say nothing.
  [[nodiscard]] const Options& options() const { return options_; }
  /// How severe a rule is in this run.
  [[nodiscard]] Severity severity_of(RuleId rule) const;
  [[nodiscard]] const std::string& base() const { return base_; }
  [[nodiscard]] const std::string& root() const { return roots_.front(); }
  [[nodiscard]] const std::string& today() const { return today_; }
  [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
  [[nodiscard]] const std::vector<std::string>& named_files() const { return named_; }
  [[nodiscard]] const std::vector<std::string>& parameter_files() const { return parameters_; }
  [[nodiscard]] Project& project() { return *project_; }
  [[nodiscard]] const std::shared_ptr<const FileSystem>& files() const { return files_; }
  [[nodiscard]] bool claims(std::string_view file_name) const;
  /// How the baseline names a file: relative to the root.
  [[nodiscard]] std::string path_below_root(const std::string& path) const;

 private:
  [[nodiscard]] AnalyzeOptions analyze_options(std::vector<RuleId> rules, const std::atomic<bool>& stop) const;
  [[nodiscard]] std::vector<std::string> users_in() const;
  [[nodiscard]] bool resolve_paths();
  [[nodiscard]] std::vector<std::string> wanted_paths();
  void find_roots();
  [[nodiscard]] bool folders_in_roots();
  [[nodiscard]] std::vector<std::string> find_module_caches();
  void open_files();
  void find_configuration();
  [[nodiscard]] Config read_configuration(std::span<const std::string> profiles, Diagnostics& diagnostics);
  [[nodiscard]] bool take_configuration();
  void take_severities();
  void check_rule_names();

  Options options_;                      // with what the configuration adds
  const Languages& languages_;
  Reuse reuse_;
  SourceManager sources_;
  Diagnostics diagnostics_;
  std::string base_;
  std::string today_;
  std::vector<std::string> paths_;       // canonical
  std::vector<std::string> named_;       // those that are files
  std::vector<std::string> parameters_;
  std::map<std::string, std::string> left_trees_;  // by named path: the work tree that it leaves by a link
  std::vector<std::string> roots_;
  std::vector<MemoryFile> from_input_;
  std::shared_ptr<const FileSystem> files_;
  std::unique_ptr<Project> project_;
  std::shared_ptr<LoadedData> data_;
  std::string config_path_;              // absolute; empty: there is none
  std::vector<std::string> config_roots_;  // what it names lies in them; none: it was given by name, and may name anything
  Config config_;
  std::map<RuleId, Severity> severities_;
};

/// `2026-11-21`: --today, else SOURCE_DATE_EPOCH, else the day of the run.
[[nodiscard]] std::string today_of(const Options& options);

}  // namespace pillarlint
