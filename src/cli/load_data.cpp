#include "cli/load_data.h"

#include "base/file_system.h"
#include "base/text.h"
#include "value/pack.h"
#include "value/read_yaml.h"

namespace pillarlint {
namespace {

constexpr std::string_view data_folder = "src/azure/data/";
constexpr std::string_view rules_folder = "rules/";
constexpr std::string_view checklists_folder = "rules/checklists/";
constexpr std::uint64_t largest_rule_file = 1'000'000;

class Loader {
 public:
  Loader(SourceManager& sources, const LoadOptions& options, Diagnostics& diagnostics)
      : sources_(sources), options_(options), diagnostics_(diagnostics), loaded_(std::make_unique<LoadedData>()) {}

  std::unique_ptr<LoadedData> run() {
    for (const auto& file : embedded_files()) {
      if (!file.packed.empty()) take(file);
    }
    for (const auto& folder : options_.folders) take_folder(folder);
    loaded_->types = std::make_unique<TypeIndex>(std::move(data_), diagnostics_);
    if (options_.strict) loaded_->types->check_properties(diagnostics_);
    loaded_->rules = std::make_unique<RuleSet>(std::move(files_), loaded_->types.get(), options_.strict, diagnostics_);
    return std::move(loaded_);
  }

 private:
  void take(const EmbeddedFile& file) {
    if (file.path.starts_with(data_folder)) {
      data_.emplace_back(std::string(file.path), unpacked(file).second);
      return;
    }
    if (!options_.rules || !file.path.starts_with(rules_folder)) return;
    if (file.path.starts_with(checklists_folder) && !options_.checklists) return;
    for (const auto& path : options_.instead) {
      if (file_name(path) != file_name(file.path)) continue;
      take_file(*real_files({}, largest_rule_file), path, false);
      return;
    }
    auto [id, root] = unpacked(file);
    files_.push_back({std::string(file.path), id, root, false});
  }

  std::pair<FileId, Value> unpacked(const EmbeddedFile& file) {
    const auto id = options_.strict ? sources_.add(std::string(file.path), std::string(file.text)) : sources_.add_name(std::string(file.path));
    std::size_t at = 0;
    return {id, unpack(file.packed, at, loaded_->arena, id)};
  }

  void take_folder(const std::string& path) {
    const auto files = real_files({}, largest_rule_file);
    if (files->is_file(path)) {
      take_file(*files, path);
    } else {
      walk(*files, path, 0);
    }
  }

  void walk(const FileSystem& files, const std::string& folder, int depth) {
    constexpr int deepest = 8;
    const auto entries = files.list(folder);
    if (!entries) {
      diagnostics_.report(Code::path_not_found, {}, folder);
      return;
    }
    for (const auto& entry : *entries) {
      if (entry.is_link) continue;
      const auto path = join_path(folder, entry.name);
      if (entry.is_folder && depth < deepest) {
        walk(files, path, depth + 1);
      } else if (!entry.is_folder && (entry.name.ends_with(".yaml") || entry.name.ends_with(".yml"))) {
        take_file(files, path);
      }
    }
  }

  void take_file(const FileSystem& files, const std::string& path, bool of_user = true) {
    auto bytes = files.read(path);
    if (!bytes) {
      auto diagnostic = bytes.error();
      diagnostic.span = {sources_.add_name(path), 0, 0};
      diagnostics_.add(std::move(diagnostic));
      return;
    }
    const auto id = sources_.add(path, std::move(*bytes));
    auto document = read_yaml(sources_.text(id), id);
    for (const auto& diagnostic : document->diagnostics.list()) diagnostics_.add(diagnostic);
    if (document->diagnostics.empty()) files_.push_back({path, id, document->root, of_user});
    loaded_->documents.push_back(std::move(document));
  }

  SourceManager& sources_;
  const LoadOptions& options_;
  Diagnostics& diagnostics_;
  std::unique_ptr<LoadedData> loaded_;
  std::vector<std::pair<std::string, Value>> data_;
  std::vector<RuleFile> files_;
};

}  // namespace

std::unique_ptr<LoadedData> load_data(SourceManager& sources, const LoadOptions& options, Diagnostics& diagnostics) {
  return Loader(sources, options, diagnostics).run();
}

std::string_view embedded_text(std::string_view path) {
  for (const auto& file : embedded_files()) {
    if (file.path == path) return file.text;
  }
  return {};
}

}  // namespace pillarlint
