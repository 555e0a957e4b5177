#include "cli/compare.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/earlier_files.h"
#include "cli/git.h"
#include "cli/output.h"

namespace pillarlint {
namespace {

constexpr std::uint64_t largest_file = 64U << 20U;

/// What the scan has an answer about, by absolute path.
std::set<std::string> analysed_files(const Session& session, const Analysis& analysis) {
  std::set<std::string> out;
  for (const auto& input : analysis.inputs) {
    const bool judged = input.state == InputState::State::analysed || input.state == InputState::State::partly;
    if (judged) out.insert(join_path(session.base(), input.path));
  }
  return out;
}

GoneFinding gone_of(const Session& session, const Finding& finding, std::string file) {
  const auto& rule = session.rules().at(finding.rule);
  return {rule.id, std::string(rule.title), std::string(rule.pillar), session.severity_of(finding.rule), std::move(file),
          finding.resource_name.empty() ? finding.declared_address : finding.resource_name};
}

void put_in_order(std::vector<GoneFinding>& list) {
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::tie(a.file, a.rule, a.resource) < std::tie(b.file, b.rule, b.resource);
  });
}

}  // namespace

// ── the baseline ────────────────────────────────────────────────────────────────────────────────────────────────────

GoneFinding gone_of(const Session& session, const BaselineEntry& entry) {
  GoneFinding out;
  out.rule = entry.rule;
  out.file = entry.file;
  out.resource = entry.resource;
  if (const auto* rule = session.rules().find(entry.rule); rule != nullptr) {
    out.title = rule->title;
    out.pillar = rule->pillar;
    out.severity = session.severity_of(rule->number);
  }
  return out;
}

std::string named_baseline(const Session& session, const Options& options) {
  return options.baseline.empty() ? session.config().baseline : join_path(session.base(), options.baseline);
}

std::vector<BaselineEntry> load_baseline(Session& session, const std::string& path) {
  const auto shown = session.project().shown(path);
  const auto files = real_files({}, largest_file);
  if (!files->is_file(path)) {
    session.diagnostics().report(Code::baseline_not_found, Span{}, shown);
    return {};
  }
  auto bytes = files->read(path);
  if (!bytes) {
    session.diagnostics().report(Code::baseline_syntax, Span{session.sources().add_name(shown), 0, 0}, bytes.error().text());
    return {};
  }
  return read_baseline(session.sources(), session.sources().add(shown, std::move(*bytes)), session.diagnostics());
}

// An entry is gone only if this scan would have found it: its rule ran or is no more, and its file was read or is no more.
std::vector<EntryState> settle_baseline(Session& session, Analysis& analysis, const std::vector<RuleId>& rules,
                                        const std::vector<BaselineEntry>& entries) {
  const auto path_of = [&](FileId file) { return session.path_below_root(session.project().path_of(file)); };
  const auto found = apply_baseline(analysis.findings, entries, session.rules(), path_of);
  const auto analysed = analysed_files(session, analysis);
  const auto files = real_files({}, largest_file);
  std::vector<EntryState> out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto* rule = session.rules().find(entries[i].rule);
    const auto path = join_path(session.root(), entries[i].file);
    const bool ran = rule == nullptr || std::find(rules.begin(), rules.end(), rule->number) != rules.end();
    const bool judged = ran && session.named_files().empty() && (analysed.contains(path) || !files->is_file(path));
    out.push_back(found[i] ? EntryState::found : judged ? EntryState::gone : EntryState::not_judged);
  }
  return out;
}

// ── a scan ──────────────────────────────────────────────────────────────────────────────────────────────────────────

bool Comparison::prepare() { return read_known() && ask_git(); }

bool Comparison::read_known() {
  baseline_ = named_baseline(session_, options_);
  if (!baseline_.empty()) known_ = load_baseline(session_, baseline_);
  return !has_usage_error(session_.diagnostics());
}

bool Comparison::ask_git() {
  if (options_.changed_since.empty()) return true;
  const auto files = real_files({}, largest_file);
  std::set<std::string> asked;
  for (const auto& path : session_.paths()) {
    const auto work_tree = work_tree_of(files->is_folder(path) ? path : std::string(folder_of(path)));
    if (work_tree.empty()) {
      session_.diagnostics().report(Code::git_no_work_tree, Span{}, session_.project().shown(path));
      return false;
    }
    if (!asked.insert(work_tree).second) continue;
    auto change = changed_since(work_tree, options_.changed_since, [&](auto name) { return session_.claims(name); }, session_.diagnostics());
    if (!change) {
      session_.diagnostics().add(std::move(change.error()));
      return false;
    }
    changed_.paths.merge(change->files.paths);
    changed_.folders.merge(change->files.folders);
    changed_.renamed.merge(change->files.renamed);
    for (auto& [path_of_key, key] : change->keys) {
      if (key) key = fmt::format("{}:{}", objects_.size(), *key);
      keys_.emplace(path_of_key, std::move(key));
    }
    objects_.push_back(change->objects);
    merge_bases_.push_back(change->merge_base.substr(0, 8));
  }
  return true;
}

// Nobody may commit what could not be read without noticing; what is broken elsewhere is told, and stops nobody.
void Comparison::mark_asked(Analysis& analysis) const {
  std::set<std::string> named(session_.named_files().begin(), session_.named_files().end());
  named.insert(session_.parameter_files().begin(), session_.parameter_files().end());
  for (auto& input : analysis.inputs) {
    const auto path = join_path(session_.base(), input.path);
    input.asked = named.contains(path) || changed_.has(path);
  }
}

