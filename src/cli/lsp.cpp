// How the language server scans: a session for each scan, over the texts of the editor, with rules loaded once.
#include <algorithm>
#include <csignal>
#include <iostream>
#include <map>
#include <mutex>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/git.h"
#include "cli/make_report.h"
#include "cli/output.h"
#include "lsp/server.h"
#include "rules/english.h"

namespace pillarlint {
namespace {

constexpr std::uint64_t largest_file = 64U << 20U;
// By what a template of ARM is told from other JSON while it is typed.
constexpr std::string_view template_mark = "schema.management.azure.com";

/// A deployment as the last scan left it.
struct Unit {
  std::vector<std::string> named_by;
  std::set<std::string> files;
  std::set<OutsideLink> links;
};
using Units = std::map<std::string, Unit>;  // by name

bool reads_one_of(const Unit& unit, const std::set<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(), [&](const auto& path) { return unit.files.contains(path); });
}

std::vector<ScannedUnit> units_of(const Analysis& analysis) {
  std::vector<ScannedUnit> out;
  for (const auto& deployment : analysis.deployments)
    out.push_back({deployment.name, {deployment.files.begin(), deployment.files.end()}});
  return out;
}

/// What is scanned for a request.
struct Plan {
  std::vector<std::string> named;
  std::set<std::string> renewed;  // names of units
  bool whole = false;
  OtherEntries elsewhere;
};

/// Rules, and the texts that they are views into.
struct Loaded {
  SourceManager sources;
  Diagnostics diagnostics;
  std::unique_ptr<LoadedData> data;
};

class WorkTrees final : public Scanner {
 public:
  WorkTrees(const Options& options, const Languages& languages)
      : options_(options), languages_(languages), files_(real_files({}, largest_file)) {}

  std::string canonical(const std::string& path) const override { return files_->canonical(path); }
  std::string root_of(const std::string& path) const override;
  bool concerns(const std::string& root, const std::string& path, std::string_view text) override;
  FileEffect effect_of(const std::string& root, const std::string& path, bool exists_as_before) override;
  bool scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) override;
  std::optional<RuleText> rule(const std::string& root, std::string_view id) override;
  void forget(const std::string& root) override;

  /// The rules of the program and of the folders; null: something is wrong with them, which a session will say.
  [[nodiscard]] std::shared_ptr<LoadedData> rules_of(const std::vector<std::string>& folders);

 private:
  struct Tree {
    Units units;
    std::shared_ptr<LoadedData> rules;
    bool known = false;
  };

  [[nodiscard]] Plan plan_for(const ScanRequest& request);
  [[nodiscard]] bool remember(const std::string& root, const Plan& plan, const Analysis& analysis);
  void drop_unsure(const ScanRequest& request, const Plan& plan, Session& session, Analysis& analysis);
  [[nodiscard]] bool claimed(std::string_view path) const;
  [[nodiscard]] bool is_read(const std::string& root, const std::string& path,
                             const std::set<std::string>& besides = {});
  [[nodiscard]] bool is_rule_file(const std::string& path);

  const Options& options_;
  const Languages& languages_;
  std::unique_ptr<FileSystem> files_;
  std::mutex mutex_;                                                    // of what follows
  std::map<std::string, Tree> trees_;                                   // by root
  std::map<std::vector<std::string>, std::shared_ptr<Loaded>> loaded_;  // by folders
};

// ── files
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string WorkTrees::root_of(const std::string& path) const {
  const std::string folder(folder_of(path));
  auto tree = work_tree_of(folder);
  if (options_.config.empty() && !options_.no_config) {
    const auto config = find_config(*files_, folder, tree.empty() ? folder : tree);
    if (config) return std::string(folder_of(*config));
  }
  return tree;
}

bool WorkTrees::claimed(std::string_view path) const {
  return std::any_of(languages_.begin(), languages_.end(),
                     [&](const auto* language) { return language->claims(file_name(path)); });
}

bool WorkTrees::is_read(const std::string& root, const std::string& path, const std::set<std::string>& besides) {
  const std::lock_guard lock(mutex_);
  const auto tree = trees_.find(root);
  if (tree == trees_.end()) return false;
  const auto& units = tree->second.units;
  return std::any_of(units.begin(), units.end(), [&](const auto& unit) {
    return !besides.contains(unit.first) && unit.second.files.contains(path);
  });
}

