#include <algorithm>

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/fix.h"
#include "cli/git.h"
#include "cli/judge.h"
#include "cli/make_report.h"
#include "cli/output.h"
#include "report/formats.h"
#include "report/place.h"
#include "rules/english.h"

namespace pillarlint {
namespace {

SarifProfile profile_of(const Options& options) {
  if (!options.sarif_profile.empty()) return options.sarif_profile == "azdo" ? SarifProfile::azdo : SarifProfile::github;
  return environment("TF_BUILD") == "True" ? SarifProfile::azdo : SarifProfile::github;
}

bool asks_for(const Options& options, std::string_view format) {
  return std::any_of(options.formats.begin(), options.formats.end(), [&](const auto& wish) { return wish.name == format; });
}

std::string_view format_of_service() {
  if (environment("GITHUB_ACTIONS") == "true") return "github";
  return environment("TF_BUILD") == "True" ? "azure" : "text";
}

// Where a reader finds what a format had to cut: the first file that holds everything.
std::string file_of_everything(const Options& options) {
  for (const auto* name : {"sarif", "json", "jsonl", "text", "concise", "junit"}) {
    const auto found = std::find_if(options.formats.begin(), options.formats.end(),
                                    [&](const auto& wish) { return wish.name == name && !wish.file.empty(); });
    if (found != options.formats.end()) return found->file;
  }
  return {};
}

std::string render(const Report& report, const FormatWish& wish, const Options& options) {
  const auto* format = find_format(wish.name == automatic_format ? format_of_service() : std::string_view(wish.name));
  const bool coloured = wish.file.empty() ? wants_colour(options.colour) : options.colour == ColourWish::always;
  Style style;
  style.colour = coloured ? Colour::always : Colour::never;
  style.quiet = options.quiet;
  style.profile = profile_of(options);
  style.elsewhere = file_of_everything(options);
  return format == nullptr ? std::string() : format->write(report, style);  // never null: options are read against the same table
}

// Everything is written before anything is judged, so that a full disk does not look like a clean scan.
int write_formats(const Report& report, const Options& options) {
  int code = report.exit_code;
  for (const auto& wish : options.formats) {
    const auto bytes = render(report, wish, options);
    if (wish.file.empty()) {
      if (!write_output(bytes)) code = std::max(code, exit_code::usage);
      continue;
    }
    if (const auto problem = write_file(wish.file, bytes); !problem.empty()) {
      write_error(fmt::format("{}: can not be written: {}\n", wish.file, problem));
      code = exit_code::usage;
    }
  }
  const bool silent = std::none_of(options.formats.begin(), options.formats.end(), [](const auto& wish) { return wish.file.empty(); });
  if (silent && code != 0 && !options.quiet) write_error(fmt::format("pillarlint: exit {}: {}\n", code, report.exit_reason));
  return code;
}

void write_timings(const Analysis& analysis) {
  std::size_t resources = 0;
  std::size_t symbolic = 0;
  std::size_t frames = 0;
  std::size_t expressions = 0;
  for (const auto& deployment : analysis.deployments) {
    resources += deployment.resources;
    symbolic += deployment.symbolic;
    frames += deployment.frames;
    expressions += deployment.expressions;
  }
  write_error(fmt::format("timings: read {:.3f} s, expand {:.3f} s, rules {:.3f} s\n", analysis.phases.read, analysis.phases.expand,
                          analysis.phases.rules));
  write_error(fmt::format("deployments {}, resources {} (of them {} for a loop of unknown count), nested deployments {}, expressions {}\n",
                          analysis.deployments.size(), resources, symbolic, frames, expressions));
}

int wrong_use(Session& session) {
  write_error(diagnostics_text(session.sources(), session.diagnostics()));
  return exit_code::usage;
}

int scan(const Options& given, const Languages& languages, const std::string& note) {
  Session session(given, languages);
  LoadOptions load;
  load.checklists = asks_for(given, "sarif") || !given.items.empty();
  auto judged = judge(session, load, given.show_passed);
  if (!judged) return wrong_use(session);
  const auto& options = session.options();
  if (options.timings) write_timings(judged->analysis);
  auto report = make_report(session, options, std::move(judged->analysis), judged->rules);
  report.gone = std::move(judged->gone);
  report.files_named = options.changed_since.empty() && !session.named_files().empty();
  report.compared_with = std::move(judged->compared_with);
  if (!note.empty()) report.notes.push_back(note);
  if (asks_for(options, "sarif")) {
    report.version_control = version_control_of(work_tree_of(report.root));
    for (auto& rule : report.rules) rule.decides = how_it_decides(session.rules().at(rule.rule));
  }
  return write_formats(report, options);
}

std::string plural(std::size_t count, std::string_view one) { return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s"); }

// What could not be repaired in a file is said apart from the report: it is not about what the file says.
int refused_text(const Repairs& repairs, int code) {
  for (const auto& [name, why] : repairs.refused) {
    const Diagnostic diagnostic{Code::file_not_fixed, {}, {why}};
    write_error(fmt::format("{}: error: {} [{}]\n", harmless(name), harmless(diagnostic.text()), info(diagnostic.code).name));
  }
  return repairs.refused.empty() ? code : std::max(code, exit_code::usage);
}

std::string repairs_text(const Repairs& repairs) {
  auto text = fmt::format("{} in {}", plural(repairs.findings(), "finding"), plural(repairs.files.size(), "file"));
  if (repairs.following > 0) text += fmt::format("; {} from that", repairs.following == 1 ? "a new one follows" : fmt::format("{} new ones follow", repairs.following));
  return text;
}

int show_repairs(const Options& options, const Repairs& repairs) {
  if (!write_output(diff_of(repairs))) return exit_code::usage;
  if (!options.quiet) write_error(fmt::format("would fix {}\n", repairs_text(repairs)));
  const int unread = repairs.exit_code == exit_code::unread ? exit_code::unread : exit_code::clean;
  return refused_text(repairs, repairs.files.empty() ? unread : exit_code::findings);
}

int repair(const Options& options, const Languages& languages) {
  auto repairs = repair_in_memory(options, languages);
  if (!repairs.problem.empty()) {
    write_error(repairs.problem);
    return exit_code::usage;
  }
  if (options.diff) return show_repairs(options, repairs);
  write_repairs(repairs);
  return refused_text(repairs, scan(options, languages, fmt::format("fixed {}", repairs_text(repairs))));
}

}  // namespace

int run_scan(const Options& options, const Languages& languages) {
  return options.fix || options.diff ? repair(options, languages) : scan(options, languages, {});
}

}  // namespace pillarlint
