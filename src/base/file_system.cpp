#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <system_error>

namespace pillarlint {

namespace fs = std::filesystem;

std::string normal_path(std::string_view path) {
  std::string forward(path);
  std::replace(forward.begin(), forward.end(), '\\', '/');
  auto normal = fs::path(forward).lexically_normal().generic_string();
  if (normal.size() > 1 && normal.back() == '/') normal.pop_back();
  return normal;
}

std::string join_path(std::string_view folder, std::string_view path) {
  if (path.starts_with('/')) return normal_path(path);
  return normal_path(std::string(folder) + "/" + std::string(path));
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  if (slash == std::string_view::npos) return ".";
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view file_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string relative_path(std::string_view path, std::string_view folder) {
  if (folder == "/") return std::string(path.substr(path.starts_with('/') ? 1 : 0));
  if (path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/') {
    return std::string(path.substr(folder.size() + 1));
  }
  return std::string(path == folder ? std::string_view(".") : path);
}

namespace {

bool below(std::string_view path, std::string_view root) {
  return path == root || root == "/" ||
         (path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/');
}

class RealFiles final : public FileSystem {
 public:
  RealFiles(std::vector<std::string> roots, std::uint64_t max_bytes) : roots_(std::move(roots)), max_bytes_(max_bytes) {}

  Result<std::string> read(const std::string& path) const override {
    if (!inside_roots(path)) return failure(Code::path_outside_root, {}, path, root_names());
    std::error_code error;
    const auto status = fs::status(path, error);
    if (error || !fs::exists(status)) return failure(Code::file_not_readable, {}, "it does not exist");
    if (!fs::is_regular_file(status)) return failure(Code::file_not_readable, {}, "it is no regular file");
    const auto size = fs::file_size(path, error);
    if (error) return failure(Code::file_not_readable, {}, error.message());
    if (size > max_bytes_) return failure(Code::file_too_large, {}, size, max_bytes_);
    return read_all(path, size);
  }

  Result<std::vector<FolderEntry>> list(const std::string& path) const override {
    if (!inside_roots(path)) return failure(Code::path_outside_root, {}, path, root_names());
    std::error_code error;
    std::vector<FolderEntry> entries;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
      std::error_code ignored;
      entries.push_back({it->path().filename().string(), it->is_directory(ignored), it->is_symlink(ignored)});
    }
    if (error) return failure(Code::folder_not_readable, {}, path, error.message());
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return entries;
  }

  bool is_file(const std::string& path) const override {
    std::error_code ignored;
    return inside_roots(path) && fs::is_regular_file(path, ignored);
  }
  bool is_folder(const std::string& path) const override {
    std::error_code ignored;
    return inside_roots(path) && fs::is_directory(path, ignored);
  }
  std::string canonical(const std::string& path) const override {
    std::error_code error;
    auto real = fs::weakly_canonical(path, error);
    return error ? normal_path(path) : real.generic_string();
  }
  bool inside_roots(const std::string& path) const override {
    if (roots_.empty()) return true;
    const auto real = canonical(path);
    return std::any_of(roots_.begin(), roots_.end(), [&](const auto& root) { return below(real, root); });
  }

 private:
  [[nodiscard]] std::string root_names() const {
    std::string names;
    for (const auto& root : roots_) names += (names.empty() ? "" : ", ") + root;
    return names;
  }

  static Result<std::string> read_all(const std::string& path, std::uint64_t size) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    if (!file) return failure(Code::file_not_readable, {}, std::strerror(errno));
    std::string bytes(size, '\0');
    bytes.resize(std::fread(bytes.data(), 1, size, file.get()));
    if (std::ferror(file.get()) != 0) return failure(Code::file_not_readable, {}, std::strerror(errno));
    return bytes;
  }

  std::vector<std::string> roots_;
  std::uint64_t max_bytes_;
};

// An overlay is the general case: held files over an optional file system below them.
class HeldFiles final : public FileSystem {
 public:
  HeldFiles(std::vector<MemoryFile> files, std::shared_ptr<const FileSystem> under) : under_(std::move(under)) {
    for (auto& file : files) files_[normal_path(file.path)] = std::move(file.bytes);
  }

  Result<std::string> read(const std::string& path) const override {
    const auto found = files_.find(normal_path(path));
    if (found != files_.end()) return found->second;
    if (under_) return under_->read(path);
    return failure(Code::file_not_readable, {}, "it does not exist");
  }

  Result<std::vector<FolderEntry>> list(const std::string& path) const override {
    const auto folder = normal_path(path);
    std::map<std::string, FolderEntry> entries;
    if (under_ && under_->is_folder(path)) {
      auto listed = under_->list(path);
      if (!listed) return listed;
      for (auto& entry : *listed) entries.emplace(entry.name, entry);
    }
    for (const auto& [name, bytes] : files_) {
      if (!below(name, folder) || name == folder) continue;
      const auto rest = relative_path(name, folder);
      const auto slash = rest.find('/');
      const auto head = rest.substr(0, slash);
      entries.emplace(head, FolderEntry{head, slash != std::string::npos, false});
    }
    std::vector<FolderEntry> out;
    for (auto& [name, entry] : entries) out.push_back(std::move(entry));
    return out;
  }

  bool is_file(const std::string& path) const override {
    return files_.count(normal_path(path)) != 0 || (under_ && under_->is_file(path));
  }
  bool is_folder(const std::string& path) const override {
    const auto folder = normal_path(path);
    const auto holds = [&](const auto& entry) { return entry.first != folder && below(entry.first, folder); };
    return std::any_of(files_.begin(), files_.end(), holds) || (under_ && under_->is_folder(path));
  }
  std::string canonical(const std::string& path) const override {
    const auto normal = normal_path(path);
    return under_ && files_.count(normal) == 0 ? under_->canonical(path) : normal;
  }
  bool inside_roots(const std::string& path) const override {
    return files_.count(normal_path(path)) != 0 || !under_ || under_->inside_roots(path);
  }

 private:
  std::map<std::string, std::string> files_;
  std::shared_ptr<const FileSystem> under_;
};

}  // namespace

std::unique_ptr<FileSystem> real_files(std::vector<std::string> roots, std::uint64_t max_bytes) {
  return std::make_unique<RealFiles>(std::move(roots), max_bytes);
}
std::unique_ptr<FileSystem> memory_files(std::vector<MemoryFile> files) {
  return std::make_unique<HeldFiles>(std::move(files), nullptr);
}
std::unique_ptr<FileSystem> overlay_files(std::vector<MemoryFile> over, std::shared_ptr<const FileSystem> under) {
  return std::make_unique<HeldFiles>(std::move(over), std::move(under));
}

}  // namespace pillarlint
