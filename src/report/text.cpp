// Findings for people, on a terminal of a hundred columns: grouped by file, each with its line, what was found and what
// was expected, where the value came from, why it matters and how to mend it.
#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/report.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

constexpr std::size_t width = 100;
constexpr std::string_view margin = "  ";
constexpr std::size_t label_width = 10;
constexpr std::size_t most_addresses = 3;
constexpr std::size_t most_evidence = 3;
constexpr std::size_t most_reasons = 5;
constexpr std::size_t most_gone = 20;

enum class Ink { none, bold, dim, red, yellow, blue, cyan, green, magenta };

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::none: return "";
    case Ink::bold: return "\x1b[1m";
    case Ink::dim: return "\x1b[2m";
    case Ink::red: return "\x1b[1;31m";
    case Ink::yellow: return "\x1b[1;33m";
    case Ink::blue: return "\x1b[1;34m";
    case Ink::cyan: return "\x1b[36m";
    case Ink::green: return "\x1b[1;32m";
    case Ink::magenta: return "\x1b[35m";
  }
  return "";
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::high: return Ink::red;
    case Severity::medium: return Ink::yellow;
    case Severity::low: return Ink::blue;
    case Severity::info: return Ink::cyan;
  }
  return Ink::none;
}

class Writer {
 public:
  Writer(const Report& report, Colour colour, bool quiet)
      : report_(report), excerpts_(report.sources, report.secrets), colour_(colour), quiet_(quiet) {}

