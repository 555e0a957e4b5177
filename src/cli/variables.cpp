#include "cli/variables.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "base/text.h"

namespace pillarlint {
namespace {

constexpr std::string_view prefix = "PILLARLINT_";

std::string variable_of(std::string_view option) {
  auto out = std::string(prefix) + upper(option);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::map<std::string, std::string> variables() {
  std::map<std::string, std::string> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equal = text.find('=');
    if (text.starts_with(prefix) && equal != std::string_view::npos) out.emplace(text.substr(0, equal), text.substr(equal + 1));
  }
  return out;
}

bool is_given(const OptionShape& option, std::span<const std::string> arguments) {
  const auto dashed = "--" + option.name;
  return std::any_of(arguments.begin(), arguments.end(), [&](const std::string& argument) {
    if (argument == dashed || argument.starts_with(dashed + "=")) return true;
    return std::any_of(option.short_names.begin(), option.short_names.end(), [&](const auto& name) {
      return argument.starts_with("-" + name) && !argument.starts_with("--");
    });
  });
}

void add(const OptionShape& option, const std::string& variable, const std::string& value, GivenByEnvironment& out) {
  constexpr std::array<std::string_view, 4> yes = {"1", "true", "yes", "on"};
  constexpr std::array<std::string_view, 4> no = {"0", "false", "no", "off"};
  const auto is = [&](const auto& words) { return std::find(words.begin(), words.end(), lower(value)) != words.end(); };
  const auto name = "--" + option.name;
  if (option.is_flag && (is(yes) || is(no))) {
    if (is(yes)) out.arguments.push_back(name);
  } else if (option.is_flag && !option.takes_value) {
    out.problem = fmt::format("{}: `{}` is neither `true` nor `false`", variable, value);
  } else if (!option.repeatable) {
    out.arguments.push_back(name + "=" + value);
  } else {
    auto lines = value;
    std::replace(lines.begin(), lines.end(), '\n', ',');
    for (const auto part : split(lines, ',')) {
      if (!trim(part).empty()) out.arguments.push_back(name + "=" + std::string(trim(part)));
    }
  }
}

}  // namespace

GivenByEnvironment options_from_environment(const std::vector<OptionShape>& options, std::span<const std::string> arguments) {
  GivenByEnvironment out;
  const auto given = variables();
  if (given.empty()) return out;
  std::vector<std::string> known;  // without the prefix, which would make all of them alike
  for (const auto& option : options) {
    const auto variable = variable_of(option.name);
    known.push_back(variable.substr(prefix.size()));
    const auto found = given.find(variable);
    if (found != given.end() && !found->second.empty() && !is_given(option, arguments)) add(option, variable, found->second, out);
  }
  for (const auto& [name, value] : given) {
    const auto short_name = name.substr(prefix.size());
    if (std::find(known.begin(), known.end(), short_name) != known.end()) continue;
    const auto near = nearest(short_name, known);
    if (!near.empty()) out.problem = Diagnostic{Code::variable_unknown, {}, {name, fmt::format("; did you mean `{}{}`?", prefix, near)}}.text();
  }
  return out;
}

}  // namespace pillarlint
