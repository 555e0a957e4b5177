#include "support/bicep.h"

#include <algorithm>

#include <fmt/format.h>

#include "bicep/bicep.h"

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

Expanded expand_bicep(std::string main, std::map<std::string, std::string> others, DeploymentRequest request) {
  Expanded out;
  std::vector<MemoryFile> files{{"/project/main.bicep", std::move(main)}};
  for (auto& [name, text] : others) files.push_back({name.starts_with('/') ? name : "/project/" + name, text});
  out.files = std::make_unique<RootedFiles>(memory_files(std::move(files)));
  out.sources = std::make_unique<SourceManager>();
  out.project = std::make_unique<Project>(*out.files, *out.sources);
  out.project->name_relative_to("/project");
  out.project->keep_module_caches({"/cache"});
  out.language = bicep_language();
  request.entry = "/project/main.bicep";
  out.expansion = out.language->expand(*out.project, azure_types(), request, nullptr);
  return out;
}

Expanded expand_with_parameters(std::string main, std::string parameters, std::map<std::string, std::string> others) {
  others["params.bicepparam"] = std::move(parameters);
  DeploymentRequest request;
  request.parameter_file = "/project/params.bicepparam";
  return expand_bicep(std::move(main), std::move(others), std::move(request));
}

std::string evaluate_bicep(const std::string& expression, const std::string& declarations,
                           const std::map<std::string, std::string>& others) {
  const auto out = expand_bicep(fmt::format("{}\noutput out any = {}\n", declarations, expression), others);
  const auto codes = out.codes();
  return out.output("out") + (codes.empty() ? "" : " ! " + codes);
}

}  // namespace pillarlint::test
