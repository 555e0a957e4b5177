#include "arm/arm.h"

#include <fmt/format.h>

#include "arm/change.h"
#include "arm/deployment.h"
#include "arm/expand.h"
#include "arm/remarks.h"
#include "base/text.h"

namespace pillarlint {

namespace {

using namespace arm;

class ArmLanguage final : public Language {
 public:
  ArmLanguage() : cache_(std::make_unique<ExpressionCache>(function_table())) {}

  std::string_view name() const override { return "ARM"; }
  bool joins(const Language& other) const override { return &other == this; }
  bool claims(std::string_view file_name) const override {
    return ends_with_text(file_name, ".json") || ends_with_text(file_name, ".jsonc") || ends_with_text(file_name, ".template");
  }
  FileRole role(Project& project, const std::string& path, bool named) const override;
  std::unique_ptr<GraphPart> part(Project& project, const TypeIndex&, const DeploymentRequest& request, Expansion& expansion,
                                  GraphBuilder& builder) const override {
    return std::make_unique<Expander>(project, function_table(), *cache_, request, expansion, builder,
                                      [&](const std::string& path) { return project.json(path); });
  }
  std::vector<Remark> remarks(Project& project, const std::string& path) const override;
  std::vector<Edit> edits(Project& project, const Expansion&, const PropertyChange& change) const override {
    if (change.found.is_null()) return add_to_json(project, change);
    if (!may_be_changed(change, change.to, JsonValues(project))) return {};
    return {{change.found.span(), json_literal(change.to)}};
  }

 private:
  // Parsed expressions are shared by all deployments of a run; the cache locks itself.
  std::unique_ptr<ExpressionCache> cache_;
};

/// `bicep build` writes its name into the metadata of what it made.
bool made_by_bicep(const Value& root) {
  return same_text(root.get("metadata").get("_generator").get("name").text_or_empty(), "bicep");
}

void collect_links(const Value& resources, const std::function<void(const Value&)>& use, int depth) {
  if (depth > 20) return;
  const auto one = [&](const Value& resource) {
    const auto properties = resource.get("properties");
    if (const auto* link = properties.find("templateLink")) use(link->value);
    if (const auto* nested = properties.get("template").find("resources")) collect_links(nested->value, use, depth + 1);
  };
  for (const auto& resource : resources.items()) one(resource);
  for (const auto& m : resources.members()) one(m.value);
}

std::vector<std::string> linked_files(Project& project, const std::string& path, const Value& root) {
  std::vector<std::string> found;
  collect_links(root.get("resources"), [&](const Value& link) {
    const auto relative = link.get("relativePath").text_or_empty();
    const auto tail = relative.empty() ? literal_tail(link.get("uri").text_or_empty()) : std::string(relative);
    auto file = tail.empty() ? std::nullopt : linked_file(project.files(), path, tail);
    if (file) found.push_back(std::move(*file));
  }, 0);
  return found;
}

FileRole ArmLanguage::role(Project& project, const std::string& path, bool named) const {
  FileRole role;
  auto document = project.json(path);
  if (!document) {
    role.role = FileRole::Role::broken;
    role.reason = document.error().text();
    return role;
  }
  const auto& root = (*document)->root;
  if (is_template(root)) {
    role.role = FileRole::Role::template_file;
    const auto source = path.substr(0, path.rfind('.')) + ".bicep";
    if (!named && made_by_bicep(root) && project.files().is_file(source)) {
      role.role = FileRole::Role::generated;
      role.reason = std::string(file_name(source));
    }
    role.uses = linked_files(project, path, root);
    return role;
  }
  if (is_parameter_file(root)) {
    role.role = FileRole::Role::parameter_file;
    return role;
  }
  const auto text = project.sources().text((*document)->file);
  const bool says_template = find_text(text.substr(0, 4096), "deploymentTemplate.json") != std::string_view::npos;
  if (says_template || (named && !(*document)->readable)) {
    role.role = FileRole::Role::broken;
    role.reason = "not readable as JSON";
  }
  return role;
}

std::vector<Remark> ArmLanguage::remarks(Project& project, const std::string& path) const {
  const auto document = project.json(path);
  return document ? remarks_of(**document, project.sources().text((*document)->file)) : std::vector<Remark>();
}

}  // namespace

std::unique_ptr<Language> arm_language() { return std::make_unique<ArmLanguage>(); }

}  // namespace pillarlint
