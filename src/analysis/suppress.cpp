#include "analysis/suppress.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::string_view address = "pillarlint:";
constexpr auto to_the_end = std::numeric_limits<std::uint32_t>::max();

// Comments to other tools: docs of Checkov ("Suppressing and Skipping Policies"), Trivy ("Filtering", inline ignore) and
// TFLint ("Annotations").
struct OtherTool {
  std::string_view mark;
  std::string_view name;
};
constexpr std::array<OtherTool, 6> others = {{{"checkov:skip", "Checkov"},
                                              {"bridgecrew:skip", "Checkov"},
                                              {"cortex:skip", "Checkov"},
                                              {"trivy:ignore", "Trivy"},
                                              {"tfsec:ignore", "Trivy"},
                                              {"tflint-ignore", "TFLint"}}};
constexpr std::array<std::string_view, 2> directives = {"#disable-", "#restore-"};

bool worth_reading(std::string_view text) {
  const auto has = [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; };
  return has("pillarlint") || std::any_of(directives.begin(), directives.end(), has) ||
         std::any_of(others.begin(), others.end(), [&](const auto& other) { return has(other.mark); });
}

// Text of a line that belongs to no statement: nothing, or a comment.
bool is_between(std::string_view line) {
  line = trim(line);
  return line.empty() || line.starts_with("//") || line.starts_with('#') || line.starts_with("/*") || line.starts_with('*');
}

// A decorator of Bicep belongs to the declaration below it.
bool begins_declaration(std::string_view line) {
  constexpr std::array<std::string_view, 7> words = {"resource ", "module ", "param ", "output ", "var ", "type ", "func "};
  return std::any_of(words.begin(), words.end(), [&](auto word) { return trim(line).starts_with(word); });
}

// Blanks and line ends folded: for messages.
std::string one_line_of(std::string_view text) {
  constexpr std::size_t longest = 120;
  std::string out;
  for (const char c : text.substr(0, longest)) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) out += c;
    if (blank && !out.empty() && out.back() != ' ') out += ' ';
  }
  return std::string(trim(out));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != ',') {
      word += c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) out.push_back(std::move(word));
  return out;
}

}  // namespace

bool is_addressed(std::string_view text) { return find_text(text, address) != std::string_view::npos; }

std::optional<IgnoreRemark> read_ignore(std::string_view text) {
  const auto begin = find_text(text, address);
  if (begin == std::string_view::npos) return std::nullopt;
  text = text.substr(begin + address.size());
  text = text.substr(0, text.find_first_of("\r\n"));
  IgnoreRemark out;
  constexpr std::array<std::string_view, 2> signs = {"--", "—"};
  for (const auto sign : signs) {
    const auto at = text.find(sign);
    if (at == std::string_view::npos) continue;
    out.reason = trim(text.substr(at + sign.size()));
    text = text.substr(0, at);
    break;
  }
  auto words = words_of(text);
  if (words.empty() || (words[0] != "ignore" && words[0] != "ignore-file")) return std::nullopt;
  out.whole_file = words[0] == "ignore-file";
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i].starts_with("until=")) {
      out.until = words[i].substr(6);
      if (!is_date(out.until)) return std::nullopt;
    } else {
      out.rules.push_back(std::move(words[i]));
    }
  }
  if (out.rules.empty()) return std::nullopt;
  return out;
}

Suppressions::Suppressions(Project& project, const RuleSet& rules, const std::vector<RuleId>& ran, const Config& config, std::string today)
    : project_(project), rules_(rules), ran_(ran.begin(), ran.end()), config_(config), today_(std::move(today)) {
  for (const auto& rule : rules.all()) services_.insert(rule->service);
  read_config();
}

// ── what is said ──────────────────────────────────────────────────────────────────────────────────────────────────────

void Suppressions::read(FileId file, const Language& language) {
  if (!config_.inline_suppressions || !read_.insert(file).second || project_.in_module_cache(file)) return;
  const auto text = project_.sources().text(file);
  const auto path = project_.path_of(file);
  if (path.empty() || !worth_reading(text)) return;
  read_remarks(language.remarks(project_, path));
}

void Suppressions::read_remarks(const std::vector<Remark>& remarks) {
  for (std::size_t i = 0; i < remarks.size(); ++i) {
    switch (remarks[i].kind) {
      case Remark::Kind::comment:
      case Remark::Kind::metadata:
        if (is_addressed(remarks[i].text)) {
          read_comment(remarks[i]);
        } else {
          read_foreign(remarks[i]);
        }
        break;
      case Remark::Kind::disable_next_line:
      case Remark::Kind::disable_from_here: read_directive(remarks, i); break;
      case Remark::Kind::restore_from_here: break;
    }
  }
}

