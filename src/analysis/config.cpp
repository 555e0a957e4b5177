#include "analysis/config.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "value/print.h"
#include "value/read_yaml.h"

namespace pillarlint {
namespace {

constexpr std::array<std::string_view, 5> keys = {"environment", "profile", "platform", "partial", "cloud"};
constexpr std::array<std::string_view, 2> environments = {"production", "non-production"};
constexpr std::array<std::string_view, 8> provisions = {"private-dns",       "private-endpoints", "diagnostics", "egress-firewall",
                                                        "policy-guardrails", "budget",            "locks",       "defender"};
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

// Reads one configuration; each member function reads one key.
class Reader {
 public:
  Reader(std::span<const std::string> profiles, Diagnostics& diagnostics)
      : profiles_(profiles.begin(), profiles.end()), diagnostics_(diagnostics) {}

  Config read(const Value& root) {
    Config config;
    if (root.is_null()) return config;  // an empty file
    if (!root.is_object()) {
      diagnostics_.report(Code::config_value, root.span(), "the configuration", print(root, nullptr, 40), "a map of keys");
      return config;
    }
    for (const auto& member : root.members()) read_key(member, config);
    return config;
  }

 private:
  void read_key(const Member& member, Config& config) {
    if (member.key == "environment") {
      if (const auto text = word(member, environments)) config.environment = *text;
    } else if (member.key == "profile") {
      config.profile = words(member, profiles_);
    } else if (member.key == "platform") {
      config.platform = words(member, provisions);
    } else if (member.key == "partial") {
      read_partial(member, config);
    } else if (member.key == "cloud") {
      read_cloud(member, config);
    } else {
      const auto near = nearest(member.key, keys);
      const auto hint = near.empty() ? fmt::format("; known are {}", list_of(keys)) : fmt::format("; did you mean `{}`?", near);
      diagnostics_.report(Code::config_key_unknown, member.key_span, member.key, hint);
    }
  }

  void wrong(const Member& member, const Value& value, const std::string& expected) {
    diagnostics_.report(Code::config_value, value.span(), member.key, print(value, nullptr, 60), expected);
  }

  std::optional<std::string> word(const Member& member, std::span<const std::string_view> known) {
    return word(member, member.value, known);
  }
  std::optional<std::string> word(const Member& member, const Value& value, std::span<const std::string_view> known) {
    const auto text = value.text_or_empty();
    for (const auto candidate : known) {
      if (same_text(text, candidate)) return std::string(candidate);
    }
    wrong(member, value, list_of(known) + suggestion(text, known));
    return std::nullopt;
  }

  std::vector<std::string> words(const Member& member, std::span<const std::string_view> known) {
    std::vector<std::string> out;
    if (!member.value.is_array()) {
      wrong(member, member.value, fmt::format("a list such as `[{}]`", known.empty() ? "multi-region" : known.front()));
      return out;
    }
    for (const auto& item : member.value.items()) {
      if (auto text = word(member, item, known)) out.push_back(std::move(*text));
    }
    return out;
  }

  void read_partial(const Member& member, Config& config) {
    if (member.value.is_bool()) {
      config.partial = member.value.boolean();
    } else {
      wrong(member, member.value, "`true` or `false`");
    }
  }

  void read_cloud(const Member& member, Config& config) {
    if (auto cloud = cloud_of(member.value.text_or_empty())) {
      config.cloud = std::move(*cloud);
    } else {
      wrong(member, member.value, "`public`, `government` or `china`");
    }
  }

  std::vector<std::string_view> profiles_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::span<const std::string_view> known_provisions() { return provisions; }

std::optional<std::string> environment_of(std::string_view text) {
  for (const auto environment : environments) {
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
  auto bytes = files.read(path);
  if (!bytes) {
    diagnostics.report(Code::config_value, Span{sources.add_name(shown), 0, 0}, "the configuration", "not readable", bytes.error().text());
    return {};
  }
  const auto file = sources.add(shown, std::move(*bytes));
  const auto document = read_yaml(sources.text(file), file);
  for (const auto& diagnostic : document->diagnostics.list()) diagnostics.add(diagnostic);
  auto config = Reader(profiles, diagnostics).read(document->root);
  config.file = path;
  return config;
}

}  // namespace pillarlint