  std::string write() {
    if (quiet_) {
      for (const auto& finding : report_.findings) write_one_line(finding);
      for (const auto& diagnostic : report_.diagnostics) {
        if (info(diagnostic.code).effect != Effect::none) write_diagnostic(diagnostic, {});
      }
      return std::move(out_);
    }
    write_findings();
    write_diagnostics();
    write_summary();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string ink(Ink which, std::string_view text) const {
    if (colour_ == Colour::never || which == Ink::none || text.empty()) return std::string(text);
    return fmt::format("{}{}\x1b[0m", code_of(which), text);
  }
  void line(std::string_view text = {}) {
    out_ += text;
    out_ += '\n';
  }

  // ── findings ────────────────────────────────────────────────────────────────────────────────────────────────────

  void write_findings() {
    FileId file = FileId::none;
    bool any = false;
    for (const auto& finding : report_.findings) {
      if (!is_shown(report_, finding)) continue;
      if (!any || finding.primary.file != file) write_file(finding.primary.file);
      file = finding.primary.file;
      any = true;
      write_finding(finding);
    }
  }

  void write_file(FileId file) {
    const auto name = file == FileId::none ? std::string("(no file)") : harmless(report_.sources.path(file));
    const auto rest = columns_of(name) + 4 < width ? width - columns_of(name) - 4 : 0;
    std::string rule;
    for (std::size_t i = 0; i < rest; ++i) rule += "─";
    line(fmt::format("{} {} {}", ink(Ink::dim, "──"), ink(Ink::bold, name), ink(Ink::dim, rule)));
    line();
  }

  [[nodiscard]] std::string verdict_word(const Finding& finding, const RuleReport* rule) const {
    switch (finding.verdict) {
      case Verdict::fail: {
        const auto severity = rule == nullptr ? Severity::medium : rule->severity;
        return ink(ink_of(severity), name_of(severity));
      }
      case Verdict::unknown: return ink(Ink::magenta, "unknown");
      case Verdict::pass: return ink(Ink::green, "pass");
      case Verdict::not_applicable: return ink(Ink::dim, "not applicable");
      case Verdict::manual: return ink(Ink::dim, "manual");
    }
    return {};
  }

  void write_one_line(const Finding& finding) {
    if (!is_shown(report_, finding)) return;
    const auto* rule = report_.find_rule(finding.rule);
    const auto aside = aside_text(finding);
    line(fmt::format("{}: {} {}: {}{}", place_text(report_.sources, finding.primary), verdict_word(finding, rule),
                     rule == nullptr ? "" : rule->id, harmless(title_of(finding, rule)), aside.empty() ? "" : " (" + aside + ")"));
  }

  [[nodiscard]] static std::string title_of(const Finding& finding, const RuleReport* rule) {
    if (rule != nullptr && (finding.message.empty() || finding.message.starts_with(rule->title))) return rule->title;
    return one_line(finding.message);
  }

  // Why a finding that is listed all the same does not count.
  [[nodiscard]] static std::string aside_text(const Finding& finding) { return harmless(one_line(set_aside_text(finding))); }

  void write_finding(const Finding& finding) {
    const auto* rule = report_.find_rule(finding.rule);
    line(fmt::format("{}  {}  {}", ink(Ink::cyan, place_text(report_.sources, finding.primary)), verdict_word(finding, rule),
                     ink(Ink::dim, rule == nullptr ? "" : rule->id)));
    for (const auto& part : wrap(harmless(title_of(finding, rule)), width - 2)) line(fmt::format("{}{}", margin, ink(Ink::bold, part)));
    field("", aside_text(finding), Ink::dim);
    if (finding.change == Change::caused) field("", caused_text, Ink::dim);
    write_excerpt(finding.primary, rule, finding.verdict);
    write_resource(finding);
    for (std::size_t i = 0; i < finding.evidence.size() && i < most_evidence; ++i) write_evidence(finding.evidence[i]);
    if (finding.evidence.size() > most_evidence) {
      field("", fmt::format("and {} more", finding.evidence.size() - most_evidence));
    }
    if (finding.verdict == Verdict::unknown || finding.verdict == Verdict::not_applicable) field("because", finding.reason);
    if (rule != nullptr && finding.verdict == Verdict::fail) {
      field("why", first_sentence(rule->why));
      field("fix", rule->fix, Ink::green);
    }
    line();
  }

  void write_excerpt(Span span, const RuleReport* rule, Verdict verdict) {
    const auto marked = excerpts_.marked(span, width - 10);
    if (!marked) return;
    auto before = marked->before;
    const auto blanks = std::min(before.find_first_not_of(' '), before.size());
    if (blanks > 4) before.erase(0, blanks - 4);  // deep indentation says nothing here
    const auto number = std::to_string(marked->line);
    const std::string gutter(std::max<std::size_t>(number.size(), 4), ' ');
    const auto carets = std::string(std::max<std::size_t>(columns_of(harmless(marked->marked)), 1), '^');
    const auto colour = verdict == Verdict::fail && rule != nullptr ? ink_of(rule->severity) : Ink::magenta;
    line(fmt::format("{}{}{}", ink(Ink::dim, fmt::format("{:>{}} │ ", number, gutter.size() + 1)),
                     harmless(before + marked->marked), harmless(marked->after)));
    line(fmt::format("{}{}{}", ink(Ink::dim, fmt::format("{:>{}} │ ", "", gutter.size() + 1)),
                     std::string(columns_of(harmless(before)), ' '), ink(colour, carets)));
  }

  // One labelled paragraph: the label in its column, the text wrapped beside it.
  void field(std::string_view label, std::string_view text, Ink colour = Ink::none) {
    bool first = true;
    for (const auto& part : wrap(harmless(one_line(text)), width - label_width - margin.size())) {
      const auto padded = fmt::format("{:<{}}", first ? label : "", label_width);
      line(fmt::format("{}{}{}", margin, ink(Ink::dim, padded), ink(colour, part)));
      first = false;
    }
  }

  void write_resource(const Finding& finding) {
    auto text = fmt::format("{} ({})", name_text(report_, finding), finding.resource_type);
    if (!finding.condition.empty()) text += fmt::format(", if {}", shorten(finding.condition, 160));
    field("resource", text);
    if (!finding.called_from.empty()) {
      field("called", fmt::format("at {}", place_text(report_.sources, finding.called_from.back())));
    }
    if (finding.addresses.size() > 1) field("also", listed(finding.addresses, 1));
    if (finding.deployments.size() > 1) field("in", listed(finding.deployments, 0));
  }

  [[nodiscard]] static std::string listed(const std::vector<std::string>& names, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < names.size() && i < from + most_addresses; ++i) {
      text += (text.empty() ? "" : ", ") + names[i];
    }
    if (names.size() > from + most_addresses) text += fmt::format(" and {} more", names.size() - from - most_addresses);
    return text;
  }

  void write_evidence(const Evidence& evidence) {
    field("found", found_text(evidence));
    field("expected", evidence.wanted);
    field("", evidence.reason);
    for (const auto& step : evidence.trail) {
      const auto place = excerpts_.shown(step.span) ? fmt::format("{}: ", place_text(report_.sources, step.span)) : std::string();
      field(&step == &evidence.trail.front() ? "from" : "", place + step_text(step));
    }
  }

  // ── diagnostics and summary ─────────────────────────────────────────────────────────────────────────────────────

  void write_diagnostic(const Diagnostic& diagnostic, std::string_view indent) {
    const auto& row = info(diagnostic.code);
    const auto colour = row.severity == DiagnosticSeverity::error     ? Ink::red
                        : row.severity == DiagnosticSeverity::warning ? Ink::yellow
                                                                      : Ink::dim;
    const auto word = name_of(row.severity);
    const auto place = place_text(report_.sources, diagnostic.span);
    line(fmt::format("{}{}{}{}: {} {}", indent, ink(Ink::cyan, place), place.empty() ? "" : ": ", ink(colour, word),
                     harmless(one_line(diagnostic.text())), ink(Ink::dim, fmt::format("[{}]", row.name))));
  }

