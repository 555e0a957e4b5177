// The report of a pull request, as one comment or the summary of a step: headline figures, what is new, what is no
// longer found, what cannot be told. The first line is a marker by which the comment is found again and replaced.
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "report/formats.h"
#include "report/markdown_text.h"
#include "report/pillars.h"
#include "report/place.h"
#include "report/problem.h"
#include "report/summary.h"

namespace pillarlint {
namespace {

// How much of the whole the lists may take that stand beside the findings, which take the rest.
constexpr std::size_t room_of_gone = 8'000;
constexpr std::size_t room_of_unknown = 6'000;
constexpr std::size_t room_of_input = 6'000;
constexpr std::size_t room_of_aside = 6'000;
constexpr std::size_t room_of_notes = 2'000;
constexpr std::size_t room_of_cut_line = 600;
constexpr std::size_t most_reasons = 3;

struct Row {
  const Finding* finding = nullptr;
  const RuleReport* rule = nullptr;
  std::string text;
};

// What a section of findings has in common: the section, and the pillar as a number by its order.
using Group = std::pair<Change, std::size_t>;

class Writer {
 public:
  Writer(const Report& report, std::string_view elsewhere)
      : report_(report), elsewhere_(elsewhere), summary_(summarize(report)) {}

  std::string write() {
    const auto head = headline();
    const auto tail = gone() + cannot_be_told() + input() + set_aside() + footer();
    return head + findings(most_markdown - utf16_units(head) - utf16_units(tail)) + tail;
  }

 private:
  // ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string link(std::string_view file, std::uint32_t line) const {
    if (file.empty()) return "";
    const auto place = line == 0 ? std::string(file) : fmt::format("{}:{}", file, line);
    return fmt::format("[{}]({}{}{})", markdown_plain(place, 160), report_.link_base, uri_of(file),
                       line == 0 ? "" : fmt::format("#L{}", line));
  }

  [[nodiscard]] std::string link(Span span) const {
    return span.known() ? link(root_path(report_, report_.sources.path(span.file)), report_.sources.line_of(span))
                        : std::string();
  }

  [[nodiscard]] static std::string rule_link(const RuleReport& rule) {
    const auto target = rule.links.empty() ? std::string() : markdown_target(rule.links.front());
    const auto name = markdown_plain(rule.id, 100);
    return target.empty() ? name : fmt::format("[{}]({})", name, target);
  }

  [[nodiscard]] std::string not_listed(std::size_t count, std::string_view one, std::string_view many,
                                       std::string_view which) const {
    return fmt::format("\n_{} more {} not listed{}: this report holds {} characters. {}_\n", count,
                       count == 1 ? one : many, which, most_markdown,
                       elsewhere_.empty() ? "`--format text=FILE` writes all to a file."
                                          : fmt::format("All are in {}.", markdown_plain(elsewhere_, 100)));
  }

  // Entries of a table until its room is used, and then how many are left out.
  [[nodiscard]] std::string table(std::string head, const std::vector<std::string>& rows, std::size_t room,
                                  std::string_view one, std::string_view many) const {
    auto used = utf16_units(head) + room_of_cut_line;
    std::size_t shown = 0;
    while (shown < rows.size() && used + utf16_units(rows[shown]) <= room) {
      used += utf16_units(rows[shown]);
      head += rows[shown++];
    }
    if (shown < rows.size()) head += not_listed(rows.size() - shown, one, many, "");
    return head + "\n";
  }