bool Comparison::apply(Analysis& analysis, const std::vector<RuleId>& rules) {
  mark_asked(analysis);
  if (!baseline_.empty()) apply_known(analysis, rules);
  if (!options_.changed_since.empty()) return apply_change(analysis, rules);
  apply_named(analysis);
  return true;
}

void Comparison::apply_known(Analysis& analysis, const std::vector<RuleId>& rules) {
  const auto states = settle_baseline(session_, analysis, rules, known_);
  if (!options_.changed_since.empty()) return;  // gone is what the change mended
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == EntryState::gone) gone_.push_back(gone_of(session_, known_[i]));
  }
  put_in_order(gone_);
}

// The scope may have had other names: files that were moved into it belong to it.
std::vector<std::string> Comparison::paths_before() const {
  auto paths = session_.paths();
  const auto in_scope = [&](const std::string& path) {
    return std::any_of(paths.begin(), paths.end(), [&](const auto& one) { return path == one || relative_path(path, one) != path; });
  };
  std::vector<std::string> moved;
  for (const auto& [now, was] : changed_.renamed) {
    if (in_scope(now) && !in_scope(was)) moved.push_back(was);
  }
  paths.insert(paths.end(), moved.begin(), moved.end());
  return paths;
}

// What is said of files that the change has no part in was said before: a check of the change does not repeat it. A file
// that could not be read is named all the same.
void Comparison::drop_old_remarks(Analysis& analysis, const Analysis& earlier, const SourceManager& sources) const {
  const auto key = [](const SourceManager& of, const Diagnostic& one) {
    return std::tuple(one.code, std::string(one.span.known() ? of.path(one.span.file) : ""), one.args);
  };
  std::set<decltype(key(sources, Diagnostic()))> before;
  for (const auto& one : earlier.diagnostics) before.insert(key(sources, one));
  std::set<FileId> unread;
  for (const auto& input : analysis.inputs) {
    if (input.state == InputState::State::not_analysed) unread.insert(input.file);
  }
  const auto dropped = std::erase_if(analysis.diagnostics, [&](const Diagnostic& one) {
    if (unread.contains(one.span.file) || !before.contains(key(session_.sources(), one))) return false;
    return !one.span.known() || !changed_.paths.contains(session_.project().path_of(one.span.file));
  });
  if (dropped > 0) analysis.notes.push_back(fmt::format("{} {} about files that were not changed {} as before", dropped, dropped == 1 ? "remark" : "remarks", dropped == 1 ? "is" : "are"));
}

bool Comparison::apply_change(Analysis& analysis, const std::vector<RuleId>& rules) {
  const auto read = [&](const std::string& key) -> Result<std::string> {
    const auto colon = key.find(':');
    return objects_[static_cast<std::size_t>(std::stoul(key.substr(0, colon)))]->blob(key.substr(colon + 1));
  };
  const std::shared_ptr<const FileSystem> files = earlier_files(keys_, read, session_.files());
  SourceManager sources;
  Project before(*files, sources);
  before.name_relative_to(session_.base());
  before.keep_module_caches(session_.project().module_caches());
  Analysis earlier;
  if (!changed_.empty()) earlier = session_.run_over(before, paths_before(), rules);
  TouchedLines lines(changed_, session_.project(), *files);
  const auto back = reversed(changed_);
  TouchedLines lines_before(back, before, *session_.files());
  const auto before_path = [&](FileId file) { return before.path_of(file); };
  auto gone = changed_.empty() ? std::vector<std::size_t>{}
                               : mark_changes(analysis.findings, {earlier.findings, before_path, lines_before}, changed_, lines, session_.project(), session_.rules());
  for (const auto& objects : objects_) {
    if (objects->trouble().empty()) continue;
    session_.diagnostics().report(Code::git_object_missing, Span{}, "a file", objects->trouble());
    return false;
  }
  if (changed_.empty()) {
    for (auto& finding : analysis.findings) set_aside(finding);
  }
  const auto analysed = analysed_files(session_, analysis);
  for (const auto i : gone) {
    const auto path = path_now(changed_, before.path_of(earlier.findings[i].primary.file));
    if (analysed.contains(path) || !session_.files()->is_file(path)) gone_.push_back(gone_of(session_, earlier.findings[i], session_.path_below_root(path)));
  }
  put_in_order(gone_);
  drop_old_remarks(analysis, earlier, sources);
  for (auto& one : earlier.diagnostics) {
    if (one.code == Code::timeout_reached) analysis.diagnostics.push_back({one.code, {}, {}});
  }
  return true;
}

// Folders that are named too are whole.
void Comparison::apply_named(Analysis& analysis) {
  if (session_.named_files().empty()) return;
  ChangedFiles named;
  for (const auto& path : session_.paths()) (session_.files()->is_folder(path) ? named.folders : named.paths).insert(path);
  named.paths.insert(session_.named_files().begin(), session_.named_files().end());
  TouchedLines lines(named, session_.project());
  keep_named(analysis.findings, lines);
}

std::string Comparison::with() const {
  std::string out;
  if (!baseline_.empty()) out = fmt::format("baseline `{}`", session_.project().shown(baseline_));
  if (options_.changed_since.empty()) return out;
  std::string commits;
  for (const auto& one : merge_bases_) commits += (commits.empty() ? "" : ", ") + one;
  return fmt::format("{}{}`{}` (merge base {})", out, out.empty() ? "" : " and ", options_.changed_since, commits);
}

}  // namespace pillarlint
