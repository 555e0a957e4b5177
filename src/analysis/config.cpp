#include "analysis/config.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "analysis/config_keys.h"
#include "analysis/ignore.h"
#include "base/text.h"
#include "value/print.h"
#include "value/read_yaml.h"

namespace pillarlint {
namespace {

// How people write a cloud, and how `environment().name` does.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> clouds = {{
    {"public", "AzureCloud"},
    {"government", "AzureUSGovernment"},
    {"china", "AzureChinaCloud"},
    {"AzureCloud", "AzureCloud"},
    {"AzureUSGovernment", "AzureUSGovernment"},
    {"AzureChinaCloud", "AzureChinaCloud"},
}};

std::string list_of(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += fmt::format("`{}`", words[i]);
  }
  return out;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  const auto near = nearest(word, candidates);
  return near.empty() ? std::string() : fmt::format("; did you mean `{}`?", near);
}

// ── what is wrong ─────────────────────────────────────────────────────────────────────────────────────────────────────

// Compares a file with the table of keys; a value that is wrong is reported and then taken as not there.
class Checker {
 public:
  Checker(std::span<const std::string> profiles, Diagnostics& diagnostics)
      : profiles_(profiles.begin(), profiles.end()), diagnostics_(diagnostics) {}

  bool section(const Value& value, std::string_view name) {
    if (!value.is_object()) {
      wrong(name.empty() ? "the configuration" : name, value, "a map of keys");
      return false;
    }
    bool right = true;
    for (const auto& member : value.members()) right = member_of(member, name) && right;
    for (const auto& key : config_keys()) {
      if (key.section != name || !key.required || value.find(key.name) != nullptr) continue;
      diagnostics_.report(Code::config_value, value.span(), key.name, "not given", "a value");
      right = false;
    }
    return right;
  }

  [[nodiscard]] bool right(const Member& member, const ConfigKey& key) {
    const auto before = diagnostics_.list().size();
    check(member, key);
    return diagnostics_.list().size() == before;
  }

 private:
  bool member_of(const Member& member, std::string_view section) {
    if (const auto* key = find_config_key(section, member.key)) return right(member, *key);
    std::vector<std::string_view> names;
    for (const auto& key : config_keys()) {
      if (key.section == section) names.push_back(key.name);
    }
    const auto near = nearest(member.key, names);
    const auto hint = near.empty() ? fmt::format("; known are {}", list_of(names)) : fmt::format("; did you mean `{}`?", near);
    diagnostics_.report(Code::config_key_unknown, member.key_span, member.key, hint);
    return false;
  }

  void check(const Member& member, const ConfigKey& key) {
    const auto& value = member.value;
    switch (key.kind) {
      case KeyKind::text: text(member.key, value); break;
      case KeyKind::date:
        if (!value.is_string() || !is_date(value.text())) wrong(member.key, value, "a day as `2026-12-31`");
        break;
      case KeyKind::flag:
        if (!value.is_bool()) wrong(member.key, value, "`true` or `false`");
        break;
      case KeyKind::word: word(member.key, value, key.of); break;
      case KeyKind::texts:
        if (value.is_array()) {
          for (const auto& item : value.items()) text(member.key, item);
        } else {
          text(member.key, value);
        }
        break;
      case KeyKind::words: words(member, key.of); break;
      case KeyKind::levels:
      case KeyKind::labels: map(member, key); break;
      case KeyKind::section: section(value, key.of); break;
      case KeyKind::sections: sections(member, key.of); break;
    }
  }

  void wrong(std::string_view key, const Value& value, const std::string& expected) {
    diagnostics_.report(Code::config_value, value.span(), key, print(value, nullptr, 60), expected);
  }

  void text(std::string_view key, const Value& value) {
    if (!value.is_string() || trim(value.text()).empty()) wrong(key, value, "a text");
  }

  [[nodiscard]] std::span<const std::string_view> set(std::string_view name) const {
    return name == "profile" ? std::span<const std::string_view>(profiles_) : config_words(name);
  }

  void word(std::string_view key, const Value& value, std::string_view name) {
    const auto known = set(name);
    const auto text = value.text_or_empty();
    const auto is = [&](auto candidate) { return same_text(text, candidate); };
    if (std::any_of(known.begin(), known.end(), is)) return;
    if (name == "cloud" && cloud_of(text)) return;
    wrong(key, value, list_of(known) + suggestion(text, known));
  }

