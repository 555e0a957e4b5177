#include "analysis/discover.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analysis/config.h"
#include "analysis/ignore.h"
#include "analysis/parameter_files.h"
#include "analysis/walk.h"
#include "analysis/workers.h"
#include "base/text.h"
#include "value/read_yaml.h"

namespace pillarlint {
namespace {

using Role = FileRole::Role;
constexpr auto none = std::string::npos;

struct Candidate {
  std::string path;
  bool named = false;
  bool given = false;  // with --parameters
  const Language* language = nullptr;
  FileRole role{Role::other, {}, {}, {}};
  std::size_t belongs_to = none;  // of a parameter file: its template
  bool beside = false;            // met while users of named files were looked for
  bool dropped = false;           // and has nothing to do with them
};

class Discoverer {
 public:
  Discoverer(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope)
      : project_(project), languages_(languages), scope_(scope) {
    for (const auto& pattern : scope.exclude) excluded_.add(pattern, scope.exclude_from);
  }

  Discovery run() {
    attempt(false);
    if (entries_.empty() && !left_out_.empty()) {
      diagnostics_ = {};
      attempt(true);
      if (!entries_.empty()) {
        found_.notes.push_back("only folders named tests, examples or samples hold templates, so they are scanned");
      }
    } else if (!left_out_.empty()) {
      found_.notes.push_back(fmt::format("{} {} of tests, examples or samples {} left out", left_out_.size(),
                                         left_out_.size() == 1 ? "folder" : "folders",
                                         left_out_.size() == 1 ? "was" : "were"));
    }
    if (excluded_count_ > 0) {
      found_.notes.push_back(fmt::format("{} {} left out by `exclude` of the configuration", excluded_count_,
                                         excluded_count_ == 1 ? "file or folder is" : "files and folders are"));
    }
    match_parameter_files();
    drop_others();
    make_work();
    make_inputs();
    found_.diagnostics = std::move(diagnostics_);
    return std::move(found_);
  }

 private:
  void attempt(bool everything) {
    candidates_.clear();
    left_out_.clear();
    excluded_count_ = 0;
    collect(everything);
    look(0);
    look_beside_named_files();
    find_entries();
  }

  // ── candidates ──────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] bool claimed(std::string_view name) const {
    return std::any_of(languages_.begin(), languages_.end(), [&](const auto* language) { return language->claims(name); });
  }

