#include "rules/examples.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "rules/load.h"
#include "value/read_json.h"

namespace pillarlint {

namespace {
constexpr std::array<std::string_view, 4> lists{"pass", "fail", "unknown", "not_applicable"};
constexpr std::array<std::string_view, 9> keys{"bicep", "arm", "terraform", "file", "given", "platform", "today", "parameters", "note"};
constexpr std::string_view mark = "// <-- here";
constexpr std::string_view schema =
    R"("$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", )";
constexpr std::string_view version = R"("contentVersion": "1.0.0.0", )";

std::vector<std::string_view> texts_of(const Value& value) {
  if (value.is_string()) return {value.text()};
  std::vector<std::string_view> out;
  for (const auto& item : value.items()) out.push_back(item.text_or_empty());
  return out;
}

std::string_view language_of(const Value& entry, std::string_view file) {
  if (entry.find("bicep") != nullptr || ends_with_text(file, ".bicep")) return "bicep";
  return entry.find("terraform") != nullptr || ends_with_text(file, ".tf") ? "terraform" : "arm";
}

Example read_example(const Value& entry, Verdict wanted, std::size_t number) {
  Example example;
  example.wanted = wanted;
  example.number = number;
  example.file = entry.get("file").text_or_empty();
  example.language = language_of(entry, example.file);
  example.text = entry.get(example.language).text_or_empty();
  example.environment = entry.get("given").get("environment").text_or_empty();
  for (const auto& member : entry.get("given").get("settings").members()) example.settings.emplace_back(member.key, texts_of(member.value));
  example.profiles = texts_of(entry.get("given").get("profile"));
  example.platform = texts_of(entry.get("platform"));
  example.today = entry.get("today").text_or_empty();
  example.parameters = entry.get("parameters");
  example.note = entry.get("note").text_or_empty();
  example.span = entry.span();
  return example;
}

std::string lines_text(const std::vector<std::uint32_t>& lines) {
  std::vector<std::string> parts;
  for (const auto line : lines) parts.push_back(std::to_string(line));
  return parts.empty() ? "none" : join(parts, ", ");
}

std::vector<std::uint32_t> unique(std::vector<std::uint32_t> lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
}

/// The verdict of the whole example: the worst of its findings.
std::optional<Verdict> verdict_of(const ExampleRun& run) {
  for (const auto verdict : {Verdict::fail, Verdict::unknown, Verdict::pass, Verdict::not_applicable}) {
    for (const auto& one : run.findings) {
      if (one.verdict == verdict) return verdict;
    }
  }
  return std::nullopt;
}

std::string judge(const Example& example, const ExampleRun& run, std::string_view text) {
  if (!run.problem.empty()) return run.problem;
  const auto verdict = verdict_of(run);
  if (!verdict) return "no resource in it is of a type of the rule";
  std::vector<std::uint32_t> lines;
  std::string messages;
  for (const auto& one : run.findings) {
    if (one.verdict != *verdict) continue;
    lines.push_back(one.line);
    if (!one.message.empty()) messages += fmt::format("; line {}: {}", one.line, one.message);
  }
  if (*verdict != example.wanted) return fmt::format("the verdict is {}{}", name_of(*verdict), messages);
  if (*verdict != Verdict::fail && *verdict != Verdict::unknown) return {};
  const auto wanted = unique(marks_of(text));
  const auto found = unique(lines);
  if (wanted.empty()) return fmt::format("no line is marked with `{}`; the findings are on {}", mark, lines_text(found));
  if (wanted != found) return fmt::format("marked lines: {}; findings on: {}{}", lines_text(wanted), lines_text(found), messages);
  return {};
}
}  // namespace

std::string Example::name() const { return fmt::format("{} {}", name_of(wanted), number); }
std::string Example::path(const Rule& rule) const { return rule.id + "/" + std::string(file); }

std::vector<Example> examples_of(const Rule& rule) {
  static constexpr std::array verdicts{Verdict::fail, Verdict::pass, Verdict::unknown, Verdict::not_applicable};
  std::vector<Example> out;
  for (const auto verdict : verdicts) {
    const auto list = rule.examples.get(lists[static_cast<std::size_t>(verdict)]);
    std::size_t number = 0;
    for (const auto& entry : list.items()) out.push_back(read_example(entry, verdict, ++number));
  }
  return out;
}

void check_examples(const Rule& rule, Diagnostics& diagnostics) {
  const auto complain = [&](Span span, std::string text) { diagnostics.report(Code::rule_examples, span.known() ? span : rule.span, text); };
  const auto* all = rule.root.find("examples");
  if (all == nullptr) return;
  for (const auto& list : all->value.members()) {
    if (std::find(lists.begin(), lists.end(), list.key) == lists.end()) {
      diagnostics.report(Code::rule_key_unknown, list.key_span, list.key, suggestion(list.key, lists));
      continue;
    }
    for (const auto& entry : list.value.items()) {
      for (const auto& member : entry.members()) {
        if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) {
          diagnostics.report(Code::rule_key_unknown, member.key_span, member.key, suggestion(member.key, keys));
        }
      }
      const auto given = [&](std::string_view key) { return entry.find(key) != nullptr ? 1 : 0; };
      if (given("bicep") + given("arm") + given("terraform") + given("file") != 1) {
        complain(entry.span(), "an example has either `bicep`, `arm`, `terraform` or `file`");
      }
    }
  }
  const std::size_t many = rule.from_user ? 1 : 2;
  const auto least = [&](std::string_view list, std::size_t count) {
    const auto have = all->value.get(list).items().size();
    if (have < count) complain(all->key_span, fmt::format("the rule has {} examples under `{}`, at least {} are needed", have, list, count));
  };
  least("fail", many);
  least("pass", many);
  if (!rule.from_user) least("unknown", 1);
}

