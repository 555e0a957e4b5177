#include "lsp/answers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lsp/ignore_comment.h"

namespace pillarlint::lsp {
namespace {

constexpr int tag_unnecessary = 1;  // DiagnosticTag of the protocol

Json diagnostic_json(const Mark& mark, const Editor& editor, const Naming& naming) {
  Json out{{"range", json_of(mark.range)},
           {"severity", static_cast<int>(mark.level)},
           {"code", mark.code},
           {"source", "pillarlint"},
           {"message", mark.message}};
  if (!mark.href.empty()) out["codeDescription"] = {{"href", mark.href}};
  if (mark.unnecessary) out["tags"] = {tag_unnecessary};
  if (!editor.related || mark.related.empty()) return out;
  auto& related = out["relatedInformation"] = Json::array();
  for (const auto& target : mark.related) {
    related.push_back({{"location", {{"uri", naming(target.path).uri}, {"range", json_of(target.range)}}}, {"message", target.text}});
  }
  return out;
}

// ── hover ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string headline(const RuleReport& rule) {
  auto out = fmt::format("**{}**\n\n`{}` · {} · {}", in_markdown(rule.title), rule.id, name_of(rule.severity), rule.pillar);
  for (const auto& item : rule.checklist) out += " · " + item;
  return out;
}

std::string rule_markdown(const RuleText& text) {
  const auto& rule = text.rule;
  std::string out;
  const auto paragraph = [&](std::string_view heading, std::string_view words) {
    if (!words.empty()) out += fmt::format("\n\n**{}** {}", heading, in_markdown(words));
  };
  paragraph("Why", rule.why);
  paragraph("Do this", rule.fix);
  if (!rule.decides.empty()) out += fmt::format("\n\n**How it decides**\n\n{}", trim(rule.decides));
  if (!text.items.empty()) out += "\n\n**Checklist**\n";
  for (const auto& item : text.items) out += fmt::format("\n- {} {}", item.id, in_markdown(item.title));
  if (!rule.links.empty()) out += "\n\n**Read on**\n";
  for (const auto& link : rule.links) out += fmt::format("\n- <{}>", link);
  return out;
}

// For editors that show plain text: the marks of Markdown say nothing there.
std::string plain(std::string_view markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    if (markdown.substr(i, 2) == "**") {
      ++i;
    } else if (markdown[i] == '\\' && i + 1 < markdown.size()) {
      out += markdown[++i];
    } else if (markdown[i] != '`') {
      out += markdown[i];
    }
  }
  return out;
}

Json contents(const std::string& markdown, const Editor& editor) {
  if (editor.markdown) return {{"kind", "markdown"}, {"value", markdown}};
  return {{"kind", "plaintext"}, {"value", plain(markdown)}};
}

// ── code actions ──────────────────────────────────────────────────────────────────────────────────────────────────────

Json edit_json(const std::string& path, const std::vector<TextEdit>& edits, const Editor& editor, const Naming& naming) {
  const auto name = naming(path);
  Json list = Json::array();
  for (const auto& edit : edits) list.push_back({{"range", json_of(edit.range)}, {"newText", edit.text}});
  if (!editor.versioned_edits) return {{"changes", {{name.uri, std::move(list)}}}};
  Json document{{"uri", name.uri}, {"version", nullptr}};
  if (name.version) document["version"] = *name.version;
  return {{"documentChanges", Json::array({{{"textDocument", std::move(document)}, {"edits", std::move(list)}}})}};
}

class Actions {
 public:
  Actions(std::string_view text, const Editor& editor, const Naming& naming, const RuleTexts& rules)
      : text_(text), editor_(editor), naming_(naming), rules_(rules) {}

  void add(const Mark& mark) {
    if (mark.mend && !mark.mend->edits.empty()) {
      add(mark.mend->title, mark, edit_json(mark.mend->path, mark.mend->edits, editor_, naming_), true);
    }
    if (!mark.of_rule || !may_be_ignored(mark.code)) return;
    if (const auto comment = ignore_comment(mark.path, text_, mark.range.begin.line, mark.code, editor_.units)) {
      add(fmt::format("Ignore `{}` here and write the reason", mark.code), mark, edit_json(mark.path, {*comment}, editor_, naming_), false);
    }
  }
  [[nodiscard]] Json take() { return std::move(actions_); }

 private:
  [[nodiscard]] bool may_be_ignored(std::string_view id) const {
    const auto rule = rules_(id);
    return !rule || rule->ignorable;
  }
  void add(std::string_view title, const Mark& mark, Json edit, bool preferred) {
    actions_.push_back({{"title", title},
                        {"kind", "quickfix"},
                        {"diagnostics", Json::array({diagnostic_json(mark, editor_, naming_)})},
                        {"isPreferred", preferred},
                        {"edit", std::move(edit)}});
  }

  std::string_view text_;
  const Editor& editor_;
  const Naming& naming_;
  const RuleTexts& rules_;
  Json actions_ = Json::array();
};

}  // namespace

Json diagnostics_json(const std::vector<const Mark*>& marks, const Editor& editor, const Naming& naming) {
  Json out = Json::array();
  for (const auto* mark : marks) {
    if (out.size() == most_diagnostics) break;
    out.push_back(diagnostic_json(*mark, editor, naming));
  }
  if (marks.size() > most_diagnostics) {
    Mark rest = *marks[most_diagnostics];
    rest = {rest.path, rest.range, Level::information, "more", false, false, false, {},
            fmt::format("{} more are not shown; `pillarlint scan` lists them", marks.size() - most_diagnostics), {}, {}, {}, {}};
    out.push_back(diagnostic_json(rest, editor, naming));
  }
  return out;
}

Json hover_json(const std::vector<const Mark*>& marks, Place place, const Editor& editor, const RuleTexts& rules) {
  constexpr std::string_view line = "\n\n---\n\n";
  std::string out;
  std::optional<Range> range;
  for (const auto* mark : marks) {
    if (!mark->range.holds(place)) continue;
    if (!range) range = mark->range;
    if (!out.empty()) out += line;
    const auto rule = mark->of_rule ? rules(mark->code) : std::nullopt;
    if (rule) {
      out += fmt::format("{}\n\n{}{}", headline(rule->rule), mark->details, rule_markdown(*rule));
    } else {
      out += fmt::format("{}\n\n`{}`", in_markdown(mark->message), mark->code);
    }
  }
  if (out.empty()) return nullptr;
  return {{"contents", contents(out, editor)}, {"range", json_of(*range)}};
}

Json rule_hover_json(const RuleText& rule, const Editor& editor) {
  return {{"contents", contents(headline(rule.rule) + rule_markdown(rule), editor)}};
}

Json definition_json(const std::vector<const Mark*>& marks, Place place, const Naming& naming) {
  for (const auto* mark : marks) {
    if (!mark->range.holds(place) || mark->related.empty()) continue;
    const auto& target = mark->related.front();
    return {{"uri", naming(target.path).uri}, {"range", json_of(target.range)}};
  }
  return nullptr;
}

Json actions_json(const std::vector<const Mark*>& marks, Range range, std::string_view text, const Editor& editor,
                  const Naming& naming, const RuleTexts& rules) {
  if (!editor.code_actions) return Json::array();
  Actions actions(text, editor, naming, rules);
  for (const auto* mark : marks) {
    if (mark->range.meets(range)) actions.add(*mark);
  }
  return actions.take();
}

}  // namespace pillarlint::lsp