  void words(const Member& member, std::string_view name) {
    if (!member.value.is_array()) {
      const auto known = set(name);
      wrong(member.key, member.value, fmt::format("a list such as `[{}]`", known.empty() ? "multi-region" : known.front()));
      return;
    }
    for (const auto& item : member.value.items()) word(member.key, item, name);
  }

  void map(const Member& member, const ConfigKey& key) {
    if (!member.value.is_object()) {
      wrong(member.key, member.value, key.kind == KeyKind::levels ? "a map from ids of rules to severities" : "a map from names to texts");
      return;
    }
    for (const auto& entry : member.value.members()) {
      if (key.kind == KeyKind::levels) {
        word(entry.key, entry.value, key.of);
      } else {
        text(entry.key, entry.value);
      }
    }
  }

  void sections(const Member& member, std::string_view name) {
    if (!member.value.is_array()) {
      wrong(member.key, member.value, "a list of maps");
      return;
    }
    for (const auto& item : member.value.items()) section(item, name);
  }

  std::vector<std::string_view> profiles_;
  Diagnostics& diagnostics_;
};

// ── what is right ─────────────────────────────────────────────────────────────────────────────────────────────────────

std::string text_of(const Value& section, std::string_view key) { return std::string(trim(section.get(key).text_or_empty())); }

std::vector<Named> named(const Value& value) {
  std::vector<Named> out;
  if (value.is_string()) out.push_back({std::string(trim(value.text())), value.span()});
  if (value.is_array()) {
    for (const auto& item : value.items()) out.push_back({std::string(trim(item.text_or_empty())), item.span()});
  }
  return out;
}

std::vector<std::string> texts(const Value& section, std::string_view key) {
  std::vector<std::string> out;
  for (auto& one : named(section.get(key))) out.push_back(std::move(one.text));
  return out;
}

// Members of closed sets are compared without case and kept as the set spells them.
std::vector<std::string> words(const Value& section, std::string_view key) {
  auto out = texts(section, key);
  for (auto& word : out) word = lower(word);
  return out;
}
std::string word(const Value& section, std::string_view key) { return lower(text_of(section, key)); }

bool flag(const Value& section, std::string_view key, bool otherwise) {
  const auto value = section.get(key);
  return value.is_bool() ? value.boolean() : otherwise;
}

/// Reads the paths that a configuration names. Those that lead out of the roots are reported and left out: who may change a
/// file of the repository may not thereby have others read.
class Paths {
 public:
  Paths(const FileSystem& files, std::string folder, Diagnostics& diagnostics)
      : files_(files), folder_(std::move(folder)), diagnostics_(diagnostics) {}

  [[nodiscard]] std::vector<std::string> under(const Value& section, std::string_view key) {
    std::vector<std::string> out;
    for (const auto& one : named(section.get(key))) {
      auto path = join_path(folder_, one.text);
      if (files_.inside_roots(path)) {
        out.push_back(std::move(path));
      } else {
        diagnostics_.report(Code::config_value, one.place, key, fmt::format("'{}'", one.text),
                            "a path that stays inside of the root; --root names a wider one");
      }
    }
    return out;
  }

 private:
  const FileSystem& files_;
  std::string folder_;
  Diagnostics& diagnostics_;
};

void take_rules(const Value& rules, Paths& paths, Config& config) {
  config.rule_folders = paths.under(rules, "folders");
  config.only = texts(rules, "only");
  config.skip = texts(rules, "skip");
  config.pillars = words(rules, "pillars");
  config.items = texts(rules, "items");
  config.severity_from = word(rules, "severity-from");
  config.preview = flag(rules, "preview", false);
  const auto severities = rules.get("severities");
  if (!severities.is_object()) return;
  for (const auto& member : severities.members()) {
    config.severities.push_back({{std::string(member.key), member.key_span}, lower(member.value.text_or_empty())});
  }
}

Config::Environment environment_in(const Value& section) {
  Config::Environment out{word(section, "environment"), texts(section, "paths"), texts(section, "parameters"), {}};
  const auto tags = section.get("tags");
  if (!tags.is_object()) return out;
  for (const auto& member : tags.members()) out.tags.emplace_back(std::string(member.key), std::string(member.value.text_or_empty()));
  return out;
}

