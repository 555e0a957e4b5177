#include "cli/git_changes.h"

#include <algorithm>

#include <fmt/format.h>

#include "analysis/renames.h"
#include "base/file_system.h"
#include "base/source_manager.h"
#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::uint64_t largest_file = 64U << 20U;
constexpr std::size_t most_renames = 2000;  // files on each side that are read to find out

bool is_id(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string first_line(std::string_view text) { return shorten(trim(text.substr(0, text.find('\n'))), 200); }

bool is_plain_file(std::string_view mode) { return mode == "100644" || mode == "100755"; }

class Comparison {
 public:
  Comparison(const std::string& work_tree, const std::string& revision, Diagnostics& diagnostics)
      : work_tree_(work_tree), revision_(revision), diagnostics_(diagnostics) {
    change_.objects = std::make_shared<GitObjects>(work_tree, largest_file);
  }

  Result<GitChange> run(const std::function<bool(std::string_view)>& claims) {
    auto base = merge_base();
    if (!base) return tl::unexpected<Diagnostic>(std::move(base.error()));
    change_.merge_base = *base;
    for (const auto& step : {&Comparison::untracked, &Comparison::tracked}) {
      if (auto problem = (this->*step)()) return tl::unexpected<Diagnostic>(std::move(*problem));
    }
    rename(claims);
    return std::move(change_);
  }

 private:
  // ── commits ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /// The id of the commit; empty: there is none of that name.
  Result<std::string> commit(const std::string& name) {
    auto ran = run_git(work_tree_, {"rev-parse", "--verify", "--quiet", name + "^{commit}"});
    if (!ran) return tl::unexpected<Diagnostic>(std::move(ran.error()));
    if (ran->code > 1 && ran->errors.find("Needed a single revision") == std::string::npos) last_error_ = first_line(ran->errors);
    const auto id = trim(ran->output);
    return ran->code == 0 && is_id(id) ? std::string(id) : std::string();
  }

  [[nodiscard]] bool is_shallow() const {
    const auto ran = run_git(work_tree_, {"rev-parse", "--is-shallow-repository"});
    return ran && trim(ran->output) == "true";
  }

  static constexpr std::string_view fetch_all =
      "; this clone is shallow: fetch the history (`fetch-depth: 0` in actions/checkout, `git fetch --unshallow`)";

  std::string hint() {
    if (!last_error_.empty()) return ": " + last_error_;
    if (is_shallow()) return std::string(fetch_all);
    const auto remote = commit("origin/" + revision_);
    if (remote && !remote->empty()) return fmt::format("; `origin/{}` is there", revision_);
    return "; fetch it, or name a branch, tag or commit that is here";
  }

  Result<std::string> merge_base() {
    const bool option_like = revision_.empty() || revision_.starts_with('-');
    if (option_like) return failure(Code::git_revision, {}, revision_, "");
    auto since = commit(revision_);
    if (!since) return since;
    if (since->empty()) return failure(Code::git_revision, {}, shorten(revision_, 100), hint());
    auto head = commit("HEAD");
    if (!head) return head;
    if (head->empty()) return failure(Code::git_revision, {}, "HEAD", "; nothing was committed yet");
    auto ran = run_git(work_tree_, {"merge-base", *since, *head});
    if (!ran) return tl::unexpected<Diagnostic>(std::move(ran.error()));
    const auto id = trim(std::string_view(ran->output).substr(0, ran->output.find('\n')));
    if (ran->code == 0 && is_id(id)) return std::string(id);
    return failure(Code::git_no_merge_base, {}, shorten(revision_, 100), is_shallow() ? fetch_all : std::string_view());
  }

  // ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────

  using Problem = std::optional<Diagnostic>;

  Problem listing(const std::vector<std::string>& arguments, std::string& into) {
    auto ran = run_git(work_tree_, arguments);
    if (!ran) return std::move(ran.error());
    if (ran->code != 0) return Diagnostic{Code::git_not_run, {}, {first_line(ran->errors)}};
    into = std::move(ran->output);
    return std::nullopt;
  }

  [[nodiscard]] std::string absolute(std::string_view path) const { return work_tree_ + (work_tree_ == "/" ? "" : "/") + std::string(path); }

  Problem untracked() {
    std::string list;
    if (auto problem = listing({"ls-files", "--others", "--exclude-standard", "-z"}, list)) return problem;
    for (const auto path : split(list, '\0')) {
      if (path.empty()) continue;
      if (path.ends_with('/')) {  // another repository
        change_.files.folders.insert(absolute(path.substr(0, path.size() - 1)));
      } else {
        note(absolute(path), std::nullopt);
      }
    }
    return std::nullopt;
  }

  // git reads contents of the work tree where times do not tell whether a file changed, through the programs that a
  // configuration names for it. They are taken out.
  Problem without_filters(std::vector<std::string>& arguments) {
    auto ran = run_git(work_tree_, {"config", "--null", "--name-only", "--get-regexp", "^filter\\..*\\.(clean|process|required)$"});
    if (!ran) return std::move(ran.error());
    for (const auto key : split(ran->output, '\0')) {
      if (key.empty()) continue;
      if (key.find('=') != std::string_view::npos) return Diagnostic{Code::git_not_run, {}, {"a filter of its configuration has `=` in its name"}};
      arguments.insert(arguments.end(), {"-c", std::string(key) + "="});
    }
    return std::nullopt;
  }

  Problem tracked() {
    std::string list;
    std::vector<std::string> arguments;
    if (auto problem = without_filters(arguments)) return problem;
    arguments.insert(arguments.end(), {"diff-index", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=dirty",
                                       change_.merge_base, "--"});
    if (auto problem = listing(arguments, list)) return problem;
    const auto parts = split(list, '\0');
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      if (!parts[i].starts_with(':')) break;
      take(split(parts[i].substr(1), ' '), std::string(parts[i + 1]));
    }
    return std::nullopt;
  }

  // mode before, mode now, id before, id now, status
  void take(const std::vector<std::string_view>& words, const std::string& path) {
    if (words.size() < 5 || path.empty()) return;
    const auto place = absolute(path);
    if (words[0] == "160000" || words[1] == "160000") {
      change_.files.folders.insert(place);
      diagnostics_.report(Code::submodule_changed, Span{}, path);
      return;
    }
    const bool was_file = is_plain_file(words[0]) && is_id(words[2]);
    if (words[4] == "U" && !was_file && change_.keys.contains(place)) return;  // a conflict is named once for each side
    note(place, was_file ? std::optional(std::string(words[2])) : std::nullopt);
  }

  void note(const std::string& path, std::optional<std::string> key) {
    change_.files.paths.insert(path);
    change_.keys.insert_or_assign(path, std::move(key));
  }

  // ── renames ─────────────────────────────────────────────────────────────────────────────────────────────────────

  void rename(const std::function<bool(std::string_view)>& claims) {
    const auto here = real_files({}, largest_file);
    std::vector<std::string> gone;
    std::vector<std::string> fresh;
    for (const auto& [path, key] : change_.keys) {
      if (!claims(file_name(path))) continue;
      const bool is_here = here->is_file(path);
      if (key && !is_here) gone.push_back(path);
      if (!key && is_here) fresh.push_back(path);
    }
    if (gone.empty() || fresh.empty() || gone.size() > most_renames || fresh.size() > most_renames) return;
    const auto before = texts(gone, [&](const auto& path) { return change_.objects->blob(*change_.keys.at(path)); });
    const auto now = texts(fresh, [&](const auto& path) { return here->read(path); });
    change_.files.renamed = find_renames(before, now);
  }

  template <typename Read>
  static std::vector<NamedText> texts(const std::vector<std::string>& paths, const Read& read) {
    std::vector<NamedText> out;
    for (const auto& path : paths) {
      if (auto bytes = read(path)) out.push_back({path, decode_text(std::move(*bytes)).text});
    }
    return out;
  }

  const std::string& work_tree_;
  const std::string& revision_;
  Diagnostics& diagnostics_;
  GitChange change_;
  std::string last_error_;
};

}  // namespace

Result<GitChange> changed_since(const std::string& work_tree, const std::string& revision,
                                const std::function<bool(std::string_view)>& claims, Diagnostics& diagnostics) {
  return Comparison(work_tree, revision, diagnostics).run(claims);
}

}  // namespace pillarlint
