// What the server tells an editor, made of notices: diagnostics, hover, definitions, code actions.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "lsp/json.h"
#include "lsp/notice.h"

namespace pillarlint::lsp {

/// What the editor can do, as it said when it started the server.
struct Editor {
  Units units = Units::utf16;
  bool markdown = false;
  bool related = false;          // shows related places of diagnostics
  bool code_actions = false;     // understands code actions, not only commands
  bool versioned_edits = false;  // takes edits for a version of a document
  bool watches_files = false;    // on request
  bool has_settings = false;     // gives its settings on request
};

/// How the editor names a file, and which version of it is open.
struct Named {
  std::string uri;
  std::optional<std::int64_t> version;  // none: it is not open
};
using Naming = std::function<Named(const std::string& path)>;

/// At most so many diagnostics of one file.
inline constexpr std::size_t most_diagnostics = 1000;

[[nodiscard]] Json diagnostics_json(const std::vector<const Notice*>& notices, const Editor& editor,
                                    const Naming& naming);

using RuleTexts = std::function<std::optional<RuleText>(std::string_view id)>;
/// Null: there is nothing to say.
[[nodiscard]] Json hover_json(const std::vector<const Notice*>& notices, Place place, const Editor& editor,
                              const RuleTexts& rules);
/// The rule alone.
[[nodiscard]] Json rule_hover_json(const RuleText& rule, const Editor& editor);
/// Where the value of a finding comes from, else the place it hangs together with; null: none.
[[nodiscard]] Json definition_json(const std::vector<const Notice*>& notices, Place place, const Naming& naming);
/// `text`: of the document.
[[nodiscard]] Json actions_json(const std::vector<const Notice*>& notices, Range range, std::string_view text,
                                const Editor& editor, const Naming& naming, const RuleTexts& rules);

}  // namespace pillarlint::lsp
