#include "support/project.h"

namespace pillarlint::test {

namespace {

/// Files in memory behind the boundary of a scan root and a module cache.
class RootedFiles final : public FileSystem {
 public:
  explicit RootedFiles(std::unique_ptr<FileSystem> held) : held_(std::move(held)) {}

  Result<std::string> read(const std::string& path) const override {
    if (!inside_roots(path)) return failure(Code::path_outside_root, {}, path, "/project");
    return held_->read(path);
  }
  Result<std::vector<FolderEntry>> list(const std::string& path) const override {
    if (!inside_roots(path)) return failure(Code::path_outside_root, {}, path, "/project");
    return held_->list(path);
  }
  bool is_file(const std::string& path) const override { return inside_roots(path) && held_->is_file(path); }
  bool is_folder(const std::string& path) const override { return inside_roots(path) && held_->is_folder(path); }
  std::string canonical(const std::string& path) const override { return held_->canonical(path); }
  bool inside_roots(const std::string& path) const override {
    const auto normal = normal_path(path) + "/";
    return normal.starts_with("/project/") || normal.starts_with("/cache/");
  }

 private:
  std::unique_ptr<FileSystem> held_;
};

}  // namespace

std::unique_ptr<FileSystem> rooted_files(std::vector<MemoryFile> files) {
  return std::make_unique<RootedFiles>(memory_files(std::move(files)));
}

Expanded expand_project(std::unique_ptr<Language> language, const std::string& entry, std::map<std::string, std::string> files,
                        DeploymentRequest request) {
  Expanded out;
  std::vector<MemoryFile> held;
  for (auto& [name, text] : files) held.push_back({name.starts_with('/') ? name : "/project/" + name, std::move(text)});
  out.files = rooted_files(std::move(held));
  out.sources = std::make_unique<SourceManager>();
  out.project = std::make_unique<Project>(*out.files, *out.sources);
  out.project->name_relative_to("/project");
  out.project->keep_module_caches({"/cache"});
  out.language = std::move(language);
  request.entry = "/project/" + entry;
  out.expansion = out.language->expand(*out.project, azure_types(), request, nullptr);
  return out;
}

}  // namespace pillarlint::test
