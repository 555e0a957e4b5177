// Functions that look into text: startswith, strcontains, regex, regexall.
#include <vector>

#include <fmt/format.h>

#include "base/regex.h"
#include "terraform/functions_rows.h"
#include "terraform/regex_functions.h"
#include "value/functions/strings.h"

namespace pillarlint::terraform {

namespace {

using Test = Truth (*)(const Value&, std::string_view, Case);

template <Test test>
Value tested(const Call& call) {
  if (!call.arg(1).known()) return decided(call, Truth::unknown);
  if (call.arg(1).text().empty()) return Value::of(true, call.span);
  return decided(call, test(call.arg(0), call.arg(1).text(), Case::matters));
}

// ── patterns ──────────────────────────────────────────────────────────────────────────────────────────────────────

using Matches = std::vector<Regex::Groups>;

std::size_t next_sign(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

/// All matches, as Go has them: an empty one right behind another match does not count. nullopt: too much work.
std::optional<Matches> all_matches(const Call& call, const Regex& regex, std::string_view text) {
  Matches matches;
  std::size_t from = 0;
  std::optional<std::size_t> end_of_last;
  while (from <= text.size()) {
    if (!call.context.budget.take(64)) return std::nullopt;
    auto groups = regex.find(text, from);
    if (!groups) break;
    const auto whole = *(*groups)[0];
    const auto begin = static_cast<std::size_t>(whole.data() - text.data());
    const auto end = begin + whole.size();
    const bool counts = !whole.empty() || end_of_last != begin;
    from = whole.empty() ? next_sign(text, end) : end;
    end_of_last = end;
    if (counts) matches.push_back(std::move(*groups));
  }
  return matches;
}

std::string_view group_text(const Regex::Groups& groups, std::size_t number) {
  return number < groups.size() ? groups[number].value_or(std::string_view()) : std::string_view();
}

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// The text of the group that a name in a replacement means.
std::string_view named_group(const Regex& regex, const Regex::Groups& groups, std::string_view name) {
  const bool number = name.find_first_not_of("0123456789") == std::string_view::npos;
  if (number) return name.size() < 6 ? group_text(groups, static_cast<std::size_t>(std::stoul(std::string(name)))) : "";
  const auto names = regex.group_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name && groups[i + 1]) return *groups[i + 1];
  }
  return {};
}

/// Puts a match into the replacement: `$1`, `$name`, `${name}`, `$$`.
void expand(const Regex& regex, const Regex::Groups& groups, std::string_view by, std::string& out) {
  while (!by.empty()) {
    const auto dollar = std::min(by.find('$'), by.size());
    out += by.substr(0, dollar);
    by.remove_prefix(dollar);
    if (by.size() < 2) {
      out += by;
      return;
    }
    by.remove_prefix(1);
    if (by[0] == '$') {
      out += '$';
      by.remove_prefix(1);
      continue;
    }
    const bool braces = by[0] == '{';
    const std::size_t from = braces ? 1 : 0;
    auto to = from;
    while (to < by.size() && is_word(by[to])) ++to;
    if (to == from || (braces && (to == by.size() || by[to] != '}'))) {  // no name: the sign stands for itself
      out += '$';
      continue;
    }
    out += named_group(regex, groups, by.substr(from, to - from));
    by.remove_prefix(braces ? to + 1 : to);
  }
}

Value no_pattern(const Call& call) { return call.wrong("the pattern is no regular expression"); }

}  // namespace

Value replace_pattern(const Call& call, std::string_view pattern) {
  const auto regex = Regex::compile(pattern, true);
  if (!regex) return no_pattern(call);
  const auto text = call.arg(0).text();
  const auto by = call.arg(2).text();
  const auto matches = all_matches(call, *regex, text);
  if (!matches) return limit_unknown(call.context, "step", call.span);
  std::string out;
  std::size_t from = 0;
  for (const auto& groups : *matches) {
    const auto begin = static_cast<std::size_t>(groups[0]->data() - text.data());
    out += text.substr(from, begin - from);
    expand(*regex, groups, by, out);
    from = begin + groups[0]->size();
    if (out.size() > max_text_bytes || !call.context.budget.take(1 + by.size() / 64)) return limit_unknown(call.context, "text", call.span);
  }
  out += text.substr(from);
  return call.text(out);
}

namespace {

/// What a match gives: its text, an array of groups, or an object of groups with names.
Value captured(const Call& call, const Regex::Groups& groups, const std::vector<std::string>& names) {
  const auto mark = call.arg(1).marks();
  const auto text_of_group = [&](std::size_t number) {
    return groups[number] ? call.text(*groups[number]).marked(mark) : Value::null(call.span);
  };
  if (names.empty()) return text_of_group(0);
  std::vector<Value> items;
  std::vector<Member> members;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[0].empty()) {
      items.push_back(text_of_group(i + 1));
    } else {
      members.push_back(member(call.context.arena.copy(names[i]), text_of_group(i + 1)));
    }
  }
  return names[0].empty() ? Value::array(call.context.arena, items, call.span)
                          : Value::object(call.context.arena, members, call.span);
}

bool mixes_names(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.empty() != names[0].empty(); });
}

// The type of the result is that of the pattern, also where the text is not known.
Value unknown_match(const Call& call, const std::vector<std::string>& names) {
  const auto type = names.empty() ? ValueType::string : names[0].empty() ? ValueType::array : ValueType::object;
  const auto groups = static_cast<std::int64_t>(names.size());
  if (type == ValueType::array) return unknown_of_length(call, type, {groups, groups});
  return refined(call.context, call.unknown(type), [](Unknown& why) { why.never_null = true; });
}

Value first_match(const Call& call) {
  if (!call.arg(0).known()) return call.unknown();
  const auto regex = Regex::compile(call.arg(0).text(), true);
  if (!regex) return no_pattern(call);
  const auto names = regex->group_names();
  if (mixes_names(names)) return call.wrong("the pattern has groups with and without names");
  if (!call.arg(1).known()) return unknown_match(call, names);
  const auto groups = regex->find(call.arg(1).text(), 0);
  return groups ? captured(call, *groups, names) : call.wrong("the pattern does not match the text");
}

Value every_match(const Call& call) {
  if (!call.arg(0).known() || !call.arg(1).known()) return unknown_result(call);
  const auto regex = Regex::compile(call.arg(0).text(), true);
  if (!regex) return no_pattern(call);
  const auto names = regex->group_names();
  if (mixes_names(names)) return call.wrong("the pattern has groups with and without names");
  const auto matches = all_matches(call, *regex, call.arg(1).text());
  if (!matches) return limit_unknown(call.context, "step", call.span);
  std::vector<Value> items;
  for (const auto& groups : *matches) items.push_back(captured(call, groups, names));
  return array_of(call, items);
}

constexpr Builtin rows[] = {
    {"startswith", 2, 2, Takes::unknown, row<"ss", Sees::all, tested<starts_with>>, ValueType::boolean},
    {"endswith", 2, 2, Takes::unknown, row<"ss", Sees::all, tested<ends_with>>, ValueType::boolean},
    {"strcontains", 2, 2, Takes::unknown, row<"ss", Sees::all, tested<contains_text>>, ValueType::boolean},
    {"regex", 2, 2, Takes::unknown, row<"ss", Sees::all, first_match>, ValueType::any, Loop::none, true},
    {"regexall", 2, 2, Takes::unknown, row<"ss", Sees::all, every_match>, ValueType::array, Loop::none, true},
};

}  // namespace

std::span<const Builtin> search_rows() { return rows; }

}  // namespace pillarlint::terraform