Config::Suppress suppress_in(const Value& section) {
  Config::Suppress out;
  out.rules = named(section.get("rule"));
  out.reason = text_of(section, "reason");
  out.until = text_of(section, "until");
  out.type = text_of(section, "type");
  out.address = text_of(section, "address");
  out.path = text_of(section, "path");
  out.module = text_of(section, "module");
  out.place = section.span();
  return out;
}

template <typename Make>
auto each_of(const Value& root, std::string_view key, Make make) {
  std::vector<decltype(make(root))> out;
  const auto list = root.get(key);
  if (!list.is_array()) return out;
  for (const auto& item : list.items()) out.push_back(make(item));
  return out;
}

void take(const Value& root, Paths& paths, Config& config) {
  config.paths = paths.under(root, "paths");
  config.exclude = texts(root, "exclude");
  config.parameters = paths.under(root, "parameters");
  config.module_caches = paths.under(root, "module-cache");
  config.environment = word(root, "environment");
  config.environments = each_of(root, "environments", environment_in);
  config.profile = words(root, "profile");
  config.platform = words(root, "platform");
  config.partial = flag(root, "partial", false);
  config.cloud = cloud_of(text_of(root, "cloud")).value_or("AzureCloud");
  config.required_tags = texts(root, "required-tags");
  config.regions = texts(root, "regions");
  take_rules(root.get("rules"), paths, config);
  config.fail_on = word(root, "fail-on");
  config.fail_on_unknown = word(root, "fail-on-unknown");
  config.fail_on_broken = flag(root, "fail-on-broken", false);
  if (const auto baseline = paths.under(root, "baseline"); !baseline.empty()) config.baseline = baseline.front();
  config.stacks = each_of(root, "stacks", [](const Value& one) { return Config::Stack{text_of(one, "name"), texts(one, "entries")}; });
  config.inline_suppressions = flag(root, "inline-suppressions", true);
  config.suppress = each_of(root, "suppress", suppress_in);
}

}  // namespace

std::span<const std::string_view> known_provisions() { return config_words("provision"); }

std::optional<std::string> environment_of(std::string_view text) {
  for (const auto environment : config_words("environment")) {
    if (same_text(text, environment)) return std::string(environment);
  }
  return std::nullopt;
}

std::optional<std::string> cloud_of(std::string_view text) {
  for (const auto& [name, official] : clouds) {
    if (same_text(text, name)) return std::string(official);
  }
  return std::nullopt;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + text[at + 1] - '0'; };
  const int year = number(0) * 100 + number(2);
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const std::array days = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int month = number(5);
  return month >= 1 && month <= 12 && number(8) >= 1 && number(8) <= days.at(static_cast<std::size_t>(month) - 1);
}

bool fits_path(std::string_view pattern, const std::string& folder, std::string_view path) {
  IgnoreRules rules;
  rules.add(pattern, folder);
  for (std::string_view at = path; at.size() > folder.size(); at = folder_of(at)) {
    if (rules.ignored(at, at != path)) return true;
    if (folder_of(at) == at) break;
  }
  return false;
}

std::optional<std::string> find_config(const FileSystem& files, std::string folder, const std::string& root) {
  while (true) {
    auto path = join_path(folder, config_file_name);
    if (files.is_file(path)) return path;
    std::string parent(folder_of(folder));
    if (folder == root || parent == folder) return std::nullopt;
    folder = std::move(parent);
  }
}

Config read_config(const FileSystem& files, SourceManager& sources, const std::string& path, const std::string& shown,
                   std::span<const std::string> profiles, Diagnostics& diagnostics) {
  Config config;
  config.file = path;
  config.folder = folder_of(path);
  auto bytes = files.read(path);
  if (!bytes) {
    diagnostics.report(Code::config_value, Span{sources.add_name(shown), 0, 0}, "the configuration", "not readable", bytes.error().text());
    return config;
  }
  const auto file = sources.add(shown, std::move(*bytes));
  const auto document = read_yaml(sources.text(file), file);
  for (const auto& diagnostic : document->diagnostics.list()) diagnostics.add(diagnostic);
  if (document->root.is_null()) return config;  // an empty file
  Paths paths(files, config.folder, diagnostics);
  if (Checker(profiles, diagnostics).section(document->root, {})) take(document->root, paths, config);
  return config;
}

}  // namespace pillarlint
