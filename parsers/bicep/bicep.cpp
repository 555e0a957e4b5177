#include "bicep/bicep.h"

#include "arm/expand.h"
#include "bicep/files.h"
#include "bicep/functions.h"

namespace pillarlint {

namespace {

using namespace bicep;

class BicepLanguage final : public Language {
 public:
  std::string_view name() const override { return "Bicep"; }
  bool claims(std::string_view file_name) const override { return is_bicep(file_name) || bicep::is_parameter_file(file_name); }
  FileRole role(Project& project, const std::string& path, bool named) const override;
  Expansion expand(Project& project, const TypeIndex& types, const DeploymentRequest& request,
                   const std::atomic<bool>* stop) const override;

 private:
  Files& files(Project& project) const {
    const std::lock_guard lock(mutex_);
    if (!files_ || &files_->project() != &project) files_ = std::make_unique<Files>(project);
    return *files_;
  }

  mutable arm::ExpressionCache expressions_{functions()};  // locks itself
  mutable std::mutex mutex_;
  mutable std::unique_ptr<Files> files_;
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
  auto& all = files(project);
  const auto file = all.open(path);
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
    const auto found = all.modules().find(path, *written);
    if (found.path.empty() || found.registry) continue;
    if (statement->is(NodeKind::using_file)) {
      role.wanted_template = found.path;
    } else {
      role.uses.push_back(found.path);
    }
  }
  return role;
}

Expansion BicepLanguage::expand(Project& project, const TypeIndex& types, const DeploymentRequest& request,
                                const std::atomic<bool>* stop) const {
  Expansion expansion;
  expansion.arena = std::make_unique<Arena>();
  expansion.symbols = std::make_unique<SymbolStore>();
  expansion.budget = std::make_unique<Budget>();
  expansion.budget->stop = stop;
  auto& all = files(project);
  // Nested templates may be JSON with expressions of ARM: the cache parses them.
  arm::Expander expander(project, types, functions(), expressions_, request, expansion,
                         [&](const std::string& path) { return all.document(path); });
  expander.run();
  return expansion;
}

}  // namespace

std::unique_ptr<Language> bicep_language() { return std::make_unique<BicepLanguage>(); }

}  // namespace pillarlint