std::vector<std::uint32_t> marks_of(std::string_view text) {
  std::vector<std::uint32_t> out;
  std::uint32_t line = 0;
  for (const auto one : split(text, '\n')) {
    ++line;
    if (one.find(mark) != std::string_view::npos) out.push_back(line);
  }
  return out;
}

std::string complete_template(std::string_view text) {
  const auto document = read_json(text, FileId::none);
  const auto& root = document->root;
  const auto before = fmt::format("{{ {}{}\"resources\": ", schema, version);
  if (root.is_array()) return before + std::string(text) + " }";
  if (!root.is_object()) return std::string(text);
  if (root.find("type") != nullptr && root.find("resources") == nullptr) return before + "[" + std::string(text) + "] }";
  const bool nested = root.find("type") != nullptr && root.find("apiVersion") != nullptr;  // a resource with its children
  if (nested) return before + "[" + std::string(text) + "] }";
  std::string added;
  if (root.find("$schema") == nullptr) added += schema;
  if (root.find("contentVersion") == nullptr) added += version;
  const auto brace = text.find('{');
  if (added.empty() || brace == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, brace + 1)) + " " + added + std::string(text.substr(brace + 1));
}

std::vector<ExampleOutcome> run_examples(const Rule& rule, const ReadExample& read, const RunExample& run, Diagnostics& diagnostics) {
  std::vector<ExampleOutcome> out;
  for (auto& example : examples_of(rule)) {
    ExampleOutcome outcome;
    outcome.rule = &rule;
    outcome.example = example;
    std::optional<std::string> text = std::string(example.text);
    if (!example.file.empty()) text = read(example.path(rule));
    if (text) {
      outcome.run = run(rule, example, example.language == "arm" ? complete_template(*text) : *text);
      outcome.problem = judge(example, outcome.run, *text);
    } else {
      outcome.problem = "there is no file " + example.path(rule);
    }
    outcome.ok = outcome.problem.empty();
    if (!outcome.ok) diagnostics.report(Code::rule_examples, example.span, fmt::format("{}: {}", example.name(), outcome.problem));
    out.push_back(std::move(outcome));
  }
  return out;
}

}  // namespace pillarlint
