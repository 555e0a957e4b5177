// The Markdown report: its parts, its length, and that nothing in it is obeyed.
#include <regex>
#include <sstream>

#include <catch2/catch.hpp>

#include "report/formats.h"
#include "report/hostile.h"
#include "report/markdown_text.h"

using namespace pillarlint;
using pillarlint::testing::HostileSample;
using pillarlint::testing::Sample;

namespace {

std::string markdown(const Report& report, std::string_view elsewhere = "") {
  return report_markdown(report, elsewhere);
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out.push_back(line);
  return out;
}

// The number of cells of a row of a table: bars that no backslash stands before.
std::size_t cells(const std::string& row) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] == '\\') {
      ++i;
    } else if (row[i] == '|') {
      ++bars;
    }
  }
  return bars - 1;
}

std::string replaced(const std::string& text, const char* what, const char* by) {
  return std::regex_replace(text, std::regex(what), by);
}

void find_all(const std::string& text, const char* what, std::vector<std::string>& out) {
  const std::regex active(what);
  for (auto found = std::sregex_iterator(text.begin(), text.end(), active); found != std::sregex_iterator(); ++found) {
    out.push_back(text.substr(static_cast<std::size_t>(found->position()), 20));
  }
}

// What a service would make more of than text, our own links and tags left out: first what Markdown itself reads, then
// names, numbers and addresses in the text that is shown.
std::vector<std::string> active_parts(const std::string& whole) {
  const auto text = replaced(
      whole,
      R"(<!-- pillarlint -->|</?code>|</?sub>|<br>|\]\([A-Za-z0-9%._~-][A-Za-z0-9%._~/-]*(#L\d+)?\)|\]\(https://learn\.microsoft\.com/[a-z/-]+\))",
      " ");
  std::vector<std::string> out;
  find_all(replaced(text, R"(\\[^A-Za-z0-9 ])", ""), R"(<[A-Za-z/!]|\]\(|`|\]\[|\]:)", out);
  const auto shown = replaced(
      replaced(replaced(replaced(text, R"(\\([^A-Za-z0-9 ]))", "$1"), "&lt;", "<"), "&gt;", ">"), "&amp;", "&");
  find_all(shown, R"([@#!~%$&][A-Za-z0-9"\[]|[Gg][Hh]-\d|://|www\.)", out);
  return out;
}

}  // namespace

TEST_CASE("the marker comes first, then the figures, then findings by pillar") {
  Sample sample;
  sample.fail();
  sample.fail(1);
  sample.report.inputs = {{sample.file, "infra/main.json", "ARM", InputReport::State::analysed, ""}};
  const auto lines = lines_of(markdown(sample.report));
  REQUIRE(lines.size() > 12);
  CHECK(lines[0] == "<!-- pillarlint -->");
  CHECK(lines[1] == "## pillarlint: 2 findings");
  CHECK(lines[3] == "**1 high, 1 medium** · files: 1 analysed, 0 partly, 0 not");
  CHECK(lines[5] == "### Reliability (1)");
  CHECK(lines[9] ==
        "| medium | [infra/main.json:5](infra/main.json#L5) | **AI account accepts access keys**<br>contoso-ai: "
        "<code>properties.disableLocalAuth</code> is <code>false</code>, expected <code>true</code><br>To mend it: Set "
        "<code>disableLocalAuth</code> to <code>true</code>. | "
        "[search-replicas](https://learn.microsoft.com/azure/ai-services/disable-local-auth) |");
  CHECK(lines[11] == "### Security (1)");
}

TEST_CASE("no findings are good news in one line") {
  Sample sample;
  CHECK(has(markdown(sample.report), "## pillarlint: no findings\n"));
  sample.report.compared_with = "baseline `b.json`";
  CHECK(has(markdown(sample.report), "## pillarlint: no new findings\n"));
  CHECK(has(markdown(sample.report), "Compared with baseline <code>b.json</code>.\n"));
}

TEST_CASE("a change: what it touches, what it causes elsewhere, what is gone, what is set aside") {
  Sample sample;
  sample.fail().change = Change::touched;
  sample.fail(1).change = Change::caused;
  sample.fail().standing = Standing::in_baseline;
  sample.fail().standing = Standing::not_changed;
  sample.fail().suppression = Suppression{};
  sample.report.compared_with = "`main` (merge base 1a2b3c4d)";
  sample.report.gone = {
      {"search-replicas", "One replica only", "reliability", Severity::low, "infra/old file.json", "search"},
      {"no-such-rule", "", "", Severity::medium, "infra/main.json", "x"}};
  const auto text = markdown(sample.report);
  CHECK(has(text, "## pillarlint: 2 new findings\n"));
  CHECK(has(text,
            "**1 high, 1 medium** · 2 no longer found · 1 suppressed · 1 in the baseline · 1 outside the change · "));
  const auto touched = text.find("### In the changed lines\n\n#### Security (1)");
  const auto caused = text.find("### Elsewhere, caused by the change\n\n#### Reliability (1)");
  const auto gone = text.find("### No longer found (2)");
  CHECK(touched < caused);
  CHECK(caused < gone);
  CHECK(gone != std::string::npos);
  CHECK(
      has(text, "| low | [infra/old file.json](infra/old%20file.json) | One replica only: search | search-replicas |"));
  CHECK(has(text, "| no-such-rule: x | no-such-rule |"));
  CHECK_FALSE(has(text, "### Not counted"));
  sample.report.show_suppressed = true;
  CHECK(has(markdown(sample.report), "### Not counted (2)"));
  CHECK(has(markdown(sample.report), "| suppressed: no reason is given |"));
}

