#include "terraform/module_sources.h"

#include <fmt/format.h>

#include "base/text.h"
#include "value/document.h"

namespace pillarlint::terraform {

bool is_local_source(std::string_view source) { return source.starts_with("./") || source.starts_with("../"); }

namespace {

constexpr std::string_view manifest_path = ".terraform/modules/modules.json";

// `git::https://host/path.git//sub?ref=v1` as `host/path` and `sub`; `NAMESPACE/NAME/PROVIDER//sub` likewise.
struct SourceParts {
  std::string path;
  std::string below;
  std::string reference;
};

SourceParts parts_of(std::string_view source) {
  SourceParts parts;
  if (const auto question = source.find('?'); question != std::string_view::npos) {
    const auto query = source.substr(question + 1);
    if (const auto at = query.find("ref="); at != std::string_view::npos) parts.reference = query.substr(at + 4, query.find('&', at) - at - 4);
    source = source.substr(0, question);
  }
  if (const auto getter = source.find("::"); getter != std::string_view::npos) source.remove_prefix(getter + 2);
  if (const auto scheme = source.find("://"); scheme != std::string_view::npos) source.remove_prefix(scheme + 3);
  if (const auto user = source.find('@'); user != std::string_view::npos) source.remove_prefix(user + 1);
  if (const auto sub = source.find("//"); sub != std::string_view::npos) {
    parts.below = source.substr(sub + 2);
    source = source.substr(0, sub);
  }
  parts.path = source;
  for (auto& c : parts.path) c = c == ':' ? '/' : c;
  if (parts.path.ends_with(".git")) parts.path.resize(parts.path.size() - 4);
  return parts;
}

}  // namespace

void ModuleSources::read_manifest() {
  manifest_read_ = true;
  const auto path = join_path(root_, manifest_path);
  if (!project_.files().is_file(path)) return;
  const auto document = project_.json(path);
  if (!document) return;
  for (const auto& entry : (*document)->root.get("Modules").items()) {
    const auto key = entry.get("Key").text_or_empty();
    const auto folder = entry.get("Dir").text_or_empty();
    if (!key.empty() && !folder.empty()) manifest_[std::string(key)] = normal_path(join_path(root_, folder));
  }
}

// CACHE/SOURCE/VERSION, also without the host of the registry; of several versions the highest that is allowed.
std::string ModuleSources::in_caches(std::string_view source, std::string_view version) const {
  const auto parts = parts_of(source);
  VersionRange allowed;
  allowed.constrain(version);
  const std::string_view registry = "registry.terraform.io/";
  const std::string short_path = parts.path.starts_with(registry) ? parts.path.substr(registry.size()) : parts.path;
  for (const auto& cache : project_.module_caches()) {
    for (const auto& path : {short_path, std::string(registry) + short_path}) {
      const auto folder = join_path(cache, path);
      const auto entries = project_.files().list(folder);
      if (!entries) continue;
      std::string best;
      std::optional<Version> best_version;
      for (const auto& entry : *entries) {
        const auto here = entry.is_folder ? parse_version(entry.name) : std::nullopt;
        const bool wanted = here && (parts.reference.empty() ? allowed.contains(*here) : entry.name == parts.reference);
        if (!wanted || (best_version && *here < *best_version)) continue;
        best_version = here;
        best = entry.name;
      }
      if (!best.empty()) return normal_path(join_path(join_path(folder, best), parts.below));
    }
  }
  return {};
}

std::string ModuleSources::missing(const std::string& folder) const {
  const auto shown = project_.shown(folder);
  if (project_.files().inside_roots(folder)) return fmt::format("There is no folder {}.", shown);
  return fmt::format("The folder {} leads out of the scan root and is not read; name a wider root with --root.", shown);
}

ModuleSource ModuleSources::find(const std::string& caller_folder, std::string_view source, std::string_view version, std::string_view key) {
  if (is_local_source(source)) {
    auto folder = normal_path(join_path(caller_folder, source));
    if (project_.files().is_folder(folder)) return {std::move(folder), {}};
    return {{}, missing(folder)};
  }
  if (!manifest_read_) read_manifest();
  const auto listed = manifest_.find(key);
  if (listed != manifest_.end() && project_.files().is_folder(listed->second)) return {listed->second, {}};
  auto cached = in_caches(source, version);
  if (!cached.empty() && project_.files().is_folder(cached)) return {std::move(cached), {}};
  if (listed != manifest_.end() && !project_.files().inside_roots(listed->second)) return {{}, missing(listed->second)};
  return {{}, fmt::format("It was looked for in {} and the module caches; `terraform init` brings it.",
                          project_.shown(join_path(root_, manifest_path)))};
}

}  // namespace pillarlint::terraform
