#include "analysis/analyze.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>
#include <set>

#include <fmt/format.h>

#include "analysis/group.h"
#include "analysis/literal_uses.h"
#include "analysis/other_entries.h"
#include "analysis/repairs.h"
#include "analysis/secrets.h"
#include "analysis/suppress.h"
#include "analysis/workers.h"
#include "base/text.h"

namespace pillarlint {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

// `Sweden Central` as resources are compared: `swedencentral`.
std::string region_name(std::string_view text) {
  auto out = lower(text);
  std::erase(out, ' ');
  return out;
}

// A declared resource has the tag with that value.
bool has_tag(const Graph& graph, const std::string& name, const std::string& value) {
  return std::any_of(graph.resources().begin(), graph.resources().end(), [&](const auto& resource) {
    return resource.declared() && same_text(resource.body.get("tags").get(name).text_or_empty(), value);
  });
}

// `main.prod.parameters.json`, `main.parameters.dev.json`: a parameter file may say by its name what it is for.
std::string environment_of_file(std::string_view name) {
  constexpr std::array production = {std::string_view("prod"), std::string_view("production"), std::string_view("prd")};
  constexpr std::array other = {std::string_view("dev"),  std::string_view("development"), std::string_view("test"),
                                std::string_view("tst"),  std::string_view("staging"),     std::string_view("nonprod"),
                                std::string_view("qa"),   std::string_view("sandbox"),     std::string_view("uat")};
  std::string words(name);
  std::replace_if(words.begin(), words.end(), [](char c) { return c == '-' || c == '_'; }, '.');
  for (const auto word : split(words, '.')) {
    const auto is = [&](auto candidate) { return same_text(word, candidate); };
    if (std::any_of(production.begin(), production.end(), is)) return "production";
    if (std::any_of(other.begin(), other.end(), is)) return "non-production";
  }
  return {};
}

/// What is left of one deployment when its graph is dropped.
struct Outcome {
  DeploymentState state;
  CheckResult checked;
  std::set<OutsideLink> links;
  std::set<Span> secrets;
  std::map<std::string, std::size_t> unmapped;  // instances by type
  std::vector<Diagnostic> diagnostics;
  std::vector<FileId> inputs;
  std::map<FileId, const Language*> readers;  // of a stack of several languages
  double expand_seconds = 0;
  double rule_seconds = 0;
};

class Run {
 public:
  Run(Project& project, const std::vector<const Language*>& languages, const TypeIndex& types, const RuleSet& rules,
      const AnalyzeOptions& options)
      : project_(project), languages_(languages), types_(types), rules_(rules), options_(options) {}

  Analysis run() {
    const auto start = Clock::now();
    discovery_ = discover(project_, languages_, options_.scope);
    analysis_.phases.read = since(start);
    analysis_.notes = discovery_.notes;
    count_readers();
    prepare_check();
    outcomes_.resize(discovery_.work.size());
    run_all(discovery_.work.size(), options_.scope.threads, [&](std::size_t i) { work(i); });
    settle();
    join();
    make_inputs();
    note_unmapped();
    return std::move(analysis_);
  }

 private:
  // What a provider has and we do not know is not checked, and that is said.
  void note_unmapped() {
    constexpr std::size_t named = 5;
    std::map<std::string, std::size_t> all;
    for (const auto& outcome : outcomes_) {
      for (const auto& [type, count] : outcome.unmapped) all[type] += count;
    }
    if (all.empty()) return;
    std::string names;
    std::size_t i = 0;
    for (const auto& [type, count] : all) {
      if (i++ == named) break;
      names += fmt::format("{}{}", names.empty() ? "" : ", ", type);
    }
    if (all.size() > named) names += fmt::format(" and {} more", all.size() - named);
    analysis_.notes.push_back(fmt::format("{} resource {} not known and not checked: {} (`pillarlint mappings check` lists them)", all.size(),
                                          all.size() == 1 ? "type is" : "types are", names));
  }

  // ── one deployment, on any thread ───────────────────────────────────────────────────────────────────────────────

  void prepare_check() {
    check_.environment = options_.config.environment;
    check_.profiles = options_.config.profile;
    check_.settings["required-tags"] = options_.config.required_tags;
    for (const auto& region : options_.config.regions) check_.settings["regions"].push_back(region_name(region));
    for (const auto& name : options_.config.platform) {
      if (const auto provision = find_provision(name)) check_.platform.push_back(*provision);
    }
    check_.today = options_.today;
    check_.partial = options_.config.partial;
    check_.keep_passed = options_.keep_passed;
    check_.types = &types_;
    check_.sources = &project_.sources();
    check_.scanned = [this](FileId file) { return !project_.in_module_cache(file); };
  }

  [[nodiscard]] bool stopped() const { return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed); }