  // ── head ────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string severities(const std::array<std::size_t, 4>& counts) const {
    std::string text;
    for (std::size_t i = counts.size(); i-- > 0;) {
      if (counts.at(i) > 0)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts.at(i), name_of(static_cast<Severity>(i)));
    }
    return text;
  }

  [[nodiscard]] std::string headline() const {
    std::size_t all = 0;
    for (const auto count : summary_.failed) all += count;
    const auto* fresh = report_.compared_with.empty() ? "" : "new ";
    std::string out = "<!-- pillarlint -->\n## pillarlint: ";
    out += all == 0 ? fmt::format("no {}findings", fresh)
                    : fmt::format("{} {}{}", all, fresh, all == 1 ? "finding" : "findings");
    if (summary_.not_analysed > 0)
      out += fmt::format(", {} not analysed", counted(summary_.not_analysed, "file", "files"));
    out += "\n\n" + figures() + "\n";
    if (!report_.compared_with.empty())
      out += fmt::format("\nCompared with {}.\n", markdown_text(report_.compared_with, 200));
    return out + "\n";
  }

  [[nodiscard]] std::string figures() const {
    std::vector<std::string> parts;
    if (const auto text = severities(summary_.failed); !text.empty()) parts.push_back("**" + text + "**");
    const auto add = [&](std::size_t count, std::string_view words) {
      if (count > 0) parts.push_back(fmt::format("{} {}", count, words));
    };
    add(report_.gone.size(), "no longer found");
    add(summary_.unknown, summary_.unknown == 1 ? "answer cannot be told" : "answers cannot be told");
    add(summary_.suppressed, "suppressed");
    add(summary_.in_baseline, "in the baseline");
    add(summary_.not_changed, "outside the change");
    parts.push_back(fmt::format("files: {} analysed, {} partly, {} not", summary_.analysed, summary_.partly,
                                summary_.not_analysed));
    return join(parts, " · ");
  }

  // ── findings ────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string row_text(const Finding& finding, const RuleReport& rule) const {
    const auto failed = finding.verdict == Verdict::fail;
    auto what =
        fmt::format("**{}**<br>{}: {}", markdown_text(rule.title, 200),
                    markdown_plain(short_name(report_, finding), 160), markdown_text(detail(finding, rule), 500));
    if (!finding.condition.empty()) what += fmt::format(" (if {})", markdown_plain(finding.condition, 160));
    if (failed && !rule.fix.empty())
      what += fmt::format("<br>To mend it: {}", markdown_text(first_sentence(rule.fix), 300));
    const auto word = failed ? name_of(rule.severity) : name_of(finding.verdict);
    return fmt::format("| {} | {} | {} | {} |\n", word, link(finding.primary), what, rule_link(rule));
  }

  // An answer that cannot be told says so, and of whom, itself.
  [[nodiscard]] static std::string detail(const Finding& finding, const RuleReport& rule) {
    return finding.verdict == Verdict::unknown && !finding.reason.empty() ? "cannot be told: " + finding.reason
                                                                          : detail_of(finding, rule.title);
  }

  // Worst first: this is the order in which they get a place.
  [[nodiscard]] std::vector<Row> rows() const {
    std::vector<Row> out;
    for (const auto& finding : report_.findings) {
      const auto* rule = report_.find_rule(finding.rule);
      const bool asks = finding.verdict == Verdict::fail || finding.verdict == Verdict::unknown;
      if (rule != nullptr && asks && finding.counts() && is_shown(report_, finding))
        out.push_back({&finding, rule, {}});
    }
    const auto weight = [](const Row& row) {
      return std::tuple(row.finding->verdict == Verdict::fail, row.rule->severity,
                        row.finding->change != Change::caused);
    };
    std::stable_sort(out.begin(), out.end(), [&](const auto& a, const auto& b) { return weight(a) > weight(b); });
    return out;
  }

  [[nodiscard]] static std::string table_head(std::string_view level, const Group& group, std::size_t count) {
    return fmt::format("{} {} ({})\n\n| | Where | What | Rule |\n|---|---|---|---|\n", level,
                       pillar_title(group.second), count);
  }

  [[nodiscard]] std::string findings(std::size_t room) const {
    constexpr std::size_t room_of_head = 150;
    constexpr std::size_t room_of_section = 100;
    auto all = rows();
    std::map<Group, std::vector<std::string>> groups;
    auto used = room_of_cut_line + 3 * room_of_section;
    std::size_t shown = 0;
    for (auto& row : all) {
      const Group group{row.finding->change, pillar_order(row.rule->pillar)};
      row.text = row_text(*row.finding, *row.rule);
      const auto more = utf16_units(row.text) + (groups.contains(group) ? 0 : room_of_head);
      if (used + more > room) break;
      used += more;
      groups[group].push_back(std::move(row.text));
      ++shown;
    }
    auto out = grouped(groups);
    if (shown < all.size()) out += cut_line(all, shown);
    return out;
  }

  [[nodiscard]] static std::string grouped(const std::map<Group, std::vector<std::string>>& groups) {
    std::string out;
    auto section = Change::none;
    for (const auto& [group, rows] : groups) {
      if (group.first != section) out += section_head(group.first);
      section = group.first;
      out += table_head(section == Change::none ? "###" : "####", group, rows.size());
      for (const auto& row : rows) out += row;
      out += "\n";
    }
    return out;
  }

  [[nodiscard]] static std::string_view section_head(Change change) {
    switch (change) {
      case Change::none:
        return "";
      case Change::touched:
        return "### In the changed lines\n\n";
      case Change::caused:
        return "### Elsewhere, caused by the change\n\n";
    }
    return "";
  }

  [[nodiscard]] std::string cut_line(const std::vector<Row>& all, std::size_t shown) const {
    std::array<std::size_t, 4> left{};
    for (auto i = shown; i < all.size(); ++i) {
      if (all[i].finding->verdict == Verdict::fail) ++left.at(static_cast<std::size_t>(all[i].rule->severity));
    }
    const auto which = severities(left);
    return not_listed(all.size() - shown, "finding", "findings", which.empty() ? which : fmt::format(" ({})", which)) +
           "\n";
  }

  // ── what else there is to say ───────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] std::string gone() const {
    if (report_.gone.empty()) return {};
    std::vector<std::string> rows;
    for (const auto& one : report_.gone) {
      rows.push_back(
          fmt::format("| {} | {} | {} | {} |\n", name_of(one.severity), link(one.file, 0),
                      markdown_text(fmt::format("{}: {}", one.title.empty() ? one.rule : one.title, one.resource), 360),
                      markdown_plain(one.rule, 100)));
    }
    return table(fmt::format("### No longer found ({})\n\n| | Where | What | Rule |\n|---|---|---|---|\n", rows.size()),
                 rows, room_of_gone, "entry", "entries");
  }

  struct Untold {
    std::size_t count = 0;
    std::map<std::string, std::size_t> reasons;
  };

  [[nodiscard]] static std::string main_reasons(const Untold& untold) {
    std::vector<std::pair<std::string, std::size_t>> reasons(untold.reasons.begin(), untold.reasons.end());
    std::stable_sort(reasons.begin(), reasons.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    for (std::size_t i = 0; i < reasons.size() && i < most_reasons; ++i) {
      text += fmt::format("{}{} ({})", i == 0 ? "" : "<br>", markdown_text(reasons[i].first, 200), reasons[i].second);
    }
    if (reasons.size() > most_reasons)
      text += fmt::format("<br>and {}", counted(reasons.size() - most_reasons, "other reason", "other reasons"));
    return text;
  }

  [[nodiscard]] std::string cannot_be_told() const {
    std::map<std::size_t, Untold> pillars;
    for (const auto& rule : report_.rules) {
      const auto counts = report_.counts.find(rule.id);
      if (counts == report_.counts.end() || counts->second.unknown == 0) continue;
      auto& untold = pillars[pillar_order(rule.pillar)];
      untold.count += counts->second.unknown;
      for (const auto& [reason, count] : counts->second.unknown_reasons) untold.reasons[reason] += count;
    }
    if (pillars.empty()) return {};
    std::vector<std::string> rows;
    for (const auto& [pillar, untold] : pillars) {
      rows.push_back(fmt::format("| {} | {} | {} |\n", pillar_title(pillar), untold.count, main_reasons(untold)));
    }
    return table(fmt::format("### Cannot be told ({})\n\n| Pillar | Answers | Main reasons |\n|---|---|---|\n",
                             summary_.unknown),
                 rows, room_of_unknown, "pillar", "pillars");
  }

  [[nodiscard]] std::string input() const {
    std::vector<std::string> rows;
    for (const auto& problem : input_problems(report_)) {
      const auto where = problem.span.known() ? link(problem.span) : link(problem.file, 0);
      rows.push_back(fmt::format("| {} | {} | {} |\n", problem.word, where, markdown_text(problem.message, 300)));
    }
    if (rows.empty()) return {};
    return table(fmt::format("### Not or only partly analysed ({})\n\n| | Where | Why |\n|---|---|---|\n", rows.size()),
                 rows, room_of_input, "entry", "entries");
  }

  [[nodiscard]] std::string set_aside() const {
    std::vector<std::string> rows;
    for (const auto& finding : report_.findings) {
      if (finding.counts() || finding.verdict != Verdict::fail || !is_shown(report_, finding)) continue;
      const auto* rule = report_.find_rule(finding.rule);
      rows.push_back(fmt::format("| {} | {} | {}: {} | {} |\n", word_of(report_, finding), link(finding.primary),
                                 markdown_text(rule == nullptr ? "" : rule->title, 200),
                                 markdown_plain(short_name(report_, finding), 160),
                                 markdown_text(set_aside_text(finding), 300)));
    }
    if (rows.empty()) return {};
    return table(fmt::format("### Not counted ({})\n\n| | Where | What | Why |\n|---|---|---|---|\n", rows.size()),
                 rows, room_of_aside, "finding", "findings");
  }

  [[nodiscard]] std::string footer() const {
    std::string out;
    for (const auto& note : report_.notes) {
      const auto entry = fmt::format("- {}\n", markdown_text(note, 300));
      if (utf16_units(out) + utf16_units(entry) > room_of_notes) break;
      out += entry;
    }
    if (!out.empty()) out += "\n";
    const auto reason =
        report_.exit_reason.empty() ? std::string() : fmt::format(": {}", markdown_text(report_.exit_reason, 200));
    return out + fmt::format("<sub>pillarlint {}, exit {}{}</sub>\n", markdown_plain(report_.version, 40),
                             report_.exit_code, reason);
  }

  const Report& report_;
  std::string_view elsewhere_;
  Summary summary_;
};

}  // namespace

std::string report_markdown(const Report& report, std::string_view elsewhere) {
  return Writer(report, elsewhere).write();
}

}  // namespace pillarlint
