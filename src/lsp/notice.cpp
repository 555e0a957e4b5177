#include "lsp/notice.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "report/place.h"
#include "report/repairs.h"
#include "report/summary.h"

namespace pillarlint::lsp {
namespace {

constexpr std::size_t most_related = 30;
constexpr std::size_t most_evidence = 5;
constexpr std::size_t longest_message = 1000;

Level level_of(Severity severity) {
  switch (severity) {
    case Severity::high:
      return Level::error;
    case Severity::medium:
      return Level::warning;
    case Severity::low:
    case Severity::info:
      return Level::information;
  }
  return Level::information;
}

Level level_of(DiagnosticSeverity severity) {
  switch (severity) {
    case DiagnosticSeverity::error:
      return Level::error;
    case DiagnosticSeverity::warning:
      return Level::warning;
    case DiagnosticSeverity::note:
      return Level::information;
  }
  return Level::information;
}

std::string message_text(std::string_view text) { return shorten(harmless(one_line(text)), longest_message); }

class Maker {
 public:
  Maker(const ScanAnswer& answer, const Counting& counting)
      : report_(answer.report), counting_(counting), repairs_(answer.report) {
    for (const auto& unit : answer.units) {
      for (const auto& file : unit.files) readers_[file].insert(unit.name);
    }
  }

  std::vector<Notice> run() {
    for (const auto& finding : report_.findings) {
      if (is_shown(report_, finding) && finding.primary.known()) add(finding);
    }
    for (const auto& diagnostic : report_.diagnostics) {
      if (diagnostic.span.known()) add(diagnostic);
    }
    std::stable_sort(notices_.begin(), notices_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.path, a.range, a.code) < std::tie(b.path, b.range, b.code);
    });
    return std::move(notices_);
  }

 private:
  [[nodiscard]] std::string path(FileId file) const { return join_path(report_.base, report_.sources.path(file)); }

  [[nodiscard]] Place place(FileId file, std::uint32_t offset, bool has_bom) const {
    const auto at = report_.sources.position(file, offset);
    const bool bytes = counting_.units == Units::utf8;
    const auto before = has_bom && at.line == 1 ? static_cast<std::uint32_t>(bytes ? byte_order_mark.size() : 1) : 0;
    return {at.line - 1, (bytes ? at.column8 : at.column16) - 1 + before};
  }

  // As in all reports, a place is the first line of its span; an edit is all of it.
  [[nodiscard]] Range range(Span span, const std::string& of, bool whole = false) const {
    const auto has_bom = counting_.has_bom(of);
    auto end = std::max(span.begin, span.end);
    if (!whole) {
      const auto line = report_.sources.position(span.file, span.begin).line;
      const auto last = report_.sources.line_begin(span.file, line) + report_.sources.line_text(span.file, line).size();
      end = std::max(span.begin, std::min(end, static_cast<std::uint32_t>(last)));
    }
    return {place(span.file, span.begin, has_bom), place(span.file, end, has_bom)};
  }

  // ── findings ────────────────────────────────────────────────────────────────────────────────────────────────────

  void add(const Finding& finding) {
    const auto* rule = report_.find_rule(finding.rule);
    if (rule == nullptr) return;
    Notice notice;
    notice.path = path(finding.primary.file);
    notice.range = range(finding.primary, notice.path);
    notice.level = finding.verdict == Verdict::fail ? level_of(rule->severity) : Level::hint;
    notice.code = rule->id;
    notice.of_rule = true;
    if (!rule->links.empty()) notice.href = rule->links.front();
    notice.message = message_of(finding, *rule);
    notice.related = related(finding, notice);
    notice.details = details(finding);
    if (const auto* repair = repairs_.shown(finding)) notice.mend = mend(*repair);
    notice.units.insert(finding.deployments.begin(), finding.deployments.end());
    notices_.push_back(std::move(notice));
  }

  [[nodiscard]] static std::string message_of(const Finding& finding, const RuleReport& rule) {
    auto text = finding.verdict == Verdict::unknown ? fmt::format("It can not be told: {}", rule.title) : rule.title;
    text += ": " + detail_of(finding, rule.title);
    if (finding.verdict == Verdict::unknown && !finding.reason.empty() &&
        text.find(finding.reason) == std::string::npos) {
      text += "; " + finding.reason;
    }
    if (!finding.condition.empty()) text += fmt::format(" (if {})", shorten(finding.condition, 160));
    return message_text(text);
  }

