#include "analysis/parameter_files.h"

#include "base/file_system.h"
#include "base/text.h"

namespace pillarlint {
namespace {

std::string_view stem(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? name : name.substr(0, dot);
}

std::size_t best_by_name(const std::string& parameter_file, const std::vector<std::string>& templates) {
  std::size_t best = std::string::npos;
  std::size_t best_fit = 0;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    if (folder_of(templates[i]) != folder_of(parameter_file)) continue;
    const auto fit = stem_fit(file_name(parameter_file), file_name(templates[i]));
    if (fit <= best_fit) continue;
    best = i;
    best_fit = fit;
  }
  return best;
}

}  // namespace

std::size_t stem_fit(std::string_view parameter_file, std::string_view template_file) {
  constexpr std::string_view word = ".parameters";
  const auto name = stem(parameter_file);
  const auto wanted = stem(template_file);
  if (!starts_with_text(name, wanted)) return 0;
  const auto rest = name.substr(wanted.size());
  const bool fits = starts_with_text(rest, word) && (rest.size() == word.size() || rest[word.size()] == '.');
  return fits ? wanted.size() : 0;
}

std::size_t template_for(const std::string& parameter_file, const std::string& wanted,
                         const std::vector<std::string>& templates) {
  constexpr auto none = std::string::npos;
  if (!wanted.empty()) {
    for (std::size_t i = 0; i < templates.size(); ++i) {
      if (templates[i] == wanted) return i;
    }
    return none;
  }
  const auto by_name = best_by_name(parameter_file, templates);
  if (by_name != none) return by_name;
  std::size_t only = none;
  for (std::size_t i = 0; i < templates.size(); ++i) {
    if (folder_of(templates[i]) != folder_of(parameter_file)) continue;
    if (only != none) return none;
    only = i;
  }
  return only;
}

}  // namespace pillarlint
