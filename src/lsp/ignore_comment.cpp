#include "lsp/ignore_comment.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace pillarlint::lsp {
namespace {

enum class Language { bicep, terraform, json, other };

Language language_of(std::string_view path) {
  if (ends_with_text(path, ".bicep") || ends_with_text(path, ".bicepparam")) return Language::bicep;
  if (ends_with_text(path, ".tf") || ends_with_text(path, ".tfvars")) return Language::terraform;
  if (ends_with_text(path, ".tf.json")) return Language::other;  // Terraform's JSON has no comments
  if (ends_with_text(path, ".json") || ends_with_text(path, ".jsonc")) return Language::json;
  return Language::other;
}

// Many readers of templates take no comments: only who has some gets more.
bool has_comments(std::string_view json) {
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (in_string && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && json[i] == '/' && i + 1 < json.size() && (json[i + 1] == '/' || json[i + 1] == '*')) {
      return true;
    }
  }
  return false;
}

std::size_t count_of(std::string_view line, std::string_view part) {
  std::size_t count = 0;
  for (auto at = line.find(part); at != std::string_view::npos; at = line.find(part, at + part.size())) ++count;
  return count;
}

// The word that ends the text which a line of Terraform begins with `<<` or `<<-`; empty: it begins none.
std::string_view heredoc_end(std::string_view line) {
  const auto at = line.rfind("<<");
  if (at == std::string_view::npos) return {};
  auto word = trim(line.substr(at + 2));
  if (word.starts_with('-')) word = trim(word.substr(1));
  const auto is_word = [](char c) {
    return c == '_' || c == '-' || (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
  };
  return std::all_of(word.begin(), word.end(), is_word) ? word : std::string_view();
}

// The line itself, or the first of the text over several lines that it is a part of: a comment would be text there.
std::uint32_t outside_of_text(Language language, std::string_view text, std::uint32_t line) {
  std::uint32_t begin = 0;
  bool inside = false;
  std::string_view end;
  const auto lines = split(text, '\n');
  for (std::uint32_t i = 0; i < line && i < lines.size(); ++i) {
    const auto trimmed = trim(lines[i]);
    if (language == Language::bicep) {
      if (count_of(lines[i], "'''") % 2 == 0) continue;
      inside = !inside;
      begin = i;
    } else if (language == Language::terraform) {
      if (inside) {
        inside = trimmed != end;
      } else if (end = heredoc_end(lines[i]); !end.empty()) {
        inside = true;
        begin = i;
      }
    }
  }
  return inside ? begin : line;
}

}  // namespace

std::optional<TextEdit> ignore_comment(std::string_view path, std::string_view text, std::uint32_t line,
                                       std::string_view rule, Units units) {
  const auto language = language_of(path);
  if (language == Language::other || (language == Language::json && !has_comments(text))) return std::nullopt;
  line = outside_of_text(language, text, line);
  const bool has_bom = line == 0 && text.starts_with(byte_order_mark);
  auto old = line_at(text, line);
  if (has_bom) old.remove_prefix(byte_order_mark.size());
  const auto indent = old.substr(0, std::min(old.find_first_not_of(" \t"), old.size()));
  const auto before = !has_bom ? 0U : units == Units::utf16 ? 1U : static_cast<std::uint32_t>(byte_order_mark.size());
  const Place at{line, before};
  return TextEdit{{at, at},
                  fmt::format("{}{} pillarlint:ignore {} -- TODO: reason{}", indent,
                              language == Language::terraform ? "#" : "//", rule, line_end_of(text))};
}

std::string suppressed_rule_at(std::string_view text, Place place, Units units) {
  const auto line = line_at(text, place.line);
  const bool names_rules =
      find_text(line, "pillarlint:ignore") != std::string_view::npos || trim(line).starts_with("#disable-");
  if (!names_rules) return {};
  const auto is_word = [](char c) { return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); };
  auto begin = offset_of(line, {0, place.character}, units);
  auto end = begin;
  while (begin > 0 && is_word(line[begin - 1])) --begin;
  while (end < line.size() && is_word(line[end])) ++end;
  return std::string(line.substr(begin, end - begin));
}

}  // namespace pillarlint::lsp