  // Where the value was written comes first; then where it is used, the resource, and the calls that lead to it.
  [[nodiscard]] std::vector<Target> related(const Finding& finding, const Notice& notice) const {
    std::vector<Target> out;
    std::set<std::pair<std::string, Range>> seen;
    const auto add = [&](Span span, std::string_view text) {
      if (!span.known() || report_.sources.text(span.file).empty() || out.size() >= most_related) return;
      const auto file = path(span.file);
      const auto where = range(span, file);
      const bool in_sight = file == notice.path && where.begin.line == notice.range.begin.line;
      if (!in_sight && seen.insert({file, where}).second) out.push_back({file, where, message_text(text)});
    };
    for (const auto& evidence : finding.evidence) {
      for (const auto& step : evidence.trail) add(step.span, step_text(step));
    }
    add(finding.property, "the property that has the value");
    for (const auto& evidence : finding.evidence) {
      add(evidence.span,
          evidence.path.empty() ? "what was looked at" : fmt::format("where `{}` is set", evidence.path));
    }
    add(finding.resource, "the resource");
    for (const auto& call : finding.called_from) add(call, "called from here");
    return out;
  }

  [[nodiscard]] std::string details(const Finding& finding) const {
    auto out = fmt::format("{} ({})\n", in_markdown(name_text(report_, finding)), in_markdown(finding.resource_type));
    if (!finding.condition.empty()) out += fmt::format("\nif {}\n", in_markdown(shorten(finding.condition, 160)));
    std::size_t count = 0;
    for (const auto& evidence : finding.evidence) {
      if (++count > most_evidence) break;
      out += fmt::format("\n- **Found** {}", in_markdown(found_text(evidence)));
      if (!evidence.wanted.empty()) out += fmt::format("; **expected** {}", in_markdown(evidence.wanted));
      if (!evidence.reason.empty()) out += fmt::format(" ({})", in_markdown(evidence.reason));
      for (const auto& step : evidence.trail) out += fmt::format("\n  - {}", in_markdown(step_text(step)));
    }
    if (finding.evidence.size() > most_evidence)
      out += fmt::format("\n- and {} more", finding.evidence.size() - most_evidence);
    if (!finding.reason.empty() && finding.verdict != Verdict::fail)
      out += fmt::format("\n\n**Because** {}", in_markdown(finding.reason));
    if (finding.deployments.size() > 1) out += fmt::format("\n\nIn {} deployments.", finding.deployments.size());
    return out;
  }

  [[nodiscard]] Mend mend(const Repair& repair) const {
    Mend out;
    out.title = message_text(repair.title);
    for (const auto& edit : repair.edits) {
      if (!edit.span.known()) continue;
      out.path = path(edit.span.file);
      out.edits.push_back({range(edit.span, out.path, true), edit.text});
    }
    return out;
  }

  // ── diagnostics ─────────────────────────────────────────────────────────────────────────────────────────────────

  void add(const Diagnostic& diagnostic) {
    const auto& row = info(diagnostic.code);
    Notice notice;
    notice.path = path(diagnostic.span.file);
    notice.range = range(diagnostic.span, notice.path);
    notice.level = level_of(row.severity);
    notice.code = row.name;
    notice.message = message_text(diagnostic.text());
    notice.always = row.effect == Effect::usage;
    notice.unnecessary = diagnostic.code == Code::suppression_unused;
    const auto found = readers_.find(notice.path);
    if (found != readers_.end()) notice.units = found->second;
    if (notice.units.empty()) notice.units.insert(std::string(no_unit));
    notices_.push_back(std::move(notice));
  }

  const Report& report_;
  const Counting& counting_;
  Repairs repairs_;
  std::map<std::string, std::set<std::string>> readers_;
  std::vector<Notice> notices_;
};

}  // namespace

std::vector<Notice> notices_of(const ScanAnswer& answer, const Counting& counting) {
  return Maker(answer, counting).run();
}

std::string in_markdown(std::string_view text) {
  // Code in backticks stays as it is, for that is how the words are meant; all else is only text.
  constexpr std::string_view active = "\\*[]<>";
  std::string out;
  bool code = false;
  const auto safe = harmless(one_line(text));
  const bool paired = std::count(safe.begin(), safe.end(), '`') % 2 == 0 && safe.find("``") == std::string::npos;
  for (const char c : safe) {
    if (c == '`' && paired) code = !code;
    const bool heads = out.empty() && (c == '#' || c == '-' || c == '+');
    if (!code && (active.find(c) != std::string_view::npos || heads || (c == '`' && !paired))) out += '\\';
    out += c;
  }
  return out;
}

}  // namespace pillarlint::lsp
