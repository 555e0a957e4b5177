// The files of a run as front ends see them: each is read once, whoever asks for it, and shared. Safe for several threads.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "value/document.h"

namespace pillarlint {

class Project {
 public:
  Project(const FileSystem& files, SourceManager& sources) : files_(files), sources_(sources) {}

  [[nodiscard]] const FileSystem& files() const { return files_; }
  [[nodiscard]] SourceManager& sources() const { return sources_; }
  /// How people name a file: relative to the folder the run started from where it lies below it.
  void name_relative_to(std::string folder) { base_ = std::move(folder); }
  [[nodiscard]] std::string shown(const std::string& path) const;

  /// Folders that hold restored modules of registries, searched in order.
  void keep_module_caches(std::vector<std::string> folders) { module_caches_ = std::move(folders); }
  [[nodiscard]] const std::vector<std::string>& module_caches() const { return module_caches_; }
  /// Whether the file came from one of them: it is read, but nobody here edits it.
  [[nodiscard]] bool in_module_cache(FileId file) const;

  /// What a front end keeps for as long as the project lives; made at the first call, safe for several threads.
  [[nodiscard]] std::shared_ptr<void> kept(std::string_view name, const std::function<std::shared_ptr<void>()>& make);

  /// The JSON document at an absolute path; read at its first use, kept while somebody holds it or the project does.
  /// Errors: those of FileSystem::read.
  [[nodiscard]] Result<std::shared_ptr<const Document>> json(const std::string& path);
  /// The text of a file (for functions that load files), its id for places.
  [[nodiscard]] Result<FileId> text(const std::string& path);
  /// Absolute path of a file that was read through this project; empty if it was not.
  [[nodiscard]] std::string path_of(FileId file) const;
  /// No longer held by the project: its memory goes when its last user does.
  void release(const std::string& path);

 private:
  struct Entry;
  [[nodiscard]] std::shared_ptr<Entry> entry(const std::string& path);
  [[nodiscard]] Result<FileId> load(Entry& entry, const std::string& path);

  const FileSystem& files_;
  SourceManager& sources_;
  std::string base_;
  std::vector<std::string> module_caches_;
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Entry>> entries_;
  std::map<FileId, std::string> paths_;
  std::map<std::string, std::shared_ptr<void>, std::less<>> kept_;
};

}  // namespace pillarlint