bool WorkTrees::concerns(const std::string& root, const std::string& path, std::string_view text) {
  if (!claimed(path)) return false;
  if (!path.ends_with(".json") || path.ends_with(".tf.json")) return true;
  return text.find(template_mark) != std::string_view::npos || is_read(root, path);
}

bool WorkTrees::is_rule_file(const std::string& path) {
  const std::lock_guard lock(mutex_);
  for (const auto& [folders, rules] : loaded_) {
    for (const auto& folder : folders) {
      if (path == folder || path.starts_with(folder + "/")) return true;
    }
  }
  return false;
}

FileEffect WorkTrees::effect_of(const std::string& root, const std::string& path, bool exists_as_before) {
  const auto name = file_name(path);
  if (is_rule_file(path)) {
    const std::lock_guard lock(mutex_);
    loaded_.clear();
    for (auto& [folder, tree] : trees_) tree.rules.reset();
    return FileEffect::everything;
  }
  if (name == config_file_name) return exists_as_before ? FileEffect::everything : FileEffect::roots;
  const bool inside = path.starts_with(root + "/");
  const bool steers = name == "bicepconfig.json" || name == "azure.yaml" || name == ".gitignore" ||
                      path.ends_with("/.terraform/modules/modules.json");
  if (steers && inside) return FileEffect::everything;
  if (is_read(root, path)) return exists_as_before ? FileEffect::its_deployments : FileEffect::everything;
  const bool of_tools = path.find("/.git/") != std::string::npos || path.find("/.terraform/") != std::string::npos;
  return inside && claimed(path) && !of_tools ? FileEffect::everything : FileEffect::nothing;
}

void WorkTrees::forget(const std::string& root) {
  const std::lock_guard lock(mutex_);
  trees_.erase(root);
}

// ── rules
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::shared_ptr<LoadedData> WorkTrees::rules_of(const std::vector<std::string>& folders) {
  const std::lock_guard lock(mutex_);
  auto& held = loaded_[folders];
  if (!held) {
    held = std::make_shared<Loaded>();
    LoadOptions load;
    load.checklists = true;
    load.folders = folders;
    held->data = load_data(held->sources, load, held->diagnostics);
  }
  if (has_usage_error(held->diagnostics)) return nullptr;
  return {held, held->data.get()};
}

std::optional<RuleText> WorkTrees::rule(const std::string& root, std::string_view id) {
  std::shared_ptr<LoadedData> data;
  {
    const std::lock_guard lock(mutex_);
    if (const auto tree = trees_.find(root); tree != trees_.end()) data = tree->second.rules;
  }
  if (!data) data = rules_of({});
  const auto* found = data->rules->find(id);
  if (found == nullptr) return std::nullopt;
  RuleText out{rule_report(*data->rules, found->number), {}, found->ignorable};
  out.rule.decides = how_it_decides(*found);
  for (const auto item_id : found->checklist) {
    const auto* item = data->rules->checklist().find(item_id);
    if (item == nullptr) continue;
    out.items.push_back({std::string(item->id), std::string(item->title), std::string(item->text),
                         std::string(item->pillar), std::string(item->link)});
  }
  return out;
}

// ── scans
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

// A document that no deployment reads is scanned by itself; the answer then asks for everything.
Plan WorkTrees::plan_for(const ScanRequest& request) {
  const std::lock_guard lock(mutex_);
  Plan plan;
  const auto tree = trees_.find(request.root);
  plan.whole = request.whole || tree == trees_.end() || !tree->second.known;
  if (plan.whole) {
    for (const auto& text : request.texts) plan.named.push_back(text.path);
    return plan;
  }
  std::set<std::string> named;
  std::set<std::string> read;
  for (const auto& [name, unit] : tree->second.units) {
    if (!reads_one_of(unit, request.changed)) {
      plan.elsewhere.add(relative_path(unit.named_by.front(), request.root), unit.links);
      continue;
    }
    plan.renewed.insert(name);
    named.insert(unit.named_by.begin(), unit.named_by.end());
    read.insert(unit.files.begin(), unit.files.end());
  }
  for (const auto& path : request.changed) {
    if (!read.contains(path)) named.insert(path);
  }
  std::erase_if(named, [&](const auto& path) {
    const bool is_open =
        std::any_of(request.texts.begin(), request.texts.end(), [&](const auto& text) { return text.path == path; });
    return !is_open && !files_->is_file(path);
  });
  plan.named.assign(named.begin(), named.end());
  return plan;
}

