#include "bicep/modules.h"

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint::bicep {

namespace {
constexpr std::string_view config_name = "bicepconfig.json";

/// Upper-case letters of a tag are marked behind it, as file systems may not tell letter case apart.
std::string encoded_tag(std::string_view tag) {
  std::string digits;
  for (std::size_t i = 0; i < tag.size(); i += 4) {
    unsigned nibble = 0;
    for (std::size_t k = 0; k < 4 && i + k < tag.size(); ++k) {
      if (tag[i + k] >= 'A' && tag[i + k] <= 'Z') nibble |= 1U << k;
    }
    digits.insert(digits.begin(), "0123456789abcdef"[nibble]);
  }
  const auto first = digits.find_first_not_of('0');
  return fmt::format("{}${}", tag, first == std::string::npos ? "" : digits.substr(first));
}

std::string replaced(std::string_view text, char from, char to) {
  std::string made(text);
  for (auto& c : made) c = c == from ? to : c;
  return made;
}

/// `host/path:tag` or `host/path@sha256:…` as a path below a cache.
std::string cache_path(std::string_view host, std::string_view artefact) {
  const auto digest = artefact.find('@');
  const auto colon = artefact.rfind(':');
  std::string version;
  std::string_view repository = artefact;
  if (digest != std::string_view::npos) {
    repository = artefact.substr(0, digest);
    version = replaced(artefact.substr(digest + 1), ':', '#');
  } else if (colon != std::string_view::npos) {
    repository = artefact.substr(0, colon);
    version = encoded_tag(artefact.substr(colon + 1));
  }
  return fmt::format("br/{}/{}/{}/main.json", lower(replaced(host, ':', '$')), replaced(repository, '/', '$'), version);
}
}  // namespace

/// `moduleAliases` of the nearest bicepconfig.json.
struct Modules::Aliases {
  std::map<std::string, std::string, std::less<>> registries;  // name: `host/path`
  std::map<std::string, std::string, std::less<>> specs;       // name: `subscription/group`
};

std::shared_ptr<const Modules::Aliases> Modules::aliases_for(const std::string& folder) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = aliases_.find(folder); found != aliases_.end()) return found->second;
  }
  auto made = std::make_shared<Aliases>();
  made->registries["public"] = "mcr.microsoft.com/bicep";
  const auto path = join_path(folder, config_name);
  if (project_.files().is_file(path)) {
    if (const auto document = project_.json(path)) {
      const auto aliases = (*document)->root.get("moduleAliases");
      for (const auto& m : aliases.get("br").members()) {
        const auto below = m.value.get("modulePath").text_or_empty();
        made->registries[std::string(m.key)] =
            fmt::format("{}{}{}", m.value.get("registry").text_or_empty(), below.empty() ? "" : "/", below);
      }
      for (const auto& m : aliases.get("ts").members()) {
        made->specs[std::string(m.key)] =
            fmt::format("{}/{}", m.value.get("subscription").text_or_empty(), m.value.get("resourceGroup").text_or_empty());
      }
    }
  } else if (const auto above = folder_of(folder); !above.empty() && above != folder && project_.files().is_folder(std::string(above))) {
    const auto inherited = aliases_for(std::string(above));
    *made = *inherited;
  }
  const std::lock_guard lock(mutex_);
  return aliases_.emplace(folder, std::move(made)).first->second;
}

Module Modules::in_caches(const std::string& below, std::string_view shown) {
  for (const auto& cache : project_.module_caches()) {
    auto path = join_path(cache, below);
    if (project_.files().is_file(path)) return {std::move(path), {}, true};
  }
  return {{}, fmt::format("No module cache holds {}; `bicep restore` on this file fetches it, --module-cache names another folder", shown), true};
}

Module Modules::find_registry(const std::string& from, std::string_view reference) {
  const bool aliased = reference.starts_with("br/");
  auto rest = reference.substr(3);
  std::string host_and_path;
  if (aliased) {
    const auto colon = rest.find(':');
    const auto alias = rest.substr(0, colon);
    const auto aliases = aliases_for(std::string(folder_of(from)));
    const auto found = aliases->registries.find(alias);
    if (found == aliases->registries.end() || colon == std::string_view::npos) {
      return {{}, fmt::format("There is no registry alias `{}` in bicepconfig.json", alias), true};
    }
    host_and_path = found->second + "/" + std::string(rest.substr(colon + 1));
  } else {
    host_and_path = std::string(rest);
  }
  const auto slash = host_and_path.find('/');
  if (slash == std::string::npos) return {{}, "The reference names no repository", true};
  return in_caches(cache_path(std::string_view(host_and_path).substr(0, slash), std::string_view(host_and_path).substr(slash + 1)), host_and_path);
}

Module Modules::find_spec(const std::string& from, std::string_view reference) {
  const bool aliased = reference.starts_with("ts/");
  std::string full(reference.substr(3));
  if (aliased) {
    const auto colon = full.find(':');
    const auto alias = full.substr(0, colon);
    const auto aliases = aliases_for(std::string(folder_of(from)));
    const auto found = aliases->specs.find(alias);
    if (found == aliases->specs.end() || colon == std::string::npos) {
      return {{}, fmt::format("There is no template spec alias `{}` in bicepconfig.json", alias), true};
    }
    full = found->second + "/" + full.substr(colon + 1);
  }
  return in_caches("ts/" + lower(replaced(full, ':', '/')) + "/main.json", full);
}

Module Modules::find(const std::string& from, std::string_view reference) {
  if (reference.starts_with("br:") || reference.starts_with("br/")) return find_registry(from, reference);
  if (reference.starts_with("ts:") || reference.starts_with("ts/")) return find_spec(from, reference);
  auto path = join_path(folder_of(from), reference);
  if (project_.files().is_file(path) || !project_.files().inside_roots(path)) return {std::move(path), {}, false};
  return {{}, fmt::format("There is no file {}", project_.shown(path)), false};
}

}  // namespace pillarlint::bicep
