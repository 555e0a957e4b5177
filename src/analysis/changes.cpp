#include "analysis/changes.h"

#include <algorithm>

#include "analysis/pair.h"

namespace pillarlint {
namespace {

bool below(std::string_view path, std::string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

/// One resource of one finding.
struct Part {
  std::size_t finding;
  KnownAs known;
};
using Parts = std::vector<Part>;

std::vector<KnownAs> names(const Parts& parts) {
  std::vector<KnownAs> out;
  for (const auto& part : parts) out.push_back(part.known);
  return out;
}

class Marker {
 public:
  Marker(std::span<Finding> findings, const Before& before, const ChangedFiles& changed, const Project& now, const RuleSet& rules)
      : findings_(findings), before_(before), now_(now), rules_(rules), is_new_(findings.size(), false), was_(findings.size()) {
    for (const auto& [path, old] : changed.renamed) renamed_[old] = path;
  }

  std::vector<std::size_t> run() {
    std::vector<bool> left(before_.findings.size(), false);  // is, or has, what was not found again
    for (const auto verdict : {Verdict::fail, Verdict::unknown}) compare(verdict, left);
    std::vector<std::size_t> gone;
    for (std::size_t i = 0; i < left.size(); ++i) {
      if (left[i] && before_.findings[i].verdict == Verdict::fail) gone.push_back(i);
    }
    return gone;
  }
  [[nodiscard]] bool is_new(std::size_t finding) const { return is_new_[finding]; }
  /// What it was before the change, by index.
  [[nodiscard]] const std::vector<std::size_t>& was(std::size_t finding) const { return was_[finding]; }

 private:
  // What counts goes before what is suppressed now: of two alike, the one that was there is the one that still counts.
  void compare(Verdict verdict, std::vector<bool>& left) {
    const auto was = parts_before(verdict);
    auto known = names(was);
    std::vector<bool> found(was.size(), false);
    const auto take = [&](const Parts& parts, bool decides) {
      const auto partners = pair_up(names(parts), known);
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (partners[i] == unpaired) {
          if (decides) is_new_[parts[i].finding] = true;
        } else {
          if (decides) was_[parts[i].finding].push_back(was[partners[i]].finding);
          found[partners[i]] = true;
          known[partners[i]].fingerprints.clear();
        }
      }
    };
    take(parts_now(verdict, false), true);
    take(parts_now(verdict, true), false);
    if (verdict == Verdict::fail) take(parts_now(Verdict::unknown, false), false);  // it can not be told any more: not gone
    for (std::size_t i = 0; i < was.size(); ++i) left[was[i].finding] = left[was[i].finding] || !found[i];
  }

  Parts parts_now(Verdict verdict, bool suppressed) const {
    Parts out;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      const auto& one = findings_[i];
      if (one.verdict != verdict || one.suppression.has_value() != suppressed) continue;
      for (const auto& identity : one.identities) out.push_back({i, {{identity.fingerprint}, now_.path_of(one.primary.file)}});
    }
    return out;
  }

  Parts parts_before(Verdict verdict) const {
    Parts out;
    for (std::size_t i = 0; i < before_.findings.size(); ++i) {
      const auto& one = before_.findings[i];
      if (one.verdict != verdict || one.suppression) continue;
      const auto path = path_today(before_.path_of(one.primary.file));
      for (const auto& identity : one.identities) out.push_back({i, {{fingerprint_today(one, identity)}, path}});
    }
    return out;
  }

  [[nodiscard]] std::string path_today(std::string path) const {
    const auto found = renamed_.find(path);
    return found == renamed_.end() ? std::move(path) : found->second;
  }

  // A file that has another name now gives its findings other fingerprints.
  [[nodiscard]] std::uint64_t fingerprint_today(const Finding& finding, const Identity& identity) const {
    const auto was = before_.path_of(identity.file);
    const auto found = renamed_.find(was);
    if (found == renamed_.end() || file_name(found->second) == file_name(was)) return identity.fingerprint;
    return fingerprint_of(rules_.at(finding.rule).id, found->second, identity.declared_address, finding.path, identity.element);
  }

