#include "cli/session.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/git.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

constexpr std::uint64_t largest_file = 64U << 20U;

// "never" is none.
std::optional<Severity> find_severity(std::string_view text) {
  for (const auto severity : {Severity::info, Severity::low, Severity::medium, Severity::high}) {
    if (name_of(severity) == text) return severity;
  }
  return std::nullopt;
}
constexpr std::array<std::string_view, 4> own_profiles = {"regulated", "gateway-mandatory", "multi-region", "standard-agent"};

std::string read_standard_input() {
  return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
}

// Sets a flag when the time is over, unless the work ends before.
class Watch {
 public:
  Watch(double seconds, std::atomic<bool>& stop) {
    if (seconds <= 0) return;
    const auto start = std::chrono::steady_clock::now();
    const auto time = std::chrono::duration<double>(seconds);
    thread_ = std::thread([this, time, &stop] {
      std::unique_lock lock(mutex_);
      if (!ended_.wait_for(lock, time, [this] { return over_; })) stop.store(true);
    });
    // The thread may get its first turn when the work is done; a limit that is over by now counts all the same.
    if (std::chrono::steady_clock::now() - start >= time) stop.store(true);
  }
  ~Watch() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ended_.notify_all();
    thread_.join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::thread thread_;
};

// A line on the terminal when work takes longer than people like to wait without a word.
class Progress {
 public:
  explicit Progress(bool on) : on_(on && error_is_terminal()), start_(std::chrono::steady_clock::now()) {}
  ~Progress() {
    if (shown_) write_error("\r\x1b[K");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void tell(std::size_t done, std::size_t all) {
    if (!on_) return;
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (now - start_ < std::chrono::seconds(1) || now - last_ < std::chrono::milliseconds(100)) return;
    last_ = now;
    shown_ = true;
    write_error(fmt::format("\r\x1b[Kpillarlint: {} of {} deployments", done, all));
  }

 private:
  bool on_;
  bool shown_ = false;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace

namespace {

// The work tree that holds a path by its name, but not with links followed; empty: there is none. Whoever may commit a link
// may not thereby have a file of this machine read.
std::string left_tree(const FileSystem& files, const std::string& named, const std::string& real) {
  if (named == real) return {};
  for (std::string at(folder_of(named));;) {
    const auto work_tree = work_tree_of(at);
    if (work_tree.empty()) return {};
    auto tree = files.canonical(work_tree);
    if (real != tree && relative_path(real, tree) == real) return tree;
    if (work_tree == "/") return {};
    at = folder_of(work_tree);
  }
}

}  // namespace

std::string today_of(const Options& options) {
  if (!options.today.empty()) return options.today;
  const auto epoch = environment("SOURCE_DATE_EPOCH");
  const bool given = !epoch.empty() && epoch.size() < 12 && epoch.find_first_not_of("0123456789") == std::string::npos;
  const std::time_t now = given ? static_cast<std::time_t>(std::stoll(epoch)) : std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

Session::Session(const Options& options, const Languages& languages, Reuse reuse)
    : options_(options), languages_(languages), reuse_(std::move(reuse)) {
  std::error_code ignored;
  const auto files = real_files({}, largest_file);
  base_ = files->canonical(reuse_.base.empty() ? std::filesystem::current_path(ignored).generic_string() : reuse_.base);
  today_ = today_of(options);
}

bool Session::prepare(const LoadOptions& load) {
  find_configuration();
  // Where things are must be known before the rules are, and what may be said of a workload only the rules know: so the
  // file is read twice, and complaints are those of the second time.
  Diagnostics unheard;
  const auto places = read_configuration({}, unheard);
  if (options_.paths.empty() && options_.files_from.empty()) options_.paths = places.paths;
  if (options_.parameters.empty()) options_.parameters = places.parameters;
  if (options_.module_caches.empty()) options_.module_caches = places.module_caches;
  if (!resolve_paths()) return false;
  find_roots();
  if (!folders_in_roots()) return false;
  open_files();
  auto with_folders = load;
  with_folders.checklists = load.checklists || !places.items.empty();
  for (const auto& folder : places.rule_folders) with_folders.folders.push_back(folder);
  for (const auto& folder : options_.rule_folders) with_folders.folders.push_back(join_path(base_, folder));
  data_ = reuse_.load ? reuse_.load(with_folders) : nullptr;
  if (!data_) data_ = load_data(sources_, with_folders, diagnostics_);
  return take_configuration();
}

std::vector<std::string> Session::wanted_paths() {
  if (reuse_.only_named) return reuse_.named;
  if (options_.files_from.empty()) {
    auto paths = options_.paths.empty() ? std::vector<std::string>{"."} : options_.paths;
    paths.insert(paths.end(), reuse_.named.begin(), reuse_.named.end());
    return paths;
  }
  std::string text;
  if (options_.files_from == "-") {
    text = read_standard_input();
  } else if (auto read = real_files({}, largest_file)->read(join_path(base_, options_.files_from))) {
    text = std::move(*read);
  } else {
    diagnostics_.report(Code::path_not_found, {}, options_.files_from);
  }
  std::vector<std::string> out;
  for (auto line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) out.emplace_back(line);
  }
  return out;
}

bool Session::resolve_paths() {
  const auto files = overlay_files(reuse_.texts, real_files({}, largest_file));
  const auto resolve = [&](const std::string& path) { return files->canonical(join_path(base_, path)); };
  for (const auto& path : wanted_paths()) {
    if (path == "-" && options_.files_from.empty()) {
      auto name = resolve(options_.stdin_filename);
      from_input_.push_back({name, read_standard_input()});
      named_.push_back(name);
      paths_.push_back(std::move(name));
      continue;
    }
    auto absolute = resolve(path);
    const bool is_folder = files->is_folder(absolute);
    std::error_code ignored;
    if (!is_folder && !files->is_file(absolute) && !std::filesystem::exists(absolute, ignored)) {
      const bool like_command = options_.paths.size() <= 2 && path.find_first_of("./") == std::string::npos;
      const auto near = like_command ? nearest(path, command_names()) : std::string_view();
      diagnostics_.report(Code::path_not_found, {}, near.empty() ? path : fmt::format("{}; did you mean the command `{}`?", path, near));
      continue;
    }
    if (auto tree = left_tree(*files, join_path(base_, path), absolute); !tree.empty()) left_trees_.emplace(absolute, std::move(tree));
    if (!is_folder) named_.push_back(absolute);
    paths_.push_back(std::move(absolute));
  }
  for (const auto& path : options_.parameters) {
    parameters_.push_back(resolve(path));
    if (auto tree = left_tree(*files, join_path(base_, path), parameters_.back()); !tree.empty()) left_trees_.emplace(parameters_.back(), std::move(tree));
    if (!files->is_file(parameters_.back())) diagnostics_.report(Code::path_not_found, {}, path);
  }
  return !has_usage_error(diagnostics_);
}

void Session::find_roots() {
  const auto files = real_files({}, largest_file);
  std::set<std::string> seen;
  const auto add = [&](std::string root) {
    if (seen.insert(root).second) roots_.push_back(std::move(root));
  };
  for (const auto& root : options_.roots) add(files->canonical(join_path(base_, root)));
  if (!roots_.empty()) return;
  std::set<std::string> folders;  // a list may name thousands of files of a few folders
  const auto in_folder = [&](const std::string& path, std::string folder) {
    const auto left = left_trees_.find(path);
    if (left == left_trees_.end()) {
      folders.insert(std::move(folder));
    } else {
      add(left->second);
    }
  };
  for (const auto& path : paths_) in_folder(path, files->is_folder(path) ? path : std::string(folder_of(path)));
  for (const auto& path : parameters_) in_folder(path, std::string(folder_of(path)));
  for (const auto& folder : folders) {
    const bool inside = std::any_of(roots_.begin(), roots_.end(), [&](const auto& root) { return folder.starts_with(root + "/"); });
    if (inside) continue;
    const auto work_tree = from_input_.empty() ? work_tree_of(folder) : std::string();
    add(work_tree.empty() ? folder : work_tree);
  }
  if (roots_.empty()) roots_.push_back(base_);
}

// A folder that can not be entered would look like one that holds nothing.
bool Session::folders_in_roots() {
  const auto all = real_files({}, largest_file);
  const auto confined = real_files(roots_, largest_file);
  for (const auto& path : paths_) {
    if (!all->is_folder(path) || confined->inside_roots(path)) continue;
    diagnostics_.report(Code::path_not_found, {}, fmt::format("{} in reach: it leads out of {}; name a wider root with --root",
                                                              relative_path(path, base_), relative_path(root(), base_)));
  }
  return !has_usage_error(diagnostics_);
}

// Named ones, then where `bicep restore` keeps them. They are read, never scanned.
std::vector<std::string> Session::find_module_caches() {
  const auto files = real_files({}, largest_file);
  std::vector<std::string> caches;
  for (const auto& folder : options_.module_caches) {
    caches.push_back(files->canonical(join_path(base_, folder)));
    if (!files->is_folder(caches.back())) diagnostics_.report(Code::path_not_found, {}, folder);
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    auto folder = files->canonical(join_path(home, ".bicep"));
    if (files->is_folder(folder)) caches.push_back(std::move(folder));
  }
  return caches;
}

void Session::open_files() {
  const auto caches = find_module_caches();
  auto readable = roots_;
  readable.insert(readable.end(), caches.begin(), caches.end());
  files_ = real_files(readable, largest_file);
  if (!from_input_.empty()) files_ = overlay_files(from_input_, files_);
  if (!reuse_.texts.empty()) files_ = overlay_files(std::move(reuse_.texts), files_);
  project_ = std::make_unique<Project>(*files_, sources_);
  project_->name_relative_to(base_);
  project_->keep_module_caches(caches);
}

// The nearest one from the first path upwards, or from here.
void Session::find_configuration() {
  if (options_.no_config) return;
  const auto files = real_files({}, largest_file);
  if (!options_.config.empty()) {
    config_path_ = join_path(base_, options_.config);
    return;
  }
  auto start = options_.paths.empty() || options_.paths.front() == "-" ? base_ : files->canonical(join_path(base_, options_.paths.front()));
  if (!files->is_folder(start)) start = std::string(folder_of(start));
  auto root = options_.roots.empty() ? work_tree_of(start) : files->canonical(join_path(base_, options_.roots.front()));
  if (root.empty()) root = start;
  if (start != root && relative_path(start, root) == start) start = root;  // what was named lies outside of --root
  config_path_ = find_config(*files, start, root).value_or("");
  for (const auto& one : options_.roots) config_roots_.push_back(files->canonical(join_path(base_, one)));
  if (config_roots_.empty()) config_roots_.push_back(root);
}

Config Session::read_configuration(std::span<const std::string> profiles, Diagnostics& diagnostics) {
  if (config_path_.empty()) return {};
  return read_config(*real_files(config_roots_, largest_file), sources_, config_path_, relative_path(config_path_, base_), profiles, diagnostics);
}

bool Session::take_configuration() {
  std::vector<std::string> profiles(own_profiles.begin(), own_profiles.end());
  for (const auto& rule : rules().all()) {
    for (const auto profile : rule->profiles) profiles.emplace_back(profile);
  }
  config_ = read_configuration(profiles, diagnostics_);
  if (!options_.environment.empty()) {
    config_.environment = options_.environment;
    config_.environments.clear();
  }
  if (options_.no_inline_suppressions) config_.inline_suppressions = false;
  const auto add = [](std::vector<std::string>& to, const std::vector<std::string>& more) {
    if (to.empty()) to = more;
  };
  const bool selects = !options_.rules.empty() || !options_.pillars.empty() || !options_.services.empty() || !options_.items.empty();
  if (!selects) {  // who asks for something on the command line means just that
    add(options_.rules, config_.only);
    add(options_.pillars, config_.pillars);
    add(options_.items, config_.items);
  }
  options_.skipped_rules.insert(options_.skipped_rules.end(), config_.skip.begin(), config_.skip.end());
  options_.preview = options_.preview || config_.preview;
  if (!options_.severity_from && !config_.severity_from.empty()) options_.severity_from = find_severity(config_.severity_from);
  if (!options_.fail_on_given && !config_.fail_on.empty()) options_.fail_on = find_severity(config_.fail_on);
  if (!options_.fail_on_unknown && !config_.fail_on_unknown.empty()) options_.fail_on_unknown = find_severity(config_.fail_on_unknown);
  options_.fail_on_broken = options_.fail_on_broken || config_.fail_on_broken;
  take_severities();
  check_rule_names();
  return !has_usage_error(diagnostics_);
}

void Session::take_severities() {
  for (const auto& [id, severity] : config_.severities) {
    const auto* rule = rules().find(id.text);
    const auto found = find_severity(severity);
    if (rule != nullptr && found) severities_[rule->number] = *found;
  }
}

// Ids of the configuration that mean nothing: those that select rules are checked where rules are selected.
void Session::check_rule_names() {
  const auto is_service = [&](const std::string& text) {
    return std::any_of(rules().all().begin(), rules().all().end(), [&](const auto& rule) { return rule->service == text; });
  };
  const auto check = [&](const Named& id, std::string_view key, bool service_too) {
    if (rules().find(id.text) != nullptr || (service_too && is_service(id.text))) return;
    const auto near = rules().nearest_id(id.text);
    diagnostics_.report(Code::config_value, id.place, key, fmt::format("'{}'", id.text),
                        near.empty() ? std::string("the id of a rule") : fmt::format("the id of a rule; did you mean `{}`?", near));
  };
  for (const auto& [id, severity] : config_.severities) check(id, "severities", false);
  for (const auto& entry : config_.suppress) {
    for (const auto& id : entry.rules) check(id, "rule", true);
  }
}

Severity Session::severity_of(RuleId rule) const {
  const auto found = severities_.find(rule);
  return found == severities_.end() ? rules().at(rule).severity : found->second;
}

std::vector<RuleId> Session::selected() {
  Selection selection;
  selection.ids = options_.rules;
  selection.skip = options_.skipped_rules;
  selection.pillars = options_.pillars;
  selection.services = options_.services;
  selection.items = options_.items;
  selection.preview = options_.preview;
  auto out = rules().select(selection, diagnostics_);
  if (options_.severity_from) {
    std::erase_if(out, [&](RuleId rule) { return severity_of(rule) < *options_.severity_from; });
  }
  return out;
}

namespace {
// TF_VAR_name, as Terraform takes values from the environment. In order of names, so that runs are the same.
std::vector<std::pair<std::string, std::string>> terraform_variables() {
  constexpr std::string_view prefix = "TF_VAR_";
  std::vector<std::pair<std::string, std::string>> found;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equal = text.find('=');
    if (text.starts_with(prefix) && equal != std::string_view::npos) {
      found.emplace_back(std::string(text.substr(prefix.size(), equal - prefix.size())), std::string(text.substr(equal + 1)));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}
}  // namespace

// A template that others use is judged where they use it. Where that may be is bounded by the repository: without one, a
// file could stand in a folder of anything.
std::vector<std::string> Session::users_in() const {
  const bool one_file = options_.command == Command::graph || options_.command == Command::explain;
  if (named_.empty() || one_file || reuse_.only_named || !from_input_.empty() || !parameters_.empty() || options_.parameters_unknown) return {};
  if (!options_.roots.empty()) return roots_;
  std::vector<std::string> out;
  for (const auto& root : roots_) {
    if (work_tree_of(root) == root) out.push_back(root);
  }
  return out;
}

bool Session::claims(std::string_view file_name) const {
  return std::any_of(languages_.begin(), languages_.end(), [&](const auto* language) { return language->claims(file_name); });
}

std::string Session::path_below_root(const std::string& path) const {
  for (const auto& root : roots_) {
    if (auto relative = relative_path(path, root); relative != path) return relative;
  }
  return path;
}

AnalyzeOptions Session::analyze_options(std::vector<RuleId> rules, const std::atomic<bool>& stop) const {
  AnalyzeOptions options;
  options.scope.paths = paths_;
  options.scope.named_files = named_;
  options.scope.users_in = users_in();
  options.scope.parameter_files = parameters_;
  options.scope.parameters_unknown = options_.parameters_unknown;
  options.scope.exclude = config_.exclude;
  options.scope.exclude_from = config_.folder;
  for (const auto& stack : config_.stacks) options.scope.stacks.push_back({stack.name, stack.entries});
  options.scope.environment = terraform_variables();
  options.scope.workspace = options_.workspace;
  options.scope.threads = options_.threads > 0 ? options_.threads : std::max(1U, std::thread::hardware_concurrency());
  options.rules = std::move(rules);
  options.config = config_;
  options.today = today_;
  options.stop = &stop;
  return options;
}

Analysis Session::run(std::vector<RuleId> rules, bool keep_passed, bool keep_graphs) {
  std::atomic<bool> stop{false};
  auto options = analyze_options(std::move(rules), stop);
  options.keep_passed = keep_passed;
  options.keep_graphs = keep_graphs;
  if (reuse_.stop != nullptr) options.stop = reuse_.stop;
  options.scope.stop = reuse_.stop;
  options.elsewhere = reuse_.elsewhere;
  Progress progress(!options_.quiet);
  options.progress = [&](std::size_t done, std::size_t all) { progress.tell(done, all); };
  const Watch watch(options_.timeout, stop);
  return analyze(*project_, languages_, types(), this->rules(), options);
}

Analysis Session::run_over(Project& project, const std::vector<std::string>& paths, std::vector<RuleId> rules) {
  std::atomic<bool> stop{false};
  auto options = analyze_options(std::move(rules), stop);
  const auto& files = project.files();
  options.scope.paths = paths;
  options.scope.named_files.clear();
  for (const auto& path : paths) {
    if (files.is_file(path)) options.scope.named_files.push_back(path);
  }
  std::erase_if(options.scope.parameter_files, [&](const auto& path) { return !files.is_file(path); });
  const Watch watch(options_.timeout, stop);
  return analyze(project, languages_, types(), this->rules(), options);
}

}  // namespace pillarlint
