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
  for (const auto& deployment : analysis.deployments) out.push_back({deployment.name, {deployment.files.begin(), deployment.files.end()}});
  return out;
}

/// What is scanned for a request.
struct Plan {
  std::vector<std::string> paths;
  std::set<std::string> renewed;  // names of units
  bool whole = false;
  OtherEntries elsewhere;
};

class WorkTrees final : public Scanner {
 public:
  WorkTrees(const Options& options, const Languages& languages) : options_(options), languages_(languages), files_(real_files({}, largest_file)) {
    load_rules();
  }

  std::string canonical(const std::string& path) const override { return files_->canonical(path); }
  std::string work_tree(const std::string& path) const override { return work_tree_of(std::string(folder_of(path))); }

  bool concerns(const std::string& root, const std::string& path, std::string_view text) override {
    if (!claimed(path)) return false;
    if (!path.ends_with(".json") || path.ends_with(".tf.json")) return true;
    return text.find(template_mark) != std::string_view::npos || is_read(root, path);
  }

  FileEffect effect_of(const std::string& root, const std::string& path, bool exists_as_before) override {
    const auto name = file_name(path);
    const bool steers = name == config_file_name || name == "bicepconfig.json" || name == "azure.yaml" || name == ".gitignore" ||
                        path.ends_with("/.terraform/modules/modules.json");
    const bool inside = path.starts_with(root + "/");
    if (steers && (inside || name == config_file_name)) return FileEffect::everything;
    if (!inside || path.find("/.git/") != std::string::npos) return is_read(root, path) ? FileEffect::its_deployments : FileEffect::nothing;
    if (is_read(root, path)) return exists_as_before ? FileEffect::its_deployments : FileEffect::everything;
    return claimed(path) && path.find("/.terraform/") == std::string::npos ? FileEffect::everything : FileEffect::nothing;
  }

  bool scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) override;

  std::optional<RuleText> rule(std::string_view id) override {
    const auto* found = data_->rules->find(id);
    if (found == nullptr) return std::nullopt;
    RuleText out{rule_report(*data_->rules, found->number), {}, found->ignorable};
    out.rule.decides = how_it_decides(*found);
    for (const auto item_id : found->checklist) {
      const auto* item = data_->rules->checklist().find(item_id);
      if (item != nullptr) out.items.push_back({std::string(item->id), std::string(item->title), std::string(item->text), std::string(item->pillar), std::string(item->link)});
    }
    return out;
  }

  void forget(const std::string& root) override {
    const std::lock_guard lock(mutex_);
    trees_.erase(root);
  }

  [[nodiscard]] SourceManager& sources() { return sources_; }
  [[nodiscard]] const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  void load_rules();
  [[nodiscard]] Plan plan_for(const ScanRequest& request);
  [[nodiscard]] bool remember(const std::string& root, const Plan& plan, const Analysis& analysis);
  [[nodiscard]] bool claimed(std::string_view path) const {
    return std::any_of(languages_.begin(), languages_.end(), [&](const auto* language) { return language->claims(file_name(path)); });
  }
  [[nodiscard]] bool is_read(const std::string& root, const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto tree = trees_.find(root);
    if (tree == trees_.end()) return false;
    return std::any_of(tree->second.begin(), tree->second.end(), [&](const auto& unit) { return unit.second.files.contains(path); });
  }

  const Options& options_;
  const Languages& languages_;
  std::unique_ptr<FileSystem> files_;
  SourceManager sources_;                // of rule files
  Diagnostics diagnostics_;
  std::shared_ptr<LoadedData> data_;
  std::mutex mutex_;                     // of what follows
  std::map<std::string, Units> trees_;   // by root
};

void WorkTrees::load_rules() {
  LoadOptions load;
  load.checklists = true;
  for (const auto& folder : options_.rule_folders) load.folders.push_back(folder);
  data_ = load_data(sources_, load, diagnostics_);
}

// A document that no deployment reads is scanned by itself; the answer then asks for everything.
Plan WorkTrees::plan_for(const ScanRequest& request) {
  const std::lock_guard lock(mutex_);
  Plan plan;
  const auto tree = trees_.find(request.root);
  plan.whole = request.whole || tree == trees_.end();
  if (plan.whole) {
    plan.paths = {request.root};
    for (const auto& text : request.texts) plan.paths.push_back(text.path);
    return plan;
  }
  std::set<std::string> paths;
  std::set<std::string> read;
  for (const auto& [name, unit] : tree->second) {
    if (!reads_one_of(unit, request.changed)) {
      plan.elsewhere.add(relative_path(unit.named_by.front(), request.root), unit.links);
      continue;
    }
    plan.renewed.insert(name);
    paths.insert(unit.named_by.begin(), unit.named_by.end());
    read.insert(unit.files.begin(), unit.files.end());
  }
  const auto is_open = [&](const auto& path) {
    return std::any_of(request.texts.begin(), request.texts.end(), [&](const auto& text) { return text.path == path; });
  };
  for (const auto& path : request.changed) {
    if (!read.contains(path)) paths.insert(path);
  }
  std::erase_if(paths, [&](const auto& path) { return !is_open(path) && !files_->is_file(path); });
  plan.paths.assign(paths.begin(), paths.end());
  return plan;
}

// Keeps what the scan found; true: deployments came, went, read other files, or mean other resources.
bool WorkTrees::remember(const std::string& root, const Plan& plan, const Analysis& analysis) {
  const std::lock_guard lock(mutex_);
  auto& units = trees_[root];
  const auto before = plan.whole ? Units() : units;
  if (plan.whole) units.clear();
  for (const auto& name : plan.renewed) units.erase(name);
  for (const auto& deployment : analysis.deployments) {
    units[deployment.name] = {deployment.named_by, {deployment.files.begin(), deployment.files.end()}, deployment.links};
  }
  if (plan.whole) return false;
  const auto same = [](const auto& a, const auto& b) { return a.first == b.first && a.second.files == b.second.files && a.second.links == b.second.links; };
  return !std::equal(before.begin(), before.end(), units.begin(), units.end(), same);
}

bool WorkTrees::scan(const ScanRequest& request, const std::function<void(const ScanAnswer&)>& take) {
  auto plan = plan_for(request);
  auto options = options_;
  options.paths = plan.paths;
  options.roots = {request.root};
  options.show_unknown = request.show_unknown;
  options.quiet = true;
  if (!request.environment.empty()) options.environment = request.environment;
  Session session(options, languages_, {request.root, request.texts, data_, request.stop, &plan.elsewhere});
  Analysis analysis;
  std::vector<RuleId> rules;
  const bool ready = plan.paths.empty() || session.prepare({});
  if (ready && !plan.paths.empty()) {
    rules = session.selected();
    analysis = session.run(rules, false, false);
    if (request.stop->load()) return false;
  }
  if (!ready) plan = {};  // the configuration is wrong: what is known stays
  const bool again = ready && remember(request.root, plan, analysis);
  auto units = units_of(analysis);
  const auto report = make_report(session, options, std::move(analysis), rules);
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
  if (has_usage_error(trees.diagnostics())) {
    write_error(diagnostics_text(trees.sources(), trees.diagnostics()));
    return exit_code::usage;
  }
  std::signal(SIGPIPE, SIG_IGN);  // an editor that is gone is met when the next answer is written
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);          // another thread writes
  return serve(std::cin, std::cout, trees, {std::string(program_version), options.environment, options.show_unknown});
}

}  // namespace pillarlint