  // At most a few of each code: a folder of broken files must not drown the findings.
  void write_diagnostics() {
    constexpr std::size_t most_of_one = 10;
    if (report_.diagnostics.empty()) return;
    std::map<Code, std::size_t> seen;
    line(ink(Ink::bold, "About the input"));
    for (const auto& diagnostic : report_.diagnostics) {
      if (++seen[diagnostic.code] <= most_of_one) write_diagnostic(diagnostic, margin);
    }
    for (const auto& [code, count] : seen) {
      if (count > most_of_one) {
        line(fmt::format("{}and {} more of [{}]; --format json names them all", margin, count - most_of_one, info(code).name));
      }
    }
    line();
  }

  void write_summary() {
    const auto summary = summarize(report_);
    line(findings_line(summary));
    write_set_aside(summary);
    write_gone();
    if (summary.fixable > 0) line(fmt::format("fixable: {} with --fix; --diff shows what it would change", summary.fixable));
    write_unknown(summary);
    line(files_line(summary));
    for (const auto& note : report_.notes) line(ink(Ink::dim, fmt::format("note: {}", harmless(one_line(note)))));
    if (!report_.exit_reason.empty()) line(ink(Ink::dim, fmt::format("exit {}: {}", report_.exit_code, harmless(one_line(report_.exit_reason)))));
  }

  [[nodiscard]] std::string findings_line(const Summary& summary) const {
    std::string text;
    std::size_t all = 0;
    for (int i = 3; i >= 0; --i) {
      const auto count = summary.failed.at(static_cast<std::size_t>(i));
      all += count;
      if (count == 0) continue;
      const auto severity = static_cast<Severity>(i);
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, ink(ink_of(severity), name_of(severity)));
    }
    const auto rules = counted(report_.rules.size(), "rule", "rules");
    if (all == 0) return fmt::format("findings: {} ({})", ink(Ink::green, "none"), rules);
    return fmt::format("findings: {} ({}; {} passed, {} did not apply)", text, rules, summary.pass, summary.not_applicable);
  }

  void write_set_aside(const Summary& summary) {
    std::string text;
    const auto add = [&](std::size_t count, std::string_view words) {
      if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words);
    };
    add(summary.suppressed, "suppressed");
    add(summary.in_baseline, "in the baseline");
    add(summary.not_changed, "outside the change");
    if (!text.empty()) line(fmt::format("not counted: {}", text));
    if (!report_.compared_with.empty()) line(fmt::format("compared with {}", harmless(one_line(report_.compared_with))));
  }

  void write_gone() {
    for (std::size_t i = 0; i < report_.gone.size() && i < most_gone; ++i) {
      const auto& one = report_.gone[i];
      line(fmt::format("{} {} {} {}", ink(Ink::green, "fixed:"), harmless(one.file), one.rule, harmless(one_line(one.resource))));
    }
    if (report_.gone.size() > most_gone) {
      line(fmt::format("fixed: {} more; --format json names them all", report_.gone.size() - most_gone));
    }
  }

  void write_unknown(const Summary& summary) {
    if (summary.unknown == 0) return;
    line(fmt::format("{} can not be told{}:", counted(summary.unknown, "answer", "answers"),
                     report_.show_unknown ? "" : " (--show-unknown lists them)"));
    std::size_t rest = summary.unknown;
    for (std::size_t i = 0; i < summary.unknown_reasons.size() && i < most_reasons; ++i) {
      const auto& [reason, count] = summary.unknown_reasons[i];
      line(fmt::format("{:>6}  {}", count, harmless(shorten(one_line(reason), width - 8))));
      rest -= std::min(rest, count);
    }
    if (summary.unknown_reasons.size() > most_reasons && rest > 0) line(fmt::format("{:>6}  for other reasons", rest));
  }

  [[nodiscard]] static std::string files_line(const Summary& summary) {
    auto text = fmt::format("files: {} analysed, {} partly, {} not", summary.analysed, summary.partly, summary.not_analysed);
    if (summary.skipped > 0) text += fmt::format(", {} skipped", summary.skipped);
    return text;
  }

  const Report& report_;
  Excerpts excerpts_;
  Colour colour_;
  bool quiet_;
  std::string out_;
};

}  // namespace

std::string report_text(const Report& report, Colour colour, bool quiet) { return Writer(report, colour, quiet).write(); }

}  // namespace pillarlint
