#include "bicep/bicep.h"

#include "arm/expand.h"
#include "arm/remarks.h"
#include "bicep/change.h"
#include "bicep/files.h"
#include "bicep/functions.h"
#include "bicep/remarks.h"

namespace pillarlint {

namespace {

using namespace bicep;

class BicepLanguage final : public Language {
 public:
  std::string_view name() const override { return "Bicep"; }
  bool joins(const Language& other) const override { return &other == this || other.name() == "ARM"; }
  bool claims(std::string_view file_name) const override { return is_bicep(file_name) || bicep::is_parameter_file(file_name); }
  FileRole role(Project& project, const std::string& path, bool named) const override;
  std::unique_ptr<GraphPart> part(Project& project, const TypeIndex&, const DeploymentRequest& request, Expansion& expansion,
                                  GraphBuilder& builder) const override;
  std::vector<Remark> remarks(Project& project, const std::string& path) const override;
  std::vector<Edit> edits(Project& project, const Expansion&, const PropertyChange& change) const override {
    return change_property(*files(project), change);
  }

 private:
  static std::shared_ptr<Files> files(Project& project) {
    return std::static_pointer_cast<Files>(project.kept("bicep", [&] { return std::make_shared<Files>(project); }));
  }

  mutable arm::ExpressionCache expressions_{functions()};  // locks itself
};

const Node* path_of(const Node& statement) {
  switch (statement.kind) {
    case NodeKind::module: return statement.child(1);
    case NodeKind::using_file:
    case NodeKind::extends_file: return statement.child(0);
    case NodeKind::import:
      for (const auto* part : statement.children()) {
        if (part != nullptr && part->is(NodeKind::import_from)) return part->child(0);
      }
      return nullptr;
    default: return nullptr;
  }
}

FileRole BicepLanguage::role(Project& project, const std::string& path, bool) const {
  FileRole role;
  const auto all = files(project);
  const auto file = all->open(path);
  if (!file) {
    role.role = FileRole::Role::broken;
    role.reason = file.error().text();
    return role;
  }
  const auto& tree = *(*file)->tree;
  role.role = bicep::is_parameter_file(path) ? FileRole::Role::parameter_file : FileRole::Role::template_file;
  for (const auto* statement : tree.program->children()) {
    const auto written = literal_text(tree, path_of(*statement));
    if (!written) continue;
    const auto found = all->modules().find(path, *written);
    if (found.path.empty() || found.registry) continue;
    if (statement->is(NodeKind::using_file)) {
      role.wanted_template = found.path;
    } else {
      role.uses.push_back(found.path);
    }
  }
  return role;
}

std::unique_ptr<GraphPart> BicepLanguage::part(Project& project, const TypeIndex&, const DeploymentRequest& request, Expansion& expansion,
                                               GraphBuilder& builder) const {
  // Nested templates may be JSON with expressions of ARM: the cache parses them.
  return std::make_unique<arm::Expander>(project, functions(), expressions_, request, expansion, builder,
                                         [all = files(project)](const std::string& path) { return all->document(path); });
}

std::vector<Remark> BicepLanguage::remarks(Project& project, const std::string& path) const {
  if (!claims(file_name(path))) {  // a template in JSON that a module is made of
    const auto document = project.json(path);
    return document ? arm::remarks_of(**document, project.sources().text((*document)->file)) : std::vector<Remark>();
  }
  const auto file = project.text(path);
  return file ? bicep::remarks_of(project.sources().text(*file), *file) : std::vector<Remark>();
}

}  // namespace

std::unique_ptr<Language> bicep_language() { return std::make_unique<BicepLanguage>(); }

}  // namespace pillarlint