void Suppressions::read_comment(const Remark& remark) {
  const auto said = read_ignore(remark.text);
  if (!said) {
    diagnostics_.report(Code::suppression_malformed, remark.span, one_line_of(remark.text));
    return;
  }
  Entry entry;
  entry.what = {Suppression::Kind::in_source, said->reason, said->until, remark.span};
  entry.place = place_of(remark);
  if (said->whole_file) entry.place = {remark.span.file, 1, to_the_end, {}};
  if (said->reason.empty()) {
    const auto& names = said->rules;
    diagnostics_.report(Code::suppression_without_reason, remark.span, fmt::format("{}", fmt::join(names, "`, `")),
                        "it does not hold; write `-- reason` after it");
    return;
  }
  take(std::move(entry), said->rules, true);
}

// Directives hold for the compiler too, whose codes are not ours.
void Suppressions::read_directive(const std::vector<Remark>& remarks, std::size_t i) {
  const auto& remark = remarks[i];
  auto place = place_of(remark);
  for (const auto& code : words_of(remark.text)) {
    if (remark.kind == Remark::Kind::disable_from_here) {
      place = {remark.span.file, project_.sources().line_of(remark.span), to_the_end, {}};
      for (std::size_t k = i + 1; k < remarks.size(); ++k) {
        const auto codes = words_of(remarks[k].text);
        if (remarks[k].kind != Remark::Kind::restore_from_here || std::find(codes.begin(), codes.end(), code) == codes.end()) continue;
        place.last_line = project_.sources().line_of(remarks[k].span);
        break;
      }
    }
    Entry entry;
    entry.what = {Suppression::Kind::in_source, reason_above(remarks, i), {}, remark.span};
    entry.place = place;
    const bool ours = rules_.find(code) != nullptr;
    if (ours && entry.what.reason.empty()) {
      diagnostics_.report(Code::suppression_without_reason, remark.span, code, "say why in a comment on the line above");
    }
    if (ours || !rules_.nearest_id(code).empty()) take(std::move(entry), {code}, true);
  }
}

std::string Suppressions::reason_above(const std::vector<Remark>& remarks, std::size_t i) const {
  if (i == 0 || remarks[i - 1].kind != Remark::Kind::comment) return {};
  const auto& above = remarks[i - 1];
  const auto& sources = project_.sources();
  const auto last = sources.position(above.span.file, above.span.end).line;
  return last + 1 == sources.line_of(remarks[i].span) ? one_line_of(above.text) : std::string();
}

void Suppressions::read_foreign(const Remark& remark) {
  for (const auto& other : others) {
    if (remark.text.find(other.mark) == std::string::npos) continue;
    foreign_[remark.span.file].push_back({remark.span, other.name, place_of(remark), false});
    return;
  }
}

void Suppressions::read_config() {
  for (const auto& wanted : config_.suppress) {
    Entry entry;
    entry.what = {Suppression::Kind::configuration, wanted.reason, wanted.until, wanted.place};
    entry.config = &wanted;
    std::vector<std::string> rules;
    for (const auto& rule : wanted.rules) rules.push_back(rule.text);
    take(std::move(entry), rules, false);
  }
}

