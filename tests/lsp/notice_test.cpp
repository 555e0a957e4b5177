// From a report to what an editor is told.
#include "lsp/notice.h"

#include <string>

#include <catch2/catch.hpp>

#include "lsp/answers.h"

using namespace pillarlint;
using namespace pillarlint::lsp;

namespace {

// A report of one finding on the word `bad`, whose value comes from `origin` in another file.
struct Sample {
  SourceManager sources;
  Report report{sources};
  FileId file{};
  FileId other{};

  explicit Sample(const std::string& text) {
    file = sources.add("a/main.bicep", text);
    other = sources.add("a/given.bicepparam", "using 'main.bicep'\nparam origin = 1\n");
    report.base = "/root";
    RuleReport rule;
    rule.id = "some-rule";
    rule.title = "Something is bad";
    rule.severity = Severity::high;
    rule.links = {"https://example.org/rule"};
    report.rules.push_back(rule);
    Finding finding;
    finding.primary = span_of(file, "bad");
    finding.resource_name = "name";
    finding.resource_type = "Microsoft.X/y";
    finding.message = "it is `bad`";
    finding.deployments = {"main"};
    Evidence evidence;
    evidence.path = "properties.p";
    evidence.found = "`bad`";
    evidence.wanted = "`good`";
    evidence.trail.push_back(
        {Origin::Step::parameter, true, "given in the parameter file", span_of(other, "origin = 1")});
    finding.evidence.push_back(evidence);
    report.findings.push_back(finding);
  }

  [[nodiscard]] Span span_of(FileId id, std::string_view part) const {
    const auto at = static_cast<std::uint32_t>(sources.text(id).find(part));
    return {id, at, at + static_cast<std::uint32_t>(part.size())};
  }

  [[nodiscard]] std::vector<Notice> notices(Units units = Units::utf16, bool has_bom = false) const {
    const ScanAnswer answer{report, {{"main", {"/root/a/main.bicep"}}}, {}, false, false};
    return notices_of(answer, {units, [&](const std::string&) { return has_bom; }});
  }
};

const Naming naming = [](const std::string& path) { return Named{"file://" + path, std::nullopt}; };

}  // namespace

TEST_CASE("places of notices are in the editor's units") {
  Sample sample("\n😀é bad\n");
  CHECK(sample.notices()[0].range == Range{{1, 4}, {1, 7}});
  CHECK(sample.notices(Units::utf8)[0].range == Range{{1, 7}, {1, 10}});
}

TEST_CASE("a byte order mark counts in the first line of an open document, and only there") {
  Sample first("bad");
  CHECK(first.notices(Units::utf16, true)[0].range == Range{{0, 1}, {0, 4}});
  CHECK(first.notices(Units::utf8, true)[0].range == Range{{0, 3}, {0, 6}});
  Sample second("\nbad");
  CHECK(second.notices(Units::utf16, true)[0].range == Range{{1, 0}, {1, 3}});
}

TEST_CASE("lines are counted as the protocol does") {
  Sample sample("a\rb\r\nbad");
  CHECK(sample.notices()[0].range == Range{{2, 0}, {2, 3}});
}

TEST_CASE("a finding becomes a diagnostic") {
  Sample sample("bad");
  const auto notices = sample.notices();
  REQUIRE(notices.size() == 1);
  const auto& notice = notices[0];
  CHECK(notice.path == "/root/a/main.bicep");
  CHECK(notice.level == Level::error);
  CHECK(notice.message == "Something is bad: it is `bad`");
  CHECK(notice.units == std::set<std::string>{"main"});
  Editor editor;
  editor.related = true;
  const auto json = diagnostics_json({&notice}, editor, naming)[0];
  CHECK(json["code"] == "some-rule");
  CHECK(json["codeDescription"]["href"] == "https://example.org/rule");
  CHECK(json["severity"] == 1);
  CHECK(json["source"] == "pillarlint");
  const auto& related = json["relatedInformation"][0];
  CHECK(related["location"]["uri"] == "file:///root/a/given.bicepparam");
  CHECK(related["location"]["range"]["start"]["line"] == 1);
  CHECK(related["message"] == "given in the parameter file");
  editor.related = false;
  CHECK_FALSE(diagnostics_json({&notice}, editor, naming)[0].contains("relatedInformation"));
  CHECK(definition_json({&notice}, {0, 1}, naming)["uri"] == "file:///root/a/given.bicepparam");
  CHECK(definition_json({&notice}, {3, 0}, naming).is_null());
}

TEST_CASE("what can not be told is a hint, and only if asked for") {
  Sample sample("bad");
  sample.report.findings[0].verdict = Verdict::unknown;
  sample.report.findings[0].reason = "parameter `x` is not given";
  CHECK(sample.notices().empty());
  sample.report.show_unknown = true;
  REQUIRE(sample.notices().size() == 1);
  CHECK(sample.notices()[0].level == Level::hint);
  CHECK(sample.notices()[0].message == "It can not be told: Something is bad: it is `bad`; parameter `x` is not given");
}

TEST_CASE("suppressed findings and those set aside are not shown") {
  Sample sample("bad");
  sample.report.findings[0].suppression = Suppression{};
  CHECK(sample.notices().empty());
  sample.report.findings[0].suppression.reset();
  sample.report.findings[0].standing = Standing::in_baseline;
  CHECK(sample.notices().empty());
}

