#include "common/project.h"

#include "value/read_json.h"

namespace pillarlint {

struct Project::Entry {
  std::mutex mutex;
  FileId file = FileId::none;
  std::shared_ptr<const Document> document;
};

std::string Project::shown(const std::string& path) const { return base_.empty() ? path : relative_path(path, base_); }

std::shared_ptr<Project::Entry> Project::entry(const std::string& path) {
  const std::lock_guard lock(mutex_);
  auto& found = entries_[path];
  if (!found) found = std::make_shared<Entry>();
  return found;
}

Result<FileId> Project::load(Entry& entry, const std::string& path) {
  if (entry.file != FileId::none) return entry.file;
  auto bytes = files_.read(path);
  if (!bytes) return tl::unexpected<Diagnostic>(std::move(bytes.error()));
  entry.file = sources_.add(shown(path), std::move(*bytes));
  const std::lock_guard lock(mutex_);
  paths_[entry.file] = path;
  return entry.file;
}

Result<std::shared_ptr<const Document>> Project::json(const std::string& path) {
  const auto held = entry(path);
  const std::lock_guard lock(held->mutex);
  if (held->document) return held->document;
  auto file = load(*held, path);
  if (!file) return tl::unexpected<Diagnostic>(std::move(file.error()));
  held->document = read_json(sources_, *file);
  return held->document;
}

Result<FileId> Project::text(const std::string& path) {
  const auto held = entry(path);
  const std::lock_guard lock(held->mutex);
  return load(*held, path);
}

std::string Project::path_of(FileId file) const {
  const std::lock_guard lock(mutex_);
  const auto found = paths_.find(file);
  return found == paths_.end() ? std::string() : found->second;
}

std::shared_ptr<void> Project::kept(std::string_view name, const std::function<std::shared_ptr<void>()>& make) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(name);
  if (found != kept_.end()) return found->second;
  return kept_.emplace(std::string(name), make()).first->second;
}

bool Project::in_module_cache(FileId file) const {
  if (module_caches_.empty()) return false;
  const auto path = path_of(file);
  for (const auto& cache : module_caches_) {
    if (path.size() > cache.size() && path.starts_with(cache) && path[cache.size()] == '/') return true;
  }
  return false;
}

void Project::release(const std::string& path) {
  const auto held = entry(path);
  const std::lock_guard lock(held->mutex);
  held->document.reset();
}

}  // namespace pillarlint