  std::span<Finding> findings_;
  const Before& before_;
  const Project& now_;
  const RuleSet& rules_;
  std::vector<bool> is_new_;
  std::vector<std::vector<std::size_t>> was_;
  std::map<std::string, std::string> renamed_;  // path of before → path of now
};

}  // namespace

std::string path_now(const ChangedFiles& changed, const std::string& before) {
  for (const auto& [now, was] : changed.renamed) {
    if (was == before) return now;
  }
  return before;
}

bool ChangedFiles::in_folder(const std::string& path) const {
  return std::any_of(folders.begin(), folders.end(), [&](const auto& folder) { return below(path, folder); });
}

ChangedFiles reversed(ChangedFiles changed) {
  std::map<std::string, std::string> renamed;
  for (auto& [now, was] : changed.renamed) renamed.emplace(was, now);
  changed.renamed = std::move(renamed);
  return changed;
}

void set_aside(Finding& finding) {
  if (finding.standing == Standing::counts) finding.standing = Standing::not_changed;
}

LineChanges TouchedLines::find(FileId file) const {
  LineChanges none;
  LineChanges all;
  all.all = true;
  const auto path = files_of_.path_of(file);
  if (path.empty()) return none;
  if (changed_.in_folder(path)) return all;
  if (!changed_.paths.contains(path)) return none;
  if (other_side_ == nullptr) return all;
  const auto renamed = changed_.renamed.find(path);
  auto bytes = other_side_->read(renamed == changed_.renamed.end() ? path : renamed->second);
  if (!bytes) return all;
  return changed_lines(decode_text(std::move(*bytes)).text, files_of_.sources().text(file));
}

bool TouchedLines::touch(Span span) {
  if (!span.known()) return false;
  auto found = files_.find(span.file);
  if (found == files_.end()) found = files_.emplace(span.file, find(span.file)).first;
  if (found->second.all || (found->second.lines.empty() && found->second.cuts.empty())) return found->second.all;
  const auto& sources = files_of_.sources();
  const auto last = span.end > span.begin ? span.end - 1 : span.begin;
  return found->second.touch(sources.line_of(span), sources.position(span.file, last).line);
}

bool TouchedLines::touch(const Finding& finding) {
  const auto step = [&](const TrailStep& one) { return touch(one.span); };
  const auto evidence = [&](const Evidence& one) { return touch(one.span) || std::any_of(one.trail.begin(), one.trail.end(), step); };
  return touch(finding.primary) || touch(finding.property) || touch(finding.resource) ||
         std::any_of(finding.called_from.begin(), finding.called_from.end(), [&](Span call) { return touch(call); }) ||
         std::any_of(finding.evidence.begin(), finding.evidence.end(), evidence);
}

std::vector<std::size_t> mark_changes(std::span<Finding> findings, const Before& before, const ChangedFiles& changed, TouchedLines& lines,
                                      const Project& now, const RuleSet& rules) {
  Marker marker(findings, before, changed, now, rules);
  auto gone = marker.run();
  for (std::size_t i = 0; i < findings.size(); ++i) {
    auto& finding = findings[i];
    const bool was_touched = std::any_of(marker.was(i).begin(), marker.was(i).end(), [&](auto was) { return before.lines.touch(before.findings[was]); });
    if (lines.touch(finding) || was_touched) {
      finding.change = Change::touched;
      finding.known_before = !marker.is_new(i);
    } else if (marker.is_new(i)) {
      finding.change = Change::caused;
    } else {
      set_aside(finding);
    }
  }
  return gone;
}

void keep_named(std::span<Finding> findings, TouchedLines& named) {
  for (auto& finding : findings) {
    if (!named.touch(finding)) set_aside(finding);
  }
}

}  // namespace pillarlint