TEST_CASE("what cannot be told is counted by pillar with the main reasons") {
  Sample sample;
  sample.report.counts["ai-account-local-auth"] = {
      0, 0, 9, 0, {{"parameter `a` has no value", 5}, {"b", 2}, {"c", 1}, {"d", 1}}};
  const auto text = markdown(sample.report);
  CHECK(has(text, "9 answers cannot be told"));
  CHECK(has(text,
            "| Security | 9 | parameter <code>a</code> has no value (5)<br>b (2)<br>c (1)<br>and 1 other reason |"));
}

TEST_CASE("input that was not read is named") {
  Sample sample;
  sample.report.diagnostics = {{Code::json_unclosed, sample.place("\"resources\""), {"the object"}}};
  sample.report.inputs = {
      {FileId::none, "infra/broken.bicep", "Bicep", InputReport::State::not_analysed, "no Bicep at all"}};
  const auto text = markdown(sample.report);
  CHECK(has(text, "## pillarlint: no findings, 1 file not analysed\n"));
  CHECK(has(text, "| error | [infra/main.json:2](infra/main.json#L2) | "));
  CHECK(has(text, "| error | [infra/broken.bicep](infra/broken.bicep) | no Bicep at all |"));
}

TEST_CASE("links lead to the files of the commit where the service says which") {
  Sample sample;
  sample.fail();
  sample.report.link_base = "https://github.com/contoso/chat/blob/1a2b/";
  CHECK(has(markdown(sample.report),
            "[infra/main.json:5](https://github.com/contoso/chat/blob/1a2b/infra/main.json#L5)"));
}

TEST_CASE("at most sixty thousand characters, cut at whole entries, the worst kept") {
  Sample sample;
  sample.report.rules[0].severity = Severity::low;
  sample.fail(0);
  while (sample.report.findings.size() < 29'000) sample.report.findings.push_back(sample.report.findings[0]);
  for (int i = 0; i < 1'000; ++i) sample.fail(1);
  for (int i = 0; i < 30'000; ++i)
    sample.report.gone.push_back({"search-replicas", "One replica", "reliability", Severity::low, "a.json", "x"});
  for (int i = 0; i < 5'000; ++i)
    sample.report.diagnostics.push_back({Code::json_unclosed, sample.place("\"resources\""), {"the object"}});
  const auto text = markdown(sample.report, "findings.sarif");
  CHECK(utf16_units(text) <= most_markdown);
  CHECK(utf16_units(text) > most_markdown - 3'000);         // the room is used
  CHECK_FALSE(has(text, "\n| low | [infra/main.json:5]"));  // a thousand worse ones come first
  std::size_t listed = 0;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("| medium | [infra/main.json:5]")) ++listed;
    if (line.starts_with("|")) CHECK(line.ends_with("|"));
  }
  CHECK(has(text, "### Reliability (" + std::to_string(listed) + ")"));
  CHECK(has(text, "_" + std::to_string(30'000 - listed) + " more findings not listed (" +
                      std::to_string(1'000 - listed) +
                      " medium, 29000 low): this report holds 60000 characters. All are in findings.sarif._"));
  CHECK(has(text, " more entries not listed: "));
}

TEST_CASE("long texts of files are cut, and a report of them stays within its length") {
  Sample sample;
  const std::string faces = [] {
    std::string out;
    for (int i = 0; i < 2'000; ++i) out += "\xF0\x9F\x98\x80@|<";
    return out;
  }();
  for (int i = 0; i < 300; ++i) {
    auto& finding = sample.fail();
    finding.resource_name = finding.condition = finding.message = faces;
    sample.report.gone.push_back({faces, faces, faces, Severity::low, faces, faces});
    sample.report.notes.push_back(faces);
    sample.report.counts["ai-account-local-auth"].unknown_reasons[faces + std::to_string(i)] = 1;
    ++sample.report.counts["ai-account-local-auth"].unknown;
  }
  sample.report.compared_with = sample.report.exit_reason = faces;
  const auto text = markdown(sample.report, faces);
  CHECK(utf16_units(text) <= most_markdown);
  CHECK(active_parts(text) == std::vector<std::string>{});
}

TEST_CASE("texts of files are shown, never obeyed") {
  HostileSample sample;
  const auto text = markdown(sample.report, testing::hostile_text);
  CHECK(active_parts(text) == std::vector<std::string>{});
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("|")) CHECK((cells(line) == 4 || cells(line) == 3));
  }
  CHECK(has(text, "&lt;script&gt;alert(1)&lt;/script&gt;"));
  CHECK(has(text, "@\xE2\x80\x8Boctocat"));
  // The check sees what it is to see.
  CHECK(active_parts("fixes #12, \\\\@a, GH-1, www.x, &amp;5, `c`").size() == 7);
  CHECK(active_parts("@octocat <b> ![x](//evil)").size() == 4);
}

TEST_CASE("code stands between tags, whatever it holds") {
  CHECK(markdown_text("`a|b` is *c*", 100) == "<code>a\\|b</code> is \\*c\\*");
  CHECK(markdown_text("`open", 100) == "<code>open</code>");
  CHECK(markdown_text("a\r\n\nb", 100) == "a b");
  CHECK(markdown_text("", 100).empty());
  CHECK(markdown_plain("`</code>`", 100) == "\\`&lt;/code&gt;\\`");
  CHECK(markdown_target("https://learn.microsoft.com/a_b?c=1#d") == "https://learn.microsoft.com/a_b?c=1#d");
  CHECK(markdown_target("https://evil.example/) [x](").empty());
  CHECK(markdown_target("javascript:alert(1)").empty());
  CHECK(utf16_units("a\xC3\xA9\xF0\x9F\x98\x80") == 4);
}
