#include "cli/option_values.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/config.h"
#include "base/text.h"
#include "report/formats.h"

namespace pillarlint {
namespace {

constexpr std::array<std::string_view, 5> severities = {"high", "medium", "low", "info", "never"};
constexpr std::array<std::string_view, 4> graph_formats = {"text", "json", "dot", "mermaid"};
constexpr std::array<std::string_view, 2> environments = {"production", "non-production"};
constexpr std::array<std::string_view, 2> sarif_profiles = {"github", "azdo"};
constexpr std::array<std::string_view, 3> colours = {"auto", "always", "never"};
constexpr std::array<std::string_view, 6> pillars = {"reliability", "security", "cost", "operations", "performance", "responsible-ai"};
constexpr std::array<std::string_view, 3> shells = {"bash", "zsh", "fish"};

// What takes one of a few words, for completion in shells: an option, or an argument without a name.
struct FewWords {
  std::string_view command;  // empty: any
  std::string_view name;
  std::span<const std::string_view> words;
};
constexpr std::array<FewWords, 9> few_words = {{
    {"graph", "--format", graph_formats},
    {"", "--fail-on", severities},
    {"", "--fail-on-unknown", severities},
    {"", "--severity-from", std::span(severities).first(4)},
    {"", "--environment", environments},
    {"", "--sarif-profile", sarif_profiles},
    {"", "--color", colours},
    {"", "--pillar", pillars},
    {"completion", "shell", shells},
}};

std::string list_of(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

void must_be(std::string_view option, std::string_view value, std::span<const std::string_view> words) {
  if (std::find(words.begin(), words.end(), value) != words.end()) return;
  const auto near = nearest(value, words);
  throw WrongUse(fmt::format("{}: `{}` is not {}{}", option, value, list_of(words),
                             near.empty() ? "" : fmt::format("; did you mean `{}`?", near)));
}

std::optional<Severity> severity_of(std::string_view name) {
  if (name == "high") return Severity::high;
  if (name == "medium") return Severity::medium;
  if (name == "low") return Severity::low;
  if (name == "info") return Severity::info;
  return std::nullopt;
}

std::vector<std::string_view> scan_formats() {
  std::vector<std::string_view> names;
  for (const auto& format : formats()) names.push_back(format.name);
  names.push_back(automatic_format);
  return names;
}

void read_formats(const RawOptions& raw, Options& options) {
  const auto of_scan = scan_formats();
  const auto known = options.command == Command::graph ? std::span<const std::string_view>(graph_formats) : of_scan;
  bool to_output = false;
  for (const auto& text : raw.formats) {
    const auto equals = text.find('=');
    FormatWish wish{text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1)};
    must_be("--format", wish.name, known);
    if (equals != std::string::npos && wish.file.empty()) throw WrongUse(fmt::format("--format: `{}` names no file", text));
    if (wish.file.empty() && to_output) throw WrongUse("--format: two formats can not both go to standard output; write `--format sarif=FILE`");
    to_output = to_output || wish.file.empty();
    options.formats.push_back(std::move(wish));
  }
  if (options.formats.empty()) options.formats.push_back({"text", ""});
}

void check_values(const RawOptions& raw, Options& options) {
  if (!raw.fail_on.empty()) {
    must_be("--fail-on", raw.fail_on, severities);
    options.fail_on = severity_of(raw.fail_on);
    options.fail_on_given = true;
  }
  if (!raw.severity_from.empty()) {
    must_be("--severity-from", raw.severity_from, std::span(severities).first(4));
    options.severity_from = severity_of(raw.severity_from);
  }
  if (!raw.fail_on_unknown.empty()) {
    must_be("--fail-on-unknown", raw.fail_on_unknown, severities);
    options.fail_on_unknown = severity_of(raw.fail_on_unknown);
  }
  if (!options.environment.empty()) must_be("--environment", options.environment, environments);
  if (!options.sarif_profile.empty()) must_be("--sarif-profile", options.sarif_profile, sarif_profiles);
  must_be("--color", raw.colour, colours);
  options.colour = raw.colour == "always" ? ColourWish::always : raw.colour == "never" ? ColourWish::never : ColourWish::automatic;
  for (const auto& pillar : options.pillars) must_be("--pillar", pillar, pillars);
  if (options.command == Command::completion) must_be("completion", options.shell, shells);
  if (!options.today.empty() && !is_date(options.today)) throw WrongUse(fmt::format("--today: `{}` is not a date such as 2026-11-21", options.today));
  if (raw.changed_since) options.changed_since = *raw.changed_since;
  if (raw.changed_since && options.changed_since.empty()) throw WrongUse("--changed-since: the revision is empty");
  if (options.timeout < 0) throw WrongUse("--timeout: the number of seconds can not be negative");
  if (options.threads > 256) throw WrongUse("--threads: more than 256 are of no use");
  if (!options.files_from.empty() && !options.paths.empty()) throw WrongUse("--files-from: paths are named besides the list; give one of both");
  const bool from_input = std::find(options.paths.begin(), options.paths.end(), "-") != options.paths.end();
  if (from_input && (options.paths.size() > 1 || options.stdin_filename.empty())) {
    throw WrongUse("-: standard input is scanned alone, and needs --stdin-filename NAME");
  }
  if (from_input && (options.fix || options.diff)) throw WrongUse("-: standard input can not be repaired; name the file");
  if (!from_input && !options.stdin_filename.empty()) throw WrongUse("--stdin-filename: nothing is read from standard input; name `-` as the path");
}

}  // namespace

void read_values(const RawOptions& raw, Options& options) {
  read_formats(raw, options);
  check_values(raw, options);
}

std::vector<std::string> words_of(std::string_view command, const std::vector<std::string>& names) {
  for (const auto& row : few_words) {
    if ((row.command.empty() || row.command == command) && std::find(names.begin(), names.end(), row.name) != names.end()) {
      return {row.words.begin(), row.words.end()};
    }
  }
  if (names.back() != "--format") return {};
  const auto formats = scan_formats();
  return {formats.begin(), formats.end()};
}

}  // namespace pillarlint