// Keeps what the scan found; true: deployments came, went, read other files, or mean other resources.
bool WorkTrees::remember(const std::string& root, const Plan& plan, const Analysis& analysis) {
  const std::lock_guard lock(mutex_);
  auto& tree = trees_[root];
  const auto before = plan.whole ? Units() : tree.units;
  if (plan.whole) tree.units.clear();
  for (const auto& name : plan.renewed) tree.units.erase(name);
  for (const auto& deployment : analysis.deployments) {
    tree.units[deployment.name] = {
        deployment.named_by, {deployment.files.begin(), deployment.files.end()}, deployment.links};
  }
  tree.known = true;
  if (plan.whole) return false;
  const auto same = [](const auto& a, const auto& b) {
    return a.first == b.first && a.second.files == b.second.files && a.second.links == b.second.links;
  };
  return !std::equal(before.begin(), before.end(), tree.units.begin(), tree.units.end(), same);
}

// That a suppression is of no use can be said only where all deployments that read its file were scanned.
void WorkTrees::drop_unsure(const ScanRequest& request, const Plan& plan, Session& session, Analysis& analysis) {
  std::set<std::string> scanned = plan.renewed;
  for (const auto& deployment : analysis.deployments) scanned.insert(deployment.name);
  std::erase_if(analysis.diagnostics, [&](const Diagnostic& one) {
    return one.code == Code::suppression_unused &&
           is_read(request.root, join_path(session.base(), session.sources().path(one.span.file)), scanned);
  });
}

bool WorkTrees::scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) {
  auto plan = plan_for(request);
  auto options = options_;
  const auto tree = work_tree_of(request.root);
  options.roots = {tree.empty() ? request.root : tree};
  options.show_unknown = request.show_unknown;
  options.quiet = true;
  if (!request.environment.empty()) options.environment = request.environment;
  Reuse reuse;
  reuse.base = request.root;
  reuse.texts = request.texts;
  reuse.named = plan.named;
  reuse.only_named = !plan.whole;
  reuse.stop = request.stop;
  reuse.elsewhere = &plan.elsewhere;
  std::shared_ptr<LoadedData> rules;
  reuse.load = [&](const LoadOptions& load) { return rules = rules_of(load.folders); };
  Session session(options, languages_, std::move(reuse));
  const bool ready = session.prepare({});
  const auto selected = ready ? session.selected() : std::vector<RuleId>();
  auto analysis = ready ? session.run(selected, false, false) : Analysis();
  if (request.stop->load()) return false;
  bool again = false;
  if (ready) {
    if (!plan.whole) drop_unsure(request, plan, session, analysis);
    again = remember(request.root, plan, analysis);
    const std::lock_guard lock(mutex_);
    trees_[request.root].rules = std::move(rules);
  } else {
    plan = {};  // the configuration is wrong: what is known stays
  }
  auto units = units_of(analysis);
  const auto report = make_report(session, session.options(), std::move(analysis), selected);
  take({report, std::move(units), plan.renewed, plan.whole, again});
  return true;
}

// Sessions take paths from the root of a work tree, people from where they stand.
Options with_absolute_paths(Options options) {
  const auto files = real_files({}, largest_file);
  if (!options.config.empty()) options.config = files->canonical(options.config);
  for (auto& folder : options.module_caches) folder = files->canonical(folder);
  for (auto& folder : options.rule_folders) folder = files->canonical(folder);
  return options;
}

}  // namespace

int run_lsp(const Options& given, const Languages& languages) {
  const auto options = with_absolute_paths(given);
  WorkTrees trees(options, languages);
  (void)trees.rules_of({});       // before the first document is there
  std::signal(SIGPIPE, SIG_IGN);  // an editor that is gone is met when the next answer is written
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);  // another thread writes
  return serve(std::cin, std::cout, trees, {std::string(program_version), options.environment, options.show_unknown});
}

}  // namespace pillarlint
