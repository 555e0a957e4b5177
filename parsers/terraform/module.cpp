#include "terraform/module.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "terraform/plan_file.h"

namespace pillarlint::terraform {

namespace {

constexpr std::array<std::string_view, 4> module_endings{".tf", ".tf.json", ".tofu", ".tofu.json"};

bool ends_with_any(std::string_view name, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

std::string_view without_ending(std::string_view name) {
  for (const auto ending : {std::string_view(".tf.json"), std::string_view(".tofu.json"), std::string_view(".tf"), std::string_view(".tofu")}) {
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return name;
}

bool is_override(std::string_view path) {
  const auto stem = without_ending(file_name(path));
  return stem == "override" || stem.ends_with("_override");
}

std::string_view label(const Block& block, std::size_t n) { return n < block.labels.size() ? block.labels[n] : std::string_view(); }

template <typename Map, typename Key>
std::size_t at_or_none(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? Module::npos : found->second;
}

}  // namespace

// ── declarations ──────────────────────────────────────────────────────────────────────────────────────────────────

Written Declaration::find(std::string_view name) const {
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (const auto* found = part->block->body->find(name)) return {found, part->file};
  }
  return {};
}

std::vector<Written> Declaration::attributes() const {
  std::vector<Written> out;
  std::set<std::string_view> seen;
  for (const auto& part : parts) {
    for (const auto& attribute : part.block->body->attributes) {
      if (seen.insert(attribute.name).second) out.push_back(find(attribute.name));
    }
  }
  return out;
}

namespace {
std::string_view type_of(const Block& block) { return block.type == "dynamic" ? label(block, 0) : block.type; }
}  // namespace

std::vector<Declaration::Part> Declaration::blocks() const {
  std::vector<Part> out;
  for (const auto& part : parts) {
    std::set<std::string_view> replaced;
    for (const auto& block : part.block->body->blocks) replaced.insert(type_of(block));
    std::erase_if(out, [&](const Part& earlier) { return replaced.contains(type_of(*earlier.block)); });
    for (const auto& block : part.block->body->blocks) out.push_back({&block, part.file});
  }
  return out;
}

std::string_view literal_text(const Written& written) {
  if (!written || written.attribute->value->kind != Expr::Kind::literal) return {};
  return written.attribute->value->literal.text_or_empty();
}

bool is_module_file(std::string_view name) { return ends_with_any(name, module_endings); }
bool is_variable_file(std::string_view name) { return name.ends_with(".tfvars") || name.ends_with(".tfvars.json"); }

// ── a folder ──────────────────────────────────────────────────────────────────────────────────────────────────────

const NamedDeclaration* Module::variable(std::string_view name) const {
  const auto at = at_or_none(variable_index_, name);
  return at == npos ? nullptr : &variables[at];
}
const NamedDeclaration* Module::output(std::string_view name) const {
  const auto at = at_or_none(output_index_, name);
  return at == npos ? nullptr : &outputs[at];
}
std::size_t Module::call(std::string_view name) const { return at_or_none(call_index_, name); }
std::size_t Module::resource(std::string_view address) const { return at_or_none(resource_index_, address); }
const Written* Module::local(std::string_view name) const {
  const auto at = at_or_none(local_index_, name);
  return at == npos ? nullptr : &locals[at].second;
}

class ModuleReader {
 public:
  explicit ModuleReader(Module& module) : module_(module) {}

  void read(const SourceFile& file) {
    const bool overrides = is_override(file.path);
    for (const auto& block : file.root.blocks) take(block, file, overrides);
  }

 private:
  using Part = Declaration::Part;

  void take(const Block& block, const SourceFile& file, bool overrides) {
    const Part part{&block, &file};
    if (block.type == "variable") named(module_.variables, module_.variable_index_, part, overrides);
    if (block.type == "output") named(module_.outputs, module_.output_index_, part, overrides);
    if (block.type == "module") named(module_.calls, module_.call_index_, part, overrides);
    if (block.type == "provider") module_.providers.push_back({{{part}}, label(block, 0)});
    if (block.type == "locals") locals(block, file, overrides);
    if (block.type == "terraform") requirements(block);
    if (block.type == "resource") resource(ResourceDeclaration::Mode::managed, "", part, overrides);
    if (block.type == "data") resource(ResourceDeclaration::Mode::data, "data.", part, overrides);
    if (block.type == "ephemeral") resource(ResourceDeclaration::Mode::ephemeral, "ephemeral.", part, overrides);
  }

  void twice(const Part& part, std::string_view what) {
    module_.problems.push_back({Code::symbol_declared_twice, part.block->header, {std::string(what)}});
  }

  void named(std::vector<NamedDeclaration>& all, std::map<std::string_view, std::size_t>& index, const Part& part, bool overrides) {
    const auto name = label(*part.block, 0);
    const auto [found, is_new] = index.emplace(name, all.size());
    if (is_new) {
      all.push_back({{{part}}, name});
    } else if (overrides) {
      all[found->second].parts.push_back(part);
    } else {
      twice(part, name);
    }
  }

