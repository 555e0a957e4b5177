// The only way to files. It enforces the boundary of the scan: a path that leaves the roots, by `..` or through a
// symbolic link, is refused (design decision 18).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace pillarlint {

struct FolderEntry {
  std::string name;
  bool is_folder = false;
  bool is_link = false;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// The bytes of a file. Errors: file_not_readable, file_too_large, path_outside_root.
  [[nodiscard]] virtual Result<std::string> read(const std::string& path) const = 0;
  /// Entries of a folder in order of their names. Errors: folder_not_readable, path_outside_root.
  [[nodiscard]] virtual Result<std::vector<FolderEntry>> list(const std::string& path) const = 0;
  [[nodiscard]] virtual bool is_file(const std::string& path) const = 0;
  [[nodiscard]] virtual bool is_folder(const std::string& path) const = 0;
  /// Absolute path without links; the input if it does not exist.
  [[nodiscard]] virtual std::string canonical(const std::string& path) const = 0;
  /// Whether the path, links followed, lies in one of the roots. Without roots everything does.
  [[nodiscard]] virtual bool inside_roots(const std::string& path) const = 0;
};

/// Files of this machine below the given roots (canonical paths). `max_bytes` bounds one file.
[[nodiscard]] std::unique_ptr<FileSystem> real_files(std::vector<std::string> roots, std::uint64_t max_bytes);

struct MemoryFile {
  std::string path;  // absolute, with `/`
  std::string bytes;
};
/// Files held in memory, below the root `/`: for tests and for standard input.
[[nodiscard]] std::unique_ptr<FileSystem> memory_files(std::vector<MemoryFile> files);
/// `over` where it has the file, else `below`: for unsaved text and for git's objects.
[[nodiscard]] std::unique_ptr<FileSystem> overlay_files(std::vector<MemoryFile> over, std::shared_ptr<const FileSystem> below);

/// `.` and `..` removed, `\` as `/`; purely textual.
[[nodiscard]] std::string normal_path(std::string_view path);
[[nodiscard]] std::string join_path(std::string_view folder, std::string_view path);
[[nodiscard]] std::string_view folder_of(std::string_view path);
[[nodiscard]] std::string_view file_name(std::string_view path);
/// The path relative to `folder` if it lies below it, else the path itself.
[[nodiscard]] std::string relative_path(std::string_view path, std::string_view folder);

}  // namespace pillarlint