TEST_CASE("a diagnostic of the reader belongs to the deployments that read its file") {
  Sample sample("bad");
  sample.report.findings.clear();
  sample.report.diagnostics.push_back(
      {Code::bicep_syntax, sample.span_of(sample.file, "bad"), {"`bad`", "a declaration"}});
  sample.report.diagnostics.push_back({Code::bicep_syntax, sample.span_of(sample.other, "using"), {"x", "y"}});
  sample.report.diagnostics.push_back({Code::path_not_found, {}, {"x"}});
  const auto notices = sample.notices();
  REQUIRE(notices.size() == 2);
  CHECK(notices[0].units == std::set<std::string>{""});
  CHECK(notices[1].units == std::set<std::string>{"main"});
  CHECK(notices[1].code == "bicep-syntax");
  CHECK(notices[1].message == "found `bad`, expected a declaration");
}

TEST_CASE("repairs become edits of all their text") {
  Sample sample("\nbad {\n}\n");
  sample.report.findings[0].repair = Repair{"Set `p`", {{sample.span_of(sample.file, "bad {\n}"), "good"}}};
  const auto notices = sample.notices();
  REQUIRE(notices[0].mend);
  CHECK(notices[0].mend->edits[0].range == Range{{1, 0}, {2, 1}});
  Editor editor;
  editor.code_actions = true;
  const RuleTexts rules = [](std::string_view) { return std::optional<RuleText>(); };
  const auto actions = actions_json({&notices[0]}, {{1, 0}, {1, 0}}, "\nbad {\n}\n", editor, naming, rules);
  REQUIRE(actions.size() == 2);
  CHECK(actions[0]["title"] == "Set `p`");
  CHECK(actions[0]["isPreferred"] == true);
  CHECK(actions[0]["edit"]["changes"]["file:///root/a/main.bicep"][0]["newText"] == "good");
  CHECK(actions[1]["edit"]["changes"]["file:///root/a/main.bicep"][0]["newText"] ==
        "// pillarlint:ignore some-rule -- TODO: reason\n");
  CHECK(actions_json({&notices[0]}, {{5, 0}, {5, 0}}, "", editor, naming, rules).empty());
  editor.versioned_edits = true;
  const Naming open = [](const std::string& path) { return Named{"file://" + path, 7}; };
  CHECK(actions_json({&notices[0]}, {{1, 0}, {1, 0}}, "", editor, open,
                     rules)[0]["edit"]["documentChanges"][0]["textDocument"]["version"] == 7);
  editor.code_actions = false;
  CHECK(actions_json({&notices[0]}, {{1, 0}, {1, 0}}, "", editor, open, rules).empty());
}

TEST_CASE("a repair that would show a secret is not offered") {
  Sample sample("bad 'hidden-value'");
  sample.report.secrets.push_back(sample.span_of(sample.file, "'hidden-value'"));
  sample.report.findings[0].repair = Repair{"Set `p`", {{sample.span_of(sample.file, "bad"), "'hidden-value'"}}};
  CHECK_FALSE(sample.notices()[0].mend);
}

TEST_CASE("a rule that may not be ignored offers no comment") {
  Sample sample("bad");
  const auto notices = sample.notices();
  Editor editor;
  editor.code_actions = true;
  const RuleTexts rules = [&](std::string_view) {
    return std::optional<RuleText>(RuleText{sample.report.rules[0], {}, false});
  };
  CHECK(actions_json({&notices[0]}, {{0, 0}, {0, 0}}, "bad", editor, naming, rules).empty());
}

TEST_CASE("hover names the rule, what was found, and why") {
  Sample sample("bad");
  auto& rule = sample.report.rules[0];
  rule.why = "Because.";
  rule.fix = "Set it.";
  rule.decides = "- `p` is `good`";
  const auto notices = sample.notices();
  const RuleTexts rules = [&](std::string_view) {
    return std::optional<RuleText>(RuleText{rule, {{"SE-1", "Title", "", "", ""}}, true});
  };
  Editor editor;
  editor.markdown = true;
  const auto text = hover_json({&notices[0]}, {0, 1}, editor, rules)["contents"]["value"].get<std::string>();
  for (const auto* part :
       {"**Something is bad**", "`some-rule` · high", "**Found** `properties.p` is `bad`; **expected** `good`",
        "given in the parameter file", "**Why** Because.", "**Do this** Set it.", "- `p` is `good`", "- SE-1 Title",
        "<https://example.org/rule>"}) {
    CAPTURE(text, part);
    CHECK(text.find(part) != std::string::npos);
  }
  editor.markdown = false;
  const auto plain = hover_json({&notices[0]}, {0, 1}, editor, rules);
  CHECK(plain["contents"]["kind"] == "plaintext");
  CHECK(plain["contents"]["value"].get<std::string>().find('*') == std::string::npos);
  CHECK(hover_json({&notices[0]}, {0, 9}, editor, rules).is_null());
}

TEST_CASE("text of scanned files makes no Markdown of its own") {
  CHECK(in_markdown("![x](http://e/p.png)") == "!\\[x\\](http://e/p.png)");
  CHECK(in_markdown("<img src=x>") == "\\<img src=x\\>");
  CHECK(in_markdown("`a*b` is *c* of d_e") == "`a*b` is \\*c\\* of d_e");
  CHECK(in_markdown("`` ` ![x](u) `") == "\\`\\` \\` !\\[x\\](u) \\`");
  CHECK(in_markdown("a`![x](u)") == "a\\`!\\[x\\](u)");
  CHECK(in_markdown("# a\n# b\x01") == "\\# a # b\\\\x01");
}

TEST_CASE("a file with very many findings ends with a line that says so") {
  Sample sample("bad");
  const auto notices = sample.notices();
  const std::vector<const Notice*> many(most_diagnostics + 5, &notices[0]);
  const auto json = diagnostics_json(many, Editor(), naming);
  REQUIRE(json.size() == most_diagnostics + 1);
  CHECK(json.back()["message"] == "5 more are not shown; `pillarlint scan` lists them");
  CHECK(json.back()["severity"] == 3);
}