  void work(std::size_t i) {
    auto item = discovery_.work[i];
    item.request.cloud = options_.config.cloud;
    item.request.partial = options_.config.partial;
    auto& outcome = outcomes_[i];
    outcome.state.name = item.name;
    note_names(item.request, outcome.state);
    for (const auto& other : item.request.together) note_names(other, outcome.state);
    if (!stopped()) expand_and_check(item, outcome);
    if (stopped()) report_timeout(item, outcome);
    drop_readers(item);
    if (options_.progress) options_.progress(++done_, discovery_.work.size());
  }

  static void note_names(const DeploymentRequest& request, DeploymentState& state) {
    state.named_by.push_back(request.entry);
    if (request.parameter_file) state.named_by.push_back(*request.parameter_file);
  }

  void note_parameter_file(const DeploymentRequest& request, Outcome& outcome) {
    if (!request.parameter_file) return;
    if (const auto file = project_.text(*request.parameter_file)) outcome.inputs.push_back(*file);
  }

  void expand_and_check(WorkItem& item, Outcome& outcome) {
    auto start = Clock::now();
    for (auto& other : item.request.together) {
      other.cloud = item.request.cloud;
      other.partial = item.request.partial;
    }
    auto expansion = item.language->expand(project_, types_, item.request, options_.stop);
    outcome.expand_seconds = since(start);
    outcome.inputs = expansion.inputs;
    outcome.readers = expansion.readers;
    note_parameter_file(item.request, outcome);
    for (const auto& other : item.request.together) note_parameter_file(other, outcome);
    outcome.state.frames = expansion.frames;
    outcome.state.expressions = expansion.expressions;
    outcome.secrets.insert(expansion.secrets.begin(), expansion.secrets.end());
    for (const auto& one : expansion.unmapped) {
      if (one.attribute.empty()) ++outcome.unmapped[one.type];
    }
    if (expansion.graph) {
      count_resources(*expansion.graph, outcome.state);
      outcome.links = outside_links(*expansion.graph);
      start = Clock::now();
      auto context = expansion.context();
      auto stated = check_;
      stated.environment = environment_of(item, *expansion.graph);
      LiteralUses uses(*expansion.graph);
      stated.edits = [&](const PropertyChange& change) { return edits(item, expansion, uses, change); };
      outcome.checked = check(rules_, options_.rules, *expansion.graph, context, stated);
      outcome.rule_seconds = since(start);
      collect_secrets(*expansion.graph, outcome.secrets);
    }
    for (const auto& document : expansion.documents) add(outcome, document->diagnostics);
    add(outcome, expansion.diagnostics);
    if (options_.keep_graphs) outcome.state.expansion = std::move(expansion);
  }