  void collect(bool everything) {
    for (const auto& path : scope_.paths) {
      if (!project_.files().is_folder(path)) continue;
      auto walk = walk_folder(project_, path, everything, excluded_, [&](auto name) { return claimed(name); }, diagnostics_);
      excluded_count_ += walk.excluded;
      for (auto& file : walk.files) candidates_.push_back({std::move(file)});
      left_out_.insert(left_out_.end(), walk.left_out.begin(), walk.left_out.end());
    }
    for (const auto& path : scope_.named_files) {
      if (is_excluded(path)) {  // lists of changed files name them too
        ++excluded_count_;
      } else {
        candidates_.push_back({path, true});
      }
    }
    collect_users();
    for (const auto& path : scope_.parameter_files) candidates_.push_back({path, true, true});
    // A file may be met in several ways; how the user named it counts most.
    std::stable_sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) {
      if (a.path != b.path) return a.path < b.path;
      if (a.given != b.given) return a.given;
      return a.named != b.named ? a.named : b.beside && !a.beside;
    });
    const auto same = [](const auto& a, const auto& b) { return a.path == b.path; };
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end(), same), candidates_.end());
  }

  // All that may use a named file. Folders of tests only where a named file lies in one.
  void collect_users() {
    if (scope_.named_files.empty()) return;
    std::set<std::string> met;
    const auto enter = [&](const std::string& folder, bool everything) {
      Diagnostics unsaid;  // of files that may have nothing to do with the named ones
      auto walk = walk_folder(project_, folder, everything, excluded_, [&](auto name) { return claimed(name); }, unsaid);
      const std::set<std::string> files(walk.files.begin(), walk.files.end());
      for (auto& file : walk.files) {
        if (!may_be_compiled(file, files) && met.insert(file).second) add_beside(std::move(file));
      }
    };
    if (scope_.users_in.empty()) return;
    for (const auto& folder : scope_.users_in) enter(folder, false);
    for (const auto& path : scope_.named_files) {
      if (!met.contains(path)) enter(std::string(folder_of(path)), true);
    }
  }

  // `main.json` beside `main.bicep` uses nothing but JSON: where none was named it need not be read.
  [[nodiscard]] bool may_be_compiled(const std::string& path, const std::set<std::string>& files) const {
    if (!path.ends_with(".json") || !files.contains(path.substr(0, path.size() - 5) + ".bicep")) return false;
    return std::none_of(scope_.named_files.begin(), scope_.named_files.end(), [](const auto& named) { return named.ends_with(".json"); });
  }

  void add_beside(std::string path) {
    Candidate candidate{std::move(path)};
    candidate.beside = true;
    candidates_.push_back(std::move(candidate));
  }

  [[nodiscard]] bool is_excluded(const std::string& path) const {
    return std::any_of(scope_.exclude.begin(), scope_.exclude.end(), [&](const auto& pattern) { return fits_path(pattern, scope_.exclude_from, path); });
  }

  void look(std::size_t from) {
    run_all(candidates_.size() - from, scope_.threads, [&](std::size_t i) {
      if (scope_.stop == nullptr || !scope_.stop->load(std::memory_order_relaxed)) look_at(candidates_[from + i]);
    });
  }

  void look_at(Candidate& candidate) {
    for (const auto* language : languages_) {
      if (!language->claims(file_name(candidate.path))) continue;
      candidate.role = language->role(project_, candidate.path, candidate.named);
      if (candidate.role.role == Role::other) continue;
      candidate.language = language;
      settle_generated(candidate);
      return;
    }
    project_.release(candidate.path);
  }

  // What a compiler made is left out if its source, which `reason` names, is read instead.
  void settle_generated(Candidate& candidate) const {
    if (candidate.role.role == Role::generated && !claimed(candidate.role.reason)) {
      candidate.role.role = Role::template_file;
    }
  }

  // Who names one file of a pair means the pair: the parameter files of a template, the template of a parameter file.
  void look_beside_named_files() {
    std::set<std::string> known;
    for (const auto& candidate : candidates_) known.insert(candidate.path);
    std::vector<std::string> beside;
    for (const auto& candidate : candidates_) {
      if (!candidate.named || candidate.given) continue;
      if (candidate.role.role == Role::template_file) add_parameter_files_beside(candidate.path, beside);
      if (candidate.role.role == Role::parameter_file || candidate.role.role == Role::part) add_template_beside(candidate, beside);
    }
    const auto before = candidates_.size();
    for (auto& path : beside) {
      if (known.insert(path).second) candidates_.push_back({std::move(path)});
    }
    look(before);
    std::sort(candidates_.begin(), candidates_.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  }

  void add_parameter_files_beside(const std::string& path, std::vector<std::string>& beside) {
    const std::string folder(folder_of(path));
    auto [listed, is_new] = listed_.try_emplace(folder);
    if (is_new) {
      if (const auto entries = project_.files().list(folder)) {
        for (const auto& entry : *entries) {
          if (!entry.is_folder && !entry.is_link && find_text(entry.name, ".parameters") != none && claimed(entry.name)) {
            listed->second.push_back(entry.name);
          }
        }
      }
    }
    for (const auto& name : listed->second) {
      if (stem_fit(name, file_name(path)) > 0) beside.push_back(join_path(folder, name));
    }
  }

  void add_template_beside(const Candidate& candidate, std::vector<std::string>& beside) const {
    auto path = candidate.role.wanted_template;
    if (path.empty()) {
      const auto name = file_name(candidate.path);
      const auto word = find_text(name, ".parameters");
      if (word == none) return;
      path = join_path(folder_of(candidate.path), std::string(name.substr(0, word)) + ".json");
    }
    if (project_.files().is_file(path)) beside.push_back(path);
  }

  // ── entry points ────────────────────────────────────────────────────────────────────────────────────────────────

  void find_entries() {
    entries_.clear();
    by_path_.clear();
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      if (candidates_[i].role.role == Role::template_file) by_path_[candidates_[i].path] = i;
    }
    std::set<std::size_t> used;
    for (const auto& [path, i] : by_path_) {
      for (const auto target : uses_of(i)) {
        if (target != i) used.insert(target);
      }
    }
    std::set<std::size_t> reached;
    for (const auto& path : entries_of_projects()) {
      if (const auto found = by_path_.find(path); found != by_path_.end()) used.erase(found->second);
    }
    for (const auto& [path, i] : by_path_) {
      if (used.contains(i)) continue;
      entries_.push_back(i);
      reach(i, reached);
    }
    for (const auto& [path, i] : by_path_) {  // templates that use each other in a circle: the first stands for all
      if (reached.contains(i)) continue;
      entries_.push_back(i);
      reach(i, reached);
    }
    std::sort(entries_.begin(), entries_.end());
  }

  // The template that an `azure.yaml` of the Azure Developer CLI deploys, whoever else uses it:
  // learn.microsoft.com/azure/developer/azure-developer-cli/azd-schema
  [[nodiscard]] std::vector<std::string> entries_of_projects() const {
    std::set<std::string> folders;
    for (const auto& [path, i] : by_path_) {
      const auto folder = folder_of(path);
      folders.emplace(folder);
      folders.emplace(folder_of(folder));
    }
    std::vector<std::string> out;
    for (const auto& folder : folders) {
      const auto path = join_path(folder, "azure.yaml");
      if (!project_.files().is_file(path)) continue;
      const auto file = project_.text(path);
      if (!file) continue;
      const auto project = read_yaml(project_.sources().text(*file), *file);
      const auto infra = project->root.get("infra");
      const auto below = infra.get("path").is_string() ? infra.get("path").text() : std::string_view("infra");
      const auto module = infra.get("module").is_string() ? infra.get("module").text() : std::string_view("main");
      out.push_back(join_path(join_path(folder, below), std::string(module) + ".bicep"));
    }
    return out;
  }

  [[nodiscard]] std::vector<std::size_t> uses_of(std::size_t i) const {
    std::vector<std::size_t> out;
    for (const auto& path : candidates_[i].role.uses) {
      if (const auto found = by_path_.find(path); found != by_path_.end()) out.push_back(found->second);
    }
    return out;
  }

  void reach(std::size_t from, std::set<std::size_t>& reached) const {
    std::vector<std::size_t> open{from};
    while (!open.empty()) {
      const auto i = open.back();
      open.pop_back();
      if (!reached.insert(i).second) continue;
      for (const auto target : uses_of(i)) open.push_back(target);
    }
  }

  // ── parameter files ─────────────────────────────────────────────────────────────────────────────────────────────

  void match_parameter_files() {
    std::map<std::string, std::vector<std::size_t>> by_folder;
    for (const auto entry : entries_) by_folder[std::string(folder_of(candidates_[entry].path))].push_back(entry);
    for (auto& candidate : candidates_) {
      if (candidate.role.role != Role::parameter_file) continue;
      candidate.belongs_to = find_template(candidate, by_folder);
    }
  }

  std::size_t find_template(const Candidate& candidate, const std::map<std::string, std::vector<std::size_t>>& by_folder) {
    std::vector<std::size_t> indices;
    if (const auto named = by_path_.find(candidate.role.wanted_template); named != by_path_.end()) {
      indices = {named->second};
    } else if (const auto found = by_folder.find(std::string(folder_of(candidate.path))); found != by_folder.end()) {
      indices = found->second;
    }
    std::vector<std::string> paths;
    for (const auto i : indices) paths.push_back(candidates_[i].path);
    const auto fit = template_for(candidate.path, candidate.role.wanted_template, paths);
    if (fit != none) return indices[fit];
    return candidate.given && entries_.size() == 1 ? entries_.front() : none;
  }

  // ── users of named files ────────────────────────────────────────────────────────────────────────────────────────

  // What was asked for: candidates that were not met beside.
  [[nodiscard]] std::set<std::size_t> templates_asked_for() const {
    std::set<std::size_t> out;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto& candidate = candidates_[i];
      if (candidate.beside) continue;
      if (candidate.role.role == Role::template_file) out.insert(i);
      if (candidate.belongs_to != none) out.insert(candidate.belongs_to);
      if (candidate.role.role != Role::part) continue;
      if (const auto found = by_path_.find(candidate.role.wanted_template); found != by_path_.end()) out.insert(found->second);
    }
    return out;
  }

  // Entry points that lead to nothing that was asked for, and their files.
  void drop_others() {
    if (std::none_of(candidates_.begin(), candidates_.end(), [](const auto& one) { return one.beside; })) return;
    const auto wanted = templates_asked_for();
    std::set<std::size_t> kept;
    std::set<std::size_t> stacks;
    std::erase_if(entries_, [&](std::size_t entry) {
      std::set<std::size_t> reached;
      reach(entry, reached);
      const bool leads = std::any_of(reached.begin(), reached.end(), [&](std::size_t i) { return wanted.contains(i); });
      if (leads) kept.insert(reached.begin(), reached.end());
      if (const auto stack = leads ? stack_of(entry) : none; stack != none) stacks.insert(stack);
      return !leads && stack_of(entry) == none;
    });
    std::erase_if(entries_, [&](std::size_t entry) {  // what is deployed together is understood together
      const bool deployed = kept.contains(entry) || stacks.contains(stack_of(entry));
      if (deployed) reach(entry, kept);
      return !deployed;
    });
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      auto& candidate = candidates_[i];
      const auto part_of = candidate.role.role == Role::part ? by_path_.find(candidate.role.wanted_template) : by_path_.end();
      const bool belongs = kept.contains(i) || (candidate.belongs_to != none && kept.contains(candidate.belongs_to)) ||
                           (part_of != by_path_.end() && kept.contains(part_of->second));
      candidate.dropped = candidate.beside && !belongs;
      if (candidate.dropped) project_.release(candidate.path);
    }
  }

  // ── work ────────────────────────────────────────────────────────────────────────────────────────────────────────

  void make_work() {
    std::map<std::size_t, std::vector<std::size_t>> given;
    std::map<std::size_t, std::vector<std::size_t>> found;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto& candidate = candidates_[i];
      if (candidate.role.role != Role::parameter_file || candidate.belongs_to == none) continue;
      (candidate.given ? given : found)[candidate.belongs_to].push_back(i);
    }
    for (const auto entry : entries_) {
      auto files = given.contains(entry) ? given[entry] : found[entry];
      if (scope_.parameters_unknown) files.clear();
      if (files.size() > most_parameter_files) {
        diagnostics_.report(Code::parameter_files_left_out, place(entry), files.size() - most_parameter_files, files.size());
        files.resize(most_parameter_files);
      }
      if (files.empty()) files.push_back(none);
      if (const auto stack = stack_of(entry); stack != none) {
        stacked_[stack].push_back({entry, std::move(files)});
      } else {
        for (const auto file : files) add_work(entry, file);
      }
    }
    for (const auto& [stack, members] : stacked_) add_stack(scope_.stacks[stack].name, members);
  }

  // ── stacks ──────────────────────────────────────────────────────────────────────────────────────────────────────

  struct Member {
    std::size_t entry;
    std::vector<std::size_t> files;  // its parameter files; `none` alone: it has none
  };

  [[nodiscard]] std::size_t stack_of(std::size_t entry) const {
    for (std::size_t i = 0; i < scope_.stacks.size(); ++i) {
      for (const auto& pattern : scope_.stacks[i].entries) {
        if (fits_path(pattern, scope_.exclude_from, candidates_[entry].path)) return i;
      }
    }
    return none;
  }

  // Parameter files of the same name belong together; an entry point without one of a name takes the only one it has.
  void add_stack(const std::string& name, const std::vector<Member>& members) {
    std::set<std::string> labels;
    for (const auto& member : members) {
      for (const auto file : member.files) labels.insert(label_of(file));
    }
    if (labels.size() > 1) labels.erase("");
    for (const auto& label : labels) {
      const auto before = found_.work.size();
      for (const auto& member : members) add_work(member.entry, file_with(member, label));
      auto& joined = found_.work[before];
      joined.name = fmt::format("stack {}{}", name, label.empty() ? "" : fmt::format(" ({})", label));
      for (auto i = before + 1; i < found_.work.size(); ++i) {
        found_.work[i].request.language = found_.work[i].language;
        joined.request.together.push_back(std::move(found_.work[i].request));
        joined.reads.insert(joined.reads.end(), found_.work[i].reads.begin(), found_.work[i].reads.end());
      }
      found_.work.resize(before + 1);
    }
  }

  [[nodiscard]] std::string label_of(std::size_t file) const {
    return file == none ? std::string() : std::string(file_name(candidates_[file].path));
  }

  [[nodiscard]] std::size_t file_with(const Member& member, const std::string& label) const {
    for (const auto file : member.files) {
      if (label_of(file) == label) return file;
    }
    return member.files.size() == 1 ? member.files.front() : none;
  }

  // ── one deployment ──────────────────────────────────────────────────────────────────────────────────────────────

  void add_work(std::size_t entry, std::size_t parameter_file) {
    WorkItem item;
    item.language = candidates_[entry].language;
    item.request.entry = candidates_[entry].path;
    item.request.parameters_unknown = scope_.parameters_unknown;
    item.request.environment = scope_.environment;
    item.request.workspace = scope_.workspace;
    item.name = project_.shown(candidates_[entry].path);
    std::set<std::size_t> reached;
    reach(entry, reached);
    for (const auto i : reached) item.reads.push_back(candidates_[i].path);
    if (parameter_file != none) {
      const auto& path = candidates_[parameter_file].path;
      item.request.parameter_file = path;
      item.name += fmt::format(" ({})", file_name(path));
      item.reads.push_back(path);
      used_parameter_files_.insert(parameter_file);
    }
    found_.work.push_back(std::move(item));
  }

  // ── inputs ──────────────────────────────────────────────────────────────────────────────────────────────────────

  FileId file_of(const std::string& path) {
    if (const auto file = project_.text(path)) return *file;
    return project_.sources().add_name(project_.shown(path));
  }
  Span place(std::size_t i) { return {file_of(candidates_[i].path), 0, 0}; }

  void make_inputs() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto& candidate = candidates_[i];
      if (candidate.dropped || (candidate.role.role == Role::other && !candidate.named)) continue;
      InputState input;
      input.path = project_.shown(candidate.path);
      input.language = candidate.language == nullptr ? "" : std::string(candidate.language->name());
      if (candidate.role.role == Role::broken || candidate.role.role == Role::other) {
        input.file = report_unread(candidate);
        input.state = InputState::State::not_analysed;
        input.reason = candidate.role.reason;
      } else {
        input.file = file_of(candidate.path);
        if (candidate.role.role == Role::parameter_file) settle_parameter_file(i, input);
        if (candidate.role.role == Role::generated) settle_skipped(candidate, input);
      }
      found_.inputs.push_back(std::move(input));
      found_.paths.push_back(candidate.path);
    }
  }

  void settle_skipped(const Candidate& candidate, InputState& input) {
    const auto& source = candidate.role.reason;
    input.state = InputState::State::skipped;
    input.counts = false;
    input.reason = "compiled from " + source;
    diagnostics_.report(Code::generated_skipped, Span{input.file, 0, 0}, source);
  }

  void settle_parameter_file(std::size_t i, InputState& input) {
    if (used_parameter_files_.contains(i)) return;
    const auto& candidate = candidates_[i];
    input.counts = candidate.given;
    if (candidate.belongs_to != none) {
      input.state = InputState::State::skipped;
      input.reason = scope_.parameters_unknown ? "parameters are taken as unknown" : "other parameter files are used";
      return;
    }
    if (belongs_to_skipped(candidate)) {
      input.state = InputState::State::skipped;
      input.reason = "its template is skipped";
      return;
    }
    input.state = InputState::State::not_analysed;
    input.reason = "no template belongs to it";
    diagnostics_.report(Code::parameter_file_not_matched, Span{input.file, 0, 0});
  }

  [[nodiscard]] bool belongs_to_skipped(const Candidate& parameter_file) const {
    return std::any_of(candidates_.begin(), candidates_.end(), [&](const auto& other) {
      return other.role.role == Role::generated && folder_of(other.path) == folder_of(parameter_file.path) &&
             stem_fit(file_name(parameter_file.path), file_name(other.path)) > 0;
    });
  }

  // A file that can not be read, that its language can not make sense of, or that the user named and no language reads.
  FileId report_unread(const Candidate& candidate) {
    auto document = project_.json(candidate.path);
    if (!document) {
      const auto file = project_.sources().add_name(project_.shown(candidate.path));
      auto diagnostic = document.error();
      diagnostic.span = {file, 0, 0};
      diagnostics_.add(std::move(diagnostic));
      return file;
    }
    const auto file = (*document)->file;
    for (const auto& diagnostic : (*document)->diagnostics.list()) diagnostics_.add(diagnostic);
    if (candidate.language == nullptr) diagnostics_.report(Code::named_file_not_a_template, Span{file, 0, 0});
    project_.release(candidate.path);
    return file;
  }

  Project& project_;
  const std::vector<const Language*>& languages_;
  const ScanScope& scope_;
  Diagnostics diagnostics_;
  std::vector<Candidate> candidates_;
  std::vector<std::string> left_out_;
  IgnoreRules excluded_;
  std::size_t excluded_count_ = 0;
  std::map<std::string, std::vector<std::string>> listed_;
  std::map<std::string, std::size_t> by_path_;
  std::vector<std::size_t> entries_;
  std::set<std::size_t> used_parameter_files_;
  std::map<std::size_t, std::vector<Member>> stacked_;
  Discovery found_;
};

}  // namespace

Discovery discover(Project& project, const std::vector<const Language*>& languages, const ScanScope& scope) {
  return Discoverer(project, languages, scope).run();
}

}  // namespace pillarlint