void Suppressions::take(Entry entry, const std::vector<std::string>& rules, bool ours) {
  const bool over = !entry.what.until.empty() && !today_.empty() && entry.what.until < today_;
  for (const auto& text : rules) {
    const auto* rule = rules_.find(text);
    if (rule == nullptr && !services_.contains(text)) {
      const auto near = rules_.nearest_id(text);
      diagnostics_.report(Code::suppression_rule_unknown, entry.what.place, text, near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
    } else if (rule != nullptr && !rule->ignorable && ours) {
      diagnostics_.report(Code::suppression_refused, entry.what.place, text);
    } else if (over) {
      diagnostics_.report(Code::suppression_expired, entry.what.place, text, entry.what.until);
    } else {
      entry.targets.push_back({text, rule, false});
    }
  }
  if (entry.targets.empty()) return;
  auto& list = entry.config != nullptr ? of_config_ : by_file_[entry.place.file];
  list.push_back(entries_.size());
  entries_.push_back(std::move(entry));
}

// ── where it holds ────────────────────────────────────────────────────────────────────────────────────────────────────

// A remark behind code speaks of its line, one that stands alone of what follows it.
Suppressions::Place Suppressions::place_of(const Remark& remark) const {
  const auto& sources = project_.sources();
  const auto file = remark.span.file;
  Place place{file, sources.line_of(remark.span), 0, remark.covers};
  const auto before = sources.text({file, sources.line_begin(file, place.first_line), remark.span.begin});
  if (trim(before).empty()) {
    const auto count = sources.line_count(file);
    place.first_line = sources.position(file, remark.span.end).line + 1;
    while (place.first_line < count && is_between(sources.line_text(file, place.first_line))) ++place.first_line;
  }
  place.last_line = place.first_line;
  constexpr std::uint32_t longest_decorators = 200;
  if (trim(sources.line_text(file, place.first_line)).starts_with('@')) {
    const auto last = std::min(place.first_line + longest_decorators, sources.line_count(file));
    while (place.last_line < last && !begins_declaration(sources.line_text(file, place.last_line))) ++place.last_line;
  }
  return place;
}

bool Suppressions::covers(const Place& place, Span span) const {
  if (span.file != place.file) return false;
  if (place.part.known()) return place.part.covers({span.file, span.begin, span.begin});
  const auto line = project_.sources().line_of(span);
  return line >= place.first_line && line <= place.last_line;
}

// The line of the place, of the property, of the resource, or of a module call on the way to it.
bool Suppressions::covers(const Place& place, const Finding& finding) const {
  if (covers(place, finding.primary) || covers(place, finding.property) || covers(place, finding.resource)) return true;
  return std::any_of(finding.called_from.begin(), finding.called_from.end(), [&](Span call) { return covers(place, call); });
}

bool Suppressions::fits(const Config::Suppress& wanted, const Finding& finding) const {
  const auto in = [&](const std::string& pattern, Span span) {
    return span.known() && fits_path(pattern, config_.folder, project_.path_of(span.file));
  };
  if (!wanted.type.empty() && !same_text(wanted.type, finding.resource_type)) return false;
  if (!wanted.address.empty() && !glob_matches(wanted.address, finding.resource_name) && !glob_matches(wanted.address, finding.address) &&
      !glob_matches(wanted.address, finding.declared_address)) {
    return false;
  }
  if (!wanted.path.empty() && !in(wanted.path, finding.primary) && !in(wanted.path, finding.resource)) return false;
  return wanted.module.empty() || std::any_of(finding.called_from.begin(), finding.called_from.end(), [&](Span call) { return in(wanted.module, call); });
}

// ── findings ──────────────────────────────────────────────────────────────────────────────────────────────────────────

void Suppressions::apply(Finding& finding) {
  if (finding.verdict != Verdict::fail && finding.verdict != Verdict::unknown) return;
  const auto& rule = rules_.at(finding.rule);
  std::set<FileId> files{finding.primary.file, finding.property.file, finding.resource.file};
  for (const auto call : finding.called_from) files.insert(call.file);
  for (const auto file : files) {
    const auto found = by_file_.find(file);
    if (found == by_file_.end()) continue;
    for (const auto i : found->second) {
      if (covers(entries_[i].place, finding)) try_entry(entries_[i], rule, finding);
    }
  }
  for (const auto i : of_config_) {
    if (fits(*entries_[i].config, finding)) try_entry(entries_[i], rule, finding);
  }
  if (!finding.suppression && finding.verdict == Verdict::fail) point_out(rule, finding);
}

// The first that fits is named; all that fit were of use.
void Suppressions::try_entry(Entry& entry, const Rule& rule, Finding& finding) {
  for (auto& target : entry.targets) {
    const bool named = target.rule != nullptr ? target.rule->number == rule.number : target.text == rule.service;
    if (!named || (target.rule == nullptr && !rule.ignorable && entry.config == nullptr)) continue;
    target.used = true;
    if (!finding.suppression) finding.suppression = entry.what;
  }
}

void Suppressions::point_out(const Rule& rule, const Finding& finding) {
  for (const auto file : {finding.primary.file, finding.resource.file}) {
    const auto found = foreign_.find(file);
    if (found == foreign_.end()) continue;
    for (auto& foreign : found->second) {
      if (foreign.told || (!covers(foreign.place, finding) && !inside_block(foreign, finding))) continue;
      foreign.told = true;
      diagnostics_.report(Code::suppression_of_others, foreign.span, foreign.tool, rule.id);
    }
  }
}

// Checkov's comments stand inside the block: between its header and the first line that closes one.
bool Suppressions::inside_block(const Foreign& foreign, const Finding& finding) const {
  if (finding.resource.file != foreign.span.file || foreign.span.begin < finding.resource.begin) return false;
  const auto between = project_.sources().text({foreign.span.file, finding.resource.begin, foreign.span.begin});
  return between.find("\n}") == std::string_view::npos;
}

bool Suppressions::ran(const Target& target) const {
  if (target.rule != nullptr) return ran_.contains(target.rule->number);
  return std::any_of(ran_.begin(), ran_.end(), [&](RuleId id) { return rules_.at(id).service == target.text; });
}

const Diagnostics& Suppressions::report(bool whole) {
  for (const auto& entry : entries_) {
    if (entry.config != nullptr && !whole) continue;
    for (const auto& target : entry.targets) {
      if (!target.used && ran(target)) diagnostics_.report(Code::suppression_unused, entry.what.place, target.text);
    }
  }
  return diagnostics_;
}

}  // namespace pillarlint
