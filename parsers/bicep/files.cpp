#include "bicep/files.h"

#include "bicep/lower.h"
#include "bicep/parser.h"

namespace pillarlint::bicep {

Result<std::shared_ptr<const BicepFile>> Files::open(const std::string& path) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = files_.find(path); found != files_.end()) return found->second;
  }
  const auto id = project_.text(path);
  if (!id) return tl::unexpected<Diagnostic>(id.error());
  auto made = std::make_shared<BicepFile>();
  made->path = path;
  made->id = *id;
  made->tree = parse(project_.sources().text(*id), is_parameter_file(path) ? FileForm::parameters : FileForm::bicep);
  made->symbols = Symbols(*made->tree);
  // Two threads may have parsed it at once: the first one counts.
  const std::lock_guard lock(mutex_);
  return files_.emplace(path, std::move(made)).first->second;
}

Result<std::shared_ptr<const Document>> Files::document(const std::string& path) {
  if (!is_bicep(path) && !is_parameter_file(path)) return project_.json(path);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = documents_.find(path); found != documents_.end()) return found->second;
  }
  auto file = open(path);
  if (!file) return tl::unexpected<Diagnostic>(std::move(file.error()));
  auto made = std::make_shared<Document>();
  made->file = (*file)->id;
  Lowering lowering(*this, *file, *made);
  made->root = is_parameter_file(path) ? lowering.parameter_root() : lowering.template_root();
  const std::lock_guard lock(mutex_);
  return documents_.emplace(path, std::move(made)).first->second;
}

}  // namespace pillarlint::bicep
