#include "terraform/terraform.h"

#include "terraform/change.h"
#include "terraform/expand.h"
#include "terraform/functions.h"
#include "terraform/inputs.h"
#include "terraform/remarks.h"

namespace pillarlint {

namespace {

using namespace terraform;

constexpr int folders_up = 3;  // from `environments/prod/x.tfvars` to the module

class TerraformLanguage final : public Language {
 public:
  explicit TerraformLanguage(std::span<const EmbeddedFile> data) : mappings_(data) {}

  std::string_view name() const override { return "Terraform"; }
  bool claims(std::string_view file_name) const override {
    return is_module_file(file_name) || is_variable_file(file_name) || file_name.ends_with(".json");
  }
  FileRole role(Project& project, const std::string& path, bool named) const override;
  std::unique_ptr<GraphPart> part(Project& project, const TypeIndex& types, const DeploymentRequest& request, Expansion& expansion,
                                  GraphBuilder& builder) const override;
  std::vector<Remark> remarks(Project& project, const std::string& path) const override;
  std::vector<Edit> edits(Project& project, const Expansion& expansion, const PropertyChange& change) const override {
    const auto* kept = static_cast<const Kept*>(expansion.kept.get());
    return kept != nullptr ? change_property(*modules(project), mappings_.mappings(), kept->majors, change) : std::vector<Edit>();
  }

 private:
  static std::shared_ptr<Modules> modules(Project& project) {
    return std::static_pointer_cast<Modules>(project.kept("terraform", [&] { return std::make_shared<Modules>(project, functions()); }));
  }
  static FileRole role_of_variables(Modules& modules, const std::string& path);

  EmbeddedMappings mappings_;
};

// Those that Terraform reads by itself belong to the module; the others make a deployment of it each.
FileRole TerraformLanguage::role_of_variables(Modules& modules, const std::string& path) {
  FileRole role;
  std::string folder(folder_of(path));
  const bool automatic = is_automatic(file_name(path));
  for (int i = 0; i < (automatic ? 1 : folders_up + 1); ++i) {
    const auto files = modules.files_of(folder);
    if (!files.empty()) {
      role.role = automatic ? FileRole::Role::part : FileRole::Role::parameter_file;
      role.wanted_template = files.front();
      return role;
    }
    const std::string above(folder_of(folder));
    if (above == folder || !modules.project().files().inside_roots(above)) break;
    folder = above;
  }
  role.role = FileRole::Role::parameter_file;
  return role;
}

FileRole TerraformLanguage::role(Project& project, const std::string& path, bool) const {
  const auto all = modules(project);
  if (is_variable_file(file_name(path))) return role_of_variables(*all, path);
  if (!is_module_file(file_name(path))) {
    FileRole of_plan;
    if (all->plan(path) != nullptr) of_plan.role = FileRole::Role::template_file;
    return of_plan;
  }
  const std::string folder(folder_of(path));
  const auto files = all->files_of(folder);
  FileRole role;
  if (files.empty() || files.front() != path) {
    role.role = files.empty() ? FileRole::Role::other : FileRole::Role::part;
    if (!files.empty()) role.wanted_template = files.front();
    return role;
  }
  const auto module = all->module(folder);
  if (module == nullptr || module->files.empty()) {
    role.role = FileRole::Role::broken;
    if (module != nullptr && !module->problems.empty()) role.reason = module->problems[0].text();
    return role;
  }
  role.role = FileRole::Role::template_file;
  for (const auto& call : module->calls) {
    const auto source = literal_text(call.find("source"));
    if (!is_local_source(source)) continue;
    const auto below = all->files_of(normal_path(join_path(folder, source)));
    if (!below.empty()) role.uses.push_back(below.front());
  }
  return role;
}

std::unique_ptr<GraphPart> TerraformLanguage::part(Project& project, const TypeIndex& types, const DeploymentRequest& request,
                                                   Expansion& expansion, GraphBuilder& builder) const {
  return std::make_unique<Expander>(*modules(project), types, mappings_, request, expansion, builder);
}

std::vector<Remark> TerraformLanguage::remarks(Project& project, const std::string& path) const { return remarks_of(project, path); }

}  // namespace

std::unique_ptr<Language> terraform_language(std::span<const EmbeddedFile> data) { return std::make_unique<TerraformLanguage>(data); }

}  // namespace pillarlint
