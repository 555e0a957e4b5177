// `pillarlint baseline create | update | show`.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/compare.h"
#include "cli/output.h"
#include "report/place.h"

namespace pillarlint {
namespace {

std::string count(std::size_t n, std::string_view one, std::string_view many) { return fmt::format("{} {}", n, n == 1 ? one : many); }

class BaselineCommand {
 public:
  BaselineCommand(const Options& options, const Languages& languages) : options_(options), session_(options, languages) {}

  int run() {
    if (!session_.prepare({})) return wrong_use();
    rules_ = session_.selected();
    path_ = named_baseline(session_, options_);
    if (path_.empty()) path_ = join_path(session_.root(), baseline_file_name);
    shown_ = session_.project().shown(path_);
    if (has_usage_error(session_.diagnostics())) return wrong_use();
    switch (options_.command) {
      case Command::baseline_create: return create();
      case Command::baseline_update: return update();
      default: return show();
    }
  }

 private:
  int wrong_use() {
    write_error(diagnostics_text(session_.sources(), session_.diagnostics()));
    return exit_code::usage;
  }

  void analyse() {
    analysis_ = session_.run(rules_, false, false);
    Diagnostics said;
    for (const auto& diagnostic : analysis_.diagnostics) said.add(diagnostic);
    if (!options_.quiet) write_error(diagnostics_text(session_.sources(), said));
  }

  [[nodiscard]] PathOf path_of() {
    return [&](FileId file) { return session_.path_below_root(session_.project().path_of(file)); };
  }

  // A file that could not be read has findings that nobody knows: the baseline is not whole.
  [[nodiscard]] int code() const {
    const bool unread = std::any_of(analysis_.inputs.begin(), analysis_.inputs.end(), [](const auto& input) {
      return input.counts && input.state == InputState::State::not_analysed;
    });
    return unread ? exit_code::unread : exit_code::clean;
  }

  int write(const std::vector<BaselineEntry>& entries, const std::string& told) {
    if (const auto problem = write_file(path_, write_baseline(entries)); !problem.empty()) {
      write_error(fmt::format("{}: can not be written: {}\n", shown_, problem));
      return exit_code::usage;
    }
    if (!options_.quiet && !write_output(told)) return exit_code::usage;
    return code();
  }

  int create() {
    if (real_files({}, 0)->is_file(path_) && !options_.force) {
      session_.diagnostics().report(Code::baseline_exists, Span{}, shown_);
      return wrong_use();
    }
    analyse();
    const auto entries = baseline_of(analysis_.findings, session_.rules(), path_of());
    return write(entries, fmt::format("{}: {}\n", harmless(shown_), count(entries.size(), "finding", "findings")));
  }

  int update() {
    const auto known = load_baseline(session_, path_);
    if (has_usage_error(session_.diagnostics())) return wrong_use();
    analyse();
    const auto states = settle_baseline(session_, analysis_, rules_, known);
    std::vector<bool> gone;
    for (const auto state : states) gone.push_back(state == EntryState::gone);
    const auto updated = update_baseline(analysis_.findings, known, gone, !options_.drop_only, session_.rules(), path_of());
    return write(updated.entries, fmt::format("{}: {} kept, {} dropped, {} added\n", harmless(shown_), updated.kept, updated.dropped, updated.added));
  }

  int show() {
    const auto known = load_baseline(session_, path_);
    if (has_usage_error(session_.diagnostics())) return wrong_use();
    analyse();
    const auto states = settle_baseline(session_, analysis_, rules_, known);
    const auto all = [&](EntryState state) { return std::count(states.begin(), states.end(), state); };
    auto text = fmt::format("{}: {}, {} still found, {} gone", harmless(shown_), count(known.size(), "finding", "findings"),
                            all(EntryState::found), all(EntryState::gone));
    if (all(EntryState::not_judged) > 0) text += fmt::format(", {} not looked at by this scan", all(EntryState::not_judged));
    text += "\n" + listed(known, states);
    if (!write_output(text)) return exit_code::usage;
    return code();
  }

  [[nodiscard]] std::string listed(const std::vector<BaselineEntry>& known, const std::vector<EntryState>& states) const {
    using Key = std::tuple<std::string, std::string, std::string, std::string>;
    std::map<Key, std::vector<std::size_t>> in_order;
    for (std::size_t i = 0; i < known.size(); ++i) in_order[{known[i].file, known[i].rule, known[i].resource, known[i].element}].push_back(i);
    std::string text;
    std::string file;
    std::string rule;
    for (const auto& [key, indices] : in_order) {
      for (const auto i : indices) {
        const auto& entry = known[i];
        if (entry.file != file || text.empty()) text += fmt::format("\n{}\n", harmless(entry.file));
        if (entry.file != file || entry.rule != rule) text += rule_line(entry);
        file = entry.file;
        rule = entry.rule;
        text += entry_lines(entry, states[i]);
      }
    }
    return text;
  }

  [[nodiscard]] std::string rule_line(const BaselineEntry& entry) const {
    const auto words = gone_of(session_, entry);
    if (words.title.empty()) return fmt::format("  {} (no rule of that name any more)\n", harmless(entry.rule));
    return fmt::format("  {} {}: {}\n", name_of(words.severity), words.rule, harmless(words.title));
  }

  [[nodiscard]] static std::string entry_lines(const BaselineEntry& entry, EntryState state) {
    const auto* word = state == EntryState::found ? "" : state == EntryState::gone ? "  (gone)" : "  (not looked at)";
    auto text = fmt::format("      {}{}{}\n", harmless(entry.resource), entry.element.empty() ? "" : ", " + harmless(entry.element), word);
    if (!entry.reason.empty()) text += fmt::format("        reason: {}\n", harmless(entry.reason));
    return text;
  }

  const Options& options_;
  Session session_;
  std::vector<RuleId> rules_;
  std::string path_, shown_;
  Analysis analysis_;
};

}  // namespace

int run_baseline(const Options& options, const Languages& languages) { return BaselineCommand(options, languages).run(); }

}  // namespace pillarlint
