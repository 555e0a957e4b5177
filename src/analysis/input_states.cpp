#include "analysis/input_states.h"

#include <algorithm>

#include "analysis/parameter_files.h"

namespace pillarlint {
namespace {

using Role = FileRole::Role;

class Teller {
 public:
  Teller(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates, const std::set<std::size_t>& used_parameter_files,
         Diagnostics& diagnostics)
      : project_(project), scope_(scope), candidates_(candidates), used_parameter_files_(used_parameter_files), diagnostics_(diagnostics) {}

  InputStates run() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const auto& candidate = candidates_[i];
      if (candidate.dropped || (candidate.role.role == Role::other && !candidate.named)) continue;
      InputState input;
      input.path = project_.shown(candidate.path);
      input.language = candidate.language == nullptr ? "" : std::string(candidate.language->name());
      if (candidate.role.role == Role::broken || candidate.role.role == Role::other) {
        input.file = report_unread(candidate);
        input.state = InputState::State::not_analysed;
        input.reason = candidate.role.reason;
      } else {
        input.file = file_of(project_, candidate.path);
        if (candidate.role.role == Role::parameter_file) settle_parameter_file(i, input);
        if (candidate.role.role == Role::generated) settle_skipped(candidate, input);
      }
      out_.states.push_back(std::move(input));
      out_.paths.push_back(candidate.path);
    }
    return std::move(out_);
  }

 private:

  void settle_skipped(const Candidate& candidate, InputState& input) {
    const auto& source = candidate.role.reason;
    input.state = InputState::State::skipped;
    input.counts = false;
    input.reason = "compiled from " + source;
    diagnostics_.report(Code::generated_skipped, Span{input.file, 0, 0}, source);
  }

  void settle_parameter_file(std::size_t i, InputState& input) {
    if (used_parameter_files_.contains(i)) return;
    const auto& candidate = candidates_[i];
    input.counts = candidate.given;
    if (candidate.belongs_to != none) {
      input.state = InputState::State::skipped;
      input.reason = scope_.parameters_unknown ? "parameters are taken as unknown" : "other parameter files are used";
      return;
    }
    if (belongs_to_skipped(candidate)) {
      input.state = InputState::State::skipped;
      input.reason = "its template is skipped";
      return;
    }
    input.state = InputState::State::not_analysed;
    const auto& wanted = candidate.role.wanted_template;
    if (!wanted.empty() && !project_.files().inside_roots(wanted)) {
      input.reason = "its template lies outside of the root";
      diagnostics_.report(Code::path_outside_root, Span{input.file, 0, 0}, project_.shown(wanted), "the scan root");
      return;
    }
    input.reason = "no template belongs to it";
    diagnostics_.report(Code::parameter_file_not_matched, Span{input.file, 0, 0});
  }

  [[nodiscard]] bool belongs_to_skipped(const Candidate& parameter_file) const {
    return std::any_of(candidates_.begin(), candidates_.end(), [&](const auto& other) {
      return other.role.role == Role::generated && folder_of(other.path) == folder_of(parameter_file.path) &&
             stem_fit(file_name(parameter_file.path), file_name(other.path)) > 0;
    });
  }

  // A file that can not be read, that its language can not make sense of, or that the user named and no language reads.
  FileId report_unread(const Candidate& candidate) {
    auto document = project_.json(candidate.path);
    if (!document) {
      const auto file = project_.sources().add_name(project_.shown(candidate.path));
      auto diagnostic = document.error();
      diagnostic.span = {file, 0, 0};
      diagnostics_.add(std::move(diagnostic));
      return file;
    }
    const auto file = (*document)->file;
    for (const auto& diagnostic : (*document)->diagnostics.list()) diagnostics_.add(diagnostic);
    if (candidate.language == nullptr) diagnostics_.report(Code::named_file_not_a_template, Span{file, 0, 0});
    project_.release(candidate.path);
    return file;
  }

  Project& project_;
  const ScanScope& scope_;
  const std::vector<Candidate>& candidates_;
  const std::set<std::size_t>& used_parameter_files_;
  Diagnostics& diagnostics_;
  InputStates out_;
};

}  // namespace

InputStates input_states(Project& project, const ScanScope& scope, const std::vector<Candidate>& candidates,
                         const std::set<std::size_t>& used_parameter_files, Diagnostics& diagnostics) {
  return Teller(project, scope, candidates, used_parameter_files, diagnostics).run();
}

}  // namespace pillarlint
