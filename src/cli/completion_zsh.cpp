#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion.h"

namespace pillarlint {
namespace {

// As it may stand between single quotes in `[…]` of a specification of _arguments.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
      continue;
    }
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string action(const DescribedOption& option) {
  if (takes_folder(option)) return "_files -/";
  if (option.words.empty()) return takes_file(option) ? "_files" : " ";
  return fmt::format("({})", fmt::join(option.words, " "));
}

// `'(-f --format)'{-f+,--format=}'[help]:FORMAT:(text json)'`
std::string specification(const DescribedOption& option) {
  if (option.positional) {
    return fmt::format("'{}:{}:{}'", option.repeatable ? "*" : option.required ? "" : ":", escaped(option.names.front()), action(option));
  }
  std::vector<std::string> forms;
  for (const auto& name : option.names) {
    const auto mark = option.value_optional ? "=-" : option.value.empty() ? "" : name.size() == 2 ? "+" : "=";
    forms.push_back(name + mark);
  }
  std::string out = option.repeatable ? "'*'" : fmt::format("'({})'", fmt::join(option.names, " "));
  out += forms.size() == 1 ? forms.front() : fmt::format("{{{}}}", fmt::join(forms, ","));
  out += fmt::format("'[{}]", escaped(option.help));
  if (option.value_optional) out += fmt::format("::value:{}", action(option));
  if (!option.value.empty()) out += fmt::format(":{}:{}", escaped(option.value), action(option));
  return out + "'";
}

void write_function(const DescribedCommand& command, const std::string& name, std::string& out);

// Chooses among commands by the first word; without one, `fallback` completes.
void write_choice(const DescribedCommand& command, const std::string& name, std::string_view fallback, std::string& out) {
  const auto in = std::back_inserter(out);
  fmt::format_to(in, "{}() {{\n  local -a commands=(\n", name);
  for (const auto& sub : command.commands) fmt::format_to(in, "    '{}:{}'\n", sub.name, escaped(sub.about));
  fmt::format_to(in, "  )\n  if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n    _describe command commands\n");
  if (!fallback.empty()) out += "    _files\n";
  out += "    return\n  fi\n  case $words[2] in\n";
  for (const auto& sub : command.commands) {
    fmt::format_to(in, "    {0}) shift words; (( CURRENT-- )); {1}_{0} ;;\n", sub.name, name);
  }
  if (!fallback.empty()) fmt::format_to(in, "    *) {} ;;\n", fallback);
  out += "  esac\n}\n\n";
}

void write_function(const DescribedCommand& command, const std::string& name, std::string& out) {
  for (const auto& sub : command.commands) write_function(sub, name + '_' + sub.name, out);
  if (!command.commands.empty()) return write_choice(command, name, {}, out);
  fmt::format_to(std::back_inserter(out), "{}() {{\n  _arguments -s", name);
  for (const auto& option : command.options) out += " \\\n    " + specification(option);
  out += "\n}\n\n";
}

}  // namespace

std::string zsh_completion(const DescribedCommand& program) {
  std::string out = "#compdef pillarlint\n# zsh completion of pillarlint, as `pillarlint completion zsh` prints it.\n\n";
  for (const auto& command : program.commands) write_function(command, "_pillarlint_" + command.name, out);
  write_choice(program, "_pillarlint", "_pillarlint_scan", out);
  return out + "if [[ $funcstack[1] == _pillarlint ]]; then\n  _pillarlint \"$@\"\nelse\n  compdef _pillarlint pillarlint\nfi\n";
}

}  // namespace pillarlint
