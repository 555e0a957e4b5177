#include "lsp/answers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "lsp/ignore_comment.h"

namespace pillarlint::lsp {
namespace {

constexpr int tag_unnecessary = 1;  // DiagnosticTag of the protocol

Json diagnostic_json(const Notice& notice, const Editor& editor, const Naming& naming) {
  Json out{{"range", json_of(notice.range)},
           {"severity", static_cast<int>(notice.level)},
           {"code", notice.code},
           {"source", "pillarlint"},
           {"message", notice.message}};
  if (!notice.href.empty()) out["codeDescription"] = {{"href", notice.href}};
  if (notice.unnecessary) out["tags"] = {tag_unnecessary};
  if (!editor.related || notice.related.empty()) return out;
  auto& related = out["relatedInformation"] = Json::array();
  for (const auto& target : notice.related) {
    related.push_back(
        {{"location", {{"uri", naming(target.path).uri}, {"range", json_of(target.range)}}}, {"message", target.text}});
  }
  return out;
}

// ── hover
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::string headline(const RuleReport& rule) {
  auto out =
      fmt::format("**{}**\n\n`{}` · {} · {}", in_markdown(rule.title), rule.id, name_of(rule.severity), rule.pillar);
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

// ── code actions
// ──────────────────────────────────────────────────────────────────────────────────────────────────────

Json edit_json(const std::string& path, const std::vector<TextEdit>& edits, const Editor& editor,
               const Naming& naming) {
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

  void add(const Notice& notice) {
    if (notice.mend && !notice.mend->edits.empty()) {
      add(notice.mend->title, notice, edit_json(notice.mend->path, notice.mend->edits, editor_, naming_), true);
    }
    if (!notice.of_rule || !may_be_ignored(notice.code)) return;
    if (const auto comment = ignore_comment(notice.path, text_, notice.range.begin.line, notice.code, editor_.units)) {
      add(fmt::format("Ignore `{}` here and write the reason", notice.code), notice,
          edit_json(notice.path, {*comment}, editor_, naming_), false);
    }
  }
  [[nodiscard]] Json take() { return std::move(actions_); }

 private:
  [[nodiscard]] bool may_be_ignored(std::string_view id) const {
    const auto rule = rules_(id);
    return !rule || rule->ignorable;
  }
  void add(std::string_view title, const Notice& notice, Json edit, bool preferred) {
    actions_.push_back({{"title", title},
                        {"kind", "quickfix"},
                        {"diagnostics", Json::array({diagnostic_json(notice, editor_, naming_)})},
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

Json diagnostics_json(const std::vector<const Notice*>& notices, const Editor& editor, const Naming& naming) {
  Json out = Json::array();
  for (const auto* notice : notices) {
    if (out.size() == most_diagnostics) break;
    out.push_back(diagnostic_json(*notice, editor, naming));
  }
  if (notices.size() > most_diagnostics) {
    Notice rest = *notices[most_diagnostics];
    rest = {rest.path,
            rest.range,
            Level::information,
            "more",
            false,
            false,
            false,
            {},
            fmt::format("{} more are not shown; `pillarlint scan` lists them", notices.size() - most_diagnostics),
            {},
            {},
            {},
            {}};
    out.push_back(diagnostic_json(rest, editor, naming));
  }
  return out;
}

Json hover_json(const std::vector<const Notice*>& notices, Place place, const Editor& editor, const RuleTexts& rules) {
  constexpr std::string_view line = "\n\n---\n\n";
  std::string out;
  std::optional<Range> range;
  for (const auto* notice : notices) {
    if (!notice->range.holds(place)) continue;
    if (!range) range = notice->range;
    if (!out.empty()) out += line;
    const auto rule = notice->of_rule ? rules(notice->code) : std::nullopt;
    if (rule) {
      out += fmt::format("{}\n\n{}{}", headline(rule->rule), notice->details, rule_markdown(*rule));
    } else {
      out += fmt::format("{}\n\n`{}`", in_markdown(notice->message), notice->code);
    }
  }
  if (out.empty()) return nullptr;
  return {{"contents", contents(out, editor)}, {"range", json_of(*range)}};
}

Json rule_hover_json(const RuleText& rule, const Editor& editor) {
  return {{"contents", contents(headline(rule.rule) + rule_markdown(rule), editor)}};
}

Json definition_json(const std::vector<const Notice*>& notices, Place place, const Naming& naming) {
  for (const auto* notice : notices) {
    if (!notice->range.holds(place) || notice->related.empty()) continue;
    const auto& target = notice->related.front();
    return {{"uri", naming(target.path).uri}, {"range", json_of(target.range)}};
  }
  return nullptr;
}

Json actions_json(const std::vector<const Notice*>& notices, Range range, std::string_view text, const Editor& editor,
                  const Naming& naming, const RuleTexts& rules) {
  if (!editor.code_actions) return Json::array();
  Actions actions(text, editor, naming, rules);
  for (const auto* notice : notices) {
    if (notice->range.meets(range)) actions.add(*notice);
  }
  return actions.take();
}

}  // namespace pillarlint::lsp
