// Functions that read files when the template is compiled: their arguments are literals, their results too.
#include <array>

#include <fmt/format.h>

#include "bicep/lower.h"
#include "value/functions/encoding.h"
#include "value/read_json.h"
#include "value/read_yaml.h"

namespace pillarlint::bicep {

namespace {
constexpr std::array load_names{std::string_view("loadTextContent"), std::string_view("loadJsonContent"),
                                std::string_view("loadYamlContent"), std::string_view("loadFileAsBase64"),
                                std::string_view("loadDirectoryFileInfo")};

/// `a.b[0]` of a path expression, taken from a loaded value; nullopt: there is none.
std::optional<Value> at_path(Value value, std::string_view path) {
  if (path.starts_with('$')) path.remove_prefix(1);
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    if (path.starts_with('[')) {
      const auto close = path.find(']');
      if (close == std::string_view::npos) return std::nullopt;
      std::size_t number = 0;
      for (const char c : path.substr(1, close - 1)) number = number * 10 + static_cast<std::size_t>(c - '0');
      if (number >= value.items().size()) return std::nullopt;
      value = value.items()[number];
      path.remove_prefix(close + 1);
      continue;
    }
    const auto end = std::min(path.find('.'), path.find('['));
    const auto* found = value.find(path.substr(0, end));
    if (found == nullptr) return std::nullopt;
    value = found->value;
    path.remove_prefix(std::min(end, path.size()));
  }
  return value;
}
}  // namespace

const Expr* Lowering::load_function(std::string_view name, const Node& node, std::span<const Node* const> args, const Place&) {
  if (std::find(load_names.begin(), load_names.end(), name) == load_names.end()) return nullptr;
  const auto argument = [&](std::size_t n) { return n < args.size() ? literal_text(tree_, bare(args[n]->child(0))) : std::nullopt; };
  const auto relative = argument(0);
  if (!relative) return broken(node, fmt::format("{}() of a path that is not written out", name));
  const auto path = join_path(folder_of(file_->path), *relative);
  if (!files_.project().files().inside_roots(path)) {
    report(Code::path_outside_root, node, *relative, "the scan root");
    return broken(node, "a file outside of the scan root");
  }
  if (name == "loadDirectoryFileInfo") return directory_info(path, argument(1).value_or("*"), node);
  const auto file = files_.project().text(path);
  if (!file) {
    report(Code::load_failed, node, *relative, file.error().text());
    return broken(node, fmt::format("the file {}", *relative));
  }
  const auto loaded = files_.project().sources().text(*file);
  out_.reads.push_back(*file);
  std::shared_ptr<const Document> document;
  if (name == "loadTextContent") return literal(Value::of(loaded, span(node)), node);
  if (name == "loadFileAsBase64") return text_literal(base64_encode(loaded), node);
  document = name == "loadJsonContent" ? std::shared_ptr<const Document>(read_json(loaded, *file))
                                       : std::shared_ptr<const Document>(read_yaml(loaded, *file));
  for (const auto& diagnostic : document->diagnostics.list()) out_.diagnostics.add(diagnostic);
  auto root = document->root;
  if (const auto query = argument(1); query && !query->empty()) {
    const auto part = at_path(root, *query);
    if (!part) {
      report(Code::load_failed, node, *relative, fmt::format("it has nothing at {}", *query));
      return broken(node, fmt::format("{} of {}", *query, *relative));
    }
    root = *part;
  }
  return literal(deep_copy(root, arena_), node);
}

const Expr* Lowering::directory_info(const std::string& folder, const std::string& pattern, const Node& node) {
  const auto entries = files_.project().files().list(folder);
  if (!entries) {
    report(Code::load_failed, node, files_.project().shown(folder), entries.error().text());
    return broken(node, "a folder that can not be listed");
  }
  std::vector<Value> items;
  for (const auto& entry : *entries) {
    if (entry.is_folder || !glob_matches(pattern, entry.name)) continue;
    const auto dot = entry.name.rfind('.');
    ObjectBuilder item(arena_);
    item.set("relativePath", Value::of(keep(relative_path(join_path(folder, entry.name), std::string(folder_of(file_->path))))));
    item.set("baseName", Value::of(keep(entry.name.substr(0, dot))));
    item.set("extension", Value::of(keep(dot == std::string::npos ? "" : entry.name.substr(dot))));
    items.push_back(item.build(span(node)));
  }
  return literal(Value::array(arena_, items, span(node)), node);
}

}  // namespace pillarlint::bicep
