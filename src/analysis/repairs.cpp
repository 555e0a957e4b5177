#include "analysis/repairs.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace pillarlint {
namespace {

constexpr std::size_t most_of_a_file = 2'000;  // repairs in one go; the next go has more

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Something that somebody wrote gives way; else room, or a remark that is written anew.
bool replaces_value(const Edit& edit, const SourceManager& sources) {
  const auto text = sources.text(edit.span);
  return !text.empty() && !is_blank(text.front()) && text.front() != '/' && text.front() != '#';
}

std::string_view first_word(std::string_view text) {
  const auto is_letter = [](char c) { return c == '_' || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  const auto begin = std::find_if(text.begin(), text.end(), is_letter);
  const auto end = std::find_if_not(begin, text.end(), is_letter);
  return {begin, end};
}

// Behind each other they read as if they had been made one by one: each brings what parts it from the one before it.
bool stand_together(const Edit& a, const Edit& b) {
  const auto whole = [](std::string_view text) { return (text.front() == ',' || text.front() == '\n' || text.front() == '\r') && !is_blank(text.back()); };
  if (a.text.empty() || b.text.empty() || !whole(a.text) || !whole(b.text)) return false;
  const auto quoted = [](std::string_view text) { return text.front() != ',' && text[text.find_first_not_of(" \t\r\n")] == '"'; };
  return first_word(a.text) != first_word(b.text) && !quoted(a.text) && !quoted(b.text);
}

bool collide(const Edit& a, const Edit& b) {
  if (a.span.end < b.span.begin || b.span.end < a.span.begin) return false;
  const bool insertions = a.span.begin == a.span.end && b.span.begin == b.span.end;
  return !insertions || !stand_together(a, b);
}

bool collide(const Repair& a, const Repair& b) {
  for (const auto& one : a.edits) {
    for (const auto& other : b.edits) {
      const bool touch = !(one.span.end < other.span.begin || other.span.end < one.span.begin);
      if (touch && (a.edits.size() > 1 || b.edits.size() > 1 || collide(one, other))) return true;
    }
  }
  return false;
}

bool is_wanted(const Finding& finding) {
  return finding.repair && !finding.repair->edits.empty() && finding.verdict == Verdict::fail && finding.counts();
}

/// At one place: lines first, then what stands apart from them by an empty line.
bool before_at_place(const Edit& a, const Edit& b) {
  const auto apart = [](const Edit& edit) { return edit.text.starts_with("\n\n") || edit.text.starts_with("\r\n\r\n"); };
  if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
  return !apart(a) && apart(b);
}

}  // namespace

void drop_contradictions(std::vector<Finding>& findings, const SourceManager& sources) {
  std::map<Span, const std::string*> wanted;
  std::set<Span> contradicted;
  for (const auto& finding : findings) {
    if (!finding.repair) continue;
    for (const auto& edit : finding.repair->edits) {
      if (!replaces_value(edit, sources)) continue;
      const auto [at, is_new] = wanted.try_emplace(edit.span, &edit.text);
      if (!is_new && *at->second != edit.text) contradicted.insert(edit.span);
    }
  }
  for (auto& finding : findings) {
    if (!finding.repair) continue;
    const auto& edits = finding.repair->edits;
    if (std::any_of(edits.begin(), edits.end(), [&](const Edit& edit) { return contradicted.contains(edit.span); })) finding.repair.reset();
  }
}

ChosenRepairs choose_repairs(std::span<const Finding> findings) {
  std::map<FileId, std::vector<const Repair*>> taken;
  ChosenRepairs out;
  for (const auto& finding : findings) {
    if (!is_wanted(finding)) continue;
    auto& of_file = taken[finding.repair->edits.front().span.file];
    const auto same = [&](const Repair* other) { return other->edits == finding.repair->edits; };
    const bool known = std::any_of(of_file.begin(), of_file.end(), same);
    const auto hinders = [&](const Repair* other) { return collide(*other, *finding.repair); };
    if (!known && (of_file.size() >= most_of_a_file || std::any_of(of_file.begin(), of_file.end(), hinders))) continue;
    if (!known) of_file.push_back(&*finding.repair);
    ++out.findings;
  }
  for (const auto& [file, repairs] : taken) {
    auto& edits = out.edits[file];
    for (const auto* repair : repairs) edits.insert(edits.end(), repair->edits.begin(), repair->edits.end());
    std::stable_sort(edits.begin(), edits.end(), before_at_place);
  }
  return out;
}

}  // namespace pillarlint