  // What the configuration says of the deployment, then of all; else what the name of the parameter file says.
  [[nodiscard]] std::string environment_of(const WorkItem& item, const Graph& graph) const {
    const auto& config = options_.config;
    const auto fits = [&](const std::vector<std::string>& patterns, const std::string& path) {
      return patterns.empty() || (!path.empty() && std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) {
        return fits_path(pattern, config.folder, path);
      }));
    };
    for (const auto& one : config.environments) {
      const bool tagged = std::all_of(one.tags.begin(), one.tags.end(), [&](const auto& tag) { return has_tag(graph, tag.first, tag.second); });
      if (fits(one.paths, item.request.entry) && fits(one.parameters, item.request.parameter_file.value_or("")) && tagged) return one.environment;
    }
    if (!config.environment.empty() || !item.request.parameter_file) return config.environment;
    return environment_of_file(file_name(*item.request.parameter_file));
  }

  // A literal that goes elsewhere too, to a property of another name, means more than the one setting.
  std::vector<Edit> edits(const WorkItem& item, const Expansion& expansion, LiteralUses& uses, const PropertyChange& change) const {
    const auto reader = expansion.readers.find(change.resource.header.file);
    const auto& language = reader == expansion.readers.end() ? *item.language : *reader->second;
    auto made = language.edits(project_, expansion, change);
    const bool handed_on = change.found.journey() != nullptr;
    if (!made.empty() && handed_on && !uses.only_of(change.found.span(), change.path.back())) made.clear();
    return made;
  }

  static void add(Outcome& outcome, const Diagnostics& diagnostics) {
    outcome.diagnostics.insert(outcome.diagnostics.end(), diagnostics.list().begin(), diagnostics.list().end());
  }

  static void count_resources(const Graph& graph, DeploymentState& state) {
    for (const auto& resource : graph.resources()) {
      if (!resource.declared()) continue;
      ++state.resources;
      if (resource.loop.symbolic) ++state.symbolic;
    }
  }

  void report_timeout(const WorkItem& item, Outcome& outcome) {
    const auto file = project_.text(item.request.entry);
    const auto id = file ? *file : project_.sources().add_name(project_.shown(item.request.entry));
    outcome.diagnostics.push_back({Code::timeout_reached, Span{id, 0, 0}, {}});
    const std::lock_guard lock(mutex_);
    timed_out_.insert(id);
  }

  // ── documents live as long as somebody will read them ───────────────────────────────────────────────────────────

  void count_readers() {
    for (const auto& item : discovery_.work) {
      for (const auto& path : item.reads) ++readers_[path];
    }
  }

  void drop_readers(const WorkItem& item) {
    if (options_.keep_graphs) return;
    std::vector<std::string> unread;
    {
      const std::lock_guard lock(mutex_);
      for (const auto& path : item.reads) {
        if (--readers_[path] == 0) unread.push_back(path);
      }
    }
    for (const auto& path : unread) project_.release(path);
  }

  // ── all deployments, in source order ────────────────────────────────────────────────────────────────────────────

  // "None found" holds only if no other entry point may have it (D29): one merge when all are done.
  void settle() {
    OtherEntries others = options_.elsewhere == nullptr ? OtherEntries() : *options_.elsewhere;
    for (std::size_t i = 0; i < outcomes_.size(); ++i) others.add(entry_of(i), outcomes_[i].links);
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      for (auto& finding : outcomes_[i].checked.findings) {
        const auto before = finding.verdict;
        if (!others.settle(entry_of(i), finding)) continue;
        auto& counts = outcomes_[i].checked.counts[rules_.at(finding.rule).id];
        auto& old = before == Verdict::fail ? counts.fail : counts.pass;
        if (old > 0) --old;
        ++counts.unknown;
        ++counts.unknown_reasons["another entry point of this scan may hold it"];
      }
    }
  }

  [[nodiscard]] std::string entry_of(std::size_t i) const { return project_.shown(discovery_.work[i].request.entry); }

  static void add_counts(VerdictCounts& all, const VerdictCounts& one) {
    all.pass += one.pass;
    all.fail += one.fail;
    all.unknown += one.unknown;
    all.not_applicable += one.not_applicable;
    all.by_platform += one.by_platform;
    for (const auto& [reason, count] : one.unknown_reasons) all.unknown_reasons[reason] += count;
    for (const auto& [reason, count] : one.not_applicable_reasons) all.not_applicable_reasons[reason] += count;
  }

  void join() {
    std::vector<Finding> findings;
    std::set<Span> secrets;
    Suppressions suppressions(project_, rules_, options_.rules, options_.config, options_.today);
    for (std::size_t i = 0; i < outcomes_.size(); ++i) {
      for (const auto file : outcomes_[i].inputs) {
        const auto reader = outcomes_[i].readers.find(file);
        suppressions.read(file, reader == outcomes_[i].readers.end() ? *discovery_.work[i].language : *reader->second);
      }
    }
    for (const auto id : options_.rules) analysis_.counts[rules_.at(id).id];
    for (auto& outcome : outcomes_) {
      for (auto& finding : outcome.checked.findings) {
        finding.deployments = {outcome.state.name};
        suppressions.apply(finding);
        findings.push_back(std::move(finding));
      }
      for (const auto& [rule, counts] : outcome.checked.counts) add_counts(analysis_.counts[rule], counts);
      secrets.insert(outcome.secrets.begin(), outcome.secrets.end());
      analysis_.phases.expand += outcome.expand_seconds;
      analysis_.phases.rules += outcome.rule_seconds;
      for (auto& diagnostic : outcome.diagnostics) analysis_.diagnostics.push_back(std::move(diagnostic));
    }
    for (const auto& diagnostic : discovery_.diagnostics.list()) analysis_.diagnostics.push_back(diagnostic);
    for (const auto& diagnostic : suppressions.report(all_of_config()).list()) analysis_.diagnostics.push_back(diagnostic);
    analysis_.findings = group_findings(std::move(findings), project_.sources());
    drop_contradictions(analysis_.findings, project_.sources());
    analysis_.secrets.assign(secrets.begin(), secrets.end());
    order_diagnostics();
    for (auto& outcome : outcomes_) {
      inputs_read_.insert(outcome.inputs.begin(), outcome.inputs.end());
      for (const auto file : outcome.inputs) outcome.state.files.push_back(project_.path_of(file));
      outcome.state.links = std::move(outcome.links);
      analysis_.deployments.push_back(std::move(outcome.state));
    }
  }

  // All that the configuration speaks of is scanned.
  [[nodiscard]] bool all_of_config() const {
    const auto& paths = options_.scope.paths;
    return std::any_of(paths.begin(), paths.end(), [&](const auto& path) {
      return options_.config.folder == path || options_.config.folder.starts_with(path + "/");
    });
  }

  // In order of place, each once: deployments that read one file say the same of it.
  void order_diagnostics() {
    auto& list = analysis_.diagnostics;
    const auto& sources = project_.sources();
    const auto path = [&](const Diagnostic& d) { return d.span.known() ? sources.path(d.span.file) : std::string_view(); };
    const auto place = [&](const Diagnostic& d) { return std::tuple(path(d), d.span.begin, d.span.end, d.code); };
    const auto less = [&](const Diagnostic& a, const Diagnostic& b) {
      return place(a) == place(b) ? a.args < b.args : place(a) < place(b);
    };
    const auto same = [&](const Diagnostic& a, const Diagnostic& b) { return place(a) == place(b) && a.args == b.args; };
    std::stable_sort(list.begin(), list.end(), less);
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
  }

  // ── inputs ──────────────────────────────────────────────────────────────────────────────────────────────────────

  void make_inputs() {
    std::map<std::string, InputState> by_path;
    for (auto& input : discovery_.inputs) by_path[input.path] = input;
    std::set<std::string> read;
    for (const auto file : inputs_read_) {
      const std::string path(project_.sources().path(file));
      read.insert(path);
      auto [at, is_new] = by_path.try_emplace(path);
      if (is_new) at->second = {file, path, "", InputState::State::analysed, ""};
    }
    std::map<std::string, Effect> worst;
    std::map<std::string, std::string> reasons;
    std::set<std::string> broken;
    for (const auto& diagnostic : analysis_.diagnostics) {
      note_effect(diagnostic, worst, reasons);
      if (breaks(diagnostic)) broken.emplace(project_.sources().path(diagnostic.span.file));
    }
    for (auto& [path, input] : by_path) {
      if (read.contains(path)) settle_loaded(input);
      settle_state(input, worst, reasons, read.contains(path));
      input.broken = input.state == InputState::State::partly && broken.contains(path);
      analysis_.inputs.push_back(std::move(input));
    }
  }

  // What looked like a parameter file of nobody is data that a template loads.
  void settle_loaded(InputState& input) {
    if (input.state != InputState::State::not_analysed || input.counts) return;
    input.state = InputState::State::analysed;
    input.reason.clear();
    std::erase_if(analysis_.diagnostics, [&](const Diagnostic& one) {
      return one.code == Code::parameter_file_not_matched && one.span.file == input.file;
    });
  }

  // Other losses have their cause elsewhere: a module that is not on disk, a file outside of the root.
  static bool breaks(const Diagnostic& diagnostic) {
    const auto& about = info(diagnostic.code);
    return diagnostic.span.known() && about.effect == Effect::partly && about.severity == DiagnosticSeverity::error;
  }

  void note_effect(const Diagnostic& diagnostic, std::map<std::string, Effect>& worst,
                   std::map<std::string, std::string>& reasons) const {
    const auto effect = info(diagnostic.code).effect;
    if (!diagnostic.span.known() || (effect != Effect::partly && effect != Effect::not_analysed)) return;
    const std::string path(project_.sources().path(diagnostic.span.file));
    auto [at, is_new] = worst.try_emplace(path, effect);
    if (!is_new && at->second >= effect) return;
    at->second = effect;
    reasons[path] = diagnostic.text();
  }

  void settle_state(InputState& input, const std::map<std::string, Effect>& worst,
                    const std::map<std::string, std::string>& reasons, bool read) const {
    if (input.state != InputState::State::analysed) return;
    const auto found = worst.find(input.path);
    if (found != worst.end()) {
      input.state = found->second == Effect::partly ? InputState::State::partly : InputState::State::not_analysed;
      input.reason = reasons.at(input.path);
    }
    if (timed_out_.contains(input.file) && !read) {
      input.state = InputState::State::not_analysed;
    } else if (!read && found == worst.end()) {
      input.state = InputState::State::skipped;
      input.counts = false;
      input.reason = "linked from a template that does not deploy it";
    }
  }

  Project& project_;
  const std::vector<const Language*>& languages_;
  const TypeIndex& types_;
  const RuleSet& rules_;
  const AnalyzeOptions& options_;
  CheckOptions check_;
  Discovery discovery_;
  std::vector<Outcome> outcomes_;
  std::atomic<std::size_t> done_{0};
  std::mutex mutex_;
  std::map<std::string, std::size_t> readers_;
  std::set<FileId> timed_out_;
  std::set<FileId> inputs_read_;
  Analysis analysis_;
};

}  // namespace

Analysis analyze(Project& project, const std::vector<const Language*>& languages, const TypeIndex& types,
                 const RuleSet& rules, const AnalyzeOptions& options) {
  return Run(project, languages, types, rules, options).run();
}

}  // namespace pillarlint
