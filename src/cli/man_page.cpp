#include "cli/man_page.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace pillarlint {
namespace {

// Text that troff prints as it is: its escape character, what begins a request, and hyphens that are to stay hyphens.
std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool begins = i == 0 || text[i - 1] == '\n';
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}

// `words` in backquotes, as the help has them, become bold.
std::string emphasised(std::string_view text) {
  std::string out;
  bool bold = false;
  std::size_t from = 0;
  for (auto at = text.find('`'); at != std::string_view::npos; at = text.find('`', from)) {
    out += escaped(text.substr(from, at - from));
    out += bold ? "\\fR" : "\\fB";
    bold = !bold;
    from = at + 1;
  }
  out += escaped(text.substr(from));
  if (bold) out += "\\fR";
  return out;
}

void verbatim(std::string_view text, std::string& out) {
  while (text.starts_with('\n')) text.remove_prefix(1);
  while (text.ends_with('\n')) text.remove_suffix(1);
  if (!text.empty()) fmt::format_to(std::back_inserter(out), ".PP\n.nf\n{}\n.fi\n", emphasised(text));
}

std::string usage_of(const DescribedCommand& command, const std::string& path) {
  auto out = fmt::format("\\fB{}\\fR", escaped(path));
  if (!command.options.empty()) out += " [\\fIOPTION\\fR…]";
  for (const auto& option : command.options) {
    if (!option.positional) continue;
    const auto name = fmt::format("\\fI{}\\fR{}", escaped(option.names.front()), option.repeatable ? "…" : "");
    out += option.required ? " " + name : " [" + name + "]";
  }
  if (!command.commands.empty()) out += " \\fICOMMAND\\fR";
  return out;
}

std::string heading_of(const DescribedOption& option) {
  std::string out;
  for (const auto& name : option.names) {
    out += out.empty() ? "" : ", ";
    out += fmt::format("\\f{}{}\\fR", option.positional ? 'I' : 'B', escaped(name));
  }
  if (option.value_optional) out += "[=\\fIVALUE\\fR]";
  if (!option.value.empty() && !option.positional) out += fmt::format(" \\fI{}\\fR", escaped(option.value));
  return out;
}

void write_option(const DescribedOption& option, std::string& out) {
  fmt::format_to(std::back_inserter(out), ".TP\n{}\n{}\n", heading_of(option), emphasised(option.help));
}

bool same(const DescribedOption& a, const DescribedOption& b) { return a.names == b.names && a.help == b.help && a.value == b.value; }

bool is_help(const DescribedOption& option) { return std::find(option.names.begin(), option.names.end(), "--help") != option.names.end(); }

// What the main command has as well is only named.
void write_options(const DescribedCommand& command, const DescribedCommand& main, std::string& out) {
  std::string also;
  for (const auto& option : command.options) {
    if (is_help(option)) continue;
    const auto known = [&](const auto& other) { return same(option, other); };
    if (&command != &main && std::any_of(main.options.begin(), main.options.end(), known)) {
      also += fmt::format("{}\\fB{}\\fR", also.empty() ? "" : ", ", escaped(option.names.back()));
    } else {
      write_option(option, out);
    }
  }
  if (!also.empty()) fmt::format_to(std::back_inserter(out), ".PP\nAs for \\fB{}\\fR: {}.\n", escaped(main.name), also);
}

void write_command(const DescribedCommand& command, const std::string& path, const DescribedCommand& main, std::string& out) {
  fmt::format_to(std::back_inserter(out), ".SS {}\n{}.\n", usage_of(command, path), emphasised(command.about));
  write_options(command, main, out);
  verbatim(command.footer, out);
  for (const auto& sub : command.commands) write_command(sub, path + ' ' + sub.name, main, out);
}

}  // namespace

std::string man_page(const DescribedCommand& program, std::string_view version) {
  auto about = program.about;
  std::replace(about.begin(), about.end(), '\n', ' ');
  auto out = fmt::format(".TH PILLARLINT 1 \"\" \"pillarlint {}\" \"User Commands\"\n.nh\n.SH NAME\npillarlint \\- static analysis of "
                         "Azure infrastructure as code for AI workloads\n.SH SYNOPSIS\n", version);
  for (const auto& command : program.commands) {
    if (&command != &program.commands.front()) out += ".br\n";
    out += usage_of(command, "pillarlint " + command.name) + '\n';
  }
  fmt::format_to(std::back_inserter(out), ".SH DESCRIPTION\n{}\n", emphasised(about));
  verbatim(program.footer, out);
  out += ".SH COMMANDS\n";
  for (const auto& command : program.commands) write_command(command, "pillarlint " + command.name, program.commands.front(), out);
  out += ".SH OPTIONS\n";
  for (const auto& option : program.options) write_option(option, out);
  return out;
}

}  // namespace pillarlint