  void resource(ResourceDeclaration::Mode mode, std::string_view prefix, const Part& part, bool overrides) {
    const auto type = label(*part.block, 0);
    const auto name = label(*part.block, 1);
    auto address = fmt::format("{}{}.{}", prefix, type, name);
    const auto [found, is_new] = module_.resource_index_.emplace(address, module_.resources.size());
    if (is_new) {
      module_.resources.push_back({{{part}}, mode, type, name, std::move(address)});
    } else if (overrides) {
      module_.resources[found->second].parts.push_back(part);
    } else {
      twice(part, address);
    }
  }

  void locals(const Block& block, const SourceFile& file, bool overrides) {
    for (const auto& attribute : block.body->attributes) {
      const auto [found, is_new] = module_.local_index_.emplace(attribute.name, module_.locals.size());
      if (is_new) {
        module_.locals.push_back({attribute.name, {&attribute, &file}});
      } else if (overrides) {
        module_.locals[found->second].second = {&attribute, &file};
      } else {
        module_.problems.push_back({Code::symbol_declared_twice, attribute.name_span, {fmt::format("local.{}", attribute.name)}});
      }
    }
  }

  // `name = { source = …, version = … }`, or in old form `name = "constraint"`.
  void requirements(const Block& block) {
    for (const auto& inner : block.body->blocks) {
      if (inner.type != "required_providers") continue;
      for (const auto& attribute : inner.body->attributes) {
        module_.required.push_back({attribute.name, version_in(*attribute.value), attribute.value_span});
      }
    }
  }

  static std::string_view version_in(const Expr& value) {
    if (value.kind == Expr::Kind::literal) return value.literal.text_or_empty();
    for (std::size_t i = 0; i + 1 < value.children.size(); i += 2) {
      const auto& key = *value.children[i];
      const auto& of = *value.children[i + 1];
      if (key.kind == Expr::Kind::literal && key.literal.text_or_empty() == "version" && of.kind == Expr::Kind::literal) {
        return of.literal.text_or_empty();
      }
    }
    return {};
  }

  Module& module_;
};

// ── all of a run ──────────────────────────────────────────────────────────────────────────────────────────────────

template <typename Entry>
std::shared_ptr<Entry> Modules::entry(std::map<std::string, std::shared_ptr<Entry>>& all, const std::string& path) {
  const std::lock_guard lock(mutex_);
  auto& found = all[path];
  if (found == nullptr) found = std::make_shared<Entry>();
  return found;
}

Result<std::shared_ptr<const SourceFile>> Modules::file(const std::string& path) {
  const auto kept = entry(files_, path);
  std::call_once(kept->once, [&] {
    const auto id = project_.text(path);
    if (!id) {
      kept->source = tl::unexpected<Diagnostic>(id.error());
      return;
    }
    ++parsed_;
    kept->source = read_source(project_.sources().text(*id), *id, path, functions_);
  });
  return kept->source;
}

// `main.tf` first, as it stands for the folder; overriding files last.
std::vector<std::string> Modules::files_of(const std::string& folder) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = listed_.find(folder); found != listed_.end()) return found->second;
  }
  std::vector<std::string> paths;
  if (const auto entries = project_.files().list(folder)) {
    for (const auto& entry : *entries) {
      if (!entry.is_folder && !entry.name.starts_with('.') && is_module_file(entry.name)) paths.push_back(join_path(folder, entry.name));
    }
  }
  const auto rank = [](const std::string& path) { return is_override(path) ? 2 : file_name(path) == "main.tf" ? 0 : 1; };
  std::stable_sort(paths.begin(), paths.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  const std::lock_guard lock(mutex_);
  return listed_.emplace(folder, std::move(paths)).first->second;
}

std::shared_ptr<const Module> Modules::plan(const std::string& path) {
  const auto document = project_.json(path);
  if (!document || !is_plan((*document)->root)) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = plans_.find(path); found != plans_.end()) return found->second;
  }
  auto made = read_plan(*document, path, module(std::string(folder_of(path))));
  const std::lock_guard lock(mutex_);
  return plans_.emplace(path, std::move(made)).first->second;
}

std::shared_ptr<const Module> Modules::module(const std::string& folder) {
  const auto kept = entry(modules_, folder);
  std::call_once(kept->once, [&] { kept->module = read_folder(folder); });
  return kept->module;
}

std::shared_ptr<const Module> Modules::read_folder(const std::string& folder) {
  auto made = std::make_shared<Module>();
  made->folder = folder;
  ModuleReader reader(*made);
  for (const auto& path : files_of(folder)) {
    auto source = file(path);
    if (!source) {
      auto problem = source.error();
      problem.span = {project_.sources().add_name(project_.shown(path)), 0, 0};
      made->problems.push_back(std::move(problem));
      continue;
    }
    made->files.push_back(*source);
    reader.read(**source);
  }
  if (made->files.empty() && made->problems.empty()) return nullptr;
  return made;
}

}  // namespace pillarlint::terraform
