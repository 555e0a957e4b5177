#include "cli/fix.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "analysis/repairs.h"
#include "base/edit.h"
#include "cli/judge.h"
#include "cli/make_report.h"
#include "cli/output.h"
#include "report/place.h"

namespace pillarlint {
namespace {

constexpr int most_rounds = 5;

class Repairer {
 public:
  Repairer(const Options& options, const Languages& languages) : options_(options), languages_(languages) {}

  Repairs run() {
    for (int round = 0; round <= most_rounds; ++round) {
      Reuse reuse;
      reuse.texts = overlay();
      Session session(options_, languages_, std::move(reuse));
      LoadOptions load;
      load.checklists = !options_.items.empty();
      auto judged = judge(session, load, false);  // what is set aside is not repaired
      if (!judged) out_.problem = diagnostics_text(session.sources(), session.diagnostics());
      if (!judged) break;
      const auto report = make_report(session, session.options(), std::move(judged->analysis), judged->rules);
      out_.exit_code = report.exit_code;
      take_texts(session, report);
      count_following(report);
      if (refuse_broken(report)) continue;  // without them, all anew
      const auto chosen = choose_repairs(report.findings);
      if (round == most_rounds || !apply(session, report, chosen)) break;
    }
    std::erase_if(out_.files, [](const auto& entry) { return entry.second.before == entry.second.after; });
    return std::move(out_);
  }

 private:
  /// Under each of its names: a link is read by its own.
  [[nodiscard]] std::vector<MemoryFile> overlay() const {
    std::vector<MemoryFile> files;
    for (const auto& [name, target] : names_) {
      if (const auto file = out_.files.find(target); file != out_.files.end()) files.push_back({name, file->second.after});
    }
    return files;
  }

  /// The files as this scan read them, to be shown.
  void take_texts(const Session& session, const Report& report) {
    const Excerpts excerpts(report.sources, report.secrets);
    for (const auto& input : report.inputs) {
      const auto known = names_.find(session.project().path_of(input.file));
      const auto file = known != names_.end() ? out_.files.find(known->second) : out_.files.end();
      if (file == out_.files.end()) continue;
      file->second.text_after = excerpts.text(input.file, 0, static_cast<std::uint32_t>(report.sources.text(input.file).size()));
    }
  }

  void count_following(const Report& report) {
    std::map<std::uint64_t, std::size_t> now;  // copies of a file have findings of one fingerprint
    for (const auto& finding : report.findings) {
      if (finding.verdict == Verdict::fail && finding.counts()) ++now[finding.fingerprint];
    }
    if (first_) at_first_ = now;
    out_.following = 0;
    for (const auto& [fingerprint, count] : now) out_.following += count - std::min(count, at_first_[fingerprint]);
  }

  static std::map<std::string, std::size_t> problems_of(const Report& report) {
    std::map<std::string, std::size_t> out;
    for (const auto& one : report.diagnostics) {
      const auto effect = info(one.code).effect;
      const bool lost = effect == Effect::partly || effect == Effect::not_analysed;
      if (lost && one.span.known()) ++out[std::string(report.sources.path(one.span.file))];
    }
    return out;
  }

  /// What was understood before must be understood still. True: files were given up.
  bool refuse_broken(const Report& report) {
    const auto now = problems_of(report);
    if (first_) {
      problems_ = now;
      first_ = false;
      return false;
    }
    bool any = false;
    for (auto file = out_.files.begin(); file != out_.files.end();) {
      const auto& name = file->second.shown;
      const auto problems = now.find(name);
      const bool broken = problems != now.end() && problems->second > problems_[name];
      if (broken) refuse(name, "what --fix makes of it would not be understood; this is an error in pillarlint");
      file = broken ? out_.files.erase(file) : std::next(file);
      any = any || broken;
    }
    return any;
  }

  void refuse(const std::string& shown, std::string why) { out_.refused.emplace(shown, std::move(why)); }

  /// True: something was changed.
  bool apply(Session& session, const Report& report, const ChosenRepairs& chosen) {
    std::set<std::string> changed;
    for (const auto& [id, edits] : chosen.edits) {
      const std::string shown(report.sources.path(id));
      const auto path = session.project().path_of(id);
      const auto target = real_files({}, largest)->canonical(path);
      if (out_.refused.contains(shown) || changed.contains(target)) continue;
      if (!begin(session, report, id, shown, path, target)) continue;
      auto& file = out_.files.at(target);
      file.after = encode_text(with_edits(report.sources.text(id), edits), report.sources.encoding(id));
      file.findings += count_of(report, edits);
      changed.insert(target);
    }
    return !changed.empty();
  }

  /// Of the findings whose repairs were chosen, those of this file.
  static std::size_t count_of(const Report& report, const std::vector<Edit>& edits) {
    const auto is_made = [&](const Edit& edit) { return std::find(edits.begin(), edits.end(), edit) != edits.end(); };
    return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(), [&](const Finding& finding) {
      const bool wanted = finding.repair && finding.verdict == Verdict::fail && finding.counts();
      return wanted && std::all_of(finding.repair->edits.begin(), finding.repair->edits.end(), is_made);
    }));
  }

  /// Takes note of a file that is changed for the first time; false: it must not be.
  bool begin(Session& session, const Report& report, FileId id, const std::string& shown, const std::string& path, const std::string& target) {
    names_[path] = target;
    names_[target] = target;
    if (out_.files.contains(target)) return true;
    const auto bytes = real_files(session.roots(), largest)->read(target);
    if (!bytes) {
      refuse(shown, bytes.error().text());
    } else if (report.sources.had_invalid_text(id)) {
      refuse(shown, "it holds bytes that are no text");
    } else if (decode_text(*bytes).text != report.sources.text(id)) {
      refuse(shown, "it was changed while it was read");
    } else {
      const Excerpts excerpts(report.sources, report.secrets);
      const auto text = excerpts.text(id, 0, static_cast<std::uint32_t>(report.sources.text(id).size()));
      out_.files[target] = {shown, *bytes, *bytes, text, text, 0};
    }
    return out_.files.contains(target);
  }

  static constexpr std::uint64_t largest = 64U << 20U;

  const Options& options_;
  const Languages& languages_;
  Repairs out_;
  bool first_ = true;
  std::map<std::uint64_t, std::size_t> at_first_;  // fingerprints of what failed before anything was changed
  std::map<std::string, std::size_t> problems_;  // by shown name, before anything was changed
  std::map<std::string, std::string> names_;     // path → the file that it is
};

}  // namespace

std::size_t Repairs::findings() const {
  std::size_t count = 0;
  for (const auto& [path, file] : files) count += file.findings;
  return count;
}

Repairs repair_in_memory(const Options& options, const Languages& languages) { return Repairer(options, languages).run(); }

std::string diff_of(const Repairs& repairs) {
  std::string out;
  for (const auto& [path, file] : repairs.files) {
    const auto name = file.shown.starts_with('/') ? file.shown.substr(1) : file.shown;
    out += unified_diff(harmless(name), file.text_before, file.text_after);
  }
  return out;
}

void write_repairs(Repairs& repairs) {
  for (auto file = repairs.files.begin(); file != repairs.files.end();) {
    const auto now = real_files({}, 64U << 20U)->read(file->first);
    auto problem = now && *now == file->second.before ? write_file(file->first, file->second.after) : std::string("it was changed while it was read");
    if (!problem.empty()) repairs.refused.emplace(file->second.shown, std::move(problem));
    file = repairs.refused.contains(file->second.shown) ? repairs.files.erase(file) : std::next(file);
  }
}

}  // namespace pillarlint
